//! Any bytes are read as a document, and every entry stands where it says.

#![no_main]

use refloom::ingest::{Limits, open_bytes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // What is refused is refused with an error; nothing may panic.
    let Ok(source) = open_bytes(bytes, "fuzz", &Limits::default()) else { return };
    let Ok(mut entries) = source.entries() else { return };
    let mut seen = 0_u64;
    for entry in &mut entries {
        let Ok(entry) = entry else { return };
        seen += 1;
        assert!(!entry.text.trim().is_empty(), "an empty entry");
        assert!(entry.line_start <= entry.line_end, "{entry:?}");
        assert!(entry.source.span.end <= bytes.len() as u64, "{entry:?}");
    }
    let Ok(finished) = entries.finish() else { return };
    assert_eq!(u64::from(finished.document.n_references), seen);
});
