//! A table with one row a record, for spreadsheets and everything that reads CSV (RFC 4180).
//!
//! Values of one kind are parted by `; ` inside their cell; a value that holds that itself has its blank taken out. A
//! cell has one identifier, without which it could not be joined on; others of its scheme stand under
//! `other-identifiers`. Cells that a spreadsheet could take for a formula are guarded, see [`csv_cell`](super::csv_cell).

use std::borrow::Cow;
use std::io::{self, Write};

use super::csv_cell::guard;
use super::keys::Keys;
use super::{Writer, fields};
use crate::model::{Direction, Field, Grant, Keyword, KeywordScheme, Record, Role, Scheme};

/// The columns.
pub const HEADER: [&str; 46] = [
    "key",
    "type",
    "title",
    "original-title",
    "authors",
    "authors-truncated",
    "editors",
    "translators",
    "collaborators",
    "investigators",
    "year",
    "date",
    "container-title",
    "journal-abbreviation",
    "collection-title",
    "event-title",
    "volume",
    "issue",
    "supplement",
    "first-page",
    "last-page",
    "article-number",
    "edition",
    "publisher",
    "publisher-location",
    "genre",
    "language",
    "doi",
    "pmid",
    "pmcid",
    "arxiv",
    "isbn",
    "issn",
    "url",
    "accessed",
    "other-identifiers",
    "keywords",
    "mesh",
    "publication-types",
    "affiliations",
    "orcids",
    "funding",
    "cited-by-count",
    "warnings",
    "notes",
    "abstract",
];

/// Writes CSV.
#[derive(Debug, Default)]
pub struct CsvTable {
    keys: Keys,
}

impl Writer for CsvTable {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        row(out, &HEADER.map(Cow::Borrowed))
    }

    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        row(out, &cells(record, self.keys.next(record, key)))
    }
}

/// Writes a row through the writer of the csv crate, which quotes.
fn row(out: &mut dyn Write, cells: &[Cow<'_, str>]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(cells.iter().map(|cell| guard(cell).into_owned()))?;
    csv.flush()
}

fn cells(record: &Record, key: String) -> [Cow<'_, str>; HEADER.len()] {
    let work = &record.work;
    let people = |role| list(fields::names(work, role).map(fields::inverted));
    let id = |scheme| Cow::Borrowed(fields::first(work, scheme).unwrap_or_default());
    let own = [Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Arxiv, Scheme::Url];
    let others = fields::further(work, &own)
        .into_iter()
        .filter(|id| !matches!(id.scheme, Scheme::Isbn | Scheme::Issn));
    let pages = fields::pages(work);
    let date = |field: Option<&Field<_>>| {
        field.map(|f: &Field<crate::model::PartialDate>| f.value.to_string()).unwrap_or_default().into()
    };
    let keywords = |wanted: fn(KeywordScheme) -> bool| {
        list(record.keywords.iter().filter(|k: &&Keyword| wanted(k.scheme)).map(fields::subject))
    };
    [
        key.into(),
        work.kind.as_str().into(),
        text(work.title.as_ref()),
        record.title_original.as_deref().unwrap_or_default().into(),
        people(Role::Author),
        if work.authors_truncated { "true" } else { "" }.into(),
        people(Role::Editor),
        people(Role::Translator),
        people(Role::Collaborator),
        people(Role::Investigator),
        work.issued.as_ref().map(|f| f.value.year.to_string()).unwrap_or_default().into(),
        date(work.issued.as_ref()),
        text(work.container_title.as_ref()),
        record.serial.abbreviation.as_deref().unwrap_or_default().into(),
        text(work.collection_title.as_ref()),
        text(work.event_title.as_ref()),
        text(work.volume.as_ref()),
        text(work.issue.as_ref()),
        text(work.supplement.as_ref()),
        pages.map(|p| p.first.as_str()).unwrap_or_default().into(),
        pages.and_then(|p| p.last.as_deref()).unwrap_or_default().into(),
        text(work.article_number.as_ref()),
        text(work.edition.as_ref()),
        text(work.publisher.as_ref()),
        text(work.publisher_place.as_ref()),
        text(work.genre.as_ref()),
        work.language.as_deref().unwrap_or_default().into(),
        id(Scheme::Doi),
        id(Scheme::Pmid),
        id(Scheme::Pmcid),
        id(Scheme::Arxiv),
        list(fields::all(work, Scheme::Isbn)),
        list(fields::issns(record)),
        id(Scheme::Url),
        date(work.accessed.as_ref()),
        list(others.map(fields::tagged)),
        keywords(|s| {
            !matches!(s, KeywordScheme::Mesh | KeywordScheme::PublicationType | KeywordScheme::Chemical)
        }),
        keywords(|s| s == KeywordScheme::Mesh),
        keywords(|s| s == KeywordScheme::PublicationType),
        list(fields::affiliations(record)),
        list(orcids(record)),
        list(record.funding.iter().map(grant)),
        record.cited_by_count.map(|n| n.to_string()).unwrap_or_default().into(),
        list(record.updates.iter().filter(|u| u.direction == Direction::To).filter_map(fields::warning)),
        list(work.notes.iter().map(|n| n.value.as_str())),
        record.abstract_text.as_deref().unwrap_or_default().into(),
    ]
}

fn text(field: Option<&Field<String>>) -> Cow<'_, str> {
    fields::text(field).unwrap_or_default().into()
}

/// Several values in one cell.
fn list<'a>(values: impl IntoIterator<Item = impl AsRef<str>>) -> Cow<'a, str> {
    let mut out = String::new();
    for value in values {
        let value = value.as_ref();
        if value.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&value.replace("; ", ";"));
    }
    out.into()
}

/// `Family: 0000-0002-1825-0097`, so that each is known to be whose.
fn orcids(record: &Record) -> impl Iterator<Item = String> {
    record.work.contributors.iter().zip(&record.people).filter_map(|(contributor, details)| {
        let orcid = details.orcid.as_ref()?;
        Some(format!("{}: {orcid}", fields::inverted(&contributor.name.value)))
    })
}

fn grant(grant: &Grant) -> String {
    let parts = [&grant.funder, &grant.award_id, &grant.country].into_iter().flatten();
    parts.map(String::as_str).collect::<Vec<_>>().join(", ")
}
