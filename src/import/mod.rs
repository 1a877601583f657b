//! Records of structured files: exports of reference managers and databases.
//!
//! Every format has a reader that takes the decoded text of a file and gives its records one after the other, in the
//! order of the file, as [`Item`]s. A record that cannot be read is an item too, and the next one is read as if nothing
//! had happened; what stands between records and belongs to none is told the same way. A reader holds one record in
//! memory and no more than [`Limits::record_bytes`](crate::ingest::Limits::record_bytes) of it.
//!
//! What the tables can hold is kept. A field of a record goes to the field of [`Record`] that has its meaning; one that
//! has no place there, but says something of the work, goes to `record.work.notes`.

pub mod ads_tagged;
pub mod bibtex;
pub mod bibtexml;
pub mod cff;
pub mod citavi;
pub mod cochrane;
pub mod coins;
pub mod crossref;
pub mod crossref_json;
pub mod csl_json;
pub mod csl_yaml;
pub mod datacite;
pub mod endnote_xml;
pub mod enw;
pub mod europepmc;
pub mod hayagriva;
pub mod lens;
pub mod marcxml;
pub mod mods;
pub mod nbib;
pub mod openalex;
pub mod ovid;
pub mod pubmed_file;
pub mod pubmed_xml;
pub mod rdf;
pub mod refworks;
pub mod ris;
pub mod semantic_scholar;
pub mod table;
pub mod tei;
pub mod wiki_citations;
pub mod word_xml;
pub mod wos;
pub mod zotero_json;

#[cfg(test)]
mod checks;
mod draft;
mod elements;
mod fields;
mod json_head;
mod json_records;
mod json_values;
mod languages;
mod lines;
mod package;
mod parted_names;
#[cfg(test)]
mod reading_tests;
mod recognise;
mod record_draft;
mod tagged;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text_window;
mod xml;
mod yaml_records;
mod yaml_value;
mod zotero_extra;
mod zotero_types;

pub use recognise::{Reading, Recognised, recognise};
pub use table::ColumnMap;

use std::io;

use crate::model::{PartialDate, Place, Record};
use crate::normalize::Finding;

/// A record of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// What it says. Its source is [`Source::Import`](crate::model::Source::Import), and `work` is normalized.
    pub record: Record,
    /// Its key in the file: citation key, accession number.
    pub label: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// What is wrong with its values.
    pub findings: Vec<Finding>,
}

/// Something that cannot be read as a record, or not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where it stands.
    pub place: Place,
    /// One sentence for a person: what is wrong and what became of it.
    pub message: String,
    /// How it begins, a line at most.
    pub observed: Option<String>,
}

/// What stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A record.
    Record(Box<Imported>),
    /// What is lost, or could be read in part only.
    Broken(Broken),
}

/// Reads a file's records one after the other.
pub trait Records: Send {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read on. Nothing is wrong with the records given so far.
    fn next(&mut self) -> io::Result<Option<Item>>;

    /// What is known of the file as a whole once it was read to its end.
    fn about(&self) -> About {
        About::default()
    }
}

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The day it was exported.
    pub exported: Option<PartialDate>,
    /// Sentences for a person about the whole file: columns that are missing, a declared encoding that was wrong.
    pub notes: Vec<String>,
}
