//! A record from its fields.

use super::OTHER;
use super::people::Marked;
use super::source;
use crate::import::Imported;
use crate::import::tagged::finish::{
    cite, finish, given, keyword, named_note, note, pages, volume_and_issue,
};
use crate::import::tagged::types::{refine, words};
use crate::import::tagged::words::{contains, one_line, semicolons, stopped};
use crate::import::tagged::{Fields, dates, language, links, names, serials};
use crate::model::{DateKind, Field, Grant, Keyword, KeywordScheme, Record, Role, Scheme, WorkKind};
use crate::normalize::identifiers;

/// Makes a record of fields.
pub(super) fn assemble(fields: Fields<'_>) -> Imported {
    let mut record = Record::default();
    let mut people = Marked::default();
    let get = |tag| fields.first(tag);
    kind(&mut record, get(*b"PT  "), get(*b"DT  "));
    // Names in full where there are any.
    let full = get(*b"AF  ");
    let authors = fields.iter().filter(|(tag, _)| tag == if full.is_some() { b"AF  " } else { b"AU  " });
    for (_, value) in authors {
        people.read(&mut record, Role::Author, value);
    }
    titles(&mut record, fields);
    if let Some(source) = get(*b"SO  ") {
        source::read(&mut record, source);
    }
    if let Some(volume) = get(*b"VO  ") {
        volume_and_issue(&mut record, volume, get(*b"IP  ").unwrap_or_default());
    }
    if record.work.kind == WorkKind::Book && record.work.container_title.is_some() {
        record.work.kind = WorkKind::Chapter;
    }
    let mut label = None;
    let index = names::Index::new(&record);
    for (tag, value) in fields.iter() {
        match &tag {
            b"AN  " | b"UI  " => {
                let number = one_line(value);
                let number = number.trim_end_matches('.');
                label = label.or_else(|| Some(number.to_owned()));
                accession(&mut record, &tag == b"UI  ", number);
            }
            b"IN  " => people.addresses(&mut record, value),
            _ => read_field(tag, value, &mut record, &mut people, &index),
        }
    }
    let findings = finish(&mut record);
    Imported { record, label, findings, ..Imported::default() }
}

fn accession(record: &mut Record, unique: bool, number: &str) {
    if unique && number.len() <= 8 && identifiers::pmid(number).is_some() {
        links::identifier(record, Scheme::Pmid, number);
    } else {
        links::named(record, "ovid", number);
    }
}

/// Types stand in one field or the other, and several in one.
fn kind(record: &mut Record, publication: Option<&str>, document: Option<&str>) {
    for value in [publication, document].into_iter().flatten() {
        for word in value.split(['\n', ';', '.', ':']).map(str::trim) {
            if word.len() < 3 || word.eq_ignore_ascii_case("pdf only") {
                continue;
            }
            keyword(record, KeywordScheme::PublicationType, word, None);
            let told = words(word);
            let work = &mut record.work;
            work.kind = match (work.kind, told) {
                (WorkKind::Unknown, Some(told)) => told,
                (kind, Some(_)) => refine(kind, word),
                (kind, None) => kind,
            };
        }
    }
}

fn titles(record: &mut Record, fields: Fields<'_>) {
    let first = |tag| fields.first(tag).map(one_line);
    let title = first(*b"TI  ");
    let chapter = first(*b"CT  ");
    let book = first(*b"BT  ");
    let (own, container) = match (chapter, title, book) {
        (Some(chapter), Some(title), _) => (Some(chapter), Some(title)),
        (chapter, title, book) => (chapter.or(title), book),
    };
    if let Some(own) = own {
        let mut text: &str = &own;
        // `A title.[Article]`, `[Review] [45 refs]`
        while let Some((before, remark)) = text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
            if before.trim().is_empty() || remark.len() > 60 {
                break;
            }
            record.work.kind = match (record.work.kind, words(remark)) {
                (WorkKind::Unknown, Some(kind)) => kind,
                (kind, _) => refine(kind, remark),
            };
            keyword(record, KeywordScheme::PublicationType, remark, None);
            text = before.trim_end();
        }
        record.work.title = Some(Field::given(stopped(text).into_owned()));
    }
    record.work.container_title = container.map(|name| Field::given(stopped(&name).into_owned()));
    if let Some(original) = first(*b"OT  ") {
        record.title_original = Some(stopped(&original).into_owned());
    }
    if let Some(name) = first(*b"JT  ")
        && record.work.container_title.is_none()
    {
        record.work.container_title = Some(Field::given(stopped(&name).into_owned()));
    }
    record.work.collection_title = fields.first(*b"SE  ").and_then(given);
}

