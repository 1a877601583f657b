//! The values of a JSON file, one after the other.
//!
//! A file may be one list, an object that holds a list of interest (an answer of a service, an export with its
//! settings), one value, or values in lines or simply behind one another (JSON Lines, RFC 8259 texts). Each value is
//! held alone and is bounded. A value that cannot be read costs itself: its end is found by counting brackets outside
//! strings, and where they do not balance, at the next line that begins a value as this one began.

use std::io;

use serde_json::Value;

use super::text_window::{TextWindow, beginning};
use super::{About, Broken};
use crate::ingest::{Decoded, Limits};
use crate::model::Place;

/// Objects inside the answer that lists are looked for in (`{"message": {"items": […]}}`).
const DEEPEST_WRAPPER: usize = 3;

/// What stands in a file.
#[derive(Debug)]
pub(in crate::import) enum Piece {
    /// A value, where it stands, and whether it is JSON only with some goodwill.
    Value { value: Value, place: Place, mended: bool },
    /// One that cannot be read.
    Broken(Broken),
}

/// Where lists of interest are looked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::import) struct Shape {
    /// Keys under which an object holds the list of interest.
    pub(in crate::import) lists: &'static [&'static str],
    /// Keys under which it holds an object that does.
    pub(in crate::import) wrappers: &'static [&'static str],
}

/// Walks through the values of a file.
pub(in crate::import) struct JsonValues {
    window: TextWindow,
    limit: usize,
    shape: Shape,
    /// Inside a list: how many objects are around it.
    list: Option<usize>,
    /// The next value at the top may be an object around a list.
    may_wrap: bool,
    /// Up to here a value was looked through for its end in vain: one before that ends where the next line begins one.
    looked_through: u64,
    not_closed: bool,
    any: bool,
}

impl JsonValues {
    pub(in crate::import) fn new(text: Decoded, limits: &Limits, shape: Shape) -> Self {
        Self {
            window: TextWindow::new(text),
            limit: limits.record_bytes,
            shape,
            list: None,
            may_wrap: true,
            looked_through: 0,
            not_closed: false,
            any: false,
        }
    }

    /// What is known of the file at its end.
    pub(in crate::import) fn about(&self) -> About {
        let cut = "its list is not closed: the file seems to be cut off".to_owned();
        About { exported: None, notes: if self.not_closed { vec![cut] } else { Vec::new() } }
    }

