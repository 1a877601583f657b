use std::collections::HashSet;
use std::sync::Arc;

use super::closing::Closing;
use super::facts::Facts;
use super::headings::Heading;
use super::layout::{Layout, Mark};
use super::marks::Marks;
use super::splitter::{Splitter, Step};

/// What became of some lines when they were read in one layout.
#[derive(Default)]
pub(super) struct Trial {
    pub(super) entries: Vec<Found>,
    /// How well the boundaries fit what the lines say.
    pub(super) score: i64,
    /// The line after the last one of the list.
    pub(super) end: usize,
    /// The list ended before the lines did.
    pub(super) ended: bool,
}

/// One entry of a trial.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) marks: Marks,
    pub(super) chars: usize,
}

impl Found {
    pub(super) fn is_reference(&self) -> bool {
        self.marks.is_reference(self.chars)
    }
}

/// Lines without a label after which a labelled list is over.
pub(super) const LONGEST_INTERRUPTION: usize = 30;
/// What a label in sequence adds to the score, and one out of it.
const IN_SEQUENCE: i64 = 30;
const OUT_OF_SEQUENCE: i64 = 4;

/// True where `lines[at]` is a heading that ends a list, not a word of a wrapped line.
pub(super) fn ends_list(lines: &[Facts], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    matches!(line.heading, Heading::Other | Heading::List) && stands_alone(lines, at)
}

/// True where the line before `at` does not run on into it.
pub(super) fn stands_alone(lines: &[Facts], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| lines.get(i));
    let line = lines.get(at);
    before.is_none_or(|b| b.blank || matches!(b.closing, Closing::Stop | Closing::Digit | Closing::Link))
        || line.is_some_and(|l| l.opens_page || l.heading == Heading::List)
}

/// Reads `lines` from `start` on in a layout, up to the end of the list.
pub(super) fn run(lines: &[Facts], start: usize, layout: Layout, heads: &Arc<HashSet<u64>>) -> Trial {
    let mut splitter = Splitter::new(layout, Arc::clone(heads));
    let mut trial = Trial { end: start, ..Trial::default() };
    let mut dropped = 0;
    for (i, line) in lines.iter().enumerate().skip(start) {
        if ends_list(lines, i) {
            trial.ended = true;
            return trial;
        }
        let evidence = splitter.evidence(line).map_or(0, i64::from);
        let step = splitter.step(line, lines.get(i + 1));
        match step {
            Step::Drop => {
                dropped += usize::from(!line.blank);
                if dropped > LONGEST_INTERRUPTION && matches!(layout.mark, Mark::Label(_)) {
                    trial.ended = true;
                    return trial;
                }
                continue;
            }
            Step::Continue => trial.score -= evidence,
            Step::Labelled(label) => {
                let regular = label.kind.is_number() && splitter.irregular().is_none();
                trial.score += evidence + if regular { IN_SEQUENCE } else { OUT_OF_SEQUENCE };
            }
            Step::Unlabelled => trial.score += evidence,
        }
        dropped = 0;
        trial.end = i + 1;
        if step != Step::Continue {
            trial.entries.push(Found { start: i, end: i, marks: Marks::default(), chars: 0 });
        }
        if let Some(entry) = trial.entries.last_mut() {
            entry.end = i + 1;
            entry.chars += usize::from(line.width - line.indent) + 1;
            let mut marks = line.marks;
            if step == Step::Continue {
                marks = marks.without(Marks::NAME);
            }
            entry.marks.add(marks);
        }
    }
    trial
}
