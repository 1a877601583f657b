use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::input::FileInput;
use super::inspect::{self, Inspection};
use super::issue_log::IssueLog;
use super::packed;
use super::{Decoded, IngestError, Input, Limits};
use crate::model::{Document, Format, FrontMatter, Issue, IssueCode, Newline};

/// A file whose bytes were looked at: their hash, their encoding, whether they are text. Nothing was read of it yet.
pub struct Opened {
    pub(super) input: Arc<dyn Input>,
    pub(super) inspection: Inspection,
    pub(super) limits: Limits,
    shown_as: String,
}

/// How much of a file is looked at to tell what it is.
const HEAD: usize = 64 << 10;

impl Opened {
    /// Looks at a file, which messages call `shown_as`. One packed with gzip counts as what is in it.
    ///
    /// # Errors
    /// When it cannot be read, is no regular file or is empty.
    pub fn file(path: &Path, shown_as: &str, limits: &Limits) -> Result<Self, IngestError> {
        let input = FileInput::new(path.to_owned(), shown_as)?;
        let input = packed::unpacked(Arc::new(input))
            .map_err(|source| IngestError::Open { path: shown_as.to_owned(), source })?;
        Self::input(input, shown_as, limits)
    }

    /// Looks at bytes that can be read more than once.
    ///
    /// # Errors
    /// As [`file`](Self::file).
    pub fn input(input: Arc<dyn Input>, shown_as: &str, limits: &Limits) -> Result<Self, IngestError> {
        let inspection = inspect::inspect(super::blocks(&*input, shown_as)?)
            .map_err(|source| IngestError::Read { path: shown_as.to_owned(), source })?;
        if inspection.bytes == 0 {
            return Err(IngestError::Empty { path: shown_as.to_owned() });
        }
        Ok(Self { input, inspection, limits: *limits, shown_as: shown_as.to_owned() })
    }

    /// What messages call it.
    pub fn shown_as(&self) -> &str {
        &self.shown_as
    }

    /// Size in bytes.
    pub fn size(&self) -> u64 {
        self.inspection.bytes
    }

    /// Why it is not text, as an error; `None` where it is text.
    pub fn not_text(&self) -> Option<IngestError> {
        self.inspection.binary.map(|binary| IngestError::Binary {
            path: self.shown_as.clone(),
            looks_like: binary.looks_like,
            advice: binary.advice,
        })
    }

    /// Its first bytes as they are.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn head_bytes(&self) -> Result<Vec<u8>, IngestError> {
        self.read_bytes(HEAD as u64)
    }

    /// The beginning of its text, decoded.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn head(&self) -> Result<String, IngestError> {
        let mut head = Vec::with_capacity(HEAD);
        let failed = |source| IngestError::Read { path: self.shown_as.clone(), source };
        self.decoded()?.take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
        // The limit may have cut a character.
        Ok(String::from_utf8(head).unwrap_or_else(|error| {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            String::from_utf8(bytes).unwrap_or_default()
        }))
    }

    /// All of its bytes, for formats that cannot be read from front to back.
    ///
    /// # Errors
    /// When there are more than `most`, or they cannot be read.
    pub fn whole(&self, most: u64) -> Result<Vec<u8>, IngestError> {
        if self.inspection.bytes > most {
            let message = format!(
                "it has {} MB and at most {} MB of such a document are read; save the reference list alone",
                self.inspection.bytes >> 20,
                most >> 20
            );
            let source = io::Error::new(io::ErrorKind::FileTooLarge, message);
            return Err(IngestError::Read { path: self.shown_as.clone(), source });
        }
        self.read_bytes(self.inspection.bytes)
    }

    fn read_bytes(&self, most: u64) -> Result<Vec<u8>, IngestError> {
        let open = |source| IngestError::Open { path: self.shown_as.clone(), source };
        let mut bytes = Vec::new();
        let reader = self.input.reader().map_err(open)?;
        let read = reader.take(most).read_to_end(&mut bytes);
        read.map_err(|source| IngestError::Read { path: self.shown_as.clone(), source })?;
        Ok(bytes)
    }

    /// Its text from the start.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn decoded(&self) -> Result<Decoded, IngestError> {
        let blocks = super::blocks(&*self.input, &self.shown_as)?;
        Ok(Decoded::new(blocks, self.inspection.encoding, self.inspection.bom_bytes))
    }

    /// Its text from the start, to be handed on, and what will be known of it once all of it was read.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn text(&self) -> Result<RecordText, IngestError> {
        let (decoded, notes) = self.decoded()?.noted();
        Ok(RecordText { decoded, notes })
    }

    /// What is known of it so far.
    pub fn document(&self, format: Format) -> Document {
        let inspection = &self.inspection;
        let is_text = inspection.binary.is_none();
        Document {
            path: self.shown_as.clone(),
            sha256: inspection.sha256.clone(),
            bytes: inspection.bytes,
            format,
            encoding: if is_text { inspection.encoding.name() } else { "binary".to_owned() },
            had_bom: is_text && inspection.bom_bytes > 0,
            newline: Newline::default(),
            front: FrontMatter::default(),
            style: None,
            n_references: 0,
            n_rejected_lines: 0,
        }
    }

    /// Whether all that was read, as `notes` tell, is what was looked at.
    ///
    /// # Errors
    /// When the file changed in between.
    pub fn unchanged(&self, notes: &TextNotes) -> Result<(), IngestError> {
        match notes.fingerprint() {
            Some(now) if now != self.inspection.fingerprint => {
                Err(IngestError::Changed { path: self.shown_as.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The findings about what had to be repaired.
    pub fn repairs(&self, notes: &TextNotes) -> Vec<Issue> {
        let mut log = IssueLog::new(&self.shown_as, self.limits.issues_per_code);
        super::note_repairs(&mut log, notes.repairs());
        log.into_issues()
    }

    /// A finding about the file.
    pub fn issue(
        &self,
        code: IssueCode,
        line: Option<u32>,
        message: String,
        observed: Option<String>,
    ) -> Issue {
        Issue {
            code,
            entity: "documents".to_owned(),
            entity_id: self.shown_as.clone(),
            field: None,
            message,
            observed,
            expected: None,
            path: Some(self.shown_as.clone()),
            line,
        }
    }
}

/// The text of a file of records.
pub struct RecordText {
    /// The text, for a reader of records.
    pub decoded: Decoded,
    /// What is known of it once it was read.
    pub notes: TextNotes,
}

pub use super::decoded::TextNotes;
