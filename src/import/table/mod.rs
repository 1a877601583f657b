//! Tables of works: CSV, tab- and semicolon-delimited text (RFC 4180, and what vendors make of it) and XLSX
//! (ECMA-376, `SpreadsheetML`).
//!
//! Columns are matched by meaning, not by place: every field has the names that vendors give it and gave it in earlier
//! versions (see [`Column`]), and the header as a whole tells whose export it is, which settles how values are to be
//! split. Columns that are missing are named in [`About::notes`](super::About::notes); those that nobody knows go to the
//! notes of each work, under their name. For tables of one's own a [`ColumnMap`] says which column is which.
//!
//! Rows are found by our own reader, not by the csv crate's, whose records have no bound: a quotation mark that is never
//! closed would swallow the rest of the file. Here it costs its own row.

mod affiliations;
mod column_map;
mod columns;
mod dates;
mod error;
mod fill;
mod funding;
mod header;
mod names;
mod pubmed;
mod references;
mod retraction;
mod rows;
mod vendor;
mod xlsx;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;

use self::header::Header;
use self::rows::{Cut, Rows};
use self::vendor::Vendor;
use super::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{Format, Place};

pub use column_map::ColumnMap;
pub use columns::Column;
pub use error::TableError;
pub use xlsx::{ReadSeek, detect_xlsx, open_xlsx};

/// How much of a file is looked at to find its header.
const HEAD: usize = 64 << 10;

/// Whether a text that begins so is a table of works: one of its first lines names columns that works have, among them
/// the title or an identifier, and what follows is a table.
pub fn detect(head: &str) -> bool {
    header::find_in_text(head, &ColumnMap::default()).is_some()
}

/// The same, and whose export it is.
pub fn format(head: &str, columns: &ColumnMap) -> Option<Format> {
    let vendor = header::find_in_text(head, columns)?.header.vendor;
    Some(match vendor {
        Vendor::Scopus => Format::ScopusCsv,
        Vendor::Dimensions => Format::DimensionsCsv,
        Vendor::Lens => Format::LensCsv,
        Vendor::Openalex => Format::OpenalexCsv,
        Vendor::Wos | Vendor::WosTags => Format::WosTable,
        _ => Format::Csv,
    })
}

/// Reads a table of works. A map that is not empty says which columns hold what; all others are matched by their names.
///
/// # Errors
/// When no header is found, or a column that the map names is not there.
pub fn open(text: Decoded, limits: &Limits, columns: &ColumnMap) -> Result<Box<dyn Records>, TableError> {
    let mut rows = Rows::new(text, limits.record_bytes);
    let head = rows.head(HEAD)?;
    let found = header::find_in_text(&head, columns).ok_or_else(|| header::why_not(&head, columns))?;
    rows.begin(found.at, found.delimiter, found.quoting);
    let mut reader = Reader { rows, about: About::default(), header: found.header, pending: VecDeque::new() };
    reader.about.exported = found.preamble.iter().find_map(|line| dates::exported(line));
    reader.about.notes = reader.header.notes();
    // The header itself.
    reader.rows.next()?;
    Ok(Box::new(reader))
}

struct Reader {
    rows: Rows,
    header: Header,
    about: About,
    /// What was read to know that the row before it had ended.
    pending: VecDeque<Item>,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        if let Some(item) = self.pending.pop_front() {
            return Ok(Some(item));
        }
        loop {
            let Some(cut) = self.rows.next()? else { return Ok(None) };
            if let Some(item) = self.item(cut)? {
                return Ok(Some(item));
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

impl Reader {
    fn item(&mut self, cut: Cut) -> io::Result<Option<Item>> {
        match cut {
            Cut::Row { from, to } => {
                if self.swallowed() {
                    self.rows.line_by_line(from);
                    return Ok(None);
                }
                let place = self.rows.locate(from, to);
                Ok(row_item(&self.header, &self.rows.cells(), place, &mut self.about))
            }
            Cut::Line { from, to } => {
                if self.header.fits(self.rows.cells().len()) {
                    let place = self.rows.locate(from, to);
                    let item = row_item(&self.header, &self.rows.cells(), place, &mut self.about);
                    if !self.rows.is_stray() {
                        return Ok(item);
                    }
                    self.pending.extend(item);
                    let message = "a quotation mark that opens in this row is not closed, or the file breaks off in it; the row was read to the end of its line, and may go on behind it";
                    let observed = self.rows.beginning();
                    return Ok(Some(Item::Broken(Broken { place, message: message.to_owned(), observed })));
                }
                self.lost_lines(from, to).map(Some)
            }
            Cut::TooLong { from, to, observed } => {
                let place = self.rows.locate(from, to);
                let message =
                    "this row is longer than a record may be; it was left out, the next one was read";
                Ok(Some(Item::Broken(Broken { place, message: message.to_owned(), observed })))
            }
        }
    }

    /// Whether a quotation mark that was not closed took in the rows behind it: the row takes several lines and has not
    /// the cells of the header, and its first line alone has.
    fn swallowed(&self) -> bool {
        self.rows.spans_lines()
            && !self.header.fits(self.rows.cells().len())
            && self.header.fits(self.rows.cells_of_first_line())
    }

    /// Lines that are no rows, one behind the other: all of them are one thing that is broken.
    fn lost_lines(&mut self, from: u64, mut to: u64) -> io::Result<Item> {
        let observed = self.rows.beginning();
        loop {
            match self.rows.next()? {
                Some(Cut::Line { to: end, .. }) if !self.header.fits(self.rows.cells().len()) => to = end,
                Some(other) => {
                    // Places are asked for in order.
                    let place = self.rows.locate(from, to);
                    let item = self.item(other)?;
                    self.pending.extend(item);
                    return Ok(broken_lines(place, observed));
                }
                None => return Ok(broken_lines(self.rows.locate(from, to), observed)),
            }
        }
    }
}

fn broken_lines(place: Place, observed: Option<String>) -> Item {
    let message = "a quotation mark that opens in this row is not closed, or the file breaks off in it; the row was left out, the others were read";
    Item::Broken(Broken { place, message: message.to_owned(), observed })
}

/// The item a row makes; `None` where it holds nothing, or says the header again.
fn row_item(header: &Header, cells: &[Cow<'_, str>], place: Place, about: &mut About) -> Option<Item> {
    // Markdown draws a line of dashes under its header.
    let blank = |cell: &Cow<'_, str>| cell.chars().all(|c| c.is_whitespace() || matches!(c, '-' | ':' | '='));
    if cells.iter().all(blank) || header.repeats(cells) {
        return None;
    }
    let draft = fill::read(header, cells, about);
    if draft.is_empty() {
        let message = "this row has neither title nor people nor identifiers; it was left out";
        let observed =
            cells.iter().find(|cell| !cell.trim().is_empty()).and_then(|cell| super::xml::beginning(cell));
        return Some(Item::Broken(Broken { place, message: message.to_owned(), observed }));
    }
    Some(Item::Record(Box::new(draft.finish(place))))
}
