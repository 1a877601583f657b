use super::lines::Line;
use crate::model::{ByteSpan, Entry, Field, Piece, SourceMap, Span};

/// The lines of a document on which facts about it stand, gathered into one text with its way back to the file.
#[derive(Default)]
pub(super) struct FactLines {
    entry: Entry,
    /// Numbers of the lines gathered, each with its start in the text.
    starts: Vec<(u32, usize)>,
}

impl FactLines {
    /// Takes the line in, and gives the fact with its span counted from the start of the gathered text.
    pub(super) fn place<T>(&mut self, line: &Line, fact: Field<T>) -> Field<T> {
        let start = self.start_of(line);
        let shift = |span: Span| Span::new(span.range().start + start, span.range().end + start);
        Field { span: fact.span.map(shift), ..fact }
    }

    pub(super) fn into_entry(self) -> Entry {
        self.entry
    }

    fn start_of(&mut self, line: &Line) -> usize {
        if let Some((_, start)) = self.starts.iter().find(|(number, _)| *number == line.number) {
            return *start;
        }
        let entry = &mut self.entry;
        if self.starts.is_empty() {
            entry.source = SourceMap { pieces: Vec::new(), span: line.span };
            entry.line_start = line.number;
        } else {
            entry.text.push('\n');
        }
        let start = entry.text.len();
        entry.text.push_str(&line.text);
        let shifted = line.pieces.iter().map(|piece| {
            let text_start = Span::new(piece.text_start as usize + start, 0).start;
            Piece { text_start, ..*piece }
        });
        entry.source.pieces.extend(shifted);
        let ByteSpan { start: first, end: last } = entry.source.span;
        entry.source.span = ByteSpan { start: first.min(line.span.start), end: last.max(line.span.end) };
        entry.line_end = entry.line_end.max(line.number);
        self.starts.push((line.number, start));
        start
    }
}
