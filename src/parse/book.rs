//! Books, and chapters in them.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::{grammar, head, locator, names, sentences};
use crate::model::{Field, Role, Span};
use crate::normalize::pages;

/// Where the book begins that holds a chapter.
static IN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:[.?!]|[.,]?[”»])\s+(?P<in>In:?)\s+\S|\s(?P<colon>[Ii]n:)\s").ok());

static EDITORS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[\s,]*(?:\((?i:eds?\.?|editors?|hrsg\.?)\)|(?i:editors?|eds?|hrsg)(?-u:\b)\.?)").ok()
});

static EDITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[\s,(]*(?-u:\b)(?P<v>(?:[0-9]{1,2}(?:st|nd|rd|th|e|\.)?|first|second|third|fourth|fifth|sixth|rev(?:ised)?\.?|new)\s+(?:rev\.?\s+)?(?:edn?|edition|aufl(?:age)?|ed)(?-u:\b))\.?\)?$").ok()
});

/// `Place: Publisher; 2010`, each but the publisher's name optional.
static IMPRINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?P<place>[A-ZÀ-ÞĀ-ſΑ-ΩА-Я][^:;]{1,60}?)\s?:\s*)?(?P<publisher>[A-ZÀ-ÞĀ-ſΑ-ΩА-Я][^:;]{1,100}?)",
        r"(?:[;,]\s*(?:c|©)?(?P<year>(?:1[6-9]|20)[0-9][0-9]))?(?P<tail>[;:,].*)?$",
    ))
    .ok()
});

static PAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\s,;:.(]*(?-u:\b)(?:pp?\.?|[Pp]ages?|S\.)\s*(?P<v>[A-Za-z]?[0-9]+\s*(?:[-–—−]\s*[A-Za-z]?[0-9]+)?|[ivxlc]+\s*[-–—]\s*[ivxlc]+)\)?\.?$|,\s*(?P<w>[0-9]+\s*[-–—−]\s*[0-9]+)\.?$").ok()
});

/// Where the mark of editors behind a list of names ends (`, editors`, `(Eds.)`).
pub(super) fn editor_mark(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = text.get(start..end)?;
    let found = EDITORS.as_ref()?.find(rest)?;
    Some(start + found.end())
}

/// `Title. In: Editors, editors. Book. 2nd ed. Place: Publisher; 2010. p. 1-9`
pub(super) fn chapter(draft: &mut Draft<'_>, text: &str, body: Span) -> bool {
    let range = body.range();
    let captures = IN.as_ref().and_then(|r| r.captures(body.of(text)));
    let Some(mark) = captures.and_then(|c| c.name("in").or_else(|| c.name("colon")).map(|m| m.range()))
    else {
        return false;
    };
    let (start, after) = (range.start + mark.start, range.start + mark.end);
    let list = names::read(text, after, range.end);
    let editors = editor_mark(text, list.end, range.end).filter(|_| !list.names.is_empty());
    let book_start = editors.unwrap_or(after);
    let book = sentences::trimmed(text, book_start, range.end);
    let Some(parts) =
        BookParts::read(text, book).filter(|b| editors.is_some() || b.imprint.is_some() || b.pages.is_some())
    else {
        return false;
    };
    if let Some(end) = editors {
        for (name, span) in list.names {
            draft.contributor(Role::Editor, name, span, 0.85);
        }
        draft.take(Span::new(after, end));
    }
    draft.take(Span::new(start, after));
    head::title(draft, text, sentences::trimmed(text, range.start, start), 0.85);
    draft.reference.container_title = draft.field(parts.title, 0.8);
    parts.place(draft, text);
    true
}

/// `Title. 2nd ed. Place: Publisher; 2010`
pub(super) fn monograph(draft: &mut Draft<'_>, text: &str, body: Span) -> bool {
    let Some(parts) = BookParts::read(text, body).filter(|b| b.edition.is_some() || b.place_printed(text))
    else {
        return false;
    };
    head::title(draft, text, parts.title, 0.8);
    parts.place(draft, text);
    true
}

