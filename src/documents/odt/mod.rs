//! ODT, `OpenDocument` text: ISO/IEC 26300, part 3.
//!
//! Read are paragraphs, headings, lists with their automatic numbers, notes and the bibliography index; tracked
//! deletions are left out. Citations of Zotero stand as reference marks whose name holds the citation.

use std::collections::HashMap;

use super::archive::Archive;
use super::core_properties;
use super::labels::bare;
use super::text::TextBuilder;
use super::xml::{Child, Element, Tree};
use super::{Block, BlockKind, DocumentError, DocumentLimits, Extracted, MarkKind};
use crate::model::Format;

const NAME: &str = "OpenDocument text (ODT)";

/// Reads a document.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    let mut archive = Archive::open(bytes, NAME, limits)?;
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(DocumentError::Encrypted);
    }
    let tree = Tree::read(&archive.needed("content.xml")?, NAME, limits)?;
    let styles = archive.part("styles.xml")?.map(|b| Tree::read(&b, NAME, limits)).transpose()?;
    let meta = archive.part("meta.xml")?.map(|b| Tree::read(&b, NAME, limits)).transpose()?;
    let mut extracted = Extracted::new(Format::Odt);
    if let Some(why) = &tree.broken {
        extracted.notes.push(format!("the text is damaged and was read to where that begins: {why}"));
    }
    let mut reader = Reader::default();
    for root in styles.iter().map(Tree::root).chain([tree.root()]) {
        reader.styles(root);
    }
    if let Some(body) = tree.root().first("text") {
        reader.content(body, None, false);
    }
    extracted.blocks = reader.blocks;
    extracted.blocks.append(&mut reader.notes);
    if let Some(meta) = &meta {
        extracted.front = core_properties::read(meta.root());
    }
    Ok(extracted)
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    notes: Vec<Block>,
    /// Text styles that raise their text.
    raised: HashMap<String, bool>,
    /// How list styles write the numbers of each level: prefix, suffix, whether they are numbers at all.
    lists: HashMap<String, HashMap<u32, (String, String, bool)>>,
    /// Paragraph styles of bibliographies.
    bibliography: HashMap<String, bool>,
    /// Where a numbered list was left, by its style.
    counts: HashMap<String, u32>,
}

/// The list a paragraph stands in.
#[derive(Clone, Copy)]
struct List<'l> {
    style: &'l str,
    level: u32,
}

impl Reader {
    fn styles(&mut self, root: Element<'_>) {
        for style in root.all("style") {
            let Some(name) = style.attribute("name") else { continue };
            let position = style.child("text-properties").and_then(|p| p.attribute("text-position"));
            let raised = position.is_some_and(|p| {
                p.starts_with("super")
                    || p.split('%').next().is_some_and(|n| n.parse::<f32>().is_ok_and(|n| n > 10.0))
            });
            if raised {
                self.raised.insert(name.to_owned(), true);
            }
            let parent = style.attribute("parent-style-name").unwrap_or_default();
            let is_bibliography = |n: &str| {
                n.starts_with("Bibliography") && !n.contains("Heading") && !n.contains("_20_Heading")
            };
            if is_bibliography(name) || is_bibliography(parent) {
                self.bibliography.insert(name.to_owned(), true);
            }
        }
        for style in root.all("list-style") {
            let Some(name) = style.attribute("name") else { continue };
            let levels = style.elements().filter_map(|level| {
                let number = level.is("list-level-style-number");
                let at = level.attribute("level")?.parse().ok()?;
                let part = |n| level.attribute(n).unwrap_or_default().to_owned();
                // An empty format prints no number.
                let number = number && level.attribute("num-format").is_none_or(|f| !f.is_empty());
                Some((at, (part("num-prefix"), part("num-suffix"), number)))
            });
            self.lists.insert(name.to_owned(), levels.collect());
        }
    }

    /// Reads what holds paragraphs. Depth is bounded by the tree's.
    fn content(&mut self, element: Element<'_>, list: Option<List<'_>>, bibliography: bool) {
        for child in element.elements() {
            match child.name() {
                "p" => self.paragraph(child, BlockKind::Paragraph, bibliography),
                "h" => {
                    let level = child.attribute("outline-level").and_then(|l| l.parse().ok()).unwrap_or(1);
                    self.paragraph(child, BlockKind::Heading(level), false);
                }
                "list" => self.list(child, list, bibliography),
                "bibliography" => {
                    if let Some(body) = child.child("index-body") {
                        self.content(body, None, true);
                    }
                }
                "index-title" => self.content(child, None, false),
                "tracked-changes" | "table-of-content" | "sequence-decls" | "forms"
                | "alphabetical-index" => {}
                "section" => {
                    // Zotero keeps its list in a section of its own.
                    let name = child.attribute("name").unwrap_or_default();
                    let zotero = name.contains("ZOTERO_BIBL") || name.contains("CSL_BIBLIOGRAPHY");
                    self.content(child, list, bibliography || zotero);
                }
                _ => self.content(child, list, bibliography),
            }
        }
    }

