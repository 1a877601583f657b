//! XML as a tree of elements, within bounds.
//!
//! XML's own entities, character references and the names HTML has for characters are understood. A document type is
//! stepped over: what it declares is never expanded, and nothing it points to is opened. Prefixes of names are left
//! out; the formats read here have no two elements that differ in nothing else where it matters.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{DocumentError, DocumentLimits};

/// A parsed text.
pub(super) struct Tree {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    /// Reading stopped before the end: what stood there, for a note.
    pub(super) broken: Option<String>,
}

struct Node {
    content: Content,
    first_child: u32,
    next: u32,
}

enum Content {
    Element { name: u32, attributes: Box<[(u32, Box<str>)]> },
    Text(Box<str>),
}

const NONE: u32 = u32::MAX;

/// An element.
#[derive(Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree,
    at: u32,
}

/// What stands in an element.
#[derive(Clone, Copy)]
pub(super) enum Child<'t> {
    Element(Element<'t>),
    Text(&'t str),
}

impl Tree {
    /// Reads a text.
    pub(super) fn read(
        bytes: &[u8],
        format: &'static str,
        limits: &DocumentLimits,
    ) -> Result<Self, DocumentError> {
        let text = decoded(bytes);
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut builder = Builder::new(limits);
        let broken = loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => builder.open(&start)?,
                Ok(Event::Empty(start)) => {
                    builder.open(&start)?;
                    builder.close(None);
                }
                Ok(Event::End(end)) => builder.close(Some(local(end.name().as_ref()))),
                Ok(Event::Text(text)) => builder.text(&text),
                Ok(Event::CData(text)) => builder.text(&text),
                Ok(Event::GeneralRef(name)) => builder.reference(&name),
                Ok(Event::Eof) => {
                    let cut = builder.open.len() > 1;
                    break cut.then(|| "it ends before its last element is closed".to_owned());
                }
                Ok(_) => {}
                Err(e) => break Some(e.to_string()),
            }
        };
        builder.flush();
        if builder.nodes.len() < 2 {
            let reason = broken.unwrap_or_else(|| "it holds no element".to_owned());
            return Err(DocumentError::Malformed { format, reason });
        }
        let mut names = vec![Box::from(""); builder.names.len()];
        for (name, id) in builder.names {
            if let Some(slot) = names.get_mut(id as usize) {
                *slot = name;
            }
        }
        Ok(Self { nodes: builder.nodes, names, broken })
    }

    /// What holds the outermost element.
    pub(super) fn root(&self) -> Element<'_> {
        Element { tree: self, at: 0 }
    }

    fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }
}

struct Builder<'l> {
    nodes: Vec<Node>,
    names: HashMap<Box<str>, u32>,
    /// Open elements, and the last child of each.
    open: Vec<(u32, u32)>,
    text: String,
    limits: &'l DocumentLimits,
}

impl<'l> Builder<'l> {
    fn new(limits: &'l DocumentLimits) -> Self {
        let mut names = HashMap::new();
        names.insert(Box::from(""), 0);
        let content = Content::Element { name: 0, attributes: Box::default() };
        Self {
            nodes: vec![Node { content, first_child: NONE, next: NONE }],
            names,
            open: vec![(0, NONE)],
            text: String::new(),
            limits,
        }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.insert(name.into(), id);
        id
    }

