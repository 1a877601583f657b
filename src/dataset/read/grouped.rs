use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::super::schema::Row;
use super::table::Rows;

/// A table whose rows hang on works, read work by work.
///
/// Tables are written with the works, so that their rows stand in the works' order and one pass over each of them side
/// by side is enough, however large they are. That this is so is checked: rows that no work has taken are an error.
pub struct Grouped {
    rows: Rows,
    /// Whether the row the table stands at has not been taken yet.
    ahead: bool,
    /// Which rows count; a table may hold others too.
    counts: fn(&Rows) -> bool,
}

impl Grouped {
    /// Opens a table; the first of `columns` is the key of the work.
    pub fn open<R: Row>(
        dir: &Path,
        package: &Package,
        columns: &[&str],
        counts: fn(&Rows) -> bool,
    ) -> Result<Self, DatasetError> {
        let mut grouped = Self { rows: Rows::open::<R>(dir, package, columns)?, ahead: false, counts };
        grouped.advance()?;
        Ok(grouped)
    }

    fn advance(&mut self) -> Result<(), DatasetError> {
        loop {
            self.ahead = self.rows.next()?;
            if !self.ahead || (self.counts)(&self.rows) {
                return Ok(());
            }
        }
    }

    /// Hands over the rows of a work.
    pub fn of(
        &mut self,
        work_id: &str,
        mut take: impl FnMut(&Rows) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        while self.ahead && self.rows.text(0) == Some(work_id) {
            take(&self.rows)?;
            self.advance()?;
        }
        Ok(())
    }

    /// To be asked once all works were read.
    pub fn finish(&self) -> Result<(), DatasetError> {
        if self.ahead {
            return Err(self.rows.damaged("it is of no work, or does not stand in the order of the works"));
        }
        Ok(())
    }
}
