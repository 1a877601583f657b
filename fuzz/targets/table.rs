//! Any text is read as a table of works: nothing panics, and every record stands where it says.

#![no_main]

use refloom::import::Item;
use refloom::import::table::{ColumnMap, detect, open};
use refloom::ingest::{Limits, decode_bytes};

/// Headers that turn the most of the reader on.
const HEADERS: [&str; 6] = [
    "",
    "Title,Author,DOI,References,Keywords,ISSN\n",
    "Authors\tEID\tTitle\tSource title\tAuthors with affiliations\tFunding Details\tFunding Text 1\tReferences\n",
    "PT\tAU\tAF\tTI\tSO\tCR\tC1\tRP\tOI\tFU\tUT\tPY\tPD\n",
    "Publication ID;PubYear;Title;Authors;Authors (Raw Affiliation);Cited references;Corresponding Authors;Pagination\n",
    "PMID,Title,Authors,Citation,Journal/Book,Publication Year\n",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else { return };
    let text = [HEADERS[usize::from(*choice) % HEADERS.len()].as_bytes(), body].concat();
    let _ = detect(&String::from_utf8_lossy(&text));
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    let Ok(decoded) = decode_bytes(&text) else { return };
    let Ok(mut records) = open(decoded, &limits, &ColumnMap::default()) else { return };
    let mut last = 0;
    while let Ok(Some(item)) = records.next() {
        if let Item::Record(record) = item {
            assert!(record.place.span.start >= last, "{:?}", record.place);
            assert!(record.place.span.end <= text.len() as u64, "{:?}", record.place);
            assert!(record.place.line_start <= record.place.line_end);
            last = record.place.span.start;
        }
    }
    let _ = records.about();
});
