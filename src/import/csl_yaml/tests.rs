use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};

const FILE: &str = "---\ntitle: A paper\nreferences:\n- id: doe03\n  type: article-journal\n  author:\n  - family: Doe\n    given: Jane A.\n  - literal: Mayo Clinic\n  issued: 2003-02\n  title: \"Small *E. coli*: x \\\\< y\"\n  container-title: J Tests\n  page: 012-20\n  volume: 1e2\n  DOI: 10.9999/a_b_c\n\n- id: roe\n  type: book\n  author:\n  - family: Roe\n    non-dropping-particle: van\n  issued:\n  - year: 1999\n    month: 5\n  title: >-\n    A folded\n    title\n  publisher: Press\n...\n\n- id: no\n  title: Not an item, but a list of the text\n";

#[test]
fn front_matter() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(found[0].label.as_deref(), Some("doe03"));
    assert_eq!(work.title.as_ref().unwrap().value, "Small E. coli: x < y");
    assert_eq!(work.volume.as_ref().unwrap().value, "1e2");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02");
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(work.identifiers[0].value.value, "10.9999/a_b_c");
    let book = &found[1].record.work;
    assert_eq!(book.issued.as_ref().unwrap().value.to_string(), "1999-05");
    assert_eq!(book.title.as_ref().unwrap().value, "A folded title");
    assert_eq!(found[1].place.line_start, 17);
}

#[test]
fn lists_at_the_top_and_indented_ones() {
    let top = "- id: a\n  type: book\n  title: A\n- id: b\n  type: book\n  title: B\n";
    assert!(detect(top));
    assert_eq!(records(open(decoded(top), &Limits::default())).len(), 2);
    let indented = "references:\n  - id: a\n    type: book\n    title: A\n  - id: b\n    type: book\n    title: B\nother:\n  - x\n";
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("\u{feff}{}", indented.replace('\n', end));
        assert!(detect(&text));
        assert_eq!(records(open(decoded(&text), &Limits::default())).len(), 2);
    }
}

#[test]
fn broken_items_cost_themselves() {
    let text = FILE.replace("  volume: 1e2\n", "  volume: [1\n");
    let (found, broken) = read_all(open(decoded(&text), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 1), "{broken:?}");
    assert_eq!(broken[0].place.line_start, 4);
    let long = FILE.replace("J Tests", &"x".repeat(5000));
    let (found, broken) = read_all(open(decoded(&long), &Limits { record_bytes: 2000, ..Limits::default() }));
    assert_eq!((found.len(), broken.len()), (1, 1), "{broken:?}");
}

#[test]
fn others_are_not_taken() {
    for text in [
        "cff-version: 1.2.0\ntitle: X\nauthors:\n- family-names: Doe\nreferences:\n  - type: book\n    title: A\n",
        "- one\n- two\n",
        "References\n\n- Doe J. A title. 2003.\n",
        "name: x\ntype: y\ntitle: z\n",
        "",
    ] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("- id: roe").unwrap()]);
}
