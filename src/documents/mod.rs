//! Documents: from the bytes of a PDF, a word processor's file, a web page or an article's XML to its text.
//!
//! [`detect`] says by content what a file is, [`extract`] reads it into [`Block`]s in reading order, and
//! [`list_text()`] gives what the finder of reference lists needs: the entries themselves where the document says where
//! they are, else its text to look through.
//!
//! Nothing is written to disk, no program is started and nothing a document points to is opened. What it may unpack
//! to, how deep it may nest and how much it may hold is bounded by [`DocumentLimits`].

mod archive;
mod block;
mod compose;
mod core_properties;
mod dates;
mod docx;
mod epub;
mod error;
mod html;
mod jats;
mod kind;
mod labels;
mod latex;
mod limits;
mod list_text;
mod markdown;
mod odt;
mod pdf;
mod references;
mod services;
mod text;
mod xml;

#[cfg(test)]
mod tests;

use std::io::Read;

pub use block::{Block, BlockKind, Extracted, Front, Mark, MarkKind};
pub use error::DocumentError;
pub use kind::{Kind, detect};
pub use limits::DocumentLimits;
pub use list_text::{ListEntry, ListText, WholeText, list_text};

/// Reads a document.
///
/// # Errors
/// When it is damaged beyond reading, locked, without text, or goes beyond the limits.
pub fn extract(kind: Kind, bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(DocumentError::TooLarge {
            what: "more bytes than a document has",
            limit: limits.file_bytes,
        });
    }
    let mut extracted = match kind {
        Kind::Pdf => pdf::extract(bytes, limits),
        Kind::Docx => docx::extract(bytes, limits),
        Kind::Odt => odt::extract(bytes, limits),
        Kind::Epub => epub::extract(bytes, limits),
        Kind::Html => html::extract(bytes, limits),
        Kind::Jats => jats::extract(bytes, limits),
        Kind::Markdown => Ok(markdown::extract(&plain_text(bytes))),
        Kind::Latex => Ok(latex::extract(&plain_text(bytes), limits)),
    }?;
    // A PDF's paragraphs are guesses; its list is found by its layout, or by the finder of lists in its lines.
    if kind != Kind::Pdf {
        references::find(&mut extracted.blocks);
    }
    for block in &mut extracted.blocks {
        // Where a hyphen or an empty bracket went, a mark may have gone with it.
        let text = &block.text;
        block.marks.retain(|m| !m.span.is_empty() && text.get(m.span.range()).is_some());
    }
    Ok(extracted)
}

/// Bytes of a text in whatever encoding they are.
fn plain_text(bytes: &[u8]) -> String {
    let mut text = String::new();
    let read = crate::ingest::decode_bytes(bytes).and_then(|mut decoded| decoded.read_to_string(&mut text));
    if read.is_err() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    text
}
