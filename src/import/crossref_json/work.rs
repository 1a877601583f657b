//! One work of Crossref as a record.

use serde_json::Value;

use super::fields::{Log, count, list, object, string, text, texts};
use super::titles::{self, Says};
use super::{cited, dates, people, text as markup, updates};
use crate::model::{
    DateKind, Field, Grant, Identifier, IssueCode, Keyword, KeywordScheme, Record, Reference, Scheme, Serial,
    Source, WorkKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::types::{self, Vocabulary};
use crate::normalize::{self, Finding, pages};

/// A record, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// Values that were left out, and why.
    pub findings: Vec<Finding>,
    /// Other DOIs that lead to this record, canonical.
    pub aliases: Vec<String>,
}

impl Reading {
    /// The DOI of the record, canonical.
    pub fn doi(&self) -> Option<&str> {
        let mut ids = self.record.work.identifiers.iter();
        ids.find(|id| id.value.scheme == Scheme::Doi).map(|id| id.value.value.as_str())
    }
}

/// Reads one work. What is not an object gives an empty record and a finding.
pub fn read(work: &Value) -> Reading {
    let mut log = Log::default();
    if !work.is_object() {
        log.wrong_type("message", "a work", work);
    }
    let mut aliases: Vec<String> =
        texts(work, "aliases", &mut log).iter().filter_map(|raw| identifiers::doi(raw)).collect();
    let dates = dates::all(work, &mut log);
    let (title, says) = title(work, &mut log);
    let (contributors, people) = people::read(work, &mut log);
    let mut record = Record { source: Source::Crossref, people, ..Record::default() };
    record.work = Reference {
        kind: kind(work, &mut log),
        contributors,
        title: title.clean.map(Field::given),
        issued: dates::published(&dates).map(Field::given),
        notes: title.notes.into_iter().map(Field::given).collect(),
        identifiers: identifiers_of(work, &mut log),
        language: language(work, &mut log),
        publisher: text(work, "publisher", &mut log).map(Field::given),
        publisher_place: text(work, "publisher-location", &mut log).map(Field::given),
        edition: text(work, "edition-number", &mut log).map(Field::given),
        genre: texts(work, "degree", &mut log).into_iter().next().map(Field::given),
        event_title: object(work, "event", &mut log)
            .and_then(|event| text(event, "name", &mut log))
            .map(Field::given),
        article_number: text(work, "article-number", &mut log).map(Field::given),
        ..Reference::default()
    };
    record.title_original = title.original;
    containers(work, &mut record, &mut log);
    locator(work, &mut record.work, &mut log);
    record.serial = serial(work, record.work.container_title.as_ref().map(|f| f.value.as_str()), &mut log);
    log.extend(normalize::normalize(&mut record.work));

    let own = record.work.identifiers.iter().find(|id| id.value.scheme == Scheme::Doi);
    let own = own.map(|id| id.value.value.clone());
    aliases.retain(|alias| Some(alias) != own.as_ref());
    record.updates = updates::read(work, own.as_deref(), says, &mut log);
    record.dates = dates;
    record.abstract_text = abstract_of(work, &mut log);
    record.keywords = topics(work, &mut log);
    record.funding = funding(work, &mut log);
    record.cited = cited::read(work, &mut log);
    record.licenses = licenses(work, &mut log);
    record.cited_by_count = count(work, "is-referenced-by-count", &mut log);
    record.revised = dates::date(work, "deposited", &mut log)
        .or_else(|| record.dates.iter().find(|(kind, _)| *kind == DateKind::Created).map(|(_, date)| *date));
    Reading { record, findings: log.into_findings(), aliases }
}

#[derive(Default)]
struct Title {
    clean: Option<String>,
    original: Option<String>,
    /// What stands in front of the title, and titles in further languages.
    notes: Vec<String>,
}

fn title(work: &Value, log: &mut Log) -> (Title, Says) {
    let mut given = texts(work, "title", log).into_iter();
    let subtitle = texts(work, "subtitle", log).into_iter().next();
    let original = texts(work, "original-title", log).into_iter().next();
    // Some records have their only title where a translated one should be.
    let Some(first) = given.next().or_else(|| original.clone()) else {
        return (Title::default(), Says::Nothing);
    };
    let (clean, struck, says) = titles::split(&first);
    let whole = tidy(with_subtitle(clean, subtitle.as_deref()));
    let notes = Some(struck.to_owned()).filter(|s| !s.is_empty()).into_iter().chain(given).collect();
    let original = original.map(tidy).filter(|original| *original != whole && *original != first);
    (Title { clean: Some(whole).filter(|t| !t.is_empty()), original, notes }, says)
}

