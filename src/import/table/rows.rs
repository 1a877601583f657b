//! Rows of delimited text, cut out of a stream and split into cells.

use std::borrow::Cow;
use std::io::{self, BufRead as _};
use std::ops::Range;

use crate::ingest::Decoded;
use crate::model::Place;

/// Cuts a text into rows.
pub(super) struct Rows {
    text: Decoded,
    limit: usize,
    buffer: Vec<u8>,
    start: usize,
    base: u64,
    ended: bool,
    delimiter: u8,
    quoting: bool,
    /// Up to here each line is a row, for a quotation mark was not closed.
    lines_until: u64,
    /// The line that was cut last has a quotation mark that is not closed.
    stray: bool,
    /// The row that was cut last, in the buffer, and its cells within it.
    row: Range<usize>,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    range: Range<usize>,
    /// It has doubled quotation marks in it.
    doubled: bool,
}

/// What was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// A row.
    Row { from: u64, to: u64 },
    /// A line, taken for a row for want of the end of a quotation.
    Line { from: u64, to: u64 },
    /// A row beyond the limit.
    TooLong { from: u64, to: u64, observed: Option<String> },
}

enum Found {
    /// The row's length, without its line end.
    End(usize),
    More,
    Unclosed,
}

impl Rows {
    pub(super) fn new(text: Decoded, limit: usize) -> Self {
        Self {
            text,
            limit,
            buffer: Vec::new(),
            start: 0,
            base: 0,
            ended: false,
            delimiter: b',',
            quoting: true,
            lines_until: 0,
            stray: false,
            row: 0..0,
            cells: Vec::new(),
        }
    }

    /// The beginning of the text, to be looked at before anything is cut.
    pub(super) fn head(&mut self, length: usize) -> io::Result<String> {
        while self.bytes().len() < length && self.fill()? {}
        let mut end = self.bytes().len().min(length);
        let bytes = self.bytes();
        // Between two characters.
        while end > 0 && bytes.get(end).is_some_and(|b| b & 0xC0 == 0x80) {
            end -= 1;
        }
        Ok(String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned())
    }

    /// Begins at a place of the head.
    pub(super) fn begin(&mut self, at: usize, delimiter: u8, quoting: bool) {
        self.start = (self.start + at).min(self.buffer.len());
        (self.delimiter, self.quoting) = (delimiter, quoting);
    }

    /// Where a stretch of the text stands in the file.
    pub(super) fn locate(&mut self, from: u64, to: u64) -> Place {
        self.text.locate(from, to)
    }

