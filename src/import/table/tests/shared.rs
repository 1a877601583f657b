//! Real exports, where they lie beside the project.

use super::*;

fn file(name: &str) -> Option<Read> {
    let bytes = std::fs::read(checks::samples()?.join(name)).unwrap();
    let head: Vec<u8> = bytes.iter().copied().take(60_000).collect();
    assert!(detect(&String::from_utf8_lossy(&head)), "{name}");
    Some(checks::read_bytes(&bytes, open_plain))
}

#[test]
fn as_many_records_as_there_are() {
    for (name, records) in [
        ("scopus_csv/litstudy__scopus.csv", 58),
        ("dimensions_csv/chatbot__dimensions-publication-2025-10-14_15-57-25.csv", 126),
        ("dimensions_csv/dimensions-api-lab__pubs_grid.461628.f.csv", 640),
        ("dimensions_csv/dimensions-api-lab__pubs_citing_grid.461628.f.csv", 6382),
        ("openalex_csv/idb03__works.csv", 3848),
        ("ieee_csv/litstudy__ieee.csv", 10),
        ("ieee_csv/colrev__ieee_csv.csv", 2),
        ("springer_csv/litstudy__springer.csv", 18),
        ("springer_csv/colrev__springer_csv.csv", 1),
        ("pubmed_csv/colrev__pubmed_csv.csv", 1),
        ("retraction_csv/litstudy__retraction_watch.csv", 1),
        ("other_csv/colrev__csv_data.csv", 2),
    ] {
        let Some(read) = file(name) else { return };
        assert_eq!((read.records.len(), read.broken.len()), (records, 0), "{name}");
    }
}

/// Its header lacks the column of the second funding text, which all rows but one have.
#[test]
fn columns_of_scopus_do_not_shift() {
    let Some(read) = file("scopus_csv/litstudy__scopus.csv") else { return };
    for record in &read.records {
        let work = &record.record.work;
        let eid = work.identifiers.iter().find(|id| id.value.scheme == crate::model::Scheme::Scopus);
        assert!(eid.is_some_and(|id| id.value.value.starts_with("2-s2.0-")), "{:?}", work.identifiers);
        assert_ne!(work.kind, crate::model::WorkKind::Unknown);
    }
    let cited: usize = read.records.iter().map(|r| r.record.cited.len()).sum();
    assert!(cited > 2000, "{cited}");
    let with_affiliation =
        read.records.iter().filter(|r| r.record.people.iter().any(|p| !p.affiliations.is_empty())).count();
    assert!(with_affiliation > 40, "{with_affiliation}");
    let unplaced =
        |r: &crate::import::Imported| r.record.work.notes.iter().any(|n| n.value.starts_with("affiliation"));
    assert_eq!(read.records.iter().filter(|r| unplaced(r)).count(), 0);
}

#[test]
fn a_real_workbook() {
    let Some(folder) = checks::samples() else { return };
    let bytes = std::fs::read(folder.join("xlsx/colrev__xlsx_data.xlsx")).unwrap();
    assert!(detect_xlsx(&bytes));
    let read = checks::drain(
        open_xlsx(Box::new(io::Cursor::new(bytes)), &Limits::default(), &ColumnMap::default()).unwrap(),
    );
    assert_eq!(read.titles(), ["Paper title"; 3]);
    let kinds: Vec<&str> = read.records.iter().map(|r| r.record.work.kind.as_str()).collect();
    assert_eq!(kinds, ["article", "conference-paper", "report"]);
}
