use super::*;
use crate::import::tests::{items_of, parted, records_of, samples};
use crate::model::{Scheme, WorkKind};

const FILE: &str = "cff-version: 1.2.0\nmessage: \"Cite it.\"\ntitle: Tool\nversion: 1.10\nauthors:\n  - &me\n    family-names: Berg\n    given-names: Jan\n    name-particle: van den\n    orcid: https://orcid.org/0000-0002-1825-0097\n    affiliation: Uni X\n  - name: The Team\ndoi: 10.5072/a\ndate-released: 2020-01-02\nkeywords: [one, two]\nlicense: MIT\npreferred-citation:\n  type: article\n  title: \"Tool: é\"\n  authors:\n    - *me\n  journal: J Things\n  year: 2019\n  month: 5\n  volume: 3\n  issue: 2\n  start: 10\n  end: 19\nreferences:\n  - type: book\n    title: A book\n    publisher:\n      name: House\n      city: Town\n    isbn: 9780306406157\n  - type: software\n    title: Other\n";

#[test]
fn the_software_and_what_it_cites() {
    for text in [FILE.to_owned(), format!("\u{feff}{FILE}"), FILE.replace('\n', "\r\n")] {
        assert!(detect(&text));
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert_eq!(broken, []);
        let titles: Vec<&str> =
            records.iter().map(|r| r.record.work.title.as_ref().unwrap().value.as_str()).collect();
        assert_eq!(titles, ["Tool", "Tool: é", "A book", "Other"]);
        let software = &records[0].record;
        assert_eq!(software.work.kind, WorkKind::Software);
        assert_eq!(software.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(software.work.contributors[0].name.value.display(), "van den Berg, Jan");
        assert!(software.work.notes.iter().any(|n| n.value == "version: 1.10"));
        assert_eq!(software.keywords.len(), 2);
        let article = &records[1].record;
        assert_eq!(article.work.contributors[0].name.value.display(), "van den Berg, Jan");
        assert_eq!(article.work.issued.as_ref().unwrap().value.to_string(), "2019-05");
        assert_eq!(article.work.pages.as_ref().unwrap().value.last.as_deref(), Some("19"));
        let place = records[2].place;
        let bytes = usize::try_from(place.span.start).unwrap()..usize::try_from(place.span.end).unwrap();
        let book = &text[bytes];
        assert!(
            book.starts_with("type: book") && book.contains("House") && !book.contains("software"),
            "{book:?}"
        );
        assert_eq!(place.line_start, 30);
        assert_eq!(records[2].record.work.identifiers[0].value.scheme, Scheme::Isbn);
    }
}

#[test]
fn cut_anywhere_nothing_breaks() {
    for cut in (0..FILE.len()).filter(|cut| FILE.is_char_boundary(*cut)) {
        let (records, _) = parted(items_of(&FILE.as_bytes()[..cut], open, &Limits::default()));
        assert!(records.len() <= 4);
        if cut > FILE.find("references").unwrap() {
            assert!(records.len() >= 2, "{cut}");
        }
    }
}

#[test]
fn what_is_broken_does_not_take_the_rest() {
    let text = FILE.replace("    title: Other", "    title: \"Other");
    let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
    assert_eq!((records.len(), broken.len()), (3, 1));
    assert!(!detect("title: a\nauthors: b\n"));
    let (records, broken) = parted(items_of(b"nothing of the kind", open, &Limits::default()));
    assert_eq!((records.len(), broken.len()), (0, 1));
}

#[test]
fn aliases_that_multiply_stay_small() {
    let mut bomb = String::from("cff-version: 1.2.0\ntitle: x\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for n in 1..12 {
        let list = vec![format!("*a{}", n - 1); 10].join(",");
        bomb = format!("{bomb}a{n}: &a{n} [{list}]\n");
    }
    let (records, broken) = parted(items_of(bomb.as_bytes(), open, &Limits::default()));
    assert_eq!((records.len(), broken.len()), (1, 1));
    let deep = format!("cff-version: 1.2.0\ntitle: x\na: {}", "[".repeat(100_000));
    let (_, broken) = parted(items_of(deep.as_bytes(), open, &Limits::default()));
    assert_eq!(broken.len(), 1);
}

#[test]
fn the_samples() {
    let Some(samples) = samples("cff") else { return };
    for sample in &samples {
        let (records, broken) = records_of(sample, open);
        println!(
            "{:2} records {} broken {} {:?}",
            records.len(),
            broken.len(),
            sample.file,
            records.iter().map(|r| r.record.work.kind).collect::<Vec<_>>()
        );
        for r in &records {
            println!("   {:?} {:?}", r.record.work.title.as_ref().map(|t| &t.value), r.findings);
        }
        let invalid = sample.file.contains("invalid");
        assert_eq!(detect(std::str::from_utf8(&sample.bytes).unwrap()), !invalid, "{}", sample.file);
        assert_eq!((records.is_empty(), broken.is_empty()), (invalid, !invalid), "{}", sample.file);
    }
}
