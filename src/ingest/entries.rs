use std::sync::Arc;

use super::IngestError;
use super::builder::Builder;
use super::facts::{Depth, Facts};
use super::issue_log::IssueLog;
use super::joint::HyphenatedWords;
use super::lines::{Line, Lines};
use super::splitter::{Splitter, Step};
use super::survey::Plan;
use crate::model::{Document, Entry, Issue, IssueCode};

/// The entries of a document's reference lists, read from the file as they are asked for.
pub struct Entries {
    lines: Lines,
    plan: Arc<Plan>,
    words: Arc<HyphenatedWords>,
    fingerprint: u64,
    line: Slot,
    ahead: Slot,
    /// Number of the line in `line`, from 0.
    index: u64,
    /// The list the line is in or before.
    list: usize,
    splitter: Option<Splitter>,
    builder: Builder,
    issues: IssueLog,
    document: Document,
    state: State,
}

/// A line and what is known of it.
#[derive(Default)]
struct Slot {
    line: Line,
    facts: Facts,
    is_filled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Reading,
    Done,
    Failed,
}

/// What is known once every entry was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The document, with its counts.
    pub document: Document,
    /// Findings about it.
    pub issues: Vec<Issue>,
}

impl Entries {
    pub(super) fn new(
        lines: Lines,
        plan: Arc<Plan>,
        words: Arc<HyphenatedWords>,
        fingerprint: u64,
        document: Document,
        issues: IssueLog,
        entry_bytes: usize,
    ) -> Self {
        Self {
            lines,
            plan,
            words,
            fingerprint,
            line: Slot::default(),
            ahead: Slot::default(),
            index: 0,
            list: 0,
            splitter: None,
            builder: Builder::new(entry_bytes),
            issues,
            document,
            state: State::Before,
        }
    }

    /// Reads the entries not yet asked for, and gives the document with its counts and everything found on the way.
    ///
    /// # Errors
    /// As the iterator: the file could not be read to its end, or changed since it was opened.
    pub fn finish(mut self) -> Result<Finished, IngestError> {
        if self.state == State::Failed {
            let source = std::io::Error::other("reading had failed before");
            return Err(IngestError::Read { path: self.document.path, source });
        }
        while let Some(entry) = self.advance()? {
            drop(entry);
        }
        self.issues.close();
        Ok(Finished { document: self.document, issues: self.issues.into_issues() })
    }

    fn advance(&mut self) -> Result<Option<Entry>, IngestError> {
        while matches!(self.state, State::Before | State::Reading) {
            if !self.shift()? {
                self.state = State::Done;
                self.check_unchanged()?;
                return Ok(self.finished(true));
            }
            if let Some(entry) = self.take_line() {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// Moves on by one line; false after the last.
    fn shift(&mut self) -> Result<bool, IngestError> {
        if self.state == State::Before {
            self.state = State::Reading;
            self.fill_ahead()?;
        } else {
            self.index += 1;
        }
        std::mem::swap(&mut self.line, &mut self.ahead);
        if self.line.is_filled {
            self.fill_ahead()?;
        }
        Ok(self.line.is_filled)
    }

    fn fill_ahead(&mut self) -> Result<(), IngestError> {
        let read = self.lines.read(&mut self.ahead.line);
        self.ahead.is_filled =
            read.map_err(|source| IngestError::Read { path: self.document.path.clone(), source })?;
        let depth = self.plan.lists.get(self.list).map_or(Depth::Brief, |l| l.layout.depth());
        self.ahead.facts = if self.ahead.is_filled {
            Facts::of(&self.ahead.line, depth, &self.line.facts)
        } else {
            Facts::default()
        };
        Ok(())
    }

    /// Gives the line its place; returns the entry it ended.
    fn take_line(&mut self) -> Option<Entry> {
        while self.plan.lists.get(self.list).is_some_and(|l| l.end <= self.index) {
            self.list += 1;
            self.splitter = None;
        }
        let list = self.plan.lists.get(self.list).filter(|l| l.start <= self.index);
        let step = if let Some(list) = list {
            let heads = &self.plan.heads;
            let splitter = self.splitter.get_or_insert_with(|| Splitter::new(list.layout, Arc::clone(heads)));
            splitter.step(&self.line.facts, self.ahead.is_filled.then_some(&self.ahead.facts))
        } else {
            Step::Drop
        };
        match step {
            Step::Drop => {
                self.document.n_rejected_lines =
                    self.document.n_rejected_lines.saturating_add(u32::from(!self.line.facts.blank));
                // Furniture and blanks leave the entry open; outside the list it is over.
                if list.is_none() && !self.line.facts.blank { self.finished(false) } else { None }
            }
            Step::Continue => {
                self.builder.append(&self.line.line, 0, &self.words);
                None
            }
            Step::Labelled(_) | Step::Unlabelled => {
                let done = self.finished(false);
                self.note_label();
                let label = if let Step::Labelled(label) = step { Some(label) } else { None };
                let seq = self.document.n_references.saturating_add(1);
                self.builder.begin(seq, &self.line.line, label, &self.words);
                self.document.n_references = seq;
                done
            }
        }
    }

    fn note_label(&mut self) {
        let Some((number, expected)) = self.splitter.as_ref().and_then(Splitter::irregular) else { return };
        let what = if number <= 1 {
            "the numbers restart"
        } else if number < expected {
            "a number repeats or goes back"
        } else {
            "numbers are skipped"
        };
        let message = format!("{what}: label {number} where {expected} was expected");
        let line = Some(self.line.line.number);
        self.issues.add(
            IssueCode::LabelSequence,
            line,
            message,
            Some(number.to_string()),
            Some(expected.to_string()),
        );
    }

    /// The entry put together so far; `last` when the document ends with it.
    fn finished(&mut self, last: bool) -> Option<Entry> {
        if !self.builder.is_open() {
            return None;
        }
        let mut entry = self.builder.take()?;
        let line = Some(entry.line_start);
        if entry.truncated {
            let bytes = entry.source.span.end - entry.source.span.start;
            let message = format!(
                "reference {} takes {bytes} bytes; its text is cut after {}",
                entry.seq,
                entry.text.len()
            );
            self.issues.add(IssueCode::EntryTooLong, line, message, Some(bytes.to_string()), None);
        } else if last && looks_cut_off(&entry.text) {
            entry.truncated = true;
            let message = format!("reference {} ends the document in the middle of a sentence", entry.seq);
            self.issues.add(IssueCode::RefTruncated, line, message, None, None);
        }
        Some(entry)
    }

    fn check_unchanged(&self) -> Result<(), IngestError> {
        if self.lines.fingerprint() == self.fingerprint {
            Ok(())
        } else {
            Err(IngestError::Changed { path: self.document.path.clone() })
        }
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.advance();
        if found.is_err() {
            self.state = State::Failed;
        }
        found.transpose()
    }
}

/// A text that cannot end there: after a comma, an `and`, an open bracket.
fn looks_cut_off(text: &str) -> bool {
    let wants_more = [",", ":", "(", "[", "&", " and", " et", " und", " the", " of", " in"];
    let open = text.matches('(').count() > text.matches(')').count();
    wants_more.iter().any(|w| text.ends_with(w))
        || (open && text.rfind('(').is_some_and(|at| text.len() - at < 200))
}
