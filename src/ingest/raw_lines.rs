use std::io;

use super::blocks::Blocks;
use super::encoding::Encoding;
use crate::model::Newline;

/// One line as bytes, without its end.
#[derive(Debug)]
pub(super) struct RawLine<'a> {
    /// The bytes kept: all of them, or as many as the limit allows.
    pub(super) bytes: &'a [u8],
    /// Offset of the first byte in the file.
    pub(super) start: u64,
    /// Offset one past the last byte of the whole line.
    pub(super) end: u64,
    /// Counts from 1 as editors count: LF, CRLF and CR end a line.
    pub(super) number: u32,
}

impl RawLine<'_> {
    /// True when the line was longer than the limit.
    pub(super) fn is_cut(&self) -> bool {
        self.bytes.len() as u64 != self.end - self.start
    }
}

/// Cuts a stream into lines without ever holding more than a block and the kept part of one line.
pub(super) struct RawLines {
    blocks: Blocks,
    position: usize,
    /// Bytes of a line that began in an earlier block.
    carry: Vec<u8>,
    keep: usize,
    unit: Unit,
    /// The block ended in CR; an LF that opens the next one belongs to it.
    after_cr: bool,
    number: u32,
    ends: Ends,
}

/// How line ends look in bytes.
#[derive(Clone, Copy)]
enum Unit {
    Byte,
    Little,
    Big,
}

#[derive(Clone, Copy, Default)]
struct Ends {
    lf: bool,
    crlf: bool,
    cr: bool,
}

enum Kept {
    Block(usize, usize),
    Carry,
}

impl RawLines {
    /// Lines of a stream whose byte-order mark takes `skip` bytes; at most `keep` bytes of each are kept.
    pub(super) fn new(blocks: Blocks, encoding: Encoding, skip: usize, keep: usize) -> Self {
        let unit = match encoding {
            Encoding::Utf16 { big_endian: false } => Unit::Little,
            Encoding::Utf16 { big_endian: true } => Unit::Big,
            _ => Unit::Byte,
        };
        // An even number of bytes keeps whole UTF-16 units; four is the least that holds any character.
        let keep = keep.max(4) & !1;
        Self {
            blocks,
            position: skip,
            carry: Vec::new(),
            keep,
            unit,
            after_cr: false,
            number: 0,
            ends: Ends::default(),
        }
    }