    fn list(&mut self, element: Element<'_>, outer: Option<List<'_>>, bibliography: bool) {
        let level = outer.map_or(1, |l| l.level.saturating_add(1));
        let style = element.attribute("style-name").or(outer.map(|l| l.style)).unwrap_or_default();
        let list = List { style, level };
        let key = format!("{style}/{level}");
        let goes_on = element.attribute("continue-numbering") == Some("true")
            || element.attribute("continue-list").is_some();
        let mut count = if goes_on { self.counts.get(&key).copied().unwrap_or(0) } else { 0 };
        for item in element.elements().filter(|e| matches!(e.name(), "list-item" | "list-header")) {
            if item.is("list-item") {
                count = item
                    .attribute("start-value")
                    .and_then(|s| s.parse().ok())
                    .unwrap_or(count.saturating_add(1));
            }
            let from = self.blocks.len();
            self.content(item, Some(list), bibliography);
            let label = match self.lists.get(style).and_then(|l| l.get(&level)) {
                Some((prefix, suffix, true)) => Some(format!("{prefix}{count}{suffix}")),
                _ => None,
            };
            let mut label = label.filter(|_| item.is("list-item"));
            for block in self.blocks.iter_mut().skip(from) {
                match &mut block.kind {
                    BlockKind::Paragraph => block.kind = BlockKind::ListItem { label: label.take() },
                    BlockKind::Reference { label: own @ None, .. } => *own = label.take().map(|l| bare(&l)),
                    _ => {}
                }
            }
        }
        self.counts.insert(key, count);
    }

    fn paragraph(&mut self, element: Element<'_>, kind: BlockKind, bibliography: bool) {
        let mut text = TextBuilder::default();
        let mut inner = Vec::new();
        self.inline(element, &mut text, &mut inner);
        let (text, marks) = text.take();
        let style = element.attribute("style-name").unwrap_or_default();
        let reference = bibliography || self.bibliography.contains_key(style);
        let kind = if reference && kind == BlockKind::Paragraph {
            BlockKind::Reference { label: None, id: None }
        } else {
            kind
        };
        if !text.is_empty() {
            self.blocks.push(Block { kind, text, marks, page: None });
        }
        for element in inner {
            self.content(element, None, false);
        }
    }

    fn inline<'t>(&mut self, element: Element<'t>, into: &mut TextBuilder, inner: &mut Vec<Element<'t>>) {
        // The beginning of each open reference mark, by name.
        let mut open: Vec<(&str, usize)> = Vec::new();
        for child in element.children() {
            let child = match child {
                Child::Text(text) => {
                    into.push(text);
                    continue;
                }
                Child::Element(child) => child,
            };
            match child.name() {
                "s" | "tab" => into.space(),
                "line-break" => into.line_break(),
                "soft-page-break" | "bookmark" | "bookmark-start" | "bookmark-end" | "annotation"
                | "annotation-end" | "change" | "change-start" | "change-end" | "ruby-text" => {}
                "span" => {
                    let begin = into.begin();
                    self.inline(child, into, inner);
                    if child.attribute("style-name").is_some_and(|s| self.raised.contains_key(s)) {
                        into.mark(begin, MarkKind::Superscript);
                    }
                }
                "bibliography-mark" => {
                    let begin = into.begin();
                    self.inline(child, into, inner);
                    let ids = child.attribute("identifier").map(str::to_owned).into_iter().collect();
                    into.mark(begin, MarkKind::Citation { ids });
                }
                "reference-mark-start" => {
                    if let Some(name) = child.attribute("name") {
                        open.push((name, into.begin()));
                    }
                }
                "reference-mark-end" => {
                    let at = child.attribute("name").and_then(|n| open.iter().rposition(|(o, _)| *o == n));
                    if let Some((name, begin)) = at.map(|i| open.remove(i))
                        && (name.contains("CSL_CITATION") || name.contains("ZOTERO_ITEM"))
                    {
                        into.mark(begin, MarkKind::Citation { ids: Vec::new() });
                    }
                }
                "a" => {
                    let begin = into.begin();
                    self.inline(child, into, inner);
                    if let Some(id) = child.attribute("href").and_then(|h| h.strip_prefix('#')) {
                        into.mark(begin, MarkKind::Citation { ids: vec![id.to_owned()] });
                    }
                }
                "note" => self.note(child, into),
                "frame" | "custom-shape" | "text-box" => inner.push(child),
                _ => self.inline(child, into, inner),
            }
        }
    }

    fn note(&mut self, note: Element<'_>, into: &mut TextBuilder) {
        let label = note.child("note-citation").map(Element::text).unwrap_or_default();
        let begin = into.begin();
        into.push(&label);
        into.mark(begin, MarkKind::Note { label: label.clone() });
        let Some(body) = note.child("note-body") else { return };
        let before = std::mem::take(&mut self.blocks);
        self.content(body, None, false);
        let mut label = Some(label);
        for mut block in std::mem::replace(&mut self.blocks, before) {
            block.kind = BlockKind::Footnote { label: label.take() };
            self.notes.push(block);
        }
    }
}
