use std::fs::File;
use std::path::Path;

use polars::prelude::{AnyValue, DataFrame, PlSmallStr, SerReader as _, TimeUnit};
use polars_io::parquet::read::ParquetReader;

use super::super::schema::Value;
use super::super::write::write_text;
use super::package::Schema;
use crate::export::csv_cell::unguard;

/// Rows of a table's file as text, null as `None`, whatever the format.
pub trait Rows {
    /// Reads the next row; false at the end. An error says what is wrong with the file there.
    fn next(&mut self, row: &mut Vec<Option<String>>) -> Result<bool, String>;
}

/// Opens a table's file and checks that its columns are the described ones.
pub fn open_rows(path: &Path, format: Option<&str>, schema: &Schema) -> Result<Box<dyn Rows>, String> {
    match format {
        Some("csv") => Ok(Box::new(CsvRows::open(path, schema)?)),
        Some("parquet") => Ok(Box::new(ParquetRows::open(path, schema)?)),
        other => Err(format!("has the format {:?}, which cannot be checked", other.unwrap_or("none"))),
    }
}

struct CsvRows {
    csv: csv::Reader<File>,
    record: csv::StringRecord,
    is_text: Vec<bool>,
}

impl CsvRows {
    fn open(path: &Path, schema: &Schema) -> Result<Self, String> {
        let mut csv = csv::Reader::from_path(path).map_err(|e| e.to_string())?;
        let header = csv.headers().map_err(|e| e.to_string())?;
        same_columns(&header.iter().collect::<Vec<_>>(), schema)?;
        let is_text = schema.fields.iter().map(|f| f.r#type == "string").collect();
        Ok(Self { csv, record: csv::StringRecord::new(), is_text })
    }
}

impl Rows for CsvRows {
    fn next(&mut self, row: &mut Vec<Option<String>>) -> Result<bool, String> {
        if !self.csv.read_record(&mut self.record).map_err(|e| e.to_string())? {
            return Ok(false);
        }
        row.clear();
        for (cell, is_text) in self.record.iter().zip(&self.is_text) {
            let cell = if *is_text { unguard(cell) } else { cell };
            row.push(Some(cell.to_owned()).filter(|c| !c.is_empty()));
        }
        Ok(true)
    }
}

struct ParquetRows {
    path: std::path::PathBuf,
    frame: DataFrame,
    start: usize,
    at: usize,
    total: usize,
}

/// Rows held at a time.
pub const SLICE: usize = 16_384;

impl ParquetRows {
    fn open(path: &Path, schema: &Schema) -> Result<Self, String> {
        let mut reader = reader(path)?;
        let total = reader.num_rows().map_err(|e| e.to_string())?;
        let found = reader.schema().map_err(|e| e.to_string())?;
        same_columns(&found.iter_names().map(PlSmallStr::as_str).collect::<Vec<_>>(), schema)?;
        Ok(Self { path: path.to_owned(), frame: DataFrame::empty(), start: 0, at: 0, total })
    }

    fn load(&mut self) -> Result<(), String> {
        self.start = self.at;
        let slice = Some((self.start, SLICE));
        self.frame = reader(&self.path)?.with_slice(slice).finish().map_err(|e| e.to_string())?;
        Ok(())
    }
}

/// A reader over a Parquet file.
pub fn reader(path: &Path) -> Result<ParquetReader<File>, String> {
    Ok(ParquetReader::new(File::open(path).map_err(|e| e.to_string())?))
}

impl Rows for ParquetRows {
    fn next(&mut self, row: &mut Vec<Option<String>>) -> Result<bool, String> {
        if self.at >= self.total {
            return Ok(false);
        }
        if self.at >= self.start + self.frame.height() {
            self.load()?;
        }
        row.clear();
        let at = self.at - self.start;
        let mut text = String::new();
        for column in self.frame.columns() {
            let value = column.get(at).map_err(|e| e.to_string())?;
            row.push(match cell(&value)? {
                Value::Null => None,
                value => {
                    write_text(value, &mut text);
                    Some(text.clone())
                }
            });
        }
        self.at += 1;
        Ok(true)
    }
}

/// A cell of Parquet as one of ours.
pub fn cell<'a>(value: &'a AnyValue<'a>) -> Result<Value<'a>, String> {
    Ok(match value {
        AnyValue::Null => Value::Null,
        AnyValue::String(text) => Value::Text(text),
        AnyValue::StringOwned(text) => Value::Text(text.as_str()),
        AnyValue::Boolean(b) => Value::Bool(*b),
        AnyValue::Int16(n) => Value::Integer(i64::from(*n)),
        AnyValue::Int32(n) => Value::Integer(i64::from(*n)),
        AnyValue::Int64(n) => Value::Integer(*n),
        AnyValue::Float64(x) => Value::Number(*x),
        AnyValue::Date(days) => Value::Date(*days),
        AnyValue::Datetime(ms, TimeUnit::Milliseconds, _)
        | AnyValue::DatetimeOwned(ms, TimeUnit::Milliseconds, _) => Value::Timestamp(*ms),
        other => return Err(format!("holds a value of the type {}, which no table has", other.dtype())),
    })
}

fn same_columns(found: &[&str], schema: &Schema) -> Result<(), String> {
    let described: Vec<_> = schema.fields.iter().map(|f| f.name.as_str()).collect();
    if found == described {
        Ok(())
    } else {
        Err(format!("has the columns {}; the description says {}", found.join(", "), described.join(", ")))
    }
}
