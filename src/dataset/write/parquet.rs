use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use polars::prelude::{
    BooleanChunkedBuilder, ChunkedBuilder, Column as Series, DataFrame, DataType, Field, Float64Type,
    Int16Type, Int32Type, Int64Type, IntoColumn, IntoSeries as _, PolarsError, PolarsResult,
    PrimitiveChunkedBuilder, Schema, StringChunkedBuilder, TimeUnit, TimeZone,
};
use polars_io::parquet::write::{BatchedWriter, ParquetCompression, ParquetWriter};
use polars_parquet::write::ZstdLevel;

use super::super::schema::{Kind, Table, Value};
use super::hashing::HashingFile;

/// Rows gathered before they are encoded: large enough for good compression, small enough that all tables together
/// stay within a few dozen megabytes.
const ROW_GROUP: usize = 32_768;

/// One table as Parquet, Zstandard-compressed, written row group by row group.
pub(super) struct ParquetTable {
    table: &'static Table,
    columns: Vec<Builder>,
    rows: usize,
    writer: BatchedWriter<Shared>,
    file: Shared,
}

/// The encoder keeps its file for good; this handle lets us finish and hash it.
#[derive(Clone)]
struct Shared(Arc<Mutex<HashingFile>>);

impl Shared {
    fn with<T>(&self, act: impl FnOnce(&mut HashingFile) -> io::Result<T>) -> io::Result<T> {
        let mut file =
            self.0.lock().map_err(|_| io::Error::other("the encoder stopped in the middle of a write"))?;
        act(&mut file)
    }
}

impl Write for Shared {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.with(|file| file.write(buf))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(Write::flush)
    }
}

impl ParquetTable {
    pub(super) fn new(table: &'static Table, file: File) -> PolarsResult<Self> {
        let file = Shared(Arc::new(Mutex::new(HashingFile::new(file))));
        let writer = ParquetWriter::new(file.clone())
            // The lowest level: its working memory is a fraction of the usual one's, which would cost more than the
            // small tables themselves.
            .with_compression(ParquetCompression::Zstd(ZstdLevel::try_new(1).ok()))
            // The pages are small; a thread pool costs more than it saves.
            .set_parallel(false)
            .batched(&schema(table))?;
        let columns = builders(table);
        Ok(Self { table, columns, rows: 0, writer, file })
    }

    pub(super) fn push(&mut self, row: &[Value<'_>]) -> PolarsResult<()> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(*value);
        }
        self.rows += 1;
        if self.rows == ROW_GROUP { self.write_group().map_err(|error| self.cause(error)) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> PolarsResult<(u64, String)> {
        self.end().map_err(|error| self.cause(error))
    }

    fn end(&mut self) -> PolarsResult<(u64, String)> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.finish()?;
        Ok(self.file.with(HashingFile::finish)?)
    }

    /// What the system said, where it is the cause: the encoder makes a sentence of it, from which nobody can tell a full
    /// disk from a fault of its own.
    fn cause(&self, error: PolarsError) -> PolarsError {
        match self.file.with(|file| Ok(file.trouble())) {
            Ok(Some(code)) => io::Error::from_raw_os_error(code).into(),
            _ => error,
        }
    }

    fn write_group(&mut self) -> PolarsResult<()> {
        let full = std::mem::replace(&mut self.columns, builders(self.table));
        let columns = full.into_iter().map(Builder::finish).collect::<PolarsResult<Vec<_>>>()?;
        let frame = DataFrame::new(self.rows, columns)?;
        self.rows = 0;
        self.writer.write_batch(&frame)
    }
}

/// The Parquet types of a table.
pub fn schema(table: &Table) -> Schema {
    table.columns.iter().map(|c| Field::new(c.name.into(), data_type(c.kind))).collect()
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::String,
        Kind::I16 => DataType::Int16,
        Kind::I32 => DataType::Int32,
        Kind::I64 => DataType::Int64,
        Kind::F64 => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Date => DataType::Date,
        Kind::Timestamp => DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)),
    }
}

enum Builder {
    Text(StringChunkedBuilder),
    I16(PrimitiveChunkedBuilder<Int16Type>),
    I32(PrimitiveChunkedBuilder<Int32Type>),
    I64(PrimitiveChunkedBuilder<Int64Type>),
    F64(PrimitiveChunkedBuilder<Float64Type>),
    Bool(BooleanChunkedBuilder),
    Date(PrimitiveChunkedBuilder<Int32Type>),
    Timestamp(PrimitiveChunkedBuilder<Int64Type>),
}

fn builders(table: &Table) -> Vec<Builder> {
    table
        .columns
        .iter()
        .map(|c| {
            let name = || c.name.into();
            match c.kind {
                Kind::Text => Builder::Text(StringChunkedBuilder::new(name(), 0)),
                Kind::I16 => Builder::I16(PrimitiveChunkedBuilder::new(name(), 0)),
                Kind::I32 => Builder::I32(PrimitiveChunkedBuilder::new(name(), 0)),
                Kind::I64 => Builder::I64(PrimitiveChunkedBuilder::new(name(), 0)),
                Kind::F64 => Builder::F64(PrimitiveChunkedBuilder::new(name(), 0)),
                Kind::Bool => Builder::Bool(BooleanChunkedBuilder::new(name(), 0)),
                Kind::Date => Builder::Date(PrimitiveChunkedBuilder::new(name(), 0)),
                Kind::Timestamp => Builder::Timestamp(PrimitiveChunkedBuilder::new(name(), 0)),
            }
        })
        .collect()
}

impl Builder {
    /// Appends a cell. A value of another kind than the column's cannot come from a row of the table; it would be null.
    fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Text(b), Value::Text(text)) => b.append_value(text),
            (Self::I16(b), Value::Integer(n)) => b.append_option(i16::try_from(n).ok()),
            (Self::I32(b), Value::Integer(n)) => b.append_option(i32::try_from(n).ok()),
            (Self::I64(b), Value::Integer(n)) => b.append_value(n),
            (Self::F64(b), Value::Number(x)) => b.append_value(x),
            (Self::Bool(b), Value::Bool(x)) => b.append_value(x),
            (Self::Date(b), Value::Date(days)) => b.append_value(days),
            (Self::Timestamp(b), Value::Timestamp(ms)) => b.append_value(ms),
            (Self::Text(b), _) => b.append_null(),
            (Self::I16(b), _) => b.append_null(),
            (Self::I32(b) | Self::Date(b), _) => b.append_null(),
            (Self::I64(b) | Self::Timestamp(b), _) => b.append_null(),
            (Self::F64(b), _) => b.append_null(),
            (Self::Bool(b), _) => b.append_null(),
        }
    }

    fn finish(self) -> PolarsResult<Series> {
        Ok(match self {
            Self::Text(b) => b.finish().into_column(),
            Self::I16(b) => b.finish().into_column(),
            Self::I32(b) => b.finish().into_column(),
            Self::I64(b) => b.finish().into_column(),
            Self::F64(b) => b.finish().into_column(),
            Self::Bool(b) => b.finish().into_column(),
            Self::Date(b) => b.finish().into_series().cast(&data_type(Kind::Date))?.into_column(),
            Self::Timestamp(b) => b.finish().into_series().cast(&data_type(Kind::Timestamp))?.into_column(),
        })
    }
}
