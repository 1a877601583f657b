use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::PipelineError;
use super::findings;
use super::journals::RememberedJournals;
use super::plan::{Plan, SourceFile};
use super::progress::{Progress, Stage};
use super::spill::Spill;
use super::summary::{Summary, Tally};
use crate::dataset::DatasetError;
use crate::ingest::{self, Finished, Limits, TextSource};
use crate::merge::{Clusters, WorkKeys, reference_id};
use crate::model::{
    Document, Entry, Issue, JournalLink, Mention, Reference, WorkKind, hex_sha256, stable_id,
};
use crate::normalize::journals::Authority;
use crate::normalize::normalize;
use crate::parse::Parser;
use crate::parse::list::{Tagged, WINDOW};
use crate::parse::repeated::Before;

/// Everything read from the inputs. Only what is counted per document stays in memory; the rest is in files.
pub struct Read {
    pub documents: Vec<ReadDocument>,
    pub mentions: Spill<Mention>,
    pub issues: Spill<Issue>,
    pub clusters: Clusters,
    pub summary: Summary,
}

/// A document, and which mentions are its own.
pub struct ReadDocument {
    pub id: String,
    pub document: Document,
    /// Number of the mention that is the document itself as a work.
    pub citing: Option<u32>,
    /// Number of the first of its references; the others follow.
    pub first: u32,
}

/// Entries read side by side on all cores: whole windows, so that what helps a reference does not hang on batches.
const BATCH: usize = 8 * WINDOW;
/// Fewer are read faster by one.
const WORTH_SHARING: usize = 128;

impl Read {
    /// Hash over the sorted paths and hashes of the inputs.
    pub fn inputs_sha256(&self) -> String {
        let mut lines: Vec<_> =
            self.documents.iter().map(|d| format!("{}\t{}\n", d.document.path, d.document.sha256)).collect();
        lines.sort();
        hex_sha256(lines.concat().as_bytes())
    }

