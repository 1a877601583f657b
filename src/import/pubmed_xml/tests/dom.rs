//! XML as a tree, read slowly and without any knowledge of PubMed, to compare records with.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Element(Node),
    Text(String),
}

impl Node {
    /// A document, as an element without a name around its outermost ones.
    pub(super) fn parse(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(Self::of(&tag)),
                Event::Empty(tag) => open.last_mut().unwrap().children.push(Child::Element(Self::of(&tag))),
                Event::End(_) => {
                    let node = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(Child::Element(node));
                }
                Event::Text(text) => open.last_mut().unwrap().children.push(Child::Text(text.to_string())),
                Event::CData(text) => open.last_mut().unwrap().children.push(Child::Text(text.to_string())),
                Event::GeneralRef(reference) => {
                    let text =
                        quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap().into_owned();
                    open.last_mut().unwrap().children.push(Child::Text(text));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let outside = open.pop().unwrap();
        // A document that is not closed has nothing to compare.
        assert!(open.is_empty());
        outside
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|a| {
            let a = a.unwrap();
            (a.key.0.to_owned(), quick_xml::escape::unescape(&a.value).unwrap().into_owned())
        });
        Self { name: tag.name().0.to_owned(), attributes: attributes.collect(), children: Vec::new() }
    }

    /// The elements right below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// All elements at a path of names.
    pub(super) fn all(&self, path: &str) -> Vec<&Self> {
        let mut found = vec![self];
        for name in path.split('/') {
            found = found.iter().flat_map(|node| node.elements().filter(|e| e.name == name)).collect();
        }
        found
    }

    /// All elements of a name, however deep, in order.
    pub(super) fn below<'a>(&'a self, name: &str, into: &mut Vec<&'a Self>) {
        for element in self.elements() {
            if element.name == name {
                into.push(element);
            }
            element.below(name, into);
        }
    }

    /// The text of the last element at a path; none where it is empty.
    pub(super) fn text_at(&self, path: &str) -> Option<String> {
        self.all(path).last().map(|node| node.text()).filter(|text| !text.is_empty())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.trim().is_empty())
    }

    /// All text, white space folded; between the elements of formulas it counts for nothing.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write_text(&mut out, false);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn write_text(&self, out: &mut String, formula: bool) {
        let formula = formula || self.name.split(':').next_back() == Some("math");
        for child in &self.children {
            match child {
                Child::Element(node) => node.write_text(out, formula),
                Child::Text(text) if formula && text.trim().is_empty() => {}
                Child::Text(text) => out.push_str(text),
            }
        }
    }
}
