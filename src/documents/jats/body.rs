use super::citation;
use crate::documents::text::TextBuilder;
use crate::documents::xml::{Child, Element};
use crate::documents::{Block, BlockKind, MarkKind};

/// Reads a part with a title of its own.
pub(super) fn section(element: Element<'_>, level: u8, blocks: &mut Vec<Block>) {
    let from = blocks.len();
    content(element, level, blocks);
    // An abstract without a title is told from the text all the same.
    let titled = matches!(blocks.get(from), Some(Block { kind: BlockKind::Heading(_), .. }));
    if blocks.len() > from && !titled {
        let heading =
            Block { kind: BlockKind::Heading(level), text: "Abstract".to_owned(), ..Block::default() };
        blocks.insert(from, heading);
    }
}

/// Reads what stands in an element, block by block. Depth is bounded by the tree's.
pub(super) fn content(element: Element<'_>, level: u8, blocks: &mut Vec<Block>) {
    for child in element.elements() {
        block(child, level, blocks);
    }
}

fn block(element: Element<'_>, level: u8, blocks: &mut Vec<Block>) {
    match element.name() {
        "title" => text_block(element, BlockKind::Heading(level), blocks),
        "sec" | "app" | "ack" | "notes" | "glossary" | "bio" | "book-part" | "app-group" | "abstract" => {
            content(element, level.saturating_add(1), blocks);
        }
        "ref-list" => reference_list(element, level, blocks),
        "list-item" => list_item(element, level, blocks),
        "fn" => {
            let label = element.child("label").map(Element::text);
            let from = blocks.len();
            content(element, level, blocks);
            let mut label = label.map(|l| crate::documents::labels::bare(&l)).filter(|l| !l.is_empty());
            for block in blocks.iter_mut().skip(from).filter(|b| b.kind == BlockKind::Paragraph) {
                block.kind = BlockKind::Footnote { label: label.take() };
            }
        }
        "label" | "object-id" | "graphic" | "media" | "inline-graphic" | "tex-math" | "alternatives"
        | "custom-meta-group" | "permissions" | "kwd-group" => {}
        "tr" => text_block(element, BlockKind::Paragraph, blocks),
        "p" | "verse-line" | "disp-formula" | "attrib" | "speaker" | "def" | "term" | "subtitle" => {
            text_block(element, BlockKind::Paragraph, blocks);
        }
        _ => content(element, level, blocks),
    }
}

fn list_item(element: Element<'_>, level: u8, blocks: &mut Vec<Block>) {
    let mut label = element.child("label").map(Element::text);
    let from = blocks.len();
    content(element, level, blocks);
    for block in blocks.iter_mut().skip(from).filter(|b| b.kind == BlockKind::Paragraph) {
        block.kind = BlockKind::ListItem { label: label.take() };
    }
}

/// Reads an element of running text; blocks that stand inside it come after it.
fn text_block(element: Element<'_>, kind: BlockKind, blocks: &mut Vec<Block>) {
    let mut builder = TextBuilder::default();
    let mut inner = Vec::new();
    inline(element, &mut builder, &mut inner);
    let (text, marks) = builder.take();
    if !text.is_empty() {
        blocks.push(Block { kind, text, marks, page: None });
    }
    for element in inner {
        block(element, 6, blocks);
    }
}

fn inline<'t>(element: Element<'t>, into: &mut TextBuilder, inner: &mut Vec<Element<'t>>) {
    for child in element.children() {
        let child = match child {
            Child::Text(text) => {
                into.push(text);
                continue;
            }
            Child::Element(child) => child,
        };
        match child.name() {
            "xref" => {
                let begin = into.begin();
                inline(child, into, inner);
                let ids = || {
                    child
                        .attribute("rid")
                        .unwrap_or_default()
                        .split_ascii_whitespace()
                        .map(str::to_owned)
                        .collect()
                };
                match child.attribute("ref-type") {
                    Some("bibr") => into.mark(begin, MarkKind::Citation { ids: ids() }),
                    Some("fn") => {
                        let label = into.since(begin).trim().to_owned();
                        into.mark(begin, MarkKind::Note { label });
                    }
                    _ => {}
                }
            }
            "sup" => {
                let begin = into.begin();
                inline(child, into, inner);
                into.mark(begin, MarkKind::Superscript);
            }
            "list"
            | "fig"
            | "fig-group"
            | "table-wrap"
            | "boxed-text"
            | "disp-quote"
            | "fn"
            | "def-list"
            | "verse-group"
            | "speech"
            | "statement"
            | "supplementary-material"
            | "ref-list" => inner.push(child),
            "break" => into.line_break(),
            "td" | "th" | "p" => {
                into.space();
                inline(child, into, inner);
                into.space();
            }
            "tex-math" | "alt-text" | "long-desc" | "graphic" | "inline-graphic" | "object-id"
            | "annotation" => {}
            _ => inline(child, into, inner),
        }
    }
}

fn reference_list(list: Element<'_>, level: u8, blocks: &mut Vec<Block>) {
    for child in list.elements() {
        match child.name() {
            "ref" => citation::read(child, blocks),
            "ref-list" => reference_list(child, level.saturating_add(1), blocks),
            _ => block(child, level, blocks),
        }
    }
}
