//! Files of YAML that are one list or one mapping of records, read record by record.
//!
//! What a record is is told by its indentation, so that one that is broken costs itself alone and no more than one is in
//! memory. A list of records stands at the top, or under a key at the top, also in the front matter of a text.

use std::io;

use serde_json::Value;

use super::lines::Lines;
use super::xml::beginning;
use super::yaml_value;
use super::{Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{ByteSpan, Place};

/// Reads a record's value; a sentence for a person where it is none. The text is the key of a mapping's entry.
pub(super) type ReadEntry = fn(&str, Value, Place) -> Result<Imported, String>;

/// How the records stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// As items of a list, at the top or under this key.
    List(&'static str),
    /// Under a key of their own each, at the top.
    Mapping,
}

/// The records of a file.
pub(super) struct YamlRecords {
    lines: Lines,
    layout: Layout,
    read: ReadEntry,
    limit: usize,
    /// Spaces in front of the items' dashes, once the list has begun.
    indent: Option<usize>,
    begun: bool,
    open: Option<Open>,
    waiting: bool,
    /// The file's own list has ended: what follows is text.
    over: bool,
}

struct Open {
    start: Place,
    to: u64,
    text: String,
    too_long: bool,
}

impl YamlRecords {
    pub(super) fn new(text: Decoded, limits: &Limits, layout: Layout, read: ReadEntry) -> Self {
        Self {
            lines: Lines::new(text, limits.record_bytes),
            layout,
            read,
            limit: limits.record_bytes,
            indent: None,
            begun: false,
            open: None,
            waiting: false,
            over: false,
        }
    }

    /// What the line does to the record before it.
    fn judge(&mut self, line: &str) -> Turn {
        let line = line.trim_start_matches('\u{feff}');
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        if bare.trim().is_empty() {
            return Turn::Within;
        }
        let marker = indent == 0 && matches!(line.trim_end(), "---" | "...") || line.starts_with("--- ");
        match self.layout {
            Layout::Mapping => match () {
                () if indent > 0 => Turn::Within,
                () if marker || bare.starts_with(['#', '%']) => Turn::Outside,
                () => Turn::Begins,
            },
            Layout::List(key) => {
                let dash = bare.starts_with("- ") || bare.trim_end() == "-";
                if let Some(of_items) = self.indent {
                    return match () {
                        () if indent > of_items => Turn::Within,
                        () if dash && indent == of_items => Turn::Begins,
                        () if bare.starts_with('#') => Turn::Within,
                        () => {
                            self.indent = None;
                            self.begun = false;
                            // Behind the front matter there is text.
                            self.over = marker;
                            Turn::Outside
                        }
                    };
                }
                if dash && (self.begun || indent == 0) {
                    self.indent = Some(indent);
                    return Turn::Begins;
                }
                if indent == 0 && !bare.starts_with('#') && !marker {
                    let value = bare.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix(':'));
                    self.begun =
                        value.is_some_and(|v| v.trim().is_empty() || v.trim_start().starts_with('#'));
                }
                Turn::Outside
            }
        }
    }

    fn close(&mut self, open: &Open) -> Item {
        let end = self.lines.locate(open.to, open.to);
        let start = open.start;
        let place = Place {
            span: ByteSpan { start: start.span.start, end: end.span.end.max(start.span.start) },
            line_start: start.line_start,
            line_end: end.line_end.max(start.line_start),
        };
        let broken =
            |message: String| Item::Broken(Broken { place, message, observed: beginning(&open.text) });
        if open.too_long {
            let limit = self.limit;
            return broken(format!(
                "this record is longer than {limit} bytes; it was left out, the next one was read"
            ));
        }
        let value = match yaml_value::read(&open.text) {
            Ok(value) => value,
            Err(why) => return broken(format!("this record cannot be read: {why}; it was left out")),
        };
        let entry = match (self.layout, value) {
            (Layout::List(_), Value::Array(items)) => {
                items.into_iter().next().map(|item| (String::new(), item))
            }
            (Layout::Mapping, Value::Object(map)) => map.into_iter().next(),
            _ => None,
        };
        let Some((key, value)) = entry else {
            return broken("this is no record: it has no fields; it was left out".to_owned());
        };
        match (self.read)(&key, value, place) {
            Ok(record) => Item::Record(Box::new(record)),
            Err(message) => broken(message),
        }
    }
}

/// What a line does.
enum Turn {
    Begins,
    Within,
    Outside,
}

impl Records for YamlRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            if !std::mem::take(&mut self.waiting) && !self.lines.advance()? {
                let open = self.open.take();
                return Ok(open.map(|open| self.close(&open)));
            }
            if self.over {
                continue;
            }
            let (from, to) = self.lines.span();
            let cut = self.lines.is_cut();
            let line = std::str::from_utf8(self.lines.line()).unwrap_or_default().to_owned();
            let before = (self.indent, self.begun);
            let turn = self.judge(&line);
            if !matches!(turn, Turn::Within)
                && let Some(open) = self.open.take()
            {
                // The line is looked at again, as if nothing had been before it.
                (self.indent, self.begun) = before;
                self.over = false;
                self.waiting = true;
                return Ok(Some(self.close(&open)));
            }
            match turn {
                Turn::Begins => {
                    let start = self.lines.locate(from, from);
                    self.open = Some(Open { start, to, text: String::new(), too_long: false });
                }
                Turn::Outside => continue,
                Turn::Within => {}
            }
            let limit = self.limit;
            if let Some(open) = &mut self.open {
                open.too_long |= cut || open.text.len() + line.len() > limit;
                if open.too_long {
                    open.text.truncate(0);
                } else {
                    open.text.push_str(line.trim_start_matches('\u{feff}'));
                    open.text.push('\n');
                }
                if !line.trim().is_empty() {
                    open.to = to;
                }
            }
        }
    }
}
