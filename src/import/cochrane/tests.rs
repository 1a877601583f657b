use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::Scheme;

const FILE: &str = "Record #1 of 2\nID: CN-00000001\nAU: Doe J\nAU: Roe RP\nTI: Small things in trials: a trial\nSO: Journal of tests\nYR: 2003\nVL: 12\nNO: 3\nPG: 337‐41\nPM: PUBMED 12345678\nXR: EMBASE 2001234567\nPT: Journal article\nKY: *Things [therapy]; Adult; Humans\nDOI: 10.9999/j.1\nAB: BACKGROUND: none.\n\nRESULTS: some.\nUS: https://example.org/central/doi/10.1002/central/CN-00000001/full\n\n\nRecord #2 of 2\nID: CD000001\nAU: Poe M\nTI: Things for adults\nSO: Cochrane Database of Systematic Reviews\nYR: 2010\nNO: 1\nPB: John Wiley & Sons, Ltd\nCC: Tests Group\nDOI: 10.1002/14651858.CD000001\nSN: 1465-1858\n";

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(found[0].label.as_deref(), Some("CN-00000001"));
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(record.abstract_text.as_deref(), Some("BACKGROUND: none. RESULTS: some."));
    assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Pmid && i.value.value == "12345678"));
    assert!(record.keywords.len() >= 4);
    assert_eq!(found[1].record.work.kind, crate::model::WorkKind::Review);
    assert_eq!(found[1].place.line_start, 22);
}

#[test]
fn other_files_of_the_library_are_not_taken() {
    let ris = "Record #1 of 2\nProvider: John Wiley & Sons, Ltd.\nContent: text/plain; charset=\"UTF-8\"\n\nTY  - JOUR\nAN  - CN-1\nTI  - A\nER  - \n";
    for text in [ris, "ID: 1\nTI: A\nAU: B\n", "Record #1 of 2\n", ""] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("Record #2").unwrap()]);
}
