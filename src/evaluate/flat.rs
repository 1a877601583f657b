//! A reference as eleven flat fields, and how a line of flat gold says them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value as Json;

use super::Field;

/// A reference as flat fields, as printed. An absent field was not found, or is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// What is said of each field.
    pub values: BTreeMap<Field, Value>,
    /// Fields that the gold cannot tell and that are therefore not scored for this reference.
    pub unscored: BTreeSet<Field>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Family names, and names of groups, in order.
    Names(Vec<String>),
    /// Everything else.
    Text(String),
}

impl Flat {
    /// Sets a field unless there is nothing to set.
    pub(super) fn set(&mut self, field: Field, text: Option<impl Into<String>>) {
        let text = text.map(Into::into).unwrap_or_default();
        if !text.is_empty() {
            self.values.insert(field, Value::Text(text));
        }
    }

    /// Sets a list of names unless it is empty.
    pub(super) fn set_names(&mut self, field: Field, names: Vec<String>) {
        if !names.is_empty() {
            self.values.insert(field, Value::Names(names));
        }
    }

    /// A line of flat gold: `{"authors": ["Smith", …], "title": …, "_ignore": ["issue"]}`. `None` when it names none
    /// of the fields, unless a string is all it holds: then no field is there.
    pub(super) fn from_gold(line: &Json) -> Option<Self> {
        let mut flat = Self::default();
        for field in Field::ALL {
            let value = line.get(field.as_str());
            if field.is_names() {
                flat.set_names(field, value.map(names).unwrap_or_default());
            } else {
                flat.set(field, value.and_then(scalar));
            }
        }
        if !flat.values.contains_key(&Field::Journal) {
            let aliases = ["container", "container-title", "container_title"];
            flat.set(Field::Journal, aliases.iter().find_map(|alias| scalar(line.get(alias)?)));
        }
        if !flat.values.contains_key(&Field::PageFirst)
            && let Some(pages) = line.get("pages").and_then(first_scalar)
        {
            let (first, last) = split_pages(&pages);
            flat.set(Field::PageFirst, Some(first));
            flat.set(Field::PageLast, last);
        }
        let unscored = line.get("_ignore").and_then(Json::as_array);
        flat.unscored =
            unscored.into_iter().flatten().filter_map(|name| Field::from_name(name.as_str()?)).collect();
        let says = !flat.values.is_empty() || !flat.unscored.is_empty();
        (says || is_bare(line)).then_some(flat)
    }
}

/// True for a string with nothing about it, also in forms we do not know.
fn is_bare(line: &Json) -> bool {
    let nested = |value: &Json| value.is_array() || value.is_object();
    line.get("raw").is_some_and(Json::is_string) && line.as_object().is_some_and(|o| !o.values().any(nested))
}

/// A string, or a number written as one.
pub(super) fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A scalar, or the first of a list: Crossref's CSL-JSON has lists of titles.
pub(super) fn first_scalar(value: &Json) -> Option<String> {
    value.as_array().map_or_else(|| scalar(value), |list| list.first().and_then(scalar))
}

fn names(value: &Json) -> Vec<String> {
    let name = |name: &Json| {
        scalar(name).or_else(|| ["family", "literal", "name"].iter().find_map(|key| scalar(name.get(key)?)))
    };
    match value {
        Json::Array(list) => list.iter().filter_map(name).collect(),
        one => name(one).filter(|name| !name.is_empty()).into_iter().collect(),
    }
}

/// `12-34` at its first dash.
fn split_pages(pages: &str) -> (&str, Option<&str>) {
    let dash = |c| matches!(c, '-' | '‐'..='—' | '−');
    let pages = pages.trim();
    match pages.split_once(dash) {
        Some((first, last)) => (first.trim_end(), Some(last.trim_start_matches(dash).trim_start())),
        None => (pages, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_of_flat_gold() {
        let flat = Flat::from_gold(&json!({
            "authors": ["Smith", {"family": "Doe"}], "container": "J Test", "volume": 7, "pages": "12 – 5", "title": "",
            "_ignore": ["issue", "author"],
        }))
        .unwrap();
        assert_eq!(flat.values[&Field::Authors], Value::Names(vec!["Smith".into(), "Doe".into()]));
        assert_eq!(flat.values[&Field::Journal], Value::Text("J Test".into()));
        assert_eq!(flat.values[&Field::Volume], Value::Text("7".into()));
        assert_eq!(flat.values[&Field::PageFirst], Value::Text("12".into()));
        assert_eq!(flat.values[&Field::PageLast], Value::Text("5".into()));
        assert!(!flat.values.contains_key(&Field::Title));
        assert_eq!(flat.unscored, BTreeSet::from([Field::Issue]));
        assert_eq!(Flat::from_gold(&json!({"id": 1})), None);
        assert_eq!(Flat::from_gold(&json!([1])), None);
        assert_eq!(Flat::from_gold(&json!({"raw": "x", "fields": {}})), None);
        assert_eq!(Flat::from_gold(&json!({"raw": "x"})), Some(Flat::default()));
    }
}
