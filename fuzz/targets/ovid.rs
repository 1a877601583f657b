//! Any bytes are read as Ovid's text: whole, in order, and in places that are there.

#![no_main]

use refloom::import::{Item, ovid};
use refloom::ingest::{Limits, decode_bytes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode_bytes(bytes) else { return };
    let head = String::from_utf8_lossy(bytes);
    let _ = ovid::detect(&head);
    // Small enough that long lines and long records are met.
    let limits = Limits { record_bytes: 4096, line_bytes: 512, ..Limits::default() };
    let mut records = ovid::open(text, &limits);
    let mut before = 0;
    while let Ok(Some(item)) = records.next() {
        let place = match &item {
            Item::Record(record) => record.place,
            Item::Broken(broken) => broken.place,
        };
        assert!(place.span.start <= place.span.end && place.span.end <= bytes.len() as u64, "{place:?}");
        assert!(place.line_start >= 1 && place.line_start <= place.line_end, "{place:?}");
        if let Item::Record(record) = item {
            assert!(place.span.start >= before, "{place:?} after {before}");
            before = place.span.end;
            // Making it canonical again changes nothing.
            let mut again = record.record.work.clone();
            refloom::normalize::normalize(&mut again);
            assert_eq!(again.contributors, record.record.work.contributors);
        }
    }
    let _ = records.about();
});
