//! Records as an array of items.

use std::io::{self, Write};

use serde::Serialize;

use super::names::{CslDate, CslName, names};
use crate::export::fields::{self, Places};
use crate::export::keys::Keys;
use crate::export::{Writer, kinds};
use crate::model::{Record, Role, Scheme};

/// Writes an array with one item a line.
#[derive(Debug, Default)]
pub struct List {
    keys: Keys,
    written: bool,
}

const PLACES: Places<'_> = Places {
    one: &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Url],
    all: &[Scheme::Isbn],
    roles: &[Role::Author, Role::Editor, Role::Translator, Role::Collaborator],
};

impl Writer for List {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.written { b",\n" } else { b"\n" })?;
        self.written = true;
        serde_json::to_writer(out, &item(record, self.keys.next(record, key))).map_err(io::Error::from)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}

/// A record as an item; absent variables are not written.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributor: Vec<CslName<'a>>,
    #[serde(flatten)]
    text: Variables<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<Custom>,
}

/// Variables that hold text.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Variables<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title_short: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_title: Option<&'a str>,
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
    genre: Option<&'a str>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pmid: Option<&'a str>,
    #[serde(rename = "PMCID", skip_serializing_if = "Option::is_none")]
    pmcid: Option<&'a str>,
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    isbn: Option<String>,
    #[serde(rename = "ISSN", skip_serializing_if = "Option::is_none")]
    issn: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    abstract_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// What CSL has no variable for, in the place it keeps for that.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Custom {
    /// Our word for the type, where CSL's says less.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// The list of authors is cut.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    et_al: bool,
}

fn item(record: &Record, id: String) -> Item<'_> {
    let work = &record.work;
    let text = |field| fields::text(field);
    let pages = fields::pages(work);
    let list = |values: Vec<&str>| Some(values.join(", ")).filter(|list| !list.is_empty());
    let kind = kinds::more(work.kind).map(|_| work.kind.as_str());
    Item {
        id,
        kind: work.kind.csl(),
        author: names(work, Role::Author),
        editor: names(work, Role::Editor),
        translator: names(work, Role::Translator),
        contributor: names(work, Role::Collaborator),
        text: Variables {
            title: text(work.title.as_ref()),
            original_title: record.title_original.as_deref(),
            container_title: text(work.container_title.as_ref()),
            container_title_short: record.serial.abbreviation.as_deref(),
            collection_title: text(work.collection_title.as_ref()),
            event_title: text(work.event_title.as_ref()),
            year_suffix: work.year_suffix.as_deref(),
            volume: text(work.volume.as_ref()),
            issue: text(work.issue.as_ref()),
            supplement_number: text(work.supplement.as_ref()),
            page: pages.map(fields::range),
            page_first: pages.map(|p| p.first.as_str()),
            number: text(work.article_number.as_ref()),
            edition: text(work.edition.as_ref()),
            publisher: text(work.publisher.as_ref()),
            publisher_place: text(work.publisher_place.as_ref()),
            genre: text(work.genre.as_ref()),
            doi: fields::first(work, Scheme::Doi),
            pmid: fields::first(work, Scheme::Pmid),
            pmcid: fields::first(work, Scheme::Pmcid),
            isbn: list(fields::all(work, Scheme::Isbn).collect()),
            issn: list(fields::issns(record)),
            url: fields::first(work, Scheme::Url),
            language: work.language.as_deref(),
            abstract_text: record.abstract_text.as_deref(),
            keyword: fields::joined_subjects(record),
            note: Some(fields::notes(record, &PLACES).join("\n")).filter(|note| !note.is_empty()),
        },
        issued: CslDate::of(work.issued.as_ref()),
        accessed: CslDate::of(work.accessed.as_ref()),
        custom: (kind.is_some() || work.authors_truncated)
            .then_some(Custom { kind, et_al: work.authors_truncated }),
    }
}
