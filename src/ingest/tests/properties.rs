//! Whatever the bytes: no panic, every span inside the file, every line counted once.

use proptest::prelude::*;

use super::*;
use crate::model::Span;

fn check(bytes: &[u8]) {
    let Ok(source) = open_bytes(
        bytes,
        "any",
        &Limits { line_bytes: 64, entry_bytes: 100, issues_per_code: 3, ..Limits::default() },
    ) else {
        return;
    };
    let mut stream = source.entries().unwrap();
    let mut before = 0;
    for entry in stream.by_ref() {
        let entry = entry.unwrap();
        let whole = entry.source.span;
        assert!(whole.start <= whole.end && whole.end <= bytes.len() as u64, "{whole:?}");
        assert!(whole.start >= before, "entries follow one another");
        before = whole.end;
        assert!(entry.line_start <= entry.line_end);
        assert!(entry.text.len() <= 100);
        assert_eq!(entry.text.trim(), entry.text);
        for (at, c) in entry.text.char_indices() {
            let place = entry.locate(Span::new(at, at + c.len_utf8()));
            assert!(
                whole.start <= place.start && place.start <= place.end && place.end <= whole.end,
                "{place:?} {whole:?}"
            );
        }
    }
    stream.finish().unwrap();
}

/// Pieces of text that lists are made of, so that random documents have lists.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{C}".to_owned()),
        Just("\n\n".to_owned()),
        Just("References\n".to_owned()),
        Just("Appendix\n".to_owned()),
        Just("inter-\nleukin".to_owned()),
        Just("\u{AD}\u{200B}\0".to_owned()),
        Just("12\n".to_owned()),
        (1..20u32).prop_map(|i| format!("\n{i}. ")),
        (1..20u32).prop_map(|i| format!("\n[{i}] ")),
        (0..REFERENCES.len()).prop_map(|i| REFERENCES[i].to_owned()),
        (0..REFERENCES.len()).prop_map(|i| wrap(REFERENCES[i], 40, "", "  ")),
        "[a-zé ,.]{0,30}",
    ]
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(text.as_bytes());
    }

    #[test]
    fn any_document(parts in proptest::collection::vec(fragment(), 0..40)) {
        let text = parts.concat();
        check(text.as_bytes());
        check(&encoding_rs::WINDOWS_1252.encode(&text).0);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        check(&utf16);
    }

    #[test]
    fn lines_are_counted_once(parts in proptest::collection::vec(fragment(), 1..40)) {
        let text = parts.concat();
        let Ok(source) = open_bytes(text.as_bytes(), "any", &Limits::default()) else { return Ok(()) };
        let finished = source.entries().unwrap().finish().unwrap();
        let lines = text_lines(&text);
        let rejected = finished.document.n_rejected_lines as usize;
        prop_assert!(rejected + finished.document.n_references as usize <= lines);
        prop_assert_eq!(rejected == lines, finished.document.n_references == 0);
    }
}
