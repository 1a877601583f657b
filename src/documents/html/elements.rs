use std::collections::HashMap;

use super::lists::{is_entry, is_left_out, is_list};
use super::meta::Meta;
use super::tokens::Tag;
use crate::documents::services::is_service_link;
use crate::documents::text::TextBuilder;
use crate::documents::{Block, BlockKind, Extracted, MarkKind};

/// Puts the blocks of a page together.
#[derive(Default)]
pub(super) struct Reader {
    open: Vec<Open>,
    /// Elements opened beyond the deepest level, which are read as if they were not there.
    beyond: usize,
    blocks: Vec<Block>,
    text: TextBuilder,
    meta: Meta,
    /// Whose text is not read: how many of the open elements.
    left_out: usize,
    /// The window's title is being read.
    title: Option<String>,
    /// How many open elements are reference lists.
    lists: usize,
    /// An entry is open since this depth.
    entry: Option<usize>,
    entry_ids: Vec<String>,
    entry_label: Option<String>,
    /// The label of the item that begins.
    item_label: Option<String>,
    /// Ids inside an entry, and the id of the entry.
    aliases: HashMap<String, String>,
    preformatted: usize,
}

struct Open {
    name: String,
    left_out: bool,
    list: bool,
    /// Where its text began, and what it becomes.
    inline: Option<(usize, Inline)>,
    /// The next number of an ordered list, and how it is written; none for bullets.
    counter: Option<(i64, char)>,
}

enum Inline {
    Superscript,
    Link(Option<String>),
    Label,
}

/// Elements that begin a block of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "caption"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "hr"
            | "address"
            | "body"
            | "html"
            | "head"
            | "thead"
            | "tbody"
            | "tfoot"
            | "center"
            | "details"
            | "summary"
            | "fieldset"
            | "hgroup"
            | "menu"
            | "form"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "wbr"
            | "col"
            | "area"
            | "base"
            | "embed"
            | "source"
            | "track"
            | "param"
    )
}

impl Reader {
    pub(super) fn start(&mut self, tag: &Tag<'_>, depth: usize) {
        let name = tag.name.as_str();
        match name {
            "meta" => return self.meta.add(tag),
            "br" => {
                if self.left_out == 0 {
                    if self.entry.is_some() { self.text.space() } else { self.text.line_break() }
                }
                return;
            }
            "title" if self.left_out == 0 && !self.open.iter().any(|o| o.name == "body") => {
                self.title = Some(String::new());
            }
            _ => {}
        }
        if is_void(name) {
            if name == "hr" {
                self.flush();
            }
            return;
        }
        self.close_implied(name);
        if self.open.len() >= depth {
            self.beyond += 1;
            return;
        }
        let left_out = is_left_out(tag);
        self.left_out += usize::from(left_out);
        let hidden = self.left_out > 0;
        if !hidden && is_block(name) && self.entry.is_none() {
            self.flush();
        }
        if !hidden && self.entry.is_some() && (is_block(name) || name == "td" || name == "th") {
            self.text.space();
        }
        let list = !hidden && is_list(tag);
        self.lists += usize::from(list);
        let mut counter = None;
        if name == "ol" {
            let start = tag.attribute("start").and_then(|s| s.trim().parse::<i64>().ok()).unwrap_or(1);
            let sign = tag.attribute("type").and_then(|t| t.chars().next()).unwrap_or('1');
            counter = Some((start, sign));
        }
        if name == "li" && !hidden {
            self.item_label = self.number(tag);
        }
        if !hidden && self.lists > 0 && !list && self.entry.is_none() && is_entry(tag) {
            self.flush();
            self.entry = Some(self.open.len());
            self.entry_ids.clear();
            // A term before its definition is the label.
            if let Some(label) = self.item_label.take() {
                self.entry_label = Some(label);
            }
        }
        if self.entry.is_some() {
            for attribute in ["id", "name"] {
                if let Some(id) = tag.attribute(attribute).filter(|id| !id.is_empty()) {
                    self.entry_ids.push(id.into_owned());
                }
            }
        }
        self.preformatted += usize::from(name == "pre");
        let inline = if hidden { None } else { self.inline(tag) };
        self.open.push(Open { name: name.to_owned(), left_out, list, inline, counter });
    }

