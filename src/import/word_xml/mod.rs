//! Microsoft Word's bibliography: `<b:Sources><b:Source>…`, as Word keeps it in `Sources.xml` and in its documents.
//!
//! The specification is ISO/IEC 29500-1 (Office Open XML), part "Bibliography". Bibutils (`xml2wordbib`) and JabRef write it
//! too; JabRef adds elements of its own for what Word has none for (`b:BIBTEX_Abstract`).

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::elements::ElementRecords;
use super::xml;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is Word's bibliography.
pub fn detect(head: &str) -> bool {
    let names = ["officeDocument/2006/bibliography", "/bibliography", "<b:Source"];
    matches!(xml::root(head), Some("Sources" | "Source")) && names.iter().any(|name| head.contains(name))
}

/// Reads Word's bibliography.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(ElementRecords::new(text, limits, &["Source"], record::read))
}
