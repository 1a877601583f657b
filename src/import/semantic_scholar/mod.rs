//! Semantic Scholar's JSON: papers of its Academic Graph.
//!
//! The specification is the "Academic Graph API" of Semantic Scholar, object `FullPaper`; answers to searches and to lists
//! of identifiers hold the same objects in `data`. `references` holds papers too: the paper's own list.

mod paper;

#[cfg(test)]
mod tests;

use super::Records;
use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so holds papers of Semantic Scholar.
pub fn detect(head: &str) -> bool {
    Head::of(head).is_some_and(|head| {
        head.has("paperId")
            && head.has("title")
            && head.has_any(&[
                "authors",
                "externalIds",
                "year",
                "venue",
                "abstract",
                "citationCount",
                "url",
                "journal",
            ])
    })
}

/// Reads papers of Semantic Scholar.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let shape = Shape { lists: &["data", "papers"], wrappers: &[] };
    Box::new(JsonRecords::new(text, limits, shape, |value, place| {
        let draft = paper::read(value);
        if draft.record.work.title.is_none() && draft.record.work.contributors.is_empty() {
            return Err("this paper has neither title nor people; it was left out".to_owned());
        }
        Ok(draft.finish(place))
    }))
}
