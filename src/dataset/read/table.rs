use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{Column, SerReader as _};

use super::super::check::is_plain_name;
use super::super::check::package::{DataFile, Package};
use super::super::check::rows::{SLICE, cell, reader};
use super::super::describe::DATAPACKAGE;
use super::super::error::DatasetError;
use super::super::schema::{Row, Table, Value};
use super::super::write::write_text;
use crate::export::csv_cell::unguard;

/// Some columns of a table, row by row as text, whichever of its files is there.
pub struct Rows {
    path: PathBuf,
    table: &'static str,
    source: Source,
    row: u64,
}

enum Source {
    Csv { csv: csv::Reader<File>, record: csv::StringRecord, columns: Vec<(usize, bool)> },
    Parquet(Parquet),
}

struct Parquet {
    names: Vec<String>,
    columns: Vec<Column>,
    start: usize,
    at: usize,
    total: usize,
    cells: Vec<Option<String>>,
}

impl Rows {
    /// Opens these columns of a table of the dataset in `dir`.
    pub fn open<R: Row>(dir: &Path, package: &Package, columns: &[&str]) -> Result<Self, DatasetError> {
        Self::open_table(dir, package, R::TABLE, columns)
    }

    /// The same for a table that is known only at run time.
    pub fn open_table(
        dir: &Path,
        package: &Package,
        table: &'static Table,
        columns: &[&str],
    ) -> Result<Self, DatasetError> {
        let name = table.name.replace('_', "-");
        let no_dataset = |message: String| DatasetError::NotADataset { path: dir.join(DATAPACKAGE), message };
        let resource = package.resources.iter().find(|r| r.name == name);
        let resource = resource.ok_or_else(|| no_dataset(format!("it has no table {}", table.name)))?;
        let mut positions = Vec::new();
        for column in columns {
            let described = resource.schema.fields.iter().position(|f| f.name == *column);
            let at = described
                .ok_or_else(|| no_dataset(format!("its table {} has no column {column}", table.name)))?;
            positions.push((at, resource.schema.fields.get(at).is_some_and(|f| f.r#type == "string")));
        }
        let usable = |file: &&DataFile| {
            is_plain_name(&file.path)
                && matches!(file.format.as_deref(), Some("csv" | "parquet"))
                && dir.join(&file.path).exists()
        };
        let file = resource
            .files()
            .find(usable)
            .ok_or_else(|| no_dataset(format!("no file of its table {} is there", table.name)))?;
        let path = dir.join(&file.path);
        let damaged = |message: String| DatasetError::Damaged { path: path.clone(), message };
        let source = if file.format.as_deref() == Some("csv") {
            let mut csv = csv::Reader::from_path(&path).map_err(|e| damaged(e.to_string()))?;
            let header = csv.headers().map_err(|e| damaged(e.to_string()))?;
            for (name, (at, _)) in columns.iter().zip(&positions) {
                if header.get(*at) != Some(name) {
                    return Err(damaged(format!("its column {} is not {name}", at + 1)));
                }
            }
            Source::Csv { csv, record: csv::StringRecord::new(), columns: positions }
        } else {
            let total = reader(&path).and_then(|mut r| r.num_rows().map_err(|e| e.to_string()));
            Source::Parquet(Parquet {
                names: columns.iter().map(|c| (*c).to_owned()).collect(),
                columns: Vec::new(),
                start: 0,
                at: 0,
                total: total.map_err(damaged)?,
                cells: vec![None; columns.len()],
            })
        };
        Ok(Self { path, table: table.name, source, row: 0 })
    }

    /// Goes to the next row; false at the end.
    pub fn next(&mut self) -> Result<bool, DatasetError> {
        let read = match &mut self.source {
            Source::Csv { csv, record, .. } => csv.read_record(record).map_err(|e| e.to_string()),
            Source::Parquet(parquet) => parquet.next(&self.path),
        };
        match read {
            Ok(there) => {
                self.row += 1;
                Ok(there)
            }
            Err(message) => Err(DatasetError::Damaged { path: self.path.clone(), message }),
        }
    }

    /// A cell of the row, by its column's place among those that were asked for; none where it is null.
    pub fn text(&self, column: usize) -> Option<&str> {
        match &self.source {
            Source::Csv { record, columns, .. } => {
                let (at, is_text) = *columns.get(column)?;
                let cell = record.get(at)?;
                Some(if is_text { unguard(cell) } else { cell }).filter(|cell| !cell.is_empty())
            }
            Source::Parquet(parquet) => parquet.cells.get(column)?.as_deref(),
        }
    }

    /// The same for a cell that is never null.
    pub fn required(&self, column: usize, name: &str) -> Result<&str, DatasetError> {
        self.text(column).ok_or_else(|| self.damaged(&format!("{name} is null")))
    }

    /// What is wrong with the row.
    pub fn damaged(&self, what: &str) -> DatasetError {
        let message = format!("row {} of {}: {what}", self.row, self.table);
        DatasetError::Damaged { path: self.path.clone(), message }
    }
}

impl Parquet {
    fn next(&mut self, path: &Path) -> Result<bool, String> {
        if self.at >= self.total {
            return Ok(false);
        }
        if self.columns.is_empty() || self.at >= self.start + SLICE {
            self.start = self.at;
            let read = reader(path)?.with_columns(Some(self.names.clone()));
            let frame = read.with_slice(Some((self.start, SLICE))).finish().map_err(|e| e.to_string())?;
            // The file's order of columns is not the one asked for.
            let columns =
                self.names.iter().map(|name| frame.column(name).cloned().map_err(|e| e.to_string()));
            self.columns = columns.collect::<Result<_, _>>()?;
        }
        for (column, text) in self.columns.iter().zip(&mut self.cells) {
            let value = column.get(self.at - self.start).map_err(|e| e.to_string())?;
            match cell(&value)? {
                Value::Null => *text = None,
                value => write_text(value, text.get_or_insert_default()),
            }
        }
        self.at += 1;
        Ok(true)
    }
}
