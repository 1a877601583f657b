//! Records of tagged lines: a tag begins a line, its value stands behind it, and a line without a tag goes on with the
//! value of the line before.

use std::io;

use super::draft::Draft;
use super::lines::Lines;
use super::xml::beginning;
use super::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{ByteSpan, Place};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A tag with its value, and whether every record begins with such a tag.
    Field { tag: &'a str, value: &'a str, begins: bool },
    /// More of the value before.
    More(&'a str),
    /// Nothing.
    Blank,
}

/// How a format writes its lines, and what they mean.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    /// Tells what a line is.
    pub(super) line: fn(&str) -> Line<'_>,
    /// Tags of which a record has one, by which a record is known whose first line is missing: such a tag behind a
    /// blank line, where the record has it already, begins another one.
    pub(super) single: &'static [&'static str],
    /// Reads a record from its fields.
    pub(super) read: fn(&Fields) -> Draft,
}

/// The fields of one record, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Tags with their values; lines of a value are parted by line ends.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, value)| (tag.as_str(), value.trim())).filter(|(_, value)| !value.is_empty())
    }

    /// The first value of a tag; empty where there is none.
    pub(super) fn first(&self, tag: &str) -> &str {
        self.iter().find(|(known, _)| *known == tag).map_or("", |(_, value)| value)
    }

    fn has(&self, tag: &str) -> bool {
        self.0.iter().any(|(known, _)| known == tag)
    }
}

/// The lines of a head, whatever ends them.
pub(super) fn head_lines(head: &str) -> impl Iterator<Item = &str> {
    head.split(['\r', '\n'])
}

/// Reads such records.
pub(super) struct FieldRecords {
    lines: Lines,
    dialect: Dialect,
    limit: usize,
    open: Option<Open>,
    /// The line that was read last begins the next record and was not looked at yet.
    waiting: bool,
    about: About,
}

/// The record that is being gathered.
struct Open {
    start: Place,
    to: u64,
    bytes: usize,
    fields: Fields,
    blank: bool,
    too_long: bool,
    head: String,
}

impl FieldRecords {
    pub(super) fn new(text: Decoded, limits: &Limits, dialect: Dialect) -> Self {
        Self {
            lines: Lines::new(text, limits.record_bytes),
            dialect,
            limit: limits.record_bytes,
            open: None,
            waiting: false,
            about: About::default(),
        }
    }

    fn close(&mut self, open: &Open) -> Option<Item> {
        let end = self.lines.locate(open.to, open.to);
        let place = Place {
            span: ByteSpan { start: open.start.span.start, end: end.span.end.max(open.start.span.start) },
            line_start: open.start.line_start,
            line_end: end.line_end.max(open.start.line_start),
        };
        let broken =
            |message: String| Some(Item::Broken(Broken { place, message, observed: beginning(&open.head) }));
        if open.too_long {
            let limit = self.limit;
            return broken(format!(
                "this record is longer than {limit} bytes; it was left out, the next one was read"
            ));
        }
        let draft = (self.dialect.read)(&open.fields);
        if draft.is_empty() {
            return broken(
                "this record has neither title nor people nor identifiers; it was left out".to_owned(),
            );
        }
        Some(Item::Record(Box::new(draft.finish(place))))
    }
}

impl Records for FieldRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            if !std::mem::take(&mut self.waiting) && !self.lines.advance()? {
                let open = self.open.take();
                return Ok(open.and_then(|open| self.close(&open)));
            }
            let (from, to) = self.lines.span();
            let cut = self.lines.is_cut();
            let line = std::str::from_utf8(self.lines.line()).unwrap_or_default().to_owned();
            let kind = (self.dialect.line)(&line);
            match (kind, &mut self.open) {
                (Line::Blank, Some(open)) => open.blank = true,
                (Line::Blank | Line::More(_), None) => {}
                (Line::Field { tag, value, begins }, open) => {
                    let another = open.as_ref().is_some_and(|open| {
                        begins || open.blank && self.dialect.single.contains(&tag) && open.fields.has(tag)
                    });
                    if another {
                        self.waiting = true;
                        if let Some(open) = open.take()
                            && let Some(item) = self.close(&open)
                        {
                            return Ok(Some(item));
                        }
                        continue;
                    }
                    if open.is_none() {
                        let start = self.lines.locate(from, from);
                        self.open = Some(Open::new(start, &line));
                    }
                    if let Some(open) = &mut self.open {
                        open.add(Some(tag), value, self.limit, cut);
                        open.to = to;
                    }
                }
                (Line::More(value), Some(open)) => {
                    open.add(None, value, self.limit, cut);
                    open.to = to;
                }
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

impl Open {
    fn new(start: Place, head: &str) -> Self {
        Self {
            start,
            to: 0,
            bytes: 0,
            fields: Fields::default(),
            blank: false,
            too_long: false,
            head: head.chars().take(120).collect(),
        }
    }

    fn add(&mut self, tag: Option<&str>, value: &str, limit: usize, cut: bool) {
        // Every field costs something, so that a million empty ones are no way around the limit.
        self.bytes += value.len() + 16;
        self.too_long |= cut || self.bytes > limit;
        if self.too_long {
            self.fields.0.clear();
            return;
        }
        let paragraph = std::mem::take(&mut self.blank);
        match (tag, self.fields.0.last_mut()) {
            (Some(tag), _) => self.fields.0.push((tag.to_owned(), value.to_owned())),
            (None, Some((_, known))) => {
                known.push_str(if paragraph { "\n\n" } else { "\n" });
                known.push_str(value.trim());
            }
            (None, None) => {}
        }
    }
}
