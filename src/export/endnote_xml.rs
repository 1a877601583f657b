//! EndNote XML, as EndNote exports and imports it (and Zotero, JabRef, Mendeley, Citavi and Rayyan read it).
//!
//! Elements and numbers of reference types are those of EndNote's own exports (`RSXML.dtd`), without the `<style>` around
//! every text, which says only how it looks. A group's name ends in a comma, EndNote's mark of a name that has no parts.
//! `accession-num` is the PMID where `remote-database-name` says `PubMed`, `custom2` the PMCID, `custom7` the article
//! number. Lines within a value are parted by a carriage return. What XML 1.0 cannot hold is left out.

use std::io::{self, Write};

use super::fields::{self, Places};
use super::keys::Keys;
use super::text::one_line;
use super::{Writer, kinds};
use crate::model::{Field, Name, Record, Reference, Role, Scheme, WorkKind};

/// Writes EndNote XML.
#[derive(Debug, Default)]
pub struct EndnoteXml {
    keys: Keys,
    written: u64,
}

const PLACES: Places<'_> = Places {
    one: &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid],
    all: &[Scheme::Isbn, Scheme::Url],
    roles: &[Role::Author, Role::Editor, Role::Translator],
};

impl Writer for EndnoteXml {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n")
    }

    fn record(&mut self, record: &Record, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        self.written += 1;
        let work = &record.work;
        let (name, number) = kinds::endnote(work.kind);
        let mut to = Elements { out };
        let n = self.written;
        write!(to.out, "<record><rec-number>{n}</rec-number><ref-type name=\"{name}\">{number}</ref-type>")?;
        to.around("contributors", contributors(record), "author")?;
        to.some("auth-address", lines(fields::affiliations(record)).as_deref())?;
        titles(record, &mut to)?;
        if let Some(pages) = fields::pages(work) {
            to.some("pages", Some(&fields::range(pages)))?;
        }
        to.field("volume", work.volume.as_ref())?;
        to.some("number", fields::issue(work).as_deref())?;
        to.field("edition", work.edition.as_ref())?;
        let terms = fields::subjects(record).map(std::borrow::Cow::into_owned).collect();
        to.list("keywords", "keyword", terms)?;
        dates(record, &mut to)?;
        to.field("pub-location", work.publisher_place.as_ref())?;
        to.field("publisher", work.publisher.as_ref())?;
        to.some("isbn", lines(serial_numbers(record)).as_deref())?;
        if let Some(pmid) = fields::first(work, Scheme::Pmid) {
            to.some("accession-num", Some(pmid))?;
        }
        to.some("label", Some(&self.keys.next(record, key)))?;
        to.some("custom2", fields::first(work, Scheme::Pmcid))?;
        to.some("custom3", proceedings(work).1)?;
        to.field("custom7", work.article_number.as_ref())?;
        to.some("work-type", fields::text(work.genre.as_ref()).or_else(|| kinds::more(work.kind)))?;
        to.some("abstract", record.abstract_text.as_deref())?;
        to.some("notes", lines(fields::notes(record, &PLACES)).as_deref())?;
        let urls: Vec<String> = fields::all(work, Scheme::Url).map(str::to_owned).collect();
        if !urls.is_empty() {
            to.out.write_all(b"<urls>")?;
            to.list("related-urls", "url", urls)?;
            to.out.write_all(b"</urls>")?;
        }
        to.some("electronic-resource-num", fields::first(work, Scheme::Doi))?;
        if fields::first(work, Scheme::Pmid).is_some() {
            to.some("remote-database-name", Some("PubMed"))?;
        }
        to.some("language", work.language.as_deref())?;
        to.some("access-date", work.accessed.as_ref().map(|f| f.value.to_string()).as_deref())?;
        to.out.write_all(b"</record>\n")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</records></xml>\n")
    }
}

