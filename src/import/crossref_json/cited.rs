//! The record's own reference list: a string, or parts of one.

use serde_json::Value;

use super::fields::{Log, list, text};
use crate::model::{Cited, Identifier, Scheme};
use crate::normalize::identifiers;

/// The references of a work, in its order.
pub(super) fn read(work: &Value, log: &mut Log) -> Vec<Cited> {
    list(work, "reference", log).iter().filter_map(|reference| one(reference, log)).collect()
}

fn one(reference: &Value, log: &mut Log) -> Option<Cited> {
    if !reference.is_object() {
        log.wrong_type("reference", "a reference", reference);
        return None;
    }
    let text_of = |key, log: &mut Log| text(reference, key, log);
    let identifiers = text_of("DOI", log)
        .and_then(|raw| Some(Identifier { scheme: Scheme::Doi, value: identifiers::doi(&raw)?, raw }))
        .into_iter()
        .collect();
    let author = text_of("author", log);
    let text = match text_of("unstructured", log) {
        // Cut where the author was tagged apart: `, eds …`.
        Some(rest) if rest.starts_with([',', ';', '.', ':']) => {
            format!("{}{rest}", author.unwrap_or_default())
        }
        Some(whole) => whole,
        None => joined(reference, author, log),
    };
    let cited = Cited { text, identifiers, work: None };
    (!cited.text.is_empty() || !cited.identifiers.is_empty()).then_some(cited)
}

/// `Mottola. Physical activity. J Obstet. 2018;40(11):1528.`
fn joined(reference: &Value, author: Option<String>, log: &mut Log) -> String {
    let mut sentences: Vec<String> = author.into_iter().collect();
    for key in ["article-title", "volume-title", "series-title", "journal-title"] {
        sentences.extend(text(reference, key, log));
    }
    sentences.extend(text(reference, "edition", log).map(|edition| format!("{edition} ed")));
    let mut place = text(reference, "year", log).unwrap_or_default();
    if let Some(volume) = text(reference, "volume", log) {
        place = if place.is_empty() { volume } else { format!("{place};{volume}") };
    }
    if let Some(issue) = text(reference, "issue", log) {
        place = format!("{place}({issue})");
    }
    if let Some(page) = text(reference, "first-page", log) {
        place = if place.is_empty() { page } else { format!("{place}:{page}") };
    }
    sentences.extend(Some(place).filter(|p| !p.is_empty()));
    let mut out = String::new();
    for sentence in sentences {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(sentence.trim_end_matches('.'));
        if !out.ends_with(['?', '!']) {
            out.push('.');
        }
    }
    out
}
