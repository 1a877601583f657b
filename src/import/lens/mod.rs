//! Scholarly works of The Lens as its API and its exports give them: `{"data": […]}`, a list, JSON Lines.
//!
//! After the Lens's documentation of the scholarly response (<https://docs.api.lens.org/response-scholar.html>).

mod work;

#[cfg(test)]
mod tests;

use super::Records;
use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins like this holds works of The Lens.
pub fn detect(head: &str) -> bool {
    let Some(head) = Head::of(head) else { return false };
    // Patents have a `lens_id` too.
    head.has("lens_id")
        && !head.has_any(&["doc_number", "biblio", "jurisdiction", "patent_citations_count_only"])
}

/// Reads the works of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(JsonRecords::new(text, limits, Shape { lists: &["data", "results"], wrappers: &[] }, work::read))
}