    /// Cuts the next row; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Cut>> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let from = self.offset();
        if !self.quoting || from < self.lines_until {
            return self.line(from).map(Some);
        }
        loop {
            match self.split() {
                Found::End(length) if length > self.limit => {
                    self.take(length);
                    self.cells.clear();
                    let observed = self.beginning();
                    return Ok(Some(Cut::TooLong { from, to: from + length as u64, observed }));
                }
                Found::End(length) => {
                    self.take(length);
                    return Ok(Some(Cut::Row { from, to: from + length as u64 }));
                }
                Found::More if self.bytes().len() <= self.limit && self.double()? => {}
                _ => {
                    // No end in sight: what was looked at is read line by line instead.
                    self.lines_until = from + self.bytes().len() as u64;
                    return self.line(from).map(Some);
                }
            }
        }
    }

    /// Reads as much again as there is, so that a long row is not looked through for every block of it.
    fn double(&mut self) -> io::Result<bool> {
        let wanted = (2 * self.bytes().len()).min(self.limit.saturating_add(1));
        let mut more = self.fill()?;
        let any = more || self.ended;
        while more && self.bytes().len() < wanted {
            more = self.fill()?;
        }
        // At the end of the text the same bytes may say something else.
        Ok(any && self.bytes().len() <= self.limit.saturating_mul(2).max(1 << 20))
    }

    /// Goes back to the beginning of a row that was just cut, and reads its lines as rows.
    pub(super) fn line_by_line(&mut self, from: u64) {
        self.lines_until = self.offset();
        self.start = usize::try_from(from.saturating_sub(self.base)).unwrap_or(self.start).min(self.start);
    }

    /// The cells of the row that was cut last.
    pub(super) fn cells(&self) -> Vec<Cow<'_, str>> {
        let row =
            std::str::from_utf8(self.buffer.get(self.row.clone()).unwrap_or_default()).unwrap_or_default();
        self.cells.iter().map(|cell| value(row, cell)).collect()
    }

    /// Whether the line that was cut last has a quotation mark that is not closed.
    pub(super) fn is_stray(&self) -> bool {
        self.stray
    }

    /// Whether the row that was cut last takes more than one line.
    pub(super) fn spans_lines(&self) -> bool {
        memchr::memchr2(b'\n', b'\r', self.row_bytes()).is_some()
    }

    /// How many cells its first line has.
    pub(super) fn cells_of_first_line(&self) -> usize {
        let row = self.row_bytes();
        let end = memchr::memchr2(b'\n', b'\r', row).unwrap_or(row.len());
        split_line(row.get(..end).unwrap_or_default(), self.delimiter, self.quoting).0.len()
    }

    /// How it begins.
    pub(super) fn beginning(&self) -> Option<String> {
        let row = self.row_bytes();
        let head = row.get(..row.len().min(400)).unwrap_or_default();
        crate::import::xml::beginning(&String::from_utf8_lossy(head))
    }

    fn row_bytes(&self) -> &[u8] {
        self.buffer.get(self.row.clone()).unwrap_or_default()
    }

    /// Steps over line ends; false at the end of the text.
    fn skip_line_ends(&mut self) -> io::Result<bool> {
        loop {
            let skip = self.bytes().iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            self.start += skip;
            if !self.bytes().is_empty() {
                return Ok(true);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn take(&mut self, length: usize) {
        self.row = self.start..self.start + length;
        self.start += length;
    }

    /// Cuts a line, whatever quotation marks are in it.
    fn line(&mut self, from: u64) -> io::Result<Cut> {
        let mut looked = 0;
        loop {
            let rest = self.bytes().get(looked..).unwrap_or_default();
            if let Some(at) = memchr::memchr2(b'\n', b'\r', rest) {
                return Ok(self.take_line(from, looked + at));
            }
            looked = self.bytes().len();
            if looked > self.limit {
                return self.skip_line(from);
            }
            if !self.fill()? {
                return Ok(self.take_line(from, looked));
            }
        }
    }

    fn take_line(&mut self, from: u64, length: usize) -> Cut {
        self.take(length);
        let to = from + length as u64;
        (self.cells, self.stray) = split_line(self.row_bytes(), self.delimiter, self.quoting);
        if self.quoting { Cut::Line { from, to } } else { Cut::Row { from, to } }
    }

    /// Gives up a line that is too long.
    fn skip_line(&mut self, from: u64) -> io::Result<Cut> {
        self.row = self.start..self.start;
        let head = self.bytes().get(..self.bytes().len().min(200)).unwrap_or_default();
        let observed = crate::import::xml::beginning(&String::from_utf8_lossy(head));
        loop {
            if let Some(at) = memchr::memchr2(b'\n', b'\r', self.bytes()) {
                self.start += at;
                return Ok(Cut::TooLong { from, to: self.offset(), observed });
            }
            self.start = self.buffer.len();
            if !self.fill()? {
                return Ok(Cut::TooLong { from, to: self.offset(), observed });
            }
        }
    }

    /// Splits the row that begins here.
    fn split(&mut self) -> Found {
        let mut cells = std::mem::take(&mut self.cells);
        let found = split_row(self.bytes(), self.delimiter, self.ended, &mut cells);
        self.cells = cells;
        found
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
        if self.buffer.capacity() > 4 << 20 && self.buffer.len() < 256 << 10 {
            self.buffer.shrink_to(512 << 10);
        }
        let read = self.text.fill_buf()?;
        let length = read.len();
        self.buffer.extend_from_slice(read);
        self.text.consume(length);
        self.ended = length == 0;
        Ok(length > 0)
    }
}

/// Splits the row at the beginning of the bytes. A quotation mark within a quotation that neither ends its cell nor is
/// doubled is part of the text: many programs do not double them.
fn split_row(bytes: &[u8], delimiter: u8, ended: bool, cells: &mut Vec<Cell>) -> Found {
    cells.clear();
    let mut at = 0;
    loop {
        let (cell, next) = if bytes.get(at) == Some(&b'"') {
            match quoted(bytes, at, delimiter, ended) {
                Ok(found) => found,
                Err(found) => return found,
            }
        } else {
            let rest = bytes.get(at..).unwrap_or_default();
            let end = match memchr::memchr3(delimiter, b'\n', b'\r', rest) {
                Some(end) => at + end,
                None if ended => bytes.len(),
                None => return Found::More,
            };
            (Cell { range: at..end, doubled: false }, end)
        };
        cells.push(cell);
        match bytes.get(next) {
            Some(b) if *b == delimiter => at = next + 1,
            _ => return Found::End(next),
        }
    }
}

/// The cell whose quotation begins here, and where it ends.
fn quoted(bytes: &[u8], open: usize, delimiter: u8, ended: bool) -> Result<(Cell, usize), Found> {
    let mut doubled = false;
    let mut at = open + 1;
    loop {
        let Some(quote) = bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)).map(|q| at + q) else {
            return Err(if ended { Found::Unclosed } else { Found::More });
        };
        match bytes.get(quote + 1) {
            Some(b'"') => {
                doubled = true;
                at = quote + 2;
            }
            Some(b) if *b == delimiter || matches!(b, b'\n' | b'\r') => {
                return Ok((Cell { range: open + 1..quote, doubled }, quote + 1));
            }
            None if ended => return Ok((Cell { range: open + 1..quote, doubled }, quote + 1)),
            None => return Err(Found::More),
            // Spaces behind the end of a quotation.
            Some(b' ') if only_spaces(bytes, quote + 1, delimiter).is_some() => {
                let next = only_spaces(bytes, quote + 1, delimiter).unwrap_or(quote + 1);
                return Ok((Cell { range: open + 1..quote, doubled }, next));
            }
            Some(_) => at = quote + 1,
        }
    }
}