fn read_field(tag: [u8; 4], value: &str, record: &mut Record, people: &mut Marked, index: &names::Index) {
    match &tag {
        b"ED  " => people.read(record, Role::Editor, value),
        b"IR  " => people.read(record, Role::Investigator, value),
        b"CN  " => {
            names::add(
                record,
                Role::Author,
                None,
                &format!("{},", one_line(value).trim_end_matches(['.', ','])),
            );
        }
        b"CA  " => corresponding(record, index, value),
        b"EM  " => named_note(record, "e-mail", value),
        b"OI  " => orcids(record, index, value),
        b"AB  " => {
            let text = one_line(value);
            record.abstract_text = Some(text.trim_start_matches([':', ' ']).to_owned());
        }
        b"KW  " => list(value).for_each(|term| keyword(record, KeywordScheme::Author, term, None)),
        b"KC  " | b"SH  " => list(value).for_each(|term| starred(record, KeywordScheme::Other, term)),
        b"MH  " => list(value).for_each(|term| starred(record, KeywordScheme::Mesh, term)),
        b"RN  " => value.split(['\n', ';']).for_each(|term| {
            keyword(record, KeywordScheme::Chemical, term.trim().trim_end_matches('.'), None);
        }),
        b"LA  " => record.work.language = language::read(value),
        b"DO  " => links::identifier(record, Scheme::Doi, value.lines().next().unwrap_or_default()),
        b"PMID" => links::identifier(record, Scheme::Pmid, value),
        b"IS  " | b"IB  " => value.lines().for_each(|line| serials::add(record, line)),
        b"ISP " => value.lines().for_each(|line| serials::add_as(record, line, false)),
        b"ISE " => value.lines().for_each(|line| serials::add_as(record, line, true)),
        b"ISL " => serials::add(record, &format!("{} (linking)", one_line(value))),
        b"JA  " => record.serial.abbreviation = Some(one_line(value).trim_end_matches('.').to_owned()),
        // `jh4, 8807705`
        b"JC  " => {
            let id = value.split(',').map(str::trim).find(|id| id.len() >= 7);
            record.serial.nlm_id = id.map(str::to_owned);
        }
        b"ST  " => status(record, value),
        b"YR  " | b"DP  " => published(record, value),
        b"PG  " if record.work.pages.is_none() && record.work.article_number.is_none() => {
            pages(record, value);
        }
        b"PB  " => record.work.publisher = record.work.publisher.take().or_else(|| given(value)),
        b"CP  " => record.serial.country = Some(one_line(value).trim_end_matches('.').to_owned()),
        b"GR  " => value.lines().for_each(|line| grant(record, line)),
        b"CR  " => references(record, value),
        tag if *tag == OTHER => other(record, value),
        _ => {}
    }
}

/// Terms between semicolons, or one a line.
fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split(['\n', ';']).map(|term| term.trim().trim_end_matches('.')).filter(|term| !term.is_empty())
}

