//! Workbooks: ECMA-376 `SpreadsheetML` in a ZIP archive.
//!
//! Only the parts that hold the table are unpacked, each as it is read and within bounds: the list of sheets, the shared
//! strings, and one sheet after the other. Sheets without a header are passed over and named. A record's place is the
//! number of its row as line, and the whole file as span: a row stands nowhere in the bytes of a packed file.

use std::borrow::Cow;
use std::io::{self, BufReader, Read};

use super::column_map::ColumnMap;
use super::error::TableError;
use super::header::{Header, find_in_rows};
use super::row_item;
use crate::import::package::{Package, PackageError, Part};
use crate::import::xml::{self, Cut, Cutter, Element};
use crate::import::{About, Broken, Item, Records};
use crate::ingest::Limits;
use crate::model::{ByteSpan, Place};

pub use crate::import::package::ReadSeek;

/// Bytes of the parts that say what there is.
const INDEX: u64 = 8 << 20;

/// Columns a sheet may have.
const COLUMNS: usize = 16_384;

/// Rows that may stand before the header.
const ROWS_BEFORE: usize = 25;

/// Whether a file that begins so is a workbook: a ZIP archive with the parts of one.
pub fn detect_xlsx(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
        && [
            &b"xl/workbook.xml"[..],
            b"xl/worksheets/",
            b"xl/sharedStrings.xml",
            b"xl/_rels/",
            b"xl/styles.xml",
        ]
        .iter()
        .any(|part| memchr::memmem::find(head, part).is_some())
}

/// Reads the tables of works in a workbook.
///
/// # Errors
/// When it is no workbook, no sheet has a header, or a column that the map names is not there.
pub fn open_xlsx(
    file: Box<dyn ReadSeek>,
    limits: &Limits,
    columns: &ColumnMap,
) -> Result<Box<dyn Records>, TableError> {
    let package = Package::open(file).map_err(|e| refused(&e))?;
    let sheets = sheets(&package)?;
    let strings = strings(&package, limits)?;
    let mut workbook = Workbook {
        package,
        sheets: sheets.into_iter(),
        strings,
        map: columns.clone(),
        limit: limits.record_bytes,
        open: None,
        about: About::default(),
        seen: String::new(),
    };
    if !workbook.next_sheet()? {
        let missing = columns.columns.iter().next();
        return Err(match missing {
            Some((field, column)) => {
                TableError::NoColumn { field: field.as_str(), column: column.clone(), columns: workbook.seen }
            }
            None => TableError::NoHeader { seen: workbook.seen },
        });
    }
    Ok(Box::new(workbook))
}

fn refused(error: &PackageError) -> TableError {
    match error {
        PackageError::TooLarge { part, limit } => TableError::TooLarge { part: part.clone(), limit: *limit },
        other => TableError::Workbook { reason: other.to_string() },
    }
}

/// The sheets in the order of the workbook: name and part.
fn sheets(package: &Package) -> Result<Vec<(String, Part)>, TableError> {
    let index = |name: &str| -> Result<Element, TableError> {
        let part = package
            .part(name)
            .ok_or_else(|| TableError::Workbook { reason: format!("it has no part {name:?}") })?;
        let bytes = package.read(&part, INDEX).map_err(|e| refused(&e))?;
        let text = String::from_utf8_lossy(&bytes);
        let start = text.find("<?xml").map_or(0, |_| text.find("?>").map_or(0, |end| end + 2));
        xml::read(text.get(start..).unwrap_or_default())
            .map_err(|e| TableError::Workbook { reason: format!("its part {name:?} cannot be read: {e}") })
    };
    let workbook = index("xl/workbook.xml")?;
    let relations = index("xl/_rels/workbook.xml.rels")?;
    let target = |id: &str| {
        relations
            .all("Relationship")
            .find(|r| r.attribute("Id") == id)
            .map(|r| r.attribute("Target").to_owned())
    };
    let mut out = Vec::new();
    for sheet in workbook.child("sheets").into_iter().flat_map(|sheets| sheets.all("sheet")) {
        let Some(target) = target(sheet.attribute("id")) else { continue };
        // A name in the archive, relative to `xl/` or to its root.
        let name = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        if let Some(part) = package.part(&name) {
            out.push((sheet.attribute("name").to_owned(), part));
        }
    }
    if out.is_empty() {
        return Err(TableError::Workbook { reason: "it has no sheets".to_owned() });
    }
    Ok(out)
}

