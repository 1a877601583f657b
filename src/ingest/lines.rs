use std::io;

use super::blocks::Blocks;
use super::decode::{Decoder, PAGE_BREAK, Repairs, SOFT_BREAK, offset};
use super::encoding::Encoding;
use super::raw_lines::RawLines;
use crate::model::{ByteSpan, Newline, Piece, Width};

/// A line of clean text.
///
/// Form feeds and Unicode's own separators cut a line of the file into several of these, which share its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The characters, without the line end.
    pub(super) text: String,
    /// Where they stand in the file, as in [`crate::model::SourceMap`].
    pub(super) pieces: Vec<Piece>,
    /// Bytes of the line in the file, whole even where the text is cut.
    pub(super) span: ByteSpan,
    /// Line number, from 1, as editors count.
    pub(super) number: u32,
    /// The line was longer than the limit.
    pub(super) is_cut: bool,
    /// A new page begins with this line.
    pub(super) opens_page: bool,
}

/// Reads a stream as lines of clean text.
pub(super) struct Lines {
    raw: RawLines,
    decoder: Decoder,
    /// What is left of a line of the file that holds breaks of its own.
    rest: Option<Line>,
    opens_page: bool,
}

impl Lines {
    pub(super) fn new(blocks: Blocks, encoding: Encoding, skip: usize, keep: usize) -> Self {
        Self {
            raw: RawLines::new(blocks, encoding, skip, keep),
            decoder: Decoder::new(encoding),
            rest: None,
            opens_page: false,
        }
    }

    /// Fills `line` with the next line; false at the end. `line` is reused so that nothing is allocated per line.
    pub(super) fn read(&mut self, line: &mut Line) -> io::Result<bool> {
        let mut may_break = true;
        if let Some(rest) = self.rest.take() {
            *line = rest;
        } else {
            let Some(raw) = self.raw.next_line()? else { return Ok(false) };
            let decoded = self.decoder.decode(&raw);
            line.text.clear();
            line.text.push_str(&decoded.text);
            line.pieces.clear();
            if decoded.pieces.is_empty() {
                // Clean as it stood in the file, so without breaks.
                may_break = false;
                line.pieces.push(Piece { text_start: 0, file_start: raw.start, width: Width::Utf8 });
            } else {
                line.pieces.extend_from_slice(decoded.pieces);
            }
            line.span = ByteSpan { start: raw.start, end: raw.end };
            line.number = raw.number;
            line.is_cut = raw.is_cut();
        }
        line.opens_page = std::mem::take(&mut self.opens_page);
        if may_break {
            self.cut_at_break(line);
        }
        Ok(true)
    }

    /// Keeps the part before the first break inside the line and puts the rest aside.
    fn cut_at_break(&mut self, line: &mut Line) {
        while let Some(at) = line.text.find([PAGE_BREAK, SOFT_BREAK]) {
            let page = line.text.get(at..).is_some_and(|t| t.starts_with(PAGE_BREAK));
            let after = at + if page { PAGE_BREAK } else { SOFT_BREAK }.len_utf8();
            let empty = line.text.get(..at).is_none_or(|t| t.trim().is_empty());
            let rest = line.tail(after);
            if empty && !rest.text.is_empty() {
                // Nothing stood before the break: it only marks what follows.
                *line = Line { opens_page: line.opens_page | page, ..rest };
                continue;
            }
            if !rest.text.is_empty() {
                line.span.end = rest.span.start;
                line.is_cut = false;
                self.rest = Some(rest);
            }
            line.text.truncate(at);
            line.pieces.retain(|p| p.text_start < offset(at).max(1));
            self.opens_page = page;
            return;
        }
    }

    /// Kinds of line end met so far.
    pub(super) fn newline(&self) -> Newline {
        self.raw.newline()
    }

    /// What had to be repaired so far.
    pub(super) fn repairs(&self) -> Repairs {
        self.decoder.repairs
    }

    /// A hash of everything read so far.
    pub(super) fn fingerprint(&self) -> u64 {
        self.raw.fingerprint()
    }
}

impl Line {
    /// The pieces of the text between two offsets, with offsets that count from the first.
    pub(super) fn pieces_between(&self, from: usize, to: usize) -> impl Iterator<Item = Piece> {
        let (cut, end) = (offset(from), offset(to));
        let first = self.pieces.partition_point(|p| p.text_start <= cut).saturating_sub(1);
        let inside =
            self.pieces.get(first..).unwrap_or_default().iter().take_while(move |p| p.text_start < end);
        inside.map(move |piece| {
            let start = piece.text_start as usize;
            let run = self.text.get(start..from.max(start)).unwrap_or_default();
            Piece {
                text_start: piece.text_start.saturating_sub(cut),
                file_start: piece.file_start + piece.width.bytes(run),
                width: piece.width,
            }
        })
    }

    /// Where a part of the text stands in the file.
    pub(super) fn locate(&self, from: usize, to: usize) -> ByteSpan {
        let first = self.pieces_between(from, to).next().map_or(self.span.start, |p| p.file_start);
        let end = offset(to);
        let last = self.pieces.iter().rev().find(|p| p.text_start < end);
        let end = last.map_or(first, |p| {
            let run = self.text.get(p.text_start as usize..to).unwrap_or_default();
            p.file_start + p.width.bytes(run)
        });
        ByteSpan { start: first, end: end.min(self.span.end) }
    }

    /// The part of the line from `at` on, as a line of its own.
    fn tail(&self, at: usize) -> Self {
        let text = self.text.get(at..).unwrap_or_default().to_owned();
        let pieces: Vec<Piece> = self.pieces_between(at, self.text.len()).collect();
        let start = pieces.first().map_or(self.span.end, |p| p.file_start);
        Self { text, pieces, span: ByteSpan { start, end: self.span.end }, opens_page: false, ..*self }
    }
}
