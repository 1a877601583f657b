//! BibTeX: entries that BibTeX, biblatex and the reference managers read.
//!
//! Fields are those of BibTeX (Patashnik, its manual of 1988); where it has none, those of biblatex: `eid` for an article
//! number, `shortjournal`, `eventtitle`, `urldate`, `editora` for collaborators, and `origtitle`. `type` tells what the entry
//! type does not. `pmid` and `pmcid` are read by reference managers. Text is UTF-8; what LaTeX
//! would take for a command is escaped, but for `doi`, `url` and `eprint`, which are read as they stand.

mod escape;
mod names;
mod title;

use std::io::{self, Write};

use self::escape::{escaped, verbatim};
use super::fields::{self, Places};
use super::keys::Keys;
use super::text::one_line;
use super::{Writer, kinds};
use crate::model::{Field, Record, Reference, Role, Scheme, WorkKind};

/// Writes BibTeX.
#[derive(Debug, Default)]
pub struct Bibtex {
    keys: Keys,
}

/// Who goes where.
const ROLES: [(Role, &str); 4] = [
    (Role::Author, "author"),
    (Role::Editor, "editor"),
    (Role::Translator, "translator"),
    (Role::Collaborator, "editora"),
];

const PLACES: Places<'_> = Places {
    one: &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Arxiv, Scheme::Url],
    all: &[Scheme::Isbn],
    roles: &[Role::Author, Role::Editor, Role::Translator, Role::Collaborator],
};

/// BibTeX's own names of the months, which every style sets in its language.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Writer for Bibtex {
    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        let work = &record.work;
        write!(out, "@{}{{{}", entry_type(work), self.keys.next(record, key))?;
        let mut to = Fields { out };
        for (role, field) in ROLES {
            let truncated = role == Role::Author && work.authors_truncated;
            to.raw(field, &names::list(fields::names(work, role), truncated))?;
        }
        if fields::names(work, Role::Collaborator).next().is_some() {
            to.raw("editoratype", "collaborator")?;
        }
        to.raw("title", &fields::text(work.title.as_ref()).map(title::protected).unwrap_or_default())?;
        to.some("origtitle", record.title_original.as_deref())?;
        let container = if fields::is_part_of_book(work) { "booktitle" } else { "journal" };
        to.field(container, work.container_title.as_ref())?;
        to.some("shortjournal", record.serial.abbreviation.as_deref())?;
        to.field("series", work.collection_title.as_ref())?;
        to.field("eventtitle", work.event_title.as_ref())?;
        if let Some(Field { value: date, .. }) = work.issued {
            to.raw("year", &format!("{:04}", date.year))?;
            if let Some(month) = date.month.and_then(|m| MONTHS.get(usize::from(m).checked_sub(1)?)) {
                to.bare("month", month)?;
            }
            to.raw("day", &date.day.map(|day| day.to_string()).unwrap_or_default())?;
        }
        to.field("volume", work.volume.as_ref())?;
        to.some("number", fields::issue(work).as_deref())?;
        if let Some(pages) = fields::pages(work) {
            // Two hyphens are the dash between numbers.
            let range =
                pages.last.as_ref().map(|last| format!("{}--{}", escaped(&pages.first), escaped(last)));
            to.raw("pages", &range.unwrap_or_else(|| escaped(&pages.first).into_owned()))?;
        }
        to.field("eid", work.article_number.as_ref())?;
        to.field("edition", work.edition.as_ref())?;
        to.field(publisher(work.kind), work.publisher.as_ref())?;
        to.field("address", work.publisher_place.as_ref())?;
        to.some("type", fields::text(work.genre.as_ref()).or_else(|| kinds::more(work.kind)))?;
        to.raw("isbn", &fields::all(work, Scheme::Isbn).collect::<Vec<_>>().join(", "))?;
        to.raw("issn", &fields::issns(record).join(", "))?;
        to.verbatim("doi", fields::first(work, Scheme::Doi))?;
        to.verbatim("pmid", fields::first(work, Scheme::Pmid))?;
        to.verbatim("pmcid", fields::first(work, Scheme::Pmcid))?;
        if let Some(arxiv) = fields::first(work, Scheme::Arxiv) {
            to.verbatim("eprint", Some(arxiv))?;
            to.raw("archiveprefix", "arXiv")?;
        }
        to.verbatim("url", fields::first(work, Scheme::Url))?;
        to.raw("urldate", &work.accessed.as_ref().map(|f| f.value.to_string()).unwrap_or_default())?;
        to.some("language", work.language.as_deref())?;
        to.some("keywords", fields::joined_subjects(record).as_deref())?;
        to.some("abstract", record.abstract_text.as_deref())?;
        to.some("note", Some(&fields::notes(record, &PLACES).join("; ")))?;
        to.out.write_all(b"\n}\n\n")
    }
}

fn entry_type(work: &Reference) -> &'static str {
    let genre = fields::text(work.genre.as_ref()).unwrap_or_default().to_lowercase();
    match work.kind {
        WorkKind::Thesis if genre.starts_with("master") || genre.starts_with("msc") => "mastersthesis",
        // In a journal or on a server with a name, a preprint is set like an article; an abstract in a journal, too.
        WorkKind::Preprint if work.container_title.is_some() => "article",
        WorkKind::ConferencePaper | WorkKind::ConferenceAbstract if !fields::is_part_of_book(work) => {
            "article"
        }
        kind => kinds::bibtex(kind),
    }
}

fn publisher(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Thesis => "school",
        WorkKind::Report => "institution",
        WorkKind::Webpage | WorkKind::Standard => "organization",
        _ => "publisher",
    }
}

/// Writes fields that have anything to say.
struct Fields<'a> {
    out: &'a mut dyn Write,
}

impl Fields<'_> {
    /// A value that is as it has to be.
    fn raw(&mut self, name: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { Ok(()) } else { write!(self.out, ",\n  {name} = {{{value}}}") }
    }

    /// The name of a string that BibTeX knows.
    fn bare(&mut self, name: &str, value: &str) -> io::Result<()> {
        write!(self.out, ",\n  {name} = {value}")
    }

    fn some(&mut self, name: &str, value: Option<&str>) -> io::Result<()> {
        self.raw(name, &value.map(|value| escaped(&one_line(value)).into_owned()).unwrap_or_default())
    }

    fn field(&mut self, name: &str, field: Option<&Field<String>>) -> io::Result<()> {
        self.some(name, fields::text(field))
    }

    fn verbatim(&mut self, name: &str, value: Option<&str>) -> io::Result<()> {
        self.raw(name, &value.map(|value| verbatim(&one_line(value)).into_owned()).unwrap_or_default())
    }
}
