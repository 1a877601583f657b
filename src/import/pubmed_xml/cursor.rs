//! A walk through the XML of one record.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::Fault;

/// Reads one record, element by element.
///
/// Whoever is given an element by [`child`](Self::child) reads all of it before asking for the next: its children
/// until there are none, its text, or [`skip`](Self::skip).
pub(super) struct Cursor<'a> {
    xml: Reader<&'a [u8]>,
    depth: usize,
    limit: usize,
}

/// An element's start tag.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl<'a> Cursor<'a> {
    /// The bytes need not be UTF-8: reading one that is not is a fault.
    pub(super) fn new(bytes: &'a [u8], depth_limit: usize) -> Self {
        let mut xml = Reader::from_reader(bytes);
        xml.config_mut().expand_empty_elements = true;
        Self { xml, depth: 0, limit: depth_limit }
    }

    /// How far it has come.
    pub(super) fn position(&self) -> u64 {
        self.xml.buffer_position()
    }

    fn step(&mut self) -> Result<Event<'a>, Fault> {
        let event = self.xml.read_event().map_err(syntax)?;
        match event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > self.limit {
                    return Err(Fault::TooDeep { limit: self.limit });
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof => return Err(Fault::Syntax { message: "it ends inside an element".into() }),
            _ => {}
        }
        Ok(event)
    }

    /// The next element within the one being read; `None` where that one ends.
    pub(super) fn child(&mut self) -> Result<Option<Tag<'a>>, Fault> {
        // The indentation between elements is most of what there is.
        self.xml.config_mut().trim_text_start = true;
        loop {
            match self.step()? {
                Event::Start(tag) => return Ok(Some(Tag(tag))),
                Event::End(_) => return Ok(None),
                _ => {}
            }
        }
    }

    /// Passes over the rest of the element being read.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.step()?;
        }
        Ok(())
    }

    /// All text of the element being read, whatever is nested in it, white space folded.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        self.xml.config_mut().trim_text_start = false;
        let outside = self.depth.saturating_sub(1);
        let mut out = String::new();
        // Depth at which a formula began: white space between its elements says nothing.
        let mut formula: Option<usize> = None;
        loop {
            match self.step()? {
                Event::Text(text) if formula.is_some() && text.trim().is_empty() => {}
                Event::Text(text) => out.push_str(&text),
                Event::CData(text) => out.push_str(&text),
                Event::GeneralRef(reference) => out.push(character(&reference)?),
                Event::Start(tag) => {
                    let name = tag.name().0;
                    if formula.is_none() && (name == "math" || name.ends_with(":math")) {
                        formula = Some(self.depth);
                    }
                }
                Event::End(_) => {
                    if self.depth == outside {
                        return Ok(folded(out));
                    }
                    if formula.is_some_and(|at| self.depth < at) {
                        formula = None;
                    }
                }
                _ => {}
            }
        }
    }

    /// The same; `None` where there is no text.
    pub(super) fn filled(&mut self) -> Result<Option<String>, Fault> {
        let text = self.text()?;
        Ok((!text.is_empty()).then_some(text))
    }
}

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.name().0
    }

    /// An attribute's value; `None` where there is none or it is empty.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, Fault> {
        let Some(value) = self.raw_attribute(name)? else { return Ok(None) };
        let value = if value.contains('&') {
            let unescaped = quick_xml::escape::unescape(&value);
            unescaped.map_err(|error| Fault::Syntax { message: error.to_string() })?.into_owned()
        } else {
            value.into_owned()
        };
        let value = folded(value);
        Ok((!value.is_empty()).then_some(value))
    }

    /// Whether an attribute has a value, one that needs no escaping.
    pub(super) fn has(&self, name: &str, value: &str) -> Result<bool, Fault> {
        Ok(self.raw_attribute(name)?.is_some_and(|found| found == value))
    }

    fn raw_attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Fault> {
        // Of an attribute given twice the first counts; looking for doubles would cost more than all else here.
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| Fault::Syntax { message: error.to_string() })?;
            if attribute.key.0 == name {
                return Ok(Some(attribute.value));
            }
        }
        Ok(None)
    }
}

fn syntax(error: quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Encoding(_) => Fault::NotUtf8,
        error => Fault::Syntax { message: error.to_string() },
    }
}

