use std::collections::HashSet;
use std::sync::Arc;

use super::facts::Facts;
use super::labels::LabelKind;
use super::layout::{Layout, Mark};
use super::trial::{ends_list, run};

/// Lines looked at to tell how a list is laid out.
const SAMPLE: usize = 1500;
/// A list laid out in a way of its own fits it nearly as well as words alone would; below this share of their score
/// the other ways are chance.
const WORDS_FIT: f64 = 0.7;

/// Finds the layout that fits the list at the start of `lines` best.
///
/// Every layout that could be meant is tried on a sample; each trial is scored by how well its boundaries agree with
/// what the lines say. Earlier candidates win ties, so the plain ones come first.
pub(super) fn choose_layout(lines: &[Facts], heads: &Arc<HashSet<u64>>) -> Option<Layout> {
    let end = (0..lines.len().min(SAMPLE)).find(|i| ends_list(lines, *i)).unwrap_or(lines.len().min(SAMPLE));
    let sample = lines.get(..end)?;
    let text: Vec<&Facts> = sample.iter().filter(|l| !l.blank).collect();
    if text.is_empty() {
        return None;
    }
    let width = full_width(&text);
    let mut best: Option<(i64, Layout)> = None;
    let mut consider = |mark: Mark, gaps: bool| {
        let layout = Layout { mark, width, gaps };
        let trial = run(sample, 0, layout, heads);
        if best.is_none_or(|(score, _)| trial.score > score) && !trial.entries.is_empty() {
            best = Some((trial.score, layout));
        }
    };
    for kind in label_kinds(&text) {
        consider(Mark::Label(kind), gaps_inside(sample, kind));
    }
    consider(Mark::Line, false);
    if sample.iter().any(|l| l.blank) {
        consider(Mark::Blank, false);
    }
    for mark in indents(&text) {
        consider(mark, false);
    }
    let (score, layout) = best?;
    if matches!(layout.mark, Mark::Label(_)) {
        return Some(layout);
    }
    let words = Layout { mark: Mark::Words, ..layout };
    let by_words = run(sample, 0, words, heads).score;
    // Lines that stop where the next word had no room left were wrapped, whatever else they look like.
    let wrapped = layout.mark == Mark::Line && full_lines(&text, width) * 4 >= text.len();
    let poor = (score as f64) < if wrapped { 1.0 } else { WORDS_FIT } * by_words as f64;
    Some(if poor && by_words > 0 { words } else { layout })
}

/// Lines that had no room for the first word of the next one.
fn full_lines(text: &[&Facts], width: u16) -> usize {
    let is_full = |pair: &&[&Facts]| match pair {
        [line, next] => u32::from(line.width) + 1 + u32::from(next.first_word) > u32::from(width),
        _ => false,
    };
    text.windows(2).filter(is_full).count()
}

/// Columns of a full line, leaving out the few that are longer.
fn full_width(text: &[&Facts]) -> u16 {
    let mut widths: Vec<u16> = text.iter().map(|l| l.width).collect();
    widths.sort_unstable();
    let at = widths.len().saturating_sub(1) * 98 / 100;
    widths.get(at).copied().unwrap_or_default()
}

/// Kinds of label that open at least one line in thirty, the first line's kind among them first.
fn label_kinds(text: &[&Facts]) -> Vec<LabelKind> {
    let mut counts: Vec<(LabelKind, usize)> = Vec::new();
    for kind in text.iter().filter_map(|l| l.label).map(|l| l.kind) {
        match counts.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, n)) => *n += 1,
            None => counts.push((kind, 1)),
        }
    }
    // One entry may take many lines, so that the first line's kind stays however rare it is.
    let first = text.first().and_then(|l| l.label).map(|l| l.kind);
    counts.retain(|(kind, n)| *n * 30 >= text.len() || Some(*kind) == first);
    counts.into_iter().map(|(kind, _)| kind).collect()
}

/// True when blank lines stand between the lines of one labelled entry, as in double-spaced lists.
fn gaps_inside(sample: &[Facts], kind: LabelKind) -> bool {
    let is_label = |l: &Facts| l.label.is_some_and(|l| l.kind == kind);
    let labels = sample.iter().filter(|l| is_label(l)).count();
    let first = sample.iter().position(is_label).unwrap_or_default();
    let after_gap = |pair: &&[Facts]| matches!(pair, [a, b] if a.blank && !b.blank && !is_label(b));
    let gaps = sample.get(first..).unwrap_or_default().windows(2).filter(after_gap).count();
    gaps * 3 > labels
}

/// Hanging and first-line indents that the lines may mean.
fn indents(text: &[&Facts]) -> Vec<Mark> {
    let least = text.iter().map(|l| l.indent).min().unwrap_or_default();
    let deeper = text.iter().filter(|l| l.indent > least).count();
    if deeper * 10 < text.len() {
        return Vec::new();
    }
    let next = text.iter().map(|l| l.indent).filter(|i| *i > least).min().unwrap_or_default();
    vec![Mark::Hanging(least), Mark::FirstLine(next)]
}
