//! What was read from one reference, with the text it was read from.

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::names::{CslDate, CslName, names};
use crate::model::{Entry, Field, Reference, Role, Scheme};

/// A reference as one CSL-JSON item. Borrowed from the reference and its entry; absent fields are not written.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year_suffix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplement_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_first: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher_place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pmid: Option<&'a str>,
    #[serde(rename = "PMCID", skip_serializing_if = "Option::is_none")]
    pmcid: Option<&'a str>,
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    isbn: Option<&'a str>,
    #[serde(rename = "ISSN", skip_serializing_if = "Option::is_none")]
    issn: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    custom: Custom<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Custom<'a> {
    raw: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    et_al: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f32>,
    field_confidence: FieldConfidence<'a>,
}

/// Confidences by the names the fields have in the item.
struct FieldConfidence<'a>(&'a Reference);

/// The item of a reference and the entry it was read from.
pub fn item<'a>(reference: &'a Reference, entry: &'a Entry) -> Item<'a> {
    let text = |field: &'a Option<Field<String>>| field.as_ref().map(|f| f.value.as_str());
    let first = |scheme| {
        reference.identifiers.iter().find(|f| f.value.scheme == scheme).map(|f| f.value.value.as_str())
    };
    let pages = reference.pages.as_ref().map(|f| &f.value);
    Item {
        kind: reference.kind.csl(),
        author: names(reference, Role::Author),
        editor: names(reference, Role::Editor),
        translator: names(reference, Role::Translator),
        title: text(&reference.title),
        container_title: text(&reference.container_title),
        collection_title: text(&reference.collection_title),
        issued: CslDate::of(reference.issued.as_ref()),
        year_suffix: reference.year_suffix.as_deref(),
        volume: text(&reference.volume),
        issue: text(&reference.issue),
        supplement_number: text(&reference.supplement),
        page: pages.map(|p| match &p.last {
            Some(last) => format!("{}-{last}", p.first),
            None => p.first.clone(),
        }),
        page_first: pages.map(|p| p.first.as_str()),
        number: text(&reference.article_number),
        edition: text(&reference.edition),
        publisher: text(&reference.publisher),
        publisher_place: text(&reference.publisher_place),
        event_title: text(&reference.event_title),
        genre: text(&reference.genre),
        doi: first(Scheme::Doi),
        pmid: first(Scheme::Pmid),
        pmcid: first(Scheme::Pmcid),
        isbn: first(Scheme::Isbn),
        issn: first(Scheme::Issn),
        url: first(Scheme::Url),
        accessed: CslDate::of(reference.accessed.as_ref()),
        language: reference.language.as_deref(),
        note: note(reference),
        custom: Custom {
            raw: &entry.text,
            et_al: reference.authors_truncated,
            confidence: reference.confidence.map(rounded),
            field_confidence: FieldConfidence(reference),
        },
    }
}

/// What CSL has no variable for: leftover text, and identifiers of other schemes or beyond the first of their own.
fn note(reference: &Reference) -> Option<String> {
    let mut lines: Vec<String> = reference.notes.iter().map(|n| n.value.clone()).collect();
    // Schemes with a variable of their own, which holds the first identifier.
    let mut own = vec![Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Isbn, Scheme::Issn, Scheme::Url];
    for Field { value, .. } in &reference.identifiers {
        match own.iter().position(|&scheme| scheme == value.scheme) {
            Some(i) => drop(own.swap_remove(i)),
            None => lines.push(format!("{}: {}", value.scheme.as_str(), value.value)),
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Three digits say all there is to say, and make the output the same on every machine.
fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}

impl Serialize for FieldConfidence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let r = self.0;
        let of = |field: &Option<Field<String>>| field.as_ref().and_then(|f| f.confidence);
        let role = |role| r.with_role(role).filter_map(|c| c.name.confidence).reduce(f32::min);
        let scheme =
            |scheme| r.identifiers.iter().find(|f| f.value.scheme == scheme).and_then(|f| f.confidence);
        let mut map = serializer.serialize_map(None)?;
        for (name, confidence) in [
            ("author", role(Role::Author)),
            ("editor", role(Role::Editor)),
            ("title", of(&r.title)),
            ("container-title", of(&r.container_title)),
            ("collection-title", of(&r.collection_title)),
            ("issued", r.issued.as_ref().and_then(|f| f.confidence)),
            ("volume", of(&r.volume)),
            ("issue", of(&r.issue)),
            ("supplement-number", of(&r.supplement)),
            ("page", r.pages.as_ref().and_then(|f| f.confidence)),
            ("number", of(&r.article_number)),
            ("edition", of(&r.edition)),
            ("publisher", of(&r.publisher)),
            ("publisher-place", of(&r.publisher_place)),
            ("event-title", of(&r.event_title)),
            ("genre", of(&r.genre)),
            ("DOI", scheme(Scheme::Doi)),
            ("PMID", scheme(Scheme::Pmid)),
            ("PMCID", scheme(Scheme::Pmcid)),
            ("ISBN", scheme(Scheme::Isbn)),
            ("ISSN", scheme(Scheme::Issn)),
            ("URL", scheme(Scheme::Url)),
            ("accessed", r.accessed.as_ref().and_then(|f| f.confidence)),
        ] {
            if let Some(confidence) = confidence {
                map.serialize_entry(name, &rounded(confidence))?;
            }
        }
        map.end()
    }
}
