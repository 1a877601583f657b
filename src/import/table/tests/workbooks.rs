//! Workbooks, made here.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::*;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated),
        )
        .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORKBOOK: &str = "<?xml version='1.0'?><workbook xmlns:r='r'><sheets><sheet name='Cover' r:id='r1'/><sheet name='Works' r:id='r2'/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Target='/xl/worksheets/sheet2.xml'/></Relationships>";
const COVER: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>My list</t></is></c></row></sheetData></worksheet>";
const STRINGS: &str = "<sst><si><t>Title</t></si><si><t>Year</t></si><si><r><t>On </t></r><r><t>tests</t></r><rPh><t>no</t></rPh></si><si><t xml:space='preserve'>DOI</t></si></sst>";
const WORKS: &str = "<worksheet><sheetData><row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c><c r='D3' t='s'><v>3</v></c></row>\
<row r='5'><c r='A5' t='s'><v>2</v></c><c r='B5'><v>2.001E3</v></c><c r='D5' t='str'><v>10.1000/1</v></c></row>\
<row r='6'/><row r='7'><c r='A7' t='inlineStr'><is><t>Two &amp; more</t></is></c><c r='B7'><v>2002</v></c><c r='C7' t='e'><v>#N/A</v></c></row></sheetData></worksheet>";

fn workbook(works: &str) -> Vec<u8> {
    archive(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", STRINGS.as_bytes()),
        ("xl/worksheets/sheet1.xml", COVER.as_bytes()),
        ("xl/worksheets/sheet2.xml", works.as_bytes()),
        ("../../etc/passwd", b"never looked at"),
    ])
}

fn open_bytes(bytes: Vec<u8>) -> Result<Box<dyn Records>, TableError> {
    open_xlsx(Box::new(Cursor::new(bytes)), &Limits::default(), &ColumnMap::default())
}

#[test]
fn sheets_with_a_header_are_read() {
    let bytes = workbook(WORKS);
    assert!(detect_xlsx(&bytes));
    let size = bytes.len() as u64;
    let read = checks::drain(open_bytes(bytes).unwrap());
    assert_eq!(read.titles(), ["On tests", "Two & more"]);
    let work = &read.records[0].record.work;
    assert_eq!(work.issued.as_ref().unwrap().value.year, 2001);
    assert_eq!(work.identifiers[0].value.value, "10.1000/1");
    assert_eq!(read.records[1].place.line_start, 7);
    assert_eq!(read.records[1].place.span.end, size);
    assert!(read.about.notes.iter().any(|note| note.contains("\"Cover\"")), "{:?}", read.about);
}

#[test]
fn what_is_no_workbook() {
    for bytes in [
        Vec::new(),
        b"PK\x03\x04nothing".to_vec(),
        b"plain text".to_vec(),
        archive(&[("word/document.xml", b"<w/>")]),
        archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/_rels/workbook.xml.rels", b"<Relationships/>")]),
        archive(&[("xl/workbook.xml", b"<workbook>"), ("xl/_rels/workbook.xml.rels", b"<Relationships/>")]),
    ] {
        assert!(matches!(open_bytes(bytes), Err(TableError::Workbook { .. })));
    }
    let none = workbook("<worksheet/>");
    assert!(matches!(open_bytes(none), Err(TableError::NoHeader { .. })));
}

#[test]
fn bombs_are_not_unpacked() {
    // A sheet that unpacks to a gigabyte.
    let bomb = vec![b' '; 1 << 30];
    let bytes = archive(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet2.xml", &bomb),
    ]);
    assert!(bytes.len() < 4 << 20);
    let error = open_bytes(bytes).err().unwrap().to_string();
    assert!(error.contains("unpacks to far more"), "{error}");
    // Shared strings and a list of sheets of that size.
    for part in ["xl/sharedStrings.xml", "xl/workbook.xml"] {
        let bytes = archive(&[
            (part, &bomb),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/worksheets/sheet2.xml", WORKS.as_bytes()),
            ("xl/workbook.xml ", b""),
        ]);
        assert!(open_bytes(bytes).is_err(), "{part}");
    }
}

#[test]
fn cut_anywhere() {
    let bytes = workbook(WORKS);
    for cut in (0..bytes.len()).step_by(37) {
        if let Ok(mut records) = open_bytes(bytes[..cut].to_vec()) {
            while let Ok(Some(_)) = records.next() {}
        }
    }
    // A damaged byte in the middle of the sheet.
    for at in (0..bytes.len()).step_by(11) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        if let Ok(mut records) = open_bytes(damaged) {
            while let Ok(Some(_)) = records.next() {}
        }
    }
}

#[test]
fn entities_are_not_expanded() {
    let bomb = format!(
        "<!DOCTYPE w [<!ENTITY a 'x'><!ENTITY b '&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>{}",
        WORKS.replace("Two &amp; more", "Two &b; &c;")
    );
    let read = checks::drain(open_bytes(workbook(&bomb)).unwrap());
    assert_eq!(read.titles(), ["On tests", "Two &b; &c;"]);
}
