//! Markers made of numbers: in brackets, in parentheses, set higher, or glued to the end of a sentence.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::list::List;
use super::numbers::{self, Numbers};
use super::{Body, BodyBlock, ByBlock, CitationKind, Found, Look, MarkKind};

/// Longest inside of brackets that is looked at, in bytes.
const LONGEST: usize = 300;

/// Share of the markers of a style that must lead to entries for it to be the document's.
const RESOLVED: f64 = 0.6;

/// The forms a document may use, one of them throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Brackets,
    Superscripts,
    Parentheses,
    Glued,
}

/// The markers of the form that the document uses; none where no form leads to entries often enough.
pub(super) fn choose(body: &Body, list: &List<'_>, free: Look<'_>) -> (CitationKind, ByBlock) {
    let none = (CitationKind::Numeric, vec![Vec::new(); body.blocks.len()]);
    if list.highest == 0 {
        return none;
    }
    let mut best: Option<(usize, CitationKind, ByBlock)> = None;
    for form in [Form::Brackets, Form::Superscripts, Form::Parentheses, Form::Glued] {
        let found = free(&|block| find(form, block, list));
        let Some(weight) = weigh(form, &found, list) else { continue };
        let kind = match form {
            Form::Brackets | Form::Parentheses => CitationKind::Numeric,
            Form::Superscripts | Form::Glued => CitationKind::Superscript,
        };
        if best.as_ref().is_none_or(|(known, ..)| weight > *known) {
            best = Some((weight, kind, found));
        }
    }
    best.map_or(none, |(_, kind, found)| (kind, found))
}

/// How much speaks for a form: the entries its markers lead to, and the markers. `None` where it is not the document's.
fn weigh(form: Form, found: &ByBlock, list: &List<'_>) -> Option<usize> {
    let all: Vec<&Found> = found.iter().flatten().collect();
    let resolved: Vec<&&Found> = all.iter().filter(|found| found.is_resolved()).collect();
    let entries: HashSet<u32> = resolved.iter().flat_map(|found| found.references.iter().copied()).collect();
    if resolved.is_empty() || (resolved.len() as f64) < RESOLVED * all.len() as f64 {
        return None;
    }
    let covered = entries.len() as f64 / f64::from(list.highest.max(1));
    let sure = match form {
        // A list whose numbers nobody printed is numbered by its order only if markers say so.
        Form::Brackets => list.is_numbered || covered >= 0.5,
        Form::Superscripts => {
            (list.is_numbered || covered >= 0.5) && (covered >= 0.2 || all.len() == resolved.len())
        }
        // Enumerations and equations are numbered too.
        Form::Parentheses => list.is_numbered && covered >= 0.4,
        Form::Glued => list.is_numbered && covered >= 0.4 && resolved.len() > 2,
    };
    sure.then_some(4 * entries.len() + resolved.len())
}

fn find(form: Form, block: &BodyBlock, list: &List<'_>) -> Vec<Found> {
    match form {
        Form::Brackets => bracketed(&block.text, list),
        Form::Parentheses => parenthesised(&block.text, list),
        Form::Superscripts => superscripts(block, list),
        Form::Glued => glued(&block.text, list),
    }
}

/// A marker of these numbers; `None` where they are nobody's and could be anything.
fn marker(span: Range<usize>, numbers: &Numbers, list: &List<'_>) -> Found {
    let mut found = Found { span, ..Found::default() };
    let all = numbers.iter().flat_map(|(first, last)| *first..=*last);
    found.add_all(all.filter_map(|number| list.number(number)));
    found
}

/// Whether all numbers of a list have entries.
fn all_known(numbers: &Numbers, list: &List<'_>) -> bool {
    numbers.iter().all(|(first, last)| list.number(*first).is_some() && list.number(*last).is_some())
}

/// `[3–5, 8]`, `[see 3, p. 15]`.
fn bracketed(text: &str, list: &List<'_>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for span in enclosed(text, '[', ']') {
        let inside = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        let Some(numbers) = numbers::parse(without_remarks(inside)) else { continue };
        let found = marker(span, &numbers, list);
        if !found.is_resolved() && matches!(numbers.as_slice(), [(1500..2100, _)]) {
            // A year.
            continue;
        }
        // `[3], [4]`, `[3]–[5]`: the last is a range over what stands between.
        if let Some(last) = out.last_mut()
            && let Some(between) = text.get(last.span.end..found.span.start)
            && matches!(between.trim(), "-" | "–" | "—" | "−")
            && between.len() < 6
            && let (Some(from), [(to, _), ..]) =
                (last.references.last().and_then(|seq| list.number_of(*seq)), numbers.as_slice())
            && (from..from + 100).contains(to)
        {
            last.span.end = found.span.end;
            last.add_all((from..=*to).filter_map(|number| list.number(number)).chain(found.references));
            continue;
        }
        out.push(found);
    }
    out
}

