//! From files to mentions: what each file is, and the way of its kind.

mod extracted;
mod in_text;
mod list;
mod records;

use std::collections::HashMap;
use std::path::Path;

use super::PipelineError;
use super::findings;
use super::journals::RememberedJournals;
use super::plan::{Plan, SourceFile};
use super::progress::{Progress, Stage};
use super::spill::Spill;
use super::summary::{Summary, Tally};
use crate::dataset::DatasetError;
use crate::documents;
use crate::import;
use crate::ingest::{IngestError, Limits, Opened};
use crate::mentions::ListEntry;
use crate::merge::{Clusters, WorkKeys, reference_id};
use crate::model::{
    Document, Entry, InText, Issue, JournalLink, Mention, Origin, Record, Reference, hex_sha256, stable_id,
};
use crate::normalize::journals::Authority;
use crate::normalize::{Finding, normalize};
use crate::parse::Parser;

/// Everything read from the inputs. Only what is counted per document stays in memory; the rest is in files.
pub struct Read {
    pub documents: Vec<ReadDocument>,
    pub mentions: Spill<Mention>,
    pub issues: Spill<Issue>,
    pub in_text: Spill<InText>,
    pub clusters: Clusters,
    pub summary: Summary,
}

/// A document, and which mentions are its own: a file, or a record of a file with the list of what it cites.
pub struct ReadDocument {
    pub id: String,
    pub document: Document,
    /// Number of the mention that is the document itself as a work.
    pub citing: Option<u32>,
    /// Year of that work, where it is known.
    pub year: Option<i16>,
    /// The day its counts were true, in milliseconds since 1970.
    pub as_of: i64,
    /// Who says what it cites: a word of the `source` domain.
    pub source: &'static str,
    /// Number of the first mention that belongs to it: itself, or the first of its references.
    pub start: u32,
    /// Number of the first of its references; the others follow.
    pub first: u32,
}

impl Read {
    /// Hash over the sorted paths and hashes of the inputs.
    pub fn inputs_sha256(&self) -> String {
        let mut lines: Vec<_> =
            self.documents.iter().map(|d| format!("{}\t{}\n", d.document.path, d.document.sha256)).collect();
        lines.sort();
        lines.dedup();
        hex_sha256(lines.concat().as_bytes())
    }

    /// Key of the reference with this number; `None` for a citing document.
    pub fn reference_id(documents: &[ReadDocument], number: u32) -> Option<String> {
        let at = documents.partition_point(|d| d.start <= number).checked_sub(1)?;
        let document = documents.get(at)?;
        let seq = number.checked_sub(document.first)? + 1;
        Some(reference_id(&document.id, seq))
    }
}

/// Reads every source of the plan.
pub fn read(
    plan: &Plan,
    authority: &Authority,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<Read, PipelineError> {
    let mut reader = Reader {
        read: Read {
            documents: Vec::new(),
            mentions: Spill::new(dir),
            issues: Spill::new(dir),
            in_text: Spill::new(dir),
            clusters: Clusters::default(),
            summary: Summary::default(),
        },
        parser: Parser::new(),
        authority,
        journals: RememberedJournals::new(authority),
        dir,
        progress,
        seen: HashMap::new(),
        listed: Vec::new(),
        today: plan.clock.now(),
        reproducible: plan.clock.is_fixed(),
    };
    let mut failures = Vec::new();
    for source in &plan.sources {
        progress.stage(Stage::Surveying, 0);
        if let Err(failure) = reader.source(source) {
            match failure {
                Failure::Input(failure) => {
                    reader.read.summary.unreadable += 1;
                    failures.push(failure);
                }
                Failure::Run(error) => return Err(error),
            }
        }
        if progress.stopped() {
            return Err(PipelineError::Interrupted);
        }
    }
    if reader.read.documents.is_empty() {
        return Err(PipelineError::NothingReadable { failures });
    }
    if reader.read.summary.references == 0 {
        let told = |d: &ReadDocument| {
            format!("{}: {} lines of other text", d.document.path, d.document.n_rejected_lines)
        };
        let mut inputs: Vec<_> = reader.read.documents.iter().map(told).collect();
        inputs.extend(failures.iter().map(ToString::to_string));
        return Err(PipelineError::NoReferences { inputs });
    }
    for failure in failures {
        reader.issue(&failure.into_issue())?;
    }
    Ok(reader.read)
}

/// What stops the reading of one input, or of all.
enum Failure {
    /// The input cannot be read; the others can.
    Input(IngestError),
    /// The run is over.
    Run(PipelineError),
}

impl<E: Into<PipelineError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Run(error.into())
    }
}

struct Reader<'a> {
    read: Read,
    parser: Parser<'static>,
    authority: &'a Authority,
    journals: RememberedJournals<'a>,
    dir: &'a Path,
    progress: &'a dyn Progress,
    /// Contents seen so far, and the path they were first seen under.
    seen: HashMap<String, String>,
    /// The references of the document at hand, for what its text says of them.
    listed: Vec<ListEntry>,
    /// The time of the run, in milliseconds since 1970.
    today: i64,
    reproducible: bool,
}

