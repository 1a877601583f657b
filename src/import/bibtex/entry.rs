//! One entry: its type, its key and its fields, as they stand.

use std::ops::Range;

use super::macros::Macros;
use super::scanner::is_escaped;
use crate::model::Place;

/// Fields looked at in one entry.
const MOST_FIELDS: usize = 2_000;

/// An entry, with its macros put in and its values joined, LaTeX and all.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    raw: String,
    kind: Range<usize>,
    key: Range<usize>,
    fields: Vec<(Range<usize>, Value)>,
    /// What is wrong with it: a sentence, and what stands there.
    pub(super) faults: Vec<(&'static str, String)>,
    pub(super) place: Place,
}

#[derive(Clone, Debug)]
enum Value {
    /// As it stands in the entry.
    Here(Range<usize>),
    /// Put together from several pieces.
    Joined(String),
}

impl Entry {
    /// Reads an entry of which `text` holds everything to its end; what is between its delimiters begins at `body`.
    /// `None` where a value does not end.
    pub(super) fn read(
        text: &str,
        body: usize,
        closed: bool,
        escapes: bool,
        macros: &Macros,
    ) -> Option<Self> {
        let end = if closed { text.len().checked_sub(1)? } else { text.len() };
        let word_end = text.find(['{', '('])?;
        let start = 1 + text.get(1..word_end)?.len() - text.get(1..word_end)?.trim_start().len();
        let kind = start..start + text.get(start..word_end)?.trim_end().len();
        let mut entry = Self { kind, ..Self::default() };
        let mut reader = Reader { text: text.get(..end)?, at: body, escapes, macros, entry: &mut entry };
        reader.key();
        while reader.entry.fields.len() < MOST_FIELDS && reader.field()? {}
        if !closed {
            // A brace too many inside a value: the fields behind it were taken for a part of it.
            let swallows =
                |value: &Value| value.text(text).split(',').any(|part| begins_field(part.trim_start()));
            if entry.fields.iter().any(|(_, value)| swallows(value)) {
                return None;
            }
            entry.fault("its entry does not end; what was read of it is kept", "");
        }
        text.clone_into(&mut entry.raw);
        for (name, _) in &entry.fields {
            if let Some(name) = entry.raw.get_mut(name.clone()) {
                name.make_ascii_lowercase();
            }
        }
        if let Some(kind) = entry.raw.get_mut(entry.kind.clone()) {
            kind.make_ascii_lowercase();
        }
        Some(entry)
    }

    fn fault(&mut self, message: &'static str, observed: &str) {
        const MOST: usize = 20;
        if self.faults.len() < MOST {
            self.faults.push((message, observed.trim().chars().take(120).collect()));
        }
    }

    /// Its type, in lower case.
    pub(super) fn kind(&self) -> &str {
        self.raw.get(self.kind.clone()).unwrap_or_default()
    }

    /// Its key; empty where it has none.
    pub(super) fn key(&self) -> &str {
        self.raw.get(self.key.clone()).unwrap_or_default()
    }

    /// Names in lower case, and values.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| {
            let name = self.raw.get(name.clone()).unwrap_or_default();
            let value = match value {
                Value::Here(range) => self.raw.get(range.clone()).unwrap_or_default(),
                Value::Joined(text) => text,
            };
            (name, value)
        })
    }

    /// The value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields().find(|(n, v)| *n == name && !v.trim().is_empty()).map(|(_, value)| value)
    }

    /// How much memory it takes, about.
    pub(super) fn size(&self) -> usize {
        self.raw.len() + 48 * self.fields.len() + 200
    }
}

/// Walks through what is between the delimiters.
struct Reader<'a, 'e> {
    text: &'a str,
    at: usize,
    escapes: bool,
    macros: &'a Macros,
    entry: &'e mut Entry,
}

