//! What belongs together stays together: words with a hyphen, brackets, and words that lead on to the next.

use std::sync::LazyLock;

use regex::Regex;

use super::clauses;
use super::run::Run;
use crate::model::Span;
use crate::parse::tag::Tag;

/// The short name of a meeting or body in brackets: `(ION GPS 2000)`, `(IFAC)`.
static ACRONYM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*\(\s*\p{Lu}[\p{L}&/.’'-]*\p{Lu}(?:\s+(?:\p{Lu}{2,}|[0-9]{2,4}|[’'][0-9]{2}))*\s*\)[,.;]?",
    )
    .ok()
});

/// Words that are never the last of a name.
const LEADING_ON: [&str; 15] =
    ["of", "the", "and", "&", "for", "on", "to", "a", "an", "de", "des", "du", "der", "und", "with"];

/// Moves the borders that cut through something.
pub(super) fn mend(text: &str, runs: &mut Vec<Run>) {
    hyphens(text, runs);
    runs.retain(|r| !r.span.is_empty());
    brackets(text, runs);
    runs.retain(|r| !r.span.is_empty());
    leading_on(text, runs);
    runs.retain(|r| !r.span.is_empty());
    unended(text, runs);
    runs.retain(|r| !r.span.is_empty());
    in_between(text, runs);
    runs.retain(|r| !r.span.is_empty());
}

/// Moves the end of a run, taking from the runs behind it.
fn extend(runs: &mut [Run], at: usize, end: usize) {
    for run in &mut runs[at + 1..] {
        let range = run.span.range();
        if range.start < end {
            run.span = Span::new(end.min(range.end), range.end);
        }
    }
    runs[at].span = Span::new(runs[at].span.range().start, end);
}

/// `Fin-de | -Siècle`, `Tong- | Haing Fin.`: nothing ends at the hyphen of a word.
fn hyphens(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let (left, right) = (runs[i - 1], runs[i]);
        let (before, behind) = (left.span.of(text), right.span.of(text));
        let word = |tag| matches!(tag, Tag::Author | Tag::Editor | Tag::Title | Tag::Container);
        let glued = left.span.end == right.span.start
            && (before.ends_with('-') && behind.starts_with(char::is_alphabetic)
                || behind.starts_with('-') && before.ends_with(char::is_alphabetic));
        if !glued || !word(left.tag) || !word(right.tag) || left.tag == right.tag {
            continue;
        }
        let start = before.len() - before.rsplit(char::is_whitespace).next().unwrap_or_default().len();
        let first = before[..start].trim_end().ends_with(['.', '?', '!']) || start == 0;
        if first || left.tag == Tag::Container {
            let start = if left.tag == Tag::Container { 0 } else { start };
            let cut = left.span.range().start + start;
            runs[i].span = Span::new(cut, right.span.range().end);
            runs[i - 1].span = Span::new(left.span.range().start, cut);
        } else {
            let people = matches!(left.tag, Tag::Author | Tag::Editor);
            let length = match clauses::names_end(behind) {
                length if people && length > 0 => length,
                _ => behind.find(char::is_whitespace).unwrap_or(behind.len()),
            };
            extend(runs, i - 1, right.span.range().start + length);
        }
    }
}