/// `*Breast Neoplasms/dt [Drug Therapy]`
fn starred(record: &mut Record, scheme: KeywordScheme, text: &str) {
    let is_major = text.contains('*');
    let (term, qualifier) = match text.split_once('/') {
        Some((term, qualifier)) if scheme == KeywordScheme::Mesh => (term, Some(qualifier)),
        _ => (text, None),
    };
    let qualifier = qualifier.map(|text| match text.split_once('[') {
        Some((_, name)) => name.trim_end_matches([']', ' ']),
        None => text,
    });
    let term = one_line(term.trim_start_matches('*')).into_owned();
    record.keywords.push(Keyword {
        scheme,
        term,
        term_id: None,
        qualifier: qualifier.map(|text| text.trim_start_matches('*').trim().to_owned()),
        qualifier_id: None,
        is_major: Some(is_major),
    });
}

/// `Doe, Jane. Department of Tests, Example University.`
fn corresponding(record: &mut Record, index: &names::Index, value: &str) {
    let line = one_line(value);
    let name = line.split(['.', ';']).next().unwrap_or_default();
    match index.find(name).and_then(|at| names::details(record, at)) {
        Some(details) => details.is_corresponding = Some(true),
        None => named_note(record, "correspondence", &line),
    }
}

/// `Doe, Jane. ORCID: https://orcid.org/0000-0002-1825-0097`
fn orcids(record: &mut Record, index: &names::Index, value: &str) {
    for line in value.lines() {
        let Some((name, id)) = line.split_once("ORCID:") else { continue };
        if id.len() > 64 {
            continue;
        }
        let reading = identifiers::read(Scheme::Orcid, id.trim());
        if reading.validity == identifiers::Validity::Valid
            && let Some(at) = index.find(name.trim().trim_end_matches('.'))
            && let Some(details) = names::details(record, at)
        {
            details.orcid.get_or_insert(reading.value);
        }
    }
}

/// `Publish Ahead of Print, POST ACCEPTANCE, 30 November 2015`
fn status(record: &mut Record, value: &str) {
    let line = one_line(value);
    let Some(date) = line.rsplit(", ").next().and_then(dates::date) else { return };
    if contains(&line, "ahead of print") {
        record.dates.push((DateKind::Electronic, date));
        if record.work.issued.is_none() {
            record.work.issued = Some(Field::given(date));
        }
    }
}

fn published(record: &mut Record, value: &str) {
    match dates::date(value) {
        Some(date) if record.work.issued.is_none() => {
            record.work.issued = Some(Field::given(date));
            record.dates.push((DateKind::Issued, date));
        }
        Some(_) => {}
        None => note(record, value),
    }
}

/// `No: R01 CA1 *  Organization: (CA) *NCI NIH HHS* *  Country: United States`
fn grant(record: &mut Record, line: &str) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    let part = |name: &str| {
        let at = line.find(name)?;
        let rest = line.get(at + name.len()..)?;
        let end = ["Organization:", "Country:", "No:"].iter().filter_map(|next| rest.find(next)).min();
        let text = rest.get(..end.unwrap_or(rest.len()))?.trim_matches([' ', '*', '.']);
        (!text.is_empty()).then(|| text.to_owned())
    };
    let named = Grant {
        award_id: part("No:"),
        funder: part("Organization:"),
        country: part("Country:"),
        ..Grant::default()
    };
    record.funding.push(if named == Grant::default() {
        Grant { award_id: Some(line.trim_end_matches('.').to_owned()), ..Grant::default() }
    } else {
        named
    });
}

/// References, one a line.
fn references(record: &mut Record, value: &str) {
    value.lines().for_each(|line| cite(record, line));
}

/// A field we do not know, under its own name; addresses of the database's pages say nothing of the work.
fn other(record: &mut Record, value: &str) {
    let Some((name, text)) = value.split_once('\n') else { return };
    if contains(name, "link to")
        || contains(name, "database")
        || contains(name, "entry")
        || contains(name, "copyright")
    {
        return;
    }
    let joined: Vec<&str> = semicolons(text);
    named_note(record, name.trim(), &joined.join("; "));
}
