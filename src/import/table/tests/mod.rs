mod hostile;
mod maps;
mod shared;
mod vendors;
mod workbooks;

use super::*;
use crate::import::checks::{self, Read};
use crate::ingest::decode_bytes;

/// Reads a table without a column map.
fn open_plain(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    open(text, limits, &ColumnMap::default()).unwrap()
}

fn read(text: &str) -> Read {
    assert!(detect(text), "{text}");
    checks::read_text(text, open_plain)
}

/// For files that may have no header.
fn try_read(bytes: &[u8]) -> Option<Read> {
    let records = open(decode_bytes(bytes).unwrap(), &Limits::default(), &ColumnMap::default()).ok()?;
    Some(checks::drain(records))
}

#[test]
fn delimiters_are_found() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = ["Title", "Author", "Year"].join(delimiter)
            + "\n"
            + &["One", "\"Roe, A.; Doe, B.\"", "2001"].join(delimiter)
            + "\n"
            + &["Two", "Poe C", "2002"].join(delimiter);
        let read = read(&text);
        assert_eq!(read.titles(), ["One", "Two"], "{delimiter:?}");
        assert_eq!(read.records[0].record.work.contributors.len(), 2, "{delimiter:?}");
    }
}

#[test]
fn lines_before_the_header() {
    let read = read(
        "\"About the data: Exported on Oct 14, 2025. Criteria: 'x, y'.\"\n\nsep=,\nTitle,DOI\nOne,10.1000/1\n",
    );
    assert_eq!(read.titles(), ["One"]);
    assert_eq!(read.about.exported.unwrap().to_string(), "2025-10-14");
    assert_eq!(read.records[0].place.line_start, 5);
}

#[test]
fn places_lead_to_rows() {
    let text = "\u{feff}Title,DOI\r\n\"One,\r\ntwo\",10.1000/1\r\n\r\nThree,10.1000/3\r\n";
    let read = checks::read_bytes(text.as_bytes(), open_plain);
    assert_eq!(read.titles(), ["One, two", "Three"]);
    assert_eq!(checks::source(text.as_bytes(), &read.records[0]), "\"One,\r\ntwo\",10.1000/1");
    let lines: Vec<(u32, u32)> =
        read.records.iter().map(|r| (r.place.line_start, r.place.line_end)).collect();
    assert_eq!(lines, [(2, 3), (5, 5)]);
}

#[test]
fn ragged_rows() {
    let read =
        read("Title,DOI,Year\nOne\nTwo,10.1000/2,2002,extra\n,,\nTitle,DOI,Year\nThree,10.1000/3,2003,\n");
    assert_eq!(read.titles(), ["One", "Two", "Three"]);
    assert_eq!(read.records[1].record.work.notes[0].value, ": extra");
    assert!(read.broken.is_empty());
}

#[test]
fn a_delimiter_behind_every_row() {
    let read =
        read("Title,DOI,Year,\n\"One\n1\",10.1000/1,2001,\nTwo,10.1000/2,\"2002,\nThree,10.1000/3,2003,\n");
    assert_eq!(read.titles(), ["One 1", "Two", "Three"]);
}

#[test]
fn tables_of_markdown() {
    let read = read("| Title | Author | Year |\n|---|:---|---:|\n| One | Roe A | 2001 |\n");
    assert_eq!(read.titles(), ["One"]);
}

#[test]
fn rows_that_name_no_work_are_told() {
    let read = read("Title,DOI,Year\n,,2001\nOne,,2002\n");
    assert_eq!(read.titles(), ["One"]);
    assert_eq!(read.broken.len(), 1);
    assert_eq!(read.broken[0].place.line_start, 2);
}

#[test]
fn what_is_no_table_of_works() {
    for text in [
        "",
        "Title\nOne\n",
        "1. Roe A. One. J Tests. 2001;1(2):3-4.\n2. Doe B. Two. J Tests. 2002;2:5.\n",
        "In this article, title, year, journal and authors are discussed, among others.\nThat is, all of them.\n",
        "TY  - JOUR\nTI  - One\nER  - \n",
        "@article{a, title = {One}, year = 2001, author = {Roe, A.}}\n",
        "{\"title\": \"One\", \"DOI\": \"10.1000/1\"}\n",
        "<xml><records><record><titles/></record></records></xml>",
        "name,age,city\nAnn,12,Rome\nBob,13,Oslo\n",
        "year,volume,issue\n2001,1,2\n",
        "PMID- 1\nTI  - One\n",
        "Title;of;a;poem\n\nthat goes on; and on; and on\n",
    ] {
        assert!(!detect(text), "{text}");
        assert!(matches!(
            open(decode_bytes(text.as_bytes()).unwrap(), &Limits::default(), &ColumnMap::default()),
            Err(TableError::NoHeader { .. })
        ));
    }
}

#[test]
fn missing_and_unknown_columns_are_named() {
    let read = read("Title,DOI,Beans\nOne,10.1000/1,12\n");
    let notes = read.about.notes.join("\n");
    assert!(notes.contains("no column for: author, year"), "{notes}");
    assert!(notes.contains("Beans"), "{notes}");
    assert_eq!(read.records[0].record.work.notes[0].value, "Beans: 12");
}

#[test]
fn encodings() {
    let text = "Title,Author,Year\r\nÜber Käse,\"Müller, Å.\",2001\r\n";
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in
        [text.as_bytes().to_vec(), windows.into_owned(), utf16, text.replace("\r\n", "\r").into_bytes()]
    {
        let read = checks::read_bytes(&bytes, open_plain);
        assert_eq!(read.titles(), ["Über Käse"]);
        assert_eq!(read.records[0].record.work.contributors[0].name.value.display(), "Müller, Å.");
    }
}
