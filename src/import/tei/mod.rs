//! TEI: lists of `<biblStruct>`, as GROBID, Zotero and digital editions write them.
//!
//! The specification is the Text Encoding Initiative's guidelines P5, chapter 3.12 ("Bibliographic Citations and
//! References"). `<analytic>` is the work within another, `<monogr>` the other, or the work itself where there is no
//! `<analytic>`; `<series>` holds what that belongs to. What a TEI header says of its own document is no record of the
//! list.

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::elements::ElementRecords;
use super::xml;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is TEI with structured references.
pub fn detect(head: &str) -> bool {
    match xml::root(head) {
        Some("TEI" | "teiCorpus") => head.contains("<biblStruct") || head.contains("<tei:biblStruct"),
        Some("listBibl" | "biblStruct") => head.contains("biblStruct"),
        _ => false,
    }
}

/// Reads TEI's structured references.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let names = &["teiHeader", "biblStruct"];
    Box::new(ElementRecords::new(text, limits, names, record::read).with_header("teiHeader"))
}