    /// The next value; `None` at the end.
    pub(in crate::import) fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let indent = self.skip_between()?;
            let Some(&byte) = self.window.rest().as_bytes().first() else {
                self.not_closed = self.list.is_some();
                return Ok(None);
            };
            match (byte, self.list) {
                (b']', Some(around)) => {
                    self.window.consume(1);
                    self.list = None;
                    self.skip_out_of(around)?;
                }
                (b'[', None) => {
                    self.window.consume(1);
                    self.list = Some(0);
                }
                (b'{', None) if self.may_wrap => {
                    let Some((at, around)) = self.list_inside()? else {
                        self.may_wrap = false;
                        return self.value(indent).map(Some);
                    };
                    self.window.consume(at);
                    self.list = Some(around);
                }
                (b'{' | b'[', _) => return self.value(indent).map(Some),
                _ => return self.no_value().map(Some),
            }
        }
    }

    /// Over white space and commas. Gives the white space in front of the value on its line, where nothing else is.
    fn skip_between(&mut self) -> io::Result<Option<String>> {
        let mut line: Option<String> = (!self.any).then(String::new);
        self.any = true;
        loop {
            let rest = self.window.rest();
            let end = rest
                .bytes()
                .position(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b','))
                .unwrap_or(rest.len());
            let passed = rest.get(..end).unwrap_or_default();
            match passed.rfind(['\n', '\r']) {
                Some(at) => line = passed.get(at + 1..).map(str::to_owned),
                None => {
                    if let Some(line) = &mut line {
                        line.push_str(passed);
                    }
                }
            }
            if line.as_ref().is_some_and(|l| l.len() > 200) {
                line = None;
            }
            let more = end == rest.len();
            self.pass(end);
            if !more || !self.window.fill()? {
                return Ok(line.filter(|l| l.bytes().all(|b| b != b',')));
            }
        }
    }

    /// Gives text away that belongs to no value.
    fn pass(&mut self, length: usize) {
        self.window.consume(length);
        // Lines behind the last place that was asked for are remembered: there may be many of them.
        self.window.place(0);
    }

    /// The value that the window begins with.
    fn value(&mut self, indent: Option<String>) -> io::Result<Piece> {
        let mut search = Search { indent, ..Search::default() };
        let impatient = self.window.offset() < self.looked_through;
        loop {
            let ended = search.look(self.window.rest());
            if let Some(end) = ended.filter(|end| *end <= self.limit) {
                return Ok(self.read(end, search.suspect));
            }
            let too_large = self.window.rest().len() > self.limit;
            if let Some(at) = search.suspect.filter(|_| impatient || too_large) {
                self.looked_through = self.window.offset() + self.window.rest().len() as u64;
                return Ok(self.give_up(at, "its brackets do not balance"));
            }
            if too_large {
                return self.skip_value(search);
            }
            if !self.window.fill()? {
                let length = self.window.rest().len();
                self.looked_through = self.window.offset() + length as u64;
                let at = search.suspect.unwrap_or(length);
                return Ok(self.give_up(at, "its brackets do not balance, or the file is cut off"));
            }
        }
    }

    /// Reads the value that ends at `end`. If it cannot be read and a line inside looks like the next one, it ends
    /// there.
    fn read(&mut self, end: usize, suspect: Option<usize>) -> Piece {
        let text = self.window.rest().get(..end).unwrap_or_default();
        let fault = match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                let place = self.window.place(end);
                self.window.consume(end);
                return Piece::Value { value, place, mended: false };
            }
            Err(fault) => fault,
        };
        if let Some(value) = mended(text) {
            let place = self.window.place(end);
            self.window.consume(end);
            return Piece::Value { value, place, mended: true };
        }
        let fault = fault.to_string();
        // The position is that inside the value, which helps nobody.
        let fault = fault.split(" at line ").next().unwrap_or_default().to_owned();
        self.give_up(suspect.unwrap_or(end), &fault)
    }

    /// Leaves out what stands up to a place.
    fn give_up(&mut self, at: usize, fault: &str) -> Piece {
        let observed = self.window.rest().get(..at).and_then(beginning);
        let place = self.window.place(at);
        self.window.consume(at);
        let message = format!("this value is no JSON ({fault}); it was left out, and the next one is read");
        Piece::Broken(Broken { place, message, observed })
    }

    /// Leaves out a value that is too long to be held.
    fn skip_value(&mut self, mut search: Search) -> io::Result<Piece> {
        let observed = beginning(self.window.rest().get(..200).unwrap_or_default());
        let mut place = self.window.place(1);
        loop {
            let found = search.look(self.window.rest());
            let length = found.or(search.suspect).unwrap_or(self.window.rest().len());
            let end = self.window.place(length);
            place.span.end = end.span.end;
            place.line_end = end.line_end;
            self.window.consume(length);
            search.at = search.at.saturating_sub(length);
            if found.is_some() || search.suspect.is_some() || !self.window.fill()? {
                let limit = self.limit;
                let message = format!("this value is longer than {limit} bytes and was left out");
                return Ok(Piece::Broken(Broken { place, message, observed }));
            }
        }
    }

    /// Text where a value should be: left out up to the next line that begins one.
    fn no_value(&mut self) -> io::Result<Piece> {
        let observed = beginning(self.window.rest().get(..400).unwrap_or(self.window.rest()));
        let mut place = self.window.place(1);
        let in_list = self.list.is_some();
        let mut at = 0;
        loop {
            let rest = self.window.rest();
            let bytes = rest.as_bytes();
            let mut stop = None;
            while at < bytes.len() {
                match bytes[at] {
                    b'\n' | b'\r' => {
                        let next = rest.get(at..).unwrap_or_default().trim_start();
                        if next.is_empty() {
                            break;
                        }
                        if next.starts_with(['{', '[']) {
                            stop = Some(at);
                            break;
                        }
                        at += 1;
                    }
                    b'"' if at == 0 => at = string_end(bytes).unwrap_or(1),
                    b',' | b']' if in_list => {
                        stop = Some(at);
                        break;
                    }
                    _ => at += 1,
                }
            }
            let length = stop.unwrap_or(at.min(bytes.len())).max(usize::from(at == 0));
            let mut length = length.min(bytes.len());
            while !rest.is_char_boundary(length) {
                length += 1;
            }
            let end = self.window.place(length);
            place.span.end = end.span.end;
            place.line_end = end.line_end;
            self.window.consume(length);
            at = 0;
            if stop.is_some() || !self.window.fill()? {
                let rest = if stop.is_some() { 0 } else { self.window.rest().len() };
                self.window.consume(rest);
                let message = "this is no object, and no record; it was left out".to_owned();
                return Ok(Piece::Broken(Broken { place, message, observed }));
            }
        }
    }

    /// Where the list of interest begins in the object that the window begins with, and how many objects are around
    /// it. `None` for an object that holds none.
    fn list_inside(&mut self) -> io::Result<Option<(usize, usize)>> {
        let mut search = Wrapper::default();
        loop {
            match search.look(self.window.rest(), self.shape) {
                Looked::List(at, around) => return Ok(Some((at, around))),
                Looked::None => return Ok(None),
                Looked::More if self.window.rest().len() > self.limit => return Ok(None),
                Looked::More => {
                    if !self.window.fill()? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Passes what stands behind the list in the objects around it.
    fn skip_out_of(&mut self, around: usize) -> io::Result<()> {
        if around == 0 {
            return Ok(());
        }
        let mut search = Search { depth: around, ..Search::default() };
        loop {
            let found = search.look(self.window.rest());
            let length = found.unwrap_or(self.window.rest().len());
            self.pass(length);
            search.at = 0;
            if found.is_some() || !self.window.fill()? {
                return Ok(());
            }
        }
    }
}

/// Looks for the end of a value in text that grows, by counting brackets outside strings.
#[derive(Default)]
struct Search {
    at: usize,
    depth: usize,
    in_string: bool,
    indent: Option<String>,
    /// A line inside that begins as the value began.
    suspect: Option<usize>,
}

impl Search {
    fn look(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        while self.at < bytes.len() {
            if self.in_string {
                let step = memchr::memchr3(b'"', b'\\', b'\n', bytes.get(self.at..)?);
                let Some(step) = step else {
                    self.at = bytes.len();
                    return None;
                };
                self.at += step;
                match bytes[self.at] {
                    b'"' => self.in_string = false,
                    b'\\' => {
                        if self.at + 1 >= bytes.len() {
                            return None;
                        }
                        self.at += 1;
                    }
                    _ => {
                        if !self.line(bytes) {
                            return None;
                        }
                    }
                }
                self.at += 1;
                continue;
            }
            match bytes[self.at] {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.at += 1;
                        return Some(self.at);
                    }
                }
                b'\n' if !self.line(bytes) => return None,
                _ => {}
            }
            self.at += 1;
        }
        None
    }

    /// Notes whether the line behind a line end begins as the value does; false where not enough of it is there.
    fn line(&mut self, bytes: &[u8]) -> bool {
        let (None, Some(indent)) = (self.suspect, &self.indent) else { return true };
        let start = self.at + 1;
        let Some(line) = bytes.get(start..=start + indent.len()) else {
            return bytes.get(start..).is_none_or(|short| !indent.as_bytes().starts_with(short));
        };
        if line.strip_prefix(indent.as_bytes()) == Some(b"{") {
            self.suspect = Some(start);
        }
        true
    }
}

enum Looked {
    List(usize, usize),
    None,
    More,
}

/// Looks for a list of interest among the keys of an object, in text that grows.
#[derive(Default)]
struct Wrapper {
    at: usize,
    depth: usize,
    /// How many of the open brackets are objects looked into.
    inside: usize,
}

impl Wrapper {
    fn look(&mut self, text: &str, shape: Shape) -> Looked {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    let Some(length) = bytes.get(self.at..).and_then(string_end) else { return Looked::More };
                    if self.depth == self.inside {
                        let behind = self.at + length;
                        let rest = text.get(behind..).unwrap_or_default().trim_start();
                        let Some(value) = rest.strip_prefix(':').map(str::trim_start) else {
                            if rest.is_empty() {
                                return Looked::More;
                            }
                            self.at = behind;
                            continue;
                        };
                        if value.is_empty() {
                            return Looked::More;
                        }
                        let key = text.get(self.at + 1..behind - 1).unwrap_or_default();
                        let start = text.len() - value.len();
                        if value.starts_with('[') && shape.lists.contains(&key) {
                            return Looked::List(start + 1, self.depth);
                        }
                        let into = value.starts_with('{') && shape.wrappers.contains(&key);
                        if into && self.inside < DEEPEST_WRAPPER {
                            self.inside += 1;
                            self.depth += 1;
                            self.at = start + 1;
                            continue;
                        }
                    }
                    self.at += length;
                    continue;
                }
                b'{' if self.depth == 0 => {
                    self.depth = 1;
                    self.inside = 1;
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    if self.depth == self.inside {
                        self.inside -= 1;
                    }
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Looked::None;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        Looked::More
    }
}

/// Length of the string that `bytes` begin with, quotes included.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The value of a text that is nearly JSON: with line breaks or half characters in its strings, escapes that there are
/// none of, commas in front of closing brackets, `NaN`.
fn mended(text: &str) -> Option<Value> {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = after;
        match (in_string, c) {
            (true, '\\') => {
                let escaped = after.chars().next()?;
                let hex =
                    after.get(1..5).filter(|h| escaped == 'u' && h.bytes().all(|b| b.is_ascii_hexdigit()));
                rest = after.get(escaped.len_utf8()..).unwrap_or_default();
                match (escaped, hex) {
                    ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't', _) => out.extend(['\\', escaped]),
                    ('u', Some(hex)) => {
                        rest = after.get(5..).unwrap_or_default();
                        let unit = u32::from_str_radix(hex, 16).ok()?;
                        let low = rest.strip_prefix("\\u").and_then(|r| r.get(..4));
                        let low = low.and_then(|l| u32::from_str_radix(l, 16).ok());
                        match (unit, low) {
                            (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
                                out.push(char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))?);
                                rest = rest.get(6..).unwrap_or_default();
                            }
                            (0xD800..=0xDFFF, _) => out.push('\u{fffd}'),
                            _ => out.extend(['\\', 'u'].into_iter().chain(hex.chars())),
                        }
                    }
                    _ => out.push(escaped),
                }
            }
            (true, '\n' | '\r' | '\t') => out.push(' '),
            (_, '"') => {
                in_string = !in_string;
                out.push(c);
            }
            (false, ',') if after.trim_start().starts_with(['}', ']']) => {}
            (false, 'N') if after.starts_with("aN") => {
                out.push_str("null");
                rest = after.get(2..).unwrap_or_default();
            }
            _ => out.push(c),
        }
    }
    serde_json::from_str(&out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::decode_bytes;

    const SHAPE: Shape = Shape { lists: &["items", "results"], wrappers: &["message"] };

    /// What a text gives: values as text, broken ones as `!`.
    fn read(text: &str) -> Vec<String> {
        let mut values = JsonValues::new(decode_bytes(text.as_bytes()).unwrap(), &Limits::default(), SHAPE);
        let mut out = Vec::new();
        while let Some(piece) = values.next().unwrap() {
            out.push(match piece {
                Piece::Value { value, place, .. } => {
                    let bytes =
                        usize::try_from(place.span.start).unwrap()..usize::try_from(place.span.end).unwrap();
                    assert!(text[bytes].starts_with(['{', '[']), "{text}");
                    value.to_string()
                }
                Piece::Broken(_) => "!".to_owned(),
            });
        }
        out
    }

    #[test]
    fn every_shape() {
        let two = vec![r#"{"a":1}"#, r#"{"a":2}"#];
        for text in [
            r#"[{"a":1},{"a":2}]"#,
            r#"{"a":1}{"a":2}"#,
            "{\"a\":1}\n\n{\"a\":2}\n",
            "{\"a\":1},\r\n{\"a\":2}",
            "\u{feff}[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n",
            r#"{"items": [{"a":1},{"a":2}], "more": {"items": [3]}}"#,
            r#"{"status":"ok","x":{"items":[9]},"message":{"total":[],"items":[{"a":1},{"a":2}],"q":{}},"z":1}"#,
            r#"{"results":[{"a":1}]} {"results":[{"a":2}]}"#,
            "[{\"a\":1}]\n[{\"a\":2}]",
            r#"[{"a":1},{"a":2}"#,
        ] {
            assert_eq!(read(text), two, "{text}");
        }
        assert_eq!(read(r#"{"a":{"items":[1]}}"#), [r#"{"a":{"items":[1]}}"#]);
        assert_eq!(read(""), Vec::<String>::new());
        assert_eq!(read("[]"), Vec::<String>::new());
    }

    #[test]
    fn one_broken_value_costs_itself() {
        for (text, expected) in [
            ("{\"a\":1}\n{\"a\":\n{\"a\":2}\n", vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            ("{\"a\":1}\n{\"a\":\"x\n{\"a\":2}\n", vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            ("{\"a\":1}\n{\"a\":}\n{\"a\":2}\n", vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            (r#"[{"a":1},{"b" 3},{"a":2}]"#, vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            (r#"[{"a":1},"text, more",{"a":2}]"#, vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            (
                "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": {\n      \"c\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n",
                vec![r#"{"a":1}"#, "!", r#"{"a":2}"#],
            ),
            ("{\"a\":1}\nnothing here\n{\"a\":2}", vec![r#"{"a":1}"#, "!", r#"{"a":2}"#]),
            ("{\"a\":1}\n{\"a\":", vec![r#"{"a":1}"#, "!"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_nearly_json_is_read() {
        for (text, expected) in [
            ("{\"a\": \"x\ny\"}", r#"{"a":"x y"}"#),
            (r#"{"a": "\ud83d"}"#, "{\"a\":\"\u{fffd}\"}"),
            (r#"{"a": "it\'s", "b": [1,2,],}"#, r#"{"a":"it's","b":[1,2]}"#),
            (r#"{"a": NaN}"#, r#"{"a":null}"#),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn hostile_files_end() {
        let limits = Limits { record_bytes: 1000, ..Limits::default() };
        for text in ["{\"a\":\"\n", "[", "{", "}", "\"", "{\"message\":", "x\n", "[[", "{\"a\":[", "\\", ","]
        {
            let text = text.repeat(20_000);
            let mut values = JsonValues::new(decode_bytes(text.as_bytes()).unwrap(), &limits, SHAPE);
            while values.next().unwrap().is_some() {}
        }
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let limits = Limits { record_bytes: 100, ..Limits::default() };
        let text = format!("[{{\"a\":1}},{{\"b\":\"{}\"}},{{\"a\":2}}]", "x".repeat(1_000_000));
        let mut values = JsonValues::new(decode_bytes(text.as_bytes()).unwrap(), &limits, SHAPE);
        let mut pieces = Vec::new();
        while let Some(piece) = values.next().unwrap() {
            pieces.push(matches!(piece, Piece::Value { .. }));
        }
        assert_eq!(pieces, [true, false, true]);
    }

    #[test]
    fn cut_anywhere_what_stands_before_is_there() {
        let text = "[\n  {\"a\": \"é\\n\", \"b\": [1, {}]},\n  {\"a\": 2}\n]";
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let whole = text[..cut].matches("}]}").count() + text[..cut].matches("2}").count();
            let values = read(&text[..cut]);
            assert_eq!(values.iter().filter(|v| *v != "!").count(), whole, "{cut}");
        }
    }
}