/// The second author of a book is the editor of its series.
fn contributors(record: &Record) -> [(&'static str, Vec<String>); 3] {
    let editors = if record.work.kind == WorkKind::Book { "tertiary-authors" } else { "secondary-authors" };
    [("authors", Role::Author), (editors, Role::Editor), ("subsidiary-authors", Role::Translator)]
        .map(|(element, role)| (element, people(record, role)))
}

/// What stands as the second title, and what in the third custom field: of a talk that is the meeting, and the title of
/// its proceedings, where both are known.
fn proceedings(work: &Reference) -> (Option<&str>, Option<&str>) {
    let (container, event) =
        (fields::text(work.container_title.as_ref()), fields::text(work.event_title.as_ref()));
    match work.kind {
        WorkKind::ConferencePaper | WorkKind::ConferenceAbstract
            if container.is_some() && event.is_some() =>
        {
            (event, container)
        }
        _ => (container, event),
    }
}

fn people(record: &Record, role: Role) -> Vec<String> {
    let mut out: Vec<String> = fields::names(&record.work, role)
        .map(|name| match name {
            Name::Group(group) => format!("{},", one_line(group)),
            Name::Person(_) => fields::inverted(name),
        })
        .collect();
    if role == Role::Author && record.work.authors_truncated {
        out.push("et al.,".to_owned());
    }
    out
}

/// The series of a book or report is its second title; that of a part of one, its third. The title of a translation is
/// that of the original, and the translation has a field of its own.
fn titles(record: &Record, to: &mut Elements<'_>) -> io::Result<()> {
    let work = &record.work;
    let abbreviation = record.serial.abbreviation.as_deref();
    let (container, _) = proceedings(work);
    let title = fields::text(work.title.as_ref());
    to.out.write_all(b"<titles>")?;
    to.some("title", record.title_original.as_deref().or(title))?;
    if matches!(work.kind, WorkKind::Book | WorkKind::Report) && container.is_none() {
        to.field("secondary-title", work.collection_title.as_ref())?;
    } else {
        to.some("secondary-title", container)?;
        to.field("tertiary-title", work.collection_title.as_ref())?;
    }
    to.some("alt-title", abbreviation)?;
    if record.title_original.is_some() {
        to.some("translated-title", title)?;
    }
    to.out.write_all(b"</titles>")?;
    if !fields::is_part_of_book(work) && (container.is_some() || abbreviation.is_some()) {
        to.out.write_all(b"<periodical>")?;
        to.some("full-title", container)?;
        to.some("abbr-1", abbreviation)?;
        to.out.write_all(b"</periodical>")?;
    }
    Ok(())
}

fn dates(record: &Record, to: &mut Elements<'_>) -> io::Result<()> {
    let Some(Field { value, .. }) = record.work.issued else { return Ok(()) };
    to.out.write_all(b"<dates>")?;
    to.some("year", Some(&format!("{:04}", value.year)))?;
    if value.month.is_some() {
        to.list("pub-dates", "date", vec![value.to_string()])?;
    }
    to.out.write_all(b"</dates>")
}

/// ISBNs, and ISSNs with what they are of.
fn serial_numbers(record: &Record) -> Vec<String> {
    let serial = &record.serial;
    let mut out: Vec<String> = fields::all(&record.work, Scheme::Isbn).map(str::to_owned).collect();
    for issn in fields::issns(record) {
        let is = |known: &Option<String>| known.as_deref() == Some(issn);
        let word = match () {
            () if is(&serial.issn_print) => " (Print)",
            () if is(&serial.issn_electronic) => " (Electronic)",
            () if is(&serial.issn_l) => " (Linking)",
            () => "",
        };
        out.push(format!("{issn}{word}"));
    }
    out
}

/// Values of which each has its line.
fn lines(values: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let folded: Vec<String> = values.into_iter().map(|value| one_line(value.as_ref()).into_owned()).collect();
    (!folded.is_empty()).then(|| folded.join("\r"))
}

/// Writes elements that have anything to say.
struct Elements<'a> {
    out: &'a mut dyn Write,
}

impl Elements<'_> {
    fn some(&mut self, element: &str, value: Option<&str>) -> io::Result<()> {
        match value.map(xml).filter(|value| !value.is_empty()) {
            Some(value) => write!(self.out, "<{element}>{value}</{element}>"),
            None => Ok(()),
        }
    }

    fn field(&mut self, element: &str, field: Option<&Field<String>>) -> io::Result<()> {
        self.some(element, fields::text(field))
    }

    /// A list of elements in one of their own; nothing where it would be empty.
    fn list(&mut self, outer: &str, inner: &str, values: Vec<String>) -> io::Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        write!(self.out, "<{outer}>")?;
        for value in values {
            self.some(inner, Some(&value))?;
        }
        write!(self.out, "</{outer}>")
    }

    /// Lists in an element of their own; nothing where all would be empty.
    fn around<const N: usize>(
        &mut self,
        element: &str,
        lists: [(&str, Vec<String>); N],
        inner: &str,
    ) -> io::Result<()> {
        if lists.iter().all(|(_, values)| values.is_empty()) {
            return Ok(());
        }
        write!(self.out, "<{element}>")?;
        for (outer, values) in lists {
            self.list(outer, inner, values)?;
        }
        write!(self.out, "</{element}>")
    }
}

/// The value as the text of an element: line breaks are carriage returns, which must be named, as a parser would take
/// them for line feeds; other control characters, and the two code points that XML 1.0 excludes, are left out.
fn xml(value: &str) -> String {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let mut out = String::with_capacity(value.len() + 8);
    let mut before = '\0';
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' if before == '\r' => {}
            '\n' | '\r' => out.push_str("&#xD;"),
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(xml("a & b < c > \"d\""), "a &amp; b &lt; c &gt; \"d\"");
        assert_eq!(xml("a\0b\u{b}c\u{fffe}d\u{7f}"), "abcd");
        assert_eq!(xml("a\r\nb\nc\rd\te\n"), "a&#xD;b&#xD;c&#xD;d e");
    }
}