/// The strings that cells refer to by number.
fn strings(package: &Package, limits: &Limits) -> Result<Vec<Box<str>>, TableError> {
    let Some(part) = package.part("xl/sharedStrings.xml") else { return Ok(Vec::new()) };
    // They are held in memory: room for so many long records.
    let limit = (limits.record_bytes as u64).saturating_mul(16);
    let mut left = limit;
    let mut out = Vec::new();
    let mut cutter =
        Cutter::new(package.stream(&part).map_err(|e| refused(&e))?, &["si"], limits.record_bytes);
    while let Some(cut) = cutter.next()? {
        let text = match cut {
            Cut::Record(piece) => xml::read(cutter.xml(&piece)).map(|si| string(&si)).unwrap_or_default(),
            Cut::Lost(_) => String::new(),
        };
        let cost = text.len() as u64 + 16;
        left =
            left.checked_sub(cost).ok_or_else(|| TableError::TooLarge { part: part.name.clone(), limit })?;
        out.push(text.into_boxed_str());
    }
    Ok(out)
}

/// The text of a string item, without how it is pronounced.
fn string(item: &Element) -> String {
    let own = item.all("t").map(Element::whole_text);
    let runs = item.all("r").flat_map(|run| run.all("t")).map(Element::whole_text);
    own.chain(runs).collect()
}

struct Workbook {
    package: Package,
    sheets: std::vec::IntoIter<(String, Part)>,
    strings: Vec<Box<str>>,
    map: ColumnMap,
    limit: usize,
    open: Option<Sheet>,
    about: About,
    /// What the first sheet without a header begins with.
    seen: String,
}

struct Sheet {
    rows: Rows,
    header: Header,
    /// Rows read while the header was looked for.
    ahead: std::vec::IntoIter<Row>,
}

struct Rows {
    cutter: Cutter<BufReader<Box<dyn Read + Send>>>,
    number: u32,
}

enum Row {
    Cells { number: u32, cells: Vec<String> },
    Broken { number: u32, message: String },
}

