//! From bytes to a [`Document`] and its [`Entry`](crate::model::Entry)s.
//!
//! A file is read from its start three times, always in small blocks: once as bytes (hash, encoding, is it text at
//! all), once as lines (where the reference lists are, how they are laid out, what the document says of itself), and
//! once more when the entries are asked for. Memory stays the same for a page and for a million references.
//!
//! ```
//! # fn main() -> Result<(), refloom::ingest::IngestError> {
//! use refloom::ingest::{Limits, open_bytes};
//!
//! let list = "References\n\n1. Doe J. A title. J Tests 2001; 1:2.\n2. Roe R. Another. J Tests 2002; 3:45.\n";
//! let source = open_bytes(list.as_bytes(), "list.txt", &Limits::default())?;
//! let mut entries = source.entries()?;
//! for entry in &mut entries {
//!     println!("{}", entry?.text);
//! }
//! let finished = entries.finish()?;
//! assert_eq!(finished.document.n_references, 2);
//! # Ok(())
//! # }
//! ```

mod blocks;
mod body;
mod builder;
mod choose;
mod closing;
mod contributors;
mod decode;
mod decoded;
mod encoding;
mod entries;
mod error;
mod fact_lines;
mod facts;
mod front_matter;
mod furniture;
mod headings;
mod input;
mod inspect;
mod issue_log;
mod joint;
mod labels;
mod layout;
mod limits;
mod lines;
mod magic;
mod marks;
mod offsets;
mod opened;
mod opening;
mod packed;
mod raw_lines;
mod regions;
mod splitter;
mod style;
mod survey;
mod trial;

#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::Arc;

pub use body::Paragraph;
pub use decoded::Decoded;
pub use entries::{Entries, Finished};
pub use error::IngestError;
pub(crate) use headings::Heading;
pub use input::Input;
pub(crate) use joint::{HyphenatedWords, Joint};
pub(crate) use labels::{LabelKind, label};
pub use limits::Limits;
pub use opened::{Opened, RecordText, TextNotes};

use crate::model::{Document, Format, Issue, IssueCode};
use blocks::Blocks;
use decode::Repairs;
use front_matter::FrontReader;
use inspect::Inspection;
use issue_log::IssueLog;
use lines::Lines;
use survey::Plan;

/// A text document that was looked over and whose entries can be read.
pub struct TextSource {
    input: Arc<dyn Input>,
    limits: Limits,
    inspection: Inspection,
    document: Document,
    issues: IssueLog,
    plan: Arc<Plan>,
    words: Arc<HyphenatedWords>,
}

/// Looks over a text file, which messages call `shown_as`.
///
/// # Errors
/// When the file cannot be read, is a directory, is empty or is not text. A text without a reference list is no
/// error: it has no entries and an issue.
pub fn open(path: &Path, shown_as: &str, limits: &Limits) -> Result<TextSource, IngestError> {
    Opened::file(path, shown_as, limits)?.list()
}

/// Looks over a text in memory.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(bytes: &[u8], shown_as: &str, limits: &Limits) -> Result<TextSource, IngestError> {
    let bytes: Arc<[u8]> = bytes.into();
    open_input(Arc::new(bytes), shown_as, limits)
}

/// The text of bytes in memory, in whatever encoding they are.
///
/// # Errors
/// Never for bytes in memory; the type is that of all readers.
pub fn decode_bytes(bytes: &[u8]) -> io::Result<Decoded> {
    let bytes: Arc<[u8]> = bytes.into();
    let inspection = inspect::inspect(Blocks::new(bytes.reader()?))?;
    Ok(Decoded::new(Blocks::new(bytes.reader()?), inspection.encoding, inspection.bom_bytes))
}

/// Looks over a text that can be read more than once.
///
/// # Errors
/// As [`open`].
pub fn open_input(input: Arc<dyn Input>, shown_as: &str, limits: &Limits) -> Result<TextSource, IngestError> {
    Opened::input(input, shown_as, limits)?.list()
}

impl Opened {
    /// Reads the text as a document with reference lists.
    ///
    /// # Errors
    /// When the file cannot be read, is not text or holds none.
    pub fn list(self) -> Result<TextSource, IngestError> {
        if let Some(refused) = self.not_text() {
            return Err(refused);
        }
        let mut document = self.document(Format::Text);
        let Self { input, inspection, limits, .. } = self;
        let shown_as = document.path.clone();
        let mut lines = reader(&*input, &inspection, &limits, &shown_as)?;
        let mut front = FrontReader::default();
        let mut words = HyphenatedWords::default();
        let plan = survey::survey(&mut lines, |line| {
            front.add(line);
            words.add(&line.text);
        })
        .map_err(|source| IngestError::Read { path: shown_as.clone(), source })?;
        if plan.text_lines == 0 {
            return Err(IngestError::Empty { path: shown_as });
        }
        document.newline = lines.newline();
        document.style = style::guess_style(&plan, front.is_uptodate()).map(str::to_owned);
        document.front = front.finish(&plan);
        let mut issues = IssueLog::new(&shown_as, limits.issues_per_code);
        note_repairs(&mut issues, lines.repairs());
        if plan.lists.is_empty() {
            let message = "no reference list was found; put a heading such as \"References\" before it, or give the list alone";
            issues.add(IssueCode::ListNotFound, None, message.to_owned(), None, None);
        }
        Ok(TextSource {
            input,
            limits,
            inspection,
            document,
            issues,
            plan: Arc::new(plan),
            words: Arc::new(words),
        })
    }
}

impl TextSource {
    /// The document as far as it is known before its entries were read: all but its two counts.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Findings so far.
    pub fn issues(&self) -> &[Issue] {
        self.issues.issues()
    }

    /// Reads the entries, one after the other.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn entries(&self) -> Result<Entries, IngestError> {
        let lines = reader(&*self.input, &self.inspection, &self.limits, &self.document.path)?;
        Ok(Entries::new(
            lines,
            Arc::clone(&self.plan),
            Arc::clone(&self.words),
            self.inspection.fingerprint,
            self.document.clone(),
            self.issues.clone(),
            self.limits.entry_bytes,
        ))
    }
}

fn blocks(input: &dyn Input, shown_as: &str) -> Result<Blocks, IngestError> {
    let reader = input.reader().map_err(|source| IngestError::Open { path: shown_as.to_owned(), source })?;
    Ok(Blocks::new(reader))
}

fn reader(
    input: &dyn Input,
    inspection: &Inspection,
    limits: &Limits,
    shown_as: &str,
) -> Result<Lines, IngestError> {
    let blocks = blocks(input, shown_as)?;
    Ok(Lines::new(blocks, inspection.encoding, inspection.bom_bytes, limits.line_bytes))
}

fn note_repairs(issues: &mut IssueLog, repairs: Repairs) {
    if let Some(line) = repairs.first_mixed {
        let n = repairs.mixed_lines;
        let message = format!(
            "{n} line(s), the first of them line {line}, hold bytes that are not valid in the file's encoding; these were read as windows-1252"
        );
        issues.add(IssueCode::EncodingMixed, Some(line), message, Some(n.to_string()), Some("0".to_owned()));
    }
    if repairs.controls > 0 {
        let n = repairs.controls;
        let message = format!("{n} control character(s) were taken out");
        issues.add(
            IssueCode::ControlCharacters,
            repairs.first_control,
            message,
            Some(n.to_string()),
            Some("0".to_owned()),
        );
    }
}
