use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};

const FILE: &str = "RT Journal Article\nSR Electronic(1)\nID 12\nA1 Roe,Jane\nA1 van der Berg,Piet P., Jr\nT1 A study of\n  small things\nJF Journal of Tests\nJO J Tests\nYR 2003\nFD 02/15\nVO 29\nIS 2 Suppl 1\nSP 337\nOP 41\nK1 things\nK1 tests; trials\nAB First paragraph.\n\nSecond paragraph.\nDO 10.1000/abc.1\nSN 0028-0836\nLA English\nUL http://example.org/12\n\nRT Book, Section\nA1 Poe,Ann\nA2 Editor,Ed\nT1 A chapter\nT2 The book\nYR 1999\nSP 1-20\nPB Press\nPP London\nSN 0306406152\n\n";

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (first, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(found[0].label.as_deref(), Some("12"));
    assert_eq!(work.title.as_ref().unwrap().value, "A study of small things");
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(work.contributors[1].name.value.display(), "van der Berg, Piet P., Jr");
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(first.serial.abbreviation.as_deref(), Some("J Tests"));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02-15");
    assert_eq!(
        (work.volume.as_ref().unwrap().value.as_str(), work.issue.as_ref().unwrap().value.as_str()),
        ("29", "2")
    );
    assert_eq!(work.supplement.as_ref().unwrap().value, "Suppl 1");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(first.keywords.len(), 3);
    assert_eq!(first.abstract_text.as_deref(), Some("First paragraph. Second paragraph."));
    assert_eq!(first.serial.issn_other, ["0028-0836"]);
    assert_eq!(work.language.as_deref(), Some("en"));
    let identifiers: Vec<_> = work.identifiers.iter().map(|i| i.value.value.as_str()).collect();
    assert_eq!(identifiers, ["10.1000/abc.1", "http://example.org/12"]);
    let chapter = &found[1].record.work;
    assert_eq!(chapter.kind, crate::model::WorkKind::Chapter);
    assert_eq!(chapter.container_title.as_ref().unwrap().value, "The book");
    assert_eq!(chapter.contributors[1].role, crate::model::Role::Editor);
    assert_eq!(chapter.identifiers[0].value.value, "9780306406157");
    assert_eq!((found[0].place.line_start, found[1].place.line_start), (1, 26));
}

#[test]
fn line_ends_legend_and_missing_types() {
    for end in ["\r\n", "\r"] {
        let text = FILE.replace('\n', end);
        assert!(detect(&text));
        assert_eq!(records(open(decoded(&text), &Limits::default())).len(), 2);
    }
    let legend = format!(
        "\u{feff}Refworks Export Tagged Format\n\nTag legend\n*****\nRT=Reference Type\nT1=Primary Title\n*****\nBEGIN EXPORTED REFERENCES\n\n\n{FILE}"
    );
    assert!(detect(&legend));
    assert_eq!(records(open(decoded(&legend), &Limits::default())).len(), 2);
    // The type of the second is missing.
    let untyped = FILE.replace("RT Book, Section\n", "");
    let found = records(open(decoded(&untyped), &Limits::default()));
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].record.work.title.as_ref().unwrap().value, "A chapter");
}

#[test]
fn broken_and_huge_records_cost_themselves() {
    let text = format!("RT Journal Article\nSR Print(0)\n\nRT Generic\nT1 {}\n\n{FILE}", "x".repeat(5000));
    let limits = Limits { record_bytes: 2000, ..Limits::default() };
    let (found, broken) = read_all(open(decoded(&text), &limits));
    assert_eq!((found.len(), broken.len()), (2, 2));
    assert!(broken[1].message.contains("longer than 2000 bytes"), "{broken:?}");
    assert_eq!(broken[0].place.line_start, 1);
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("RT Book").unwrap()]);
}

#[test]
fn others_are_not_taken() {
    for text in [
        "TY  - JOUR\nT1  - A\nER  - \n",
        "1. Roe J. RT Journal Article. A1 things.\n",
        "%R 1998ApJ...1\n%T A\n",
        "PMID- 1\nTI  - A\n",
        "RT\n",
        "",
    ] {
        assert!(!detect(text), "{text}");
    }
}
