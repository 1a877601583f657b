//! Citation files of software and data, `CITATION.cff`.
//!
//! After the Citation File Format 1.2.0 (<https://github.com/citation-file-format/citation-file-format>). The software
//! or dataset itself is a record, and so are its preferred citation and each of its references. A file is a page or
//! two, and is held whole.

mod record;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io;

use serde_json::Value;

use super::text_window::{TextWindow, beginning};
use super::{Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::Place;

/// Whether a file that begins like this is a citation file: it has the key that every one must have, at the beginning
/// of a line, and another that one has.
pub fn detect(head: &str) -> bool {
    let has = |key: &str| {
        head.split(['\n', '\r']).any(|line| {
            let line = line.trim_start_matches('\u{feff}');
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    let known = ["message", "title", "authors", "date-released", "version", "license"].into_iter().any(has);
    known && (has("cff-version") || has("\"cff-version\""))
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader {
        window: Some(TextWindow::new(text)),
        limit: limits.record_bytes,
        items: VecDeque::new(),
    })
}

struct Reader {
    /// Until it was read.
    window: Option<TextWindow>,
    limit: usize,
    items: VecDeque<Item>,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        if let Some(window) = self.window.take() {
            self.items = read(window, self.limit)?;
        }
        Ok(self.items.pop_front())
    }
}

/// Everything the file holds.
fn read(mut window: TextWindow, limit: usize) -> io::Result<VecDeque<Item>> {
    let mut items = VecDeque::new();
    while window.rest().len() <= limit {
        if !window.fill()? {
            break;
        }
    }
    let whole = window.rest().len();
    let observed = beginning(window.rest());
    if whole > limit {
        let message =
            format!("this file is longer than {limit} bytes, which no citation file is; it was left out");
        items.push_back(Item::Broken(Broken { place: window.place(whole), message, observed }));
        return Ok(items);
    }
    let tree = yaml::read(window.rest());
    // Places have to be asked for in the order of the file.
    let mut spans: Vec<(yaml::Part, usize, usize)> = tree.parts;
    spans.sort_by_key(|(_, start, _)| *start);
    let root_place = window.place(whole);
    let mut places: Vec<(yaml::Part, Place)> = Vec::new();
    let mut passed = 0;
    for (part, start, end) in spans {
        window.consume(start.saturating_sub(passed));
        passed = start.max(passed);
        places.push((part, window.place(end.saturating_sub(passed))));
    }
    let place_of = |part: yaml::Part| {
        places.iter().find(|(known, _)| *known == part).map_or(root_place, |(_, place)| *place)
    };
    let root = &tree.root;
    let is_citation = root.get("title").is_some() || root.get("authors").is_some();
    if is_citation {
        items.push_back(record(record::read(root, true, root_place)));
    }
    if let Some(preferred) = root.get("preferred-citation").filter(|v| v.is_object()) {
        items.push_back(record(record::read(preferred, false, place_of(yaml::Part::Preferred))));
    }
    for (at, reference) in root.get("references").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        let place = place_of(yaml::Part::Reference(at));
        if reference.is_object() {
            items.push_back(record(record::read(reference, false, place)));
        } else {
            let message = "this is no reference: it has no fields; it was left out".to_owned();
            items.push_back(Item::Broken(Broken {
                place,
                message,
                observed: Some(reference.to_string().chars().take(120).collect()),
            }));
        }
    }
    if let Some((fault, _)) = tree.fault {
        let message =
            format!("this file is no proper YAML ({fault}); what stands behind that place was not read");
        items.push_back(Item::Broken(Broken { place: root_place, message, observed }));
    } else if items.is_empty() && whole > 0 {
        let message = "this is no citation file: it has neither a title nor authors".to_owned();
        items.push_back(Item::Broken(Broken { place: root_place, message, observed }));
    }
    Ok(items)
}

fn record(read: Imported) -> Item {
    Item::Record(Box::new(read))
}
