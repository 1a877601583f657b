//! A record from its fields.

use super::{addresses, cited, funding, kind};
use crate::import::Imported;
use crate::import::tagged::finish::{
    cited_by, finish, given, keyword, named_note, note, pages, volume_and_issue,
};
use crate::import::tagged::names::{self, Index};
use crate::import::tagged::words::{one_line, semicolons, starts_with, stopped};
use crate::import::tagged::{Tag, dates, language, links, serials, tag};
use crate::model::{
    Count, DateKind, Field, KeywordScheme, Metric, PartialDate, Provider, Record, Role, Scheme, WorkKind,
};
use crate::normalize::identifiers;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One a line.
    Tagged,
    /// Between semicolons, as in the tab-delimited file.
    Table,
}

/// A record of tags and values, and the day it was exported; `place` is left to the caller. Tags are the two letters
/// (`AU`, `TI`); in a table they are the names of the columns.
pub fn assemble(fields: &[(&str, &str)]) -> (Imported, Option<PartialDate>) {
    let fields = fields.iter().filter(|(_, value)| !value.trim().is_empty());
    read(fields.map(|(name, value)| (tag(name.trim().as_bytes()), value.trim())), Form::Table)
}

/// Fields that are understood together.
#[derive(Default)]
struct Parts<'a> {
    publication: &'a str,
    types: &'a str,
    short_names: &'a str,
    full_names: &'a str,
    book_names: &'a str,
    full_book_names: &'a str,
    source: Option<&'a str>,
    series: Option<&'a str>,
    subseries: Option<&'a str>,
    iso_abbreviation: Option<&'a str>,
    abbreviation: Option<&'a str>,
    day: &'a str,
    year: &'a str,
    volume: &'a str,
    issue: &'a str,
    part: Option<&'a str>,
    first_page: Option<&'a str>,
    last_page: Option<&'a str>,
    page_field: Option<&'a str>,
    article_number: Option<&'a str>,
    abstract_number: Option<&'a str>,
    book_doi: Option<&'a str>,
    addresses: Vec<&'a str>,
    reprint: Vec<&'a str>,
    orcids: Vec<&'a str>,
    funding: Option<&'a str>,
    all_counts: Option<&'a str>,
    core_count: Option<&'a str>,
    accession: Option<&'a str>,
    identifiers_field: Vec<&'a str>,
    own_keywords: Vec<&'a str>,
    exported: Option<PartialDate>,
}

/// Reads fields in either form.
pub(super) fn read<'a>(
    fields: impl Iterator<Item = (Tag, &'a str)>,
    form: Form,
) -> (Imported, Option<PartialDate>) {
    let mut record = Record::default();
    let mut parts = Parts::default();
    for (tag, value) in fields {
        read_field(tag, value, form, &mut record, &mut parts);
    }
    kind::read(&mut record, parts.publication, parts.types);
    people(&mut record, &parts, form);
    titles(&mut record, &parts);
    published(&mut record, &parts);
    locator(&mut record, &parts);
    accession(&mut record, &parts);
    subjects(&mut record, &parts);
    if let Some(text) = parts.funding {
        funding::read(&mut record, text);
    }
    counts(&mut record, &parts);
    let label = parts.accession.map(str::to_owned);
    let findings = finish(&mut record);
    (Imported { record, label, findings, ..Imported::default() }, parts.exported)
}