/// Where a few spaces end, if nothing but the end of the cell follows them.
fn only_spaces(bytes: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let spaces = bytes.get(from..)?.iter().take(8).take_while(|b| **b == b' ').count();
    let next = bytes.get(from + spaces)?;
    (*next == delimiter || matches!(next, b'\n' | b'\r')).then_some(from + spaces)
}

/// Splits one line, and tells whether a quotation in it does not end in it, which then is none.
fn split_line(line: &[u8], delimiter: u8, quoting: bool) -> (Vec<Cell>, bool) {
    let mut cells = Vec::new();
    let mut at = 0;
    // Once one does not end no other one ends behind it either, but for those of whole cells.
    let mut hopeless = false;
    loop {
        let quotation = (quoting && !hopeless && line.get(at) == Some(&b'"'))
            .then(|| quoted(line, at, delimiter, true).ok())
            .flatten();
        if quoting && line.get(at) == Some(&b'"') && quotation.is_none() {
            hopeless = true;
        }
        let (cell, next) = quotation.unwrap_or_else(|| {
            let rest = line.get(at..).unwrap_or_default();
            let end = memchr::memchr(delimiter, rest).map_or(line.len(), |end| at + end);
            let open = usize::from(quoting && line.get(at) == Some(&b'"'));
            (Cell { range: (at + open).min(end)..end, doubled: false }, end)
        });
        cells.push(cell);
        if next >= line.len() {
            return (cells, hopeless);
        }
        at = next + 1;
    }
}