impl Records for Workbook {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            let Some(sheet) = &mut self.open else { return Ok(None) };
            let row = match sheet.ahead.next() {
                Some(row) => Some(row),
                None => sheet.rows.next(&self.strings)?,
            };
            let place = |line: u32| Place {
                span: ByteSpan { start: 0, end: self.package.size },
                line_start: line,
                line_end: line,
            };
            match row {
                Some(Row::Cells { number, cells }) => {
                    let cells: Vec<Cow<'_, str>> = cells.into_iter().map(Cow::Owned).collect();
                    if let Some(item) = row_item(&sheet.header, &cells, place(number), &mut self.about) {
                        return Ok(Some(item));
                    }
                }
                Some(Row::Broken { number, message }) => {
                    return Ok(Some(Item::Broken(Broken { place: place(number), message, observed: None })));
                }
                None => {
                    self.open = None;
                    if !self.next_sheet()? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

impl Workbook {
    /// Opens the next sheet that has a header; false where there is none.
    fn next_sheet(&mut self) -> io::Result<bool> {
        for (name, part) in self.sheets.by_ref() {
            let stream = self.package.stream(&part).map_err(io::Error::other)?;
            let cutter = Cutter::new(stream, &["row"], self.limit);
            let mut rows = Rows { cutter, number: 0 };
            let mut first = Vec::new();
            while first.len() < ROWS_BEFORE {
                match rows.next(&self.strings)? {
                    Some(row) => first.push(row),
                    None => break,
                }
            }
            let cells: Vec<(usize, Vec<Cow<'_, str>>)> = first
                .iter()
                .enumerate()
                .map(|(at, row)| match row {
                    Row::Cells { cells, .. } => {
                        (at, cells.iter().map(|c| Cow::Borrowed(c.as_str())).collect())
                    }
                    Row::Broken { .. } => (at, Vec::new()),
                })
                .collect();
            let found = find_in_rows(&cells, &self.map);
            let begins = cells.first().map(|(_, cells)| cells.join(", ")).unwrap_or_default();
            match found {
                Some((index, _, header)) => {
                    for (_, cells) in &cells[..index] {
                        let line = cells.join(" ");
                        self.about.exported = self.about.exported.or_else(|| super::dates::exported(&line));
                    }
                    self.about.notes.extend(header.notes());
                    first.drain(..=index);
                    self.open = Some(Sheet { rows, header, ahead: first.into_iter() });
                    return Ok(true);
                }
                None if first.is_empty() => {}
                None => {
                    if self.seen.is_empty() {
                        self.seen = begins.chars().take(200).collect();
                    }
                    let note = format!("the sheet {name:?} names no columns of works and was passed over");
                    if self.about.notes.len() < 50 {
                        self.about.notes.push(note);
                    }
                }
            }
        }
        Ok(false)
    }
}

impl Rows {
    fn next(&mut self, strings: &[Box<str>]) -> io::Result<Option<Row>> {
        let Some(cut) = self.cutter.next()? else { return Ok(None) };
        self.number = self.number.saturating_add(1);
        let number = self.number;
        let piece = match cut {
            Cut::Lost(lost) => return Ok(Some(Row::Broken { number, message: lost.message() })),
            Cut::Record(piece) => piece,
        };
        Ok(Some(match xml::read(self.cutter.xml(&piece)) {
            Err(fault) => {
                Row::Broken { number, message: format!("this row cannot be read: {fault}; it was left out") }
            }
            Ok(row) => {
                if let Ok(said) = row.attribute("r").parse::<u32>() {
                    self.number = said;
                }
                Row::Cells { number: self.number, cells: cells(&row, strings) }
            }
        }))
    }
}

fn cells(row: &Element, strings: &[Box<str>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for cell in row.all("c") {
        let at = column(cell.attribute("r")).unwrap_or(out.len());
        if at >= COLUMNS {
            continue;
        }
        let value = value(cell, strings);
        // An empty cell far to the right makes no row of thousands of cells.
        if value.is_empty() {
            continue;
        }
        if out.len() <= at {
            out.resize(at + 1, String::new());
        }
        out[at] = value;
    }
    out
}

fn value(cell: &Element, strings: &[Box<str>]) -> String {
    let text = || cell.child("v").map(Element::whole_text).unwrap_or_default();
    match cell.attribute("t") {
        "s" => text()
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|n| strings.get(n))
            .map(ToString::to_string)
            .unwrap_or_default(),
        "inlineStr" => cell.child("is").map(string).unwrap_or_default(),
        // An error is no value.
        "e" => String::new(),
        "" | "n" => number(&text()),
        _ => text(),
    }
}

/// A number as people write it: `2021` for `2021.0` and `2.021E3`.
fn number(text: &str) -> String {
    let plain = text.trim();
    if plain.bytes().all(|b| b.is_ascii_digit()) {
        return plain.to_owned();
    }
    match plain.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        Ok(value) if value.is_finite() => value.to_string(),
        _ => plain.to_owned(),
    }
}

/// The column of a cell's name, from 0: `B2` → 1.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let index = letters.fold(0_usize, |index, b| index * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    index.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells() {
        for (name, expected) in
            [("A1", Some(0)), ("B2", Some(1)), ("Z9", Some(25)), ("AA1", Some(26)), ("1", None), ("", None)]
        {
            assert_eq!(column(name), expected, "{name}");
        }
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in
            [("2021", "2021"), ("2021.0", "2021"), ("2.021E3", "2021"), ("1.5", "1.5"), ("x", "x")]
        {
            assert_eq!(number(text), expected);
        }
    }
}
