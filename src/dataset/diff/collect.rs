use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::error::DatasetError;
use super::super::schema::{
    AuthorshipRow, DocumentRow, IssueRow, MetricRow, ProvenanceRow, RefRow, Row as _, UpdateRow, WorkRow,
};
use super::change::{Change, ChangeKind};
use super::digest::{
    CountChange, Digest, DocumentTold, FieldChange, IssueCount, MatchChange, Merged, ReferenceTold,
    TableCount, WorkTold,
};
use super::held::Cells;
use super::pair::is_matched;
use super::plan::Plan;
use super::renames::Renames;
use super::walk::Teller;

/// Tells every change, and gathers what the digest says.
///
/// The tables come in the order of the schema: references before works, works before what hangs on them.
pub struct Collector<'a> {
    take: &'a mut dyn FnMut(Change) -> Result<(), DatasetError>,
    renames: &'a Renames,
    pub digest: Digest,
    count: TableCount,
    /// New and solved issues by code.
    issues: BTreeMap<String, (u64, u64)>,
    /// Works to which something grave or good may have happened, with their status before where the row tells.
    pub noticed: BTreeMap<String, Option<Status>>,
    pub added_works: HashSet<Box<str>>,
    removed_works: HashSet<Box<str>>,
    /// Works whose references were matched or lost their match: what comes with that is told there.
    rematched_works: HashSet<Box<str>>,
    /// Old works whose references point to another one now.
    left_for: HashMap<Box<str>, Box<str>>,
    /// Where among the changed fields those of a work stand.
    fields_of: HashMap<Box<str>, Vec<usize>>,
}

/// What the table of works says of retractions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub before: Option<String>,
    pub was_retracted: bool,
}

/// Columns of works that are told in another way, or say nothing of the work itself.
const TOLD_ELSEWHERE: [&str; 5] =
    ["work_id", "is_retracted", "retraction_status", "n_mentions", "confidence"];

impl<'a> Collector<'a> {
    pub fn new(
        take: &'a mut dyn FnMut(Change) -> Result<(), DatasetError>,
        renames: &'a Renames,
        digest: Digest,
    ) -> Self {
        Self {
            take,
            renames,
            digest,
            count: TableCount::default(),
            issues: BTreeMap::new(),
            noticed: BTreeMap::new(),
            added_works: HashSet::new(),
            removed_works: HashSet::new(),
            rematched_works: HashSet::new(),
            left_for: HashMap::new(),
            fields_of: HashMap::new(),
        }
    }

    /// Ends a table.
    pub fn table_done(&mut self, table: &str) {
        let mut count = std::mem::take(&mut self.count);
        if count.added + count.removed + count.modified > 0 {
            table.clone_into(&mut count.table);
            self.digest.tables.push(count);
            self.digest.changed = true;
        }
    }

    /// Ends all tables.
    pub fn done(&mut self) {
        let issues = std::mem::take(&mut self.issues);
        self.digest.issues =
            issues.into_iter().map(|(code, (added, solved))| IssueCount { code, added, solved }).collect();
    }

    fn change(
        &mut self,
        plan: &Plan,
        key: String,
        field: &str,
        change: ChangeKind,
        cells: (Option<&str>, Option<&str>),
    ) -> Result<(), DatasetError> {
        (self.take)(Change {
            table: plan.table.name,
            key,
            field: field.to_owned(),
            change,
            old: cells.0.map(str::to_owned),
            new: cells.1.map(str::to_owned),
        })
    }

    fn document(&mut self, plan: &Plan, old: Option<&dyn Cells>, new: Option<&dyn Cells>, columns: &[usize]) {
        let Some(row) = new.or(old) else { return };
        let told = DocumentTold {
            document_id: owned(plan, row, "document_id"),
            path: owned(plan, row, "path"),
            old_path: old
                .and_then(|old| optional(plan, old, "path"))
                .filter(|p| *p != owned(plan, row, "path")),
            title: optional(plan, row, "title"),
            n_references: owned(plan, row, "n_references"),
            fields: names(plan, columns).map(str::to_owned).collect(),
        };
        match (old, new) {
            (None, _) => self.digest.documents_added.push(told),
            (_, None) => self.digest.documents_removed.push(told),
            _ => self.digest.documents_changed.push(told),
        }
    }

    fn reference(&mut self, plan: &Plan, old: &dyn Cells, new: &dyn Cells, columns: &[usize]) {
        if names(plan, columns).any(|name| name == "raw") {
            let mut told = reference(plan, new);
            told.old_raw = optional(plan, old, "raw");
            self.digest.references_changed.push(told);
        }
        if !names(plan, columns).any(|name| name == "match_status" || name == "work_id") {
            return;
        }
        let status = |row| owned(plan, row, "match_status");
        let (old_status, new_status) = (status(old), status(new));
        let (was, is) = (is_matched(&old_status), is_matched(&new_status));
        let before = plan.named(old, "work_id");
        let now = plan.named(new, "work_id");
        let moved = before.map(|id| self.renames.of(id)) != now;
        if let (Some(before), Some(now)) = (before.filter(|_| moved), now) {
            self.left_for.insert(before.into(), now.into());
        }
        if was != is {
            self.rematched_works.extend(now.map(Into::into));
        }
        // Another work of a reference that nobody looked for is the doing of its text.
        if old_status == new_status && !(is && moved) {
            return;
        }
        let told = MatchChange {
            reference: reference(plan, new),
            old_status,
            new_status,
            work: now.map(work),
            old_work: before.filter(|_| moved).map(work),
        };
        match (was, is) {
            (false, true) => self.digest.matched.push(told),
            (true, false) => self.digest.unmatched.push(told),
            _ => self.digest.rematched.push(told),
        }
    }

