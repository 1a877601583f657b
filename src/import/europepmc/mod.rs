//! Europe PMC's search results, JSON and XML.
//!
//! The specification is Europe PMC's "`RESTful` Web Service" reference, module `search`; results come as `lite` and as `core`,
//! which hold the same things in other places. Both forms have the same names, so that one reader does for them.

mod result;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::Records;
use super::elements::{ElementRecords, Given};
use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use super::xml::{self, Element};
use crate::ingest::{Decoded, Limits};

/// Names that others do not have.
const NAMES: [&str; 8] = [
    "authorString",
    "pubYear",
    "journalInfo",
    "isOpenAccess",
    "inEPMC",
    "citedByCount",
    "hasTextMinedTerms",
    "pubTypeList",
];

/// Whether a file that begins so holds Europe PMC's results as JSON.
pub fn detect_json(head: &str) -> bool {
    let begins = head
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '['))
        .starts_with('{');
    let wrapped = begins
        && head.contains("\"resultList\"")
        && NAMES.iter().filter(|name| head.contains(&format!("\"{name}\""))).count() >= 2;
    wrapped || Head::of(head).is_some_and(|head| NAMES.iter().filter(|name| head.has(name)).count() >= 3)
}

/// Whether a file that begins so holds Europe PMC's results as XML.
pub fn detect_xml(head: &str) -> bool {
    matches!(xml::root(head), Some("responseWrapper" | "resultList"))
        && head.contains("<result")
        && NAMES.iter().filter(|name| head.contains(&format!("<{name}"))).count() >= 1
}

/// Reads Europe PMC's JSON.
pub fn open_json(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let shape = Shape { lists: &["result"], wrappers: &["resultList"] };
    Box::new(JsonRecords::new(text, limits, shape, |value, place| {
        let draft = result::read(value);
        if draft.is_empty() {
            return Err(
                "this record has neither title nor people nor identifiers; it was left out".to_owned()
            );
        }
        Ok(draft.finish(place))
    }))
}

/// Reads Europe PMC's XML.
pub fn open_xml(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(ElementRecords::new(text, limits, &["result"], |tree| {
        Given::Record(Box::new(result::read(&value(tree))))
    }))
}

/// An element as JSON has it. Elements are nested no deeper than a tree may be.
fn value(tree: &Element) -> Value {
    let mut map = Map::new();
    for child in tree.children() {
        let new = value(child);
        match map.get_mut(&child.name) {
            None => {
                map.insert(child.name.clone(), new);
            }
            Some(Value::Array(items)) => items.push(new),
            Some(known) => *known = Value::Array(vec![known.take(), new]),
        }
    }
    if map.is_empty() { Value::String(tree.text()) } else { Value::Object(map) }
}
