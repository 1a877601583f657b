use super::{Mark, MarkKind};
use crate::model::Span;

/// Puts the text of a block together: runs of blanks become one space, none stand at its ends.
#[derive(Clone, Debug, Default)]
pub(super) struct TextBuilder {
    text: String,
    marks: Vec<Mark>,
    /// Blanks were read that stand for one space if more text follows.
    space: bool,
}

impl TextBuilder {
    /// Adds text.
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.push_char(c);
        }
    }

    fn push_char(&mut self, c: char) {
        match c {
            ' '
            | '\t'
            | '\n'
            | '\r'
            | '\u{A0}'
            | '\u{2000}'..='\u{200A}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}' => {
                self.space = true;
            }
            // Characters no text needs: controls, marks of width nothing, a hyphen that was not shown.
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {}
            c => {
                self.settle();
                self.text.push(c);
            }
        }
    }

    /// Writes the space that was waiting.
    fn settle(&mut self) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
    }

    /// A space where words would run together otherwise.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// A line break that somebody forced.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Where the next character will stand.
    pub(super) fn begin(&mut self) -> usize {
        let waiting = self.space && !self.text.is_empty() && !self.text.ends_with('\n');
        self.text.len() + usize::from(waiting)
    }

    /// Marks what was added since `begin`; nothing where that is blank.
    pub(super) fn mark(&mut self, begin: usize, kind: MarkKind) {
        if self.text.len() <= begin {
            return;
        }
        let span = Span::new(begin, self.text.len());
        if let (Some(last), MarkKind::Superscript) = (self.marks.last_mut(), &kind)
            && last.kind == kind
            && last.span.end == span.start
        {
            last.span.end = span.end;
            return;
        }
        self.marks.push(Mark { span, kind });
    }

    /// The text since `begin`.
    pub(super) fn since(&self, begin: usize) -> &str {
        self.text.get(begin..).unwrap_or_default()
    }

    /// Takes back the text since `begin`.
    pub(super) fn cut(&mut self, begin: usize) {
        if self.text.is_char_boundary(begin) {
            self.text.truncate(begin);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text and its marks; the builder is empty again.
    pub(super) fn take(&mut self) -> (String, Vec<Mark>) {
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end().len());
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let mut marks = std::mem::take(&mut self.marks);
        for mark in &mut marks {
            mark.span.end = mark.span.end.min(end);
        }
        marks.retain(|m| !m.span.is_empty());
        marks.sort_by_key(|m| (m.span.start, m.span.end));
        self.space = false;
        (text, marks)
    }
}

/// One line of a text, blanks folded.
pub(super) fn folded(text: &str) -> String {
    let mut builder = TextBuilder::default();
    builder.push(text);
    builder.take().0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_fold_and_marks_hold() {
        let mut builder = TextBuilder::default();
        builder.push("  as shown\u{A0}\n before ");
        let begin = builder.begin();
        builder.push("3,4");
        builder.mark(begin, MarkKind::Superscript);
        builder.push(". ");
        let (text, marks) = builder.take();
        assert_eq!(text, "as shown before 3,4.");
        assert_eq!(marks[0].span.of(&text), "3,4");
    }

    #[test]
    fn forced_breaks_stay() {
        let mut builder = TextBuilder::default();
        builder.push("a ");
        builder.line_break();
        builder.push(" b");
        builder.line_break();
        assert_eq!(builder.take().0, "a\nb");
    }
}
