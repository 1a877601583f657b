//! A CSL-JSON item as flat fields: for gold in that form, and for what the program itself reads.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::flat::{first_scalar, scalar};
use super::{Field, Flat};

/// Variables that CSL-JSON writes and flat gold does not.
const OWN: [&str; 8] =
    ["issued", "DOI", "page", "page-first", "custom", "PMID", "publisher-place", "collection-title"];

/// True for what looks like an item of CSL-JSON.
pub fn is_item(value: &Json) -> bool {
    let people = |key| value.get(key).and_then(Json::as_array).is_some_and(|l| l.iter().any(Json::is_object));
    OWN.iter().any(|key| value.get(key).is_some()) || people("author") || people("editor")
}

/// The fields of an item.
pub fn flat(item: &Json) -> Flat {
    let mut flat = Flat::default();
    for (variable, field) in [("author", Field::Authors), ("editor", Field::Editors)] {
        let names = item.get(variable).and_then(Json::as_array).into_iter().flatten();
        flat.set_names(field, names.map(family).filter(|name| !name.is_empty()).collect());
    }
    for (variable, field) in [
        ("title", Field::Title),
        ("container-title", Field::Journal),
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("DOI", Field::Doi),
        ("publisher", Field::Publisher),
    ] {
        flat.set(field, item.get(variable).and_then(first_scalar));
    }
    flat.set(Field::Year, item.get("issued").and_then(year));
    let page = item.get("page").and_then(scalar).unwrap_or_default();
    let (first, last) = pages(&page);
    // An article number stands where there are no pages.
    let start = item.get("page-first").and_then(scalar).filter(|text| !text.is_empty());
    let number = || item.get("number").and_then(scalar);
    let printed = (!first.is_empty()).then(|| first.to_owned());
    flat.set(Field::PageFirst, start.or(printed).or_else(number));
    flat.set(Field::PageLast, last);
    flat
}

/// What an item of the program's states of each field, and under `None` of the whole reference.
#[allow(clippy::cast_possible_truncation, reason = "printed with three digits")]
pub fn confidence(item: &Json) -> BTreeMap<Option<Field>, f32> {
    let number = |value: Option<&Json>| value.and_then(Json::as_f64).map(|number| number as f32);
    let of = |variable: &str| number(item.pointer("/custom/field-confidence")?.get(variable));
    let fields = [
        (Field::Authors, "author"),
        (Field::Editors, "editor"),
        (Field::Title, "title"),
        (Field::Journal, "container-title"),
        (Field::Year, "issued"),
        (Field::Volume, "volume"),
        (Field::Issue, "issue"),
        (Field::PageFirst, "page"),
        (Field::PageLast, "page"),
        (Field::Doi, "DOI"),
        (Field::Publisher, "publisher"),
    ];
    let mut out: BTreeMap<_, _> =
        fields.into_iter().filter_map(|(field, variable)| Some((Some(field), of(variable)?))).collect();
    if let Some(number) = of("number") {
        out.entry(Some(Field::PageFirst)).or_insert(number);
    }
    out.extend(number(item.pointer("/custom/confidence")).map(|whole| (None, whole)));
    out
}

/// A group's name, or the family name with the particle that stays with it.
fn family(name: &Json) -> String {
    let part = |key| name.get(key).and_then(scalar).filter(|text| !text.is_empty());
    part("literal").unwrap_or_else(|| {
        let parts = [part("non-dropping-particle"), part("family")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    })
}

/// The year of the first date; of a date in words, the words.
fn year(issued: &Json) -> Option<String> {
    match issued.pointer("/date-parts/0/0") {
        Some(year) => scalar(year).filter(|year| year != "0"),
        None => ["raw", "literal"].iter().find_map(|key| issued.get(key).and_then(scalar)),
    }
}

/// First and last page. What stands behind a comma or semicolon is a second range, which nobody compares.
fn pages(page: &str) -> (&str, Option<&str>) {
    let dash = |c| matches!(c, '-' | '–' | '—');
    let stop = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let text = page.trim_start();
    let (first, rest) = text.split_at(text.find(|c| stop(c) || dash(c)).unwrap_or(text.len()));
    let Some(rest) = rest.trim_start().strip_prefix(dash).map(str::trim_start) else { return (page, None) };
    let last = &rest[..rest.find(stop).unwrap_or(rest.len())];
    if first.is_empty() || last.is_empty() { (page, None) } else { (first, Some(last)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Value;
    use serde_json::json;

    #[test]
    fn an_item() {
        let item = json!({
            "author": [{"family": "Berg", "non-dropping-particle": "van den"}, {"literal": "WHO"}, {"given": "A"}],
            "title": ["First", "Second"], "issued": {"date-parts": [[2001, 5]]}, "page": "12-19, 24",
        });
        assert!(is_item(&item));
        let flat = flat(&item);
        assert_eq!(flat.values[&Field::Authors], Value::Names(vec!["van den Berg".into(), "WHO".into()]));
        for (field, text) in [
            (Field::Title, "First"),
            (Field::Year, "2001"),
            (Field::PageFirst, "12"),
            (Field::PageLast, "19"),
        ] {
            assert_eq!(flat.values[&field], Value::Text(text.into()));
        }
    }

    #[test]
    fn pages_and_numbers() {
        for (page, wanted) in [
            ("", ("", None)),
            ("S11", ("S11", None)),
            ("1169 – 1175", ("1169", Some("1175"))),
            ("-5", ("-5", None)),
            ("5-", ("5-", None)),
        ] {
            assert_eq!(pages(page), wanted);
        }
        let number = flat(&json!({"number": 17, "issued": {"raw": "May 1999"}}));
        assert_eq!(number.values[&Field::PageFirst], Value::Text("17".into()));
        assert_eq!(number.values[&Field::Year], Value::Text("May 1999".into()));
    }
}
