//! The date of a reference.

use super::draft::Draft;
use super::locator;
use crate::model::{Field, Span};
use crate::normalize::dates;

/// Sets the date that is printed in a span, unless there is one already.
pub(super) fn issued(draft: &mut Draft<'_>, text: &str, span: Span, confidence: f32) {
    if draft.reference.issued.is_some() {
        return;
    }
    if let Some(date) = dates::read(span.of(text)) {
        draft.take(span);
        draft.reference.issued = Some(Field::printed(date, span, confidence));
    }
}

/// The date in a run without the punctuation around it, and the letter behind its year.
pub(super) fn in_run(text: &str, run: Span) -> Option<(Span, Option<Span>)> {
    let printed = run.of(text);
    let start = printed.find(char::is_alphanumeric)?;
    let end = start + printed[start..].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let from = run.range().start;
    let mut span = Span::new(from + start, from + end);
    let body = span.of(text);
    // 1995b
    let mut suffix = None;
    for (at, _) in body.match_indices(|c: char| c.is_ascii_digit()) {
        let Some(year) = body.get(at..at + 4).filter(|y| locator::is_year(y)) else { continue };
        let alone = !body[..at].ends_with(|c: char| c.is_alphanumeric());
        let behind = &body[at + year.len()..];
        let mut letters = behind.chars();
        if alone
            && letters.next().is_some_and(|c| c.is_ascii_lowercase())
            && !letters.next().is_some_and(char::is_alphanumeric)
        {
            let at = span.range().start + at + 4;
            suffix = Some(Span::new(at, at + 1));
            if at + 1 == span.range().end {
                span = Span::new(span.range().start, at);
            }
            break;
        }
    }
    Some((span, suffix))
}

/// The last year printed in a stretch.
pub(super) fn last_year(text: &str, span: Span) -> Option<Span> {
    let start = span.range().start;
    let mut found = None;
    let mut run = 0;
    for (at, c) in span.of(text).char_indices().chain([(span.len(), ' ')]) {
        if c.is_ascii_digit() {
            run += 1;
            continue;
        }
        if run == 4 {
            let year = Span::new(start + at - 4, start + at);
            if locator::is_year(year.of(text)) {
                found = Some(year);
            }
        }
        run = 0;
    }
    found
}
