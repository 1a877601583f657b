//! The journal authority: which serial a printed title, abbreviation or ISSN stands for.
//!
//! Titles, abbreviations, identifiers and ISSNs are facts from the catalogue of the U.S. National Library of Medicine
//! and from `JabRef`'s lists; `AUTHORITY.md` beside this file names the copy, the counts and the measured precision of
//! every tier.

mod authority;
mod blob;
mod build;
mod confidence;
mod error;
mod forms;
mod index;
mod issn;
mod link;
pub mod measure;
mod normal;
mod record;
mod resolve;
mod source;
mod word_table;
mod words;

pub use authority::Authority;
pub use blob::{Edition, SourceFile};
pub use build::{Effort, Sources, build};
pub use error::AuthorityError;
pub use source::{SourceRecord, read_nlm, read_other, read_words};
