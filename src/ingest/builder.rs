use super::decode::offset;
use super::joint::{HyphenatedWords, Joint};
use super::labels::Label;
use super::lines::Line;
use crate::model::{ByteSpan, Entry, Piece, SourceMap};

/// Puts the lines of one entry together.
pub(super) struct Builder {
    entry: Option<Entry>,
    limit: usize,
    /// The entry's text was cut at the limit.
    is_cut: bool,
}

impl Builder {
    pub(super) fn new(limit: usize) -> Self {
        Self { entry: None, limit, is_cut: false }
    }

    /// Begins an entry with `line`, whose label is taken off.
    pub(super) fn begin(&mut self, seq: u32, line: &Line, label: Option<Label>, words: &HyphenatedWords) {
        let printed = label.and_then(|l| line.text.get(usize::from(l.start)..usize::from(l.end)));
        let from = label.map_or(0, |l| usize::from(l.text));
        self.is_cut = false;
        self.entry = Some(Entry {
            seq,
            // A bullet is punctuation, not a name for the entry.
            label: printed.filter(|p| p.chars().any(char::is_alphanumeric)).map(str::to_owned),
            line_start: line.number,
            line_end: line.number,
            text: String::with_capacity(line.text.len()),
            ..Entry::default()
        });
        self.append(line, from, words);
    }

    /// Adds `line` to the entry.
    pub(super) fn append(&mut self, line: &Line, from: usize, words: &HyphenatedWords) {
        let limit = self.limit;
        let Some(entry) = &mut self.entry else { return };
        let whole = line.text.get(from..).unwrap_or_default();
        let part = whole.trim_start();
        let from = from + whole.len() - part.len();
        let part = part.trim_end();
        let mut place = line.locate(from, from + part.len());
        if line.is_cut {
            place.end = line.span.end;
            self.is_cut = true;
        }
        let first = entry.text.is_empty() && entry.source.pieces.is_empty();
        entry.source.span =
            ByteSpan { start: if first { place.start } else { entry.source.span.start }, end: place.end };
        entry.line_end = line.number;
        if self.is_cut && !first {
            return;
        }
        if !first {
            join(&mut entry.text, &mut entry.source.pieces, words, part);
        }
        let room = limit.saturating_sub(entry.text.len());
        let kept = up_to(part, room);
        self.is_cut |= kept.len() < part.len();
        let base = offset(entry.text.len());
        let pieces = line.pieces_between(from, from + kept.len());
        entry
            .source
            .pieces
            .extend(pieces.map(|p| Piece { text_start: base.saturating_add(p.text_start), ..p }));
        if kept.contains('\t') {
            entry.text.extend(kept.chars().map(|c| if c == '\t' { ' ' } else { c }));
        } else {
            entry.text.push_str(kept);
        }
    }

    /// True while an entry is being put together.
    pub(super) fn is_open(&self) -> bool {
        self.entry.is_some()
    }

    /// The finished entry.
    pub(super) fn take(&mut self) -> Option<Entry> {
        let mut entry = self.entry.take()?;
        entry.truncated = self.is_cut;
        let trimmed = entry.text.trim_end().len();
        entry.text.truncate(trimmed);
        drop_empty_pieces(&mut entry.source, trimmed);
        Some(entry)
    }
}

/// As much of `text` as fits into `room` bytes, in whole characters.
fn up_to(text: &str, room: usize) -> &str {
    let end = (0..=room.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

fn join(text: &mut String, pieces: &mut Vec<Piece>, words: &HyphenatedWords, next: &str) {
    match words.joint(text, next) {
        Joint::Space => text.push(' '),
        Joint::Tight => {}
        Joint::DropHyphen => {
            text.pop();
            let end = offset(text.len());
            pieces.retain(|p| p.text_start < end);
        }
    }
}

fn drop_empty_pieces(source: &mut SourceMap, length: usize) {
    let end = offset(length);
    while source.pieces.len() > 1 && source.pieces.last().is_some_and(|p| p.text_start >= end) {
        source.pieces.pop();
    }
}
