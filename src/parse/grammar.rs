//! The order of parts in a reference: authors, title, container, date, locator. Written for Vancouver and its
//! relatives; what it cannot place ends up in the notes.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::locator::Locator;
use super::{anchor, book, head, identifiers, label, language, names, sentences};
use crate::model::{Field, Pages, Reference, Role, Span};
use crate::normalize::{dates, types};

/// The date between authors and title.
static DATE_AT_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[\s.,:;]*(?:\((?P<a>(?P<ay>(?:1[6-9]|20)[0-9][0-9])(?P<as>[a-z])?[^()]{0,20})\)",
        r"|(?P<b>(?P<by>(?:1[6-9]|20)[0-9][0-9])(?P<bs>[a-z])?)(?:[.,:;]\s|\s+[A-ZÀ-ÞĀ-ſΑ-ΩА-Я]))",
    ))
    .ok()
});

/// Where a work stands before it has a volume: kept as a note, but no part of any field. In a title the same words
/// follow a word, so they must begin a part or stand in brackets.
static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?P<v>[\[(](?:(?:e-?pub|online|published)(?: online)? ahead of print|in press|forthcoming)[\])]\.?)",
        r"|(?:[.;,:]\s*|[0-9]\s+)(?P<w>(?:(?:e-?pub|online|published)(?: online)? ahead of print|in press|forthcoming|e-?pub [0-9]{4}[^;.\]]{0,12})(?-u:\b)\.?)",
    ))
    .ok()
});

static EVENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:meeting|congress|conference|symposium|convention|annual session|workshop)(?-u:\b)",
    )
    .ok()
});

/// Reads a reference.
pub(super) fn read(text: &str) -> Reference {
    let mut draft = Draft::new(text);
    let start = label::find(text).map_or(0, |l| l.span.range().end);
    draft.take(Span::new(0, start));
    let found = identifiers::find(text, start);
    let mut taken = found.taken;
    if let Some((tag, span)) = language::find(text) {
        draft.reference.language = Some(tag.to_owned());
        taken.push(span);
    }
    let masked = mask(text, &taken);
    for &span in &taken {
        draft.take(span);
    }
    draft.reference.identifiers = found.identifiers;
    draft.reference.accessed = found.accessed;

    let end = masked.trim_end().len().max(start);
    let after_authors = authors(&mut draft, &masked, start, end);
    let body_start = early_date(&mut draft, &masked, after_authors, end);
    let body = sentences::trimmed(&masked, body_start, end);
    if !book::chapter(&mut draft, &masked, body)
        && !article(&mut draft, &masked, body)
        && !book::monograph(&mut draft, &masked, body)
    {
        rest(&mut draft, &masked, body);
    }
    let mut reference = draft.finish();
    reference.kind = types::guess(&reference);
    reference.confidence = Some(super::confidence::whole(&reference));
    reference
}

/// The text with what identifiers and remarks take blanked out, byte for byte.
fn mask(text: &str, taken: &[Span]) -> String {
    let mut out = text.to_owned();
    let status = STATUS.as_ref().into_iter().flat_map(|r| r.captures_iter(text));
    let status = status.filter_map(|c| c.name("v").or_else(|| c.name("w")).map(|m| m.range()));
    for range in taken.iter().map(|s| s.range()).chain(status) {
        if text.get(range.clone()).is_some() {
            out.replace_range(range.clone(), &" ".repeat(range.len()));
        }
    }
    out
}

/// Reads the authors, or the editors of a whole book; returns where they end.
fn authors(draft: &mut Draft<'_>, text: &str, start: usize, end: usize) -> usize {
    let list = names::read(text, start, end);
    if list.names.is_empty() {
        return start;
    }
    let (role, after) = match book::editor_mark(text, list.end, end) {
        Some(after) => (Role::Editor, after),
        None => (Role::Author, list.end),
    };
    let closed = text.get(after..end).unwrap_or_default().trim_start().starts_with(['.', ':', '(', ';']);
    let confidence = if closed { 0.97 } else { 0.75 };
    for (name, span) in list.names {
        draft.contributor(role, name, span, confidence);
    }
    draft.reference.authors_truncated = list.truncated;
    draft.take(Span::new(start, after));
    after
}

/// A year right behind the authors; returns where the title begins.
fn early_date(draft: &mut Draft<'_>, text: &str, start: usize, end: usize) -> usize {
    if draft.reference.contributors.is_empty() {
        return start;
    }
    let rest = text.get(start..end).unwrap_or_default();
    let Some(captures) = DATE_AT_START.as_ref().and_then(|r| r.captures(rest)) else { return start };
    let bracketed = captures.name("a");
    let Some(all) = bracketed.or_else(|| captures.name("b")) else { return start };
    let suffix = captures.name("as").or_else(|| captures.name("bs"));
    let Some(date) = dates::read(all.as_str()) else { return start };
    draft.reference.year_suffix = suffix.map(|m| m.as_str().to_owned());
    let span = Span::new(start + all.start(), start + all.end());
    draft.take(span);
    draft.reference.issued = Some(Field::printed(date, span, 0.97));
    start + all.end() + usize::from(bracketed.is_some())
}

