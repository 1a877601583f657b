//! Finding entries: what lies between `@word{` and its closing brace.
//!
//! BibTeX itself knows no way out of an entry whose braces do not balance. Here such an entry ends where the next line
//! begins with `@word{`, so that it costs itself and nothing behind it.

use std::io;

use super::entry::Entry;
use super::macros::Macros;
use crate::import::Broken;
use crate::import::text_window::{TextWindow, beginning};
use crate::ingest::{Decoded, Limits};

/// Letters of `@word {` looked at before it is taken for text.
const LONGEST_WORD: usize = 256;

/// What stands in a file.
pub(super) enum Found {
    Entry(Box<Entry>),
    Broken(Broken),
}

/// Walks through a file from entry to entry. `@string` is taken in on the way, `@comment` and `@preamble` are passed.
pub(super) struct Scanner {
    window: TextWindow,
    limit: usize,
    macros: Macros,
    /// The line that ends at the beginning of the window began with `%`.
    in_comment: bool,
    /// Up to here a comment was looked through for its end in vain; it is not done again.
    looked_through: u64,
    /// Entries that stand behind a `%`.
    pub(super) commented_out: u64,
}

impl Scanner {
    pub(super) fn new(text: Decoded, limits: &Limits) -> Self {
        Self {
            window: TextWindow::new(text),
            limit: limits.record_bytes,
            macros: Macros::new(limits.record_bytes),
            in_comment: false,
            looked_through: 0,
            commented_out: 0,
        }
    }

