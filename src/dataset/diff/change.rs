use super::super::schema::ChangeRow;

/// What happened to a row or to one of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The row is only in the new dataset.
    Added,
    /// The row is only in the old dataset.
    Removed,
    /// The row is in both, and the cell differs.
    Modified,
}

impl ChangeKind {
    /// The word of the column `change`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Modified => "modified",
        }
    }
}

/// One difference between two datasets: a row of the table `changes`, but for the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Table.
    pub table: &'static str,
    /// Key columns of the row, joined by `|`: as the new dataset has them for an added row, else as the old one has.
    pub key: String,
    /// Column; `*` for a whole row.
    pub field: String,
    /// What happened.
    pub change: ChangeKind,
    /// The cell before; none where it was null, and for whole rows.
    pub old: Option<String>,
    /// The cell after; none where it is null, and for whole rows.
    pub new: Option<String>,
}

impl Change {
    /// The row of the table `changes` that tells of it.
    pub fn into_row(self, run_id: &str) -> ChangeRow {
        ChangeRow {
            table: self.table,
            key: self.key,
            field: self.field,
            change: self.change.as_str(),
            old: self.old,
            new: self.new,
            run_id: run_id.to_owned(),
        }
    }
}
