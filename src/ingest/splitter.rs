use std::collections::HashSet;
use std::sync::Arc;

use super::closing::Closing;
use super::facts::Facts;
use super::furniture::Furniture;
use super::headings::Heading;
use super::labels::Label;
use super::layout::{Layout, Mark, boundary};
use super::marks::Marks;
use super::opening::Opening;

/// What a line of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The first line of an entry; its label is to be taken off.
    Labelled(Label),
    /// The first line of an entry without a label.
    Unlabelled,
    /// A further line of the entry.
    Continue,
    /// Nothing of an entry: blank, furniture, a heading between groups of references.
    Drop,
}

/// Walks down a list line by line and says where entries begin.
#[derive(Clone)]
pub(super) struct Splitter {
    layout: Layout,
    heads: Arc<HashSet<u64>>,
    /// The last line that was part of an entry.
    last: Option<Facts>,
    /// An entry is open for further lines.
    open: bool,
    /// A blank line came since `last`.
    blank: bool,
    /// A page ended since `last`.
    page: bool,
    /// The number of the last label.
    number: Option<u32>,
    /// The deepest indent of a label so far.
    label_indent: u16,
    irregular: Option<(u32, u32)>,
    /// Marks of the entry so far.
    marks: Marks,
}

/// Evidence from which a number out of sequence counts as a label.
const IRREGULAR: i32 = 20;
/// Evidence above which words alone end an entry: more than a full stop at the end of a full line and a capital after it.
const DATED: i32 = 12;
/// The same for an entry that has neither a year nor a link yet.
const UNDATED: i32 = 30;
/// How far labels skip without more evidence.
const NEAR: u32 = 50;

impl Splitter {
    pub(super) fn new(layout: Layout, heads: Arc<HashSet<u64>>) -> Self {
        Self {
            layout,
            heads,
            last: None,
            open: false,
            blank: false,
            page: false,
            number: None,
            label_indent: 0,
            irregular: None,
            marks: Marks::default(),
        }
    }

    /// Where the label of the last step was not the one after its predecessor: what stood there, and what should have.
    pub(super) fn irregular(&self) -> Option<(u32, u32)> {
        self.irregular
    }

    /// How strongly the words speak for a boundary before `line`; `None` on the first line.
    pub(super) fn evidence(&self, line: &Facts) -> Option<i32> {
        let words = self.last.map(|last| boundary(&last, line, self.layout.width));
        words.map(|w| w + if self.blank { 10 } else { 0 })
    }

    /// Decides on the next line; `next` is the one after it.
    pub(super) fn step(&mut self, line: &Facts, next: Option<&Facts>) -> Step {
        self.irregular = None;
        if line.opens_page {
            self.page = true;
        }
        if line.blank {
            self.blank = true;
            return Step::Drop;
        }
        if self.is_furniture(line, next) {
            self.page = true;
            return Step::Drop;
        }
        let step = match self.layout.mark {
            Mark::Label(_) => self.labelled(line, next),
            mark => self.unlabelled(mark, line, next),
        };
        self.open = step != Step::Drop;
        if self.open {
            if step != Step::Continue {
                self.marks = Marks::default();
            }
            self.marks.add(line.marks);
            self.last = Some(*line);
            self.blank = false;
            self.page = false;
        }
        step
    }

    fn is_furniture(&self, line: &Facts, next: Option<&Facts>) -> bool {
        let closing = self.last.map(|l| l.closing);
        let complete = matches!(closing, None | Some(Closing::Stop | Closing::Digit | Closing::Link));
        let apart = self.blank || self.page || next.is_none_or(|n| n.opens_page);
        match line.furniture {
            Furniture::PageNumber => apart || complete,
            Furniture::Notice => apart || !matches!(closing, Some(Closing::Open | Closing::Hyphen)),
            // `).` alone on a line ends the one before.
            Furniture::Rule => apart || line.width > line.indent + 3,
            Furniture::None => {
                line.heading == Heading::Continued
                    || (line.head_key != 0 && self.heads.contains(&line.head_key))
            }
        }
    }

