//! What is written, to the letter.

use super::invented;
use crate::export::{Format, write};
use crate::model::Record;

fn written(format: Format, records: &[Record]) -> String {
    let mut out = Vec::new();
    write(format, &mut out, records).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with the file beside the tests. `REFLOOM_GOLDEN=write` writes it instead, to be read before it is kept.
fn golden(format: Format) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(format!("tests/golden/export/all.{}", format.extension()));
    let text = written(format, &invented::all());
    if std::env::var_os("REFLOOM_GOLDEN").is_some_and(|v| v == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (n, (is, should)) in text.lines().zip(kept.lines()).enumerate() {
        assert_eq!(is, should, "line {} of {}", n + 1, path.display());
    }
    assert_eq!(text.len(), kept.len(), "{}", path.display());
}

#[test]
fn ris() {
    golden(Format::Ris);
}

#[test]
fn bibtex() {
    golden(Format::Bibtex);
}

#[test]
fn csl_json() {
    golden(Format::CslJson);
}

#[test]
fn nbib() {
    golden(Format::Nbib);
}

#[test]
fn endnote_xml() {
    golden(Format::EndnoteXml);
}

#[test]
fn csv() {
    golden(Format::Csv);
}

/// A list without records is a file of its format all the same.
#[test]
fn nothing_to_write() {
    for (format, expected) in [
        (Format::Ris, ""),
        (Format::Bibtex, ""),
        (Format::CslJson, "[\n]\n"),
        (Format::Nbib, ""),
        (
            Format::EndnoteXml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n</records></xml>\n",
        ),
    ] {
        assert_eq!(written(format, &[]), expected, "{}", format.as_str());
    }
    assert_eq!(written(Format::Csv, &[]).lines().count(), 1);
}
