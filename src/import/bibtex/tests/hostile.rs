//! Files that are broken, or meant to break the reader.

use std::time::{Duration, Instant};

use super::{keys, read};
use crate::import::bibtex::open;
use crate::import::tests::{items_of, parted};
use crate::ingest::Limits;

const GOOD: [&str; 2] = ["@book{a, title={One}}\n", "@book{z, title={Last}, year={2000}}\n"];

#[test]
fn one_broken_entry_costs_itself() {
    for bad in [
        "@book{b, title={Two {open}, year=1999}\n",
        "@book{b, title={Two\n",
        "@book{b, title=\"Two, year=1999}\n",
        "@book{b, title={Two {{{{}\n\n",
        "@article(b, title={Two {open}, year=1999)\n",
    ] {
        let (records, broken) = read(&format!("{}{bad}{}", GOOD[0], GOOD[1]));
        assert_eq!(keys(&records), ["a", "z"], "{bad}");
        assert_eq!(broken.len(), 1, "{bad}");
        assert_eq!(broken[0].place.line_start, 2, "{bad}");
        assert!(broken[0].observed.as_deref().unwrap().starts_with('@'));
    }
}

#[test]
fn a_missing_last_brace_costs_nothing() {
    let (records, broken) = read(&format!("@book{{b, title={{Two}}, year=1999\n\n{}", GOOD[1]));
    assert_eq!((keys(&records), broken.len()), (vec!["b", "z"], 0));
    assert_eq!(records[0].findings.len(), 1);
    assert!(records[0].record.work.issued.is_some());
}

#[test]
fn garbage_between_fields_is_told() {
    let (records, _) = read("@book{b, title={Two} rubbish here, year=1999, alone, publisher={P}}");
    let work = &records[0].record.work;
    assert!(work.issued.is_some() && work.publisher.is_some());
    assert_eq!(records[0].findings.len(), 2);
}

#[test]
fn a_comment_without_end_hides_one_thing() {
    let (records, _) = read(&format!("{}@comment{{ {{ never closed\n{}", GOOD[0], GOOD[1]));
    assert_eq!(keys(&records), ["a", "z"]);
    let (records, _) = read(&format!("{}@string{{x = {{ never closed\n{}", GOOD[0], GOOD[1]));
    assert_eq!(keys(&records), ["a", "z"]);
}

#[test]
fn cut_at_every_byte() {
    let text = "@string{j = \"J\"}\n@article{a, author={M{\\\"u}ller, A}, title=\"T\" # j, journal=j, year=1999}\n@inbook(b, title={é}, crossref={c})\n@book{c, title={C}}\n";
    let ends: Vec<usize> = text.match_indices(['}', ')']).map(|(at, _)| at + 1).collect();
    for cut in 0..text.len() {
        let (records, _) = parted(items_of(&text.as_bytes()[..cut], open, &Limits::default()));
        let whole = [text.find("@inbook").unwrap() - 1, text.find("@book").unwrap() - 1, text.len() - 1];
        let expected = whole.iter().filter(|end| **end <= cut && ends.contains(end)).count();
        assert!(records.len() >= expected, "{cut}");
    }
}

#[test]
fn what_is_too_long_is_left_out() {
    let limits = Limits { record_bytes: 10_000, ..Limits::default() };
    let text = format!("{}@book{{b, title={{{}}}}}\n{}", GOOD[0], "x".repeat(3_000_000), GOOD[1]);
    let (records, broken) = parted(items_of(text.as_bytes(), open, &limits));
    assert_eq!((keys(&records), broken.len()), (vec!["a", "z"], 1));
    assert_eq!((broken[0].place.line_start, records[1].place.line_start), (2, 3));
    let span = broken[0].place.span;
    assert!(span.end - span.start >= 3_000_000);
}

#[test]
fn bytes_of_other_encodings_and_nuls() {
    let mut bytes = b"@book{a, title={caf\xe9}, note={x\0y}}\n".to_vec();
    bytes.extend("@book{b, title={café}}\n".as_bytes());
    let (records, broken) = parted(items_of(&bytes, open, &Limits::default()));
    assert_eq!((keys(&records), broken.len()), (vec!["a", "b"], 0));
    for record in &records {
        assert_eq!(record.record.work.title.as_ref().unwrap().value, "café");
    }
}

#[test]
fn time_stays_bounded() {
    let start = Instant::now();
    let limits = Limits { record_bytes: 1 << 20, ..Limits::default() };
    for piece in [
        "@a{b,\n",
        "@comment{\n",
        "@",
        "@a",
        "{",
        "}",
        "@a{b,c={",
        "@a(",
        "@string{a=b#",
        "\"",
        "@a{b,c=\"",
        "\\",
        "%",
        "@a{b,crossref={c}}\n",
        "@a{b,c=d#e#",
        "@a{b,author={x and ",
        "@a{,title={$",
        "\n",
        "@a{b,c={\\'{",
        "@a{b \n= ",
        "@a{b,x=\"y\"z ",
        "@a{k,author={a, b, c, ",
    ] {
        let text = piece.repeat(600_000 / piece.len());
        let _ = items_of(text.as_bytes(), open, &limits);
        let closed = format!(
            "@book{{k, author={{{0}}}, title={{{0}}}, note={{{0}}}}}",
            piece.replace(['{', '}', '@', '(', ')'], " ").repeat(60_000 / piece.len())
        );
        let _ = items_of(closed.as_bytes(), open, &limits);
    }
    assert!(start.elapsed() < Duration::from_mins(2), "{:?}", start.elapsed());
}
