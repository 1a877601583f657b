//! The line that names the columns, and what they mean.

use std::borrow::Cow;

use super::column_map::ColumnMap;
use super::columns::{self, Column, fold};
use super::error::TableError;
use super::rows::first_rows;
use super::vendor::Vendor;

/// How many lines may stand before it.
const LINES_BEFORE: usize = 25;

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) vendor: Vendor,
    /// Their names as they stand.
    pub(super) names: Vec<String>,
    /// What they mean.
    pub(super) columns: Vec<Meaning>,
    /// How many cells the header has, with those at its end that have no name.
    cells: usize,
    /// What stands between the values of a cell, where the column map says so.
    pub(super) separator: Option<String>,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Known(Column),
    /// Bookkeeping.
    Ignored,
    /// Nobody knows; its values are kept as notes.
    Unknown,
}

/// A table found in a text.
pub(super) struct Found {
    /// Where the header begins.
    pub(super) at: usize,
    pub(super) delimiter: u8,
    pub(super) quoting: bool,
    /// The lines before it.
    pub(super) preamble: Vec<String>,
    pub(super) header: Header,
}

/// Finds the table that a text begins with.
pub(super) fn find_in_text(head: &str, map: &ColumnMap) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    for delimiter in *b",\t;|" {
        // A table of one column has none; then the map must say what it is.
        if memchr::memchr(delimiter, head.as_bytes()).is_none() && map.columns.is_empty() {
            continue;
        }
        let rows = first_rows(head, delimiter, true, LINES_BEFORE);
        let Some((index, score, header)) = find_in_rows(&rows, map) else { continue };
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            let preamble = rows[..index].iter().map(|(_, cells)| cells.join(" ")).collect();
            // Web of Science does not quote, and titles may begin with a quotation mark.
            let quoting = header.vendor != Vendor::WosTags;
            best = Some((score, Found { at: rows[index].0, delimiter, quoting, preamble, header }));
        }
    }
    best.map(|(_, found)| found)
}

