//! Where a record ends, and where the next one begins.

use memchr::memmem;

/// Elements that are read, each a piece of its own.
pub(super) const PIECES: [&str; 4] =
    ["PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument"];

/// The search for a record's end, which goes on where it left off once there is more to look at.
pub(super) struct Search {
    piece: &'static str,
    close: String,
    /// Up to here nothing ends the record.
    clear: usize,
    /// The end tag found last, and up to where none begins. A record of a million comments must not cost a million
    /// searches through all of it.
    found: Option<(usize, usize)>,
    searched: usize,
    hiding: bool,
    /// It stands in a comment or section whose end is not in sight.
    pub(super) unended: bool,
}

pub(super) enum Outcome {
    /// The record takes this many bytes.
    Whole { end: usize },
    /// Another one begins here before this one has ended.
    Interrupted { at: usize },
    /// The end is not in sight.
    More,
}

impl Search {
    pub(super) fn new(piece: &'static str, hiding: bool) -> Self {
        Self {
            piece,
            close: format!("</{piece}"),
            clear: 1,
            found: None,
            searched: 0,
            hiding,
            unended: false,
        }
    }

    pub(super) fn look(&mut self, bytes: &[u8]) -> Outcome {
        if self.clear == 1 {
            match memchr::memchr(b'>', bytes) {
                // <DeleteCitation/>
                Some(at) if bytes[..at].ends_with(b"/") => return Outcome::Whole { end: at + 1 },
                Some(at) => self.clear = at,
                None => return Outcome::More,
            }
        }
        loop {
            let close = self.close_from(bytes);
            let to = close.map_or(bytes.len(), |(at, _)| at);
            match self.clear_up_to(bytes, to) {
                Cleared::Nothing => {}
                Cleared::Piece { at } => return Outcome::Interrupted { at },
                // The end that was found stands in a comment.
                Cleared::Hidden => continue,
                Cleared::Unended => {
                    self.unended = true;
                    return Outcome::More;
                }
            }
            if let Some((_, end)) = close {
                return Outcome::Whole { end };
            }
            self.clear = self.clear.max(bytes.len().saturating_sub(64));
            return Outcome::More;
        }
    }

    /// The first end tag behind what is clear: where it begins and ends.
    fn close_from(&mut self, bytes: &[u8]) -> Option<(usize, usize)> {
        if self.found.is_some_and(|(at, _)| at >= self.clear) {
            return self.found;
        }
        let mut from = self.clear.max(self.searched);
        self.found = loop {
            let Some(at) = bytes.get(from..).and_then(|rest| memmem::find(rest, self.close.as_bytes()))
            else {
                self.searched = from.max(bytes.len().saturating_sub(self.close.len()));
                break None;
            };
            let at = from + at;
            let Some(length) = memchr::memchr(b'>', &bytes[at..]) else {
                self.searched = at;
                break None;
            };
            if is_tag(&bytes[at + 2..], self.piece) {
                break Some((at, at + length + 1));
            }
            from = at + 1;
        };
        self.found
    }

    /// Looks through what comes before a supposed end for what says otherwise.
    fn clear_up_to(&mut self, bytes: &[u8], to: usize) -> Cleared {
        self.unended = false;
        let part = bytes.get(self.clear..to).filter(|_| self.hiding);
        let marked = part.and_then(|part| memmem::find(part, b"<!"));
        let plain_to = marked.map_or(to, |at| self.clear + at);
        if let Some(at) = bytes.get(self.clear..plain_to).and_then(|part| next_piece(part, 0)) {
            return Cleared::Piece { at: self.clear + at };
        }
        if marked.is_none() {
            return Cleared::Nothing;
        }
        let rest = &bytes[plain_to..];
        if rest.len() < b"<![CDATA[".len() {
            // What it is the next bytes will tell.
            self.clear = plain_to;
            return Cleared::Unended;
        }
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<![CDATA[") {
            b"]]>"
        } else {
            // Not XML: the reader of the record will say so.
            b""
        };
        let Some(length) = memmem::find(rest, end) else {
            self.clear = plain_to;
            return Cleared::Unended;
        };
        self.clear = plain_to + (length + end.len()).max(2);
        Cleared::Hidden
    }
}

enum Cleared {
    Nothing,
    Piece { at: usize },
    Hidden,
    Unended,
}

/// Where the next record begins.
pub(super) fn next_piece(bytes: &[u8], from: usize) -> Option<usize> {
    let find = |needle: &[u8]| {
        memmem::find_iter(bytes.get(from..).unwrap_or_default(), needle)
            .map(|at| from + at)
            .find(|at| PIECES.iter().any(|piece| is_tag(&bytes[at + 1..], piece)))
    };
    match (find(b"<Pubmed"), find(b"<Delete")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Whether a tag's name is this one and no longer.
pub(super) fn is_tag(bytes: &[u8], name: &str) -> bool {
    bytes.strip_prefix(name.as_bytes()).is_some_and(|rest| !rest.first().is_some_and(|b| is_name_byte(*b)))
}

pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':') || byte >= 0x80
}
