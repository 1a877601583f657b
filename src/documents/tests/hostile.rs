use std::io::{Cursor, Write};
use std::time::Instant;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::packages::{docx, package};
use super::*;

fn is_too_large(result: &Result<Extracted, DocumentError>) -> bool {
    matches!(result, Err(DocumentError::TooLarge { .. }))
}

/// A package whose text is so many zeros.
fn bomb(name: &str, others: &[(&str, &[u8])], bytes: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in others {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..bytes >> 20 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn packages_that_unpack_to_too_much() {
    let container: &[u8] = b"<container><rootfile full-path='p.opf'/></container>";
    for (kind, bytes) in [
        (Kind::Docx, bomb("word/document.xml", &[], 300 << 20)),
        (Kind::Odt, bomb("content.xml", &[], 300 << 20)),
        (Kind::Epub, bomb("p.opf", &[("META-INF/container.xml", container)], 300 << 20)),
    ] {
        assert!(bytes.len() < 1 << 20);
        assert!(is_too_large(&extract(kind, &bytes, &DocumentLimits::default())), "{kind:?}");
    }
}

#[test]
fn many_parts_share_one_bound() {
    let chapter = vec![b' '; 900 << 10];
    let mut opf = "<package><manifest>".to_owned();
    let names: Vec<String> = (0..20).map(|n| format!("c{n}.xhtml")).collect();
    for name in &names {
        opf += &["<item id='", name, "' href='", name, "'/>"].concat();
    }
    opf += "</manifest><spine>";
    for name in &names {
        opf += &["<itemref idref='", name, "'/>"].concat();
    }
    opf += "</spine></package>";
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("META-INF/container.xml", b"<container><rootfile full-path='p.opf'/></container>"),
        ("p.opf", opf.as_bytes()),
    ];
    parts.extend(names.iter().map(|n| (n.as_str(), chapter.as_slice())));
    let limits = DocumentLimits { total_bytes: 4 << 20, ..DocumentLimits::default() };
    assert!(is_too_large(&extract(Kind::Epub, &package(&parts), &limits)));
}

#[test]
fn too_many_parts() {
    let names: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"".as_slice())).collect();
    let limits = DocumentLimits { zip_entries: 100, ..DocumentLimits::default() };
    assert!(is_too_large(&extract(Kind::Docx, &package(&parts), &limits)));
}

#[test]
fn names_that_climb_are_only_names() {
    let rels = b"<Relationships><Relationship Type='x/officeDocument' Target='../../../etc/passwd'/></Relationships>";
    let bytes = package(&[("_rels/.rels", rels), ("../../evil.xml", b"<x/>")]);
    let missing = DocumentError::MissingPart { part: "../../../etc/passwd".to_owned() };
    assert_eq!(extract(Kind::Docx, &bytes, &DocumentLimits::default()), Err(missing));
}

#[test]
fn a_package_inside_a_package_stays_packed() {
    let inner = docx("<w:p><w:r><w:t>inner</w:t></w:r></w:p>", &[]);
    let inner = String::from_utf8_lossy(&inner).into_owned();
    let outer = docx("<w:p><w:r><w:t>outer</w:t></w:r></w:p>", &[("word/embeddings/a.docx", &inner)]);
    let document = extract(Kind::Docx, &outer, &DocumentLimits::default()).unwrap();
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn entities_are_never_expanded_nor_opened() {
    let dtd = "<!DOCTYPE article [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let text = format!("{dtd}<article><body><p>x&c;&f;</p></body></article>");
    let document = extract(Kind::Jats, text.as_bytes(), &DocumentLimits::default()).unwrap();
    assert_eq!(document.blocks[0].text, "x&c;&f;");
}

#[test]
fn depth_is_bounded() {
    let deep = format!("<article>{}", "<sec>".repeat(100_000));
    assert!(is_too_large(&extract(Kind::Jats, deep.as_bytes(), &DocumentLimits::default())));
    let body = "<w:tbl><w:tr><w:tc>".repeat(10_000);
    assert!(is_too_large(&extract(Kind::Docx, &docx(&body, &[]), &DocumentLimits::default())));
    // A page is read all the same: browsers are as patient.
    let page = format!("{}text", "<div>".repeat(100_000));
    let document = extract(Kind::Html, page.as_bytes(), &DocumentLimits::default()).unwrap();
    assert_eq!(document.blocks[0].text, "text");
}

#[test]
fn time_grows_with_length_only() {
    let start = Instant::now();
    for hostile in [
        "<p>",
        "<li>",
        "<a href='#x'>",
        "</p>",
        "<b><i>",
        "<table><td>",
        "<sup>1",
        "<ol class=references><li>x",
    ] {
        let _ = extract(Kind::Html, hostile.repeat(50_000).as_bytes(), &DocumentLimits::default());
    }
    let attributes = (0..50_000).fold(String::new(), |text, n| text + " a" + &n.to_string() + "=''");
    let _ = extract(Kind::Html, format!("<p{attributes}>").as_bytes(), &DocumentLimits::default());
    let _ = extract(Kind::Jats, format!("<article{attributes}/>").as_bytes(), &DocumentLimits::default());
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let limits = DocumentLimits { file_bytes: 10, ..DocumentLimits::default() };
    for kind in [Kind::Pdf, Kind::Docx, Kind::Html, Kind::Jats, Kind::Markdown, Kind::Latex] {
        assert!(is_too_large(&extract(kind, b"more than ten bytes", &limits)));
    }
}

#[test]
fn bytes_of_any_kind_never_panic() {
    let mut seed = 7u32;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(seed >> 24).unwrap()
    };
    let kinds =
        [Kind::Pdf, Kind::Docx, Kind::Odt, Kind::Epub, Kind::Html, Kind::Jats, Kind::Markdown, Kind::Latex];
    for _ in 0..50 {
        let bytes: Vec<u8> = (0..400).map(|_| random()).collect();
        for kind in kinds {
            let _ = extract(kind, &bytes, &DocumentLimits::default());
        }
    }
}
