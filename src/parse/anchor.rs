//! The fixed points of a reference: the locator, and the date in front of it.

use std::sync::LazyLock;

use regex::Regex;

use super::locator::{self, Joint, Locator};
use crate::model::Span;
use crate::normalize::dates;

/// A date at the end of a text (`2010`, `2010 May 20`, `20 May 2010`) with the punctuation that joins it to a volume.
/// Whether its words are months is checked where it is used.
static DATE_AT_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[\s(,.;])(?P<all>(?P<lead>(?:[0-9]{1,2}\s+)?(?P<before>[A-Za-zÀ-ÿ]{3,9})\.?\s+(?:[0-9]{1,2},?\s+)?)?",
        r"(?P<year>(?:1[6-9]|20)[0-9][0-9])(?:[-–][0-9]{2,4})?(?P<suffix>[a-z])?",
        r"(?:[\s,]+(?P<after>[A-Za-zÀ-ÿ]{3,9})\.?(?:[-–/][A-Za-zÀ-ÿ]{3,9}\.?)?(?:\s+[0-9]{1,2}(?:[-–][0-9]{1,2})?)?|(?:\s+[0-9]{1,2}){1,2})?)",
        r"\)?\s*(?P<joint>[;,:.]*)\s*$",
    ))
    .ok()
});

/// A locator, and the date in front of it.
pub(super) struct Anchor {
    /// The locator.
    pub(super) locator: Locator,
    /// The date, and where it begins.
    pub(super) date: Option<Span>,
    /// The letter behind the year.
    pub(super) suffix: Option<Span>,
    /// How much speaks for it.
    pub(super) score: u8,
}

/// Longest stretch a locator is looked for in.
const REACH: usize = 160;
/// Longest stretch before a locator in which its date begins.
const WINDOW: usize = 48;
/// Score from which a locator is believed.
const BELIEVED: u8 = 5;

/// Finds the most convincing locator of a body.
pub(super) fn find(text: &str, body: Span, dated: bool) -> Option<Anchor> {
    let range = body.range();
    let mut best: Option<Anchor> = None;
    let mut previous = ' ';
    for (offset, c) in text.get(range.clone())?.char_indices() {
        let at = range.start + offset;
        let starts = if c == '(' {
            previous.is_whitespace()
        } else {
            c.is_ascii_alphanumeric() && !previous.is_alphanumeric()
        };
        let glued = matches!(previous, '-' | '–' | '(' | '/');
        // 3.5 is one number.
        let decimal = previous == '.' && text[..at - 1].ends_with(|c: char| c.is_ascii_digit());
        previous = c;
        if !starts || glued || decimal || offset == 0 {
            continue;
        }
        if let Some(candidate) = weigh(text, at, body, dated)
            && best.as_ref().is_none_or(|b| candidate.score > b.score)
        {
            best = Some(candidate);
        }
    }
    best.filter(|b| b.score >= BELIEVED)
}

/// The character boundary at or before a place.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// How much speaks for a locator at `at`.
fn weigh(text: &str, at: usize, body: Span, dated: bool) -> Option<Anchor> {
    let range = body.range();
    let reach = boundary(text, range.end.min(at + REACH));
    let locator = locator::read(text, at, reach)?;
    let behind = text.get(locator.span.range().end..range.end)?;
    let follows = behind.trim_start().chars().next();
    // `12-` ends in an open range (`694-.`), but `12-week` and `12-1-3` are no locators.
    let goes_on = behind.trim_start().trim_start_matches(['-', '–']).len() < behind.trim_start().len()
        && !behind.trim_start().trim_start_matches(['-', '–']).starts_with(['.', ' ', ';', 'n']);
    if behind.starts_with(char::is_alphanumeric) || matches!(follows, Some(':' | '%' | '/')) || goes_on {
        return None;
    }
    let (date, suffix, joint) = date_before(text, range.start, at);
    // A second date is one only where a semicolon joins it to the volume: `Genesis (New York, N.Y.: 2000), 36`.
    let date = date.filter(|d| !dated || text.get(d.range().end..at).is_some_and(|t| t.contains(';')));
    let mut score = match locator.joint {
        Joint::None => 0,
        Joint::Loose => 2,
        Joint::Firm => 4,
    };
    let volume_is_year = locator.volume.is_some_and(|v| locator::is_year(v.of(text)));
    score += u8::from(locator.last.is_some());
    score += u8::from(locator.issue.is_some());
    score += u8::from(locator.supplement.is_some());
    score += u8::from(locator.volume.is_some() && !volume_is_year);
    score += if date.is_some() && joint {
        3
    } else {
        2 * u8::from(date.is_some() || locator.year.is_some() || dated)
    };
    score += match follows {
        None => 2,
        Some('.') if behind.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() => 2,
        Some('.' | ';') => 1,
        _ => 0,
    };
    let bare = locator.joint == Joint::None;
    // A number alone is a volume only where a date is joined to it.
    let complete = dated && locator.issue.is_some() && behind.chars().all(|c| !c.is_alphanumeric());
    let unlikely =
        bare && !(date.is_some() && joint) && locator.year.is_none() && !complete || bare && volume_is_year;
    (!unlikely).then_some(Anchor { locator, date, suffix, score })
}

/// The date that ends right before `at`, its letter, and whether punctuation joins it to what follows.
pub(super) fn date_before(text: &str, start: usize, at: usize) -> (Option<Span>, Option<Span>, bool) {
    let from = boundary(text, at.saturating_sub(WINDOW).max(start));
    let window = text.get(from..at).unwrap_or_default();
    let Some(captures) = DATE_AT_END.as_ref().and_then(|r| r.captures(window)) else {
        return (None, None, false);
    };
    let span =
        |name| captures.name(name).map(|m: regex::Match<'_>| Span::new(from + m.start(), from + m.end()));
    let is_time = |word: &str| dates::month(word).is_some() || dates::is_season(word);
    // What stands behind the year must be a month; what stands before it may be the end of a title.
    if captures.name("after").is_some_and(|m| !is_time(m.as_str())) {
        return (None, None, false);
    }
    let lead = captures.name("before").filter(|m| !is_time(m.as_str())).and_then(|_| span("lead"));
    let date = span("all").map(|s| Span { start: lead.map_or(s.start, |l| l.end), end: s.end });
    let date = date.filter(|s| dates::read(s.of(text)).is_some());
    let joint = span("joint").is_some_and(|s| !s.is_empty());
    (date, span("suffix"), date.is_some() && joint)
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