    fn add(&mut self, content: Content) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { content, first_child: NONE, next: NONE });
        if let Some((parent, last)) = self.open.last_mut() {
            let before = std::mem::replace(last, at);
            let (index, first) = if before == NONE { (*parent, true) } else { (before, false) };
            if let Some(node) = self.nodes.get_mut(index as usize) {
                *(if first { &mut node.first_child } else { &mut node.next }) = at;
            }
        }
        at
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), DocumentError> {
        self.flush();
        if self.open.len() > self.limits.depth {
            let limit = self.limits.depth as u64;
            return Err(DocumentError::TooLarge { what: "elements within elements", limit });
        }
        if self.nodes.len() > self.limits.elements {
            let limit = self.limits.elements as u64;
            return Err(DocumentError::TooLarge { what: "too many elements", limit });
        }
        let mut attributes = Vec::new();
        // Without the check for repeated names, which takes the square of their number.
        for attribute in start.attributes().with_checks(false).flatten() {
            let name = self.name(local(attribute.key.as_ref()));
            attributes.push((name, unescaped(&attribute.value).into_boxed_str()));
        }
        let name = self.name(local(start.name().as_ref()));
        let at = self.add(Content::Element { name, attributes: attributes.into() });
        self.open.push((at, NONE));
        Ok(())
    }

    /// Closes the innermost element of that name and what is left open inside it.
    fn close(&mut self, name: Option<&str>) {
        self.flush();
        let Some(name) = name else {
            self.open.pop();
            return;
        };
        let Some(id) = self.names.get(name).copied() else { return };
        let same = |&(at, _): &(u32, u32)| matches!(self.nodes.get(at as usize), Some(Node { content: Content::Element { name, .. }, .. }) if *name == id);
        if let Some(at) = self.open.iter().rposition(same)
            && at > 0
        {
            self.open.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn reference(&mut self, name: &str) {
        let written = format!("&{name};");
        let meant = htmlize::unescape(&written);
        self.text.push_str(&meant);
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text).into_boxed_str();
            self.add(Content::Text(text));
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn unescaped(value: &str) -> String {
    if value.contains('&') { htmlize::unescape(value).into_owned() } else { value.to_owned() }
}

/// The text of an XML part: by its byte-order mark, its declaration, else UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let declared = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next())
        .and_then(|rest| rest.split_once("encoding="))
        .and_then(|(_, value)| value.get(1..)?.split(['"', '\'']).next())
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let sniffed = match bytes {
        [b'<', 0, ..] => encoding_rs::UTF_16LE,
        [0, b'<', ..] => encoding_rs::UTF_16BE,
        _ => declared.unwrap_or(encoding_rs::UTF_8),
    };
    sniffed.decode(bytes).0.into_owned()
}

impl<'t> Element<'t> {
    /// Its name without prefix.
    pub(super) fn name(self) -> &'t str {
        match self.tree.node(self.at).map(|n| &n.content) {
            Some(Content::Element { name, .. }) => self.tree.names.get(*name as usize).map_or("", |n| n),
            _ => "",
        }
    }

    pub(super) fn is(self, name: &str) -> bool {
        self.name() == name
    }

    /// An attribute's value, by its name without prefix.
    pub(super) fn attribute(self, name: &str) -> Option<&'t str> {
        let Some(Content::Element { attributes, .. }) = self.tree.node(self.at).map(|n| &n.content) else {
            return None;
        };
        let same = |id: u32| self.tree.names.get(id as usize).is_some_and(|n| **n == *name);
        attributes.iter().find(|(id, _)| same(*id)).map(|(_, value)| &**value)
    }

    /// What stands in it, in order.
    pub(super) fn children(self) -> impl Iterator<Item = Child<'t>> {
        let first = self.tree.node(self.at).map_or(NONE, |n| n.first_child);
        std::iter::successors(Some(first), move |at| self.tree.node(*at).map(|n| n.next)).map_while(
            move |at| {
                let node = self.tree.node(at)?;
                Some(match &node.content {
                    Content::Element { .. } => Child::Element(Self { tree: self.tree, at }),
                    Content::Text(text) => Child::Text(text),
                })
            },
        )
    }

    /// Elements in it.
    pub(super) fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter_map(|c| if let Child::Element(e) = c { Some(e) } else { None })
    }

    /// The first element of that name in it.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        self.elements().find(|e| e.is(name))
    }

    /// Every element of that name below, outermost first; what lies inside a found one is not looked at.
    pub(super) fn all(self, name: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut open: Vec<Self> = self.elements().collect();
        open.reverse();
        while let Some(element) = open.pop() {
            if element.is(name) {
                found.push(element);
                continue;
            }
            let from = open.len();
            open.extend(element.elements());
            if let Some(added) = open.get_mut(from..) {
                added.reverse();
            }
        }
        found
    }

    /// The first element of that name anywhere below.
    pub(super) fn first(self, name: &str) -> Option<Self> {
        let mut open: Vec<Self> = vec![self];
        while let Some(element) = open.pop() {
            if element.is(name) {
                return Some(element);
            }
            let from = open.len();
            open.extend(element.elements());
            if let Some(added) = open.get_mut(from..) {
                added.reverse();
            }
        }
        None
    }

    /// Its text and that of everything below.
    pub(super) fn text(self) -> String {
        let mut builder = super::text::TextBuilder::default();
        self.write(&mut builder);
        builder.take().0
    }

    /// Writes that text. Depth is bounded by the tree's.
    pub(super) fn write(self, into: &mut super::text::TextBuilder) {
        for child in self.children() {
            match child {
                Child::Text(text) => into.push(text),
                Child::Element(element) => element.write(into),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        Tree::read(text.as_bytes(), "XML", &DocumentLimits::default()).unwrap()
    }

    #[test]
    fn a_tree() {
        let tree = tree("<a x:b='1 &amp; 2'><p:c>one &lt; &#x32; &nbsp; &unknown;</p:c><c/></a>");
        let a = tree.root().child("a").unwrap();
        assert_eq!(a.attribute("b"), Some("1 & 2"));
        assert_eq!(a.elements().count(), 2);
        assert_eq!(a.child("c").unwrap().text(), "one < 2 &unknown;");
        assert_eq!(tree.broken, None);
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;\"><!ENTITY z SYSTEM \"file:///etc/passwd\">]><a>&y;&z;</a>";
        assert_eq!(tree(bomb).root().text(), "&y;&z;");
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = "<a>".repeat(100_000);
        let limits = DocumentLimits::default();
        assert!(matches!(
            Tree::read(deep.as_bytes(), "XML", &limits),
            Err(DocumentError::TooLarge { limit: 256, .. })
        ));
        let wide = "<a/>".repeat(2000);
        let few = DocumentLimits { elements: 1000, ..limits };
        assert!(matches!(Tree::read(wide.as_bytes(), "XML", &few), Err(DocumentError::TooLarge { .. })));
    }

    #[test]
    fn what_is_cut_off_is_read_to_there() {
        let tree = tree("<a><b>one</b><c>two");
        assert_eq!(tree.root().text(), "onetwo");
        assert!(tree.broken.is_some());
    }
}
