//! References and records in the forms other programs read.
//!
//! [`write()`] puts records into one of the [`Format`]s, one after the other, so that a list of any length can be written
//! with one record in memory. A [`Writer`] is the same in three steps, for records that come as they come.
//!
//! What a format has a field for goes there; retractions are told in a note, so that nobody cites one unawares. What
//! `refloom parse` prints of single references is in [`csl_json::item`] and [`csv_row`].

mod bibtex;
pub mod csl_json;
pub mod csv_cell;
pub mod csv_row;
mod csv_table;
mod endnote_xml;
mod fields;
mod format;
mod keys;
mod kinds;
mod nbib;
mod plain;
mod ris;
mod text;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use csv_table::HEADER as CSV_HEADER;
pub use format::Format;
pub use plain::plain;

use crate::model::Record;

/// Writes records one after the other.
pub trait Writer {
    /// What stands in front of the first record.
    ///
    /// # Errors
    /// When `out` does not take it.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// One record. `key` is what its own file calls it, where that is a key to cite by; otherwise one is made.
    ///
    /// # Errors
    /// When `out` does not take it.
    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()>;

    /// What stands behind the last record.
    ///
    /// # Errors
    /// When `out` does not take it.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }
}

/// A writer of the format.
pub fn writer(format: Format) -> Box<dyn Writer + Send> {
    match format {
        Format::Ris => Box::new(ris::Ris::default()),
        Format::Bibtex => Box::new(bibtex::Bibtex::default()),
        Format::CslJson => Box::new(csl_json::List::default()),
        Format::Nbib => Box::new(nbib::Nbib::default()),
        Format::EndnoteXml => Box::new(endnote_xml::EndnoteXml::default()),
        Format::Csv => Box::new(csv_table::CsvTable::default()),
    }
}

/// Writes a whole list of records.
///
/// # Errors
/// When `out` does not take them.
pub fn write<'a>(
    format: Format,
    out: &mut dyn Write,
    records: impl IntoIterator<Item = &'a Record>,
) -> io::Result<()> {
    let mut writer = writer(format);
    writer.begin(out)?;
    for record in records {
        writer.record(record, None, out)?;
    }
    writer.end(out)
}