    fn inline(&mut self, tag: &Tag<'_>) -> Option<(usize, Inline)> {
        let kind = match tag.name.as_str() {
            "sup" => Inline::Superscript,
            "a" => {
                let href = tag.attribute("href").unwrap_or_default();
                Inline::Link(href.strip_prefix('#').filter(|id| !id.is_empty()).map(str::to_owned))
            }
            "td" | "th" => {
                self.text.space();
                return None;
            }
            "span" | "div"
                if has_class(tag, &["label", "csl-left-margin", "ref-label", "citation-label"]) =>
            {
                Inline::Label
            }
            _ => return None,
        };
        Some((self.text.begin(), kind))
    }

    /// The number of an item of an ordered list.
    fn number(&mut self, tag: &Tag<'_>) -> Option<String> {
        let list = self.open.iter_mut().rev().find(|o| matches!(o.name.as_str(), "ol" | "ul" | "menu"))?;
        let (next, sign) = list.counter.as_mut()?;
        let number = tag.attribute("value").and_then(|v| v.trim().parse::<i64>().ok()).unwrap_or(*next);
        *next = number.saturating_add(1);
        Some(match *sign {
            'a' | 'A' => {
                let index = u8::try_from((number - 1).rem_euclid(26)).unwrap_or_default();
                let first = if *sign == 'a' { b'a' } else { b'A' };
                format!("{}.", char::from(first + index))
            }
            _ => format!("{number}."),
        })
    }

