//! The reference list and its entries, by how the page shows them.

use std::collections::HashMap;

use super::columns::median;
use super::headings::{body_size, heads_list, stands_out};
use super::line::Line;
use super::paragraphs;
use crate::documents::{Block, BlockKind};
use crate::ingest::{Heading, HyphenatedWords, LabelKind, label};

/// The document's blocks, and whether its reference lists were found and split.
pub(super) fn blocks(lines: &[Line], words: &HyphenatedWords) -> (Vec<Block>, bool) {
    let body = body_size(lines);
    let mut blocks = Vec::new();
    let mut found = false;
    let mut from = 0;
    let mut at = 0;
    while at < lines.len() {
        if !lines.get(at).is_some_and(heads_list) {
            at += 1;
            continue;
        }
        let end = section_end(lines, at, body);
        let section = lines.get(at + 1..end).unwrap_or_default();
        let Some(starts) = starts(section) else {
            at += 1;
            continue;
        };
        found = true;
        blocks.extend(paragraphs::blocks(lines.get(from..=at).unwrap_or_default(), words));
        blocks.extend(entries(section, &starts, words));
        (from, at) = (end, end);
    }
    blocks.extend(paragraphs::blocks(lines.get(from..).unwrap_or_default(), words));
    (blocks, found)
}

/// Where the section below the heading at `heading` ends.
fn section_end(lines: &[Line], heading: usize, body: f32) -> usize {
    let below = lines.get(heading + 1..).unwrap_or_default();
    let own = body_size(below.get(..below.len().min(60)).unwrap_or_default());
    let bold = below.iter().take(60).filter(|l| l.bold).count() * 3 > below.len().min(60);
    let head = lines.get(heading);
    for (at, line) in below.iter().enumerate() {
        let here = heading + 1 + at;
        if Heading::of(&line.text) == Heading::Other && !goes_on_labelled(below, at) {
            return here;
        }
        if heads_list(line) && Heading::of(&line.text) == Heading::List && at > 0 {
            return here;
        }
        let larger = line.size > 1.12 * own.max(0.9 * body) && head.is_none_or(|h| line.size >= 0.9 * h.size);
        let bolder = line.bold && !bold && stands_out(line, own);
        if (larger || bolder) && at > 0 && label(&line.text, 0).is_none() && !continues(below, at) {
            return here;
        }
    }
    lines.len()
}

/// True where labelled entries follow a line.
fn goes_on_labelled(lines: &[Line], at: usize) -> bool {
    let next = lines.get(at + 1..(at + 16).min(lines.len())).unwrap_or_default();
    let labelled = next
        .iter()
        .filter(|l| label(&l.text, 0).is_some_and(|found| !found.kind.is_weak() && found.kind.is_number()));
    labelled.count() >= 2
}

/// True where what follows a line still looks like references: years in short order.
fn continues(lines: &[Line], at: usize) -> bool {
    let next = lines.get(at + 1..(at + 11).min(lines.len())).unwrap_or_default();
    let dated = next.iter().filter(|l| has_year(&l.text)).count();
    next.len() >= 4 && dated * 4 >= next.len()
}

fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(4).enumerate().any(|(at, w)| {
        let century = matches!(w, [b'1', b'7'..=b'9', ..] | [b'2', b'0', ..]);
        let free = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_digit());
        w.iter().all(u8::is_ascii_digit)
            && century
            && free(at.checked_sub(1).and_then(|i| bytes.get(i)))
            && free(bytes.get(at + 4))
    })
}

