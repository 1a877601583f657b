use super::closing::Closing;
use super::facts::{Depth, Facts};
use super::labels::LabelKind;
use super::opening::Opening;

/// How the entries of one list are told apart. Decided once for a list, never line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) mark: Mark,
    /// Columns of a full line.
    pub(super) width: u16,
    /// Blank lines stand inside entries too, as in double-spaced text.
    pub(super) gaps: bool,
}

impl Layout {
    /// How closely lines have to be looked at to be split in this layout.
    pub(super) fn depth(self) -> Depth {
        if self.mark == Mark::Words { Depth::Full } else { Depth::Brief }
    }
}

/// What marks the first line of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A number, key or bullet.
    Label(LabelKind),
    /// Every line is an entry.
    Line,
    /// A blank line stands before it.
    Blank,
    /// It is indented no deeper than this; continuation lines are.
    Hanging(u16),
    /// It is indented at least this deep; continuation lines are not.
    FirstLine(u16),
    /// Nothing but what the lines say: one seems finished and the next seems to open a reference.
    Words,
}

/// How strongly the words of two successive lines speak for an entry that begins with the second: above 0 for, below against.
///
/// The weights are in the order in which the signs mislead: a lower-case opening or a comma at the end hardly ever
/// stands at a boundary, while a full stop ends lines anywhere.
pub(super) fn boundary(before: &Facts, line: &Facts, width: u16) -> i32 {
    let opening = match line.opening {
        Opening::Name => 20,
        Opening::Capital => 4,
        Opening::Other => -6,
        Opening::Digit => -15,
        Opening::Lower => -25,
    };
    let closing = match before.closing {
        Closing::Stop => 12,
        Closing::Digit | Closing::Link => 8,
        Closing::Initial => -5,
        Closing::Word => -10,
        Closing::Open | Closing::Hyphen => -25,
    };
    // A line that had room for the next word was ended on purpose.
    let room = u32::from(before.width) + 1 + u32::from(line.first_word) <= u32::from(width);
    opening + closing + if room { 14 } else { -4 }
}
