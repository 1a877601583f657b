//! One resource as a record.

use serde_json::Value;

use super::{people, related};
use crate::import::crossref_json::fields::{Log, count, list, object, string, text};
use crate::import::record_draft::{Draft, Medium};
use crate::import::{Imported, languages};
use crate::model::{DateKind, Field, Grant, KeywordScheme, Metric, Pages, Place, Provider, Scheme, WorkKind};
use crate::normalize::dates;
use crate::normalize::types::{self, Vocabulary};

/// Reads one resource, in whatever it is wrapped.
pub(super) fn read(value: &Value, place: Place) -> Result<Imported, String> {
    let mut resource = value;
    let mut id = None;
    for _ in 0..3 {
        id = id.or_else(|| resource.get("id").and_then(Value::as_str));
        match resource.get("data").or_else(|| resource.get("attributes")) {
            Some(inner @ Value::Object(_)) => resource = inner,
            _ => break,
        }
    }
    let has = |key: &str| resource.get(key).is_some_and(|v| !v.is_null());
    if !["titles", "creators", "doi", "identifiers", "title", "publicationYear"].into_iter().any(has) {
        return Err("this is no record of DataCite: it has neither titles nor creators nor a DOI".to_owned());
    }
    let mut draft = Draft::default();
    titles(resource, &mut draft);
    people::read(resource, &mut draft);
    identifiers(resource, id, &mut draft);
    set_dates(resource, &mut draft);
    publication(resource, &mut draft);
    container(resource, &mut draft);
    about(resource, &mut draft);
    related::read(resource, &mut draft);
    set_kind(resource, &mut draft);
    let doi = draft.record.work.identifiers.iter().find(|i| i.value.scheme == Scheme::Doi);
    let label = doi.map(|i| i.value.raw.clone()).or_else(|| id.map(str::to_owned));
    Ok(draft.finish(label, place))
}

fn titles(resource: &Value, draft: &mut Draft) {
    let (mut main, mut sub, mut notes) = (None, None, Vec::new());
    for item in list(resource, "titles", &mut draft.log) {
        let log = &mut draft.log;
        let title =
            text(item, "title", log).or_else(|| item.as_str().and_then(|_| string(item, "titles", log)));
        let Some(title) = title else { continue };
        match text(item, "titleType", log).as_deref() {
            Some("Subtitle") => sub = sub.or(Some(title)),
            Some("TranslatedTitle") if main.is_some() => notes.push(("translated title", title)),
            Some("AlternativeTitle") => notes.push(("alternative title", title)),
            _ if main.is_none() => main = Some(title),
            _ => notes.push(("title", title)),
        }
    }
    let main = main.or_else(|| text(resource, "title", &mut draft.log));
    let title = match (main, sub) {
        (Some(main), Some(sub)) if !main.contains(&sub) => Some(format!("{main}: {sub}")),
        (main, sub) => main.or(sub),
    };
    draft.record.work.title = title.map(Field::given);
    for (name, title) in notes {
        draft.named_note(name, &title);
    }
}

fn identifiers(resource: &Value, id: Option<&str>, draft: &mut Draft) {
    let doi = text(resource, "doi", &mut draft.log);
    let is_doi = |id: &&str| crate::normalize::identifiers::doi(id).is_some();
    if let Some(doi) = doi.as_deref().or(id.filter(is_doi)) {
        draft.identifier(Scheme::Doi, doi);
    }
    for key in ["identifiers", "alternateIdentifiers", "identifier"] {
        for item in list(resource, key, &mut draft.log) {
            let log = &mut draft.log;
            let value = match item {
                Value::String(text) => Some(text.clone()),
                _ => text(item, "identifier", log).or_else(|| text(item, "alternateIdentifier", log)),
            };
            let kind =
                text(item, "identifierType", log).or_else(|| text(item, "alternateIdentifierType", log));
            if let Some(value) = value {
                identifier(&kind.unwrap_or_default(), &value, draft);
            }
        }
    }
    if let Some(url) = text(resource, "url", &mut draft.log) {
        draft.url(&url);
    }
}

/// An identifier by the word DataCite has for its kind.
pub(super) fn identifier(kind: &str, value: &str, draft: &mut Draft) {
    match scheme(kind) {
        Some(Scheme::Isbn) => draft.isbns(value),
        Some(Scheme::Issn) => draft.issn(value, Medium::Unsaid),
        Some(Scheme::Url) => draft.url(value),
        Some(scheme) => draft.identifier(scheme, value),
        None if kind.is_empty() && crate::normalize::identifiers::doi(value).is_some() => {
            draft.identifier(Scheme::Doi, value);
        }
        None => draft.other_identifier(if kind.is_empty() { "identifier" } else { kind }, value),
    }
}

