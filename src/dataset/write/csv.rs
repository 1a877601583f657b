use std::fs::File;
use std::io::{self, Write as _};

use super::super::schema::{Table, Value};
use super::hashing::HashingFile;
use super::text::write_text;
use crate::export::csv_cell::guard;

/// One table as CSV: RFC 4180 with `\n` line ends, UTF-8, a header line, null as the empty cell.
///
/// Text that a spreadsheet would run as a formula is guarded, see [`crate::export::csv_cell`].
pub(super) struct CsvTable {
    csv: csv::Writer<HashingFile>,
    cell: String,
}

impl CsvTable {
    pub(super) fn new(table: &Table, file: File) -> io::Result<Self> {
        let mut csv = csv::WriterBuilder::new().buffer_capacity(1 << 15).from_writer(HashingFile::new(file));
        csv.write_record(table.columns.iter().map(|c| c.name)).map_err(system)?;
        Ok(Self { csv, cell: String::new() })
    }

    pub(super) fn push(&mut self, row: &[Value<'_>]) -> io::Result<()> {
        for value in row {
            match value {
                Value::Text(text) => self.csv.write_field(guard(text).as_bytes()).map_err(system)?,
                other => {
                    write_text(*other, &mut self.cell);
                    self.csv.write_field(self.cell.as_bytes()).map_err(system)?;
                }
            }
        }
        self.csv.write_record(None::<&[u8]>).map_err(system)
    }

    pub(super) fn finish(self) -> io::Result<(u64, String)> {
        let mut file = self.csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
        file.flush()?;
        file.finish()
    }
}

/// What the system said: the library wraps it, and with it the kind of the failure.
fn system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