fn entries(section: &[Line], starts: &Starts, words: &HyphenatedWords) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut borders = starts.lines.clone();
    borders.push(section.len());
    if let Some(before) = borders.first().and_then(|first| section.get(..*first)) {
        blocks.extend(paragraphs::blocks(before, words));
    }
    for pair in borders.windows(2) {
        let [from, to] = pair else { continue };
        let Some(lines) = section.get(*from..*to) else { continue };
        let Some(first) = lines.first() else { continue };
        let mut lines = lines.to_vec();
        let mut printed = None;
        if let Some(kind) = starts.kind
            && let Some(found) = label(&first.text, 0).filter(|l| l.kind == kind)
            && let Some(line) = lines.first_mut()
        {
            let (start, end, text) =
                (usize::from(found.start), usize::from(found.end), usize::from(found.text));
            if !matches!(kind, LabelKind::Bullet(_)) {
                printed = line.text.get(start..end).map(str::to_owned);
            }
            line.text.replace_range(..text.min(line.text.len()), "");
            line.marks.retain(|m| m.span.start >= u32::from(found.text));
            for mark in &mut line.marks {
                mark.span.start -= u32::from(found.text);
                mark.span.end -= u32::from(found.text);
            }
        }
        lines.retain(|l| !l.text.trim().is_empty());
        let (text, marks) = paragraphs::joined(&lines, words);
        if !text.is_empty() {
            let kind = BlockKind::Reference { label: printed, id: None };
            blocks.push(Block { kind, text, marks, page: Some(first.page) });
        }
    }
    blocks
}

/// The lines on which entries begin.
#[derive(Clone, Debug, PartialEq)]
struct Starts {
    lines: Vec<usize>,
    /// How they are labelled.
    kind: Option<LabelKind>,
}

/// Finds the first lines of a section's entries; `None` where the layout does not show them.
fn starts(section: &[Line]) -> Option<Starts> {
    if section.is_empty() {
        return None;
    }
    let dated = section.iter().filter(|l| has_year(&l.text)).count();
    if dated * 12 < section.len() {
        return None;
    }
    labelled(section).or_else(|| unlabelled(section))
}

/// Labels that count up from line to line.
fn labelled(section: &[Line]) -> Option<Starts> {
    let labels: Vec<Option<(LabelKind, u32)>> =
        section.iter().map(|l| label(&l.text, 0).map(|found| (found.kind, found.number))).collect();
    let mut kinds: Vec<LabelKind> = labels.iter().flatten().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut best: Option<Starts> = None;
    for kind in kinds {
        let lines =
            if kind.is_number() { counted(section, &labels, kind) } else { keyed(section, &labels, kind) };
        let Some(first) = lines.first() else { continue };
        // Before the first entry there may be a line or two about the list.
        let early = *first <= 3;
        let enough = lines.len() >= 3
            || (lines.len() == 2 && section.len() <= 16)
            || (lines.len() == 1 && section.len() <= 6);
        let dense = lines.len() * 14 >= section.len() - first;
        if early && enough && dense && best.as_ref().is_none_or(|b| lines.len() > b.lines.len()) {
            best = Some(Starts { lines, kind: Some(kind) });
        }
    }
    best
}

/// Lines whose labels follow one another.
fn counted(section: &[Line], labels: &[Option<(LabelKind, u32)>], kind: LabelKind) -> Vec<usize> {
    let is = |at: usize| labels.get(at).copied().flatten().filter(|(k, _)| *k == kind).map(|(_, n)| n);
    let Some((first, number)) = (0..section.len().min(6)).find_map(|at| is(at).map(|n| (at, n))) else {
        return Vec::new();
    };
    let mut lines = vec![first];
    let mut expected = number + 1;
    let mut at = first + 1;
    while at < section.len() {
        match is(at) {
            Some(n)
                if n == expected
                    && fits(section, &lines, at)
                    && !better_comes(section, &is, at, expected) =>
            {
                lines.push(at);
                expected = n + 1;
            }
            // A label that cannot be read is passed over if the next ones stand where labels do.
            Some(n)
                if n > expected
                    && n <= expected + 3
                    && fits(section, &lines, at)
                    && !comes(labels, kind, at, expected) =>
            {
                lines.push(at);
                expected = n + 1;
            }
            _ => {}
        }
        at += 1;
    }
    lines
}