/// `Title: Subtitle`, unless the title has its subtitle already.
fn with_subtitle(title: &str, subtitle: Option<&str>) -> String {
    match subtitle {
        Some(subtitle) if !normalize::fold::fold(title).ends_with(&normalize::fold::fold(subtitle)) => {
            let joint = if title.ends_with([':', '?', '!', '.', '—', '–', '-']) { " " } else { ": " };
            format!("{title}{joint}{subtitle}")
        }
        _ => title.to_owned(),
    }
}

/// Without the full stop behind it. Three are an ellipsis.
fn tidy(title: String) -> String {
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.trim_end().to_owned(),
        _ => title,
    }
}

/// Types of Crossref that hold works rather than being any.
const HOLDERS: [&str; 3] = ["journal", "journal-volume", "journal-issue"];

fn kind(work: &Value, log: &mut Log) -> WorkKind {
    let Some(type_word) = text(work, "type", log) else { return WorkKind::Unknown };
    if HOLDERS.contains(&type_word.as_str()) {
        return WorkKind::Other;
    }
    let subtype = text(work, "subtype", log);
    match types::lookup(Vocabulary::Crossref, &type_word) {
        // Posted content is a preprint unless it says what else it is.
        Some(WorkKind::Preprint) => match subtype.as_deref() {
            None | Some("preprint") => WorkKind::Preprint,
            Some("working_paper" | "report") => WorkKind::Report,
            Some("dissertation") => WorkKind::Thesis,
            Some(_) => WorkKind::Other,
        },
        Some(kind) => kind,
        None => {
            log.add(IssueCode::ValueOutOfRange, "type", "its type is not known", &type_word);
            WorkKind::Unknown
        }
    }
}

/// What holds the work. Parts of books name the series before the book; a book names its series alone.
fn containers(work: &Value, record: &mut Record, log: &mut Log) {
    let mut titles = texts(work, "container-title", log).into_iter();
    let (first, second) = (titles.next(), titles.next());
    let reference = &mut record.work;
    (reference.container_title, reference.collection_title) = match (reference.kind, first, second) {
        (
            WorkKind::Chapter | WorkKind::ConferencePaper | WorkKind::ReferenceEntry,
            Some(series),
            Some(book),
        ) => (Some(Field::given(book)), Some(Field::given(series))),
        (WorkKind::Book, Some(series), _) => (None, Some(Field::given(series))),
        (WorkKind::Preprint, None, _) => (institution(work, log).map(Field::given), None),
        (_, first, _) => (first.map(Field::given), None),
    };
}

/// The server a preprint stands on.
fn institution(work: &Value, log: &mut Log) -> Option<String> {
    list(work, "institution", log).iter().find_map(|i| text(i, "name", log))
}

fn locator(work: &Value, reference: &mut Reference, log: &mut Log) {
    reference.volume = text(work, "volume", log).map(Field::given);
    let issue = text(work, "issue", log)
        .or_else(|| object(work, "journal-issue", log).and_then(|issue| text(issue, "issue", log)));
    let (issue, supplement) = issue.map_or((None, None), |issue| split_supplement(&issue));
    reference.issue = issue.map(Field::given);
    reference.supplement = supplement.map(Field::given);
    let Some(printed) = text(work, "page", log) else { return };
    // Of several runs of pages the first is the one cited.
    let run = printed.split([',', ';']).next().unwrap_or_default();
    match pages::read(run.trim_start_matches("p.").trim_start_matches("pp.")) {
        Some(found) if is_page(&found.first) => reference.pages = Some(Field::given(found)),
        _ if is_no_page(run) => {}
        _ => {
            log.add(
                IssueCode::ValueOutOfRange,
                "page",
                "its pages make no range and were left out",
                &printed,
            );
        }
    }
}

/// A page has a number, if a Roman one.
fn is_page(page: &str) -> bool {
    page.bytes().any(|b| b.is_ascii_digit()) || page.chars().all(|c| "ivxlcdmIVXLCDM".contains(c))
}

/// What is deposited for want of pages: `n/a-n/a`, `no-no`, `-`.
fn is_no_page(run: &str) -> bool {
    run.split(pages::DASHES)
        .all(|part| ["", "n/a", "na", "no", "none", "online"].contains(&part.trim().to_lowercase().as_str()))
}

/// `15_suppl` → (`15`, `suppl`), `Suppl 1` → (none, `Suppl 1`), `4_Supplement_1` → (`4`, `Supplement_1`).
fn split_supplement(issue: &str) -> (Option<String>, Option<String>) {
    let lower = issue.to_ascii_lowercase();
    let Some(at) = lower.find("suppl") else { return (Some(issue.to_owned()), None) };
    let number = issue[..at].trim_matches([' ', '_', '-', ',', '(', '.']);
    let supplement = issue[at..].trim_matches([' ', '_', ')']).replace('_', " ");
    (Some(number.to_owned()).filter(|n| !n.is_empty()), Some(supplement))
}