fn read_field<'a>(tag: Tag, value: &'a str, form: Form, record: &mut Record, parts: &mut Parts<'a>) {
    match &tag {
        b"PT  " => parts.publication = value,
        b"DT  " => parts.types = value,
        b"AU  " => parts.short_names = value,
        b"AF  " => parts.full_names = value,
        b"BA  " => parts.book_names = value,
        b"BF  " => parts.full_book_names = value,
        b"TI  " => record.work.title = Some(Field::given(stopped(value).into_owned())),
        b"FT  " | b"Z1  " => record.title_original = Some(one_line(value).into_owned()),
        b"SO  " => parts.source = Some(value),
        b"SE  " => parts.series = Some(value),
        b"BS  " => parts.subseries = Some(value),
        b"JI  " => parts.iso_abbreviation = Some(value),
        b"J9  " => parts.abbreviation = Some(value),
        b"LA  " => record.work.language = language::read(value),
        b"CT  " => record.work.event_title = given(value),
        b"CY  " => named_note(record, "conference date", value),
        b"CL  " => named_note(record, "conference place", value),
        b"HO  " => named_note(record, "conference host", value),
        b"SP  " => named_note(record, "conference sponsor", value),
        b"DE  " => parts.own_keywords.push(value),
        b"ID  " => parts.identifiers_field.push(value),
        b"AB  " => record.abstract_text = Some(one_line(value).into_owned()),
        b"C1  " => parts.addresses.push(value),
        b"RP  " => parts.reprint.push(value),
        b"EM  " => named_note(record, "e-mail", value),
        b"OI  " => parts.orcids.push(value),
        b"FU  " => parts.funding = Some(value),
        b"FP  " => parts.funding = parts.funding.or(Some(value)),
        b"FX  " => named_note(record, "funding", value),
        b"CR  " => references(record, value, form),
        b"TC  " => parts.core_count = Some(value),
        b"Z9  " => parts.all_counts = Some(value),
        b"U2  " => usage(record, value),
        b"PU  " => record.work.publisher = given(value),
        b"PI  " => record.work.publisher_place = given(value),
        b"SN  " => serials::add_as(record, value, false),
        b"EI  " => serials::add_as(record, value, true),
        b"BN  " => items(value, form).for_each(|number| serials::add(record, number)),
        b"PD  " => parts.day = value,
        b"PY  " => parts.year = value,
        b"EA  " => {
            let date = dates::date(&one_line(value));
            record.dates.extend(date.map(|date| (DateKind::Electronic, date)));
        }
        b"VL  " => parts.volume = value,
        b"IS  " => parts.issue = value,
        b"PN  " => parts.part = Some(value),
        b"SU  " => {
            let number = one_line(value);
            let named = starts_with(&number, "supp");
            record.work.supplement =
                Some(Field::given(if named { number.into_owned() } else { format!("Suppl {number}") }));
        }
        b"SI  " => note(record, "special issue"),
        b"MA  " => parts.abstract_number = Some(value),
        b"BP  " | b"BR  " => parts.first_page = Some(value),
        b"EP  " => parts.last_page = Some(value),
        b"PS  " => parts.page_field = Some(value),
        b"AR  " => parts.article_number = Some(value),
        b"DI  " | b"DL  " => {
            for line in value.lines() {
                links::identifier(record, Scheme::Doi, line.trim().trim_start_matches("http://dx.doi.org/"));
            }
        }
        b"D2  " => parts.book_doi = Some(value),
        b"WC  " | b"SC  " => {
            for term in semicolons(&value.replace('\n', " ")) {
                let known = record
                    .keywords
                    .iter()
                    .rev()
                    .take(200)
                    .any(|k| k.scheme == KeywordScheme::Topic && k.term == term);
                if !known {
                    keyword(record, KeywordScheme::Topic, term, None);
                }
            }
        }
        b"MH  " => {
            for term in semicolons(&value.replace('\n', " ")) {
                keyword(record, KeywordScheme::Mesh, term, None);
            }
        }
        b"UT  " => parts.accession = Some(value),
        b"PM  " => links::identifier(record, Scheme::Pmid, value),
        b"OA  " => named_note(record, "open access", value),
        b"HC  " => highly(record, "highly cited", value),
        b"HP  " => highly(record, "hot paper", value),
        b"DA  " => parts.exported = dates::date(value),
        _ => read_other(tag, value, form, record),
    }
}

/// People besides the authors, and what has no field.
fn read_other(tag: Tag, value: &str, form: Form, record: &mut Record) {
    match &tag {
        b"BE  " | b"ED  " => people_of(record, Role::Editor, value, form),
        b"CA  " | b"GP  " => {
            for group in items(value, form) {
                names::add(record, Role::Author, None, &format!("{},", group.trim_end_matches(',')));
            }
        }
        // Numbers of the files and shelves of the database, what others tell, and addresses of publishers.
        b"RI  " | b"C3  " | b"NR  " | b"PG  " | b"GA  " | b"PA  " | b"U1  " | b"WE  " | b"AN  " | b"CO  "
        | b"TY  " | b"PV  " | b"ER  " | b"UR  " | b"ZB  " | b"ZS  " | b"ZR  " | b"ZA  " | b"ZW  " => {}
        _ => {
            let name = String::from_utf8_lossy(&tag);
            named_note(record, name.trim(), value);
        }
    }
}

/// The values of a field.
fn items(value: &str, form: Form) -> impl Iterator<Item = &str> {
    let lines = value.split(move |c| match form {
        Form::Tagged => c == '\n',
        Form::Table => c == ';' || c == '\n',
    });
    lines.map(str::trim).filter(|item| !item.is_empty())
}

