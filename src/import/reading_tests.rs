//! What the tests of readers have in common.

use super::{Broken, Imported, Item, Records};
use crate::ingest::{Decoded, decode_bytes};

/// A text as readers get it.
pub(super) fn decoded(text: &str) -> Decoded {
    decode_bytes(text.as_bytes()).unwrap()
}

/// Everything in a file.
pub(super) fn read_all(mut reader: Box<dyn Records>) -> (Vec<Imported>, Vec<Broken>) {
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next().unwrap() {
        match item {
            Item::Record(record) => found.push(*record),
            Item::Broken(what) => broken.push(what),
        }
    }
    (found, broken)
}

/// The records of a file with nothing broken in it.
pub(super) fn records(reader: Box<dyn Records>) -> Vec<Imported> {
    let (found, broken) = read_all(reader);
    assert_eq!(broken, []);
    found
}

/// Cuts a text behind every byte. Nothing panics, and the records that end before the cut are all there: `ends` are
/// the places from which on there is one more.
pub(super) fn every_cut(text: &str, open: impl Fn(Decoded) -> Box<dyn Records>, ends: &[usize]) {
    for end in 0..=text.len() {
        let reader = open(decode_bytes(&text.as_bytes()[..end]).unwrap());
        let (found, _) = read_all(reader);
        let whole = ends.iter().filter(|at| **at <= end).count();
        assert!(found.len() >= whole, "cut at {end}: {} of {whole}", found.len());
    }
}
