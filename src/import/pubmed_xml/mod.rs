//! PubMed XML, as `efetch` answers it and as the baseline and update files hold it, read into [`Record`]s.
//!
//! Reading goes in two steps. [`RawRecords`] finds where each record begins and ends, in one pass and with no more
//! than one record in memory. [`RawRecord::read`] makes a [`Record`] of each. A record that is broken, too large, too
//! deep or not UTF-8 is one error; reading goes on with the next one.
//!
//! XML's own five entities and character references are understood, and no others. A document type is stepped over,
//! never looked up.

pub(super) mod assemble;
mod book;
mod borders;
pub(super) mod citation;
mod cursor;
mod dates;
pub(super) mod draft;
mod error;
mod keywords;
pub(super) mod language;
pub(super) mod locator;
mod people;
mod pubmed_data;
mod raw;
#[cfg(test)]
mod tests;
mod title;
pub(super) mod updates;
mod window;

use std::io::Read;

use crate::model::Record;

pub use error::{ArticleError, Fault};
pub use raw::{Limits, RawRecord, RawRecords};

/// What stands in a file of PubMed.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A record.
    Record(Box<Record>),
    /// PMIDs that PubMed has taken back, as its update files list them.
    Deleted(Vec<String>),
}

/// Reads records one after the other.
#[derive(Debug)]
pub struct Reader<R> {
    raw: RawRecords<R>,
}

impl<R: Read> Reader<R> {
    /// A reader of XML that is already decompressed.
    pub fn new(input: R) -> Self {
        Self { raw: RawRecords::new(input) }
    }

    /// The same with other limits.
    pub fn with_limits(input: R, limits: Limits) -> Self {
        Self { raw: RawRecords::with_limits(input, limits) }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Found, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.raw.next()?.and_then(|raw| raw.read()))
    }
}
