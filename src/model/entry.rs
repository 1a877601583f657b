use serde::{Deserialize, Serialize};

use super::{ByteSpan, Span};

/// One reference as it stands in a list, before anybody has read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Place in the list, from 1.
    pub seq: u32,
    /// Printed number or key without its punctuation (`12`, `Smi99`).
    pub label: Option<String>,
    /// The text without its label: line breaks folded to one space, control characters gone.
    pub text: String,
    /// Where `text` came from.
    pub source: SourceMap,
    /// First line in the file, from 1.
    pub line_start: u32,
    /// Last line.
    pub line_end: u32,
    /// The text was cut at the length limit, or the reference looks cut off in the document.
    pub truncated: bool,
}

impl Entry {
    /// An entry over a text that is its own source, as `refloom parse` reads one from a line.
    pub fn from_line(text: &str) -> Self {
        Self { seq: 1, text: text.to_owned(), source: SourceMap::identity(text), ..Self::default() }
    }

    /// Where a span of `text` stands in the file.
    pub fn locate(&self, span: Span) -> ByteSpan {
        self.source.locate(&self.text, span)
    }
}

/// Leads from places in an entry's text back to bytes of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceMap {
    /// Runs of text that stand in the file without a gap, in order, each starting where the one before ends in the text.
    pub pieces: Vec<Piece>,
    /// Bytes of the whole entry in the file.
    pub span: ByteSpan,
}

/// A run of text without a gap in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Offset in the entry's text.
    pub text_start: u32,
    /// Offset of the same place in the file.
    pub file_start: u64,
    /// How much of the file a character takes.
    pub width: Width,
}

/// How much of the file one character of decoded text takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Width {
    /// As many bytes as in UTF-8.
    #[default]
    Utf8,
    /// One byte each: single-byte encodings.
    Single,
    /// Two bytes per UTF-16 unit; also the two-byte characters of legacy encodings.
    Utf16,
}

impl Width {
    /// Bytes of the file that `text` takes.
    pub fn bytes(self, text: &str) -> u64 {
        match self {
            Self::Utf8 => text.len() as u64,
            Self::Single => text.chars().count() as u64,
            Self::Utf16 => 2 * text.encode_utf16().count() as u64,
        }
    }
}

impl SourceMap {
    /// The map of a text that is its own UTF-8 source.
    pub fn identity(text: &str) -> Self {
        Self {
            pieces: vec![Piece { text_start: 0, file_start: 0, width: Width::Utf8 }],
            span: ByteSpan { start: 0, end: text.len() as u64 },
        }
    }

    /// Where `span` of `text` stands in the file. The end is that of the last character inside the span, so that a
    /// fold or a dropped hyphen right after it is not counted in.
    pub fn locate(&self, text: &str, span: Span) -> ByteSpan {
        let range = span.range();
        let start = self.offset(text, range.start, false);
        let end = if span.is_empty() { start } else { self.offset(text, range.end, true) };
        ByteSpan { start, end }
    }

    /// File offset of a place in the text. At the joint of two pieces `ending` asks for the end of the earlier one.
    fn offset(&self, text: &str, at: usize, ending: bool) -> u64 {
        let behind = self.pieces.partition_point(|p| {
            let start = p.text_start as usize;
            if ending { start < at } else { start <= at }
        });
        let Some(piece) = behind.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return self.span.start;
        };
        let run = text.get(piece.text_start as usize..at).unwrap_or_default();
        (piece.file_start + piece.width.bytes(run)).min(self.span.end)
    }
}
