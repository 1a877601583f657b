//! One flat row of text cells a reference.

use super::csv_cell::guard;
use crate::model::{Contributor, Entry, Field, Name, Person, Reference, Role, Scheme};

/// The columns.
pub const HEADER: [&str; 15] = [
    "label",
    "type",
    "authors",
    "title",
    "container-title",
    "year",
    "volume",
    "issue",
    "supplement",
    "page-first",
    "page-last",
    "doi",
    "pmid",
    "confidence",
    "raw",
];

/// The cells of a reference, each guarded against spreadsheets. An article number stands under `page-first`.
pub fn row(reference: &Reference, entry: &Entry) -> [String; HEADER.len()] {
    let text = |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.clone()).unwrap_or_default();
    let identifier = |scheme| {
        let found = reference.identifiers.iter().find(|f| f.value.scheme == scheme);
        found.map(|f| f.value.value.clone()).unwrap_or_default()
    };
    let authors: Vec<String> = reference.with_role(Role::Author).map(author).collect();
    let pages = reference.pages.as_ref().map(|f| &f.value);
    [
        entry.label.clone().unwrap_or_default(),
        reference.kind.as_str().to_owned(),
        authors.join("; "),
        text(&reference.title),
        text(&reference.container_title),
        reference.issued.as_ref().map(|f| f.value.year.to_string()).unwrap_or_default(),
        text(&reference.volume),
        text(&reference.issue),
        text(&reference.supplement),
        pages.map_or_else(|| text(&reference.article_number), |p| p.first.clone()),
        pages.and_then(|p| p.last.clone()).unwrap_or_default(),
        identifier(Scheme::Doi),
        identifier(Scheme::Pmid),
        reference.confidence.map(|c| format!("{c:.3}")).unwrap_or_default(),
        entry.text.clone(),
    ]
    .map(|cell| guard(&cell).into_owned())
}

/// `Rosenberg SA`, `van der Meer JW Jr`: the form without commas, so that a list of names stays readable.
fn author(contributor: &Contributor) -> String {
    match &contributor.name.value {
        Name::Group(name) => name.clone(),
        Name::Person(Person { family, given, particle, suffix, .. }) => {
            let parts = [particle.as_deref(), Some(family), given.as_deref(), suffix.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}