/// The scheme of a kind of identifier.
pub(super) fn scheme(kind: &str) -> Option<Scheme> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "doi" => Scheme::Doi,
        "pmid" => Scheme::Pmid,
        "pmcid" | "pmc" => Scheme::Pmcid,
        "arxiv" => Scheme::Arxiv,
        "isbn" => Scheme::Isbn,
        "issn" | "eissn" | "lissn" => Scheme::Issn,
        "url" | "purl" | "w3id" => Scheme::Url,
        _ => return None,
    })
}

fn set_dates(resource: &Value, draft: &mut Draft) {
    let mut issued = None;
    for item in list(resource, "dates", &mut draft.log) {
        let log = &mut draft.log;
        let Some(raw) = text(item, "date", log) else { continue };
        let kind = text(item, "dateType", log).unwrap_or_default();
        let Some(date) = date(&raw) else {
            draft.named_note(&format!("date {}", kind.to_lowercase()), &raw);
            continue;
        };
        match kind.as_str() {
            "Issued" => {
                issued = issued.or(Some(date));
                draft.date(DateKind::Issued, date);
            }
            "Available" => draft.date(DateKind::Electronic, date),
            "Accepted" => draft.date(DateKind::Accepted, date),
            "Submitted" => draft.date(DateKind::Received, date),
            "Created" => draft.date(DateKind::Created, date),
            "Updated" => draft.record.revised = draft.record.revised.max(Some(date)),
            other => draft.named_note(&format!("date {}", other.to_lowercase()), &raw),
        }
    }
    let year = text(resource, "publicationYear", &mut draft.log).and_then(|y| dates::read(&y));
    let issued = match (issued, year) {
        // The year is what the work is cited by.
        (Some(issued), Some(year)) if issued.year != year.year => Some(year),
        (issued, year) => issued.or(year),
    };
    draft.record.work.issued = issued.map(Field::given);
}

/// `2015-06-14T12:00:00Z`, `2015-06/2015-08` (the year), `2015`.
fn date(raw: &str) -> Option<crate::model::PartialDate> {
    dates::read(raw.split('T').next().filter(|d| d.len() == 10).unwrap_or(raw))
}

fn publication(resource: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let publisher = match resource.get("publisher") {
        Some(Value::Object(_)) => object(resource, "publisher", log).and_then(|p| text(p, "name", log)),
        _ => text(resource, "publisher", log),
    };
    let version = text(resource, "version", log);
    let language = text(resource, "language", log);
    draft.record.work.publisher = publisher.map(Field::given);
    draft.named_note("version", &version.unwrap_or_default());
    draft.record.work.language = language.as_deref().and_then(languages::tag);
    for item in list(resource, "rightsList", &mut draft.log) {
        let log = &mut draft.log;
        if let Some(license) = text(item, "rightsUri", log)
            .or_else(|| text(item, "rightsURI", log))
            .or_else(|| text(item, "rights", log))
            && !draft.record.licenses.contains(&license)
        {
            draft.record.licenses.push(license);
        }
    }
}

/// What holds it: the API's `container`, or the related item it is published in.
fn container(resource: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let holder = object(resource, "container", log).filter(|c| c.get("title").is_some());
    let item = list(resource, "relatedItems", log).iter().find(|item| {
        matches!(item.get("relationType").and_then(Value::as_str), Some("IsPublishedIn" | "IsPartOf"))
    });
    let Some(from) = holder.or(item) else { return };
    let mut of = |key: &'static str| text(from, key, log);
    let (volume, issue, first, last, number) =
        (of("volume"), of("issue"), of("firstPage"), of("lastPage"), of("number"));
    let title = of("title").or_else(|| list(from, "titles", log).iter().find_map(|t| text(t, "title", log)));
    let id = match from.get("relatedItemIdentifier") {
        Some(id @ Value::Object(_)) => {
            (text(id, "relatedItemIdentifierType", log), text(id, "relatedItemIdentifier", log))
        }
        _ => (text(from, "identifierType", log), text(from, "identifier", log)),
    };
    draft.record.work.container_title = title.map(Field::given);
    if let Some(volume) = volume {
        draft.volume(&volume);
    }
    if let Some(issue) = issue {
        draft.issue(&issue);
    }
    if let Some(first) = first {
        draft.record.work.pages = Some(Field::given(Pages { last: last.filter(|l| *l != first), first }));
    }
    if let Some(number) = number {
        draft.record.work.article_number = Some(Field::given(number));
    }
    match id {
        (Some(kind), Some(value)) if kind.eq_ignore_ascii_case("issn") => draft.issn(&value, Medium::Unsaid),
        (Some(kind), Some(value)) if kind.eq_ignore_ascii_case("isbn") => draft.isbns(&value),
        (_, Some(value)) => draft.named_note("container", &value),
        _ => {}
    }
}

