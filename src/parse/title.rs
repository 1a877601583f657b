//! The title, what the work calls itself behind it, and the container's title.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use crate::model::Span;

/// What the work calls itself behind its title.
static GENRE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\s*[\[(](?P<v>(?:meeting |conference )?abstract(?: (?:no\. ?)?[A-Z]{0,2}-?[0-9]+)?|abstr?\.?|letter(?: to the editor)?|editorial|comment|review|poster|",
        r"data ?set|computer program|software|preprint|(?:ph\.?d\.?|doctoral|master[’']?s?|m\.?sc\.?)\s+(?:thesis|dissertation)|thesis|dissertation)[\])]\.?$",
    ))
    .ok()
});

/// The same without brackets, where it is a sentence of its own.
static REPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[.?!]\s+(?P<v>(?:technical|research|final|annual) report|working paper|discussion paper|white paper)\.?\s*$").ok()
});

/// A container without the `In:` in front of it.
pub(super) fn without_in(text: &str, span: Span) -> Span {
    let range = span.range();
    let cut = ["In: ", "in: ", "In ", "in ", "IN ", "In:", "dans ", "Dans "]
        .into_iter()
        .find(|p| span.of(text).starts_with(p))
        .map_or(0, str::len);
    Span::new(range.start + cut, range.end)
}

/// Sets title and genre.
pub(super) fn set(draft: &mut Draft<'_>, text: &str, span: Span, confidence: f32) {
    let printed = span.of(text);
    let genre = GENRE
        .as_ref()
        .and_then(|r| r.captures(printed))
        .or_else(|| REPORT.as_ref().and_then(|r| r.captures(printed)));
    let start = span.range().start;
    let mut end = span.range().end;
    if let Some(captures) = genre
        && let (Some(whole), Some(value)) = (captures.get(0), captures.name("v"))
    {
        end = start + whole.start();
        draft.reference.genre =
            draft.field(Span::new(start + value.start(), start + value.end()), confidence);
    } else if let Some(at) = printed.to_ascii_lowercase().find("[internet]") {
        end = start + at;
    }
    draft.reference.title = draft.field(Span::new(start, end), confidence);
}