    /// The next line; `None` at the end of the stream. An empty rest after the last line end is no line.
    pub(super) fn next_line(&mut self) -> io::Result<Option<RawLine<'_>>> {
        self.carry.clear();
        let mut length = 0u64;
        let mut start = None;
        let kept = loop {
            if self.position >= self.blocks.current().len() && !self.refill()? {
                if length == 0 {
                    return Ok(None);
                }
                break Kept::Carry;
            }
            let begin = *start.get_or_insert(self.blocks.offset() + self.position as u64);
            let rest = self.blocks.current().get(self.position..).unwrap_or_default();
            let Some((at, width)) = self.find_end(rest) else {
                let room = self.keep.saturating_sub(self.carry.len()).min(rest.len());
                self.carry.extend_from_slice(rest.get(..room).unwrap_or_default());
                length += rest.len() as u64;
                self.position += rest.len();
                continue;
            };
            length += at as u64;
            let here = self.position;
            self.tally(at, width);
            if self.carry.is_empty() && begin == self.blocks.offset() + here as u64 {
                break Kept::Block(here, here + at.min(self.keep));
            }
            let room = self.keep.saturating_sub(self.carry.len()).min(at);
            let rest = self.blocks.current().get(here..here + room).unwrap_or_default();
            self.carry.extend_from_slice(rest);
            break Kept::Carry;
        };
        self.number = self.number.saturating_add(1);
        let bytes = match kept {
            Kept::Block(from, to) => self.blocks.current().get(from..to).unwrap_or_default(),
            Kept::Carry => &self.carry,
        };
        let start = start.unwrap_or_default();
        Ok(Some(RawLine { bytes, start, end: start + length, number: self.number }))
    }

    /// Kinds of line end met so far.
    pub(super) fn newline(&self) -> Newline {
        match (self.ends.lf, self.ends.crlf, self.ends.cr) {
            (_, false, false) => Newline::Lf,
            (false, true, false) => Newline::Crlf,
            (false, false, true) => Newline::Cr,
            _ => Newline::Mixed,
        }
    }

    /// A hash of everything read so far.
    pub(super) fn fingerprint(&self) -> u64 {
        self.blocks.fingerprint()
    }

    fn refill(&mut self) -> io::Result<bool> {
        // Only the first block starts with a mark to skip, and it may be shorter than the mark's file claims.
        let skip =
            if self.blocks.offset() == 0 && self.blocks.current().is_empty() { self.position } else { 0 };
        let more = self.blocks.advance()?;
        self.position = skip;
        if self.after_cr {
            self.after_cr = false;
            if more && self.starts_with_lf() {
                self.position += self.width();
                self.ends.crlf = true;
            } else {
                self.ends.cr = true;
            }
        }
        if more && self.position >= self.blocks.current().len() {
            return self.refill_after_empty();
        }
        Ok(more)
    }

    /// A block that held nothing but a mark or the second half of a line end.
    fn refill_after_empty(&mut self) -> io::Result<bool> {
        let more = self.blocks.advance()?;
        self.position = 0;
        Ok(more)
    }

    fn width(&self) -> usize {
        if matches!(self.unit, Unit::Byte) { 1 } else { 2 }
    }

    fn starts_with_lf(&self) -> bool {
        let block = self.blocks.current();
        match self.unit {
            Unit::Byte => block.starts_with(b"\n"),
            Unit::Little => block.starts_with(b"\n\0"),
            Unit::Big => block.starts_with(b"\0\n"),
        }
    }

    /// Where the first line end in `rest` begins, and its width; a CR at the very end is settled by the next block.
    fn find_end(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let byte = |at: usize| rest.get(at).copied();
        match self.unit {
            Unit::Byte => {
                let at = memchr::memchr2(b'\n', b'\r', rest)?;
                let pair = byte(at) == Some(b'\r') && byte(at + 1) == Some(b'\n');
                Some((at, 1 + usize::from(pair)))
            }
            Unit::Little | Unit::Big => {
                let (low, high) = if matches!(self.unit, Unit::Little) { (0, 1) } else { (1, 0) };
                memchr::memchr2_iter(b'\n', b'\r', rest).find_map(|found| {
                    let at = found.checked_sub(low)?;
                    let is_end = at % 2 == 0 && byte(at + high) == Some(0);
                    let pair = byte(found) == Some(b'\r')
                        && byte(at + 2 + low) == Some(b'\n')
                        && byte(at + 2 + high) == Some(0);
                    is_end.then_some((at, if pair { 4 } else { 2 }))
                })
            }
        }
    }

    /// Notes the line end at `at` from here and steps over it.
    fn tally(&mut self, at: usize, width: usize) {
        let block = self.blocks.current();
        let end = self.position + at;
        let low = usize::from(matches!(self.unit, Unit::Big));
        let first = block.get(end + low).copied();
        if width == 2 * self.width() {
            self.ends.crlf = true;
        } else if first == Some(b'\n') {
            self.ends.lf = true;
        } else if end + width >= block.len() {
            self.after_cr = true;
        } else {
            self.ends.cr = true;
        }
        self.position = end + width;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn lines(bytes: Vec<u8>, encoding: Encoding, keep: usize) -> (Vec<(String, u64, u64)>, Newline) {
        let mut raw = RawLines::new(Blocks::new(Box::new(Cursor::new(bytes))), encoding, 0, keep);
        let mut out = Vec::new();
        while let Some(line) = raw.next_line().unwrap() {
            out.push((String::from_utf8_lossy(line.bytes).into_owned(), line.start, line.end));
        }
        (out, raw.newline())
    }

    fn bytes(text: &str) -> (Vec<String>, Newline) {
        let (lines, newline) = lines(text.as_bytes().to_vec(), Encoding::Utf8, 100);
        (lines.into_iter().map(|l| l.0).collect(), newline)
    }

    #[test]
    fn every_line_end() {
        assert_eq!(bytes("a\nb\n"), (vec!["a".into(), "b".into()], Newline::Lf));
        assert_eq!(bytes("a\r\n\r\nb"), (vec!["a".into(), String::new(), "b".into()], Newline::Crlf));
        assert_eq!(bytes("a\rb\r"), (vec!["a".into(), "b".into()], Newline::Cr));
        assert_eq!(bytes("a\r\nb\nc\r"), (vec!["a".into(), "b".into(), "c".into()], Newline::Mixed));
        assert_eq!(bytes(""), (vec![], Newline::Lf));
    }

    #[test]
    fn a_line_end_cut_by_a_block() {
        for before in [(256 << 10) - 2, (256 << 10) - 1, 256 << 10] {
            let text = format!("{}\r\nb", "x".repeat(before));
            let (out, newline) = lines(text.into_bytes(), Encoding::Utf8, 10);
            assert_eq!(newline, Newline::Crlf, "{before}");
            assert_eq!(out.len(), 2, "{before}");
            assert_eq!((out[0].1, out[0].2), (0, before as u64));
            assert_eq!(out[1], ("b".to_owned(), before as u64 + 2, before as u64 + 3));
        }
    }

    #[test]
    fn a_long_line_is_kept_in_part() {
        let (out, _) = lines(format!("{}\nb\n", "x".repeat(1_000_000)).into_bytes(), Encoding::Utf8, 10);
        assert_eq!(out[0], ("x".repeat(10), 0, 1_000_000));
        assert_eq!(out[1], ("b".to_owned(), 1_000_001, 1_000_002));
    }

    #[test]
    fn utf16_ends_are_whole_units() {
        // U+0A0D and U+0D0A hold the bytes of line ends but are none.
        let text = "a\u{0A0D}\u{0D0A}\r\nb\n";
        for big_endian in [false, true] {
            let order = if big_endian { u16::to_be_bytes } else { u16::to_le_bytes };
            let raw: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            let (out, newline) = lines(raw, Encoding::Utf16 { big_endian }, 100);
            let spans: Vec<_> = out.iter().map(|l| (l.1, l.2)).collect();
            assert_eq!(spans, [(0, 6), (10, 12)]);
            assert_eq!(newline, Newline::Mixed);
        }
    }
}