    fn labelled(&mut self, line: &Facts, next: Option<&Facts>) -> Step {
        if let Some(label) = line.label.filter(|l| self.accepts(l, line)) {
            if label.kind.is_number() {
                let expected = self.number.map_or(label.number, |n| n.saturating_add(1));
                self.irregular = (label.number != expected).then_some((label.number, expected));
                self.number = Some(label.number);
            }
            self.label_indent = self.label_indent.max(line.indent);
            return Step::Labelled(label);
        }
        let Some(last) = self.last else { return Step::Drop };
        if !self.blank || self.layout.gaps {
            return if self.open { Step::Continue } else { Step::Drop };
        }
        let complete = matches!(last.closing, Closing::Stop | Closing::Digit | Closing::Link);
        let goes_on = matches!(line.opening, Opening::Lower | Opening::Digit);
        if self.open && (!complete || goes_on || self.page) && !is_title(line, next) {
            return Step::Continue;
        }
        if line.marks.has(Marks::NAME) && line.marks.has(Marks::YEAR) { Step::Unlabelled } else { Step::Drop }
    }

    fn accepts(&self, label: &Label, line: &Facts) -> bool {
        let Mark::Label(kind) = self.layout.mark else { return false };
        let Some(evidence) = self.evidence(line) else { return label.kind == kind };
        let aligned = line.indent <= self.label_indent.saturating_add(2);
        let Some(number) = self.number.filter(|_| kind.is_number()) else {
            return label.kind == kind && aligned && evidence > -20;
        };
        // After `interleukin-` a number is the rest of the word.
        let broken = !self.blank && self.last.is_some_and(|l| l.closing == Closing::Hyphen);
        if !label.kind.is_number() || (broken && line.opening != Opening::Name) {
            return false;
        }
        if label.number == number.saturating_add(1) {
            let enough = match (label.kind == kind, kind.is_weak()) {
                (true, false) => i32::MIN,
                (true, true) => -12,
                (false, _) => 15,
            };
            return evidence >= enough && (aligned || !kind.is_weak());
        }
        let near = label.number <= 1 || label.number.abs_diff(number) <= NEAR;
        let year = (1500..2100).contains(&label.number) && !near;
        let capital = matches!(line.opening, Opening::Name | Opening::Capital);
        let enough = IRREGULAR + if near { 0 } else { 12 } + if kind.is_weak() { 8 } else { 0 };
        label.kind == kind
            && aligned
            && capital
            && evidence >= enough
            && (!year || (self.blank && evidence > 40))
    }

    fn unlabelled(&self, mark: Mark, line: &Facts, next: Option<&Facts>) -> Step {
        let Some(last) = self.last else { return Step::Unlabelled };
        let evidence = self.evidence(line).unwrap_or_default();
        let unfinished =
            matches!(last.closing, Closing::Open | Closing::Hyphen) && line.opening == Opening::Lower;
        let begins = match mark {
            // A page that ends inside an entry is no boundary; a blank line before other words is.
            Mark::Blank => self.blank && !(self.page && evidence < 0) && !(unfinished && evidence < -20),
            Mark::Hanging(indent) => line.indent <= indent,
            Mark::FirstLine(indent) => line.indent >= indent,
            Mark::Words => {
                evidence
                    > if self.marks.has(Marks::YEAR) || self.marks.has(Marks::LINK) { DATED } else { UNDATED }
            }
            Mark::Line | Mark::Label(_) => !unfinished,
        };
        if begins && is_title(line, next) && self.blank {
            return Step::Drop;
        }
        // Whatever follows a heading between groups of references opens one.
        if begins || !self.open { Step::Unlabelled } else { Step::Continue }
    }
}

/// A heading between groups of references: a short line alone between blanks that says nothing a reference would.
fn is_title(line: &Facts, next: Option<&Facts>) -> bool {
    let alone = next.is_none_or(|n| n.blank || n.label.is_some());
    alone
        && line.width < 60
        && line.marks == Marks::default()
        && matches!(line.closing, Closing::Word | Closing::Open)
        && line.opening == Opening::Capital
}