/// `(3,4)`, `(refs 3–5)`, where nothing says that it is an equation, a figure or one of an enumeration.
fn parenthesised(text: &str, list: &List<'_>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for span in enclosed(text, '(', ')') {
        let inside = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        let inner = without_remarks(inside);
        let Some(numbers) = numbers::parse(inner).filter(|numbers| all_known(numbers, list)) else {
            continue;
        };
        let said = inner.len() != inside.trim().len();
        if said || may_cite(text, &span) {
            out.push(marker(span, &numbers, list));
        }
    }
    out
}

/// Words before a number that is not an entry's.
const COUNTED: [&str; 40] = [
    "fig",
    "figs",
    "figure",
    "figures",
    "table",
    "tables",
    "eq",
    "eqs",
    "eqn",
    "equation",
    "equations",
    "scheme",
    "section",
    "sections",
    "step",
    "steps",
    "model",
    "models",
    "case",
    "condition",
    "type",
    "types",
    "group",
    "groups",
    "grade",
    "stage",
    "class",
    "box",
    "chart",
    "appendix",
    "supplement",
    "experiment",
    "theorem",
    "lemma",
    "inequality",
    "problem",
    "panel",
    "version",
    "chapter",
    "rule",
];

/// Whether parentheses stand where a citation does.
fn may_cite(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let trimmed = before.trim_end();
    let Some(last) = trimmed.chars().next_back() else { return false };
    // Enumerations stand behind marks; functions and issues of volumes are glued to what they belong to.
    if matches!(last, ':' | ';' | '=' | '(' | '[')
        || last == '.' && !trimmed.ends_with("al.")
        || last == ',' && starts_with_word(after)
    {
        return false;
    }
    if before.len() == trimmed.len() && last.is_alphanumeric() {
        return false;
    }
    let word: String = trimmed
        .chars()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let word = word.to_lowercase();
    if COUNTED.contains(&word.as_str()) || matches!(word.as_str(), "and" | "or" | "vs" | "than" | "to") {
        return false;
    }
    // An equation's number ends its line, far from the text.
    !(after.trim().is_empty() && (last.is_ascii_digit() || "=+-*/^}".contains(last)))
}

fn starts_with_word(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_alphabetic)
}

/// Superscript runs, and digits that Unicode sets higher.
fn superscripts(block: &BodyBlock, list: &List<'_>) -> Vec<Found> {
    let text = &block.text;
    let mut runs: Vec<Range<usize>> = Vec::new();
    let marked =
        block.marks.iter().filter(|mark| mark.kind == MarkKind::Superscript).map(|mark| mark.span.range());
    for span in marked.chain(unicode_runs(text)) {
        match runs.last_mut() {
            // `³` `,` `⁴` in three runs; but a power and a marker behind it are two.
            Some(run) if span.start >= run.end && is_one_run(text, run, &span) => run.end = span.end,
            _ => runs.push(span),
        }
    }
    runs.sort_by_key(|run| (run.start, run.end));
    runs.dedup_by(|b, a| b.start < a.end);
    let mut out = Vec::new();
    let mut power_end = usize::MAX;
    for run in runs {
        let Some(inside) = text.get(run.clone()) else { continue };
        let trimmed = inside
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | '.'));
        let Some(numbers) = numbers::parse(&plain(trimmed)) else {
            power_end = run.end;
            continue;
        };
        // Behind a power (`cm³` and a marker) no digit makes it another one.
        if power_end != run.start && is_power(text, &run, &numbers) {
            power_end = run.end;
            continue;
        }
        let lead = inside.len() - inside.trim_start().len();
        let span = run.start + lead..run.start + inside.trim_end().len();
        out.push(marker(span, &numbers, list));
    }
    out
}

/// Whether a separator joins two raised runs.
fn is_one_run(text: &str, one: &Range<usize>, two: &Range<usize>) -> bool {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let gap = part(one.end..two.start);
    let separates = |c: char| matches!(c, ',' | '–' | '-');
    let joined = gap.contains(separates)
        || part(one.clone()).trim_end().ends_with(separates)
        || part(two.clone()).trim_start().starts_with(separates);
    gap.len() < 4 && gap.chars().all(|c| separates(c) || c.is_whitespace()) && joined
}