    /// The next entry; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Found>> {
        while let Some(head) = self.next_head()? {
            match head.kind(self.window.rest()) {
                Kind::Comment => self.pass_comment(&head)?,
                Kind::Preamble => {
                    if let Body::TooLong = self.body(&head)? {
                        self.skip_to_next_head()?;
                    }
                }
                Kind::String => {
                    if let Some(broken) = self.take_string(&head)? {
                        return Ok(Some(Found::Broken(broken)));
                    }
                }
                Kind::Entry => return self.entry(&head).map(Some),
            }
        }
        Ok(None)
    }

    /// Goes to the next `@word{`; `None` where there is none any more.
    fn next_head(&mut self) -> io::Result<Option<Head>> {
        loop {
            let rest = self.window.rest();
            let Some(at) = memchr::memchr(b'@', rest.as_bytes()) else {
                self.in_comment = ends_in_comment(rest, self.in_comment);
                let length = rest.len();
                self.pass(length);
                if !self.window.fill()? {
                    return Ok(None);
                }
                continue;
            };
            self.in_comment = ends_in_comment(rest.get(..at).unwrap_or_default(), self.in_comment);
            self.pass(at);
            self.window.want(LONGEST_WORD)?;
            match Head::at(self.window.rest()) {
                Some(head) if self.in_comment => {
                    self.commented_out += 1;
                    self.pass(head.body);
                }
                Some(head) => return Ok(Some(head)),
                None => self.pass(1),
            }
        }
    }

    /// Gives text away that belongs to no entry.
    fn pass(&mut self, length: usize) {
        self.window.consume(length);
        // Lines behind the last place that was asked for are remembered: there may be many of them.
        self.window.place(0);
    }

    /// Where the entry ends. The window holds as much of it as was looked at.
    fn body(&mut self, head: &Head) -> io::Result<Body> {
        let mut search = Search::new(head, Way::Strict);
        loop {
            let found = search.look(self.window.rest());
            let ended = match found {
                Some(body @ Body::Whole(end)) if end <= self.limit => {
                    if !matches!(head.kind(self.window.rest()), Kind::Entry) {
                        self.pass(end);
                    }
                    return Ok(body);
                }
                Some(Body::Whole(_)) => return Ok(Body::TooLong),
                Some(body) => return Ok(body),
                None if self.window.rest().len() > self.limit => return Ok(Body::TooLong),
                None => !self.window.fill()?,
            };
            if ended {
                return Ok(Body::Unclosed(self.window.rest().len()));
            }
        }
    }

    fn entry(&mut self, head: &Head) -> io::Result<Found> {
        let body = self.body(head)?;
        let (end, closed) = match body {
            Body::Whole(end) => (end, true),
            Body::Unclosed(end) => (end, false),
            Body::TooLong => {
                let observed = beginning(self.window.rest());
                let place = self.skip_to_next_head()?;
                let limit = self.limit;
                let message = format!("this entry is longer than {limit} bytes and was left out");
                return Ok(Found::Broken(Broken { place, message, observed }));
            }
        };
        let (entry, end) = self.read(head, end, closed);
        let place = self.window.place(end);
        let found = if let Some(mut entry) = entry {
            entry.place = place;
            Found::Entry(Box::new(entry))
        } else {
            let observed = self.window.rest().get(..end).and_then(beginning);
            let message =
                "the braces of this entry do not balance; it was left out, and reading goes on at the next \
                           line that begins one"
                    .to_owned();
            Found::Broken(Broken { place, message, observed })
        };
        self.window.consume(end);
        self.in_comment = false;
        Ok(found)
    }

    /// Reads the entry that ends at `end`: with braces counted as BibTeX does, and if that leads nowhere as other
    /// programs do, for which an escaped brace is none.
    fn read(&self, head: &Head, end: usize, closed: bool) -> (Option<Entry>, usize) {
        let rest = self.window.rest();
        let text = |end| rest.get(..end).unwrap_or_default();
        let strict = Entry::read(text(end), head.body, closed, false, &self.macros);
        if strict.as_ref().is_some_and(|entry| closed && entry.faults.is_empty()) {
            return (strict, end);
        }
        if text(end).contains("\\{") || text(end).contains("\\}") {
            let mut search = Search::new(head, Way::Lenient);
            let (end, closed) = match search.look(rest) {
                Some(Body::Whole(end)) => (end, true),
                _ => (end, closed),
            };
            let lenient = Entry::read(text(end), head.body, closed, true, &self.macros);
            if let Some(entry) = lenient.filter(|entry| closed && entry.faults.is_empty()) {
                return (Some(entry), end);
            }
        }
        (strict, end)
    }

    /// Takes in what `@string` defines.
    fn take_string(&mut self, head: &Head) -> io::Result<Option<Broken>> {
        let start = self.window.rest();
        let word = head.body;
        let observed = beginning(start);
        // The definition is read before the window gives it away, so its end is looked for here and not by `body`.
        let mut search = Search::new(head, Way::Strict);
        loop {
            match search.look(self.window.rest()) {
                Some(Body::Whole(end)) => {
                    let text = self.window.rest().get(..end).unwrap_or_default();
                    let fault = self.macros.define(text.get(word..end - 1).unwrap_or_default());
                    let place = self.window.place(end);
                    self.window.consume(end);
                    return Ok(fault.map(|message| Broken { place, message, observed }));
                }
                None if self.window.rest().len() <= self.limit && self.window.fill()? => {}
                found => {
                    let end = match found {
                        Some(Body::Unclosed(end)) => end,
                        _ => self.window.rest().len(),
                    };
                    let place = self.window.place(end);
                    self.window.consume(end);
                    let message = "this @string does not end; what it defines stays undefined".to_owned();
                    return Ok(Some(Broken { place, message, observed }));
                }
            }
        }
    }

    /// Passes a comment, entries inside it included. One that does not end is passed up to the next line that begins
    /// an entry.
    fn pass_comment(&mut self, head: &Head) -> io::Result<()> {
        if self.window.offset() >= self.looked_through {
            let mut search = Search::new(head, Way::Through);
            loop {
                match search.look(self.window.rest()) {
                    Some(Body::Whole(end)) => {
                        self.pass(end);
                        return Ok(());
                    }
                    None if self.window.rest().len() <= self.limit && self.window.fill()? => {}
                    _ => break,
                }
            }
            self.looked_through = self.window.offset() + self.window.rest().len() as u64;
        }
        let mut search = Search::new(head, Way::Strict);
        loop {
            match search.look(self.window.rest()) {
                Some(Body::Whole(end) | Body::Unclosed(end)) => {
                    self.pass(end);
                    return Ok(());
                }
                None if self.window.rest().len() <= self.limit && self.window.fill()? => {}
                _ => break,
            }
        }
        self.skip_to_next_head()?;
        Ok(())
    }

    /// Gives everything up to the next line that begins an entry away, and tells where it stood.
    fn skip_to_next_head(&mut self) -> io::Result<crate::model::Place> {
        let mut whole = self.window.place(1);
        let mut first = true;
        loop {
            let rest = self.window.rest();
            let from = usize::from(first);
            first = false;
            if let Some(at) = next_line_head(rest, from) {
                let end = self.window.place(at);
                self.window.consume(at);
                whole.span.end = end.span.end;
                whole.line_end = end.line_end;
                return Ok(whole);
            }
            // A line's beginning may be cut by the end of what is held.
            let keep = rest.len().saturating_sub(LONGEST_WORD);
            let keep = (0..=keep).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
            let end = self.window.place(rest.len());
            whole.span.end = end.span.end;
            whole.line_end = end.line_end;
            self.window.consume(keep);
            if !self.window.fill()? {
                let length = self.window.rest().len();
                self.window.consume(length);
                return Ok(whole);
            }
        }
    }
}