fn highly(record: &mut Record, name: &str, value: &str) {
    if value.starts_with('Y') {
        note(record, name);
    }
}

/// Names stand one a line; MEDLINE on the platform puts semicolons between them.
fn name_list(value: &str, form: Form) -> Vec<&str> {
    match form {
        Form::Tagged if !value.contains("; ") => items(value, form).collect(),
        _ => items(value, Form::Table).collect(),
    }
}

fn people_of(record: &mut Record, role: Role, value: &str, form: Form) {
    for name in name_list(value, form) {
        names::add(record, role, None, name);
    }
}

/// Authors, in full where the full names are as many, and what is said of them.
fn people(record: &mut Record, parts: &Parts<'_>, form: Form) {
    // Editors and groups may stand before them in the file, but authors come first.
    let others = std::mem::take(&mut record.work.contributors);
    for (short, full) in [(parts.short_names, parts.full_names), (parts.book_names, parts.full_book_names)] {
        let short = name_list(short, form);
        let full = name_list(full, form);
        let list = if full.len() >= short.len() { full } else { short };
        // The authors of the book a chapter stands in are not the chapter's.
        let role = if record.work.contributors.is_empty() { Role::Author } else { Role::Editor };
        let printed = (role == Role::Editor).then_some("book author");
        for name in list {
            names::add(record, role, printed, name);
        }
    }
    record.work.contributors.extend(others);
    if parts.addresses.is_empty() && parts.reprint.is_empty() && parts.orcids.is_empty() {
        return;
    }
    let index = Index::new(record);
    for text in &parts.addresses {
        addresses::read(record, &index, text);
    }
    for text in &parts.reprint {
        addresses::corresponding(record, &index, text);
    }
    for text in &parts.orcids {
        addresses::orcids(record, &index, text);
    }
}

fn titles(record: &mut Record, parts: &Parts<'_>) {
    let work = &mut record.work;
    let is_book = work.kind == WorkKind::Book;
    match parts.source {
        // Of a whole book it is the title again.
        Some(source) if is_book && work.title.is_none() => work.title = given(source),
        Some(source) => {
            let source = one_line(source);
            let same = work.title.as_ref().is_some_and(|title| title.value.eq_ignore_ascii_case(&source));
            if !(is_book && same) {
                work.container_title = Some(Field::given(source.into_owned()));
            }
        }
        None => {}
    }
    work.collection_title = parts.series.and_then(given);
    let abbreviation = parts.iso_abbreviation.or(parts.abbreviation);
    record.serial.abbreviation = abbreviation.map(|name| one_line(name).into_owned());
    if record.work.container_title.is_none() && !is_book {
        record.work.container_title = abbreviation.and_then(given);
    }
    if let Some(subseries) = parts.subseries {
        named_note(record, "subseries", subseries);
    }
}

/// `JUL 1` and `2017`; Inspec and MEDLINE write the year in both.
fn published(record: &mut Record, parts: &Parts<'_>) {
    let year = dates::date(parts.year);
    let day = one_line(parts.day);
    let full = match (year, day.is_empty()) {
        (_, true) => None,
        (Some(year), false) if day.contains(&year.to_string()) => dates::date(&day),
        (Some(year), false) => dates::date(&format!("{day} {year}")),
        (None, false) => dates::date(&day),
    };
    let date = full.or(year).or_else(|| {
        // Early access alone.
        record.dates.iter().find(|(kind, _)| *kind == DateKind::Electronic).map(|(_, date)| *date)
    });
    if year.is_none() && !parts.year.is_empty() {
        named_note(record, "year", parts.year);
    }
    record.work.issued = date.map(Field::given);
    record.dates.extend(date.map(|date| (DateKind::Issued, date)));
}

