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

/// The date in a run, and the letter behind its year. Words that are of no date stay outside.
pub(super) fn in_run(text: &str, run: Span) -> Option<(Span, Option<Span>)> {
    let printed = run.of(text);
    let from = run.range().start;
    let mut best: Option<Span> = None;
    let mut open: Option<Span> = None;
    let mut dated = false;
    let mut at = 0;
    for word in printed.split(|c: char| !c.is_alphanumeric()) {
        let place = Span::new(from + at, from + at + word.len());
        at += word.len() + printed[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        if !is_part(word) {
            (open, dated) = (None, false);
            continue;
        }
        open = Some(Span { start: open.map_or(place.start, |o| o.start), end: place.end });
        dated |=
            word.get(..4).is_some_and(locator::is_year) || word.len() == 4 && dates::read(word).is_some();
        if dated && best.is_none_or(|b| open.is_some_and(|o| o.start == b.start)) {
            best = open;
        }
    }
    let mut span = best?;
    let body = span.of(text);
    // 1995b
    let mut suffix = None;
    for (at, _) in body.match_indices(|c: char| c.is_ascii_digit()) {
        let Some(year) = body.get(at..at + 4).filter(|y| locator::is_year(y)) else { continue };
        let alone = !body[..at].ends_with(|c: char| c.is_alphanumeric());
        let behind = &body[at + year.len()..];
        let gap = usize::from(behind.starts_with(' '));
        let behind = &behind[gap..];
        let mut letters = behind.chars();
        if alone
            && letters.next().is_some_and(|c| c.is_ascii_lowercase())
            && !letters.next().is_some_and(char::is_alphanumeric)
        {
            let at = span.range().start + at + 4 + gap;
            suffix = Some(Span::new(at, at + 1));
            if at + 1 == span.range().end {
                span = Span::new(span.range().start, at - gap);
            }
            break;
        }
    }
    Some((span, suffix))
}

/// True for what dates are made of: days, months, seasons, years and the small words between them.
fn is_part(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    let number = (1..=4).contains(&digits)
        && (rest.is_empty()
            || digits < 3 && matches!(rest, "st" | "nd" | "rd" | "th" | "er")
            || digits == 4 && rest.len() == 1);
    let small = matches!(word, "de" | "of" | "th" | "st" | "nd" | "rd" | "a" | "b" | "c" | "d");
    number || digits == 0 && (small || dates::month(word).is_some() || dates::is_season(word))
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