fn identifiers_of(work: &Value, log: &mut Log) -> Vec<Field<Identifier>> {
    let mut out: Vec<Field<Identifier>> = Vec::new();
    let isbns = texts(work, "ISBN", log).into_iter().map(|raw| (Scheme::Isbn, raw));
    for (scheme, raw) in text(work, "DOI", log).map(|raw| (Scheme::Doi, raw)).into_iter().chain(isbns) {
        let raw =
            if scheme == Scheme::Isbn { raw.rsplit('/').next().unwrap_or(&raw).to_owned() } else { raw };
        let value = identifiers::read(scheme, &raw).value;
        if out.iter().all(|known| known.value.value != value) {
            out.push(Field::given(Identifier { scheme, value, raw }));
        }
    }
    out
}

fn serial(work: &Value, title: Option<&str>, log: &mut Log) -> Serial {
    let mut serial = Serial {
        abbreviation: texts(work, "short-container-title", log)
            .into_iter()
            .find(|t| Some(t.as_str()) != title),
        ..Serial::default()
    };
    let typed: Vec<(String, String)> = list(work, "issn-type", log)
        .iter()
        .filter_map(|entry| Some((text(entry, "value", log)?, text(entry, "type", log).unwrap_or_default())))
        .collect();
    let untyped = texts(work, "ISSN", log).into_iter().map(|raw| (raw, String::new()));
    for (raw, kind) in typed.into_iter().chain(untyped) {
        let reading = identifiers::issn(raw.rsplit('/').next().unwrap_or(&raw));
        if reading.validity != Validity::Valid {
            log.add(IssueCode::IdentifierInvalid, "ISSN", "an ISSN of it is wrong and was left out", &raw);
            continue;
        }
        let known = [&serial.issn_print, &serial.issn_electronic, &serial.issn_l];
        if known.into_iter().flatten().chain(&serial.issn_other).any(|issn| *issn == reading.value) {
            continue;
        }
        let place = match kind.as_str() {
            "print" => &mut serial.issn_print,
            "electronic" => &mut serial.issn_electronic,
            "linking" | "issn-l" => &mut serial.issn_l,
            _ => {
                serial.issn_other.push(reading.value);
                continue;
            }
        };
        if place.is_some() {
            serial.issn_other.push(reading.value);
        } else {
            *place = Some(reading.value);
        }
    }
    serial
}

/// A tag of two or three letters, and what may follow.
fn language(work: &Value, log: &mut Log) -> Option<String> {
    let raw = text(work, "language", log)?;
    let tag = raw.replace('_', "-");
    let mut parts = tag.split('-');
    let head = parts.next().unwrap_or_default();
    let well_formed = (2..=3).contains(&head.len())
        && head.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !well_formed {
        log.add(IssueCode::ValueOutOfRange, "language", "its language is no tag and was left out", &raw);
        return None;
    }
    Some(tag.replacen(head, &head.to_lowercase(), 1))
}

fn abstract_of(work: &Value, log: &mut Log) -> Option<String> {
    match work.get("abstract")? {
        Value::String(raw) => Some(markup::sectioned(raw)).filter(|t| !t.is_empty()),
        other => string(other, "abstract", log),
    }
}

fn topics(work: &Value, log: &mut Log) -> Vec<Keyword> {
    let of = |term| Keyword {
        scheme: KeywordScheme::Topic,
        term,
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: None,
    };
    texts(work, "subject", log).into_iter().map(of).collect()
}

/// One grant for each award, and one without for a funder that names none.
fn funding(work: &Value, log: &mut Log) -> Vec<Grant> {
    let mut out: Vec<Grant> = Vec::new();
    for funder in list(work, "funder", log) {
        if !funder.is_object() {
            log.wrong_type("funder", "a funder", funder);
            continue;
        }
        let name = text(funder, "name", log);
        let id = text(funder, "DOI", log).and_then(|raw| identifiers::doi(&raw));
        let mut awards: Vec<Option<String>> = texts(funder, "award", log).into_iter().map(Some).collect();
        if awards.is_empty() {
            awards.push(None);
        }
        for award_id in awards {
            let grant = Grant { funder: name.clone(), funder_id: id.clone(), award_id, country: None };
            if grant != Grant::default() && !out.contains(&grant) {
                out.push(grant);
            }
        }
    }
    out
}

fn licenses(work: &Value, log: &mut Log) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for license in list(work, "license", log) {
        if let Some(url) = text(license, "URL", log).filter(|url| !out.contains(url)) {
            out.push(url);
        }
    }
    out
}
