//! The tables, defined once.
//!
//! Everything that knows a column by name is derived from [`TABLES`]: the writers, the data package, the checks and
//! the data dictionary in `docs/SCHEMA.md`. A table is declared by the `table!` macro, which makes its description
//! and the type of its rows from the same lines, so that a row cannot disagree with its table.

#![allow(clippy::doc_markdown, reason = "descriptions are data: the data package shows them as plain text")]

mod analysis;
mod audit;
mod comparison;
mod define;
mod domain;
mod links;
mod markdown;
mod people;
mod sources;
mod works;

pub use analysis::{CitationRow, MetricRow, NetworkEdgeRow, NetworkNodeRow};
pub use audit::{ChangeRow, DuplicateRow, IssueRow, MatchRow, ProvenanceRow, UpdateRow};
pub use comparison::Comparison;
pub use define::{Date, Row, Timestamp, Value};
pub use domain::Domain;
pub use links::{FundingRow, IdentifierRow, KeywordRow, MentionRow};
pub use markdown::data_dictionary;
pub use people::{AffiliationRow, AuthorRow, AuthorshipAffiliationRow, AuthorshipRow};
pub use sources::{DocumentRow, RefRow, RelatedTopicRow, RunRow};
pub use works::{JournalRow, WorkRow};

/// Version of the schema, after semantic versioning: a new major version breaks readers.
pub const SCHEMA_VERSION: &str = "0.5.0";

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name, and the stem of its files.
    pub name: &'static str,
    /// What one row is.
    pub meaning: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Columns that make the primary key.
    pub key: &'static [&'static str],
    /// Further sets of columns whose values are unique where they are not null.
    pub unique: &'static [&'static [&'static str]],
    /// Columns that point into other tables.
    pub foreign: &'static [ForeignKey],
    /// How its rows are compared with those of another dataset.
    pub comparison: Comparison,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Cells may be null.
    pub nullable: bool,
    /// Which values are allowed.
    pub domain: Domain,
    /// What it means.
    pub meaning: &'static str,
}

/// Columns that point to the key of another table.
#[derive(Debug)]
pub struct ForeignKey {
    /// Columns here.
    pub columns: &'static [&'static str],
    /// The other table.
    pub table: &'static str,
    /// Its columns, in the same order.
    pub target: &'static [&'static str],
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text; never the empty string, which is null.
    Text,
    /// 16-bit signed integer.
    I16,
    /// 32-bit signed integer.
    I32,
    /// 64-bit signed integer.
    I64,
    /// 64-bit floating point number.
    F64,
    /// True or false.
    Bool,
    /// A day.
    Date,
    /// A point in time, to the millisecond, in UTC.
    Timestamp,
}

impl Table {
    /// The position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    /// The table of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().copied().find(|t| t.name == name)
    }
}

/// Every table, in the order of the data dictionary. The set is a contract: all of them are written, empty or not.
pub static TABLES: &[&Table] = &[
    RunRow::TABLE,
    DocumentRow::TABLE,
    RelatedTopicRow::TABLE,
    RefRow::TABLE,
    MentionRow::TABLE,
    WorkRow::TABLE,
    AuthorRow::TABLE,
    AuthorshipRow::TABLE,
    AffiliationRow::TABLE,
    AuthorshipAffiliationRow::TABLE,
    JournalRow::TABLE,
    IdentifierRow::TABLE,
    KeywordRow::TABLE,
    FundingRow::TABLE,
    CitationRow::TABLE,
    MatchRow::TABLE,
    ProvenanceRow::TABLE,
    IssueRow::TABLE,
    UpdateRow::TABLE,
    MetricRow::TABLE,
    DuplicateRow::TABLE,
    NetworkNodeRow::TABLE,
    NetworkEdgeRow::TABLE,
    ChangeRow::TABLE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Decision;

    #[test]
    fn keys_and_foreign_keys_name_columns_that_exist() {
        for table in TABLES {
            let known = |c: &&str| table.position(c).is_some();
            assert!(!table.key.is_empty(), "{} has no key", table.name);
            assert!(table.key.iter().all(known), "{} key", table.name);
            for column in table.key {
                let at = table.position(column).unwrap();
                assert!(!table.columns[at].nullable, "{}.{column} is a key and nullable", table.name);
            }
            assert!(table.unique.iter().all(|set| set.iter().all(known)), "{} unique", table.name);
            for foreign in table.foreign {
                let target = Table::named(foreign.table).unwrap_or_else(|| panic!("{}", foreign.table));
                assert!(foreign.columns.iter().all(known), "{} foreign", table.name);
                assert_eq!(foreign.columns.len(), foreign.target.len());
                assert_eq!(foreign.target, target.key, "{} → {} is not its key", table.name, target.name);
            }
        }
    }

    #[test]
    fn every_rule_and_decision_of_merging_may_be_written() {
        let allowed = |column: &str| match DuplicateRow::TABLE.columns.iter().find(|c| c.name == column) {
            Some(Column { domain: Domain::OneOf(words), .. }) => words.to_vec(),
            other => panic!("{other:?}"),
        };
        assert_eq!(allowed("rule"), crate::merge::Rule::ALL.map(crate::merge::Rule::as_str));
        for decision in [Decision::Merged, Decision::KeptApart, Decision::Review] {
            assert!(allowed("decision").contains(&decision.as_str()));
        }
    }

    #[test]
    fn names_are_unique_and_plain() {
        let mut names: Vec<_> = TABLES.iter().map(|t| t.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLES.len());
        for table in TABLES {
            for column in table.columns {
                let plain =
                    column.name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
                assert!(plain, "{}", column.name);
                assert!(!column.meaning.is_empty(), "{}.{} says nothing", table.name, column.name);
            }
        }
    }
}