/// Title, container and locator.
fn article(draft: &mut Draft<'_>, text: &str, body: Span) -> bool {
    let Some(anchor) = anchor::find(text, body, draft.reference.issued.is_some()) else { return false };
    let sure = if anchor.score >= 8 { 0.96 } else { 0.8 };
    let locator = anchor.locator;
    let head_end = anchor.date.map_or(locator.span, |date| date).range().start;
    if let Some(span) = anchor.date.or(locator.year) {
        issued(draft, text, span, sure);
        draft.reference.year_suffix =
            anchor.suffix.map(|s| s.of(text).to_owned()).or(draft.reference.year_suffix.take());
    }
    place(draft, text, &locator, sure);
    if draft.reference.issued.is_none() {
        // IEEE: pp. 45-67, Mar. 2012
        let end = locator.span.range().end;
        if let (Some(date), ..) = anchor::date_before(text, end, body.range().end) {
            issued(draft, text, date, sure * 0.95);
        }
    }
    head::split(draft, text, sentences::trimmed(text, body.range().start, head_end), sure);
    true
}

/// Puts a locator's parts into their fields.
pub(super) fn place(draft: &mut Draft<'_>, text: &str, locator: &Locator, confidence: f32) {
    // A second year that became no date is kept for the notes.
    let issued = draft.reference.issued.as_ref().and_then(|f| f.span);
    match locator.year.filter(|&year| issued != Some(year)) {
        Some(year) => {
            draft.take(Span { start: locator.span.start, end: year.start });
            draft.take(Span { start: year.end, end: locator.span.end });
        }
        None => draft.take(locator.span),
    }
    draft.reference.volume = locator.volume.and_then(|s| draft.field(s, confidence));
    draft.reference.issue = locator.issue.and_then(|s| draft.field(s, confidence));
    draft.reference.supplement = locator.supplement.and_then(|s| draft.field(s, confidence));
    draft.reference.article_number = locator.article.and_then(|s| draft.field(s, confidence * 0.95));
    draft.reference.pages = locator.first.map(|first| {
        let last = locator.last.map(|s| s.of(text).to_owned());
        let span = Span { start: first.start, end: locator.last.unwrap_or(first).end };
        Field::printed(Pages { first: first.of(text).to_owned(), last }, span, confidence)
    });
}

pub(super) fn issued(draft: &mut Draft<'_>, text: &str, span: Span, confidence: f32) {
    if draft.reference.issued.is_some() {
        return;
    }
    if let Some(date) = dates::read(span.of(text)) {
        draft.take(span);
        draft.reference.issued = Some(Field::printed(date, span, confidence));
    }
}

/// No locator and no publisher: meetings, articles still in press, web pages and what the grammar does not know.
fn rest(draft: &mut Draft<'_>, text: &str, body: Span) {
    let parts = sentences::parts(text, body);
    let Some((&last, before)) = parts.split_last() else { return };
    let range = body.range();
    let (date, suffix, _) = anchor::date_before(text, range.start, range.end);
    let year = date.or_else(|| anchor::last_year(text, last));
    let event = !before.is_empty() && EVENT.as_ref().is_some_and(|r| r.is_match(last.of(text)));
    let whole =
        |before: &[Span]| before.first().zip(before.last()).map(|(a, b)| Span { start: a.start, end: b.end });
    if event {
        // The year of a meeting stands inside its name.
        if let Some(year) = year {
            issued(draft, text, year, 0.9);
        }
        if let Some(span) = whole(before) {
            head::title(draft, text, span, 0.9);
        }
        draft.reference.event_title = draft.field(last, 0.9);
        return;
    }
    if let Some(date) = date {
        issued(draft, text, date, 0.8);
        draft.reference.year_suffix = suffix.map(|s| s.of(text).to_owned());
        let parts = sentences::parts(text, sentences::trimmed(text, range.start, date.range().start));
        let short = |s: &Span| s.of(text).split_whitespace().count() <= 8;
        match parts.split_last() {
            Some((container, before)) if !before.is_empty() && short(container) => {
                if let Some(span) = whole(before) {
                    head::title(draft, text, span, 0.6);
                }
                draft.reference.container_title = draft.field(*container, 0.5);
            }
            Some((only, _)) => head::title(draft, text, *only, 0.5),
            None => {}
        }
        return;
    }
    if let Some(year) = year.or_else(|| anchor::last_year(text, body)) {
        issued(draft, text, year, 0.5);
    }
    // Without any anchor the first sentence is the likeliest title.
    head::title(draft, text, parts.first().copied().unwrap_or(last), 0.4);
}