fn value<'a>(row: &'a str, cell: &Cell) -> Cow<'a, str> {
    let text = row.get(cell.range.clone()).unwrap_or_default();
    if cell.doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
}

/// The rows at the beginning of a text, with where each begins; used to find out what the table is.
pub(super) fn first_rows(
    head: &str,
    delimiter: u8,
    quoting: bool,
    most: usize,
) -> Vec<(usize, Vec<Cow<'_, str>>)> {
    let bytes = head.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    let mut cells = Vec::new();
    while out.len() < most {
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let Some(rest) = head.get(at..).filter(|rest| !rest.is_empty()) else { break };
        let whole = quoting.then(|| split_row(rest.as_bytes(), delimiter, true, &mut cells));
        let length = if let Some(Found::End(length)) = whole {
            length
        } else {
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            cells = split_line(rest.get(..length).unwrap_or_default().as_bytes(), delimiter, quoting).0;
            length
        };
        let row = rest.get(..length).unwrap_or_default();
        out.push((at, cells.iter().map(|cell| value(row, cell)).collect()));
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::decode_bytes;

    fn read(text: &str, limit: usize) -> Vec<(String, Vec<String>)> {
        let mut rows = Rows::new(decode_bytes(text.as_bytes()).unwrap(), limit);
        let mut out = Vec::new();
        while let Some(cut) = rows.next().unwrap() {
            let (word, from, to) = match cut {
                Cut::Row { from, to } => ("row", from, to),
                Cut::Line { from, to } => ("line", from, to),
                Cut::TooLong { from, to, .. } => ("long", from, to),
            };
            let place = rows.locate(from, to);
            let range = usize::try_from(place.span.start).unwrap()..usize::try_from(place.span.end).unwrap();
            assert!(!text[range].starts_with('\n'));
            let cells = if word == "long" {
                Vec::new()
            } else {
                rows.cells().iter().map(ToString::to_string).collect()
            };
            out.push((word.to_owned(), cells));
        }
        out
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        read(text, 1 << 20).into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn cells() {
        assert_eq!(
            rows("a,b\r\n1,\"two, \"\"2\"\"\nlines\"\n\n,\n"),
            [vec!["a", "b"], vec!["1", "two, \"2\"\nlines"], vec!["", ""]]
        );
        assert_eq!(rows("\"a\",\"b\""), [["a", "b"]]);
        assert_eq!(rows("\"a\" ,\"\"\rx,y"), [["a", ""], ["x", "y"]]);
        // Quotation marks that are not doubled.
        assert_eq!(rows("\"He said \"yes, no\" to me\",x"), [["He said \"yes, no\" to me", "x"]]);
        assert_eq!(rows("a \"b\" c,d"), [["a \"b\" c", "d"]]);
        assert_eq!(rows(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_quotation_that_does_not_end_costs_its_line() {
        let found = read("a,b\nc,\"d\ne,f\ng,h\n", 1 << 20);
        let expected =
            [("row", ["a", "b"]), ("line", ["c", "d"]), ("line", ["e", "f"]), ("line", ["g", "h"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(w, c)| ((*w).to_owned(), c.iter().map(|c| (*c).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn long_rows_are_left_out() {
        let text = format!("a,b\n{},c\nd,e\n", "x".repeat(600_000));
        let found = read(&text, 1000);
        assert_eq!(found.iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>(), ["row", "long", "row"]);
        assert_eq!(found[2].1, ["d", "e"]);
    }

    #[test]
    fn many_quotations_that_do_not_end_cost_little() {
        // Each line opens one that the next line's first mark does not close.
        let text = "\"a\",\"b\n".repeat(200_000);
        let before = std::time::Instant::now();
        assert!(read(&text, 1 << 20).len() > 100_000);
        assert!(before.elapsed().as_secs() < 20);
    }
}
