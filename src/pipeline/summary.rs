use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::model::{Issue, IssueCode, MatchStatus, Severity};

/// What a run has found and done, for the person who started it.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents read.
    pub documents: u64,
    /// Documents that could not be read.
    pub unreadable: u64,
    /// References found.
    pub references: u64,
    /// References of which something could be read.
    pub parsed: u64,
    /// References whose container is in the journal authority, among those that have one.
    pub journals: Tally,
    /// Distinct works, the citing documents among them.
    pub works: u64,
    /// Works that a reference points to.
    pub cited: u64,
    /// References by what services say of them; empty where none was asked.
    pub statuses: BTreeMap<MatchStatus, u64>,
    /// What the cache of answers has to say of itself.
    pub notices: Vec<String>,
    /// What was asked of services.
    pub asked: crate::sources::fetch::Tally,
    /// Findings by code.
    pub issues: BTreeMap<IssueCode, u64>,
    /// The first findings, up to [`KEPT`](Self::KEPT); all of them are in the tables.
    pub first_issues: Vec<Issue>,
    /// Where the snapshot is.
    pub snapshot: PathBuf,
    /// The link to it.
    pub latest: PathBuf,
    /// Older snapshots that were removed.
    pub removed: Vec<String>,
    /// Rows by table.
    pub tables: Vec<(&'static str, u64)>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that did.
    pub done: u64,
    /// All.
    pub all: u64,
}

impl Summary {
    /// Findings kept for showing.
    pub const KEPT: usize = 1000;

    /// Counts a finding, and keeps it for showing while there is room.
    pub fn note(&mut self, issue: &Issue) {
        *self.issues.entry(issue.code).or_default() += 1;
        if self.first_issues.len() < Self::KEPT {
            self.first_issues.push(issue.clone());
        }
    }

    /// True when a finding is more than worth knowing.
    pub fn needs_a_look(&self) -> bool {
        self.issues.keys().any(|code| code.severity() <= Severity::Warning)
    }
}
