//! A reference under construction: which stretches of the text are taken, and what is left over.

use crate::model::{Contributor, Field, Name, Reference, Role, Span};

/// A reference being put together over its text.
pub(super) struct Draft<'a> {
    text: &'a str,
    /// What has been read so far.
    pub(super) reference: Reference,
    taken: Vec<Span>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, reference: Reference::default(), taken: Vec::new() }
    }

    /// Marks a stretch as understood.
    pub(super) fn take(&mut self, span: Span) {
        self.taken.push(span);
    }

    /// A field of the text under `span`; `None` where nothing but punctuation stands there.
    pub(super) fn field(&mut self, span: Span, confidence: f32) -> Option<Field<String>> {
        let (value, span) = clean(self.text, span)?;
        self.take(span);
        Some(Field::printed(value, span, confidence))
    }

    /// Adds a contributor.
    pub(super) fn contributor(&mut self, role: Role, name: Name, span: Span, confidence: f32) {
        self.take(span);
        let raw = span.of(self.text).to_owned();
        let name = Field::printed(name, span, confidence);
        self.reference.contributors.push(Contributor { role, role_printed: None, name, raw });
    }

    /// The reference, with every letter and digit that no field took among its notes.
    pub(super) fn finish(mut self) -> Reference {
        self.taken.sort();
        let mut at = 0;
        let mut gaps = Vec::new();
        for span in &self.taken {
            let range = span.range();
            if range.start > at {
                gaps.push(Span::new(at, range.start));
            }
            at = at.max(range.end);
        }
        gaps.push(Span::new(at, self.text.len()));
        for gap in gaps {
            // The words that join names say nothing by themselves.
            let joining = matches!(
                gap.of(self.text).trim_matches(|c: char| !c.is_alphanumeric()),
                "and" | "und" | "y" | "amp"
            );
            if !joining && let Some((value, span)) = clean(self.text, gap) {
                self.reference.notes.push(Field { value, span: Some(span), confidence: None });
            }
        }
        self.reference
    }
}

/// The text under a span without the punctuation and the matching brackets or quotes around it, white space folded.
fn clean(text: &str, span: Span) -> Option<(String, Span)> {
    let mut start = span.range().start;
    let mut body = span.of(text);
    loop {
        let left = body.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '”' | '»' | '–' | '—')
        });
        start += body.len() - left.len();
        body = left.trim_end_matches(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '.' | ',' | ';' | ':' | '(' | '[' | '“' | '«' | '–' | '—')
        });
        match unwrapped(body) {
            Some((inner, lead)) => {
                start += lead;
                body = inner;
            }
            None => break,
        }
    }
    // A bracket that is never closed belongs to the gap, not to the value.
    if body.ends_with(')') && !body.contains('(') || body.ends_with(']') && !body.contains('[') {
        body = &body[..body.len() - 1];
    }
    if (body.starts_with('(') && !body.contains(')')) || (body.starts_with('[') && !body.contains(']')) {
        body = &body[1..];
        start += 1;
    }
    let value: Vec<&str> =
        body.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let any = body.chars().any(char::is_alphanumeric);
    any.then(|| (value.join(" "), Span::new(start, start + body.len())))
}

/// The inside of a text that is wrapped in one pair of brackets or quotes, and how much was cut off in front.
fn unwrapped(body: &str) -> Option<(&str, usize)> {
    for (open, close) in [('(', ')'), ('[', ']'), ('"', '"'), ('“', '”'), ('‘', '’'), ('«', '»')] {
        if let Some(inner) = body.strip_prefix(open).and_then(|b| b.strip_suffix(close))
            && !inner.contains(open)
            && !inner.contains(close)
        {
            return Some((inner, open.len_utf8()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_printed_is_lost() {
        let text = "Alpha. (beta), gamma; [delta]. – ";
        let mut draft = Draft::new(text);
        let title = draft.field(Span::new(0, 6), 1.0).unwrap();
        assert_eq!(title.value, "Alpha");
        draft.take(Span::new(15, 20));
        let notes = draft.finish().notes;
        let values: Vec<&str> = notes.iter().map(|n| n.value.as_str()).collect();
        assert_eq!(values, ["beta", "delta"]);
        assert!(notes.iter().all(|n| n.span.unwrap().of(text) == n.value));
    }

    #[test]
    fn values_are_cleaned() {
        let show = |text: &str| clean(text, Span::new(0, text.len())).map(|(v, _)| v);
        assert_eq!(show(" “Title  here.” ").as_deref(), Some("Title here"));
        assert_eq!(show("[Translated title].").as_deref(), Some("Translated title"));
        assert_eq!(show("Title (E3695)").as_deref(), Some("Title (E3695)"));
        assert_eq!(show("Why?").as_deref(), Some("Why?"));
        assert_eq!(show("–. "), None);
    }
}