    fn work(&mut self, plan: &Plan, old: &dyn Cells, new: &dyn Cells, columns: &[usize]) {
        let Some(id) = plan.named(new, "work_id") else { return };
        let status = |row| (plan.named(row, "retraction_status"), plan.named(row, "is_retracted"));
        if status(old) != status(new) {
            let (before, was_retracted) = status(old);
            let status =
                Status { before: before.map(str::to_owned), was_retracted: was_retracted == Some("true") };
            if grave(plan, old) != grave(plan, new) {
                self.noticed.insert(id.to_owned(), Some(status));
            }
        }
        for at in columns {
            let Some(field) = plan.columns.get(*at).filter(|name| !TOLD_ELSEWHERE.contains(name)) else {
                continue;
            };
            let (before, after) = (old.text(*at), new.text(*at));
            let is_identifier = ["doi", "pmid", "pmcid"].contains(field);
            if is_identifier && before.is_some() && after.is_some() {
                self.digest.merged.push(Merged {
                    work: work(id),
                    field: (*field).to_owned(),
                    old: before.map(str::to_owned),
                    new: after.map(str::to_owned),
                });
            } else if !self.rematched_works.contains(id) {
                self.field(id, (*field).to_owned(), before, after);
            }
        }
    }

    /// A row of a byline, of which either may be missing.
    fn authorship(&mut self, plan: &Plan, old: Option<&dyn Cells>, new: Option<&dyn Cells>) {
        let Some(row) = new.or(old) else { return };
        let id = plan.named(row, "work_id").unwrap_or_default();
        let id = if new.is_some() { id } else { self.renames.of(id) };
        if self.is_new_or_gone(id) || self.rematched_works.contains(id) {
            return;
        }
        let name = |row: Option<&dyn Cells>, column| row.and_then(|row| optional(plan, row, column));
        let field = format!("{}/{}", owned(plan, row, "role"), owned(plan, row, "position"));
        let (before, after) = (name(old, "raw_name"), name(new, "raw_name"));
        if before != after {
            self.field(id, field, before.as_deref(), after.as_deref());
            return;
        }
        let (before, after) = (name(old, "author_id"), name(new, "author_id"));
        if before.as_deref().map(|id| self.renames.of(id)) != after.as_deref() {
            self.field(id, format!("{field} author_id"), before.as_deref(), after.as_deref());
        }
    }

    fn field(&mut self, id: &str, field: String, old: Option<&str>, new: Option<&str>) {
        let at = self.digest.fields.entries.len();
        self.digest.fields.push(FieldChange {
            work: work(id),
            field,
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            source: None,
        });
        if self.digest.fields.entries.len() > at {
            self.fields_of.entry(id.into()).or_default().push(at);
        }
    }

    fn count_changed(&mut self, plan: &Plan, old: Option<&dyn Cells>, new: Option<&dyn Cells>) {
        let Some(row) = new.or(old) else { return };
        let id = plan.named(row, "work_id").unwrap_or_default();
        let id = if new.is_some() { id } else { self.renames.of(id) };
        if self.is_new_or_gone(id) || self.rematched_works.contains(id) {
            return;
        }
        let value = |row: Option<&dyn Cells>| row.and_then(|row| optional(plan, row, "value"));
        if value(old) == value(new) {
            return;
        }
        let told = CountChange {
            work: work(id),
            metric: owned(plan, row, "metric"),
            source: owned(plan, row, "source"),
            old: value(old),
            new: value(new),
            as_of: optional(plan, row, "as_of"),
        };
        self.digest.counts.push(told);
    }

    fn is_new_or_gone(&self, work: &str) -> bool {
        self.added_works.contains(work) || self.removed_works.contains(work)
    }

