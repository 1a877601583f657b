//! CSL items in YAML: `references:` with a list below, in a file of its own or in the front matter of a text.
//!
//! The items are those of CSL-JSON 1.0.2; the manual of pandoc ("Specifying bibliographic data") describes the form, and
//! pandoc, Better BibTeX for Zotero and others write it. Dates may be text (`2003-02`), lists of `year` and `month`, or
//! `date-parts`; text is pandoc's Markdown, whose marks are taken out.

mod markdown;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::fields::head_lines;
use super::yaml_records::{Layout, YamlRecords};
use super::{Imported, Records, csl_json};
use crate::ingest::{Decoded, Limits};
use crate::model::Place;

/// Whether a file that begins so holds CSL items in YAML.
pub fn detect(head: &str) -> bool {
    const VARIABLES: [&str; 14] = [
        "id:",
        "type:",
        "title:",
        "author:",
        "issued:",
        "container-title:",
        "DOI:",
        "URL:",
        "publisher:",
        "page:",
        "volume:",
        "editor:",
        "abstract:",
        "issue:",
    ];
    // It has references too, in words of its own.
    if head.contains("cff-version") {
        return false;
    }
    let mut lines = head_lines(head).map(|l| l.trim_start_matches('\u{feff}')).filter(|l| {
        let bare = l.trim();
        !bare.is_empty() && !bare.starts_with('#') && !bare.starts_with('%')
    });
    let Some(first) = lines.by_ref().find(|l| !matches!(l.trim_end(), "---")) else { return false };
    let is_list = |line: &str| line.trim_end() == "references:";
    let begins = first.starts_with("- ") || is_list(first) || {
        // Other keys of a front matter may stand before it.
        let key =
            first.split_once(':').is_some_and(|(key, _)| !key.contains([' ', '"', '{']) && !key.is_empty());
        let front = head.trim_start_matches('\u{feff}').trim_start().starts_with("---");
        (key && (front || first.starts_with("nocite"))) && lines.by_ref().take(2000).any(is_list)
    };
    if !begins {
        return false;
    }
    let known = |line: &str| {
        let bare = line.trim_start().trim_start_matches("- ").trim_start();
        VARIABLES.iter().position(|variable| bare.starts_with(variable))
    };
    let mut seen: Vec<usize> = known(first).into_iter().chain(lines.take(60).filter_map(known)).collect();
    seen.sort_unstable();
    seen.dedup();
    // `id` and `type` and something that only works have.
    seen.len() >= 3 && (seen.contains(&0) || seen.contains(&1))
}

/// Reads the items of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(YamlRecords::new(text, limits, Layout::List("references"), read))
}

fn read(_: &str, value: Value, place: Place) -> Result<Imported, String> {
    let Value::Object(map) = value else {
        return Err("this is no item: it has no fields; it was left out".to_owned());
    };
    let item: Map<String, Value> = map.into_iter().map(|(key, value)| field(key, value)).collect();
    csl_json::read_item(&Value::Object(item), place)
}

/// A field as CSL-JSON has it.
fn field(key: String, value: Value) -> (String, Value) {
    let date = ["issued", "accessed", "submitted", "event-date", "original-date", "available-date"];
    let literal = ["id", "DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "type", "citation-key", "language"];
    let value = match value {
        value if date.contains(&key.as_str()) => as_date(value),
        value if literal.contains(&key.as_str()) => value,
        value => without_marks(value, 0),
    };
    (key, value)
}

/// `2003-02`, `{year: 2003, month: 2}`, a list of such, and CSL's own.
fn as_date(value: Value) -> Value {
    match value {
        Value::Array(items) if items.iter().all(|item| item.get("year").is_some()) => {
            json!({ "date-parts": items.iter().map(parts).collect::<Vec<Value>>() })
        }
        Value::Object(map) if map.contains_key("year") => {
            json!({ "date-parts": [parts(&Value::Object(map))] })
        }
        Value::String(text) => json!({ "raw": text }),
        other => other,
    }
}

fn parts(date: &Value) -> Value {
    let known = ["year", "month", "day"]
        .into_iter()
        .map_while(|part| date.get(part)?.as_str().and_then(|text| text.trim().parse::<i64>().ok()));
    Value::Array(known.map(Value::from).collect())
}

/// Text without Markdown's marks, at any depth a record has.
fn without_marks(value: Value, depth: usize) -> Value {
    match value {
        Value::String(text) => Value::String(markdown::plain(&text)),
        Value::Array(items) if depth < 8 => {
            Value::Array(items.into_iter().map(|item| without_marks(item, depth + 1)).collect())
        }
        Value::Object(map) if depth < 8 => Value::Object(
            map.into_iter().map(|(key, value)| (key, without_marks(value, depth + 1))).collect(),
        ),
        other => other,
    }
}
