//! RIS: one tag and one value a line, one record between `TY` and `ER`.
//!
//! Written after the specification of Research Information Systems, version of 2011, in the way EndNote and Zotero read
//! it: `T2` is what a work is part of (`JF` for what stands alone), `ED` its editors in every type, `AN` the PMID where `DB` says `PubMed`, `C2` the
//! PMCID and `C7` the article number. Lines end in CR LF and every record in `ER  - `, with its blank.

use std::io::{self, Write};

use super::fields::{self, Places};
use super::keys::Keys;
use super::text::one_line;
use super::{Writer, kinds};
use crate::model::{Field, PartialDate, Record, Reference, Role, Scheme, WorkKind};

/// Writes RIS.
#[derive(Debug, Default)]
pub struct Ris {
    keys: Keys,
}

/// Who goes where.
const ROLES: [(Role, &str); 3] = [(Role::Author, "AU"), (Role::Editor, "ED"), (Role::Translator, "A4")];

const PLACES: Places<'_> = Places {
    one: &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid],
    all: &[Scheme::Isbn, Scheme::Url, Scheme::Arxiv],
    roles: &[Role::Author, Role::Editor, Role::Translator],
};

impl Writer for Ris {
    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        let work = &record.work;
        let mut to = Lines { out };
        to.line("TY", kinds::ris(work.kind))?;
        to.field("TI", work.title.as_ref())?;
        to.some("OP", record.title_original.as_deref())?;
        for (role, tag) in ROLES {
            to.each(tag, fields::names(work, role).map(fields::inverted))?;
            if role == Role::Author && work.authors_truncated {
                to.line(tag, "et al.")?;
            }
        }
        if let Some(Field { value, .. }) = work.issued {
            to.line("PY", &format!("{:04}", value.year))?;
            if value.month.is_some() {
                to.line("DA", &date(value))?;
            }
        }
        containers(record, &mut to)?;
        to.field("VL", work.volume.as_ref())?;
        to.some("IS", fields::issue(work).as_deref())?;
        if let Some(pages) = fields::pages(work) {
            to.line("SP", &pages.first)?;
            to.some("EP", pages.last.as_deref())?;
        }
        to.field("C7", work.article_number.as_ref())?;
        to.field("ET", work.edition.as_ref())?;
        to.field("PB", work.publisher.as_ref())?;
        to.field("CY", work.publisher_place.as_ref())?;
        to.some("M3", fields::text(work.genre.as_ref()).or_else(|| kinds::more(work.kind)))?;
        to.each("SN", fields::all(work, Scheme::Isbn))?;
        // Of a patent it would be its number.
        if work.kind != WorkKind::Patent {
            to.each("SN", fields::issns(record))?;
        }
        to.some("DO", fields::first(work, Scheme::Doi))?;
        if let Some(pmid) = fields::first(work, Scheme::Pmid) {
            to.line("AN", pmid)?;
            to.line("DB", "PubMed")?;
        }
        to.some("C2", fields::first(work, Scheme::Pmcid))?;
        to.each("UR", fields::all(work, Scheme::Url))?;
        to.each("UR", arxiv(work))?;
        to.some("Y2", work.accessed.as_ref().map(|f| date(f.value)).as_deref())?;
        to.some("LA", work.language.as_deref())?;
        to.each("AD", fields::affiliations(record))?;
        to.each("KW", fields::subjects(record))?;
        to.some("AB", record.abstract_text.as_deref())?;
        to.each("N1", fields::notes(record, &PLACES))?;
        to.line("ID", &self.keys.next(record, key))?;
        to.out.write_all(b"ER  - \r\n\r\n")
    }
}

/// What the work is part of. The second title of what stands alone is its series; that of a talk is the meeting's name,
/// and the proceedings have a field of their own, where both are known.
fn containers(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    let work = &record.work;
    let (container, series, event) = (&work.container_title, &work.collection_title, &work.event_title);
    match work.kind {
        WorkKind::Book | WorkKind::Report | WorkKind::Thesis | WorkKind::Standard | WorkKind::Software => {
            to.field("JF", container.as_ref())?;
            to.field("T2", series.as_ref())?;
            to.field("C3", event.as_ref())?;
        }
        WorkKind::ConferencePaper if container.is_some() && event.is_some() => {
            to.field("JF", container.as_ref())?;
            to.field("T2", event.as_ref())?;
            to.field("T3", series.as_ref())?;
            to.field("C3", container.as_ref())?;
        }
        _ => {
            to.field("T2", container.as_ref())?;
            to.field("T3", series.as_ref())?;
            to.field("C3", event.as_ref())?;
        }
    }
    to.some("J2", record.serial.abbreviation.as_deref())
}

/// Where a preprint of arXiv is to be found, which says its number in every program.
fn arxiv(work: &Reference) -> impl Iterator<Item = String> {
    let known = |id: &&str| !fields::all(work, Scheme::Url).any(|url| url.contains(*id));
    fields::all(work, Scheme::Arxiv).filter(known).map(|id| format!("https://arxiv.org/abs/{id}"))
}

/// Writes lines that have anything to say.
struct Lines<'a> {
    out: &'a mut dyn Write,
}

impl Lines<'_> {
    fn line(&mut self, tag: &str, value: &str) -> io::Result<()> {
        let value = one_line(value);
        if value.is_empty() { Ok(()) } else { write!(self.out, "{tag}  - {value}\r\n") }
    }

    fn some(&mut self, tag: &str, value: Option<&str>) -> io::Result<()> {
        value.map_or(Ok(()), |value| self.line(tag, value))
    }

    fn field(&mut self, tag: &str, field: Option<&Field<String>>) -> io::Result<()> {
        self.some(tag, fields::text(field))
    }

    fn each(&mut self, tag: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        values.into_iter().try_for_each(|value| self.line(tag, value.as_ref()))
    }
}

/// `2010/05/03/`; parts that are not known stay empty, all slashes stay.
fn date(date: PartialDate) -> String {
    let part = |part: Option<u8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}