/// Whether the line that `text` ends in is a comment, if the line it begins in was (`before`).
fn ends_in_comment(text: &str, before: bool) -> bool {
    match memchr::memrchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) => text.get(at + 1..).unwrap_or_default().trim_start().starts_with('%'),
        None => before || text.trim_start().starts_with('%'),
    }
}

/// `@word{`.
#[derive(Debug)]
struct Head {
    /// Where the word ends.
    word: usize,
    /// Where what is between the delimiters begins.
    body: usize,
    /// `(` in place of `{`.
    round: bool,
}

enum Kind {
    Comment,
    Preamble,
    String,
    Entry,
}

impl Head {
    /// The head that `text` begins with.
    fn at(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let spaces = |from: usize| {
            let run = bytes.get(from..).unwrap_or_default().iter().take(LONGEST_WORD);
            from + run.take_while(|b| b.is_ascii_whitespace()).count()
        };
        if bytes.first() != Some(&b'@') {
            return None;
        }
        let start = spaces(1);
        let letters = bytes.get(start..)?.iter().take(LONGEST_WORD);
        let word =
            start + letters.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let open = spaces(word);
        let round = match bytes.get(open)? {
            b'{' => false,
            b'(' => true,
            _ => return None,
        };
        (word > start && bytes[start].is_ascii_alphabetic()).then_some(Self { word, body: open + 1, round })
    }

    fn kind(&self, text: &str) -> Kind {
        let word = text.get(1..self.word).unwrap_or_default().trim_start();
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        match () {
            () if is("comment") => Kind::Comment,
            () if is("preamble") => Kind::Preamble,
            () if is("string") => Kind::String,
            () => Kind::Entry,
        }
    }
}

/// The next line of `text` that begins with `@word{`, from a place on.
fn next_line_head(text: &str, from: usize) -> Option<usize> {
    memchr::memchr_iter(b'@', text.as_bytes().get(from..)?)
        .map(|at| from + at)
        .find(|at| begins_line(text, *at) && text.get(*at..).is_some_and(|t| Head::at(t).is_some()))
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().find(|b| !matches!(b, b' ' | b'\t')).is_none_or(|b| matches!(b, b'\n' | b'\r'))
}

/// How an entry ends.
#[derive(Clone, Copy, Debug)]
enum Body {
    /// Behind its closing delimiter.
    Whole(usize),
    /// Where another begins, or the file ends.
    Unclosed(usize),
    TooLong,
}

/// How the end of an entry is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Braces count as in BibTeX, and a line that begins another entry ends this one.
    Strict,
    /// The same, but braces behind a backslash do not count.
    Lenient,
    /// Through whatever stands inside: comments hide entries.
    Through,
}

/// Looks for the end of an entry in text that grows.
struct Search {
    at: usize,
    depth: usize,
    round: bool,
    quoted: bool,
    way: Way,
}

impl Search {
    fn new(head: &Head, way: Way) -> Self {
        Self { at: head.body, depth: 0, round: head.round, quoted: false, way }
    }

    /// Goes on where it stopped; `None` where the text does not hold the end yet.
    fn look(&mut self, text: &str) -> Option<Body> {
        let bytes = text.as_bytes();
        loop {
            let rest = bytes.get(self.at..)?;
            let step = if self.round {
                rest.iter().position(|b| matches!(b, b'{' | b'}' | b'@' | b'"' | b')'))
            } else {
                memchr::memchr3(b'{', b'}', b'@', rest)
            };
            let Some(step) = step else {
                self.at = bytes.len();
                return None;
            };
            let at = self.at + step;
            let escaped = self.way == Way::Lenient && is_escaped(bytes, at);
            match bytes[at] {
                b'{' if !escaped => self.depth += 1,
                b'}' if !escaped => match self.depth.checked_sub(1) {
                    Some(less) => self.depth = less,
                    None if self.round => {}
                    None => return Some(Body::Whole(at + 1)),
                },
                b'"' if self.depth == 0 => self.quoted = !self.quoted,
                b')' if self.depth == 0 && !self.quoted => return Some(Body::Whole(at + 1)),
                b'@' if self.way != Way::Through && begins_line(text, at) => {
                    // The word may be cut by the end of what is held.
                    if bytes.len() - at < LONGEST_WORD && !text[at..].contains(['{', '(']) {
                        self.at = at;
                        return None;
                    }
                    if Head::at(&text[at..]).is_some() {
                        return Some(Body::Unclosed(at));
                    }
                }
                _ => {}
            }
            self.at = at + 1;
        }
    }
}

/// An odd number of backslashes stands in front.
pub(super) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}
