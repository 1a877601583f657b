//! MARCXML: library catalogues' records, `<record><datafield tag="245" …>`.
//!
//! The specification is the Library of Congress' MARC 21 Format for Bibliographic Data and its MARCXML schema. Library
//! punctuation at the end of a subfield (` /`, ` :`, `,`) belongs to the card and not to the value.

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::elements::ElementRecords;
use super::xml;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is MARCXML with bibliographic records.
pub fn detect(head: &str) -> bool {
    matches!(xml::root(head), Some("collection" | "record"))
        && (head.contains("loc.gov/MARC21/slim") || head.contains("datafield"))
        && head.contains("datafield")
        && head.contains("tag=")
}

/// Reads MARCXML.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(ElementRecords::new(text, limits, &["record"], record::read))
}
