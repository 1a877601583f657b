//! Where sentences end. Markers behind a full stop belong to the sentence before it.

use std::ops::Range;

use super::{CitationKind, Found};

/// Words with a full stop that hardly ever end a sentence.
const NEVER: [&str; 34] = [
    "e.g", "i.e", "cf", "vs", "viz", "ca", "approx", "resp", "dr", "prof", "mr", "mrs", "ms", "st", "fig",
    "figs", "eq", "eqs", "ref", "refs", "sect", "sec", "tab", "vol", "pp", "suppl", "sp", "spp", "subsp",
    "var", "et", "incl", "dept", "univ",
];

/// Words with a full stop that end a sentence only where a capital follows, and no number.
const SOMETIMES: [&str; 9] = ["al", "etc", "no", "nos", "inc", "ltd", "co", "p", "jr"];

/// The sentences of a text.
#[derive(Debug)]
pub(super) struct Sentences {
    /// Where each begins and ends, without the spaces between them.
    all: Vec<Range<usize>>,
}

impl Sentences {
    /// Parts a text whose markers are known, in order.
    pub fn of(text: &str, markers: &[(CitationKind, &Found)]) -> Self {
        let mut all = Vec::new();
        let mut start = 0;
        let mut at = 0;
        let mut marker = 0;
        while let Some(stop) =
            text.get(at..).and_then(|rest| rest.find(['.', '?', '!', '\n', '。'])).map(|n| at + n)
        {
            let c = text.get(stop..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            let mut end = stop + c.len_utf8();
            at = end;
            // Inside a marker nothing ends.
            while markers.get(marker).is_some_and(|(_, found)| found.span.end <= stop) {
                marker += 1;
            }
            if markers.get(marker).is_some_and(|(_, found)| found.span.contains(&stop)) {
                continue;
            }
            end = behind(text, end, markers.get(marker..).unwrap_or_default());
            let after = text.get(end..).unwrap_or_default();
            let ends = match c {
                '\n' | '。' => true,
                '.' => {
                    after.starts_with(char::is_whitespace)
                        && !is_abbreviation(text.get(start..stop).unwrap_or_default(), after.trim_start())
                        && begins_sentence(after.trim_start())
                        || after.is_empty()
                }
                _ => {
                    after.is_empty()
                        || after.starts_with(char::is_whitespace) && begins_sentence(after.trim_start())
                }
            };
            if ends {
                push(text, start..end, &mut all);
                start = end;
                at = end;
            }
        }
        push(text, start..text.len(), &mut all);
        Self { all }
    }

    /// The sentence in which a marker stands.
    pub fn around(&self, marker: &Range<usize>) -> Range<usize> {
        let at = self.all.partition_point(|sentence| sentence.end <= marker.start);
        self.all.get(at).or_else(|| self.all.last()).cloned().unwrap_or_else(|| marker.clone())
    }
}

fn push(text: &str, range: Range<usize>, all: &mut Vec<Range<usize>>) {
    let Some(sentence) = text.get(range.clone()) else { return };
    let start = range.start + sentence.len() - sentence.trim_start().len();
    let end = range.start + sentence.trim_end().len();
    if start < end {
        all.push(start..end);
    }
}

/// The end of what belongs to a sentence behind its full stop: quotes, brackets, markers.
fn behind(text: &str, mut end: usize, markers: &[(CitationKind, &Found)]) -> usize {
    let stop = end;
    for (kind, found) in markers.iter().skip_while(|(_, found)| found.span.start < stop) {
        let gap = text.get(end..found.span.start).unwrap_or_default();
        let after = text.get(found.span.end..).unwrap_or_default();
        if !gap.chars().all(closes) {
            // `…shown. [3] Then`: behind a space only where the next sentence begins right after it.
            let numbers = matches!(
                kind,
                CitationKind::Numeric | CitationKind::Superscript | CitationKind::Link | CitationKind::Key
            );
            let parted = gap.trim_matches(closes).trim().is_empty() && gap.len() < 4;
            let next = after.trim_start();
            let ends = next.is_empty() || after.starts_with(char::is_whitespace) && begins_upper(next);
            if !(numbers && parted && ends && is_short(text, found)) {
                break;
            }
        }
        end = found.span.end;
        let trailing: usize =
            text.get(end..).unwrap_or_default().chars().take_while(|c| closes(*c)).map(char::len_utf8).sum();
        end += trailing;
    }
    let trailing: usize =
        text.get(end..).unwrap_or_default().chars().take_while(|c| closes(*c)).map(char::len_utf8).sum();
    end + trailing
}

/// Numbers and brackets only: a marker that could not be the subject of a sentence.
fn is_short(text: &str, found: &Found) -> bool {
    let marker = text.get(found.span.clone()).unwrap_or_default();
    marker.starts_with(['[', '(', '\\']) || !marker.contains(char::is_alphabetic)
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '.')
}

/// Marks in front of a sentence's first word.
const OPENERS: [char; 8] = ['"', '“', '‘', '\'', '(', '[', '«', '*'];

fn begins_upper(text: &str) -> bool {
    let first = text.trim_start_matches(OPENERS).chars().next();
    first.is_none_or(|c| c.is_uppercase() || !c.is_alphanumeric() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// Capitals and digits begin sentences, and small letters that do so with a capital behind them (`mRNA`, `p53`).
fn begins_sentence(text: &str) -> bool {
    if begins_upper(text) {
        return true;
    }
    let text = text.trim_start_matches(OPENERS);
    let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    text.starts_with(|c: char| c.is_ascii_digit())
        || word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether the full stop behind `before` is an abbreviation's.
fn is_abbreviation(before: &str, after: &str) -> bool {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '–' | '—' | '/') {
            break;
        }
        start = at;
    }
    let word = before.get(start..).unwrap_or_default();
    let lower = word.to_lowercase();
    if NEVER.contains(&lower.as_str()) {
        return true;
    }
    if SOMETIMES.contains(&lower.as_str()) {
        return after.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '[')
            || !begins_upper(after);
    }
    // `J.`, `J. K.` before a name; but `vitamin D. Then`, `type B. We`.
    let letters: Vec<&str> = lower.split('.').collect();
    let initials = letters.iter().all(|part| part.chars().count() == 1)
        && word.chars().next().is_some_and(char::is_uppercase);
    if initials {
        if letters.len() > 1 {
            return !after.starts_with(char::is_uppercase)
                || letters.len() < 4 && is_name(after) && !starts_clause(after);
        }
        let previous = before.get(..start).unwrap_or_default().trim_end();
        let word = previous.rsplit(char::is_whitespace).next().unwrap_or_default();
        return previous.is_empty() || !word.chars().next().is_some_and(char::is_lowercase) || word == "by";
    }
    false
}

fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Words that begin sentences and are nobody's name.
fn starts_clause(text: &str) -> bool {
    const WORDS: [&str; 24] = [
        "the", "this", "these", "those", "we", "it", "in", "our", "they", "a", "an", "however", "thus",
        "then", "here", "there", "for", "as", "when", "if", "at", "moreover", "also", "but",
    ];
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    WORDS.contains(&word.to_lowercase().as_str())
}
