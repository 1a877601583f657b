//! What stands in front of the locator: the title and its container.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::sentences;
use crate::model::Span;

/// What the work calls itself behind its title.
static GENRE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\s*[\[(](?P<v>(?:meeting |conference )?abstract|abstr?\.?|letter(?: to the editor)?|editorial|comment|review|poster|",
        r"data ?set|computer program|software|preprint|(?:ph\.?d\.?|doctoral|master[’']?s?|m\.?sc\.?)\s+(?:thesis|dissertation)|thesis|dissertation)[\])]\.?$",
    ))
    .ok()
});

/// Splits title from container.
pub(super) fn split(draft: &mut Draft<'_>, text: &str, head: Span, sure: f32) {
    if let Some((quoted, after)) = quoted(text, head) {
        title(draft, text, quoted, sure);
        draft.reference.container_title = draft.field(without_in(text, after), sure * 0.95);
        return;
    }
    let parts = sentences::parts(text, head);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    if parts.len() == 1 {
        // `Title, Journal` or a journal alone.
        let comma = first.of(text).rfind(", ").filter(|_| first.of(text).split_whitespace().count() > 6);
        if let Some(comma) = comma {
            let range = first.range();
            title(draft, text, Span::new(range.start, range.start + comma), sure * 0.5);
            draft.reference.container_title =
                draft.field(Span::new(range.start + comma + 1, range.end), sure * 0.5);
        } else {
            draft.reference.container_title = draft.field(*first, sure * 0.6);
        }
        return;
    }
    let at = container_start(text, &parts);
    if at == 0 {
        // Chemists leave out the title.
        let whole = Span { start: first.start, end: last.end };
        draft.reference.container_title = draft.field(whole, sure * 0.8);
        return;
    }
    let container = Span { start: parts[at].start, end: last.end };
    let merged = if at + 1 < parts.len() { 0.9 } else { 1.0 };
    // A dot that ends an abbreviation belongs to it.
    title(draft, text, Span { start: first.start, end: parts[at - 1].end }, sure * merged);
    draft.reference.container_title = draft.field(without_in(text, container), sure * merged);
}

/// The part with which the container begins. Journals abbreviated with dots (`Proc. Natl. Acad. Sci.`) are several
/// parts; nothing but such parts is a container alone, and gives 0.
fn container_start(text: &str, parts: &[Span]) -> usize {
    let mut at = parts.len() - 1;
    let words = |part: &Span| part.of(text).split_whitespace().count();
    if words(&parts[at]) > 3 {
        return at;
    }
    while at > 0 && abbreviated(parts[at - 1].of(text)) {
        at -= 1;
    }
    // A single short word is as likely a title, unless journal words follow.
    if at == 0 && parts.len() < 3 { parts.len() - 1 } else { at }
}

/// One or two short capitalised words, as journals' names are abbreviated (`Clin`, `Cereal Res`), or `U.S.A`.
fn abbreviated(part: &str) -> bool {
    let mut words = part.split_whitespace().rev();
    let short = |word: &str, longest: usize| {
        word.chars().count() <= longest
            && word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'))
    };
    match (words.next(), words.next(), words.next()) {
        (Some(word), None, _) => short(word, 12),
        (Some(last), Some(first), None) => short(last, 5) && short(first, 9),
        _ => false,
    }
}

/// A title in quotes at the beginning, and what follows it.
fn quoted(text: &str, head: Span) -> Option<(Span, Span)> {
    let body = head.of(text);
    let close = match body.chars().next()? {
        '"' => '"',
        '“' => '”',
        '«' => '»',
        _ => return None,
    };
    let inner = body.char_indices().nth(1)?.0;
    let end = inner + body[inner..].find(close)?;
    // A title, not a word in quotes at the beginning of one.
    let punctuated = |c: char| matches!(c, ',' | '.' | '?' | '!' | ';');
    let behind = &body[end + close.len_utf8()..];
    if !body[..end].ends_with(punctuated) && !behind.starts_with(punctuated) && !behind.is_empty() {
        return None;
    }
    let start = head.range().start;
    let after = sentences::trimmed(text, start + end + close.len_utf8(), head.range().end);
    Some((Span::new(start + inner, start + end), after))
}

/// A container without the `In:` in front of it.
fn without_in(text: &str, span: Span) -> Span {
    let range = span.range();
    let cut =
        ["In: ", "in: ", "In ", "in "].into_iter().find(|p| span.of(text).starts_with(p)).map_or(0, str::len);
    Span::new(range.start + cut, range.end)
}

/// Sets title and genre.
pub(super) fn title(draft: &mut Draft<'_>, text: &str, span: Span, confidence: f32) {
    let printed = span.of(text);
    let genre = GENRE.as_ref().and_then(|r| r.captures(printed));
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
