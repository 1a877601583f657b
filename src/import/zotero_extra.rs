//! Zotero's field "Extra", in which fields stand that an item's type does not have: `PMID: 12345`, a line each.

use super::draft::{Draft, Slot};
use crate::model::Scheme;

/// Takes a line.
pub(super) fn line(draft: &mut Draft, line: &str) {
    let line = line.trim();
    let (name, value) = line.split_once(':').map_or(("", ""), |(name, value)| (name.trim(), value.trim()));
    match name.to_ascii_lowercase().as_str() {
        "doi" => draft.identifier(Scheme::Doi, value),
        "pmid" => draft.identifier(Scheme::Pmid, value),
        "pmcid" => draft.identifier(Scheme::Pmcid, value),
        "arxiv" => draft.identifier(Scheme::Arxiv, value.split(' ').next().unwrap_or(value)),
        "isbn" => draft.serial_numbers(value),
        "issn" => draft.issn_as(value, super::draft::Medium::Unknown),
        "publisher" => draft.set(Slot::Publisher, value),
        "place" | "publisher-place" => draft.set(Slot::Place, value),
        "container-title" => draft.set(Slot::Container, value),
        "edition" => draft.set(Slot::Edition, value),
        "volume" => draft.volume(value),
        "issue" => draft.issue(value),
        "page" | "pages" => draft.pages(value),
        // What a program wrote for itself.
        "citation key" | "type" | "tex.ids" | "bibtex" => {}
        _ => draft.note(line),
    }
}
