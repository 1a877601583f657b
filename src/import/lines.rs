//! A decoded file, line by line: whatever ends them, and however long they are.

use std::io::{self, BufRead as _};

use crate::ingest::Decoded;
use crate::model::Place;

/// Reads lines that end with `\n`, `\r\n` or `\r`, mixed as they come.
///
/// [`advance`](Self::advance) goes to the next line and [`line`](Self::line) shows it, without its end, where the
/// decoder left it: only lines that lie across two of its blocks are copied. Of a line longer than the bound the
/// beginning is kept and the rest read over, so that memory stays the same for a line of any length.
pub(super) struct Lines {
    text: Decoded,
    bound: usize,
    /// Where the line begins, and where it ends without its line end, in bytes of text.
    from: u64,
    to: u64,
    /// Length of what is shown.
    length: usize,
    /// Bytes of the decoder's buffer that the line and its end take; all of it stays there until the next line is
    /// asked for.
    pending: usize,
    /// The line, where it is not in the decoder's buffer.
    copied: Option<Vec<u8>>,
    spare: Vec<u8>,
    cut: bool,
    /// A `\r` ended the buffer; a `\n` at the start of the next one belongs to it.
    after_return: bool,
    /// Start of a line too long for the decoder to remember.
    held: Option<(u64, Place)>,
}

impl Lines {
    /// Lines of `text`, of each no more than `bound` bytes.
    pub(super) fn new(text: Decoded, bound: usize) -> Self {
        Self {
            text,
            bound: bound.max(16),
            from: 0,
            to: 0,
            length: 0,
            pending: 0,
            copied: None,
            spare: Vec::new(),
            cut: false,
            after_return: false,
            held: None,
        }
    }

    /// Goes to the next line; false at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.text.consume(self.pending);
        self.pending = 0;
        self.cut = false;
        if let Some(mut copied) = self.copied.take() {
            copied.clear();
            // What a long line took is given back.
            copied.shrink_to(64 << 10);
            self.spare = copied;
        }
        if std::mem::take(&mut self.after_return) && self.text.fill_buf()?.first() == Some(&b'\n') {
            self.text.consume(1);
        }
        self.from = self.text.offset();
        let buffer = self.text.fill_buf()?;
        if buffer.is_empty() {
            self.to = self.from;
            self.length = 0;
            return Ok(false);
        }
        let Some(end) = memchr::memchr2(b'\n', b'\r', buffer) else { return self.long() };
        self.length = end;
        if end > self.bound {
            self.length = boundary(buffer, self.bound);
            self.cut = true;
        }
        let is_return = buffer.get(end) == Some(&b'\r');
        let feed = is_return && buffer.get(end + 1) == Some(&b'\n');
        self.after_return = is_return && end + 1 == buffer.len();
        self.pending = end + 1 + usize::from(feed);
        self.to = self.from + end as u64;
        Ok(true)
    }

    /// A line that goes on in the next block.
    fn long(&mut self) -> io::Result<bool> {
        let mut line = std::mem::take(&mut self.spare);
        loop {
            let buffer = self.text.fill_buf()?;
            let end = memchr::memchr2(b'\n', b'\r', buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            let room = self.bound.saturating_sub(line.len());
            if !self.cut {
                self.cut = piece.len() > room;
                let kept = if self.cut { boundary(piece, room) } else { piece.len() };
                line.extend_from_slice(piece.get(..kept).unwrap_or_default());
            }
            let taken = piece.len();
            let done = buffer.is_empty() || end.is_some();
            if let Some(end) = end {
                self.after_return = buffer.get(end) == Some(&b'\r');
            }
            self.text.consume(taken);
            if done {
                self.to = self.text.offset();
                self.text.consume(usize::from(end.is_some()));
                break;
            }
            if self.cut {
                // The decoder remembers where everything stands until it is asked for a later place.
                if self.held.is_none_or(|(from, _)| from != self.from) {
                    self.held = Some((self.from, self.text.locate(self.from, self.from)));
                }
                let now = self.text.offset();
                self.text.locate(now, now);
            }
        }
        self.length = line.len();
        self.copied = Some(line);
        Ok(true)
    }

    /// The line; valid UTF-8.
    pub(super) fn line(&mut self) -> &[u8] {
        let length = self.length;
        match &self.copied {
            Some(copied) => copied,
            // The buffer is not empty, so nothing is read and nothing can fail.
            None => self.text.fill_buf().unwrap_or_default().get(..length).unwrap_or_default(),
        }
    }

    /// Where the line begins and ends, in bytes of text.
    pub(super) fn span(&self) -> (u64, u64) {
        (self.from, self.to)
    }

    /// Whether the line was longer than the bound.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    /// Where a piece of text stands in the file. Places are asked for in order.
    pub(super) fn locate(&mut self, from: u64, to: u64) -> Place {
        match self.held {
            Some((held, start)) if held == from => {
                let end = self.text.locate(to.max(from), to);
                Place {
                    span: crate::model::ByteSpan { start: start.span.start, end: end.span.end },
                    line_start: start.line_start,
                    line_end: end.line_end.max(start.line_start),
                }
            }
            _ => self.text.locate(from, to),
        }
    }
}

/// The last place at or before `at` where no character is cut in two.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let mut at = at.min(bytes.len());
    while at > 0 && bytes.get(at).is_some_and(|byte| (0x80..0xC0).contains(byte)) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::decode_bytes;

    fn lines(bytes: &[u8], bound: usize) -> Vec<(String, bool)> {
        let mut lines = Lines::new(decode_bytes(bytes).unwrap(), bound);
        let mut out = Vec::new();
        while lines.advance().unwrap() {
            let cut = lines.is_cut();
            out.push((String::from_utf8(lines.line().to_vec()).unwrap(), cut));
        }
        out
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        lines(bytes, 1 << 20).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn every_line_end() {
        assert_eq!(texts(b"a\nb\r\nc\rd\r\r\ne"), ["a", "b", "c", "d", "", "e"]);
        assert_eq!(texts(b"\r\n\n"), ["", ""]);
        assert_eq!(texts(b""), Vec::<String>::new());
        assert_eq!(texts(b"a\r\n"), ["a"]);
    }

    #[test]
    fn lines_across_blocks() {
        // Longer than a block of the decoder, with the line end at every place around its border.
        for pad in 0..4 {
            for end in ["\n", "\r\n", "\r"] {
                let first = "x".repeat((256 << 10) - 2 + pad);
                let text = format!("{first}{end}é{end}z");
                assert_eq!(texts(text.as_bytes()), [first.as_str(), "é", "z"], "{pad} {end:?}");
            }
        }
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        let text = format!("{}\nnext\r\nééééééééééé", "é".repeat(400_000));
        let got = lines(text.as_bytes(), 17);
        assert_eq!(got[0], ("é".repeat(8), true));
        assert_eq!(got[1], ("next".into(), false));
        assert_eq!(got[2], ("é".repeat(8), true));
        assert_eq!(got.len(), 3);
    }

    #[test]
    fn places_behind_a_cut_line() {
        let long = "y".repeat(900_000);
        let text = format!("first\n{long}\r\nlast\n");
        let mut lines = Lines::new(decode_bytes(text.as_bytes()).unwrap(), 100);
        let mut places = Vec::new();
        while lines.advance().unwrap() {
            let (from, to) = lines.span();
            places.push(lines.locate(from, to));
        }
        let spans: Vec<_> = places.iter().map(|p| (p.span.start, p.span.end, p.line_start)).collect();
        assert_eq!(spans, [(0, 5, 1), (6, 900_006, 2), (900_008, 900_012, 3)]);
    }
}
