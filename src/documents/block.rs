use crate::model::{Format, PartialDate, Span};

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Extracted {
    /// Its format.
    pub format: Format,
    /// Its text in reading order.
    pub blocks: Vec<Block>,
    /// What it says of itself where its format has a place for that.
    pub front: Front,
    /// The text line by line as it is printed, a form feed before each page but the first. Only where lines are all
    /// there is: a PDF whose reference list shows no entries by its layout.
    pub printed: Option<String>,
    /// Sentences for a person: what was left out, what looked wrong.
    pub notes: Vec<String>,
}

impl Extracted {
    /// A document without anything in it yet.
    pub(super) fn new(format: Format) -> Self {
        Self { format, blocks: Vec::new(), front: Front::default(), printed: None, notes: Vec::new() }
    }
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Title.
    pub title: Option<String>,
    /// Authors in order, as `Family, Given` where the format has the parts, else as printed.
    pub authors: Vec<String>,
    /// DOI as found.
    pub doi: Option<String>,
    /// Day of publication, or the day it was last saved where nothing else is known.
    pub date: Option<PartialDate>,
    /// Journal or book it appeared in.
    pub container_title: Option<String>,
}

/// A paragraph, heading, list item, or one reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text: single spaces, and `\n` only where somebody forced a line break.
    pub text: String,
    /// What is known of parts of the text, in order.
    pub marks: Vec<Mark>,
    /// The page it begins on, from 1; only where the format has pages.
    pub page: Option<u32>,
}

/// What a block is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level, from 1.
    Heading(u8),
    /// A paragraph, also a cell of a table.
    #[default]
    Paragraph,
    /// An item of a list; its label is not in the text.
    ListItem {
        /// The number or bullet printed before it (`1.`, `[1]`), where there is one.
        label: Option<String>,
    },
    /// An entry of a reference list; its label is not in the text.
    Reference {
        /// Its printed number or key without punctuation.
        label: Option<String>,
        /// What links point to.
        id: Option<String>,
    },
    /// A note at the foot of a page or the end of the document.
    Footnote {
        /// Its number or sign.
        label: Option<String>,
    },
}

/// Something known of a part of a block's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which part.
    pub span: Span,
    /// What is known.
    pub kind: MarkKind,
}

/// What is known of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// It is set higher and smaller.
    Superscript,
    /// It points to references by their ids: a link, or a field of a reference manager.
    Citation {
        /// The ids.
        ids: Vec<String>,
    },
    /// It points to a note by its label.
    Note {
        /// The label.
        label: String,
    },
}