/// True where a line in the middle of a sentence only happens to begin with the number: the label itself is to come,
/// below a line that ended.
fn better_comes(section: &[Line], is: &impl Fn(usize) -> Option<u32>, at: usize, expected: u32) -> bool {
    let ended = |at: usize| at.checked_sub(1).and_then(|b| section.get(b)).is_none_or(|l| closes(&l.text));
    if ended(at) {
        return false;
    }
    let mut ahead = (at + 1..(at + 30).min(section.len())).filter(|i| ended(*i));
    ahead.find_map(|i| is(i).filter(|n| *n == expected || *n == expected + 1)) == Some(expected)
}

/// True where the expected label stands within the next lines.
fn comes(labels: &[Option<(LabelKind, u32)>], kind: LabelKind, at: usize, expected: u32) -> bool {
    labels.iter().skip(at).take(40).flatten().any(|(k, n)| *k == kind && *n == expected)
}

/// True where a label stands as far out as those before it in its column; numbers may be set flush right.
fn fits(section: &[Line], lines: &[usize], at: usize) -> bool {
    let Some(line) = section.get(at) else { return false };
    let same = lines.last().and_then(|i| section.get(*i)).filter(|l| l.region == line.region);
    same.is_none_or(|before| line.x0 - before.x0 < 1.2 * line.size && before.x0 - line.x0 < 2.5 * line.size)
}

/// Keys in brackets, or bullets.
fn keyed(section: &[Line], labels: &[Option<(LabelKind, u32)>], kind: LabelKind) -> Vec<usize> {
    let mut lines: Vec<usize> = Vec::new();
    for (at, found) in labels.iter().enumerate() {
        if found.is_some_and(|(k, _)| k == kind) && fits(section, &lines, at) {
            lines.push(at);
        }
    }
    lines
}

/// Indents and white between entries.
fn unlabelled(section: &[Line]) -> Option<Starts> {
    let offsets = offsets(section);
    let size = body_size(section);
    let flush = |at: usize| offsets.get(at).is_some_and(|o| *o < 0.4 * size);
    let indented = |at: usize| offsets.get(at).is_some_and(|o| *o >= 0.6 * size && *o <= 7.0 * size);
    let all = 0..section.len();
    let (n_flush, n_indented) =
        (all.clone().filter(|i| flush(*i)).count(), all.clone().filter(|i| indented(*i)).count());
    let least = (section.len() / 20).max(2);
    let mut candidates: Vec<Vec<usize>> = Vec::new();
    if n_flush >= least && n_indented >= least {
        candidates.push(all.clone().filter(|i| flush(*i)).collect());
        candidates.push(all.clone().filter(|i| indented(*i)).collect());
    }
    candidates.extend(spaced(section));
    candidates.push(ended(section));
    let mut best: Option<(f32, Vec<usize>)> = None;
    for mut lines in candidates {
        if lines.first().is_some_and(|first| *first > 0 && *first <= 2) {
            lines.insert(0, 0);
        }
        let score = score(section, &lines);
        if score > 0.72 && best.as_ref().is_none_or(|(s, _)| score > *s) {
            best = Some((score, lines));
        }
    }
    best.map(|(_, lines)| Starts { lines, kind: None })
}

/// How much the lines look like first lines of entries, from 0 to 1.
fn score(section: &[Line], lines: &[usize]) -> f32 {
    if lines.len() < 2 {
        return 0.0;
    }
    let share = |n: usize| n as f32 / lines.len() as f32;
    let opened = lines.iter().filter(|i| section.get(**i).is_some_and(|l| opens(&l.text))).count();
    let closed = lines
        .iter()
        .filter(|i| i.checked_sub(1).is_none_or(|b| section.get(b).is_some_and(|l| closes(&l.text))))
        .count();
    let mut borders = lines.to_vec();
    borders.push(section.len());
    let dated = borders
        .windows(2)
        .filter(|w| matches!(w, [a, b] if section.get(*a..*b).is_some_and(|part| part.iter().any(|l| has_year(&l.text)))))
        .count();
    // Lines between that look like first lines as well speak against it.
    let others = section.len() - lines.len();
    let missed = section
        .iter()
        .enumerate()
        .filter(|(i, l)| {
            lines.binary_search(i).is_err()
                && opens(&l.text)
                && l.text.contains(',')
                && *i > 0
                && section.get(i - 1).is_some_and(|b| closes(&b.text))
                && has_year(&l.text)
        })
        .count();
    let missed = if others == 0 { 0.0 } else { missed as f32 / lines.len() as f32 };
    (share(opened) + share(closed) + share(dated)) / 3.0 - 0.3 * missed.min(1.0)
}

