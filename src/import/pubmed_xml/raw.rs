//! Where the records of a stream begin and end.

use std::io::{self, Read};

use memchr::memmem;

use super::Found;
use super::assemble;
use super::borders::{Outcome, PIECES, Search, is_name_byte, is_tag, next_piece};
use super::cursor::Cursor;
use super::error::{ArticleError, Fault};
use super::window::{CHUNK, Window};

/// Outermost elements that hold them.
const SETS: [&str; 3] = ["PubmedArticleSet", "PubmedBookArticleSet", "PubmedDocumentSet"];

/// Longest document type that is stepped over.
const DOCTYPE_LIMIT: usize = 1 << 20;

/// What a record may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of XML.
    pub bytes: usize,
    /// Elements within elements.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: 256 }
    }
}

/// The XML of one record, cut out of its stream and not yet looked at.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// Place of its first byte in the stream.
    pub offset: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    depth_limit: usize,
}

impl RawRecord {
    /// Reads it.
    ///
    /// # Errors
    /// When it is broken; see [`Fault`].
    pub fn read(&self) -> Result<Found, ArticleError> {
        let fail = |at: u64, fault: Fault| ArticleError::Record {
            offset: self.offset + at,
            pmid: pmid_in(&self.bytes),
            fault,
        };
        // Seen in one sweep without branches, which costs next to nothing; where is asked only if there is one.
        let control = |b: u8| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
        if self.bytes.iter().fold(false, |any, &b| any | control(b))
            && let Some(at) = self.bytes.iter().position(|&b| control(b))
        {
            return Err(fail(at as u64, Fault::Character { code: u32::from(self.bytes[at]) }));
        }
        let mut cursor = Cursor::new(&self.bytes, self.depth_limit);
        assemble::read(&mut cursor).map_err(|fault| match fault {
            Fault::NoPmid => fail(0, fault),
            _ => fail(cursor.position(), fault),
        })
    }
}

/// The PMID of a record that cannot be read, for the message about it.
fn pmid_in(bytes: &[u8]) -> Option<String> {
    let start = memmem::find(bytes, b"<PMID")?;
    let open = start + memchr::memchr(b'>', bytes.get(start..)?)? + 1;
    let digits: String = bytes
        .get(open..)?
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .take(9)
        .map(|&b| char::from(b))
        .collect();
    (!digits.is_empty()).then_some(digits)
}

/// Cuts a stream into its records.
#[derive(Debug)]
pub struct RawRecords<R> {
    window: Window<R>,
    limits: Limits,
    /// What the stream turned out to be.
    kind: Kind,
    /// A list of records has begun and not ended.
    open: bool,
    /// Comments and sections hide what is in them. Once one did not end, that is no longer believed.
    hiding: bool,
    finished: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unknown,
    Records,
    /// An answer of the service that holds no records.
    Refusal,
}