/// The parts of a book behind its authors or editors.
struct BookParts {
    title: Span,
    edition: Option<Span>,
    imprint: Option<Span>,
    pages: Option<Span>,
}

impl BookParts {
    fn read(text: &str, body: Span) -> Option<Self> {
        let (pages, rest) = cut(PAGES.as_ref(), text, body);
        let mut parts = sentences::parts(text, rest);
        // `p.` may have been split from its number; then nothing but the number is left.
        parts.retain(|p| p.of(text).chars().any(char::is_alphabetic));
        let first = *parts.first()?;
        let mut imprint = None;
        if parts.len() > 1 {
            imprint = parts.iter().skip(1).rposition(|p| is_imprint(text, *p)).map(|i| (i + 1, parts[i + 1]));
        }
        let before_imprint = imprint.map_or(parts.len(), |(i, _)| i);
        let mut edition = None;
        let mut title_end = first;
        for part in parts.iter().take(before_imprint) {
            let (found, left) = cut(EDITION.as_ref(), text, *part);
            if found.is_some() {
                edition = found;
                if !left.is_empty() {
                    title_end = left;
                }
                break;
            }
            title_end = *part;
        }
        let title = Span { start: first.start, end: title_end.end.max(first.start) };
        Some(Self { title, edition, imprint: imprint.map(|(_, span)| span), pages })
    }

    /// True when the imprint has a place: without one it may be anything.
    fn place_printed(&self, text: &str) -> bool {
        self.imprint.is_some_and(|s| s.of(text).contains(':'))
    }

    fn place(&self, draft: &mut Draft<'_>, text: &str) {
        draft.reference.edition = self.edition.and_then(|s| draft.field(s, 0.9));
        if let Some(span) = self.pages {
            draft.take(span);
            draft.reference.pages = pages::read(span.of(text)).map(|p| Field::printed(p, span, 0.9));
        }
        let Some(imprint) = self.imprint else { return };
        let start = imprint.range().start;
        let Some(captures) = IMPRINT.as_ref().and_then(|r| r.captures(imprint.of(text))) else { return };
        let span = |name| {
            captures.name(name).map(|m: regex::Match<'_>| Span::new(start + m.start(), start + m.end()))
        };
        draft.reference.publisher_place = span("place").and_then(|s| draft.field(s, 0.8));
        draft.reference.publisher = span("publisher").and_then(|s| draft.field(s, 0.8));
        if let Some(year) = span("year") {
            grammar::issued(draft, text, year, 0.9);
        }
    }
}

/// `Place: Publisher; 2010`, or words of publishers with a year behind.
fn is_imprint(text: &str, part: Span) -> bool {
    let printed = part.of(text);
    let Some(captures) = IMPRINT.as_ref().and_then(|r| r.captures(printed)) else { return false };
    let words = |name| captures.name(name).map_or(0, |m| m.as_str().split_whitespace().count());
    let publishing = [
        "Press", "Publish", "Verlag", "Wiley", "Springer", "Elsevier", "Books", "Saunders", "Wilkins",
        "Editions",
    ]
    .iter()
    .any(|w| printed.contains(w));
    let dated = captures.name("year").is_some_and(|y| locator::is_year(y.as_str()));
    let placed = (1..=6).contains(&words("place")) && words("publisher") <= 9;
    placed && (dated || publishing || words("publisher") <= 4) || publishing && words("publisher") <= 6
}

/// Cuts what a pattern finds at the end of a part; returns its value and what is left in front.
fn cut(pattern: Option<&Regex>, text: &str, part: Span) -> (Option<Span>, Span) {
    let start = part.range().start;
    let Some(captures) = pattern.and_then(|r| r.captures(part.of(text))) else { return (None, part) };
    let value = captures.name("v").or_else(|| captures.iter().flatten().nth(1));
    let (Some(whole), Some(value)) = (captures.get(0), value) else { return (None, part) };
    (
        Some(Span::new(start + value.start(), start + value.end())),
        sentences::trimmed(text, start, start + whole.start()),
    )
}