/// A capital, a sign for the same author again, a particle before a name.
fn opens(text: &str) -> bool {
    let first = text.trim_start_matches(['“', '"', '‘', '\'', '(', '[', '*']);
    let particles = [
        "van ", "von ", "de ", "del ", "della ", "di ", "da ", "dos ", "du ", "la ", "le ", "el ", "al-",
        "d'", "d’", "ten ", "ter ",
    ];
    first.chars().next().is_some_and(|c| {
        c.is_uppercase() || matches!(c, '—' | '–' | '_' | '-') || (c.is_alphabetic() && !c.is_lowercase())
    }) || particles.iter().any(|p| first.starts_with(p))
}

/// The end of an entry: a full stop, a number, a bracket, a link.
fn closes(text: &str) -> bool {
    let end = text.trim_end();
    let last = end.rsplit(' ').next().unwrap_or_default();
    // An initial ends with a full stop as well.
    let initial =
        last.len() <= 2 && last.ends_with('.') && last.chars().next().is_some_and(char::is_uppercase);
    let link = last.contains('/') || last.contains("www.");
    (end.ends_with(['.', ')', ']', '”', '"', '?', '!']) && !initial)
        || end.ends_with(|c: char| c.is_ascii_digit())
        || link
}

/// How far each line is set in from the left edge of its column.
fn offsets(section: &[Line]) -> Vec<f32> {
    let mut regions: Vec<(u32, u32, Vec<f32>)> = Vec::new();
    for line in section {
        match regions.last_mut() {
            Some((region, _, xs)) if *region == line.region => xs.push(line.x0),
            _ => regions.push((line.region, line.page, vec![line.x0])),
        }
    }
    let size = body_size(section);
    let least = |xs: &[f32]| xs.iter().copied().fold(f32::MAX, f32::min);
    // The usual depth of an indent, from columns that show both edges.
    let depths = regions.iter().filter_map(|(_, _, xs)| {
        let left = least(xs);
        let deep: Vec<f32> =
            xs.iter().map(|x| x - left).filter(|d| *d >= 0.6 * size && *d <= 7.0 * size).collect();
        (deep.len() * 10 >= xs.len()).then(|| median(deep.into_iter()))
    });
    let depth = median(depths.collect::<Vec<_>>().into_iter());
    let lefts: Vec<(u32, u32, f32, bool)> = regions
        .iter()
        .map(|(region, page, xs)| {
            let left = least(xs);
            (*region, *page, left, xs.iter().any(|x| x - left >= 0.6 * size))
        })
        .collect();
    // A column of nothing but continued lines has its edge where the same column of another page has it.
    let few = lefts.len() < 4;
    #[allow(clippy::cast_possible_truncation, reason = "places on a page are small")]
    let bucket = |x: f32| (x / (0.25 * size).max(0.5)).round() as i64;
    let mut shown: HashMap<(i64, u32), u32> = HashMap::new();
    for (_, page, left, mixed) in &lefts {
        if *mixed {
            for parity in if few { vec![0, 1] } else { vec![page % 2] } {
                for near in -1..=1 {
                    *shown.entry((bucket(*left) + near, parity)).or_default() += 1;
                }
            }
        }
    }
    let edges: HashMap<u32, f32> = lefts
        .iter()
        .map(|(region, page, left, mixed)| {
            let outer = shown.contains_key(&(bucket(left - depth), page % 2));
            let same = (0..2).any(|parity| shown.contains_key(&(bucket(*left), parity)));
            (*region, if !mixed && depth > 0.0 && outer && !same { left - depth } else { *left })
        })
        .collect();
    section.iter().map(|line| line.x0 - edges.get(&line.region).copied().unwrap_or(line.x0)).collect()
}

