use std::path::Path;

use super::diff::Change;
use super::error::DatasetError;
use super::schema::{ChangeRow, Row as _};
use super::write::{TableFormat, TablesWriter, WrittenTable};

/// Writes the table of changes.
pub struct Changes<'a> {
    writer: TablesWriter,
    run_id: &'a str,
}

impl<'a> Changes<'a> {
    /// Opens the table in `dir`.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn create(dir: &Path, formats: &[TableFormat], run_id: &'a str) -> Result<Self, DatasetError> {
        Ok(Self { writer: TablesWriter::of(dir, formats, &[ChangeRow::TABLE])?, run_id })
    }

    /// Writes one change.
    ///
    /// # Errors
    /// When its file cannot be written.
    pub fn push(&mut self, change: Change) -> Result<(), DatasetError> {
        let Change { table, key, field, change, old, new } = change;
        let run_id = self.run_id.to_owned();
        self.writer.push(&ChangeRow { table, key, field, change: change.as_str(), old, new, run_id })
    }

    /// Ends the table.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(self) -> Result<Option<WrittenTable>, DatasetError> {
        Ok(self.writer.finish()?.pop())
    }
}
