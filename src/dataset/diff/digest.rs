use serde::Serialize;

/// What differs between two datasets, in the order in which a person wants to hear it. Its form as JSON is documented in
/// `docs/DIFF.md` and keeps its names: fields are added, never renamed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Digest {
    /// The dataset before.
    pub old: Version,
    /// The dataset after.
    pub new: Version,
    /// True when anything that is compared differs.
    pub changed: bool,
    /// Works newly retracted or withdrawn, or under an expression of concern.
    pub retracted: List<Notice>,
    /// Works newly corrected.
    pub corrected: List<Notice>,
    /// Works of which a retraction, withdrawal or expression of concern is no longer said, or that were reinstated.
    pub taken_back: List<Notice>,
    /// References newly matched to a record.
    pub matched: List<MatchChange>,
    /// References no longer matched.
    pub unmatched: List<MatchChange>,
    /// References whose match is of another kind than before, or that point to another work.
    pub rematched: List<MatchChange>,
    /// Works whose DOI, PMID or PMCID became another one, and works that were joined to another.
    pub merged: List<Merged>,
    /// Fields of works and of their bylines that changed. What comes and goes with a match is told there.
    pub fields: List<FieldChange>,
    /// Counts that changed. What comes and goes with a match is told there.
    pub counts: List<CountChange>,
    /// References that came in.
    pub references_added: List<ReferenceTold>,
    /// References that are gone.
    pub references_removed: List<ReferenceTold>,
    /// References whose text was corrected.
    pub references_changed: List<ReferenceTold>,
    /// Documents that came in.
    pub documents_added: List<DocumentTold>,
    /// Documents that are gone.
    pub documents_removed: List<DocumentTold>,
    /// Documents whose content, path or reading changed.
    pub documents_changed: List<DocumentTold>,
    /// New and solved issues by their code.
    pub issues: Vec<IssueCount>,
    /// Totals before and after.
    pub totals: Totals,
    /// Rows added, removed and modified in each table that was compared and differs.
    pub tables: Vec<TableCount>,
    /// What could not be compared, and why, in sentences.
    pub notes: Vec<String>,
}

/// Which dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Run that made it.
    pub run_id: String,
    /// When, ISO 8601.
    pub created: String,
    /// Version of its schema.
    pub schema_version: String,
}

/// The first entries of a list, and how many there are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List<T> {
    /// All of them.
    pub total: u64,
    /// The first of them, two thousand at most.
    pub entries: Vec<T>,
}

/// A work, as far as a person needs it to know which one is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WorkTold {
    /// Its key in the new dataset; in the old one where it is gone.
    pub work_id: String,
    /// Title.
    pub title: Option<String>,
    /// Year.
    pub year: Option<String>,
    /// Journal or other container.
    pub journal: Option<String>,
    /// DOI.
    pub doi: Option<String>,
    /// PMID.
    pub pmid: Option<String>,
}

/// A retraction, correction or the like of one work.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Notice {
    /// The work.
    pub work: WorkTold,
    /// True when the work itself is new in the dataset.
    pub is_new_work: bool,
    /// `retraction_status` before; none where the work is new.
    pub old_status: Option<String>,
    /// `retraction_status` after.
    pub new_status: Option<String>,
    /// What the sources say, the gravest first.
    pub notices: Vec<Update>,
    /// References to it, a hundred at most.
    pub cited_by: Vec<ReferenceTold>,
    /// How many references to it there are.
    pub n_cited_by: u64,
}

/// A row of the table `updates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Update {
    /// What happened: a word of the column `type`.
    pub r#type: String,
    /// Its notice.
    pub notice: String,
    /// Day of the notice.
    pub date: Option<String>,
    /// Who says so.
    pub source: String,
    /// Reason.
    pub reason: Option<String>,
}

/// A reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReferenceTold {
    /// Its key in the new dataset; in the old one where it is gone.
    pub reference_id: String,
    /// Key of its document.
    pub document_id: String,
    /// Path of its document.
    pub document: String,
    /// Printed number or key.
    pub label: Option<String>,
    /// Its text.
    pub raw: String,
    /// Its text before, where that was another.
    pub old_raw: Option<String>,
    /// What services say of it.
    pub match_status: String,
}

/// What became of the match of a reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MatchChange {
    /// The reference.
    pub reference: ReferenceTold,
    /// Status before.
    pub old_status: String,
    /// Status after.
    pub new_status: String,
    /// The work it points to now.
    pub work: Option<WorkTold>,
    /// The work it pointed to before, where that is another one.
    pub old_work: Option<WorkTold>,
}

/// A work that became another one, or part of another one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Merged {
    /// The work as it is now.
    pub work: WorkTold,
    /// `doi`, `pmid` or `pmcid`; `work_id` where it was joined to a work that was there before.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// A field that changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FieldChange {
    /// The work.
    pub work: WorkTold,
    /// Column of `works`, or `author/3` for the third name of the byline.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Who says so now, as `provenance` has it.
    pub source: Option<String>,
}

/// A count that changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CountChange {
    /// The work.
    pub work: WorkTold,
    /// What was counted.
    pub metric: String,
    /// Who counted.
    pub source: String,
    /// Before; none where it was not counted.
    pub old: Option<String>,
    /// After; none where it is not counted any more.
    pub new: Option<String>,
    /// The day the newer of both was true.
    pub as_of: Option<String>,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DocumentTold {
    /// Its key in the new dataset; in the old one where it is gone.
    pub document_id: String,
    /// Its path.
    pub path: String,
    /// Its path before, where that was another.
    pub old_path: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// References in it.
    pub n_references: String,
    /// Which of its fields changed.
    pub fields: Vec<String>,
}

/// Issues of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IssueCount {
    /// Code.
    pub code: String,
    /// How many are new.
    pub added: u64,
    /// How many are solved.
    pub solved: u64,
}

/// A number before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BeforeAfter {
    /// Before.
    pub old: u64,
    /// After.
    pub new: u64,
}

/// Totals before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Documents.
    pub documents: BeforeAfter,
    /// References.
    pub references: BeforeAfter,
    /// References that are matched.
    pub matched: BeforeAfter,
    /// Works.
    pub works: BeforeAfter,
    /// Works known to be retracted.
    pub retracted: BeforeAfter,
}

/// Changes of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableCount {
    /// Table.
    pub table: String,
    /// Rows added.
    pub added: u64,
    /// Rows removed.
    pub removed: u64,
    /// Rows modified.
    pub modified: u64,
}

impl Digest {
    /// Lists everything that is worth a look by itself: what was retracted, corrected or taken back.
    pub const fn has_notices(&self) -> bool {
        !(self.retracted.is_empty() && self.corrected.is_empty() && self.taken_back.is_empty())
    }
}

/// Most entries a list carries.
pub const MOST_ENTRIES: usize = 2000;

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { total: 0, entries: Vec::new() }
    }
}

impl<T> List<T> {
    /// Counts an entry, and keeps it while there is room.
    pub fn push(&mut self, entry: T) {
        self.total += 1;
        if self.entries.len() < MOST_ENTRIES {
            self.entries.push(entry);
        }
    }

    /// True when nothing was counted.
    pub const fn is_empty(&self) -> bool {
        self.total == 0
    }
}