/// Finds the header among the first rows: which of them it is, and how many of its columns are known.
pub(super) fn find_in_rows(
    rows: &[(usize, Vec<Cow<'_, str>>)],
    map: &ColumnMap,
) -> Option<(usize, usize, Header)> {
    let mut best: Option<(usize, usize, Header)> = None;
    for (index, (_, cells)) in rows.iter().enumerate() {
        let Some((score, header)) = Header::read(cells, map) else { continue };
        // What follows must be a table as well; of one row alone nothing can be said, for it may be cut off.
        let next = rows.get(index + 1..rows.len().min(index + 6)).unwrap_or_default();
        if cells.len() > 1
            && next.len() > 1
            && !next.iter().any(|(_, next)| next.len() >= 2 && next.len() * 2 >= cells.len())
        {
            continue;
        }
        if best.as_ref().is_none_or(|(_, known, _)| score > *known) {
            best = Some((index, score, header));
        }
    }
    best
}

/// Says why a text has no header.
pub(super) fn why_not(head: &str, map: &ColumnMap) -> TableError {
    let line = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // The row that has most of what was asked for is likely the header.
    if !map.columns.is_empty() {
        let mut best: Option<(usize, Vec<String>)> = None;
        for delimiter in *b",\t;|" {
            for (_, cells) in first_rows(head, delimiter, true, LINES_BEFORE) {
                let folded: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
                let hits = map.columns.values().filter(|name| folded.contains(&fold(name))).count();
                let known = folded.iter().filter(|name| columns::by_name(name).is_some()).count();
                let score = 100 * hits + 10 * known + usize::from(cells.len() > 1);
                if best.as_ref().is_none_or(|(top, _)| score > *top) {
                    best = Some((score, cells.iter().map(|cell| cell.trim().to_owned()).collect()));
                }
            }
        }
        let names = best.map(|(_, names)| names).unwrap_or_default();
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let missing = map.columns.iter().find(|(_, name)| !folded.contains(&fold(name)));
        if let Some((column, name)) = missing {
            return TableError::NoColumn {
                field: column.as_str(),
                column: name.clone(),
                columns: short(&names.join(", ")),
            };
        }
    }
    TableError::NoHeader { seen: short(line) }
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(200).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

impl Header {
    /// Whether a row has as many cells as the header.
    pub(super) fn fits(&self, cells: usize) -> bool {
        cells == self.names.len() || cells == self.cells
    }

    /// Reads cells as a header; with it, how many columns are known. `None` where they are none.
    fn read(cells: &[Cow<'_, str>], map: &ColumnMap) -> Option<(usize, Self)> {
        if cells.len() < 2 && map.columns.is_empty() || cells.len() > 2000 {
            return None;
        }
        let mut names: Vec<String> = cells
            .iter()
            .map(|cell| cell.trim_matches(['\u{feff}', ' ', '\t', '"', '\u{a0}']).to_owned())
            .collect();
        if names.iter().any(|name| name.len() > 200) {
            return None;
        }
        // A delimiter behind the last name is no column.
        while names.len() > 2 && names.last().is_some_and(String::is_empty) && cells.len() == names.len() {
            names.pop();
        }
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let vendor = if is_wos(&names) { Vendor::WosTags } else { Vendor::of(&folded) };
        let meaning = |(name, folded): (&String, &String)| {
            if vendor == Vendor::WosTags {
                return match columns::by_wos_tag(name) {
                    Some(column) => Meaning::Known(column),
                    None => Meaning::Ignored,
                };
            }
            if let Some(own) = vendor.own(folded) {
                return own;
            }
            match columns::by_name(folded) {
                Some(column) => Meaning::Known(column),
                None if columns::is_ignored(name, folded) => Meaning::Ignored,
                None => Meaning::Unknown,
            }
        };
        let mut meanings: Vec<Meaning> = names.iter().zip(&folded).map(meaning).collect();
        // What the map says counts, and its columns are nothing else.
        for (column, name) in &map.columns {
            let at = folded.iter().position(|known| *known == fold(name))?;
            for other in meanings.iter_mut().filter(|m| **m == Meaning::Known(*column)) {
                *other = Meaning::Unknown;
            }
            meanings[at] = Meaning::Known(*column);
        }
        let known =
            |wanted: &[Column]| meanings.iter().any(|m| matches!(m, Meaning::Known(c) if wanted.contains(c)));
        let mut distinct: Vec<Column> = meanings
            .iter()
            .filter_map(|m| match m {
                Meaning::Known(column) => Some(*column),
                _ => None,
            })
            .collect();
        distinct.sort_unstable();
        distinct.dedup();
        let key = known(&[
            Column::Title,
            Column::Doi,
            Column::Pmid,
            Column::OpenalexId,
            Column::DimensionsId,
            Column::LensId,
            Column::WosId,
            Column::ScopusId,
            Column::OriginalDoi,
        ]);
        let from_map = !map.columns.is_empty();
        let enough = distinct.len() >= 2
            && key
            && (vendor != Vendor::Generic || distinct.len() * 2 >= names.len() || distinct.len() >= 4)
            && !(vendor == Vendor::Generic && is_prose(&names));
        if !enough && !from_map {
            return None;
        }
        let (cells, separator) = (cells.len(), map.separator.clone());
        let header = Self { vendor, names, columns: meanings, cells, separator };
        Some((distinct.len(), header))
    }

    /// Whether a row says the header again, as files put together from several do.
    pub(super) fn repeats(&self, cells: &[Cow<'_, str>]) -> bool {
        cells.len() >= self.names.len()
            && cells
                .iter()
                .zip(&self.names)
                .all(|(cell, name)| cell.trim().trim_start_matches('\u{feff}') == name)
    }

    /// Which of several columns a cell belongs to that has one more than the header. Scopus names only the first of its
    /// columns of funding text, and writes as many as there are.
    pub(super) fn shift(&self, cells: usize) -> Option<(usize, usize)> {
        let extra = cells.checked_sub(self.names.len()).filter(|extra| *extra > 0)?;
        if self.vendor != Vendor::Scopus {
            return None;
        }
        let last = self.columns.iter().rposition(|m| *m == Meaning::Known(Column::FundingText))?;
        Some((last + 1, extra))
    }

    /// What is to be said of the table as a whole.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut out = Vec::new();
        let has = |column: Column| self.columns.contains(&Meaning::Known(column));
        let stands_for = |column: Column| match column {
            Column::Pages | Column::FirstPage => {
                has(Column::Pages) || has(Column::FirstPage) || has(Column::Citation)
            }
            Column::Year => has(Column::Year) || has(Column::Date) || has(Column::OriginalDate),
            Column::Journal => has(Column::Journal) || has(Column::BookTitle),
            Column::Author => has(Column::Author) || has(Column::AuthorFull) || has(Column::FirstAuthor),
            Column::Volume | Column::Issue => has(column) || has(Column::Citation),
            other => has(other),
        };
        let missing: Vec<&str> =
            self.vendor.expected().iter().filter(|c| !stands_for(**c)).map(|c| c.as_str()).collect();
        if !missing.is_empty() {
            let of = self.vendor.name();
            out.push(format!("this {of} export has no column for: {}", missing.join(", ").replace('_', " ")));
        }
        let unknown: Vec<&str> = self
            .names
            .iter()
            .zip(&self.columns)
            .filter(|(_, meaning)| **meaning == Meaning::Unknown)
            .map(|(name, _)| name.as_str())
            .take(20)
            .collect();
        if !unknown.is_empty() {
            out.push(format!("columns of unknown meaning, kept as notes: {}", short(&unknown.join(", "))));
        }
        out
    }
}

/// Web of Science names its columns by two-letter tags.
fn is_wos(names: &[String]) -> bool {
    let tags = names.iter().filter(|name| columns::is_wos_tag(name)).count();
    tags >= 5
        && tags * 10 >= names.len() * 8
        && names.iter().any(|name| matches!(name.as_str(), "TI" | "SO" | "UT" | "PT"))
}

/// Names of columns are no sentences.
fn is_prose(names: &[String]) -> bool {
    let long = names
        .iter()
        .filter(|name| name.split_whitespace().count() > 6 || name.ends_with('.') && name.len() > 12)
        .count();
    long * 4 > names.len()
}
