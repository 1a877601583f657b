use std::collections::HashSet;
use std::sync::Arc;

use super::choose::choose_layout;
use super::closing::Closing;
use super::facts::Facts;
use super::headings::Heading;
use super::labels::LabelKind;
use super::layout::{Layout, Mark};
use super::marks::Marks;
use super::trial::{Found, Trial, run, stands_alone};

/// A reference list among some lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// Its first line, after the heading.
    pub(super) start: usize,
    /// The line after its last.
    pub(super) end: usize,
    pub(super) layout: Layout,
    /// A heading announces it.
    pub(super) headed: bool,
    /// Entries found on the way.
    pub(super) entries: usize,
}

/// Finds the reference lists in `lines`: those under a heading; where there are none, numbered runs of references;
/// where there are none either, a stretch of lines most of which look like references.
pub(super) fn find_regions(lines: &[Facts], heads: &Arc<HashSet<u64>>) -> Vec<Region> {
    let headed = headed(lines, heads);
    if !headed.is_empty() {
        return headed;
    }
    let runs = numbered_runs(lines, heads);
    if runs.is_empty() { stretch(lines, heads).into_iter().collect() } else { runs }
}

fn headed(lines: &[Facts], heads: &Arc<HashSet<u64>>) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let inside = regions.last().is_some_and(|r| i < r.end);
        if line.heading != Heading::List || inside || !stands_alone(lines, i) {
            continue;
        }
        regions.extend(under_heading(lines, i + 1, heads));
    }
    regions
}

fn under_heading(lines: &[Facts], start: usize, heads: &Arc<HashSet<u64>>) -> Option<Region> {
    let below = lines.get(start..)?;
    let layout = choose_layout(below, heads)?;
    let trial = run(lines, start, layout, heads);
    let entries = without_tail(&trial, layout);
    let like = entries.iter().filter(|e| e.is_reference()).count();
    // Under a heading a list of reports and web pages needs few marks, but it needs some: tables of contents have
    // headings without a list.
    let dated = entries.iter().filter(|e| e.chars < 400 && e.marks.has(Marks::YEAR)).count();
    let enough = (like * 4 >= entries.len() && like > 0) || dated * 2 >= entries.len().max(3);
    enough.then(|| region(start, entries, layout, true)).flatten()
}

fn region(start: usize, entries: &[Found], layout: Layout, headed: bool) -> Option<Region> {
    let end = entries.last()?.end;
    Some(Region { start, end, layout, headed, entries: entries.len() })
}

/// Takes off what follows a list without a label and does not look like references. A labelled list ends with its labels.
fn without_tail(trial: &Trial, layout: Layout) -> &[Found] {
    let entries = trial.entries.as_slice();
    if matches!(layout.mark, Mark::Label(_)) {
        return entries;
    }
    let mut balance = 0i64;
    let mut best = (0i64, 0usize);
    for (i, entry) in entries.iter().enumerate() {
        // A long text without marks is prose; a short one may be a report with a title and little else.
        balance += match (entry.is_reference(), entry.chars) {
            (true, _) => 2,
            (false, 0..300) => -1,
            (false, _) => -4,
        };
        if balance >= best.0 {
            best = (balance, i + 1);
        }
    }
    entries.get(..best.1).unwrap_or_default()
}

/// Numbered runs, wherever they are; most of their items must look like references.
fn numbered_runs(lines: &[Facts], heads: &Arc<HashSet<u64>>) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut i = 0;
    let mut tries = 0;
    while let Some(line) = lines.get(i) {
        let opens =
            line.label.filter(|l| l.kind.is_number() && l.number <= 1 || matches!(l.kind, LabelKind::Key));
        let found = opens.filter(|_| tries < MOST_TRIES).and_then(|label| {
            tries += 1;
            numbered_run(lines, i, label.kind, heads)
        });
        if let Some(region) = found {
            i = region.end;
            regions.push(region);
        } else {
            i += 1;
        }
    }
    regions
}

/// Numbered paragraphs tried per stretch of lines; more would cost time for nothing.
const MOST_TRIES: usize = 100;

fn numbered_run(lines: &[Facts], start: usize, kind: LabelKind, heads: &Arc<HashSet<u64>>) -> Option<Region> {
    let below = lines.get(start..)?;
    let layout = choose_layout(below, heads).filter(|l| l.mark == Mark::Label(kind))?;
    let trial = run(lines, start, layout, heads);
    let entries = trial.entries.as_slice();
    let like = entries.iter().filter(|e| e.is_reference()).count();
    let enough = like >= 2 && like * 5 >= entries.len() * 3;
    enough.then(|| region(start, entries, layout, false)).flatten()
}

/// Takes off lines above a list that say nothing a reference would and end like a title.
fn without_titles<'a>(entries: &'a [Found], lines: &[Facts]) -> &'a [Found] {
    let is_title = |e: &Found| {
        let end = e.end.checked_sub(1).and_then(|i| lines.get(i)).map(|l| l.closing);
        e.chars < 120 && e.marks == Marks::default() && end == Some(Closing::Word)
    };
    let first = entries.iter().position(|e| !is_title(e)).unwrap_or_default();
    entries.get(first..).unwrap_or_default()
}

/// The stretch of lines in which references outweigh the rest most; the whole file where they do so throughout.
fn stretch(lines: &[Facts], heads: &Arc<HashSet<u64>>) -> Option<Region> {
    let first = lines.iter().position(|l| !l.blank)?;
    let layout = choose_layout(lines.get(first..)?, heads)?;
    let trial = run(lines, first, layout, heads);
    let (mut best, mut sum, mut from) = ((0i64, 0usize, 0usize), 0i64, 0usize);
    for (i, entry) in trial.entries.iter().enumerate() {
        sum += match (entry.is_reference(), entry.chars) {
            (true, _) => 2,
            (false, 0..300) => -2,
            (false, _) => -4,
        };
        if sum <= 0 {
            (sum, from) = (0, i + 1);
        } else if sum >= best.0 {
            best = (sum, from, i + 1);
        }
    }
    let entries = trial.entries.get(best.1..best.2).filter(|e| !e.is_empty())?;
    let like = |entries: &[Found]| entries.iter().filter(|e| e.is_reference()).count();
    // Nothing but a list: odd entries at its ends belong to it too, but for titles above it.
    if like(&trial.entries) * 10 >= trial.entries.len() * 6 {
        let entries = without_titles(without_tail(&trial, layout), lines);
        return region(entries.first()?.start, entries, layout, false);
    }
    let enough = like(entries) >= 3 && like(entries) * 10 >= entries.len() * 6;
    enough.then(|| region(entries.first()?.start, entries, layout, false)).flatten()
}
