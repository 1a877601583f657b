//! Where the nodes of a file begin and end: the elements right below its outermost one, whatever they are called.

use std::io;

use crate::import::text_window::TextWindow;
use crate::ingest::Decoded;
use crate::model::Place;

/// A node of the file.
pub(super) enum Cut {
    /// Its XML.
    Node(String, Place),
    /// What could not be cut out whole, how it begins, and why.
    Lost(Place, String, String),
}

/// Cuts a file into its nodes.
pub(super) struct Nodes {
    window: TextWindow,
    limit: usize,
    /// The outermost element was opened, closed.
    inside: bool,
    ended: bool,
    /// What stands in front of the first node on its line. A node that is not closed is known by the next one that is
    /// indented so.
    indent: Option<String>,
}

/// A piece of markup.
struct Markup {
    start: usize,
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Start,
    End,
    Empty,
    Other,
}

impl Nodes {
    pub(super) fn new(text: Decoded, limit: usize) -> Self {
        Self { window: TextWindow::new(text), limit, inside: false, ended: false, indent: None }
    }

    /// The next node; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Cut>> {
        while !self.ended {
            let Some(markup) = self.markup(0)? else {
                self.ended = true;
                if self.inside {
                    let place = self.window.place(0);
                    let message = "the file breaks off: the end tag of its outermost element is missing, so records may be missing at its end; those before were read";
                    return Ok(Some(Cut::Lost(place, String::new(), message.to_owned())));
                }
                return Ok(None);
            };
            match markup.kind {
                Kind::Other => self.window.consume(markup.end),
                Kind::Start if !self.inside => {
                    self.inside = true;
                    self.window.consume(markup.end);
                }
                Kind::Empty if !self.inside => self.ended = true,
                Kind::End => {
                    self.ended = self.inside;
                    self.window.consume(markup.end);
                }
                Kind::Start | Kind::Empty => return self.node(&markup).map(Some),
            }
        }
        Ok(None)
    }

    /// Cuts out the node that begins with this markup.
    fn node(&mut self, first: &Markup) -> io::Result<Cut> {
        if self.indent.is_none() {
            let before = self.window.rest().get(..first.start).unwrap_or_default();
            let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
            let blank = line.len() < before.len() && line.chars().all(char::is_whitespace);
            self.indent = Some(if blank { line.to_owned() } else { String::new() });
        }
        self.window.consume(first.start);
        let mut at = first.end - first.start;
        let mut depth = usize::from(first.kind == Kind::Start);
        while depth > 0 {
            if at > self.limit {
                return self.too_long(depth, at);
            }
            let Some(markup) = self.markup(at)? else {
                let length = self.window.rest().len();
                self.ended = true;
                let message = "the file breaks off inside this record; the record was left out, those before it were read";
                return Ok(self.lost(length, message.to_owned()));
            };
            match markup.kind {
                Kind::Start if self.is_next(&markup) => {
                    let message =
                        "an end tag of this record is missing; it was left out, the next one was read";
                    return Ok(self.lost(markup.start, message.to_owned()));
                }
                Kind::Start => depth += 1,
                Kind::End => depth -= 1,
                Kind::Empty | Kind::Other => {}
            }
            at = markup.end;
        }
        let xml = self.window.rest().get(..at).unwrap_or_default().to_owned();
        let place = self.window.place(at);
        self.window.consume(at);
        Ok(Cut::Node(xml, place))
    }

    /// Whether a start tag inside a node looks like that of the next node.
    fn is_next(&self, markup: &Markup) -> bool {
        let Some(indent) = self.indent.as_deref().filter(|indent| !indent.is_empty()) else { return false };
        let text = self.window.rest();
        let before = text.get(..markup.start).unwrap_or_default();
        let tag = text.get(markup.start..markup.end).unwrap_or_default();
        before.strip_suffix(indent).is_some_and(|line| line.ends_with(['\n', '\r']))
            && [":about=", ":nodeID=", ":ID="].iter().any(|name| tag.contains(name))
    }

    /// Reads over the rest of a node, of which so much was looked at.
    fn too_long(&mut self, mut depth: usize, counted: usize) -> io::Result<Cut> {
        let limit = self.limit;
        let head: String = self.window.rest().chars().take(120).collect();
        let mut place = self.window.place(0);
        self.window.consume(counted);
        while depth > 0 {
            let Some(markup) = self.markup(0)? else {
                self.ended = true;
                break;
            };
            match markup.kind {
                Kind::Start if self.is_next(&markup) => {
                    self.window.consume(markup.start);
                    break;
                }
                Kind::Start => depth += 1,
                Kind::End => depth -= 1,
                Kind::Empty | Kind::Other => {}
            }
            self.window.consume(markup.end);
        }
        let end = self.window.place(0);
        place.span.end = end.span.start.max(place.span.start);
        place.line_end = end.line_start.max(place.line_start);
        let message =
            format!("this record is longer than {limit} bytes; it was left out, the next one was read");
        Ok(Cut::Lost(place, head, message))
    }

    fn lost(&mut self, length: usize, message: String) -> Cut {
        let head = self.window.rest().chars().take(120).collect();
        let place = self.window.place(length);
        self.window.consume(length);
        Cut::Lost(place, head, message)
    }

    /// The next markup from a place in the window on. What is before it is given away where nothing is held yet.
    fn markup(&mut self, from: usize) -> io::Result<Option<Markup>> {
        let mut at = from;
        let start = loop {
            let text = self.window.rest();
            if let Some(found) = memchr::memchr(b'<', text.as_bytes().get(at..).unwrap_or_default()) {
                break at + found;
            }
            at = text.len();
            // Text outside of all nodes is no reason to hold more and more.
            if from == 0 && at > self.limit {
                self.window.consume(at);
                at = 0;
            }
            if !self.window.fill()? {
                return Ok(None);
            }
        };
        while self.window.rest().len() < start + 9 && self.window.fill()? {}
        let here = self.window.rest().get(start..).unwrap_or_default();
        let (end, kind) = match here {
            _ if here.starts_with("<!--") => (self.find("-->", start + 4)?, Kind::Other),
            _ if here.starts_with("<![CDATA[") => (self.find("]]>", start + 9)?, Kind::Other),
            _ if here.starts_with("<?") => (self.find("?>", start + 2)?, Kind::Other),
            _ if here.starts_with("<!") => (self.declaration(start)?, Kind::Other),
            _ if here.starts_with("</") => (self.find(">", start + 2)?, Kind::End),
            _ => return self.start_tag(start),
        };
        Ok(Some(Markup {
            start,
            end: end.unwrap_or(start + 1),
            kind: if end.is_some() { kind } else { Kind::Other },
        }))
    }

    /// A start tag; a `>` within quotes does not end it.
    fn start_tag(&mut self, start: usize) -> io::Result<Option<Markup>> {
        let mut at = start + 1;
        let mut quote = None;
        loop {
            let bytes = self.window.rest().as_bytes();
            while let Some(&byte) = bytes.get(at) {
                match (byte, quote) {
                    (b'"' | b'\'', None) => quote = Some(byte),
                    (byte, Some(open)) if byte == open => quote = None,
                    (b'>', None) => {
                        let empty = bytes.get(at - 1) == Some(&b'/');
                        let kind = if empty { Kind::Empty } else { Kind::Start };
                        return Ok(Some(Markup { start, end: at + 1, kind }));
                    }
                    _ => {}
                }
                at += 1;
            }
            if at - start > self.limit || !self.window.fill()? {
                // It is a character of the text.
                return Ok((at - start > self.limit).then_some(Markup {
                    start,
                    end: start + 1,
                    kind: Kind::Other,
                }));
            }
        }
    }

    /// A document type, with everything it declares.
    fn declaration(&mut self, start: usize) -> io::Result<Option<usize>> {
        let mut at = start + 2;
        let mut brackets = 0_usize;
        loop {
            let bytes = self.window.rest().as_bytes();
            while let Some(&byte) = bytes.get(at) {
                match byte {
                    b'[' => brackets += 1,
                    b']' => brackets = brackets.saturating_sub(1),
                    b'>' if brackets == 0 => return Ok(Some(at + 1)),
                    _ => {}
                }
                at += 1;
            }
            if at - start > self.limit || !self.window.fill()? {
                return Ok(None);
            }
        }
    }

    fn find(&mut self, needle: &str, from: usize) -> io::Result<Option<usize>> {
        let mut at = from;
        loop {
            let bytes = self.window.rest().as_bytes();
            if let Some(found) = memchr::memmem::find(bytes.get(at..).unwrap_or_default(), needle.as_bytes())
            {
                return Ok(Some(at + found + needle.len()));
            }
            at = at.max(bytes.len().saturating_sub(needle.len()));
            if bytes.len() - from.min(bytes.len()) > self.limit || !self.window.fill()? {
                return Ok(None);
            }
        }
    }
}
