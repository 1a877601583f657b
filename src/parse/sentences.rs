//! Where one part of a reference may end and the next begin: full stops, question and exclamation marks that are
//! not those of an abbreviation, an initial or a bracket.

use crate::model::Span;

/// Words whose dot ends nothing.
const ABBREVIATIONS: [&str; 26] = [
    "vs", "st", "no", "nos", "vol", "spp", "sp", "subsp", "ssp", "var", "cf", "eg", "ie", "e.g", "i.e", "ca",
    "approx", "dr", "mr", "mrs", "ms", "prof", "fig", "pp", "al", "str",
];

/// Names of journals that begin with a small letter.
const SMALL_JOURNALS: [&str; 10] =
    ["eLife", "mBio", "mSphere", "mSystems", "npj", "bioRxiv", "medRxiv", "iScience", "eNeuro", "genesis"];

/// Spans of the parts of `span`, each trimmed and without its closing full stop. Question and exclamation marks stay.
pub(super) fn parts(text: &str, span: Span) -> Vec<Span> {
    let range = span.range();
    let body = text.get(range.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in body.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            '.' | '?' | '!' if depth == 0 => {
                let end = at + 1;
                if ends(body, start, at) {
                    out.push(trimmed(
                        text,
                        range.start + start,
                        range.start + if c == '.' { at } else { end },
                    ));
                    start = end;
                }
            }
            _ => {}
        }
    }
    out.push(trimmed(text, range.start + start, range.end));
    out.retain(|s| !s.is_empty());
    out
}

/// True when the mark at `at` ends a part that began at `start`.
fn ends(body: &str, start: usize, at: usize) -> bool {
    let after = body[at + 1..].trim_start_matches(['"', '”', '’', '\'', '»', ')', ']']);
    let Some(next) = after.chars().next() else { return true };
    if !next.is_whitespace() {
        return false;
    }
    let following = after.trim_start();
    let Some(next) = following.chars().next() else { return true };
    let journal = SMALL_JOURNALS.iter().any(|j| following.starts_with(j));
    if next.is_lowercase() && !journal {
        return false;
    }
    let word = body[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    !(body[at..].starts_with('.') && ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}

/// `start..end` without the white space and punctuation around it.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let body = text.get(start..end).unwrap_or_default();
    let left = body.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
    let start = start + (body.len() - left.len());
    let body = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '['));
    Span::new(start, start + body.len())
}
