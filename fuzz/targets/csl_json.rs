//! Any bytes are read as a file of `csl_json`: nothing panics, and every item stands where it says.

#![no_main]

use refloom::import::{Item, csl_json};
use refloom::ingest::{Limits, decode_bytes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode_bytes(bytes) else { return };
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    let mut records = csl_json::open(text, &limits);
    while let Ok(Some(item)) = records.next() {
        let place = match item {
            Item::Record(record) => record.place,
            Item::Broken(broken) => broken.place,
        };
        assert!(place.span.start <= place.span.end, "{place:?}");
        assert!(place.span.end <= bytes.len() as u64, "{place:?}");
        assert!(place.line_start <= place.line_end, "{place:?}");
    }
    let _ = records.about();
    let _ = csl_json::detect(&String::from_utf8_lossy(bytes));
});
