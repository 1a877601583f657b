//! Where the records of a file begin and end.

use std::io::{self, BufRead};
use std::ops::Range;

use memchr::memmem;

use super::beginning;
use super::tree::doctype_end;
use crate::ingest::Decoded;
use crate::model::Place;

/// Longest document type that is stepped over.
const DOCTYPE_LIMIT: usize = 1 << 20;

/// Cuts the elements with certain names out of a text.
#[allow(clippy::struct_excessive_bools, reason = "each is about something else")]
pub(in crate::import) struct Cutter<T = Decoded> {
    text: T,
    names: &'static [&'static str],
    /// Those of the names that also stand within the others.
    inner: &'static [&'static str],
    limit: usize,
    buffer: Vec<u8>,
    /// First byte of the buffer that is still needed.
    start: usize,
    /// Place in the text of the buffer's first byte.
    base: u64,
    ended: bool,
    /// Comments and sections hide what is in them. Once one did not end, that is no longer believed.
    hiding: bool,
    /// The same for document types.
    declaring: bool,
    /// Name of the outermost element, and whether it is open.
    outer: Option<(String, bool)>,
    finished: bool,
}

/// A record cut out of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Piece {
    /// Which of the names.
    pub(in crate::import) name: &'static str,
    /// Where it stands in the text.
    pub(in crate::import) from: u64,
    pub(in crate::import) to: u64,
    range: Range<usize>,
}

