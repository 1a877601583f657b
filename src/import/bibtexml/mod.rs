//! `BibTeXML`: BibTeX's entries and fields as XML, `<bibtex:entry id="…"><bibtex:article>…`.
//!
//! The specification is the project's document type and schema (bibtexml.sourceforge.net); JabRef, pybtex and
//! `bibtexconv` write it. People stand as text in BibTeX's manner, or in parts (`<person><first>…`).

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::elements::ElementRecords;
use super::xml;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is `BibTeXML`.
pub fn detect(head: &str) -> bool {
    matches!(xml::root(head), Some("file" | "entry" | "bibtex"))
        && (head.contains("bibtexml.sf.net")
            || head.contains("bibtexml.sourceforge.net")
            || head.contains("<bibtex:entry"))
        && head.contains("entry")
}

/// Reads `BibTeXML`.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(ElementRecords::new(text, limits, &["entry"], record::read))
}