fn locator(record: &mut Record, parts: &Parts<'_>) {
    let supplement = record.work.supplement.take();
    volume_and_issue(record, parts.volume, parts.issue);
    record.work.supplement = supplement.or_else(|| record.work.supplement.take());
    if let Some(part) = parts.part {
        let part = one_line(part);
        let printed = if starts_with(&part, "pt") { part.into_owned() } else { format!("Pt {part}") };
        if record.work.issue.is_none() {
            record.work.issue = Some(Field::given(printed));
        } else {
            note(record, &printed);
        }
    }
    let whole = |text: &&str| !text.contains(' ');
    match (parts.first_page, parts.last_page) {
        // Inspec's article numbers with pages inside: the page field has them in order.
        (Some(first), _) if first.contains('-') && parts.page_field.is_some() => {
            pages(record, parts.page_field.unwrap_or(first));
        }
        (Some(first), Some(last)) if whole(&first) && whole(&last) => {
            let last = last.to_owned();
            let pages = crate::model::Pages { first: first.to_owned(), last: Some(last) };
            record.work.pages = Some(Field::given(pages));
        }
        (Some(first), last) => {
            pages(record, first);
            if let Some(last) = last {
                named_note(record, "last page", last);
            }
        }
        (None, _) => {
            if let Some(field) = parts.page_field {
                pages(record, field);
            } else if let Some(last) = parts.last_page {
                named_note(record, "last page", last);
            }
        }
    }
    let work = &mut record.work;
    for number in [parts.article_number, parts.abstract_number].into_iter().flatten() {
        if work.article_number.is_none() {
            work.article_number = given(number);
        } else if work.article_number.as_ref().is_some_and(|known| known.value != number) {
            work.notes.push(Field::given(number.to_owned()));
        }
    }
    if let Some(doi) = parts.book_doi {
        let own =
            work.kind == WorkKind::Book && !work.identifiers.iter().any(|id| id.value.scheme == Scheme::Doi);
        if own {
            links::identifier(record, Scheme::Doi, doi);
        } else {
            named_note(record, "doi of the book", doi);
        }
    }
}

/// `WOS:000397201600008`, `ISI:…` of old, and the numbers of other databases on the platform.
fn accession(record: &mut Record, parts: &Parts<'_>) {
    let Some(number) = parts.accession else { return };
    match number.split_once(':') {
        Some(("MEDLINE", pmid)) if pmid.len() < 20 && identifiers::pmid(pmid).is_some() => {
            links::identifier(record, Scheme::Pmid, pmid);
        }
        Some(("WOS" | "ISI", _)) | None => links::identifier(record, Scheme::Wos, number),
        Some((database, number)) => links::named(record, database, number),
    }
}

/// Keywords. Inspec has its own fields in the same places: groups between slashes, and numbers of the article.
fn subjects(record: &mut Record, parts: &Parts<'_>) {
    let inspec = parts.accession.is_some_and(|number| number.starts_with("INSPEC:"));
    for value in &parts.own_keywords {
        let line = one_line(value);
        if inspec {
            let line = without_indices(&line);
            for term in line.split([';', '/']).map(str::trim) {
                // The chemical index repeats each element behind its compound.
                if !term.is_empty() && !term.starts_with("ss ") {
                    keyword(record, KeywordScheme::Other, term, None);
                }
            }
        } else {
            for term in semicolons(&line) {
                keyword(record, KeywordScheme::Author, term, None);
            }
        }
    }
    for value in &parts.identifiers_field {
        let line = one_line(value);
        if inspec {
            for piece in line.split("],[").map(|piece| piece.trim_matches(['[', ']'])) {
                if piece.starts_with("10.") {
                    links::identifier(record, Scheme::Doi, piece);
                }
            }
        } else {
            for term in semicolons(&line) {
                keyword(record, KeywordScheme::KeywordsPlus, term, None);
            }
        }
    }
}

/// Inspec's `Sn/sub 2/P/sub 2/S/sub 6/` as `Sn2P2S6`.
fn without_indices(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("/su") {
        if !matches!(rest.as_bytes().get(at + 3..at + 5), Some(b"b " | b"p ")) {
            let (before, behind) = rest.split_at(at + 3);
            out.push_str(before);
            rest = behind;
            continue;
        }
        let (before, behind) = (rest.get(..at).unwrap_or_default(), rest.get(at + 5..).unwrap_or_default());
        let Some((index, after)) = index_of(behind) else { break };
        out.push_str(before);
        out.push_str(index.trim());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// An index before its slash, and what follows.
fn index_of(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take(13).position(|b| b == b'/')?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The count of the Core Collection, or of the whole platform where there is no other.
fn counts(record: &mut Record, parts: &Parts<'_>) {
    if let Some(count) = parts.core_count.or(parts.all_counts) {
        cited_by(record, Provider::Wos, count);
    }
}

fn usage(record: &mut Record, value: &str) {
    if let Ok(count) = value.trim().parse::<u32>() {
        record.counts.push(Count {
            metric: Metric::UsageCount,
            provider: Provider::Wos,
            value: f64::from(count),
        });
    }
}

fn references(record: &mut Record, value: &str, form: Form) {
    match form {
        Form::Tagged => record.cited.extend(value.lines().filter_map(cited::read)),
        Form::Table => record.cited.extend(semicolons(value).into_iter().filter_map(cited::read)),
    }
}