/// Text that cannot be cut into records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Lost {
    pub(in crate::import) from: u64,
    pub(in crate::import) to: u64,
    pub(in crate::import) why: Why,
    pub(in crate::import) observed: Option<String>,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Why {
    /// Another record begins before it has ended.
    NotClosed(&'static str),
    /// The text ends before it does.
    CutOff(&'static str),
    /// Longer than the limit.
    TooLong(usize),
    /// The outermost element is not closed: something may be missing behind the last record.
    Unended(String),
}

impl Lost {
    /// One sentence for a person.
    pub(in crate::import) fn message(&self) -> String {
        match &self.why {
            Why::NotClosed(name) => {
                format!(
                    "the end tag </{name}> of this record is missing; it was left out, the others were read"
                )
            }
            Why::CutOff(name) => format!(
                "the file breaks off inside this record, before its end tag </{name}>; the record was left out, those before it were read"
            ),
            Why::TooLong(limit) => {
                format!("this record is longer than {limit} bytes; it was left out, the next one was read")
            }
            Why::Unended(name) => format!(
                "the file breaks off: its end tag </{name}> is missing, so records may be missing at its end; those before were read"
            ),
        }
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Cut {
    Record(Piece),
    Lost(Lost),
}

enum End {
    At(usize),
    Interrupted(usize),
    CutOff,
    TooLong,
}

impl Cutter {
    /// Where a stretch of the text stands in the file.
    pub(in crate::import) fn locate(&mut self, from: u64, to: u64) -> Place {
        self.text.locate(from, to)
    }
}

impl<T: BufRead> Cutter<T> {
    /// Cuts elements that have one of the names, whatever their prefix, and are no longer than the limit.
    pub(in crate::import) fn new(text: T, names: &'static [&'static str], limit: usize) -> Self {
        Self {
            text,
            names,
            inner: &[],
            limit,
            buffer: Vec::new(),
            start: 0,
            base: 0,
            ended: false,
            hiding: true,
            declaring: true,
            outer: None,
            finished: false,
        }
    }

    /// The same, where some of the elements also stand within others of them, as parts of those.
    pub(in crate::import) fn with_inner(mut self, inner: &'static [&'static str]) -> Self {
        self.inner = inner;
        self
    }

    /// The XML of the piece that was cut last.
    pub(in crate::import) fn xml(&self, piece: &Piece) -> &str {
        std::str::from_utf8(self.buffer.get(piece.range.clone()).unwrap_or_default()).unwrap_or_default()
    }

    /// The next record; `None` at the end.
    pub(in crate::import) fn next(&mut self) -> io::Result<Option<Cut>> {
        if self.finished {
            return Ok(None);
        }
        let found = self.advance()?;
        self.finished = found.is_none()
            || matches!(&found, Some(Cut::Lost(Lost { why: Why::CutOff(_) | Why::Unended(_), .. })));
        Ok(found)
    }

    fn advance(&mut self) -> io::Result<Option<Cut>> {
        loop {
            let Some(at) = memchr::memchr(b'<', self.bytes()) else {
                let all = self.bytes().len();
                self.consume(all);
                if self.fill()? {
                    continue;
                }
                return Ok(self.end());
            };
            self.consume(at);
            // Enough to tell every kind of markup from every other.
            self.want(64)?;
            let bytes = self.bytes();
            match bytes.get(1) {
                Some(b'!') => self.skip_declaration()?,
                Some(b'?') => self.skip_past(b"?>", 2)?,
                Some(b'/') => {
                    let closes = self
                        .outer
                        .as_ref()
                        .is_some_and(|(name, _)| is_tag(bytes.get(2..).unwrap_or_default(), name));
                    if let Some((_, open)) = self.outer.as_mut().filter(|_| closes) {
                        *open = false;
                    }
                    self.consume(2);
                }
                _ => match self.names.iter().find(|name| is_tag(&bytes[1..], name)) {
                    Some(name) => return self.cut(name).map(Some),
                    None => self.other_element(),
                },
            }
        }
    }

    fn end(&mut self) -> Option<Cut> {
        let (name, open) = self.outer.take()?;
        let at = self.offset();
        let why = Why::Unended(name);
        open.then_some(Cut::Lost(Lost { from: at, to: at, why, observed: None }))
    }

    /// Any element that is no record. The first of them holds all others.
    fn other_element(&mut self) {
        if self.outer.is_none() {
            let bytes = self.bytes().get(1..).unwrap_or_default();
            let name: String =
                bytes.iter().take(40).take_while(|b| is_name_byte(**b)).map(|&b| char::from(b)).collect();
            let local = name.rsplit(':').next().unwrap_or_default().to_owned();
            let tag = memchr::memchr(b'>', bytes).and_then(|end| bytes.get(..end)).unwrap_or_default();
            if !local.is_empty() {
                self.outer = Some((local, !tag.ends_with(b"/")));
            }
        }
        self.consume(1);
    }

    fn skip_declaration(&mut self) -> io::Result<()> {
        let bytes = self.bytes();
        if bytes.starts_with(b"<!--") {
            return self.skip_past(b"-->", 4);
        }
        if bytes.starts_with(b"<![CDATA[") {
            return self.skip_past(b"]]>", 9);
        }
        // A document type, with everything it declares.
        loop {
            if let Some(end) = self.declaring.then(|| doctype_end(self.bytes())).flatten() {
                self.consume(end);
                return Ok(());
            }
            if !self.declaring || self.bytes().len() > DOCTYPE_LIMIT || !self.fill()? {
                self.declaring = false;
                self.consume(2);
                return Ok(());
            }
        }
    }

    /// Steps over a comment or the like; over its beginning alone where it does not end.
    fn skip_past(&mut self, end: &[u8], width: usize) -> io::Result<()> {
        if let Some(at) = self.find(end, width)? {
            self.consume(at + end.len());
        } else {
            self.hiding = false;
            self.consume(width);
        }
        Ok(())
    }

    /// Finds what ends a comment. What is not there within the limit does not come at all.
    fn find(&mut self, needle: &[u8], mut from: usize) -> io::Result<Option<usize>> {
        if !self.hiding {
            return Ok(None);
        }
        loop {
            if let Some(at) = self.bytes().get(from..).and_then(|rest| memmem::find(rest, needle)) {
                return Ok(Some(from + at));
            }
            from = from.max(self.bytes().len().saturating_sub(needle.len()));
            if self.bytes().len() > self.limit || !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Cuts out the record that begins here.
    fn cut(&mut self, name: &'static str) -> io::Result<Cut> {
        // A file may be one record and no more.
        let from = self.offset();
        let end = self.end_of(name)?;
        let lost = |this: &mut Self, length: usize, why: Why| {
            let head = this.bytes().get(..length.min(200)).unwrap_or_default();
            let observed = beginning(&String::from_utf8_lossy(head));
            this.consume(length);
            Cut::Lost(Lost { from, to: from + length as u64, why, observed })
        };
        Ok(match end {
            End::At(length) => {
                let range = self.start..self.start + length;
                self.consume(length);
                Cut::Record(Piece { name, from, to: from + length as u64, range })
            }
            End::Interrupted(at) => lost(self, at, Why::NotClosed(name)),
            End::CutOff => {
                let all = self.bytes().len();
                // Where the end of the list follows it is the record that is broken, not the file.
                let close = self.outer.as_ref().map(|(outer, _)| format!("</{outer}"));
                match close.and_then(|close| memmem::rfind(self.bytes(), close.as_bytes())) {
                    Some(at) => lost(self, at, Why::NotClosed(name)),
                    None => lost(self, all, Why::CutOff(name)),
                }
            }
            End::TooLong => {
                let observed =
                    beginning(&String::from_utf8_lossy(self.bytes().get(..200).unwrap_or_default()));
                self.skip_to_border(name)?;
                Cut::Lost(Lost { from, to: self.offset(), why: Why::TooLong(self.limit), observed })
            }
        })
    }

    /// Where the record that begins here ends.
    fn end_of(&mut self, name: &'static str) -> io::Result<End> {
        let mut at = 1;
        let mut in_start_tag = true;
        loop {
            if in_start_tag {
                match memchr::memchr(b'>', self.bytes().get(at..).unwrap_or_default()) {
                    Some(end) => {
                        in_start_tag = false;
                        if self.bytes().get(at + end - 1) == Some(&b'/') {
                            return Ok(End::At(at + end + 1));
                        }
                        at += end + 1;
                    }
                    None if self.bytes().len() > self.limit => return Ok(End::TooLong),
                    None => {
                        at = self.bytes().len().max(1);
                        if !self.fill()? {
                            return Ok(End::CutOff);
                        }
                        continue;
                    }
                }
            }
            if at > self.limit {
                return Ok(End::TooLong);
            }
            let Some(found) = memchr::memchr(b'<', self.bytes().get(at..).unwrap_or_default()) else {
                at = self.bytes().len();
                if at > self.limit {
                    return Ok(End::TooLong);
                }
                if !self.fill()? {
                    return Ok(End::CutOff);
                }
                continue;
            };
            at += found;
            if self.bytes().len() < at + 64 {
                self.want(at + 64)?;
            }
            let here = self.bytes().get(at..).unwrap_or_default();
            match here.get(1) {
                Some(b'/') if is_tag(here.get(2..).unwrap_or_default(), name) => {
                    match memchr::memchr(b'>', here.get(..64).unwrap_or(here)) {
                        Some(end) if at + end < self.limit => return Ok(End::At(at + end + 1)),
                        Some(_) => return Ok(End::TooLong),
                        None => at += 2,
                    }
                }
                Some(b'!') => {
                    let (needle, width): (&[u8], usize) = match here {
                        _ if here.starts_with(b"<!--") => (b"-->", 4),
                        _ if here.starts_with(b"<![CDATA[") => (b"]]>", 9),
                        _ => (b"", 0),
                    };
                    if needle.is_empty() {
                        at += 1;
                        continue;
                    }
                    if let Some(end) = self.find(needle, at + width)? {
                        at = end + needle.len();
                    } else {
                        self.hiding = false;
                        at += width;
                    }
                }
                Some(_) if self.interrupts(name, here.get(1..).unwrap_or_default()) => {
                    return Ok(End::Interrupted(at));
                }
                _ => at += 1,
            }
        }
    }

    /// Whether a tag begins another record, and no part of this one.
    fn interrupts(&self, name: &str, tag: &[u8]) -> bool {
        let other = self.names.iter().find(|known| is_tag(tag, known));
        other.is_some_and(|other| *other == name || !self.inner.contains(other))
    }

    /// Gives up everything to the end of this record or the beginning of the next.
    fn skip_to_border(&mut self, name: &str) -> io::Result<()> {
        self.consume(1);
        loop {
            let Some(at) = memchr::memchr(b'<', self.bytes()) else {
                let all = self.bytes().len();
                self.consume(all);
                if self.fill()? {
                    continue;
                }
                return Ok(());
            };
            self.consume(at);
            self.want(64)?;
            let bytes = self.bytes();
            if bytes.get(1) == Some(&b'/') && is_tag(bytes.get(2..).unwrap_or_default(), name) {
                let end = memchr::memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
                self.consume(end);
                return Ok(());
            }
            if self.names.iter().any(|name| is_tag(bytes.get(1..).unwrap_or_default(), name)) {
                return Ok(());
            }
            self.consume(1);
        }
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
    }

    /// Sees to it that so many bytes are there, as far as the text has them.
    fn want(&mut self, count: usize) -> io::Result<()> {
        while self.bytes().len() < count && self.fill()? {}
        Ok(())
    }

    /// Reads more; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
        // What one huge record needed is not kept for all the small ones behind it.
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

/// Whether a tag has this name; `bytes` begin behind its `<` or `</`.
fn is_tag(bytes: &[u8], name: &str) -> bool {
    let ends = |rest: &[u8]| rest.first().is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    if bytes.strip_prefix(name.as_bytes()).is_some_and(ends) {
        return true;
    }
    // With a prefix: `mods:mods`.
    let Some(colon) = bytes.iter().take(24).position(|b| !is_name_byte(*b) || *b == b':') else {
        return false;
    };
    bytes.get(colon) == Some(&b':')
        && bytes.get(colon + 1..).and_then(|rest| rest.strip_prefix(name.as_bytes())).is_some_and(ends)
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':') || !b.is_ascii()
}
