//! DataCite's JSON: answers of its REST API, lists of them, and plain records of its schema.
//!
//! After the DataCite Metadata Schema 4.6 (<https://schema.datacite.org/meta/kernel-4.6/>) and the API's wrapping after
//! JSON:API (`{"data": {"attributes": …}}`).

mod people;
mod related;
mod resource;

#[cfg(test)]
mod tests;

use super::Records;
use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins like this holds DataCite's records.
pub fn detect(head: &str) -> bool {
    const OWN: [&str; 9] = [
        "creators",
        "titles",
        "publicationYear",
        "relatedIdentifiers",
        "resourceTypeGeneral",
        "alternateIdentifiers",
        "rightsList",
        "fundingReferences",
        "schemaVersion",
    ];
    let Some(head) = Head::of(head) else { return false };
    let own = OWN.iter().filter(|key| head.has(key)).count();
    own >= 2 || head.text("type") == Some("dois") && head.has("attributes")
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(JsonRecords::new(
        text,
        limits,
        Shape { lists: &["data", "dois"], wrappers: &[] },
        resource::read,
    ))
}
