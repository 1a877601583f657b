//! NBIB: the MEDLINE display format, as PubMed saves it.
//!
//! Tags and their order are those of the *MEDLINE/PubMed Data Element (Field) Descriptions* of the U.S. National Library
//! of Medicine; books have the tags of its Bookshelf. A tag has four places and a hyphen, a long value goes on behind six
//! blanks, an empty line parts records. A record that PubMed has begins with its PMID, any other with MEDLINE's word for
//! an owner that is not the library, by which readers see that a record begins.

mod language;
mod lines;
mod locator;
mod people;
mod updates;

use std::fmt::Write as _;
use std::io::{self, Write};

use self::lines::Lines;
use super::fields::{self, Places};
use super::{Writer, kinds};
use crate::model::{
    DateKind, Keyword, KeywordScheme, PartialDate, Record, Reference, Role, Scheme, WorkKind,
};
use crate::normalize::types;

/// Writes NBIB.
#[derive(Debug, Default)]
pub struct Nbib {
    written: bool,
}

const PLACES: Places<'_> = Places {
    one: &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid],
    all: &[Scheme::Isbn, Scheme::Nct, Scheme::Url],
    roles: &[Role::Author, Role::Editor, Role::Collaborator, Role::Investigator],
};

impl Writer for Nbib {
    fn record(&mut self, record: &Record, _: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        if self.written {
            out.write_all(b"\n")?;
        }
        self.written = true;
        let work = &record.work;
        let mut to = Lines { out };
        match fields::first(work, Scheme::Pmid) {
            Some(pmid) => to.line("PMID", pmid)?,
            None => to.line("OWN", "NOTNLM")?,
        }
        to.some("LR", record.revised.and_then(compact).as_deref())?;
        serial(record, &mut to)?;
        to.field("VI", work.volume.as_ref())?;
        to.some("IP", fields::issue(work).as_deref())?;
        to.some("DP", work.issued.as_ref().map(|f| printed(f.value)).as_deref())?;
        titles(record, &mut to)?;
        let pages = fields::pages(work).map(locator::abbreviated);
        let number = fields::text(work.article_number.as_ref());
        to.some("PG", pages.as_deref().or(number))?;
        let doi = fields::first(work, Scheme::Doi);
        if let (Some(_), Some(number)) = (&pages, number) {
            to.line("LID", &format!("{number} [pii]"))?;
        }
        to.some("LID", doi.map(|doi| format!("{doi} [doi]")).as_deref())?;
        to.some("AB", record.abstract_text.as_deref())?;
        people::write(record, &mut to)?;
        to.some("LA", work.language.as_deref().map(language::code).as_deref())?;
        to.each("SI", fields::all(work, Scheme::Nct).map(|nct| format!("ClinicalTrials.gov/{nct}")))?;
        to.each(
            "GR",
            record.funding.iter().map(|grant| {
                let parts = [&grant.award_id, &grant.funder, &grant.country].into_iter().flatten();
                parts.map(String::as_str).collect::<Vec<_>>().join("/")
            }),
        )?;
        to.each("PT", types_of(record))?;
        to.some("DEP", date(record, DateKind::Electronic).and_then(compact).as_deref())?;
        to.some("PL", record.serial.country.as_deref().or(fields::text(work.publisher_place.as_ref())))?;
        to.field("PB", work.publisher.as_ref())?;
        if !is_book(work) {
            to.some("TA", record.serial.abbreviation.as_deref())?;
            to.field("JT", work.container_title.as_ref())?;
        }
        to.some("JID", record.serial.nlm_id.as_deref())?;
        to.each("RN", of(record, KeywordScheme::Chemical).map(|k| format!("0 ({})", k.term)))?;
        updates::write(record, &mut to)?;
        headings(record, &mut to)?;
        let others =
            [KeywordScheme::Author, KeywordScheme::KeywordsPlus, KeywordScheme::Topic, KeywordScheme::Other];
        for keyword in others.into_iter().flat_map(|scheme| of(record, scheme)) {
            let star = if keyword.is_major == Some(true) { "*" } else { "" };
            to.line("OT", &format!("{star}{}", keyword.term))?;
        }
        to.some("PMC", fields::first(work, Scheme::Pmcid))?;
        to.some("CRDT", date(record, DateKind::Created).and_then(stamp).as_deref())?;
        for (kind, word) in [(DateKind::Received, "received"), (DateKind::Accepted, "accepted")] {
            let day = date(record, kind).and_then(stamp);
            to.some("PHST", day.map(|day| format!("{day} [{word}]")).as_deref())?;
        }
        to.some("AID", doi.map(|doi| format!("{doi} [doi]")).as_deref())?;
        to.each("URLF", fields::all(work, Scheme::Url))?;
        to.each("GN", notes(record))?;
        to.some("SO", locator::source(record).as_deref())
    }
}

