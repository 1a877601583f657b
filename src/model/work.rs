use serde::{Deserialize, Serialize};

use super::{ByteSpan, Entry, Reference};

/// A reference as one document printed it, or the document itself as the work that cites.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mention {
    /// Place of the document among the inputs, from 0.
    pub document: u32,
    /// What was printed.
    pub entry: Entry,
    /// What was read.
    pub reference: Reference,
    /// True for the citing document itself, which is a work but no reference.
    pub is_citing: bool,
}

/// A distinct work, with everything the tables say of it.
#[derive(Clone, Debug)]
pub struct Work {
    /// Digest behind the `w_…` key.
    pub id: [u8; 10],
    /// The chosen value of every field.
    pub record: Reference,
    /// One line per chosen value.
    pub provenance: Vec<Provenance>,
    /// Number of references that point here.
    pub n_mentions: u32,
}

/// Where a chosen value came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Column of `works`, or role and position for a name (`author/1`).
    pub field: String,
    /// Who said so: a word of the `source` domain.
    pub source: &'static str,
    /// Text form of the value.
    pub value: String,
    /// Probability in 0–1 that it is right.
    pub confidence: Option<f32>,
    /// Where it is printed.
    pub span: Option<ByteSpan>,
    /// The reference or document it was read from, or the rule that derived it.
    pub evidence: String,
}
