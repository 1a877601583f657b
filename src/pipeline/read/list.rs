//! Printed lists: entries are tagged, windows of a list together, and read.

use rayon::prelude::*;

use super::super::progress::Stage;
use super::in_text::MOST_TEXT;
use super::{Around, PipelineError, ReadDocument, Reader, Understood, Unread};
use crate::ingest::{Finished, TextSource};
use crate::merge::WorkKeys;
use crate::model::{Document, Entry, Field, FrontMatter, Mention, Origin, Reference, WorkKind};
use crate::normalize::normalize;
use crate::parse::list::{Tagged, WINDOW};
use crate::parse::repeated::Before;

/// Entries read side by side on all cores: whole windows, so that what helps a reference does not hang on batches.
pub(super) const BATCH: usize = 8 * WINDOW;
/// Fewer are read faster by one.
const WORTH_SHARING: usize = 128;

impl Reader<'_> {
    /// Reads a text with reference lists. Where it was taken out of a document of another format, that is `own`.
    pub(super) fn list(&mut self, source: &TextSource, own: Option<Document>) -> Result<(), PipelineError> {
        let text = source.document();
        let document = &own.map_or_else(|| text.clone(), |own| described(own, text));
        self.read.summary.documents += 1;
        let id = Self::document_id(&document.sha256, 1);
        let place = self.place();
        let start = self.numbers();
        let citing = self.citing_work(document, place)?;
        let first = self.numbers();
        let year = document.front.last_updated.as_ref().map(|date| date.value.year);
        self.progress.stage(Stage::Reading, document.bytes);
        let around = Around { id: &id, place, path: &document.path, year };
        self.listed.clear();
        let Finished { document: read, issues } = self.references(source, around)?;
        let body = source.body(MOST_TEXT)?;
        self.paragraphs(&body, place)?;
        for issue in &issues {
            self.issue(issue)?;
        }
        let Document { n_references, n_rejected_lines, newline, .. } = read;
        let document = Document { newline, n_references, n_rejected_lines, ..document.clone() };
        let as_of = self.today;
        self.read.documents.push(ReadDocument {
            id,
            document,
            citing,
            year,
            as_of,
            source: "input",
            start,
            first,
        });
        Ok(())
    }

    /// The document itself as a work, where its title is known.
    pub(super) fn citing_work(
        &mut self,
        document: &Document,
        place: u32,
    ) -> Result<Option<u32>, PipelineError> {
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
            container_title: front.container_title.clone(),
            identifiers: front.identifiers.iter().cloned().map(Field::given).collect(),
            publisher: front.publisher.clone(),
            ..Reference::default()
        };
        normalize(&mut reference);
        // A document that says too little of itself to be recognised elsewhere is known by its content.
        let keys = WorkKeys::of(&reference, &document.sha256);
        let number = self.read.clusters.add(keys.as_ref());
        let mention = Mention {
            document: place,
            entry: front.entry.clone(),
            reference,
            is_citing: true,
            ..Mention::default()
        };
        self.read.mentions.push(&mention).map_err(self.spill_error())?;
        Ok(Some(number))
    }

    fn references(&mut self, source: &TextSource, around: Around<'_>) -> Result<Finished, PipelineError> {
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
            self.printed(&mut batch, &mut before, around)?;
            self.progress.advance(end.saturating_sub(read_to));
            read_to = end;
            if self.progress.stopped() {
                return Err(PipelineError::Interrupted);
            }
        }
    }

    /// Reads printed entries, which follow each other in one list, and keeps them.
    pub(super) fn printed(
        &mut self,
        batch: &mut Vec<Entry>,
        before: &mut Before,
        around: Around<'_>,
    ) -> Result<(), PipelineError> {
        let side_by_side = batch.len() >= WORTH_SHARING;
        let tag = |entry: &Entry| self.parser.tag(entry);
        let tagged: Vec<Tagged> =
            if side_by_side { batch.par_iter().map(tag).collect() } else { batch.iter().map(tag).collect() };
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
            let unread = Unread { entry, reference, origin: Origin::Parsed, imported: None, findings: None };
            self.understand(unread, around)
        };
        let understood: Vec<Understood> = if side_by_side {
            batch.par_drain(..).zip(references).map(understand).collect()
        } else {
            batch.drain(..).zip(references).map(understand).collect()
        };
        for item in &understood {
            self.listed(&item.mention);
            self.keep(item)?;
        }
        Ok(())
    }
}

/// What a document says of itself in its own way, and where it says nothing, what its text says.
fn described(own: Document, text: &Document) -> Document {
    let (mine, printed) = (own.front.clone(), &text.front);
    let front = FrontMatter {
        title: mine.title.or_else(|| printed.title.clone()),
        contributors: if mine.contributors.is_empty() {
            printed.contributors.clone()
        } else {
            mine.contributors
        },
        last_updated: mine.last_updated.or_else(|| printed.last_updated.clone()),
        container_title: mine.container_title,
        identifiers: mine.identifiers,
        ..printed.clone()
    };
    Document { front, style: text.style.clone(), ..own }
}