    /// Key of the reference with this number; `None` for a citing document.
    pub fn reference_id(documents: &[ReadDocument], number: u32) -> Option<String> {
        let at = documents.partition_point(|d| d.citing.unwrap_or(d.first) <= number).checked_sub(1)?;
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
            clusters: Clusters::default(),
            summary: Summary::default(),
        },
        parser: Parser::new(),
        authority,
        journals: RememberedJournals::new(authority),
        dir,
        progress,
        seen: HashMap::new(),
    };
    let mut failures = Vec::new();
    for source in &plan.sources {
        progress.stage(Stage::Surveying, 0);
        match ingest::open(&source.path, &source.shown_as, &Limits::default()) {
            Ok(text) => reader.document(&text, source)?,
            Err(failure) => {
                reader.read.summary.unreadable += 1;
                failures.push(failure);
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

struct Reader<'a> {
    read: Read,
    parser: Parser<'static>,
    authority: &'a Authority,
    journals: RememberedJournals<'a>,
    dir: &'a Path,
    progress: &'a dyn Progress,
    /// Contents seen so far, and the path they were first seen under.
    seen: HashMap<String, String>,
}

impl Reader<'_> {
    fn document(&mut self, source: &TextSource, file: &SourceFile) -> Result<(), PipelineError> {
        let document = source.document();
        if let Some(earlier) = self.seen.get(&document.sha256) {
            let issue = findings::repeated(&file.shown_as, earlier);
            return self.issue(&issue);
        }
        self.seen.insert(document.sha256.clone(), file.shown_as.clone());
        self.read.summary.documents += 1;
        let id = stable_id('d', &[&document.sha256, "1"]);
        let place = u32::try_from(self.read.documents.len()).unwrap_or(u32::MAX);
        let citing = self.citing_work(document, place)?;
        let first = citing.map_or(self.numbers(), |n| n + 1);
        self.progress.stage(Stage::Reading, document.bytes);
        let Finished { document, issues } = self.references(source, &id, place)?;
        for issue in &issues {
            self.issue(issue)?;
        }
        self.read.documents.push(ReadDocument { id, document, citing, first });
        Ok(())
    }

    /// The document itself as a work, where its title is known.
    fn citing_work(&mut self, document: &Document, place: u32) -> Result<Option<u32>, PipelineError> {
        let front = &document.front;
        if front.title.is_none() {
            return Ok(None);
        }
        let mut reference = Reference {
            kind: if document.style.as_deref() == Some("uptodate") {
                WorkKind::ReferenceEntry
            } else {
                WorkKind::Unknown
            },
            title: front.title.clone(),
            contributors: front.contributors.clone(),
            issued: front.last_updated.clone(),
            publisher: front.publisher.clone(),
            ..Reference::default()
        };
        normalize(&mut reference);
        // A document that says too little of itself to be recognised elsewhere is known by its content.
        let keys = WorkKeys::of(&reference, &document.sha256);
        let number = self.read.clusters.add(keys.as_ref());
        let mention =
            Mention { document: place, entry: front.entry.clone(), reference, is_citing: true, found: None };
        self.read.mentions.push(&mention).map_err(self.spill_error())?;
        Ok(Some(number))
    }

    fn references(
        &mut self,
        source: &TextSource,
        document_id: &str,
        place: u32,
    ) -> Result<Finished, PipelineError> {
        let mut entries = source.entries()?;
        let mut batch = Vec::with_capacity(BATCH);
        let mut before = Before::default();
        let mut read_to = 0;
        loop {
            batch.clear();
            for entry in entries.by_ref().take(BATCH) {
                batch.push(entry?);
            }
            if batch.is_empty() {
                return Ok(entries.finish()?);
            }
            let end = batch.last().map_or(read_to, |entry: &Entry| entry.source.span.end);
            let side_by_side = batch.len() >= WORTH_SHARING;
            let tag = |entry: &Entry| self.parser.tag(entry);
            let tagged: Vec<Tagged> = if side_by_side {
                batch.par_iter().map(tag).collect()
            } else {
                batch.iter().map(tag).collect()
            };
            let styles: Vec<_> = tagged.chunks(WINDOW).map(|list| self.parser.style(list)).collect();
            let finish = |(i, (entry, tagged)): (usize, (&Entry, Tagged))| {
                self.parser.finish(entry, tagged, styles.get(i / WINDOW).and_then(Option::as_ref))
            };
            let mut references: Vec<Reference> = if side_by_side {
                batch.par_iter().zip(tagged).enumerate().map(finish).collect()
            } else {
                batch.iter().zip(tagged).enumerate().map(finish).collect()
            };
            before.fill(batch.iter().zip(&mut references));
            let understand = |(entry, reference): (Entry, Reference)| {
                self.understand(entry, reference, document_id, place, source.document())
            };
            let understood: Vec<Understood> = if side_by_side {
                batch.par_drain(..).zip(references).map(understand).collect()
            } else {
                batch.drain(..).zip(references).map(understand).collect()
            };
            for item in understood {
                self.keep(&item)?;
            }
            self.progress.advance(end.saturating_sub(read_to));
            read_to = end;
            if self.progress.stopped() {
                return Err(PipelineError::Interrupted);
            }
        }
    }

    /// From a reference as printed to a mention: normalize, keys, findings. Works on one entry alone, so that many can go
    /// side by side.
    fn understand(
        &self,
        entry: Entry,
        mut reference: Reference,
        document_id: &str,
        place: u32,
        document: &Document,
    ) -> Understood {
        let found = normalize(&mut reference);
        reference.journal = self.journals.link(&reference);
        let keys = WorkKeys::of(&reference, &entry.text);
        let about = findings::About {
            reference_id: reference_id(document_id, entry.seq),
            path: &document.path,
            line: entry.line_start,
            citing_year: document.front.last_updated.as_ref().map(|d| d.value.year),
        };
        let issues = findings::of(&entry, &reference, keys.is_some(), &found, self.authority, &about);
        Understood {
            mention: Mention { document: place, entry, reference, is_citing: false, found: None },
            keys,
            issues,
        }
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

struct Understood {
    mention: Mention,
    keys: Option<WorkKeys>,
    issues: Vec<Issue>,
}

/// A file without a name fails like any other file of the dataset: the advice is the same.
pub fn spill_error(dir: &Path) -> impl FnOnce(std::io::Error) -> PipelineError + use<> {
    let path = dir.to_owned();
    move |source| DatasetError::Write { path, source }.into()
}