impl<R: Read> RawRecords<R> {
    /// Cuts XML that is already decompressed.
    pub fn new(input: R) -> Self {
        Self::with_limits(input, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(input: R, limits: Limits) -> Self {
        Self::in_chunks(input, limits, CHUNK)
    }

    /// The same, reading so many bytes at a time.
    pub(super) fn in_chunks(input: R, limits: Limits, chunk: usize) -> Self {
        Self {
            window: Window::new(input, chunk),
            limits,
            kind: Kind::Unknown,
            open: false,
            hiding: true,
            finished: false,
        }
    }

    /// Goes from one piece of markup to the next until a record comes.
    fn advance(&mut self) -> Result<Option<RawRecord>, ArticleError> {
        if self.window.offset() == 0 && self.kind == Kind::Unknown {
            self.check_beginning()?;
        }
        loop {
            if !self.seek_markup()? {
                return self.end();
            }
            let start = self.window.offset();
            let bytes = self.window.bytes();
            if bytes.starts_with(b"<!--") {
                self.skip_past(b"-->", start)?;
            } else if bytes.starts_with(b"<![CDATA[") {
                self.skip_past(b"]]>", start)?;
            } else if bytes.starts_with(b"<!") {
                self.skip_doctype()?;
            } else if bytes.starts_with(b"<?") {
                self.check_encoding()?;
                self.skip_past(b"?>", start)?;
            } else if bytes.starts_with(b"</") {
                if SETS.iter().any(|set| is_tag(&bytes[2..], set)) {
                    self.open = false;
                }
                self.skip_past(b">", start)?;
            } else if let Some(piece) = PIECES.into_iter().find(|piece| is_tag(&bytes[1..], piece)) {
                self.kind = Kind::Records;
                return self.cut(piece).map(Some);
            } else {
                self.other_element(start)?;
            }
        }
    }

    /// Goes to the next `<`. What stands in front of it is nobody's, except at the very beginning.
    fn seek_markup(&mut self) -> Result<bool, ArticleError> {
        loop {
            let bytes = self.window.bytes();
            let found = memchr::memchr(b'<', bytes);
            let front = found.unwrap_or(bytes.len());
            if self.kind == Kind::Unknown && !bytes[..front].trim_ascii().is_empty() {
                return Err(self.not_xml());
            }
            self.window.consume(front);
            if found.is_some() {
                // Enough to tell every kind of markup from every other.
                self.want(64)?;
                return Ok(true);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn end(&mut self) -> Result<Option<RawRecord>, ArticleError> {
        match self.kind {
            Kind::Unknown => Err(ArticleError::Empty),
            _ if self.open => Err(ArticleError::Truncated { offset: self.window.offset() }),
            _ => Ok(None),
        }
    }

    /// UTF-16 and UTF-32 show in the first bytes; a mark of UTF-8 is passed over.
    fn check_beginning(&mut self) -> Result<(), ArticleError> {
        self.want(4)?;
        let encoding = match self.window.bytes() {
            [0xef, 0xbb, 0xbf, ..] => {
                self.window.consume(3);
                return Ok(());
            }
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => "UTF-32",
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..] => "UTF-16",
            _ => return Ok(()),
        };
        Err(ArticleError::Encoding { encoding: encoding.into() })
    }

    /// The encoding an XML declaration names.
    fn check_encoding(&mut self) -> Result<(), ArticleError> {
        self.want(256)?;
        let bytes = self.window.bytes();
        let declaration = &bytes[..memmem::find(bytes, b"?>").unwrap_or(bytes.len()).min(256)];
        let Some(at) = memmem::find(declaration, b"encoding").filter(|_| declaration.starts_with(b"<?xml"))
        else {
            return Ok(());
        };
        let name: String = declaration[at + b"encoding".len()..]
            .iter()
            .skip_while(|b| b.is_ascii_whitespace() || **b == b'=')
            .skip(1)
            .take_while(|b| !matches!(b, b'"' | b'\''))
            .map(|&b| char::from(b))
            .collect();
        if ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| name.trim().eq_ignore_ascii_case(known))
        {
            return Ok(());
        }
        Err(ArticleError::Encoding { encoding: name })
    }

    /// Steps over a document type with everything it declares.
    fn skip_doctype(&mut self) -> Result<(), ArticleError> {
        let start = self.window.offset();
        loop {
            if let Some(end) = doctype_end(self.window.bytes()) {
                self.window.consume(end);
                return Ok(());
            }
            if self.window.bytes().len() > DOCTYPE_LIMIT || !self.fill()? {
                return Err(ArticleError::Truncated { offset: start });
            }
        }
    }

    /// Any element that is no record: a list of records, an answer without any, or something that does not belong here.
    fn other_element(&mut self, start: u64) -> Result<(), ArticleError> {
        let bytes = self.window.bytes();
        if let Some(set) = SETS.into_iter().find(|set| is_tag(&bytes[1..], set)) {
            self.kind = Kind::Records;
            self.open = true;
            // Its tag stands in the window, or is longer than any.
            let closed_at_once = memchr::memchr(b'>', bytes)
                .and_then(|at| bytes[..at].strip_prefix(b"<")?.strip_prefix(set.as_bytes()))
                .is_some_and(|attributes| attributes.ends_with(b"/"));
            self.open = !closed_at_once;
        } else if is_tag(&bytes[1..], "eFetchResult") {
            self.kind = Kind::Refusal;
        } else if self.kind == Kind::Refusal && is_tag(&bytes[1..], "ERROR") {
            self.want(1024)?;
            let bytes = self.window.bytes();
            let inner = bytes.splitn(2, |&b| b == b'>').nth(1).unwrap_or_default();
            let message = inner.split(|&b| b == b'<').next().unwrap_or_default();
            let message = String::from_utf8_lossy(message).split_whitespace().collect::<Vec<_>>().join(" ");
            return Err(ArticleError::Service { message: message.chars().take(300).collect() });
        } else if self.kind == Kind::Unknown {
            let element = bytes[1..].iter().take_while(|b| is_name_byte(**b)).take(40);
            return Err(ArticleError::NotPubmed { element: element.map(|&b| char::from(b)).collect() });
        }
        self.skip_past(b">", start)
    }

    /// Cuts out the record that begins here.
    fn cut(&mut self, piece: &'static str) -> Result<RawRecord, ArticleError> {
        let offset = self.window.offset();
        let mut search = Search::new(piece, self.hiding);
        loop {
            let ended = match search.look(self.window.bytes()) {
                Outcome::Whole { end } if end <= self.limits.bytes => {
                    let bytes = self.window.bytes()[..end].to_vec();
                    self.window.consume(end);
                    return Ok(RawRecord { offset, bytes, depth_limit: self.limits.depth });
                }
                Outcome::Whole { .. } => false,
                Outcome::Interrupted { at } => return Err(self.lose(offset, at, Fault::NotClosed)),
                Outcome::More if self.window.bytes().len() > self.limits.bytes => false,
                Outcome::More => !self.fill()?,
            };
            let too_large = self.window.bytes().len() > self.limits.bytes;
            // A comment or section that does not end: the record is broken, and what stands behind it is not lost.
            if search.unended && (ended || too_large) {
                self.hiding = false;
                if let Some(at) = next_piece(self.window.bytes(), 1) {
                    return Err(self.lose(offset, at, Fault::NotClosed));
                }
            }
            if ended {
                // Nothing but the list's own end behind it: it is this record that is broken, not the file.
                let bytes = self.window.bytes();
                let close =
                    SETS.iter().filter_map(|set| memmem::rfind(bytes, format!("</{set}").as_bytes())).max();
                return Err(match close {
                    Some(at) => self.lose(offset, at, Fault::NotClosed),
                    None => ArticleError::Truncated { offset },
                });
            }
            if too_large {
                let pmid = pmid_in(self.window.bytes());
                self.seek_next_piece()?;
                let fault = Fault::TooLarge { limit: self.limits.bytes };
                return Err(ArticleError::Record { offset, pmid, fault });
            }
        }
    }

    /// Gives a record up and goes on `at` bytes behind its beginning.
    fn lose(&mut self, offset: u64, at: usize, fault: Fault) -> ArticleError {
        let pmid = pmid_in(&self.window.bytes()[..at]);
        self.window.consume(at);
        ArticleError::Record { offset, pmid, fault }
    }

    /// Gives up everything to the beginning of the next record.
    fn seek_next_piece(&mut self) -> Result<(), ArticleError> {
        self.window.consume(1);
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = next_piece(bytes, 0) {
                self.window.consume(at);
                return Ok(());
            }
            let close =
                SETS.iter().filter_map(|set| memmem::find(bytes, format!("</{set}").as_bytes())).min();
            if let Some(at) = close {
                self.window.consume(at);
                return Ok(());
            }
            let spare = bytes.len().saturating_sub(32);
            self.window.consume(spare);
            if !self.fill()? {
                let rest = self.window.bytes().len();
                self.window.consume(rest);
                return Ok(());
            }
        }
    }

    fn skip_past(&mut self, end: &[u8], start: u64) -> Result<(), ArticleError> {
        match self.window.skip_past(end) {
            Ok(true) => Ok(()),
            Ok(false) => Err(ArticleError::Truncated { offset: start }),
            Err(source) => Err(self.read_error(source)),
        }
    }

    fn want(&mut self, count: usize) -> Result<bool, ArticleError> {
        self.window.want(count).map_err(|source| self.read_error(source))
    }

    fn fill(&mut self) -> Result<bool, ArticleError> {
        self.window.fill().map_err(|source| self.read_error(source))
    }

    fn read_error(&self, source: io::Error) -> ArticleError {
        ArticleError::Read { offset: self.window.offset() + self.window.bytes().len() as u64, source }
    }

    fn not_xml(&self) -> ArticleError {
        let bytes = self.window.bytes().trim_ascii_start();
        let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        ArticleError::NotXml { offset: self.window.offset(), beginning }
    }
}

impl<R: Read> Iterator for RawRecords<R> {
    type Item = Result<RawRecord, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        let next = self.advance();
        self.finished = match &next {
            Ok(found) => found.is_none(),
            Err(error) => error.is_fatal(),
        };
        next.transpose()
    }
}

/// Where a document type ends: at the first `>` outside its quotes, brackets and comments.
fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut brackets = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => at += 1 + memchr::memchr(quote, &bytes[at + 1..])?,
            b'<' if bytes[at..].starts_with(b"<!--") => at += 3 + memmem::find(&bytes[at + 1..], b"-->")?,
            b'[' => brackets += 1,
            b']' => brackets = brackets.saturating_sub(1),
            b'>' if brackets == 0 => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}