    /// A row of a table that is in one dataset only.
    fn whole(&mut self, plan: &Plan, old: Option<&dyn Cells>, new: Option<&dyn Cells>) {
        let Some(row) = new.or(old) else { return };
        let is_new = new.is_some();
        match plan.table.name {
            name if name == DocumentRow::TABLE.name => self.document(plan, old, new, &[]),
            name if name == RefRow::TABLE.name => {
                let list = if is_new {
                    &mut self.digest.references_added
                } else {
                    &mut self.digest.references_removed
                };
                list.push(reference(plan, row));
            }
            name if name == WorkRow::TABLE.name => {
                let id = plan.named(row, "work_id").unwrap_or_default();
                if is_new {
                    self.added_works.insert(id.into());
                    if grave(plan, row) != (0, false) {
                        self.noticed.insert(id.to_owned(), Some(Status::default()));
                    }
                    return;
                }
                self.removed_works.insert(id.into());
                if let Some(other) = self.left_for.get(id) {
                    self.digest.merged.push(Merged {
                        work: work(other),
                        field: "work_id".to_owned(),
                        old: Some(id.to_owned()),
                        new: Some(other.to_string()),
                    });
                }
            }
            name if name == AuthorshipRow::TABLE.name => self.authorship(plan, old, new),
            name if name == MetricRow::TABLE.name => self.count_changed(plan, old, new),
            name if name == UpdateRow::TABLE.name => {
                let id = plan.named(row, "work_id").unwrap_or_default();
                let id = if is_new { id } else { self.renames.of(id) };
                if !self.removed_works.contains(id) {
                    self.noticed.entry(id.to_owned()).or_default();
                }
            }
            name if name == IssueRow::TABLE.name => {
                let counts = self.issues.entry(owned(plan, row, "code")).or_default();
                if is_new { counts.0 += 1 } else { counts.1 += 1 }
            }
            _ => {}
        }
    }
}

impl Teller for Collector<'_> {
    fn seen(&mut self, plan: &Plan, new: &dyn Cells) {
        // What became of a field is known when the table of sources comes.
        if self.fields_of.is_empty() || plan.table.name != ProvenanceRow::TABLE.name {
            return;
        }
        let Some(of) = plan.named(new, "entity_id").and_then(|id| self.fields_of.get(id)) else { return };
        if plan.named(new, "entity") != Some("works") || plan.named(new, "chosen") != Some("true") {
            return;
        }
        let field = plan.named(new, "field");
        for at in of {
            if let Some(told) = self.digest.fields.entries.get_mut(*at)
                && (field == Some(&told.field) || field == told.field.strip_suffix(" author_id"))
            {
                told.source = optional(plan, new, "source");
            }
        }
    }

    fn modified(
        &mut self,
        plan: &Plan,
        old: &dyn Cells,
        new: &dyn Cells,
        columns: &[usize],
    ) -> Result<(), DatasetError> {
        self.count.modified += 1;
        for at in columns {
            let field = plan.columns.get(*at).copied().unwrap_or_default();
            let cells = (old.text(*at), new.text(*at));
            self.change(plan, plan.key(old), field, ChangeKind::Modified, cells)?;
        }
        match plan.table.name {
            name if name == DocumentRow::TABLE.name => self.document(plan, Some(old), Some(new), columns),
            name if name == RefRow::TABLE.name => self.reference(plan, old, new, columns),
            name if name == WorkRow::TABLE.name => self.work(plan, old, new, columns),
            name if name == AuthorshipRow::TABLE.name => self.authorship(plan, Some(old), Some(new)),
            name if name == MetricRow::TABLE.name => self.count_changed(plan, Some(old), Some(new)),
            _ => {}
        }
        Ok(())
    }

    fn removed(&mut self, plan: &Plan, old: &dyn Cells) -> Result<(), DatasetError> {
        self.count.removed += 1;
        self.whole(plan, Some(old), None);
        self.change(plan, plan.key(old), "*", ChangeKind::Removed, (None, None))
    }

    fn added(&mut self, plan: &Plan, new: &dyn Cells) -> Result<(), DatasetError> {
        self.count.added += 1;
        self.whole(plan, None, Some(new));
        self.change(plan, plan.key(new), "*", ChangeKind::Added, (None, None))
    }
}

/// How grave the status in the table of works is.
fn grave(plan: &Plan, row: &dyn Cells) -> (u8, bool) {
    let status = plan.named(row, "retraction_status").unwrap_or_default();
    (super::notices::gravity_of_status(status), plan.named(row, "is_retracted") == Some("true"))
}

fn names<'a>(plan: &'a Plan, columns: &'a [usize]) -> impl Iterator<Item = &'static str> + use<'a> {
    columns.iter().filter_map(|at| plan.columns.get(*at).copied())
}

fn optional(plan: &Plan, row: &dyn Cells, column: &str) -> Option<String> {
    plan.named(row, column).map(str::to_owned)
}

fn owned(plan: &Plan, row: &dyn Cells, column: &str) -> String {
    plan.named(row, column).unwrap_or_default().to_owned()
}

/// A work of which only the key is known yet.
fn work(id: &str) -> WorkTold {
    WorkTold { work_id: id.to_owned(), ..WorkTold::default() }
}

fn reference(plan: &Plan, row: &dyn Cells) -> ReferenceTold {
    ReferenceTold {
        reference_id: owned(plan, row, "reference_id"),
        document_id: owned(plan, row, "document_id"),
        document: String::new(),
        label: optional(plan, row, "label"),
        raw: owned(plan, row, "raw"),
        old_raw: None,
        match_status: owned(plan, row, "match_status"),
    }
}
