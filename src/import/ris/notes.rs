//! Notes (`N1`), into which databases write what RIS has no tag for.

use super::Ris;
use crate::import::tagged::finish::{cite, cited_by, keyword, named_note, note};
use crate::import::tagged::words::{after, semicolons};
use crate::import::tagged::{dates, language, links, names, serials};
use crate::model::{Field, Grant, KeywordScheme, Provider, Record, Scheme};

/// Reads a note of one or more lines.
pub(super) fn read(record: &mut Record, text: &str, provider: Provider, file: &mut Ris) {
    let mut plain = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !remark(record, line, provider, file) {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(line);
        }
    }
    note(record, &plain);
}

/// Reads a line that says what it is; false where it does not.
fn remark(record: &mut Record, line: &str, provider: Provider, file: &mut Ris) -> bool {
    // `Export Date: 3 May 2022; Cited By: 12; Correspondence Address: …` on one line.
    let mut rest = line;
    loop {
        let (piece, more) = rest.split_once(';').unwrap_or((rest, ""));
        if let Some(date) = after(piece, "export date:") {
            file.exported = file.exported.max(dates::date(date));
        } else if let Some(count) = after(piece, "cited by") {
            // Nobody but Scopus writes it so.
            let provider = if provider == Provider::Import { Provider::Scopus } else { provider };
            if !cited_by(record, provider, count) {
                return plain_remark(record, rest);
            }
        } else if rest.len() == line.len() {
            return plain_remark(record, line);
        } else {
            if !plain_remark(record, rest) {
                note(record, rest);
            }
            return true;
        }
        rest = more.trim();
        if rest.is_empty() {
            return true;
        }
    }
}

/// The same of a line with one remark.
fn plain_remark(record: &mut Record, line: &str) -> bool {
    if let Some(rest) = after(line, "references:") {
        for text in semicolons(rest) {
            cite(record, text);
        }
    } else if let Some(rest) = after(line, "correspondence address:") {
        correspondence(record, rest);
    } else if let Some(rest) = after(line, "doi:") {
        links::identifier(record, Scheme::Doi, rest);
    } else if let Some(rest) = after(line, "pubmed id:") {
        links::identifier(record, Scheme::Pmid, rest);
    } else if let Some(rest) = after(line, "funding details:") {
        funding(record, rest);
    } else if let Some(rest) = after(line, "language of original document:") {
        record.work.language = record.work.language.take().or_else(|| language::read(rest));
    } else if let Some(rest) = after(line, "abbreviated source title:") {
        let serial = &mut record.serial;
        serial.abbreviation = serial.abbreviation.take().or_else(|| Some(rest.to_owned()));
    } else if let Some(rest) = after(line, "issn:") {
        serials::add(record, rest);
    } else if let Some(rest) = after(line, "chemicals/cas:") {
        for term in semicolons(rest) {
            keyword(record, KeywordScheme::Chemical, term, None);
        }
    } else if let Some(rest) = after(line, "publication type:").or_else(|| after(line, "document type:")) {
        keyword(record, KeywordScheme::PublicationType, rest, None);
    } else if let Some(rest) = after(line, "art. no.:").or_else(|| after(line, "article number:")) {
        let number = &mut record.work.article_number;
        *number = number.take().or_else(|| Some(Field::given(rest.to_owned())));
    } else {
        // Bookkeeping of databases.
        return ["source: scopus", "accession number:", "coden:"]
            .iter()
            .any(|head| after(line, head).is_some());
    }
    true
}

/// `Smith, J.; Department of Tests, Example University; email: j.smith@example.org`
fn correspondence(record: &mut Record, text: &str) {
    let (name, rest) = text.split_once(';').unwrap_or((text, ""));
    // A made-up record has as many of them as authors; nobody looks through all of those for each.
    let found = if record.work.notes.len() < 200 { names::find(record, name) } else { None };
    if let Some(at) = found {
        let address: Vec<&str> =
            semicolons(rest).into_iter().filter(|part| after(part, "email:").is_none()).collect();
        let has_one = record.people.get(at).is_some_and(|person| !person.affiliations.is_empty());
        if !has_one {
            names::affiliate(record, at, &address.join("; "));
        }
        if let Some(details) = names::details(record, at) {
            details.is_corresponding = Some(true);
        }
    }
    named_note(record, "correspondence", text);
}

/// `National Institutes of Health, NIH: R01, R02; Example Foundation`
fn funding(record: &mut Record, text: &str) {
    for part in semicolons(text) {
        let (funder, numbers) = match part.rsplit_once(": ") {
            Some((funder, numbers)) => (funder, numbers),
            None => (part, ""),
        };
        let mut any = false;
        for number in numbers.split(", ").map(str::trim).filter(|number| !number.is_empty()) {
            any = true;
            record.funding.push(Grant {
                funder: Some(funder.trim().to_owned()),
                award_id: Some(number.to_owned()),
                ..Grant::default()
            });
        }
        if !any {
            record.funding.push(Grant { funder: Some(funder.trim().to_owned()), ..Grant::default() });
        }
    }
}
