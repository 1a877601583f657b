use super::{BlockKind, Extracted};

/// One entry of a reference list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// Its number or key without punctuation.
    pub label: Option<String>,
    /// Its text on one line, without the label.
    pub text: String,
    /// What links in the text call it.
    pub id: Option<String>,
    /// Which block it is.
    pub block: usize,
    /// The page it begins on.
    pub page: Option<u32>,
}

/// A text in which the list is still to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeText {
    /// One block a line and a blank line between blocks; or the lines of a PDF as printed.
    pub text: String,
    /// The block that each line belongs to; empty for lines of a PDF.
    pub blocks: Vec<usize>,
}

/// What the reader of reference lists gets of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListText {
    /// The document says where its entries are.
    Entries(Vec<ListEntry>),
    /// Its text, to look through.
    Whole(WholeText),
}

/// The entries where the document says where they are, else its whole text.
pub fn list_text(document: &Extracted) -> ListText {
    let mut entries = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        if let BlockKind::Reference { label, id } = &block.kind {
            let text = block.text.replace('\n', " ");
            entries.push(ListEntry {
                label: label.clone(),
                text,
                id: id.clone(),
                block: at,
                page: block.page,
            });
        }
    }
    if !entries.is_empty() {
        return ListText::Entries(entries);
    }
    if let Some(printed) = &document.printed {
        return ListText::Whole(WholeText { text: printed.clone(), blocks: Vec::new() });
    }
    let mut whole = WholeText::default();
    for (at, block) in document.blocks.iter().enumerate() {
        if at > 0 {
            whole.text.push('\n');
            whole.blocks.push(at);
        }
        if let BlockKind::ListItem { label: Some(label) } | BlockKind::Footnote { label: Some(label) } =
            &block.kind
        {
            whole.text.push_str(label);
            // A bare number before a note would read as part of it.
            let stop = label.ends_with(|c: char| c.is_ascii_digit());
            whole.text.push_str(if stop { ". " } else { " " });
        }
        for line in block.text.split('\n') {
            whole.text.push_str(line);
            whole.text.push('\n');
            whole.blocks.push(at);
        }
    }
    ListText::Whole(whole)
}