/// Runs of `³,⁵⁻⁷` in plain text.
fn unicode_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    if text.is_ascii() {
        return runs;
    }
    for (at, c) in text.char_indices() {
        if raised(c).is_none() {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            Some(last)
                if text.get(last.end..at).is_some_and(|gap| matches!(gap, "," | "–" | "-" | "˒" | "’")) =>
            {
                last.end = at + c.len_utf8();
            }
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    runs
}

fn raised(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' | '⁼' => '-',
        '˒' | '⸴' => ',',
        _ => return None,
    })
}

fn plain(text: &str) -> String {
    text.chars().map(|c| raised(c).unwrap_or(c)).collect()
}

/// Units and the like, behind which a raised 2 or 3 is a power.
const UNITS: [&str; 20] = [
    "m", "cm", "mm", "km", "µm", "μm", "nm", "dm", "s", "min", "h", "d", "l", "kg", "ha", "r", "χ", "chi",
    "x", "p",
];

/// Powers (`10³`, `m²`), isotopes (`¹⁴C`), charges: raised numbers that cite nothing.
fn is_power(text: &str, run: &Range<usize>, numbers: &Numbers) -> bool {
    let before = text.get(..run.start).unwrap_or_default();
    let after = text.get(run.end..).unwrap_or_default();
    let inside = text.get(run.clone()).unwrap_or_default();
    let glued = before.chars().next_back();
    if glued.is_some_and(|c| c.is_ascii_digit()) || inside.trim_start().starts_with(['-', '−', '⁻', '–'])
    {
        return true;
    }
    let next = after.chars().next();
    // `¹⁴C`, `3H`: nothing before, a capital right after.
    if glued.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-'))
        && next.is_some_and(char::is_alphabetic)
    {
        return true;
    }
    // A charge: `Ca2+` sets both higher.
    if next.is_some_and(|c| matches!(c, '+' | '⁺' | '−' | '⁻')) {
        return true;
    }
    let small = matches!(numbers.as_slice(), [(first, last)] if first == last && *first <= 3);
    let word: String = {
        let letters: Vec<char> = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
        letters.into_iter().rev().collect()
    };
    let at = before.len() - word.len();
    let stands_alone =
        before.get(..at).and_then(|b| b.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
    small
        && (stands_alone || before.get(..at).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit())))
        && UNITS.contains(&word.to_lowercase().as_str())
}

static GLUED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // The end of a clause, numbers, and a space or the end.
    Regex::new(r"[\p{Ll})’”][.,;:](\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)(?:\s|$)").ok()
});

/// `…as was shown.3,4 Then` of texts that have lost their superscripts.
fn glued(text: &str, list: &List<'_>) -> Vec<Found> {
    let Some(pattern) = &*GLUED else { return Vec::new() };
    let spans = pattern.captures_iter(text).filter_map(|captures| captures.get(1));
    let read = spans.filter_map(|inside| {
        let numbers = numbers::parse(inside.as_str()).filter(|numbers| all_known(numbers, list))?;
        Some(marker(inside.range(), &numbers, list))
    });
    read.collect()
}

/// The innermost pairs of brackets, with what they enclose.
pub(super) fn enclosed(text: &str, open: char, close: char) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c == open {
            start = Some(at);
        } else if c == close
            && let Some(start) = start.take()
            && at - start <= LONGEST
        {
            out.push(start..at + 1);
        }
    }
    out
}

static REMARKS: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
    let before = r"(?i)^(?:(?:see|e\.?g\.?|cf\.?|i\.?e\.?|also|reviewed in|for (?:a )?reviews?|review(?:ed)?|refs?\.?|references?|reference list)[\s,:]+)+";
    let after = r"(?i)\s*[,:;]?\s*(?:(?:pp?\.?|pages?|chap(?:ter|\.)?|sect(?:ion|\.)?|sec\.|fig(?:ure|\.)?|table|theorem|eq\.)\s*[\dIVX]+(?:\s*[–-]\s*\d+)?|and references therein|for (?:a )?reviews?)\s*$";
    Some((Regex::new(before).ok()?, Regex::new(after).ok()?))
});

/// `see 3, p. 15` → `3`.
pub(super) fn without_remarks(inside: &str) -> &str {
    let inside = inside.trim();
    if inside.starts_with(|c: char| c.is_ascii_digit())
        && inside.ends_with(|c: char| c.is_ascii_digit())
        && !inside.contains(char::is_alphabetic)
    {
        return inside;
    }
    let Some((before, after)) = &*REMARKS else { return inside };
    let rest = before.find(inside).map_or(inside, |found| &inside[found.end()..]);
    after.find(rest).map_or(rest, |found| &rest[..found.start()]).trim()
}
