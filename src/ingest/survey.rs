use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use super::facts::{Depth, Facts};
use super::furniture::{Furniture, HeadCounter};
use super::headings::Heading;
use super::layout::{Layout, Mark};
use super::lines::{Line, Lines};
use super::marks::Marks;
use super::regions::{Region, find_regions};
use super::splitter::{Splitter, Step};
use super::trial::{LONGEST_INTERRUPTION, ends_list};

/// Where the reference lists of a document are and how they are laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The lists in order.
    pub(super) lists: Vec<List>,
    /// Keys of running heads.
    pub(super) heads: Arc<HashSet<u64>>,
    /// Lines that are not blank.
    pub(super) text_lines: u64,
    /// Marks of lines in lists, and in how many lines each was seen: what the style is guessed from.
    pub(super) marks: Tally,
}

/// One reference list.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Its first line, counted from 0 over all lines of text.
    pub(super) start: u64,
    /// The line after its last.
    pub(super) end: u64,
    pub(super) layout: Layout,
    headed: bool,
}

/// How many lines showed which mark of a style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) lines: u32,
    pub(super) year_semicolon: u32,
    pub(super) year_parens: u32,
    pub(super) quotes: u32,
}

impl Tally {
    fn add(&mut self, marks: Marks) {
        let count = |n: &mut u32, mark| *n = n.saturating_add(u32::from(marks.has(mark)));
        self.lines = self.lines.saturating_add(u32::from(marks.has(Marks::YEAR)));
        count(&mut self.year_semicolon, Marks::YEAR_SEMICOLON);
        count(&mut self.year_parens, Marks::YEAR_PARENS);
        count(&mut self.quotes, Marks::QUOTES);
    }
}

/// Lines looked at together. A list that is longer stays open over the windows that follow.
const WINDOW: usize = 1 << 15;
/// Lines kept before the end of a window without a list: a list may have begun in them.
const OVERLAP: usize = WINDOW / 4;

/// Looks at the lines of a document one after the other and finds its lists, in bounded memory.
#[derive(Default)]
pub(super) struct Survey {
    plan: Plan,
    window: Vec<Facts>,
    /// Number of the first line in the window.
    base: u64,
    /// A list that began before the window.
    open: Option<Open>,
    counter: HeadCounter,
    /// The line before.
    before: Facts,
    headed: bool,
}

struct Open {
    list: List,
    splitter: Splitter,
    dropped: usize,
}

impl Survey {
    /// Looks at the next line.
    pub(super) fn add(&mut self, line: &Line) {
        // Inside a long list only what could end it matters.
        let depth = self.open.as_ref().map_or(Depth::Full, |open| open.list.layout.depth());
        let facts = Facts::of(line, depth, &self.before);
        let before = std::mem::replace(&mut self.before, facts);
        self.count_head(&facts, &before);
        self.plan.text_lines += u64::from(!facts.blank);
        self.window.push(facts);
        if self.window.len() >= WINDOW {
            self.flush(false);
        }
    }

    /// The plan, once every line was seen.
    pub(super) fn finish(mut self) -> Plan {
        self.flush(true);
        if self.headed {
            self.plan.lists.retain(|l| l.headed);
        }
        self.plan.heads = Arc::new(self.counter.repeated());
        self.plan
    }

    fn count_head(&mut self, facts: &Facts, before: &Facts) {
        if facts.head_key == 0 {
            return;
        }
        let page = facts.opens_page || before.opens_page || before.furniture == Furniture::PageNumber;
        let text = facts.label.is_some_and(|l| !l.kind.is_weak()) || facts.heading != Heading::None;
        let plain = !facts.marks.is_reference(usize::from(facts.width));
        if !text && (page || plain) {
            self.counter.add(facts.head_key, page);
        }
    }

    fn flush(&mut self, last: bool) {
        let heads = Arc::new(self.counter.repeated());
        let mut from = 0;
        if let Some(mut open) = self.open.take() {
            let Some(end) = open.end_in(&self.window) else {
                if last {
                    open.list.end = u64::MAX;
                    self.plan.lists.push(open.list);
                } else {
                    self.open = Some(open);
                }
                self.drop_lines(self.window.len());
                return;
            };
            open.list.end = self.base + end as u64;
            self.plan.lists.push(open.list);
            from = end;
        }
        let regions = find_regions(self.window.get(from..).unwrap_or_default(), &heads);
        let mut done = from;
        let mut carried = false;
        for region in regions {
            let (start, end) = (region.start + from, region.end + from);
            let reaches_end = !last && end + 200 >= self.window.len();
            if !reaches_end {
                self.keep(region, start, end);
                done = end;
                continue;
            }
            if start < self.window.len() / 2 {
                self.keep_open(region, start, heads);
                return;
            }
            (done, carried) = (start.saturating_sub(1), true);
            break;
        }
        let most = if carried { WINDOW } else { OVERLAP };
        let keep = if last { 0 } else { (self.window.len() - done).min(most) };
        self.drop_lines(self.window.len() - keep);
    }

    fn keep(&mut self, region: Region, start: usize, end: usize) {
        self.headed |= region.headed;
        for facts in self.window.get(start..end).unwrap_or_default() {
            self.plan.marks.add(facts.marks);
        }
        let (layout, headed) = (region.layout, region.headed);
        self.plan.lists.push(List {
            start: self.base + start as u64,
            end: self.base + end as u64,
            layout,
            headed,
        });
    }

    /// Walks the open list through the window so that its state is right for the next one.
    fn keep_open(&mut self, region: Region, start: usize, heads: Arc<HashSet<u64>>) {
        self.keep(region, start, self.window.len());
        let Some(list) = self.plan.lists.pop() else { return };
        let mut open = Open { list, splitter: Splitter::new(region.layout, heads), dropped: 0 };
        let below = self.window.get(start..).unwrap_or_default();
        if open.end_in(below).is_none() {
            self.open = Some(open);
        } else {
            self.plan.lists.push(List { end: self.base + region.end as u64, ..list });
        }
        self.drop_lines(self.window.len());
    }

    fn drop_lines(&mut self, n: usize) {
        self.window.drain(..n);
        self.base += n as u64;
    }
}

impl Open {
    /// Where in `lines` the list ends; `None` when it goes on beyond them.
    fn end_in(&mut self, lines: &[Facts]) -> Option<usize> {
        let mut end = 0;
        for (i, line) in lines.iter().enumerate() {
            if ends_list(lines, i) {
                return Some(end);
            }
            if self.splitter.step(line, lines.get(i + 1)) == Step::Drop {
                self.dropped += usize::from(!line.blank);
            } else {
                (self.dropped, end) = (0, i + 1);
            }
            if self.dropped > LONGEST_INTERRUPTION && matches!(self.list.layout.mark, Mark::Label(_)) {
                return Some(end);
            }
        }
        None
    }
}

/// Reads a whole document and hands each line to `also` on the way.
pub(super) fn survey(lines: &mut Lines, mut also: impl FnMut(&Line)) -> io::Result<Plan> {
    let mut survey = Survey::default();
    let mut line = Line::default();
    while lines.read(&mut line)? {
        survey.add(&line);
        also(&line);
    }
    Ok(survey.finish())
}
