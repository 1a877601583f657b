//! The same list in every encoding, and bytes that lead back to their places.

use super::*;
use crate::model::{Newline, Span};

const LIST: &str = "Références\n\n1. Müller K, García J. Über die “Wirkung” – Teil 1. Rev Méd 1999; 12:345.\n2. Ångström Å. Études sur l’être. Rev Méd 2001; 3:4.\n";

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// Every span inside one line leads to bytes that decode to its text.
fn assert_mapped(bytes: &[u8], read: &Read, decode: impl Fn(&[u8]) -> String) {
    for entry in &read.entries {
        let ends: Vec<usize> = entry.text.char_indices().map(|(i, _)| i).chain([entry.text.len()]).collect();
        for (n, start) in ends.iter().enumerate() {
            for end in ends.iter().skip(n + 1).step_by(7) {
                let span = Span::new(*start, *end);
                let place = entry.locate(span);
                let found = decode(
                    &bytes[usize::try_from(place.start).unwrap()..usize::try_from(place.end).unwrap()],
                );
                assert_eq!(found, span.of(&entry.text), "{span:?} of {:?}", entry.text);
            }
        }
        let whole = entry.locate(Span::new(0, entry.text.len()));
        assert_eq!(whole, entry.source.span);
    }
}

#[test]
fn every_encoding_reads_the_same() {
    let plain = read(LIST.as_bytes()).entries.into_iter().map(|e| e.text).collect::<Vec<_>>();
    assert_eq!(plain.len(), 2);
    let cp1252 = encoding_rs::WINDOWS_1252.encode(LIST).0.into_owned();
    let cases: [(&str, bool, Vec<u8>); 7] = [
        ("utf-8", false, LIST.into()),
        ("utf-8", true, format!("\u{FEFF}{LIST}").into()),
        ("utf-16le", true, utf16(&format!("\u{FEFF}{LIST}"), u16::to_le_bytes)),
        ("utf-16be", true, utf16(&format!("\u{FEFF}{LIST}"), u16::to_be_bytes)),
        ("utf-16le", false, utf16(LIST, u16::to_le_bytes)),
        ("utf-16be", false, utf16(LIST, u16::to_be_bytes)),
        ("windows-1252", false, cp1252),
    ];
    for (name, had_bom, bytes) in cases {
        let read = read(&bytes);
        assert_eq!(read.texts(), plain, "{name}");
        assert_eq!(read.finished.document.encoding, name);
        assert_eq!(read.finished.document.had_bom, had_bom, "{name}");
        assert_eq!(read.finished.document.newline, Newline::Lf, "{name}");
        assert!(read.codes().is_empty(), "{name}");
        assert_mapped(&bytes, &read, |b| match name {
            "utf-16le" => encoding_rs::UTF_16LE.decode_without_bom_handling(b).0.into_owned(),
            "utf-16be" => encoding_rs::UTF_16BE.decode_without_bom_handling(b).0.into_owned(),
            "windows-1252" => encoding_rs::WINDOWS_1252.decode(b).0.into_owned(),
            _ => String::from_utf8_lossy(b).into_owned(),
        });
    }
}

#[test]
fn multibyte_legacy_encodings() {
    let list = "参考文献\n\n1. 山田太郎, 鈴木花子. 日本における架空の研究の動向について. 試験医学 2010; 12: 345-350.\n2. 佐藤次郎. 架空の薬の効果に関する研究. 試験医学 2012; 14: 12-15.\n";
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
        let bytes = encoding.encode(list).0.into_owned();
        let read = read(&bytes);
        assert_eq!(read.finished.document.encoding, encoding.name().to_lowercase());
        assert_eq!(read.entries.len(), 2);
        assert!(read.entries[0].text.starts_with("山田太郎, 鈴木花子"));
        assert_mapped(&bytes, &read, |b| encoding.decode_without_bom_handling(b).0.into_owned());
    }
}

#[test]
fn line_ends_are_named() {
    for (end, newline) in [("\n", Newline::Lf), ("\r\n", Newline::Crlf), ("\r", Newline::Cr)] {
        let bytes = LIST.replace('\n', end);
        let read = read(bytes.as_bytes());
        assert_eq!(read.finished.document.newline, newline);
        assert_eq!(read.entries.iter().map(|e| e.line_start).collect::<Vec<_>>(), [3, 4]);
        assert_mapped(bytes.as_bytes(), &read, |b| String::from_utf8_lossy(b).into_owned());
    }
    assert_eq!(read(LIST.replacen('\n', "\r\n", 2).as_bytes()).finished.document.newline, Newline::Mixed);
}

#[test]
fn separators_of_other_kinds_end_lines_too() {
    for end in ["\u{2028}", "\u{2029}", "\u{85}", "\u{C}"] {
        let text = LIST.replace('\n', end);
        let read = read(text.as_bytes());
        assert_eq!(read.entries.len(), 2, "{end:?}");
        assert_eq!(read.finished.document.n_rejected_lines, 1);
    }
}

#[test]
fn damaged_utf8_is_read_and_reported() {
    let mut bytes = LIST.as_bytes().to_vec();
    bytes.extend(b"3. M\xfcller K. Sch\xe4den. Rev 2003; 4:5.\n4. No\xebl P. Fin. Rev 2004; 5:6.\n");
    let read = read(&bytes);
    assert_eq!(read.finished.document.encoding, "utf-8");
    assert_eq!(read.entries[2].text, "Müller K. Schäden. Rev 2003; 4:5.");
    assert!(read.entries[0].text.starts_with("Müller"));
    assert_eq!(read.codes(), [IssueCode::EncodingMixed]);
    assert_eq!(read.finished.issues[0].line, Some(5));
    assert_eq!(read.finished.issues[0].observed.as_deref(), Some("2"));
    let at = read.entries[2].locate(Span::new(0, "Müller".len()));
    assert_eq!(&bytes[usize::try_from(at.start).unwrap()..usize::try_from(at.end).unwrap()], b"M\xfcller");
}

#[test]
fn what_nobody_sees_goes_without_moving_the_map() {
    let text = "1. Do\u{0}e J\u{AD}K. A\u{A0}ti\u{200B}tle\u{7}. J Tests 2001; 1:2.\n2. Roe R. Two. J Tests 2002; 3:45.\n";
    let read = read(text.as_bytes());
    assert_eq!(read.entries[0].text, "Doe JK. A title. J Tests 2001; 1:2.");
    assert_eq!(read.codes(), [IssueCode::ControlCharacters]);
    assert_eq!(read.finished.issues[0].observed.as_deref(), Some("2"));
    let entry = &read.entries[0];
    for word in ["2001", "Tests", "1:2."] {
        let at = entry.text.find(word).unwrap();
        let place = entry.locate(Span::new(at, at + word.len()));
        assert_eq!(&text[usize::try_from(place.start).unwrap()..usize::try_from(place.end).unwrap()], word);
    }
    let title = entry.text.find("title").unwrap();
    let place = entry.locate(Span::new(title, title + 5));
    assert_eq!(
        &text[usize::try_from(place.start).unwrap()..usize::try_from(place.end).unwrap()],
        "ti\u{200B}tle"
    );
}
