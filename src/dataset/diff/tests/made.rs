//! Datasets made by hand.

use std::path::{Path, PathBuf};

use super::super::super::schema::*;
use super::super::super::{Description, TableFormat, TablesWriter, write_datapackage};
use super::super::walk::Room;
use super::super::{Change, Digest, compare};

/// A folder for the datasets of one test.
pub struct Desk {
    dir: tempfile::TempDir,
}

/// A dataset on its way to disk.
pub struct Writer {
    tables: TablesWriter,
    pub run: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn make(&self, name: &str, format: TableFormat, fill: impl FnOnce(&mut Writer)) -> PathBuf {
        let dir = self.path(name);
        std::fs::create_dir(&dir).unwrap();
        let tables = TablesWriter::create(&dir, &[format]).unwrap();
        let mut writer = Writer { tables, run: format!("01RUN{}", name.to_uppercase()) };
        fill(&mut writer);
        let tables = writer.tables.finish().unwrap();
        let about = Description {
            run_id: writer.run.clone(),
            created: "2026-11-01T00:00:00Z".to_owned(),
            ..Description::default()
        };
        write_datapackage(&dir, &about, &tables).unwrap();
        dir
    }

    /// Two datasets in CSV, and what differs between them.
    pub fn differ(
        &self,
        old: impl FnOnce(&mut Writer),
        new: impl FnOnce(&mut Writer),
    ) -> (Vec<Change>, Digest) {
        let old = self.make("old", TableFormat::Csv, old);
        let new = self.make("new", TableFormat::Csv, new);
        self.compare(&old, &new, 1 << 20)
    }

    pub fn compare(&self, old: &Path, new: &Path, bytes: usize) -> (Vec<Change>, Digest) {
        let mut changes = Vec::new();
        let room = Room { bytes, rows_of_part: 4, temporary: self.dir.path().to_owned() };
        let digest = compare(old, new, &[], &room, &mut |change| {
            changes.push(change);
            Ok(())
        });
        (changes, digest.unwrap())
    }
}

impl Writer {
    pub fn push<R: Row>(&mut self, row: &R) {
        self.tables.push(row).unwrap();
    }

    pub fn document(&mut self, id: &str, path: &str) {
        let run_id = self.run.clone();
        self.push(&DocumentRow {
            document_id: id.to_owned(),
            path: path.to_owned(),
            sha256: "0".repeat(64),
            bytes: 1,
            format: "text",
            encoding: "utf-8".to_owned(),
            had_bom: false,
            newline: "lf",
            title: None,
            citing_work_id: None,
            current_through: None,
            last_updated: None,
            style: None,
            n_references: 1,
            n_rejected_lines: 0,
            run_id,
        });
    }

    pub fn reference(&mut self, id: &str, document: &str, raw: &str, work: &str, status: &'static str) {
        let run_id = self.run.clone();
        self.push(&RefRow {
            reference_id: id.to_owned(),
            document_id: document.to_owned(),
            seq: 1,
            label: Some("1".to_owned()),
            raw: raw.to_owned(),
            byte_start: 0,
            byte_end: 1,
            line_start: 1,
            line_end: 1,
            truncated: false,
            parse_confidence: Some(0.5),
            work_id: Some(work.to_owned()),
            match_status: status,
            match_note: None,
            run_id,
        });
    }

    /// A work with nothing but a title, to be filled.
    pub fn work(&mut self, id: &str, fill: impl FnOnce(&mut WorkRow)) {
        let mut row = WorkRow {
            work_id: id.to_owned(),
            r#type: "article",
            title: Some(format!("Title of {id}")),
            title_original: None,
            year: None,
            date: None,
            journal_id: None,
            container_raw: None,
            event_title: None,
            volume: None,
            issue: None,
            supplement: None,
            page_first: None,
            page_last: None,
            article_number: None,
            edition: None,
            publisher: None,
            publisher_place: None,
            language: None,
            r#abstract: None,
            doi: None,
            pmid: None,
            pmcid: None,
            n_authors: None,
            authors_truncated: false,
            n_mentions: 1,
            is_retracted: Some(false),
            retraction_status: "none",
            source: "crossref",
            confidence: None,
            first_seen_run: self.run.clone(),
            last_changed_run: self.run.clone(),
        };
        fill(&mut row);
        self.push(&row);
    }