impl<'a> Reader<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Over white space and comments, and commas where `commas` says so.
    fn skip(&mut self, commas: bool) {
        loop {
            let rest = self.rest();
            let next = rest.trim_start_matches(|c: char| c.is_whitespace() || commas && c == ',');
            self.at += rest.len() - next.len();
            if !next.starts_with('%') {
                return;
            }
            self.at += next.find(['\n', '\r']).unwrap_or(next.len());
        }
    }

    /// What stands before the first comma. Where a field stands there, the entry has no key.
    fn key(&mut self) {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let start = self.at + skipped;
        let from = self.text.get(start..).unwrap_or_default();
        let length = from.find([',', '\n', '\r', '=', '{', '"']).unwrap_or(from.len());
        let stop = from.as_bytes().get(length);
        match stop {
            Some(b'=') => {
                // `a key, title = …` without its comma has the key and the name between two spaces.
                let words = from.get(..length).unwrap_or_default().trim_end();
                if let Some(gap) = words.find([' ', '\t']) {
                    self.entry.key = start..start + gap;
                    self.at = start + gap;
                } else {
                    self.entry.key = start..start;
                    self.at = start;
                }
            }
            Some(b'{' | b'"') => {
                self.entry.key = start..start;
                self.at = start;
            }
            _ => {
                let key = from.get(..length).unwrap_or_default().trim_end();
                self.entry.key = start..start + key.len();
                self.at = start + length;
            }
        }
    }

    /// The next field; `Some(false)` at the end, `None` where a value does not end.
    fn field(&mut self) -> Option<bool> {
        self.skip(true);
        let rest = self.rest();
        if rest.is_empty() {
            return Some(false);
        }
        let stop = rest.find(['=', ',', '{', '"', '}', '\n', '\r']).unwrap_or(rest.len());
        // The equals sign may stand on the next line.
        let equals = stop + (rest.len() - stop - rest.get(stop..)?.trim_start().len());
        if stop == 0 || rest.as_bytes().get(equals) != Some(&b'=') {
            let length = garbage_length(rest);
            if length == 0 {
                // A brace that was never opened.
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
            self.entry
                .fault("a part of it is no field and was left out", rest.get(..length.max(1)).unwrap_or(""));
            self.at += length;
            return Some(true);
        }
        let name = self.at..self.at + rest.get(..stop)?.trim_end().len();
        self.at += equals + 1;
        let value = self.value()?;
        self.entry.fields.push((name, value));
        Some(true)
    }

    /// A value: one piece, or several with `#` between them.
    fn value(&mut self) -> Option<Value> {
        let mut value: Option<Value> = None;
        loop {
            self.skip(false);
            let piece = self.piece()?;
            value = Some(match value {
                None => piece,
                Some(before) => {
                    let mut joined = before.text(self.text).to_owned();
                    let more = piece.text(self.text);
                    if joined.len() + more.len() > self.macros.limit() {
                        self.entry
                            .fault("a value of it is too long when its macros are put in; it was cut", "");
                    } else {
                        joined.push_str(more);
                    }
                    Value::Joined(joined)
                }
            });
            self.skip(false);
            if !self.rest().starts_with('#') {
                return value;
            }
            self.at += 1;
        }
    }

    fn piece(&mut self) -> Option<Value> {
        let start = self.at;
        let rest = self.rest();
        match rest.as_bytes().first() {
            Some(b'{') => {
                let length = self.braced(rest)?;
                self.at += length;
                self.behind();
                Some(Value::Here(start + 1..start + length - 1))
            }
            Some(b'"') => {
                let length = self.quoted(rest)?;
                self.at += length;
                Some(Value::Here(start + 1..start + length - 1))
            }
            _ => {
                let length = rest.find([',', '#', '\n', '\r', '{', '}', '"', '=']).unwrap_or(rest.len());
                let mut word = rest.get(..length)?.trim_end();
                // A comma was forgotten: the last word is the next field's name.
                if rest.as_bytes().get(length) == Some(&b'=') {
                    word = word.rsplit_once(char::is_whitespace).map_or("", |(value, _)| value.trim_end());
                }
                self.at += word.len();
                if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit()) {
                    return Some(Value::Here(start..start + word.len()));
                }
                if let Some(text) = self.macros.get(word) {
                    return Some(Value::Joined(text.to_owned()));
                }
                if !word.contains(' ') {
                    self.entry
                        .fault("it uses a macro that is not defined before it; its name was taken", word);
                }
                Some(Value::Here(start..start + word.len()))
            }
        }
    }

    /// Text behind a closing brace that is neither a comma nor the next field belongs to nothing.
    fn behind(&mut self) {
        let rest = self.rest();
        let next = rest.trim_start();
        if next.is_empty() || next.starts_with([',', '#', '%']) {
            return;
        }
        // Or a comma was forgotten: the next field's name and its equals sign follow.
        if begins_field(next) {
            return;
        }
        let length = garbage_length(next);
        let garbage = next.get(..length).unwrap_or_default();
        self.entry.fault("what stands behind a value of it was left out", garbage);
        self.at += rest.len() - next.len() + length;
    }

    /// Length of the braced text that `text` begins with, braces included.
    fn braced(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut depth = 0_usize;
        for at in memchr::memchr2_iter(b'{', b'}', bytes) {
            if self.escapes && is_escaped(bytes, at) {
                continue;
            }
            if bytes[at] == b'{' {
                depth += 1;
            } else {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
        }
        None
    }

    /// Length of the quoted text that `text` begins with, quotes included. A quote inside braces does not end it, and
    /// neither does one behind which the value clearly goes on.
    fn quoted(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut depth = 0_usize;
        let mut first = None;
        for at in memchr::memchr3_iter(b'{', b'}', b'"', bytes).skip(1) {
            match bytes[at] {
                b'"' if depth == 0 => {
                    let next = text.get(at + 1..)?.trim_start();
                    let named = begins_field(next);
                    if next.is_empty() || next.starts_with([',', '#', '%']) || named {
                        if first.is_some() {
                            let shown = text.get(..at + 1).unwrap_or_default();
                            self.entry.fault(
                                "quotes stand inside a quoted value of it; it was read as a whole",
                                shown,
                            );
                        }
                        return Some(at + 1);
                    }
                    first.get_or_insert(at + 1);
                }
                b'"' => {}
                _ if self.escapes && is_escaped(bytes, at) => {}
                b'{' => depth += 1,
                _ => depth = depth.checked_sub(1)?,
            }
        }
        first
    }
}

impl Value {
    fn text<'t>(&'t self, entry: &'t str) -> &'t str {
        match self {
            Self::Here(range) => entry.get(range.clone()).unwrap_or_default(),
            Self::Joined(text) => text,
        }
    }
}

/// Whether a field's name and an equals sign follow.
fn begins_field(text: &str) -> bool {
    let inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.' | b'+');
    let length = text.bytes().take(60).take_while(inside).count();
    length > 0
        && text.as_bytes()[0].is_ascii_alphabetic()
        && text.get(length..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('='))
}

/// Up to the comma, or to the end of the line.
fn garbage_length(text: &str) -> usize {
    text.find([',', '\n', '\r']).unwrap_or(text.len())
}