fn about(resource: &Value, draft: &mut Draft) {
    for item in list(resource, "descriptions", &mut draft.log) {
        let log = &mut draft.log;
        let Some(description) = text(item, "description", log) else { continue };
        match text(item, "descriptionType", log).as_deref() {
            Some("Abstract") if draft.record.abstract_text.is_none() => {
                draft.record.abstract_text = Some(description);
            }
            _ => draft.note(description),
        }
    }
    for item in list(resource, "subjects", &mut draft.log) {
        let log = &mut draft.log;
        let term = match item {
            Value::String(term) => Some(term.clone()),
            _ => text(item, "subject", log),
        };
        let vocabulary = text(item, "subjectScheme", log).unwrap_or_default().to_lowercase();
        let scheme = match () {
            () if vocabulary.contains("mesh") => KeywordScheme::Mesh,
            () if vocabulary.is_empty() => KeywordScheme::Other,
            () => KeywordScheme::Topic,
        };
        draft.keyword(scheme, &term.unwrap_or_default(), None);
    }
    for item in list(resource, "fundingReferences", &mut draft.log) {
        let log = &mut draft.log;
        let funder = text(item, "funderName", log);
        let funder_id = text(item, "funderIdentifier", log).and_then(|id| funder_id(&id));
        let award_id = text(item, "awardNumber", log);
        if let Some(title) = text(item, "awardTitle", log) {
            draft.named_note("award", &title);
        }
        draft.grant(Grant { funder, funder_id, award_id, country: None });
    }
    if let Some(count) = count(resource, "citationCount", &mut draft.log) {
        draft.count(Metric::CitedByCount, Provider::Datacite, count as f64);
    }
    for key in ["sizes", "formats"] {
        let values = crate::import::crossref_json::fields::texts(resource, key, &mut Log::default());
        draft.named_note(key, &values.join("; "));
    }
}

/// A DOI of the funder registry, or a ROR.
fn funder_id(raw: &str) -> Option<String> {
    if raw.contains("ror.org") {
        return crate::import::crossref_json::people::ror_id(raw);
    }
    crate::normalize::identifiers::doi(raw)
}

fn set_kind(resource: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let types = object(resource, "types", log).unwrap_or(&Value::Null);
    let general = text(types, "resourceTypeGeneral", log);
    let words = text(types, "resourceType", log);
    let citeproc = text(types, "citeproc", log);
    let kind = match general.as_deref() {
        Some("Dataset") => WorkKind::Dataset,
        Some("Software" | "ComputationalNotebook") => WorkKind::Software,
        Some("JournalArticle" | "DataPaper") => WorkKind::Article,
        Some("Preprint") => WorkKind::Preprint,
        Some("Dissertation") => WorkKind::Thesis,
        Some("Report") => WorkKind::Report,
        Some("Book" | "ConferenceProceeding") => WorkKind::Book,
        Some("BookChapter") => WorkKind::Chapter,
        Some("ConferencePaper") => WorkKind::ConferencePaper,
        Some("Standard") => WorkKind::Standard,
        Some("Text") | None => by_words(words.as_deref(), citeproc.as_deref()),
        Some(_) => WorkKind::Other,
    };
    draft.record.work.kind = kind;
    draft.record.work.genre = words.filter(|w| general.as_ref() != Some(w)).map(Field::given);
}

/// What a text is: its own words for itself, or the API's guess.
fn by_words(words: Option<&str>, citeproc: Option<&str>) -> WorkKind {
    let said = words.map(|w| w.to_lowercase().replace([' ', '_'], "")).unwrap_or_default();
    match said.as_str() {
        "journalarticle" | "article" | "researcharticle" => WorkKind::Article,
        "conferencepaper" => WorkKind::ConferencePaper,
        "preprint" => WorkKind::Preprint,
        "thesis" | "dissertation" | "doctoralthesis" | "phdthesis" | "masterthesis" => WorkKind::Thesis,
        "report" | "technicalreport" => WorkKind::Report,
        "book" => WorkKind::Book,
        "bookchapter" | "chapter" => WorkKind::Chapter,
        "poster" | "presentation" => WorkKind::ConferenceAbstract,
        _ => citeproc
            .filter(|word| *word != "article")
            .and_then(|word| types::lookup(Vocabulary::Csl, word))
            .unwrap_or_default(),
    }
}
