//! The plain types that pass through the doors between the stages.
//!
//! Nothing in here does any work beyond keeping its own invariants, and nothing in here imports another
//! module of Refloom. Names follow CSL 1.0.2, JATS and OpenAlex.

mod contributor;
mod date;
mod document;
mod entry;
mod field;
mod found;
mod id;
mod identifier;
mod issue;
mod journal;
mod kind;
mod matching;
mod pages;
mod record;
mod reference;
mod span;
mod standing;
mod work;

pub use contributor::{Contributor, Name, Person, Role};
pub use date::PartialDate;
pub use document::{Document, Format, FrontMatter, Newline, RelatedTopic};
pub use entry::{Entry, Piece, SourceMap, Width};
pub use field::Field;
pub use found::{Found, FoundRecord};
pub use id::{digest80, hex_sha256, stable_id, ulid, written_id};
pub use identifier::{Identifier, Scheme};
pub use issue::{Issue, IssueCode, Severity};
pub use journal::{Journal, JournalHandle, JournalLink, JournalMethod};
pub use kind::WorkKind;
pub use matching::{
    Agreement, Candidate, Decision, Difference, Evidence, MatchField, MatchRule, MatchStatus, Method,
    Resolution, Verdict,
};
pub use pages::Pages;
pub use record::{
    Affiliation, Cited, Count, DateKind, Direction, Grant, Keyword, KeywordScheme, Metric, PersonDetails,
    Provider, Record, Serial, Source, Update, UpdateKind,
};
pub use reference::Reference;
pub use span::{ByteSpan, Place, Span};
pub use standing::Standing;
pub use work::{
    DatedCount, InText, Mention, Origin, Provenance, RetractionStatus, Sourced, ToldUpdate, Work,
};
