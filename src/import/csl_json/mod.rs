//! CSL-JSON, version 1.0.2: what citation managers export and citation processors read.
//!
//! After the schema of the Citation Style Language (<https://github.com/citation-style-language/schema>). Files in
//! use differ from it: titles in lists, dates as text, numbers as strings, Crossref's own variant, identifiers hidden in
//! `note` (`PMID: 123`), and what `refloom parse` prints. All of these are read.

mod dates;
mod item;

#[cfg(test)]
mod tests;

use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use super::{Records, crossref, datacite, lens, openalex};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins like this holds CSL-JSON.
pub fn detect(head: &str) -> bool {
    const VARIABLES: [&str; 10] = [
        "title",
        "issued",
        "author",
        "editor",
        "container-title",
        "DOI",
        "URL",
        "publisher",
        "page",
        "title-short",
    ];
    // Their works have a type and a title as well.
    let others = [crossref::detect, datacite::detect, lens::detect, openalex::detect];
    if others.iter().any(|detect| detect(head)) {
        return false;
    }
    let Some(head) = Head::of(head) else { return false };
    let known = VARIABLES.iter().filter(|key| head.has(key)).count();
    let is_item = known >= 2 || known == 1 && head.has_any(&["id", "citation-key", "custom"]);
    match head.text("type") {
        Some(word) => item::kind(word).is_some() && (is_item || head.has("custom")),
        None => is_item && head.has_any(&["container-title", "issued"]) && head.has("id"),
    }
}

/// Reads the items of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let shape = Shape { lists: &["items", "references", "data"], wrappers: &["message"] };
    Box::new(JsonRecords::new(text, limits, shape, item::read))
}

/// Reads one item that another format holds.
pub(in crate::import) fn read_item(
    value: &serde_json::Value,
    place: crate::model::Place,
) -> Result<super::Imported, String> {
    item::read(value, place)
}