    /// Closes what a start tag closes without saying so.
    fn close_implied(&mut self, name: &str) {
        let closes = |open: &str| match name {
            "li" => open == "li",
            "dt" | "dd" => open == "dt" || open == "dd",
            "tr" => open == "tr",
            "td" | "th" => open == "td" || open == "th",
            _ => open == "p" && is_block(name),
        };
        let stops = |open: &str| match name {
            "li" => matches!(open, "ul" | "ol" | "menu"),
            "dt" | "dd" => open == "dl",
            "tr" | "td" | "th" => open == "table",
            _ => is_block(open) && open != "p",
        };
        let mut found = None;
        // A paragraph lies near the top; items may hold some levels.
        for (at, open) in self.open.iter().enumerate().rev().take(64) {
            if closes(&open.name) {
                found = Some(at);
                break;
            }
            if stops(&open.name) {
                break;
            }
        }
        if let Some(at) = found {
            self.close_to(at);
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if name == "title"
            && let Some(title) = self.title.take()
        {
            self.meta.window_title(&title);
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|o| o.name == name) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, at: usize) {
        while self.open.len() > at {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(top) = self.open.last() else { return };
        let block = is_block(&top.name) && self.left_out == 0;
        if self.entry == Some(self.open.len() - 1) || (block && self.entry.is_none()) {
            self.flush();
            if self.entry == Some(self.open.len() - 1) {
                self.entry = None;
                self.entry_label = None;
            }
        } else if block {
            self.text.space();
        }
        let Some(top) = self.open.pop() else { return };
        self.left_out -= usize::from(top.left_out);
        self.lists -= usize::from(top.list);
        self.preformatted -= usize::from(top.name == "pre");
        match top.inline {
            Some((begin, Inline::Superscript)) => self.text.mark(begin, MarkKind::Superscript),
            Some((begin, Inline::Link(Some(id)))) if self.entry.is_none() => {
                self.text.mark(begin, MarkKind::Citation { ids: vec![id] });
            }
            Some((begin, Inline::Link(_)))
                if self.entry.is_some() && is_service_link(self.text.since(begin)) =>
            {
                self.text.cut(begin);
            }
            Some((_, Inline::Label)) => self.text.space(),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(title) = &mut self.title {
            title.push_str(text);
            return;
        }
        if self.left_out > 0 {
            return;
        }
        if self.preformatted > 0 && self.entry.is_none() {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.text.line_break();
                }
                self.text.push(line);
            }
        } else {
            self.text.push(text);
        }
    }

    /// Ends the block that is being put together.
    fn flush(&mut self) {
        if self.text.is_empty() {
            let (_, _) = self.text.take();
            return;
        }
        let (text, marks) = self.text.take();
        let text = if self.entry.is_some() { without_empty_brackets(&text) } else { text };
        if text.is_empty() {
            return;
        }
        let kind = self.kind(&text);
        if let Some(kind) = kind {
            self.blocks.push(Block { kind, text, marks, page: None });
        }
    }

    /// What the open block is; `None` for a term, which becomes the label of what follows.
    fn kind(&mut self, text: &str) -> Option<BlockKind> {
        if self.entry.is_some() {
            let id = self.entry_ids.first().cloned();
            if let Some(id) = &id {
                for alias in self.entry_ids.drain(..) {
                    self.aliases.insert(alias, id.clone());
                }
            }
            let label = self.entry_label.take().map(|l| crate::documents::labels::bare(&l));
            return Some(BlockKind::Reference { label: label.filter(|l| !l.is_empty()), id });
        }
        for open in self.open.iter().rev().take(32) {
            match open.name.as_str() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    let level = open.name.as_bytes().get(1).map_or(1, |b| b - b'0');
                    return Some(BlockKind::Heading(level));
                }
                "dt" if self.lists > 0 && text.len() <= 16 => {
                    self.item_label = Some(text.to_owned());
                    return None;
                }
                "li" => return Some(BlockKind::ListItem { label: self.item_label.take() }),
                "body" | "article" | "main" | "table" | "ol" | "ul" => break,
                _ => {}
            }
        }
        Some(BlockKind::Paragraph)
    }

    pub(super) fn finish(mut self, into: &mut Extracted) {
        self.close_to(0);
        self.flush();
        for block in &mut self.blocks {
            for mark in &mut block.marks {
                if let MarkKind::Citation { ids } = &mut mark.kind {
                    for id in ids {
                        if let Some(main) = self.aliases.get(id) {
                            id.clone_from(main);
                        }
                    }
                }
            }
        }
        let heading = self.blocks.iter().find(|b| b.kind == BlockKind::Heading(1)).map(|b| b.text.as_str());
        let (front, references) = self.meta.finish(heading);
        let listed = self.blocks.iter().any(|b| matches!(b.kind, BlockKind::Reference { .. }));
        into.blocks.append(&mut self.blocks);
        if !listed {
            // Publishers that build their pages by script leave the list in the head.
            into.blocks.extend(references.into_iter().filter(|r| !r.is_empty()).map(|text| Block {
                kind: BlockKind::Reference { label: None, id: None },
                text,
                ..Block::default()
            }));
        }
        if into.front == crate::documents::Front::default() {
            into.front = front;
        }
    }
}

fn has_class(tag: &Tag<'_>, classes: &[&str]) -> bool {
    tag.attribute("class").is_some_and(|c| c.split_ascii_whitespace().any(|word| classes.contains(&word)))
}

/// Brackets whose links are gone: `[] [ ]`, `( , )`.
fn without_empty_brackets(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let end = text.trim_end();
        let Some(close) = end.chars().next_back().filter(|c| matches!(c, ']' | ')' | '|' | '·')) else {
            break;
        };
        let open = match close {
            ']' => '[',
            ')' => '(',
            _ => {
                text.truncate(end.len() - close.len_utf8());
                continue;
            }
        };
        let Some(at) = end.rfind(open) else { break };
        let inner = end.get(at + 1..end.len() - 1).unwrap_or_default();
        if inner.chars().any(char::is_alphanumeric) {
            break;
        }
        text.truncate(at);
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets() {
        assert_eq!(without_empty_brackets("Doe A. 2001. [ ] [, ]"), "Doe A. 2001.");
        assert_eq!(without_empty_brackets("Doe A (ed)"), "Doe A (ed)");
        assert_eq!(without_empty_brackets("Doe A | ·"), "Doe A");
    }
}