/// ISSNs and ISBNs.
fn serial(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    to.each("ISBN", fields::all(&record.work, Scheme::Isbn))?;
    let serial = &record.serial;
    for issn in fields::issns(record) {
        for (known, word) in [
            (&serial.issn_print, " (Print)"),
            (&serial.issn_electronic, " (Electronic)"),
            (&serial.issn_l, " (Linking)"),
        ] {
            if known.as_deref() == Some(issn) {
                to.line("IS", &format!("{issn}{word}"))?;
            }
        }
        let known = [&serial.issn_print, &serial.issn_electronic, &serial.issn_l];
        if !known.into_iter().flatten().any(|known| known == issn) {
            to.line("IS", &format!("{issn} (Undetermined)"))?;
        }
    }
    Ok(())
}

/// The title ends in a stop, and has brackets where it is a translation. The title of a book has a tag of its own.
fn titles(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    let work = &record.work;
    if let Some(title) = fields::text(work.title.as_ref()) {
        let title = title.trim();
        let stop = if title.ends_with(['.', '?', '!']) { "" } else { "." };
        match record.title_original {
            _ if work.kind == WorkKind::Book => to.line("BTI", title)?,
            Some(_) => to.line("TI", &format!("[{title}{stop}]"))?,
            None => to.line("TI", &format!("{title}{stop}"))?,
        }
    }
    if is_book(work) && work.kind != WorkKind::Book {
        to.field("BTI", work.container_title.as_ref())?;
    }
    to.field("CTI", work.collection_title.as_ref())?;
    to.field("EN", work.edition.as_ref())?;
    to.some("TT", record.title_original.as_deref())
}

/// MeSH headings, each with its qualifiers behind it.
fn headings(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    let headings: Vec<&Keyword> = of(record, KeywordScheme::Mesh).collect();
    let one = |a: &&Keyword, b: &&Keyword| a.term == b.term && a.qualifier.is_some() && b.qualifier.is_some();
    for group in headings.chunk_by(one) {
        let mut line = String::new();
        for keyword in group {
            let whole = fields::subject(keyword);
            // Only what stands behind the heading is new.
            let behind = if line.is_empty() {
                0
            } else {
                fields::subject(&Keyword { qualifier: None, is_major: None, ..(*keyword).clone() }).len()
            };
            line.push_str(&whole[behind..]);
        }
        to.line("MH", &line)?;
    }
    Ok(())
}

fn of(record: &Record, scheme: KeywordScheme) -> impl Iterator<Item = &Keyword> {
    record.keywords.iter().filter(move |k| k.scheme == scheme && !k.term.is_empty())
}

/// The publication types of the record; the kind's own besides, where they do not come to it.
fn types_of(record: &Record) -> Vec<&str> {
    let mut told: Vec<&str> = of(record, KeywordScheme::PublicationType).map(|k| k.term.as_str()).collect();
    let kind = record.work.kind;
    let own = kinds::pubmed(kind);
    if types::from_pubmed(told.iter().copied()) != Some(kind) && !told.contains(&own) {
        told.push(own);
    }
    told
}

/// What only notes can hold.
fn notes(record: &Record) -> Vec<String> {
    let work = &record.work;
    let mut out: Vec<String> = Vec::new();
    for (what, value) in [("Presented at", &work.event_title), ("Type", &work.genre)] {
        out.extend(fields::text(value.as_ref()).map(|value| format!("{what}: {value}")));
    }
    out.extend(work.accessed.as_ref().map(|f| format!("Accessed: {}", f.value)));
    // Updates have tags.
    let warned = fields::warnings(record).count();
    out.extend(fields::notes(record, &PLACES).into_iter().skip(warned).map(std::borrow::Cow::into_owned));
    out
}

/// Whether the record has the tags of a book, or of a part of one.
fn is_book(work: &Reference) -> bool {
    matches!(work.kind, WorkKind::Book | WorkKind::Chapter | WorkKind::ReferenceEntry)
}

fn date(record: &Record, wanted: DateKind) -> Option<PartialDate> {
    record.dates.iter().find(|(kind, _)| *kind == wanted).map(|(_, date)| *date)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2010 May 3`.
fn printed(date: PartialDate) -> String {
    let mut out = format!("{:04}", date.year);
    if let Some(month) = date.month.and_then(|m| MONTHS.get(usize::from(m).checked_sub(1)?)) {
        out.push(' ');
        out.push_str(month);
        if let Some(day) = date.day {
            let _ = write!(out, " {day}");
        }
    }
    out
}

/// `20100503`; only of a whole day.
fn compact(date: PartialDate) -> Option<String> {
    Some(format!("{:04}{:02}{:02}", date.year, date.month?, date.day?))
}

/// `2010/05/03 00:00`; only of a whole day.
fn stamp(date: PartialDate) -> Option<String> {
    Some(format!("{:04}/{:02}/{:02} 00:00", date.year, date.month?, date.day?))
}
