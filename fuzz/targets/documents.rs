//! Documents of every kind: whatever the bytes, reading them ends, in bounded memory and without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refloom::documents::{DocumentLimits, Kind, detect, extract, list_text};

fuzz_target!(|data: &[u8]| {
    let limits = DocumentLimits {
        part_bytes: 4 << 20,
        total_bytes: 8 << 20,
        instructions: 200_000,
        glyphs: 200_000,
        elements: 100_000,
        ..DocumentLimits::default()
    };
    let _ = detect(data, &String::from_utf8_lossy(data));
    // The first byte says what the rest is read as.
    let Some((first, bytes)) = data.split_first() else { return };
    let kinds =
        [Kind::Pdf, Kind::Docx, Kind::Odt, Kind::Epub, Kind::Html, Kind::Jats, Kind::Markdown, Kind::Latex];
    let kind = kinds[usize::from(*first) % kinds.len()];
    if let Ok(document) = extract(kind, bytes, &limits) {
        for block in &document.blocks {
            for mark in &block.marks {
                assert!(block.text.get(mark.span.range()).is_some(), "{block:?}");
            }
        }
        let _ = list_text(&document);
    }
});
