//! Tables that are broken, or made to break what reads them.

use proptest::prelude::*;

use super::*;

const TABLE: &str = "Title,Author,DOI,Abstract\nOne,\"Roe, A.\",10.1000/1,\"two\nlines, \"\"quoted\"\"\"\nTwo,Doe B,10.1000/2,\nThree,Poe C,10.1000/3,text\n";

#[test]
fn cut_at_every_byte() {
    let whole = checks::read_text(TABLE, open_plain);
    assert_eq!(whole.titles(), ["One", "Two", "Three"]);
    for cut in 0..TABLE.len() {
        let Some(read) = try_read(&TABLE.as_bytes()[..cut]) else {
            assert!(cut < 25, "{cut}");
            continue;
        };
        let expected = whole.records.iter().filter(|r| r.place.span.end < cut as u64).count();
        assert!(read.records.len() >= expected, "cut at {cut}");
        for (kept, original) in read.records.iter().zip(&whole.records).take(expected) {
            assert_eq!(kept.record, original.record, "cut at {cut}");
        }
    }
}

#[test]
fn a_quotation_that_is_not_closed_costs_no_other_row() {
    // To the end of the file.
    let read = checks::read_text(
        "Title,DOI,Year\nOne,10.1000/1,2001\nTwo,\"10.1000/2,2002\nThree,10.1000/3,2003\nFour,10.1000/4,2004\n",
        open_plain,
    );
    assert_eq!(read.titles(), ["One", "Two", "Three", "Four"]);
    assert_eq!(read.broken.len(), 1);
    assert_eq!((read.broken[0].place.line_start, read.broken[0].place.line_end), (3, 3));
    // To the next row's quotation.
    let read = checks::read_text(
        "Title,DOI,Year\n\"One,10.1000/1,2001\nTwo,10.1000/2,\"2002\"\nThree,10.1000/3,2003\n",
        open_plain,
    );
    assert_eq!(read.titles(), ["One", "Two", "Three"]);
}

#[test]
fn a_row_that_is_too_long_costs_itself() {
    let limits = Limits { record_bytes: 10_000, ..Limits::default() };
    let text = format!("Title,DOI\nOne,10.1000/1\n{},10.1000/2\nThree,10.1000/3\n", "x".repeat(3_000_000));
    let read =
        checks::drain(open(decode_bytes(text.as_bytes()).unwrap(), &limits, &ColumnMap::default()).unwrap());
    assert!(read.titles() == ["One", "Three"]);
    assert_eq!(read.broken.len(), 1);
    let quoted =
        format!("Title,DOI\nOne,10.1000/1\n\"{}\",10.1000/2\nThree,10.1000/3\n", "x\n".repeat(20_000));
    let read = checks::drain(
        open(decode_bytes(quoted.as_bytes()).unwrap(), &limits, &ColumnMap::default()).unwrap(),
    );
    assert!(read.titles() == ["One", "Three"]);
    assert!(!read.broken.is_empty());
}

#[test]
fn nuls_and_mixed_encodings() {
    let bytes = b"Title,DOI\nCaf\xe9 \xc3\xa9,10.1000/1\nT\0wo,10.1000/2\n";
    let read = checks::read_bytes(bytes, open_plain);
    assert_eq!(read.titles(), ["Café é", "Two"]);
}

#[test]
fn giant_values() {
    let authors = (0..50_000).map(|n| format!("Roe{n}, A.")).collect::<Vec<_>>().join("; ");
    let text = format!("Title,Author,DOI\n{},\"{authors}\",10.1000/1\n", "word ".repeat(100_000).trim());
    let before = std::time::Instant::now();
    let read = checks::read_text(&text, open_plain);
    assert_eq!(read.records[0].record.work.contributors.len(), 50_000);
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
}

proptest! {
    #[test]
    fn nothing_panics(body in "[a-z\",;\t\n|\\[\\]()0-9. é]{0,300}", header in 0..4usize) {
        let header = [
            "Title,Author,DOI,References\n",
            "EID\tAuthors\tTitle\tSource title\tAuthors with affiliations\tFunding Details\n",
            "PT\tAU\tTI\tSO\tCR\tC1\tUT\tRP\n",
            "Publication ID,PubYear,Title,Authors,Authors (Raw Affiliation),Cited references,Corresponding Authors\n",
        ][header];
        let text = format!("{header}{body}");
        let _ = detect(&text);
        let _ = try_read(text.as_bytes());
    }
}

/// What is looked up once for each of many values must not be looked through each time.
#[test]
fn many_of_everything() {
    let many = 5_000;
    let list = |part: &dyn Fn(usize) -> String| (0..many).map(part).collect::<Vec<_>>().join("; ");
    let columns: [(&str, String); 8] = [
        ("Authors", list(&|n| format!("Roe{n} A."))),
        ("Authors with affiliations", list(&|n| format!("Roe{n} A., Uni {n}, Oslo"))),
        ("Author Keywords", list(&|n| format!("word {n}"))),
        ("ISSN", list(&|n| format!("{n:08}"))),
        ("Funding Details", list(&|n| format!("Fund {n}: A-{n}"))),
        ("Document Type", list(&|n| format!("kind {n}"))),
        ("Link to it", list(&|n| format!("http://x.org/{n}"))),
        ("References", list(&|n| format!("Poe, E., Title {n} (2001) J, 10.1000/{n}"))),
    ];
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = columns.iter().map(|(_, value)| format!("\"{value}\"")).collect();
    let text = format!("Title,EID,Source title,{}\nOne,2-s2.0-1,J,{}\n", names.join(","), values.join(","));
    let before = std::time::Instant::now();
    let read = checks::read_text(&text, open_plain);
    let record = &read.records[0].record;
    assert_eq!(record.people.len(), many);
    assert!(record.people.iter().all(|person| person.affiliations.len() == 1));
    assert_eq!((record.cited.len(), record.funding.len()), (many, many));
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
    // Names without anything between them, and without a space.
    let text = format!("Item Title,Item DOI,Authors\nOne,10.1000/1,{}\n", "aA".repeat(500_000));
    assert_eq!(checks::read_text(&text, open_plain).records.len(), 1);
    assert!(before.elapsed().as_secs() < 90, "{:?}", before.elapsed());
}
