//! Meetings, where a reference names one in the place of a journal.

use std::sync::LazyLock;

use regex::Regex;

use super::run::Run;
use crate::model::Span;
use crate::parse::dating;
use crate::parse::draft::Draft;
use crate::parse::tag::Tag;

static EVENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:meeting|congress|conference|symposium|convention|annual session|workshop)(?-u:\b)",
    )
    .ok()
});

/// A meeting named behind the title, its year inside the name: `Society for Immunotherapy of Cancer 2016 meeting`.
pub(super) fn find(draft: &mut Draft<'_>, text: &str, runs: &mut Vec<Run>) -> bool {
    let Some(at) = runs.iter().rposition(|r| r.tag == Tag::Title) else { return false };
    let behind = &runs[at + 1..];
    let (Some(first), Some(last)) = (behind.first(), behind.last()) else { return false };
    let plain =
        behind.iter().all(|r| matches!(r.tag, Tag::Container | Tag::Date | Tag::Note | Tag::Publisher));
    let span = Span { start: first.span.start, end: last.span.end };
    let printed = span.of(text);
    // However the words around the year were tagged.
    let year = dating::last_year(text, span);
    let named = |part: &str| part.chars().any(char::is_alphabetic);
    let inside = year.is_none_or(|year| {
        named(&text[span.range().start..year.range().start])
            && named(&text[year.range().end..span.range().end])
    });
    let proceedings = printed.to_ascii_lowercase().contains("proc") || printed.starts_with("In ");
    if plain && inside && !proceedings && EVENT.as_ref().is_some_and(|r| r.is_match(printed)) {
        if let Some(year) = year {
            dating::issued(draft, text, year, last.sure);
        }
        draft.reference.event_title = draft.field(span, first.sure.min(last.sure));
        runs.truncate(at + 1);
        return true;
    }
    false
}
