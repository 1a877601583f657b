//! One work as a record.

use serde_json::Value;

use crate::import::bibtex;
use crate::import::crossref_json::fields::{Log, count, list, object, string, text, texts};
use crate::import::crossref_json::people::{is_group, ror_id};
use crate::import::record_draft::{Draft, Medium};
use crate::import::{Imported, languages};
use crate::model::{
    Affiliation, Cited, DateKind, Direction, Field, Grant, Identifier, IssueCode, Keyword, KeywordScheme,
    Metric, Name, Pages, Person, PersonDetails, Place, Provider, Role, Scheme, Update, UpdateKind, WorkKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::types::{self, Vocabulary};
use crate::normalize::{dates, pages};

/// Reads one work.
pub(super) fn read(work: &Value, place: Place) -> Result<Imported, String> {
    if work.get("lens_id").is_none() && work.get("title").is_none() {
        return Err("this is no work of The Lens: it has neither an identifier nor a title".to_owned());
    }
    let mut draft = Draft::default();
    identifiers_of(work, &mut draft);
    people(work, &mut draft);
    source(work, &mut draft);
    set_date(work, &mut draft);
    locator(work, &mut draft);
    let log = &mut draft.log;
    let title = text(work, "title", log);
    let summary = text(work, "abstract", log);
    let kind = text(work, "publication_type", log);
    draft.record.work.title = title.map(Field::given);
    draft.record.abstract_text = summary;
    set_kind(kind.as_deref(), &mut draft);
    keywords(work, &mut draft);
    rest(work, &mut draft);
    let label = work.get("lens_id").and_then(Value::as_str).map(str::to_owned);
    Ok(draft.finish(label, place))
}

fn identifiers_of(work: &Value, draft: &mut Draft) {
    for item in list(work, "external_ids", &mut draft.log) {
        let log = &mut draft.log;
        let Some(value) = text(item, "value", log) else { continue };
        let kind = text(item, "type", log).unwrap_or_default();
        match kind.to_ascii_lowercase().as_str() {
            "doi" => draft.identifier(Scheme::Doi, &value),
            "pmid" => draft.identifier(Scheme::Pmid, &value),
            "pmcid" => draft.identifier(Scheme::Pmcid, &value),
            "magid" => draft.identifier(Scheme::Mag, &value),
            "openalex" => draft.identifier(Scheme::Openalex, value.rsplit('/').next().unwrap_or(&value)),
            "arxiv" => draft.identifier(Scheme::Arxiv, &value),
            other => draft.other_identifier(other, &value),
        }
    }
    let log = &mut draft.log;
    let (lens, doi) = (text(work, "lens_id", log), text(work, "doi", log));
    if let Some(doi) = doi {
        draft.identifier(Scheme::Doi, &doi);
    }
    if let Some(lens) = lens {
        draft.identifier(Scheme::Lens, &lens);
    }
    for item in list(work, "source_urls", &mut draft.log).iter().take(20) {
        if let Some(url) = text(item, "url", &mut draft.log) {
            draft.url(&url);
        }
    }
    for item in list(work, "clinical_trials", &mut draft.log) {
        let log = &mut draft.log;
        let Some(id) = text(item, "trial_id", log).or_else(|| text(item, "id", log)) else { continue };
        if identifiers::nct(&id).is_some() {
            draft.identifier(Scheme::Nct, &id);
        } else {
            draft.other_identifier("trial", &id);
        }
    }
}

fn people(work: &Value, draft: &mut Draft) {
    for (key, role) in [("authors", Role::Author), ("editors", Role::Editor)] {
        for item in list(work, key, &mut draft.log) {
            let Some(name) = name(item, &mut draft.log) else { continue };
            let raw = text(item, "display_name", &mut draft.log).unwrap_or_else(|| name.display());
            let details = details(item, &mut draft.log);
            draft.person(role, name, raw, details);
        }
    }
}

fn name(item: &Value, log: &mut Log) -> Option<Name> {
    if let Some(group) = text(item, "collective_name", log) {
        return Some(Name::Group(group));
    }
    let given = text(item, "first_name", log).or_else(|| text(item, "initials", log));
    match (text(item, "last_name", log), text(item, "display_name", log)) {
        (Some(family), _) if given.is_none() && is_group(&family) => Some(Name::Group(family)),
        (Some(family), _) => Some(Name::Person(Person { family, given, ..Person::default() })),
        (None, Some(whole)) => Some(bibtex::plain_name(&whole)),
        (None, None) => given.map(|family| Name::Person(Person { family, ..Person::default() })),
    }
}

fn details(item: &Value, log: &mut Log) -> PersonDetails {
    let in_ids = list(item, "ids", log)
        .iter()
        .find(|id| id.get("type").and_then(Value::as_str).is_some_and(|t| t.eq_ignore_ascii_case("orcid")))
        .and_then(|id| text(id, "value", log));
    let mut details = PersonDetails::default();
    if let Some(raw) = text(item, "orcid", log).or(in_ids) {
        let reading = identifiers::orcid(&raw);
        if reading.validity == Validity::Valid {
            details.orcid = Some(reading.value);
        } else {
            log.add(IssueCode::IdentifierInvalid, "ORCID", "an ORCID of it is wrong and was left out", &raw);
        }
    }
    for affiliation in list(item, "affiliations", log) {
        let raw = match affiliation {
            Value::String(_) => string(affiliation, "affiliations", log),
            _ => text(affiliation, "name_original", log).or_else(|| text(affiliation, "name", log)),
        };
        let ror = text(affiliation, "ror_id", log).or_else(|| {
            let ids = list(affiliation, "ids", log).iter();
            ids.filter(|id| {
                id.get("type").and_then(Value::as_str).is_some_and(|t| t.eq_ignore_ascii_case("ror"))
            })
            .find_map(|id| text(id, "value", log))
        });
        if let Some(raw) = raw {
            details.affiliations.push(Affiliation { raw, ror: ror.and_then(|id| ror_id(&id)) });
        }
    }
    details
}

fn source(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let source = object(work, "source", log).unwrap_or(&Value::Null);
    let title = text(source, "title_full", log).or_else(|| text(source, "title", log));
    let publisher = text(source, "publisher", log);
    let country = text(source, "country", log);
    let conference = object(work, "conference", log).unwrap_or(&Value::Null);
    let (event, place) = (text(conference, "name", log), text(conference, "location", log));
    let is_book = text(source, "type", log).is_some_and(|t| t.to_lowercase().contains("book"));
    draft.record.work.container_title = title.map(Field::given);
    draft.record.work.publisher = publisher.map(Field::given);
    draft.record.work.event_title = event.map(Field::given);
    draft.record.serial.country = country;
    draft.named_note("event place", &place.unwrap_or_default());
    for item in list(source, "issn", &mut draft.log) {
        let log = &mut draft.log;
        let (raw, kind) = match item {
            Value::String(raw) => (Some(raw.clone()), None),
            _ => (text(item, "value", log), text(item, "type", log)),
        };
        let medium = match kind.as_deref() {
            Some("print") => Medium::Print,
            Some("electronic") => Medium::Electronic,
            _ => Medium::Unsaid,
        };
        draft.issn(&raw.unwrap_or_default(), medium);
    }
    for item in list(source, "isbn", &mut draft.log) {
        let raw = match item {
            Value::String(raw) => Some(raw.clone()),
            _ => text(item, "value", &mut draft.log),
        };
        if is_book || raw.is_some() {
            draft.isbns(&raw.unwrap_or_default());
        }
    }
}

fn set_date(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let given = match work.get("date_published") {
        Some(Value::Object(_)) => object(work, "date_published", log).and_then(|d| text(d, "date", log)),
        _ => text(work, "date_published", log),
    };
    let parts: Vec<String> = texts(work, "date_published_parts", log);
    let year = count(work, "year_published", log);
    let whole = given.as_deref().and_then(|d| dates::read(d.split('T').next().unwrap_or_default()));
    // The parts say how much of the date is known; the date is filled up with ones.
    let known = parts.len();
    let date = match (whole, year) {
        (Some(date), _) if known == 1 => dates::read(&date.year.to_string()),
        (Some(date), _) if known == 2 => crate::model::PartialDate::new(date.year, date.month, None),
        (Some(date), _) => Some(date),
        (None, year) => year.and_then(|y| dates::read(&y.to_string())),
    };
    draft.record.work.issued = date.map(Field::given);
    if let Some(date) = date {
        draft.date(DateKind::Issued, date);
    }
}

fn locator(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let mut of = |key| text(work, key, log);
    let (volume, issue, first, last) = (of("volume"), of("issue"), of("start_page"), of("end_page"));
    if let Some(volume) = volume {
        draft.volume(&volume);
    }
    if let Some(issue) = issue {
        draft.issue(&issue);
    }
    let Some(first) = first else { return };
    let last = last.filter(|last| *last != first);
    if last.is_none() && pages::is_article_number(&first) {
        draft.record.work.article_number = Some(Field::given(first));
    } else {
        draft.record.work.pages = Some(Field::given(Pages { first, last }));
    }
}

fn set_kind(word: Option<&str>, draft: &mut Draft) {
    let Some(word) = word else { return };
    let kind = match word {
        "journal article" => WorkKind::Article,
        "review" => WorkKind::Review,
        "letter" => WorkKind::Letter,
        "editorial" => WorkKind::Editorial,
        "conference proceedings article" => WorkKind::ConferencePaper,
        "book chapter" => WorkKind::Chapter,
        "reference entry" => WorkKind::ReferenceEntry,
        "clinical trial" | "clinical study" => WorkKind::ClinicalTrial,
        "unknown" => WorkKind::Unknown,
        "news" | "libguide" | "component" => WorkKind::Other,
        other => types::lookup(Vocabulary::Openalex, &other.replace(' ', "-"))
            .or_else(|| types::lookup(Vocabulary::Crossref, &other.replace(' ', "-")))
            .unwrap_or(WorkKind::Other),
    };
    draft.record.work.kind = kind;
    if word != "unknown" {
        draft.keyword(KeywordScheme::PublicationType, word, None);
    }
}

fn keywords(work: &Value, draft: &mut Draft) {
    for term in texts(work, "keywords", &mut draft.log) {
        draft.keyword(KeywordScheme::Author, &term, None);
    }
    for term in texts(work, "fields_of_study", &mut draft.log) {
        draft.keyword(KeywordScheme::Topic, &term, None);
    }
    for item in list(work, "mesh_terms", &mut draft.log) {
        let log = &mut draft.log;
        let Some(term) = text(item, "mesh_heading", log) else { continue };
        let keyword = Keyword {
            scheme: KeywordScheme::Mesh,
            term,
            term_id: text(item, "mesh_id", log),
            qualifier: text(item, "qualifier_name", log),
            qualifier_id: text(item, "qualifier_id", log),
            is_major: None,
        };
        draft.record.keywords.push(keyword);
    }
    for item in list(work, "chemicals", &mut draft.log) {
        let log = &mut draft.log;
        let (term, id) = (text(item, "substance_name", log), text(item, "mesh_id", log));
        draft.keyword(KeywordScheme::Chemical, &term.unwrap_or_default(), id);
    }
}

fn rest(work: &Value, draft: &mut Draft) {
    for item in list(work, "funding", &mut draft.log) {
        let log = &mut draft.log;
        let funder = text(item, "org", log);
        let award_id = text(item, "funding_id", log);
        let country = text(item, "country", log);
        draft.grant(Grant { funder, funder_id: None, award_id, country });
    }
    for (key, metric) in [("scholarly_citations_count", Metric::CitedByCount)] {
        if let Some(value) = count(work, key, &mut draft.log) {
            draft.count(metric, Provider::Lens, value as f64);
        }
    }
    if let Some(value) = count(work, "patent_citations_count", &mut draft.log).filter(|v| *v > 0) {
        draft.named_note("cited by patents", &value.to_string());
    }
    for item in list(work, "references", &mut draft.log) {
        let log = &mut draft.log;
        let printed = text(item, "text", log).unwrap_or_default();
        let mut ids: Vec<Identifier> = Vec::new();
        if let Some(raw) = text(item, "lens_id", log) {
            ids.push(Identifier { scheme: Scheme::Lens, value: raw.clone(), raw });
        }
        if let Some(raw) = text(item, "doi", log)
            && let Some(value) = identifiers::doi(&raw)
        {
            ids.push(Identifier { scheme: Scheme::Doi, value, raw });
        }
        if !printed.is_empty() || !ids.is_empty() {
            draft.record.cited.push(Cited { text: printed, identifiers: ids, work: None });
        }
    }
    if let Some(tag) = texts(work, "languages", &mut draft.log).first().and_then(|l| languages::tag(l)) {
        draft.record.work.language = Some(tag);
    }
    let access = object(work, "open_access", &mut draft.log).unwrap_or(&Value::Null);
    if let Some(license) = text(access, "license", &mut draft.log) {
        draft.record.licenses.push(license);
    }
    let retracted = work.get("is_retracted") == Some(&Value::Bool(true));
    for item in list(work, "retraction_updates", &mut draft.log) {
        let date = text(item, "update_date", &mut draft.log)
            .and_then(|d| dates::read(d.split('T').next().unwrap_or_default()));
        let citation = text(item, "update_nature", &mut draft.log);
        draft.record.updates.push(update(date, citation));
    }
    if retracted && draft.record.updates.is_empty() {
        draft.record.updates.push(update(None, None));
    }
}

fn update(date: Option<crate::model::PartialDate>, citation: Option<String>) -> Update {
    let words = citation.as_deref().unwrap_or("retraction").to_lowercase();
    let kind = match () {
        () if words.contains("concern") => UpdateKind::ExpressionOfConcern,
        () if words.contains("correction") => UpdateKind::Correction,
        () if words.contains("reinstatement") => UpdateKind::Reinstatement,
        () => UpdateKind::Retraction,
    };
    Update { kind, direction: Direction::To, other: Vec::new(), citation, date, asserted_by: None }
}
