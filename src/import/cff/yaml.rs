//! YAML as a tree, within bounds: aliases are put in only as long as the tree stays small, and depth is limited.
//!
//! Scalars stay text: `version: 1.10` is not a number, and `date-released: 2020-01-02` needs no type of its own.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Value};

/// Nodes in nodes.
const DEEPEST: usize = 40;

/// Nodes of a tree, those of aliases included.
const MOST_NODES: usize = 200_000;

/// Bytes that aliases may add.
const MOST_ALIAS_BYTES: usize = 4 << 20;

/// A part of the file that is a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Preferred,
    Reference(usize),
}

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The first document; as much of it as could be read.
    pub(super) root: Value,
    /// Where its parts stand, in bytes.
    pub(super) parts: Vec<(Part, usize, usize)>,
    /// What is wrong, and in which line, if something is.
    pub(super) fault: Option<(String, usize)>,
}

/// Reads the first document of a text.
pub(super) fn read(text: &str) -> Tree {
    let mut builder = Builder::default();
    let mut fault = None;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => {
                if let Err(message) = builder.take(event, span) {
                    fault = Some((message.to_owned(), span.start.line()));
                    break;
                }
            }
            Err(error) => {
                fault = Some((
                    format!("line {}: {}", error.marker().line(), error.info()),
                    error.marker().line(),
                ));
                break;
            }
        }
    }
    let offsets = Offsets::of(text, &builder.parts);
    let parts =
        builder.parts.iter().map(|(part, start, end)| (*part, offsets.byte(*start), offsets.byte(*end)));
    let parts = parts.collect();
    Tree { parts, root: builder.finish(), fault }
}

/// Characters counted as bytes.
struct Offsets(HashMap<usize, usize>, usize);

impl Offsets {
    fn of(text: &str, parts: &[(Part, usize, usize)]) -> Self {
        let mut wanted: Vec<usize> = parts.iter().flat_map(|(_, start, end)| [*start, *end]).collect();
        wanted.sort_unstable();
        let mut wanted = wanted.into_iter().peekable();
        let mut found = HashMap::new();
        for (count, (at, _)) in text.char_indices().enumerate() {
            while wanted.peek() == Some(&count) {
                found.insert(count, at);
                wanted.next();
            }
            if wanted.peek().is_none() {
                break;
            }
        }
        Self(found, text.len())
    }

    fn byte(&self, count: usize) -> usize {
        self.0.get(&count).copied().unwrap_or(self.1)
    }
}

#[derive(Default)]
struct Builder {
    stack: Vec<Frame>,
    root: Option<Value>,
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    alias_bytes: usize,
    parts: Vec<(Part, usize, usize)>,
}

struct Anchored {
    value: Value,
    nodes: usize,
    bytes: usize,
}

struct Frame {
    anchor: usize,
    /// In characters.
    start: usize,
    holder: Holder,
}

enum Holder {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let null = style == ScalarStyle::Plain
                    && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let value = if null { Value::Null } else { Value::String(text.into_owned()) };
                self.put(value, anchor)?;
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, span, Holder::List(Vec::new()))?,
            Event::MappingStart(anchor, _) => self.open(anchor, span, Holder::Map(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(anchor) => {
                let Some(known) = self.anchors.get(&anchor) else { return Err("an alias of nothing") };
                self.nodes += known.nodes;
                self.alias_bytes += known.bytes;
                if self.nodes > MOST_NODES || self.alias_bytes > MOST_ALIAS_BYTES {
                    return Err("its aliases come to more than any citation file holds");
                }
                let value = known.value.clone();
                self.put(value, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, anchor: usize, span: Span, holder: Holder) -> Result<(), &'static str> {
        if self.stack.len() >= DEEPEST {
            return Err("it is nested more deeply than any citation file is");
        }
        self.stack.push(Frame { anchor, start: span.start.index(), holder });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), &'static str> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let is_map = matches!(frame.holder, Holder::Map(..));
        let value = frame.holder.into_value();
        if is_map {
            match self.stack.as_slice() {
                [Frame { holder: Holder::Map(_, Some(key)), .. }] if key == "preferred-citation" => {
                    self.parts.push((Part::Preferred, frame.start, span.end.index()));
                }
                [
                    Frame { holder: Holder::Map(_, Some(key)), .. },
                    Frame { holder: Holder::List(before), .. },
                ] if key == "references" => {
                    self.parts.push((Part::Reference(before.len()), frame.start, span.end.index()));
                }
                _ => {}
            }
        }
        self.put(value, frame.anchor)
    }

    fn put(&mut self, value: Value, anchor: usize) -> Result<(), &'static str> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err("it has more parts than any citation file has");
        }
        if anchor > 0 {
            let (nodes, bytes) = size(&value);
            // What is kept for aliases counts like one.
            self.alias_bytes += bytes;
            self.nodes += nodes;
            if self.alias_bytes > MOST_ALIAS_BYTES {
                return Err("its anchors come to more than any citation file holds");
            }
            self.anchors.insert(anchor, Anchored { value: value.clone(), nodes, bytes });
        }
        self.hang(value);
        Ok(())
    }

    /// Puts a value where it belongs.
    fn hang(&mut self, value: Value) {
        match self.stack.last_mut().map(|frame| &mut frame.holder) {
            None => self.root = self.root.take().or(Some(value)),
            Some(Holder::List(items)) => items.push(value),
            Some(Holder::Map(map, key)) => match key.take() {
                None => *key = Some(value.as_str().unwrap_or_default().to_owned()),
                Some(key) => {
                    map.entry(key).or_insert(value);
                }
            },
        }
    }

    /// The tree; of one that was not read to its end what is complete. A reference that is not is no part of it.
    fn finish(mut self) -> Value {
        while self.stack.len() > 2 {
            self.stack.pop();
        }
        while let Some(frame) = self.stack.pop() {
            let is_item = self.stack.len() == 1 && matches!(frame.holder, Holder::Map(..));
            if !is_item {
                self.hang(frame.holder.into_value());
            }
        }
        self.root.unwrap_or_default()
    }
}

impl Holder {
    fn into_value(self) -> Value {
        match self {
            Self::List(items) => Value::Array(items),
            Self::Map(map, _) => Value::Object(map),
        }
    }
}

/// Nodes and bytes of text. Trees are no deeper than [`DEEPEST`], aliases included, since what holds one is counted.
fn size(value: &Value) -> (usize, usize) {
    let mut nodes = 0;
    let mut bytes = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        nodes += 1;
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                bytes += map.keys().map(String::len).sum::<usize>();
                open.extend(map.values());
            }
            _ => {}
        }
    }
    (nodes, bytes)
}
