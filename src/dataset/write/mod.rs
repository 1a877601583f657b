//! Rows to files.

mod content;
mod csv;
mod hashing;
mod parquet;
mod text;

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use self::content::Content;
use self::csv::CsvTable;
use self::parquet::ParquetTable;
pub use self::parquet::schema as parquet_schema;
pub use self::text::write_text;
use super::error::DatasetError;
use super::schema::{Row, TABLES, Table, Value};

/// File formats of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableFormat {
    /// Comma-separated values, RFC 4180.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl TableFormat {
    /// The ending of its files, and its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

/// A table that has been written.
#[derive(Clone, Debug)]
pub struct WrittenTable {
    /// Which one.
    pub table: &'static Table,
    /// Its rows.
    pub rows: u64,
    /// Its files, one per format.
    pub files: Vec<WrittenFile>,
    /// SHA-256 over its rows without the run that recorded them, hexadecimal: the same in two datasets where nothing but
    /// the run differs.
    pub content: String,
}

/// A file of a table.
#[derive(Clone, Debug)]
pub struct WrittenFile {
    /// Its format.
    pub format: TableFormat,
    /// Its name in the dataset's folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// Writes rows of every table into a folder, in the order they come, holding at most one row group of each in memory.
pub struct TablesWriter {
    tables: Vec<OpenTable>,
}

struct OpenTable {
    table: &'static Table,
    rows: u64,
    content: Content,
    csv: Option<Output<CsvTable>>,
    parquet: Option<Output<ParquetTable>>,
}

struct Output<T> {
    path: PathBuf,
    to: T,
}

impl TablesWriter {
    /// Opens every table's files in `dir`, which exists and is empty.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn create(dir: &Path, formats: &[TableFormat]) -> Result<Self, DatasetError> {
        Self::of(dir, formats, TABLES)
    }

    /// The same for some of the tables.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn of(dir: &Path, formats: &[TableFormat], tables: &[&'static Table]) -> Result<Self, DatasetError> {
        let tables =
            tables.iter().map(|table| OpenTable::create(dir, table, formats)).collect::<Result<_, _>>()?;
        Ok(Self { tables })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When its file cannot be written.
    pub fn push<R: Row>(&mut self, row: &R) -> Result<(), DatasetError> {
        // A few dozen pointers to compare; cheaper than a map and never wrong, since `create` opens all of them.
        match self.tables.iter_mut().find(|open| std::ptr::eq(open.table, R::TABLE)) {
            Some(open) => open.push(row),
            None => Err(DatasetError::NoSuchTable { table: R::TABLE.name }),
        }
    }

    /// Rows written so far to one table.
    pub fn rows<R: Row>(&self) -> u64 {
        self.tables.iter().find(|open| std::ptr::eq(open.table, R::TABLE)).map_or(0, |open| open.rows)
    }

    /// Ends every file.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(self) -> Result<Vec<WrittenTable>, DatasetError> {
        self.tables.into_iter().map(OpenTable::finish).collect()
    }
}

impl OpenTable {
    fn create(dir: &Path, table: &'static Table, formats: &[TableFormat]) -> Result<Self, DatasetError> {
        let open = |format: TableFormat| {
            let path = dir.join(file_name(table, format));
            File::create_new(&path).map_err(DatasetError::write(&path)).map(|file| (path, file))
        };
        let mut csv = None;
        let mut parquet = None;
        if formats.contains(&TableFormat::Csv) {
            let (path, file) = open(TableFormat::Csv)?;
            let to = CsvTable::new(table, file).map_err(DatasetError::write(&path))?;
            csv = Some(Output { path, to });
        }
        if formats.contains(&TableFormat::Parquet) {
            let (path, file) = open(TableFormat::Parquet)?;
            let to = ParquetTable::new(table, file).map_err(encoding(&path))?;
            parquet = Some(Output { path, to });
        }
        Ok(Self { table, rows: 0, content: Content::of(table), csv, parquet })
    }

    fn push<R: Row>(&mut self, row: &R) -> Result<(), DatasetError> {
        let mut cells: [Value<'_>; MAX_COLUMNS] = [Value::Null; MAX_COLUMNS];
        let mut n = 0;
        row.visit(&mut |value| {
            if let Some(cell) = cells.get_mut(n) {
                *cell = value;
            }
            n += 1;
        });
        let cells = &cells[..n.min(MAX_COLUMNS)];
        self.content.push(cells);
        if let Some(csv) = &mut self.csv {
            csv.to.push(cells).map_err(DatasetError::write(&csv.path))?;
        }
        if let Some(parquet) = &mut self.parquet {
            parquet.to.push(cells).map_err(encoding(&parquet.path))?;
        }
        self.rows += 1;
        Ok(())
    }

    fn finish(self) -> Result<WrittenTable, DatasetError> {
        let mut files = Vec::new();
        if let Some(Output { path, to }) = self.csv {
            let (bytes, sha256) = to.finish().map_err(DatasetError::write(&path))?;
            let name = file_name(self.table, TableFormat::Csv);
            files.push(WrittenFile { format: TableFormat::Csv, name, bytes, sha256 });
        }
        if let Some(Output { path, to }) = self.parquet {
            let (bytes, sha256) = to.finish().map_err(encoding(&path))?;
            let name = file_name(self.table, TableFormat::Parquet);
            files.push(WrittenFile { format: TableFormat::Parquet, name, bytes, sha256 });
        }
        Ok(WrittenTable { table: self.table, rows: self.rows, files, content: self.content.finish() })
    }
}

/// The widest table; a test holds it to the schema.
const MAX_COLUMNS: usize = 40;

fn file_name(table: &Table, format: TableFormat) -> String {
    format!("{}.{}", table.name, format.as_str())
}

/// Tells a full disk under the encoder from a fault of the encoder's own.
fn encoding(path: &Path) -> impl FnOnce(polars::error::PolarsError) -> DatasetError {
    let path = path.to_owned();
    move |error| match error {
        polars::error::PolarsError::IO { error, .. } => {
            let source = match error.raw_os_error() {
                Some(code) => std::io::Error::from_raw_os_error(code),
                None => std::io::Error::new(error.kind(), error.to_string()),
            };
            DatasetError::Write { path, source }
        }
        other => DatasetError::Encode { path, message: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_fits_the_cells_of_one_row() {
        assert!(TABLES.iter().all(|t| t.columns.len() <= MAX_COLUMNS));
    }
}
