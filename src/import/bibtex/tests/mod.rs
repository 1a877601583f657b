//! What the reader promises.

mod databases;
mod entries;
mod hostile;
mod parents;
mod shared;

use crate::import::tests::{items_of, parted};
use crate::import::{Broken, Imported};
use crate::ingest::Limits;

/// What a text gives.
fn read(text: &str) -> (Vec<Imported>, Vec<Broken>) {
    parted(items_of(text.as_bytes(), super::open, &Limits::default()))
}

/// The one record of a text in which nothing is broken.
fn one(text: &str) -> Imported {
    let (mut records, broken) = read(text);
    assert_eq!((records.len(), broken.as_slice()), (1, [].as_slice()), "{text}");
    records.remove(0)
}

/// The keys of the records.
fn keys(records: &[Imported]) -> Vec<&str> {
    records.iter().map(|r| r.label.as_deref().unwrap_or("-")).collect()
}

/// The notes of a record.
fn notes(read: &Imported) -> Vec<&str> {
    read.record.work.notes.iter().map(|n| n.value.as_str()).collect()
}
