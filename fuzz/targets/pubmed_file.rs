//! Any text is read by the reader of `pubmed_file`: nothing panics, and every record stands where it says.

#![no_main]

use refloom::import::Item;
use refloom::import::pubmed_file::{detect, open};
use refloom::ingest::{Limits, decode_bytes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = detect(&String::from_utf8_lossy(bytes));
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    let Ok(decoded) = decode_bytes(bytes) else { return };
    let mut records = open(decoded, &limits);
    let mut last = 0;
    while let Ok(Some(item)) = records.next() {
        let place = match item {
            Item::Record(record) => record.place,
            Item::Broken(broken) => broken.place,
        };
        assert!(place.span.start >= last && place.span.end <= bytes.len() as u64, "{place:?}");
        assert!(place.line_start <= place.line_end, "{place:?}");
        last = place.span.start;
    }
});
