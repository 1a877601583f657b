//! What the readers' tests share: real files that lie beside the project, and running a reader over bytes.

use std::io::Write as _;
use std::path::PathBuf;

use super::{Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits, decode_bytes};

/// A row of the samples' index.
pub(in crate::import) struct Sample {
    pub(in crate::import) file: String,
    pub(in crate::import) records: String,
    pub(in crate::import) bytes: Vec<u8>,
}

/// The folder, where there is one: `REFLOOM_SHARED` or `../shared`.
pub(in crate::import) fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    // Not through `println!`, which the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
    None
}

/// The samples of a format.
pub(in crate::import) fn samples(format: &str) -> Option<Vec<Sample>> {
    let folder = shared()?.join("samples");
    let mut index = csv::Reader::from_path(folder.join("index.csv")).unwrap();
    let header = index.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (kind, file, records) = (column("format"), column("file"), column("records"));
    let rows = index.records().map(Result::unwrap).filter(|row| &row[kind] == format);
    Some(
        rows.map(|row| Sample {
            file: row[file].to_owned(),
            records: row[records].to_owned(),
            bytes: std::fs::read(folder.join(&row[file])).unwrap(),
        })
        .collect(),
    )
}

/// Everything a reader gives for some bytes.
pub(in crate::import) fn items_of(
    bytes: &[u8],
    open: fn(Decoded, &Limits) -> Box<dyn Records>,
    limits: &Limits,
) -> Vec<Item> {
    let mut reader = open(decode_bytes(bytes).unwrap(), limits);
    let mut items = Vec::new();
    while let Some(item) = reader.next().unwrap() {
        items.push(item);
    }
    items
}

/// The records and the broken ones apart.
pub(in crate::import) fn parted(items: Vec<Item>) -> (Vec<Imported>, Vec<Broken>) {
    let (mut records, mut broken) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Record(record) => records.push(*record),
            Item::Broken(b) => broken.push(b),
        }
    }
    (records, broken)
}

/// The records of a sample.
pub(in crate::import) fn records_of(
    sample: &Sample,
    open: fn(Decoded, &Limits) -> Box<dyn Records>,
) -> (Vec<Imported>, Vec<Broken>) {
    parted(items_of(&sample.bytes, open, &Limits::default()))
}
