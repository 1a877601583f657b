/// One character where a page shows it. Places count from the page's upper left corner in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for: mostly one character, more for a ligature.
    pub(super) text: Text,
    /// Left end of its baseline.
    pub(super) x0: f32,
    /// Right end.
    pub(super) x1: f32,
    /// Its baseline.
    pub(super) y: f32,
    /// Size of its font as shown.
    pub(super) size: f32,
    /// Which way the text runs: quarter turns clockwise.
    pub(super) turn: u8,
    pub(super) bold: bool,
}

/// What a glyph stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Char(char),
    Several(Box<str>),
}

impl Glyph {
    /// The same glyph on a page turned so that its text is upright.
    pub(super) fn upright(self, turn: u8) -> Self {
        let (x0, x1, y) = (self.x0, self.x1, self.y);
        match turn {
            // Text runs down, up or upside down; its places were kept along its own baseline.
            0 => self,
            _ => Self { x0, x1, y, turn: 0, ..self },
        }
    }
}
