//! Any bytes are read as works of Crossref, DataCite, OpenAlex and The Lens: nothing panics, and every item stands
//! where it says.

#![no_main]

use refloom::import::{Item, crossref, datacite, lens, openalex};
use refloom::ingest::{Limits, decode_bytes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    for open in [crossref::open, datacite::open, lens::open, openalex::open] {
        let Ok(text) = decode_bytes(bytes) else { return };
        let mut records = open(text, &limits);
        while let Ok(Some(item)) = records.next() {
            let place = match item {
                Item::Record(record) => record.place,
                Item::Broken(broken) => broken.place,
            };
            assert!(place.span.start <= place.span.end, "{place:?}");
            assert!(place.span.end <= bytes.len() as u64, "{place:?}");
        }
    }
    let head = String::from_utf8_lossy(bytes);
    let _ = [crossref::detect, datacite::detect, lens::detect, openalex::detect].map(|detect| detect(&head));
});