/// `Genesis (New York, N.Y. | : 2000)`, `Proceedings … Navigation | (ION GPS 2000)`
fn brackets(text: &str, runs: &mut [Run]) {
    for i in 0..runs.len().saturating_sub(1) {
        let run = runs[i];
        if !matches!(run.tag, Tag::Container | Tag::Title) || run.span.is_empty() {
            continue;
        }
        let printed = run.span.of(text);
        let behind = text.get(run.span.range().end..).unwrap_or_default();
        let next = runs[i + 1];
        let named = matches!(next.tag, Tag::Publisher | Tag::Title | Tag::Note | Tag::Genre | Tag::Container);
        let adjoins = behind.trim_start().as_ptr() == next.span.of(text).trim_start().as_ptr();
        // A bracket at the very end opens what follows.
        let open = printed.rfind('(').is_some_and(|at| {
            let inside = &printed[at..];
            !inside.contains(')')
                && (inside.contains(char::is_alphanumeric) || behind.starts_with(char::is_lowercase))
        });
        let length = if open && adjoins {
            behind.find([')', '(']).filter(|&at| at < 40 && behind[at..].starts_with(')')).map(|at| at + 1)
        } else if run.tag == Tag::Container && named && adjoins {
            ACRONYM.as_ref().and_then(|r| r.find(behind)).map(|m| m.end())
        } else {
            None
        };
        let end = run.span.range().end + length.unwrap_or_default();
        let parts = runs[i + 1..].iter().take_while(|r| r.span.range().start < end);
        let located = parts.clone().any(|r| matches!(r.tag, Tag::Volume | Tag::Issue | Tag::Pages));
        if length.is_some() && !located {
            extend(runs, i, end);
        }
    }
}

/// `Systematics of | the grass flora`, `Proceedings of the 11th | International Meeting`
fn leading_on(text: &str, runs: &mut [Run]) {
    let located = runs.iter().any(|r| matches!(r.tag, Tag::Volume | Tag::Issue));
    for i in 0..runs.len().saturating_sub(1) {
        let (run, next) = (runs[i], runs[i + 1]);
        let fits = matches!(run.tag, Tag::Title | Tag::Container)
            && matches!(next.tag, Tag::Title | Tag::Container | Tag::Publisher | Tag::Series)
            && run.tag != next.tag
            && !run.span.is_empty();
        let last = run.span.of(text).rsplit(char::is_whitespace).next().unwrap_or_default();
        let ordinal = last.len() > 2
            && last.starts_with(|c: char| c.is_ascii_digit())
            && ["st", "nd", "rd", "th"].iter().any(|ending| last.ends_with(ending));
        if !fits || !(LEADING_ON.contains(&last) || ordinal && run.tag == Tag::Container) {
            continue;
        }
        let printed = next.span.of(text);
        let start = next.span.range().start;
        match printed.find(". ") {
            Some(at) => extend(runs, i, start + at + 1),
            None if !located => extend(runs, i, next.span.range().end),
            None => {}
        }
    }
}

/// `Norton | Anthology of English Literature`: a publisher ends with a mark.
fn unended(text: &str, runs: &mut [Run]) {
    let mut containers = runs.iter().filter(|r| r.tag == Tag::Container).count();
    for i in 1..runs.len() {
        let (left, right) = (runs[i - 1], runs[i]);
        let open = left.span.of(text).ends_with(char::is_alphabetic);
        if left.tag == Tag::Publisher && right.tag == Tag::Container && open {
            runs[i].span = Span { start: left.span.start, end: right.span.end };
            runs[i - 1].span.end = left.span.start;
            // `American Society | of Microbiology`, and the book was named before.
            if containers > 1 {
                runs[i].tag = Tag::Publisher;
                containers -= 1;
            }
        }
    }
}

/// `zum | 60. | Geburtstag`: a number in the middle of a name is no volume.
fn in_between(text: &str, runs: &mut [Run]) {
    for i in 2..runs.len() {
        let (a, b, c) = (runs[i - 2], runs[i - 1], runs[i]);
        let whole = a.tag == c.tag && matches!(a.tag, Tag::Container | Tag::Title);
        let unended = a.span.of(text).ends_with(char::is_alphanumeric);
        let number = matches!(b.tag, Tag::Volume | Tag::Issue) && b.span.len() < 8;
        if whole && unended && number && c.span.of(text).starts_with(char::is_alphabetic) {
            runs[i].span = Span { start: a.span.start, end: c.span.end };
            runs[i - 2].span.end = a.span.start;
            runs[i - 1].span.end = b.span.start;
        }
    }
}