/// The character a reference stands for.
fn character(reference: &BytesRef<'_>) -> Result<char, Fault> {
    match &**reference {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => {}
    }
    match reference.resolve_char_ref() {
        Ok(Some(c)) if illegal(c) => Err(Fault::Character { code: u32::from(c) }),
        Ok(Some(c)) => Ok(c),
        Ok(None) => Err(Fault::Entity { name: reference.chars().take(40).collect() }),
        Err(error) => Err(Fault::Syntax { message: error.to_string() }),
    }
}

/// Characters that XML 1.0 does not allow, not even by reference.
fn illegal(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Runs of white space as one space, none at the ends.
fn folded(text: String) -> String {
    if is_folded(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether every space stands alone and between words, and is a space. Swept without branches: this sees all text.
#[allow(clippy::needless_bitwise_bool, reason = "what stops early is not vectorised")]
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let odd = bytes.iter().fold(false, |odd, &b| odd | (b < b' ') | (b == 0xc2) | (0xe1..=0xe3).contains(&b));
    let behind = bytes.get(1..).unwrap_or_default();
    let double = bytes.iter().zip(behind).fold(false, |any, (&a, &b)| any | (a == b' ') & (b == b' '));
    if double || bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    // Odd are also the first bytes of the white space beyond ASCII, and of much else.
    !odd || !text.contains(|c: char| c != ' ' && c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(xml: &str) -> Result<String, Fault> {
        let mut cursor = Cursor::new(xml.as_bytes(), 256);
        cursor.child()?;
        cursor.text()
    }

    #[test]
    fn markup_is_flattened() {
        for (xml, expected) in [
            ("<t>CO<sub>2</sub> and <i>E.\n  coli</i></t>", "CO2 and E. coli"),
            ("<t>a &lt; b &amp;&#x3b1;&#946;</t>", "a < b &αβ"),
            ("<t> <!-- no --> x<![CDATA[ < y]]></t>", "x < y"),
            ("<t/>", ""),
            ("<t>a\u{a0}b\u{2009}\u{2009}c</t>", "a b c"),
            (
                "<t>of <mml:math>\n <mml:msub>\n <mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn> </mml:msub>\n</mml:math> and <i> y</i></t>",
                "of x2 and y",
            ),
        ] {
            assert_eq!(text(xml).as_deref(), Ok(expected), "{xml}");
        }
    }

    #[test]
    fn what_is_refused() {
        assert_eq!(text("<t>&l9;</t>"), Err(Fault::Entity { name: "l9".into() }));
        assert_eq!(text("<t>&#1;</t>"), Err(Fault::Character { code: 1 }));
        assert!(matches!(text("<t>&#xD800;</t>"), Err(Fault::Syntax { .. })));
        assert!(matches!(text("<t>&#0;</t>"), Err(Fault::Syntax { .. } | Fault::Character { .. })));
        assert!(matches!(text("<t><b>x</t>"), Err(Fault::Syntax { .. })));
        assert!(matches!(text("<t>x"), Err(Fault::Syntax { .. })));
        let deep = format!("<t>{}{}</t>", "<i>".repeat(300), "</i>".repeat(300));
        assert_eq!(text(&deep), Err(Fault::TooDeep { limit: 256 }));
    }

    #[test]
    fn attributes() {
        let mut cursor = Cursor::new(r#"<t UI="D1" Empty="" Label="A &amp; B"><u/></t>"#.as_bytes(), 256);
        let tag = cursor.child().unwrap().unwrap();
        assert_eq!(tag.attribute("UI").unwrap().as_deref(), Some("D1"));
        assert_eq!(tag.attribute("Label").unwrap().as_deref(), Some("A & B"));
        assert_eq!(tag.attribute("Empty").unwrap(), None);
        assert_eq!(tag.attribute("Other").unwrap(), None);
        assert!(tag.has("UI", "D1").unwrap());
    }

    #[test]
    fn what_is_not_wanted_is_passed_over() {
        let mut cursor = Cursor::new(b"<t><a><b/><a/></a>x<c>y</c></t>", 256);
        cursor.child().unwrap();
        assert_eq!(cursor.child().unwrap().unwrap().name(), "a");
        cursor.skip().unwrap();
        assert_eq!(cursor.child().unwrap().unwrap().name(), "c");
        assert_eq!(cursor.text().unwrap(), "y");
        assert!(cursor.child().unwrap().is_none());
    }

    proptest! {
        #[test]
        fn folding_is_that_of_words(text in "[ a\n\u{a0}é\u{2009}中]{0,12}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(folded(text.clone()), words.join(" "));
        }
    }
}
