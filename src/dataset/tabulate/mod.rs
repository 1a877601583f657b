//! Works and what hangs on them to rows.

mod authors;
mod countries;
mod journals;
mod matches;
mod networks;
mod records;
mod works;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::path::Path;

pub use self::authors::{AuthorSeen, author_id};
use self::journals::Journals;
use super::error::DatasetError;
use super::history::History;
use super::schema::{
    ChangeRow, DocumentRow, DuplicateRow, IssueRow, MentionRow, RefRow, RelatedTopicRow, Row as _, RunRow,
    TABLES, Table,
};
use super::write::{TableFormat, TablesWriter, WrittenTable};
use crate::model::{Document, InText, Issue, MatchStatus, Mention, digest80, written_id};
use crate::network::Networks;
use crate::normalize::journals::Authority;

/// Turns what the stages give into rows, table by table, as it comes.
pub struct Tabulator<'a> {
    writer: TablesWriter,
    authority: &'a Authority,
    run_id: String,
    documents: Vec<DocumentFacts>,
    journals: Journals,
    networks: Networks,
    /// Digests behind the keys of the affiliations written so far.
    affiliations: HashSet<[u8; 10]>,
    /// What the dataset before says of its works.
    history: Option<History>,
    /// How often each finding came up before, by the digest behind its key.
    issues: HashMap<[u8; 10], u32>,
}

/// What the rows of works need to know of the documents that cite them.
#[derive(Clone, Debug)]
pub struct DocumentFacts {
    /// Key of the document.
    pub id: String,
    /// The document as a citing work, where its title is known.
    pub citing: Option<CitingWork>,
    /// Who says what it cites: a word of the `source` domain.
    pub source: &'static str,
}

/// A citing document as a work.
#[derive(Clone, Debug)]
pub struct CitingWork {
    /// Key of the work.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Year of publication or of the last update.
    pub year: Option<i16>,
    /// Keys of its authors.
    pub authors: Vec<String>,
}

/// A reference's row, but for what the run and its document add.
#[derive(Clone, Debug)]
pub struct RefFacts<'a> {
    /// The reference.
    pub mention: &'a Mention,
    /// The work it points to.
    pub work: Option<[u8; 10]>,
}

/// Two references that were, or might have been, merged.
#[derive(Clone, Debug)]
pub struct DuplicateFacts {
    /// Keys of the two.
    pub references: [String; 2],
    /// How sure it is that they are one work.
    pub score: f64,
    /// What they share, or what keeps them apart.
    pub rule: &'static str,
    /// What was done: a word of the `decision` column.
    pub decision: &'static str,
    /// The work both point to, where they were merged.
    pub work: Option<[u8; 10]>,
}