/// What there is of a reference before it is understood.
struct Unread {
    entry: Entry,
    reference: Reference,
    origin: Origin,
    /// What a file says of it besides.
    imported: Option<Box<Record>>,
    /// What is wrong with it, where it is normalized already.
    findings: Option<Vec<Finding>>,
}

/// The document a reference stands in.
#[derive(Clone, Copy)]
struct Around<'a> {
    id: &'a str,
    place: u32,
    path: &'a str,
    year: Option<i16>,
}

struct Understood {
    mention: Mention,
    keys: Option<WorkKeys>,
    issues: Vec<Issue>,
}

impl Reader<'_> {
    /// Reads one input in the way of what it is.
    fn source(&mut self, source: &SourceFile) -> Result<(), Failure> {
        let opened =
            Opened::file(&source.path, &source.shown_as, &Limits::default()).map_err(Failure::Input)?;
        if let Some(recognised) = import::recognise(&opened, &source.columns).map_err(Failure::Input)? {
            if !self.is_repeated(&opened.document(recognised.format), source)? {
                self.records(&opened, recognised, source)?;
            }
            return Ok(());
        }
        let head = (opened.head_bytes().map_err(Failure::Input)?, opened.head().map_err(Failure::Input)?);
        if let Some(kind) = documents::detect(&head.0, &head.1) {
            return self.extracted(&opened, kind, source);
        }
        let text = opened.list().map_err(Failure::Input)?;
        if !self.is_repeated(text.document(), source)? {
            self.list(&text, None)?;
        }
        Ok(())
    }

    /// Whether an earlier input held the same bytes; a finding says so.
    fn is_repeated(&mut self, document: &Document, file: &SourceFile) -> Result<bool, PipelineError> {
        if let Some(earlier) = self.seen.get(&document.sha256) {
            let issue = findings::repeated(&file.shown_as, earlier);
            self.issue(&issue)?;
            return Ok(true);
        }
        self.seen.insert(document.sha256.clone(), file.shown_as.clone());
        Ok(false)
    }

    /// Key of a part of a file: 1 is the file itself.
    fn document_id(sha256: &str, part: u32) -> String {
        stable_id('d', &[sha256, &part.to_string()])
    }

    /// Place of the next document.
    fn place(&self) -> u32 {
        u32::try_from(self.read.documents.len()).unwrap_or(u32::MAX)
    }

    /// From a reference as read to a mention: normalize, keys, findings. Works on one entry alone, so that many can go
    /// side by side.
    fn understand(&self, unread: Unread, around: Around<'_>) -> Understood {
        let Unread { entry, mut reference, origin, imported, findings } = unread;
        let found = findings.unwrap_or_else(|| normalize(&mut reference));
        reference.journal = self.journals.link(&reference);
        let keys = WorkKeys::of(&reference, &entry.text);
        let about = findings::About {
            reference_id: reference_id(around.id, entry.seq),
            path: around.path,
            line: entry.line_start,
            citing_year: around.year,
        };
        let issues = findings::of(&entry, &reference, keys.is_some(), &found, self.authority, &about);
        let mention = Mention {
            document: around.place,
            entry,
            reference,
            is_citing: false,
            origin,
            imported,
            found: None,
        };
        Understood { mention, keys, issues }
    }

    fn keep(&mut self, item: &Understood) -> Result<(), PipelineError> {
        let summary = &mut self.read.summary;
        summary.references += 1;
        summary.parsed += u64::from(item.keys.is_some());
        let link = &item.mention.reference.journal;
        if *link != JournalLink::NotAttempted {
            let done = u64::from(matches!(link, JournalLink::Resolved { .. }));
            summary.journals = Tally { done: summary.journals.done + done, all: summary.journals.all + 1 };
        }
        self.read.clusters.add(item.keys.as_ref());
        self.read.mentions.push(&item.mention).map_err(self.spill_error())?;
        item.issues.iter().try_for_each(|issue| self.issue(issue))
    }

    fn issue(&mut self, issue: &Issue) -> Result<(), PipelineError> {
        self.read.summary.note(issue);
        self.read.issues.push(issue).map_err(self.spill_error())
    }

    fn numbers(&self) -> u32 {
        self.read.clusters.len()
    }

    fn spill_error(&self) -> impl FnOnce(std::io::Error) -> PipelineError + use<> {
        spill_error(self.dir)
    }
}

/// A file without a name fails like any other file of the dataset: the advice is the same.
pub fn spill_error(dir: &Path) -> impl FnOnce(std::io::Error) -> PipelineError + use<> {
    let path = dir.to_owned();
    move |source| DatasetError::Write { path, source }.into()
}
