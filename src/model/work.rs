use serde::{Deserialize, Serialize};

use super::{ByteSpan, Entry, Found, Grant, Identifier, Keyword, PersonDetails, Record, Reference, Update};

/// A reference as one document printed it or one file holds it, or the document itself as the work that cites.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Mention {
    /// Place of the document among the inputs, from 0.
    pub document: u32,
    /// What was printed.
    pub entry: Entry,
    /// What was read.
    pub reference: Reference,
    /// True for the citing document itself, which is a work but no reference.
    pub is_citing: bool,
    /// Who read it.
    pub origin: Origin,
    /// What a file says of it that a printed reference cannot say. Its `work` is empty: that is `reference`.
    pub imported: Option<Box<Record>>,
    /// What services say of it; `None` where none was asked.
    pub found: Option<Box<Found>>,
}

/// A marker in the text of a document, and one of the references it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InText {
    /// Place of the document among the inputs, from 0.
    pub document: u32,
    /// Place of the marker among those of the document, from 1.
    pub seq: u32,
    /// Place of the reference in the marker, from 1.
    pub part: u32,
    /// Place of the reference in its list, from 1; `None` where the marker leads nowhere.
    pub reference: Option<u32>,
    /// Form of the marker: a word of the `mentions.kind` column.
    pub kind: String,
    /// The marker as printed.
    pub marker: String,
    /// Last heading before it.
    pub section: Option<String>,
    /// Bytes of the sentence.
    pub sentence: ByteSpan,
    /// Bytes of the marker.
    pub place: ByteSpan,
    /// References the marker leads to.
    pub n_references: u32,
    /// More of them fit than the marker means.
    pub is_ambiguous: bool,
}

/// How a reference became fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The parser read what was printed.
    #[default]
    Parsed,
    /// A structured file gave the fields.
    Imported,
}

impl Origin {
    /// The word of the `source` domain.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parsed => "parser",
            Self::Imported => "import",
        }
    }
}

/// A distinct work, with everything the tables say of it.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Digest behind the `w_…` key.
    pub id: [u8; 10],
    /// The chosen value of every field.
    pub record: Reference,
    /// What is said of each of `record.contributors` besides the name, at the same place; shorter where nothing is said.
    pub people: Vec<PersonDetails>,
    /// Title in the language of publication.
    pub title_original: Option<String>,
    /// Abstract, where somebody asked for it.
    pub abstract_text: Option<String>,
    /// Every identifier, once for each source that gives it; those of `record` come first.
    pub identifiers: Vec<Sourced<Identifier>>,
    /// Keywords, subject headings, publication types, chemicals.
    pub keywords: Vec<Sourced<Keyword>>,
    /// Grants.
    pub funding: Vec<Sourced<Grant>>,
    /// What was done to the work, and what it did to others.
    pub updates: Vec<ToldUpdate>,
    /// Counts of others.
    pub metrics: Vec<DatedCount>,
    /// What the updates come to.
    pub retraction: RetractionStatus,
    /// Who most of the values come from: a word of the `source` domain.
    pub source: &'static str,
    /// How sure it is that the records are of this work; `None` where there is none.
    pub confidence: Option<f32>,
    /// One line per value and source.
    pub provenance: Vec<Provenance>,
    /// Number of references that point here.
    pub n_mentions: u32,
}

/// A value, and who gave it: a word of the `source` domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// Who gave it.
    pub source: &'static str,
    /// The value.
    pub value: T,
}

/// An update, who told it and when that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldUpdate {
    /// Who told it: a word of the `source` domain.
    pub source: &'static str,
    /// When the source was asked, in milliseconds since 1970-01-01T00:00:00Z.
    pub checked_at: i64,
    /// The update.
    pub update: Update,
}

/// A count as somebody gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedCount {
    /// What was counted: a word of the `metrics.metric` column.
    pub metric: &'static str,
    /// Who counted: a word of the `source` domain.
    pub source: &'static str,
    /// When it was asked for, in milliseconds since 1970-01-01T00:00:00Z.
    pub asked_at: i64,
    /// The count.
    pub value: f64,
}

/// What is known of retractions and corrections; the `works.retraction_status` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RetractionStatus {
    /// Nobody looked.
    #[default]
    NotChecked,
    /// Somebody looked, and nothing is said against the work.
    None,
    /// Retracted.
    Retracted,
    /// Withdrawn or removed.
    Withdrawn,
    /// Its editors are concerned.
    ExpressionOfConcern,
    /// Corrected, or retracted in part.
    Corrected,
}

impl RetractionStatus {
    /// Every status, in the order of the schema.
    pub const ALL: [Self; 6] = [
        Self::NotChecked,
        Self::None,
        Self::Retracted,
        Self::Withdrawn,
        Self::ExpressionOfConcern,
        Self::Corrected,
    ];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotChecked => "not_checked",
            Self::None => "none",
            Self::Retracted => "retracted",
            Self::Withdrawn => "withdrawn",
            Self::ExpressionOfConcern => "expression_of_concern",
            Self::Corrected => "corrected",
        }
    }

    /// Whether the work no longer stands: retracted, or withdrawn. Unknown until somebody looked.
    pub const fn is_retracted(self) -> Option<bool> {
        match self {
            Self::NotChecked => None,
            Self::Retracted | Self::Withdrawn => Some(true),
            Self::None | Self::ExpressionOfConcern | Self::Corrected => Some(false),
        }
    }
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Column of `works`, or role and position for a name (`author/1`).
    pub field: String,
    /// Who said so: a word of the `source` domain.
    pub source: &'static str,
    /// Text form of the value.
    pub value: String,
    /// Whether it is the value in the tables; of each field exactly one is.
    pub chosen: bool,
    /// Probability in 0–1 that it is right.
    pub confidence: Option<f32>,
    /// Where it is printed.
    pub span: Option<ByteSpan>,
    /// The reference or document it was read from, the answer it stands in, or the rule that derived it.
    pub evidence: String,
}
