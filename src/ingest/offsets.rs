use std::collections::VecDeque;

use crate::model::{ByteSpan, Place, Width};

/// Leads from offsets in the text back to the file.
#[derive(Debug, Default)]
pub(super) struct Map {
    pieces: VecDeque<MapPiece>,
    /// Offsets of the line ends behind the last place that was asked for.
    lines: VecDeque<u64>,
    /// Line ends before those.
    lines_before: u32,
    /// Length of the text so far.
    pub(super) decoded: u64,
    /// Bytes of the file so far.
    pub(super) file: u64,
    /// The last line that was damaged.
    pub(super) last_mixed: u32,
    /// Lines that ended with a feed, with both, with a return.
    pub(super) ends: [u64; 3],
}

#[derive(Debug)]
struct MapPiece {
    decoded: u64,
    file: u64,
    length: u64,
    bytes: u64,
    width: Width,
    /// Needed where characters take another number of bytes in the file.
    text: Option<Box<str>>,
}

impl Map {
    /// The map of a text that begins at this byte of its file.
    pub(super) fn from_byte(file: u64) -> Self {
        Self { file, ..Self::default() }
    }

    pub(super) fn push(&mut self, length: u64, bytes: u64, width: Width, text: Option<&str>) {
        let joins = self
            .pieces
            .back()
            .is_some_and(|p| p.width == Width::Utf8 && width == Width::Utf8 && p.file + p.bytes == self.file);
        if joins && let Some(last) = self.pieces.back_mut() {
            last.length += length;
            last.bytes += bytes;
        } else {
            self.pieces.push_back(MapPiece {
                decoded: self.decoded,
                file: self.file,
                length,
                bytes,
                width,
                text: text.map(Into::into),
            });
        }
        self.decoded += length;
        self.file += bytes;
    }

    /// Notes the line ends of text that was just added.
    pub(super) fn newlines(&mut self, text: &[u8], had_return: bool) -> bool {
        self.newlines_at(text, self.decoded - text.len() as u64, had_return)
    }

    pub(super) fn newlines_at(&mut self, text: &[u8], start: u64, mut had_return: bool) -> bool {
        let mut last_return = None;
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            let is_feed = text.get(at) == Some(&b'\n');
            let follows = at.checked_sub(1).map_or(had_return, |before| last_return == Some(before));
            if is_feed && follows {
                // The second half of `\r\n` moves the end of the line.
                if let Some(end) = self.lines.back_mut() {
                    *end = start + at as u64;
                }
                self.ends[2] -= 1;
                self.ends[1] += 1;
            } else {
                self.lines.push_back(start + at as u64);
                self.ends[if is_feed { 0 } else { 2 }] += 1;
            }
            if !is_feed {
                last_return = Some(at);
            }
        }
        if !text.is_empty() {
            had_return = text.last() == Some(&b'\r');
        }
        had_return
    }

    pub(super) fn line(&self) -> u32 {
        self.lines_before
            .saturating_add(u32::try_from(self.lines.len()).unwrap_or(u32::MAX))
            .saturating_add(1)
    }

    pub(super) fn locate(&mut self, from: u64, to: u64) -> Place {
        while self.lines.front().is_some_and(|end| *end < from) {
            self.lines.pop_front();
            self.lines_before = self.lines_before.saturating_add(1);
        }
        while self.pieces.front().is_some_and(|p| p.decoded + p.length <= from) && self.pieces.len() > 1 {
            self.pieces.pop_front();
        }
        let last = to.saturating_sub(1).max(from);
        let inside = self.lines.partition_point(|end| *end < last);
        let line_start = self.lines_before.saturating_add(1);
        Place {
            span: ByteSpan { start: self.file_offset(from, false), end: self.file_offset(to, true) },
            line_start,
            line_end: line_start.saturating_add(u32::try_from(inside).unwrap_or(u32::MAX)),
        }
    }

    /// At the joint of two pieces `ending` asks for the end of the earlier one.
    fn file_offset(&self, at: u64, ending: bool) -> u64 {
        let behind = self.pieces.partition_point(|p| if ending { p.decoded < at } else { p.decoded <= at });
        let Some(piece) = behind.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return self.pieces.front().map_or(self.file, |p| p.file);
        };
        let inside = (at - piece.decoded).min(piece.length);
        if inside == piece.length {
            return piece.file + piece.bytes;
        }
        let bytes = match &piece.text {
            None => inside,
            Some(text) => {
                let mut end = usize::try_from(inside).unwrap_or(usize::MAX).min(text.len());
                while !text.is_char_boundary(end) {
                    end -= 1;
                }
                piece.width.bytes(text.get(..end).unwrap_or_default())
            }
        };
        piece.file + bytes.min(piece.bytes)
    }
}