    pub fn update(&mut self, work: &str, kind: &'static str, source: &'static str, notice: &str) {
        let checked_at = Timestamp(i64::try_from(self.run.len()).unwrap());
        self.push(&UpdateRow {
            work_id: work.to_owned(),
            r#type: kind,
            source,
            notice: notice.to_owned(),
            date: Some(Date(20_000)),
            reason: None,
            checked_at,
        });
    }

    pub fn metric(&mut self, work: &str, as_of: i32, value: f64) {
        self.push(&MetricRow {
            work_id: work.to_owned(),
            metric: "cited_by_count",
            source: "openalex",
            as_of: Date(as_of),
            value,
            provisional: false,
        });
    }

    pub fn provenance(&mut self, work: &str, field: &str, source: &'static str, chosen: bool) {
        let run_id = self.run.clone();
        self.push(&ProvenanceRow {
            entity: "works",
            entity_id: work.to_owned(),
            field: field.to_owned(),
            source,
            value: None,
            chosen,
            confidence: None,
            byte_start: None,
            byte_end: None,
            evidence: Some(run_id.clone()),
            run_id,
        });
    }

    pub fn author(&mut self, id: &str, family: &str, orcid: Option<&str>) {
        self.push(&AuthorRow {
            author_id: id.to_owned(),
            name: family.to_owned(),
            family: Some(family.to_owned()),
            given: None,
            initials: None,
            particle: None,
            suffix: None,
            orcid: orcid.map(str::to_owned),
            is_group: false,
            name_key: family.to_owned(),
            method: "name_full",
            confidence: None,
            n_works: 1,
        });
    }

    pub fn authorship(&mut self, work: &str, position: i16, author: &str, raw: &str) {
        self.push(&AuthorshipRow {
            work_id: work.to_owned(),
            role: "author",
            position,
            author_id: author.to_owned(),
            raw_name: raw.to_owned(),
            role_printed: None,
            is_first: position == 1,
            is_last: None,
            is_corresponding: None,
            fraction: None,
        });
    }

    pub fn identifier(&mut self, work: &str, value: &str, is_primary: bool) {
        self.push(&IdentifierRow {
            work_id: work.to_owned(),
            scheme: "doi",
            value: value.to_owned(),
            raw: None,
            source: "crossref",
            is_primary,
        });
    }

    pub fn keyword(&mut self, work: &str, seq: i16, term: &str) {
        self.push(&KeywordRow {
            work_id: work.to_owned(),
            scheme: "mesh",
            seq,
            term: term.to_owned(),
            term_id: None,
            qualifier: None,
            qualifier_id: None,
            is_major: None,
            source: "pubmed",
        });
    }

    pub fn issue(&mut self, id: &str, code: &'static str, entity_id: &str) {
        let run_id = self.run.clone();
        self.push(&IssueRow {
            issue_id: id.to_owned(),
            severity: "info",
            code,
            entity: "refs".to_owned(),
            entity_id: entity_id.to_owned(),
            field: None,
            message: "a message".to_owned(),
            observed: None,
            expected: None,
            path: None,
            line: Some(1),
            suppressed: false,
            run_id,
        });
    }
}

/// A change as `table key field change old new`, with `-` for nothing.
pub fn told(change: &Change) -> String {
    let shown = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {} {} {} {}",
        change.table,
        change.key,
        change.field,
        change.change.as_str(),
        shown(&change.old),
        shown(&change.new)
    )
}

pub fn all_told(changes: &[Change]) -> Vec<String> {
    changes.iter().map(told).collect()
}
