use serde::{Deserialize, Serialize};

use super::{ByteSpan, Contributor, Entry, Field, PartialDate};

/// What is known of one input file once it has been read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The path as given, with `/` between its parts.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Detected format.
    pub format: Format,
    /// Detected encoding, by its WHATWG name in lower case (`utf-8`, `utf-16le`, `windows-1252`).
    pub encoding: String,
    /// A byte-order mark was present.
    pub had_bom: bool,
    /// Line ends.
    pub newline: Newline,
    /// What the document says of itself.
    pub front: FrontMatter,
    /// The style of its references where one was recognised (`vancouver`, `uptodate`).
    pub style: Option<String>,
    /// References found.
    pub n_references: u32,
    /// Non-empty lines outside any reference.
    pub n_rejected_lines: u32,
}

/// What a document says of itself before its references.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The lines these facts stand on, one after the other; their spans count from the start of its text.
    pub entry: Entry,
    /// Title.
    pub title: Option<Field<String>>,
    /// Authors and editors.
    pub contributors: Vec<Contributor>,
    /// Who published it.
    pub publisher: Option<Field<String>>,
    /// `Literature review current through`.
    pub current_through: Option<Field<PartialDate>>,
    /// `This topic last updated`.
    pub last_updated: Option<Field<PartialDate>>,
    /// Other topics the document points to (`See "…"`).
    pub related: Vec<RelatedTopic>,
}

/// A document another one points to by its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedTopic {
    /// Its title as printed.
    pub title: String,
    /// Where the title stands in the file.
    pub span: ByteSpan,
}

/// Formats; the closed list of the `documents.format` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text.
    Text,
}

impl Format {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
        }
    }
}

/// Line ends of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Newline {
    /// `\n`, also for a file without any line end.
    #[default]
    Lf,
    /// `\r\n`.
    Crlf,
    /// `\r`.
    Cr,
    /// More than one of them.
    Mixed,
}

impl Newline {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "lf",
            Self::Crlf => "crlf",
            Self::Cr => "cr",
            Self::Mixed => "mixed",
        }
    }
}
