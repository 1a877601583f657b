//! What the tests of several readers ask of each of them.

use std::io::Write as _;
use std::path::PathBuf;

use super::{About, Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits, decode_bytes};

/// Opens a text with a reader.
pub(super) type Open = fn(Decoded, &Limits) -> Box<dyn Records>;

/// Everything a reader gives.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) records: Vec<Imported>,
    pub(super) broken: Vec<Broken>,
    pub(super) about: About,
}

impl Read {
    pub(super) fn titles(&self) -> Vec<&str> {
        self.records.iter().map(|r| r.record.work.title.as_ref().map_or("", |t| t.value.as_str())).collect()
    }
}

/// Reads to the end.
pub(super) fn drain(mut records: Box<dyn Records>) -> Read {
    let mut read = Read::default();
    while let Some(item) = records.next().unwrap() {
        match item {
            Item::Record(record) => read.records.push(*record),
            Item::Broken(broken) => read.broken.push(broken),
        }
    }
    read.about = records.about();
    read
}

/// Reads bytes, and sees to it that places lie in the file, in order.
pub(super) fn read_bytes(bytes: &[u8], open: Open) -> Read {
    let read = drain(open(decode_bytes(bytes).unwrap(), &Limits::default()));
    let mut last = 0;
    for record in &read.records {
        let place = record.place;
        assert!(place.span.start >= last && place.span.end <= bytes.len() as u64, "{place:?}");
        assert!(place.line_start <= place.line_end, "{place:?}");
        last = place.span.end;
    }
    read
}

pub(super) fn read_text(text: &str, open: Open) -> Read {
    read_bytes(text.as_bytes(), open)
}

/// What a record's place leads to.
pub(super) fn source<'a>(bytes: &'a [u8], record: &Imported) -> &'a str {
    let span = record.place.span;
    let range = usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap();
    std::str::from_utf8(&bytes[range]).unwrap()
}

/// Cuts a file at every byte: nothing panics, and the records that end before the cut are all there.
pub(super) fn cut_everywhere(bytes: &[u8], open: Open) {
    let whole = read_bytes(bytes, open);
    let ends: Vec<u64> = whole.records.iter().map(|r| r.place.span.end).collect();
    for cut in 0..bytes.len() {
        let read = read_bytes(&bytes[..cut], open);
        let expected = ends.iter().filter(|end| **end <= cut as u64).count();
        assert!(read.records.len() >= expected, "cut at {cut}: {} of {expected}", read.records.len());
        for (kept, original) in read.records.iter().zip(&whole.records).take(expected) {
            assert_eq!(kept.record, original.record, "cut at {cut}");
        }
    }
}

/// The samples beside the project; `None`, and a word about it, where they are not there.
pub(super) fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = folder.join("samples");
    if folder.is_dir() {
        return Some(folder);
    }
    // Not through `println!`, which the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", folder.display());
    None
}