impl<'a> Tabulator<'a> {
    /// Opens every table in `dir`.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn create(
        dir: &Path,
        formats: &[TableFormat],
        run_id: &str,
        authority: &'a Authority,
        documents: Vec<DocumentFacts>,
    ) -> Result<Self, DatasetError> {
        Ok(Self {
            writer: TablesWriter::of(dir, formats, &all_but_changes())?,
            authority,
            run_id: run_id.to_owned(),
            documents,
            journals: Journals::default(),
            networks: Networks::default(),
            affiliations: HashSet::new(),
            history: None,
            issues: HashMap::new(),
        })
    }

    /// The same, with what the dataset that is refreshed says of its works.
    #[must_use]
    pub fn after(self, history: Option<History>) -> Self {
        Self { history, ..self }
    }

    /// A document, by its place among the inputs.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn document(&mut self, at: u32, document: &Document) -> Result<(), DatasetError> {
        let Some(facts) = self.documents.get(at as usize) else { return Ok(()) };
        for (seq, topic) in (1..).zip(&document.front.related) {
            self.writer.push(&RelatedTopicRow {
                document_id: facts.id.clone(),
                seq,
                title: topic.title.clone(),
                byte_start: bytes(topic.span.start),
                byte_end: bytes(topic.span.end),
            })?;
        }
        self.writer.push(&DocumentRow {
            document_id: facts.id.clone(),
            path: document.path.clone(),
            sha256: document.sha256.clone(),
            bytes: bytes(document.bytes),
            format: document.format.as_str(),
            encoding: document.encoding.clone(),
            had_bom: document.had_bom,
            newline: document.newline.as_str(),
            title: document.front.title.as_ref().map(|t| t.value.clone()),
            citing_work_id: facts.citing.as_ref().map(|c| c.id.clone()),
            current_through: document.front.current_through.as_ref().map(|d| d.value.to_string()),
            last_updated: document.front.last_updated.as_ref().map(|d| d.value.to_string()),
            style: document.style.clone(),
            n_references: count(document.n_references),
            n_rejected_lines: count(document.n_rejected_lines),
            run_id: self.run_id.clone(),
        })
    }

    /// A reference.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn reference(&mut self, facts: &RefFacts<'_>) -> Result<(), DatasetError> {
        let RefFacts { mention, work } = facts;
        let document_id = self.document_id(mention.document).to_owned();
        let entry = &mention.entry;
        let found = mention.found.as_deref();
        let reference_id = crate::merge::reference_id(&document_id, entry.seq);
        self.writer.push(&RefRow {
            reference_id: reference_id.clone(),
            document_id,
            seq: count(entry.seq),
            label: entry.label.clone(),
            raw: entry.text.clone(),
            byte_start: bytes(entry.source.span.start),
            byte_end: bytes(entry.source.span.end),
            line_start: count(entry.line_start),
            line_end: count(entry.line_end),
            truncated: entry.truncated,
            parse_confidence: mention.reference.confidence.map(decimal),
            work_id: work.map(|id| written_id('w', &id)),
            match_status: found.map_or(MatchStatus::NotChecked, |found| found.resolution.status).as_str(),
            match_note: found.map(|found| found.resolution.sentence.clone()),
            run_id: self.run_id.clone(),
        })?;
        found.map_or(Ok(()), |found| self.matches(&reference_id, &found.resolution))
    }

    /// A marker in the text of a document, and a reference it leads to.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn in_text(&mut self, found: &InText) -> Result<(), DatasetError> {
        let document_id = self.document_id(found.document).to_owned();
        let reference_id = found.reference.map(|seq| crate::merge::reference_id(&document_id, seq));
        let kinds = ["numeric", "superscript", "author_year", "key", "link"];
        self.writer.push(&MentionRow {
            document_id,
            seq: count(found.seq),
            part: count(found.part),
            reference_id,
            kind: kinds.into_iter().find(|kind| *kind == found.kind).unwrap_or("link"),
            marker: found.marker.clone(),
            section: found.section.clone(),
            sentence_start: bytes(found.sentence.start),
            sentence_end: bytes(found.sentence.end),
            marker_start: bytes(found.place.start),
            marker_end: bytes(found.place.end),
            n_references: count(found.n_references),
            ambiguous: found.is_ambiguous,
        })
    }

    /// A finding. The same finding again (one field wrong in two ways) gets a key of its own by its order.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn issue(&mut self, issue: &Issue) -> Result<(), DatasetError> {
        let parts = [
            issue.code.as_str(),
            &issue.entity,
            &issue.entity_id,
            issue.field.as_deref().unwrap_or_default(),
            issue.observed.as_deref().unwrap_or_default(),
        ];
        let mut digest = digest80(&parts);
        let again = self.issues.entry(digest).and_modify(|n| *n += 1).or_insert(0);
        if *again > 0 {
            digest = digest80(&[parts[0], parts[1], parts[2], parts[3], parts[4], &again.to_string()]);
        }
        self.writer.push(&IssueRow {
            issue_id: written_id('i', &digest),
            severity: issue.code.severity().as_str(),
            code: issue.code.as_str(),
            entity: issue.entity.clone(),
            entity_id: issue.entity_id.clone(),
            field: issue.field.clone(),
            message: issue.message.clone(),
            observed: issue.observed.clone(),
            expected: issue.expected.clone(),
            path: issue.path.clone(),
            line: issue.line.map(count),
            suppressed: false,
            run_id: self.run_id.clone(),
        })
    }

    /// Two references that share a key.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn duplicate(&mut self, facts: DuplicateFacts) -> Result<(), DatasetError> {
        let [mut a, mut b] = facts.references;
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        self.writer.push(&DuplicateRow {
            reference_id_a: a,
            reference_id_b: b,
            score: facts.score,
            rule: facts.rule,
            decision: facts.decision,
            work_id: facts.work.map(|id| written_id('w', &id)),
        })
    }

    /// Rows written so far to one table.
    pub fn rows<R: super::schema::Row>(&self) -> u64 {
        self.writer.rows::<R>()
    }

    /// Ends the tables but that of changes: journals and networks, which need to have seen all works, and the runs.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self, runs: &[RunRow]) -> Result<Vec<WrittenTable>, DatasetError> {
        let journals = std::mem::take(&mut self.journals);
        for row in journals.rows() {
            self.writer.push(&row)?;
        }
        self.write_networks()?;
        runs.iter().try_for_each(|run| self.writer.push(run))?;
        self.writer.finish()
    }

    fn document_id(&self, at: u32) -> &str {
        self.documents.get(at as usize).map_or("", |facts| facts.id.as_str())
    }
}

/// What changed is known when all other tables are written.
fn all_but_changes() -> Vec<&'static Table> {
    TABLES.iter().copied().filter(|table| table.name != ChangeRow::TABLE.name).collect()
}

/// Sizes of files fit: no file has 2^63 bytes.
fn bytes(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn count(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// A confidence as it is written: four decimals are more than is known, and the same everywhere.
fn decimal(confidence: f32) -> f64 {
    (f64::from(confidence) * 10_000.0).round() / 10_000.0
}
