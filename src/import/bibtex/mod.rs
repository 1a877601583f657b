//! BibTeX and biblatex databases.
//!
//! After Oren Patashnik's *`BibTeXing`* (1988) and the manual of biblatex 3 (Kime, Wemheuer, Lehman), with what programs
//! that write such files make of them: Zotero, Mendeley, JabRef, `BibDesk`, Web of Science, Scopus, EBSCO, ADS, Crossref.
//!
//! A file is read entry by entry. An entry whose braces do not balance costs itself: reading goes on at the next line
//! that begins one. What an entry takes over from another (`crossref`, `xdata`) is found wherever that one stands, if
//! it lies among the last [`Limits::record_bytes`](crate::ingest::Limits::record_bytes) of entries or is a book,
//! proceedings and the like among the last ones of those; or follows within as much. If it does not, that is told.

mod dates;
mod detect;
mod entry;
mod journals;
mod kinds;
mod latex;
mod macros;
mod names;
mod parents;
mod reader;
mod record;
mod scanner;
mod scopus;
mod symbols;
mod wos;

#[cfg(test)]
mod tests;

pub use detect::detect;

use super::Records;
use crate::ingest::{Decoded, Limits};
use crate::model::Name;

/// Reads the entries of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(reader::Reader::new(text, limits))
}

/// A name in one string without LaTeX: `Jan van der Berg`, `van der Berg, Jan`, `Berg JP`.
pub(in crate::import) fn plain_name(text: &str) -> Name {
    names::plain(text).unwrap_or_else(|| Name::Group(text.to_owned()))
}
