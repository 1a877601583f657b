//! The year: in a run of its own, in front of the title, or anywhere.

use super::run::Run;
use crate::model::Span;
use crate::parse::draft::Draft;
use crate::parse::tag::Tag;
use crate::parse::{dating, locator};

/// Sets the date and the letter behind its year.
pub(super) fn set(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    for run in runs.iter().filter(|r| r.tag == Tag::Date) {
        if draft.reference.issued.is_some() {
            break;
        }
        if let Some((span, suffix)) = dating::in_run(text, run.span) {
            dating::issued(draft, text, span, run.sure);
            if draft.reference.issued.is_some() {
                draft.reference.year_suffix = suffix.map(|s| s.of(text).to_owned());
                if let Some(letter) = suffix {
                    draft.take(letter);
                }
            }
        }
    }
}

/// `2000. Title`: a year that was taken for the beginning of the title.
pub(super) fn before_title(draft: &mut Draft<'_>, text: &str, runs: &mut [Run]) {
    if draft.reference.issued.is_some() {
        return;
    }
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Title) {
        let printed = run.span.of(text);
        let dated = printed.get(..4).is_some_and(locator::is_year);
        if dated && printed.get(4..).is_some_and(|rest| rest.starts_with(". ") && rest.len() > 6) {
            let start = run.span.range().start;
            dating::issued(draft, text, Span::new(start, start + 4), run.sure);
            run.span = Span::new(start + 5, run.span.range().end);
            return;
        }
    }
}

/// Without a date of its own a reference may have one in what is otherwise a note.
pub(super) fn anywhere(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    let other =
        |r: &&Run| matches!(r.tag, Tag::Note | Tag::Publisher | Tag::Place | Tag::Genre | Tag::Container);
    if let Some(year) = runs.iter().rev().filter(other).find_map(|r| dating::last_year(text, r.span)) {
        dating::issued(draft, text, year, 0.5);
    }
}
