use super::closing::Closing;
use super::furniture::{Furniture, head_key};
use super::headings::Heading;
use super::labels::{Label, label};
use super::lines::Line;
use super::marks::Marks;
use super::opening::Opening;

/// What the splitter needs to know of a line; small, so that many fit in memory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Nothing but blanks.
    pub(super) blank: bool,
    /// A new page begins here.
    pub(super) opens_page: bool,
    /// Columns before the text.
    pub(super) indent: u16,
    /// Columns with the indent.
    pub(super) width: u16,
    /// Columns of the first word: would it have fitted on the line before?
    pub(super) first_word: u16,
    /// The label at its start.
    pub(super) label: Option<Label>,
    /// What the text opens with, after the label where there is one.
    pub(super) opening: Opening,
    /// What it ends with.
    pub(super) closing: Closing,
    /// Marks of a reference; empty in [`Depth::Brief`].
    pub(super) marks: Marks,
    pub(super) heading: Heading,
    pub(super) furniture: Furniture,
    /// The same for every page's copy of a running head; 0 for lines that can be none for their length or place.
    pub(super) head_key: u64,
}

/// How closely to look at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything.
    Full,
    /// Leaves out the marks, which take a look at every byte, but after a blank line, where they may decide.
    Brief,
}

const TAB: u16 = 8;
/// Running heads are short.
const LONGEST_HEAD: u16 = 110;

impl Facts {
    /// Looks at `line`, which follows a line with the facts `before`.
    pub(super) fn of(line: &Line, depth: Depth, before: &Self) -> Self {
        let text = line.text.trim_end();
        let body = text.trim_start_matches([' ', '\t']);
        if body.is_empty() {
            return Self { blank: true, opens_page: line.opens_page, ..Self::default() };
        }
        let start = text.len() - body.len();
        let indent = text.bytes().take(start).fold(0u16, |columns, b| {
            let next = if b == b'\t' { columns - columns % TAB + TAB } else { columns + 1 };
            next.min(u16::MAX - TAB)
        });
        let label = label(text, start);
        let after = label.and_then(|l| text.get(usize::from(l.text)..)).unwrap_or(body);
        let mut marks = if depth == Depth::Full || before.blank { Marks::of(body) } else { Marks::default() };
        let opening = Opening::of(after);
        if opening == Opening::Name {
            marks.add(Marks::NAME);
        }
        let end = memchr::memchr2(b' ', b'\t', body.as_bytes()).unwrap_or(body.len());
        let word = body.get(..end).unwrap_or_default();
        let width = indent.saturating_add(columns(body));
        let furniture = Furniture::of(body);
        // Running heads stand at a page's edge or apart from the text.
        let at_edge =
            line.opens_page || before.opens_page || before.blank || before.furniture == Furniture::PageNumber;
        Self {
            blank: false,
            opens_page: line.opens_page,
            indent,
            width,
            first_word: columns(word),
            label,
            opening,
            closing: Closing::of(body),
            marks,
            heading: Heading::of(body),
            furniture,
            head_key: if at_edge && (4..=LONGEST_HEAD).contains(&width) { head_key(body) } else { 0 },
        }
    }
}

/// Counts bytes, in byte-wide sums that the compiler can do many at a time.
pub(super) fn count_bytes(bytes: &[u8], counts: impl Fn(u8) -> bool) -> u64 {
    bytes.chunks(255).map(|chunk| u64::from(chunk.iter().map(|b| u8::from(counts(*b))).sum::<u8>())).sum()
}

fn columns(text: &str) -> u16 {
    // Bytes that begin a character; plainer than `chars().count()` and quicker on short lines.
    let characters = count_bytes(text.as_bytes(), |b| (b & 0xC0) != 0x80);
    u16::try_from(characters).unwrap_or(u16::MAX)
}
