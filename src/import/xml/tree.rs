//! The XML of one record as a tree.

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::import::draft::folded;

/// Elements within elements.
const DEPTH_LIMIT: usize = 64;

/// Elements of one record.
const ELEMENT_LIMIT: usize = 200_000;

/// An element with everything in it. Names are without prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Element {
    pub(in crate::import) name: String,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Text(String),
    Element(Element),
}

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::import) enum Fault {
    #[error("its elements are nested more than {DEPTH_LIMIT} deep")]
    TooDeep,
    #[error("it has more than {ELEMENT_LIMIT} elements")]
    TooMany,
    #[error("it is not well-formed: {0}")]
    Syntax(String),
}

impl Element {
    /// Its child elements, in order.
    pub(in crate::import) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its children with a name.
    pub(in crate::import) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |child| child.name == name)
    }

    /// Its first child with a name.
    pub(in crate::import) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// What a path of names leads to, by the first child each time.
    pub(in crate::import) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text of its first child with a name; empty where there is none.
    pub(in crate::import) fn text_of(&self, name: &str) -> String {
        self.child(name).map(Element::text).unwrap_or_default()
    }

    /// An attribute's value; empty where there is none.
    pub(in crate::import) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// All text in it, white space folded. The indentation between elements is no text.
    pub(in crate::import) fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        folded(out)
    }

    /// All text in it as it stands.
    pub(in crate::import) fn whole_text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    /// Its text line by line, without empty ones.
    pub(in crate::import) fn lines(&self) -> Vec<String> {
        let mut out = String::new();
        self.gather(&mut out);
        out.split(['\r', '\n']).map(|line| folded(line.to_owned())).filter(|line| !line.is_empty()).collect()
    }

    fn gather(&self, out: &mut String) {
        let mixed = self.nodes.len() > 1;
        for node in &self.nodes {
            match node {
                Node::Text(text) if mixed && text.contains('\n') && text.trim().is_empty() => {}
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.gather(out),
            }
        }
    }
}

/// Reads the element that a text consists of.
pub(in crate::import) fn read(xml: &str) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    // Many programs write a bare `&`.
    config.allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0;
    loop {
        match reader.read_event().map_err(|e| Fault::Syntax(e.to_string()))? {
            Event::Start(tag) => {
                elements += 1;
                if elements > ELEMENT_LIMIT {
                    return Err(Fault::TooMany);
                }
                if open.len() >= DEPTH_LIMIT {
                    return Err(Fault::TooDeep);
                }
                open.push(started(&tag)?);
            }
            Event::End(_) => {
                let Some(done) = open.pop() else {
                    return Err(Fault::Syntax("it has no element".to_owned()));
                };
                match open.last_mut() {
                    Some(parent) => parent.nodes.push(Node::Element(done)),
                    None => return Ok(done),
                }
            }
            Event::Text(text) => add_text(&mut open, &text),
            Event::CData(text) => add_text(&mut open, &text),
            Event::GeneralRef(reference) => add_reference(&mut open, &reference),
            Event::Eof => return Err(Fault::Syntax("it ends inside an element".to_owned())),
            _ => {}
        }
    }
}

fn started(tag: &BytesStart<'_>) -> Result<Element, Fault> {
    let name = local(tag.name().0).to_owned();
    let mut attributes = Vec::new();
    // EndNote says of every value in which type face it is set: half of its files, and nothing that is read.
    if name == "style" {
        return Ok(Element { name, attributes, nodes: Vec::new() });
    }
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| Fault::Syntax(e.to_string()))?;
        let key = local(attribute.key.0).to_owned();
        let value = unescaped(&attribute.value);
        attributes.push((key, value));
    }
    Ok(Element { name, attributes, nodes: Vec::new() })
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute. One with an entity that nobody knows stays as it is written.
fn unescaped(value: &str) -> String {
    match quick_xml::escape::unescape(value) {
        Ok(plain) => plain.into_owned(),
        Err(_) => value.to_owned(),
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.nodes.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => element.nodes.push(Node::Text(text.to_owned())),
    }
}

fn add_reference(open: &mut [Element], reference: &BytesRef<'_>) {
    let known = match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten().filter(|c| !c.is_control() || c.is_whitespace()),
    };
    match known {
        Some(c) => add_text(open, c.encode_utf8(&mut [0; 4])),
        None => add_text(open, &format!("&{};", &**reference)),
    }
}

/// Where a document type ends: at the first `>` outside its quotes, brackets and comments.
pub(super) fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut brackets = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => at += 1 + memchr::memchr(quote, &bytes[at + 1..])?,
            b'<' if bytes[at..].starts_with(b"<!--") => at += 3 + memmem::find(&bytes[at + 1..], b"-->")?,
            b'[' => brackets += 1,
            b']' => brackets = brackets.saturating_sub(1),
            b'>' if brackets == 0 => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}
