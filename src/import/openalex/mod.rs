//! Works of OpenAlex as its API and its snapshots give them: one work, an answer with `results`, a list, JSON Lines.
//!
//! After OpenAlex's documentation of the work object (<https://docs.openalex.org/api-entities/works/work-object>).

mod work;

#[cfg(test)]
mod tests;

use super::Records;
use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins like this holds works of OpenAlex.
pub fn detect(head: &str) -> bool {
    let Some(head) = Head::of(head) else { return false };
    let own = [
        "authorships",
        "abstract_inverted_index",
        "referenced_works",
        "cited_by_api_url",
        "primary_location",
        "host_venue",
    ];
    let is_work = head.text("id").is_some_and(|id| id.contains("openalex.org/W") || id.starts_with('W'));
    head.has("meta") && head.has_any(&own)
        || is_work && head.has_any(&["display_name", "title", "authorships", "ids", "doi"])
        || own.iter().filter(|key| head.has(key)).count() >= 2
}

/// Reads the works of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(JsonRecords::new(
        text,
        limits,
        Shape { lists: &["results", "works"], wrappers: &[] },
        work::read,
    ))
}
