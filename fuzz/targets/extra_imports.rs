//! Any bytes are read by the readers of RefWorks, ADS, Cochrane, Word, TEI, BibTeXML, RDF, YAML, MARC, COinS, wiki and
//! JSON files; every record stands inside the file.

#![no_main]

use refloom::import::{self, Item, Records};
use refloom::ingest::{Decoded, Limits, decode_bytes};

type Open = fn(Decoded, &Limits) -> Box<dyn Records>;
type Detect = fn(&str) -> bool;

const READERS: [(Detect, Open); 17] = [
    (import::refworks::detect, import::refworks::open),
    (import::ads_tagged::detect, import::ads_tagged::open),
    (import::cochrane::detect, import::cochrane::open),
    (import::word_xml::detect, import::word_xml::open),
    (import::csl_yaml::detect, import::csl_yaml::open),
    (import::hayagriva::detect, import::hayagriva::open),
    (import::rdf::detect, import::rdf::open),
    (import::tei::detect, import::tei::open),
    (import::bibtexml::detect, import::bibtexml::open),
    (import::europepmc::detect_json, import::europepmc::open_json),
    (import::europepmc::detect_xml, import::europepmc::open_xml),
    (import::semantic_scholar::detect, import::semantic_scholar::open),
    (import::zotero_json::detect, import::zotero_json::open),
    (import::coins::detect, import::coins::open),
    (import::wiki_citations::detect, import::wiki_citations::open),
    (import::marcxml::detect, import::marcxml::open),
    (import::csl_json::detect, import::csl_json::open),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the reader.
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let (detect, open) = READERS[usize::from(*choice) % READERS.len()];
    detect(&String::from_utf8_lossy(bytes));
    let Ok(text) = decode_bytes(bytes) else { return };
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    let mut reader = open(text, &limits);
    let mut items = 0_usize;
    while let Ok(Some(item)) = reader.next() {
        items += 1;
        let place = match item {
            Item::Record(record) => record.place,
            Item::Broken(broken) => broken.place,
        };
        assert!(place.span.start <= place.span.end, "{place:?}");
        assert!(place.span.end <= bytes.len() as u64, "{place:?}");
        assert!(place.line_start <= place.line_end, "{place:?}");
        assert!(items <= bytes.len() + 8, "more items than bytes");
    }
    let _ = reader.about();
});