/// Lines with more white above them than most have.
fn spaced(section: &[Line]) -> Option<Vec<usize>> {
    let gap = |at: usize| {
        let (before, line) = (section.get(at.checked_sub(1)?)?, section.get(at)?);
        (before.region == line.region).then_some(line.y - before.y)
    };
    let gaps: Vec<f32> = (1..section.len()).filter_map(gap).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f32::total_cmp);
    // Inside entries lines stand closest.
    let close = sorted.get(sorted.len() / 5).copied()?;
    let size = body_size(section);
    let wide = |g: f32| g > close + (0.18 * size).max(1.2) && g < 6.0 * size;
    let n = gaps.iter().filter(|g| wide(**g)).count();
    let tight = gaps.iter().filter(|g| (**g - close).abs() < 0.1 * size).count();
    if n < 2 || tight < 2 {
        return None;
    }
    let edges = paragraphs::edges(section);
    let right = |region: u32| edges.get(&region).map_or(f32::MAX, |(_, right)| *right);
    let begins = |at: usize| match gap(at) {
        Some(gap) => wide(gap),
        // The first line of a column: an entry begins there unless the one before runs on.
        None => match (at.checked_sub(1).and_then(|b| section.get(b)), section.get(at)) {
            (Some(before), Some(line)) => {
                let full = before.x1 > right(before.region) - 2.0 * line.size;
                closes(&before.text)
                    && opens(&line.text)
                    && (!full || line.text.contains(',') || has_year(&line.text))
            }
            _ => true,
        },
    };
    Some((0..section.len()).filter(|at| begins(*at)).collect())
}

/// Lines after one that was ended on purpose: it had room for the next line's first word. An entry whose last line is
/// full ends there all the same, if it has its year and the next line begins with a name and initials.
fn ended(section: &[Line]) -> Vec<usize> {
    let edges = paragraphs::edges(section);
    let right = |region: u32| edges.get(&region).map_or(f32::MAX, |(_, right)| *right);
    let mut starts = vec![0];
    let mut dated = section.first().is_some_and(|l| has_year(&l.text));
    for (at, pair) in section.windows(2).enumerate() {
        let [before, line] = pair else { continue };
        let letter = (line.x1 - line.x0) / (line.text.chars().count().max(1) as f32);
        let first = line.text.split(' ').next().unwrap_or_default().chars().count() as f32;
        let room = before.x1 + (first + 1.0) * letter < right(before.region) - 0.2 * line.size;
        let begins = closes(&before.text) && opens(&line.text) && dated && (room || names_first(&line.text));
        if begins {
            starts.push(at + 1);
            dated = false;
        }
        dated |= has_year(&line.text);
    }
    starts
}

/// `Doe J`, `Doe, J. K.`, `van der Berg, A.`: a name and initials.
fn names_first(text: &str) -> bool {
    let mut words = text.split(' ').skip_while(|w| w.chars().all(char::is_lowercase) && w.len() <= 4);
    let mut family = false;
    for word in words.by_ref().take(3) {
        let bare = word.trim_end_matches([',', '.', ';']);
        let letters = || bare.chars().filter(|c| *c != '.' && *c != '-');
        let initials = letters().count() <= 3 && letters().count() > 0 && letters().all(char::is_uppercase);
        if family && initials {
            return true;
        }
        let name = bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().count() >= 2;
        if !name || word.ends_with('.') {
            return false;
        }
        family = true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in [
            "Doe J, Roe R",
            "Doe, J. K., & Roe, R.",
            "van der Berg, A. (2001)",
            "Smith-Doe AB.",
            "García Lorca F",
        ] {
            assert!(names_first(text), "{text}");
        }
        for text in
            ["Journal of Tests 12: 3", "Genetic characterization of rice", "The A-team. J Tests", "2001;3:4"]
        {
            assert!(!names_first(text), "{text}");
        }
    }
}
