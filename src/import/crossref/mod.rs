//! Files of Crossref's works: answers of its REST API, its public data files, JSON Lines.
//!
//! After the API's schema (<https://api.crossref.org/swagger-ui/index.html>). Each work is read by
//! [`super::crossref_json`], as the service's own answers are.

use serde_json::Value;

use super::json_head::Head;
use super::json_records::JsonRecords;
use super::json_values::Shape;
use super::record_draft::Draft;
use super::{Imported, Records, crossref_json};
use crate::ingest::{Decoded, Limits};
use crate::model::{Metric, Place, Provider, Scheme, Source};
use crate::normalize::types::{self, Vocabulary};

#[cfg(test)]
mod tests;

/// Whether a file that begins like this holds Crossref's works.
pub fn detect(head: &str) -> bool {
    const OWN: [&str; 10] = [
        "content-domain",
        "deposited",
        "indexed",
        "is-referenced-by-count",
        "issn-type",
        "member",
        "prefix",
        "reference-count",
        "references-count",
        "short-container-title",
    ];
    let Some(head) = Head::of(head) else { return false };
    let is_work = head.text("type").is_none_or(|word| {
        types::lookup(Vocabulary::Crossref, word).is_some()
            && !matches!(word, "book" | "dataset" | "report" | "standard")
            || head.get("title").is_some_and(|title| title.starts_with('['))
    });
    let marks = OWN.iter().filter(|key| head.has(key)).count();
    is_work && (marks >= 2 && head.has_any(&["DOI", "title"]) || marks >= 1 && head.has("DOI"))
}

/// Reads the works of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let shape = Shape { lists: &["items"], wrappers: &["message"] };
    Box::new(JsonRecords::new(text, limits, shape, read))
}

fn read(value: &Value, place: Place) -> Result<Imported, String> {
    let work = value.get("message").filter(|message| message.is_object()).unwrap_or(value);
    if work.get("DOI").is_none() && work.get("title").is_none() {
        return Err("this is no work of Crossref: it has neither a DOI nor a title".to_owned());
    }
    Ok(imported(work, place))
}

/// A work as a record of a file.
pub(super) fn imported(work: &Value, place: Place) -> Imported {
    let reading = crossref_json::read(work);
    let mut draft = Draft { record: reading.record, log: crossref_json::fields::Log::default() };
    draft.record.source = Source::Import;
    draft.log.extend(reading.findings);
    if let Some(count) = draft.record.cited_by_count.take() {
        draft.count(Metric::CitedByCount, Provider::Crossref, count as f64);
    }
    for alias in &reading.aliases {
        draft.named_note("other DOI", alias);
    }
    let identifiers = &draft.record.work.identifiers;
    let label = identifiers.iter().find(|id| id.value.scheme == Scheme::Doi).map(|id| id.value.value.clone());
    // A work without a DOI has an address alone.
    if label.is_none()
        && let Some(url) = work.get("URL").and_then(Value::as_str)
    {
        draft.url(url);
    }
    draft.finish(label, place)
}
