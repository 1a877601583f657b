//! One work as a record.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::crossref_json::fields::{count, list, object, text, texts};
use crate::import::crossref_json::people::{is_group, ror_id};
use crate::import::record_draft::{Draft, Medium};
use crate::import::{Imported, bibtex, languages};
use crate::model::{
    Affiliation, Cited, DateKind, Direction, Field, Grant, Identifier, IssueCode, Keyword, KeywordScheme,
    Metric, Name, Pages, PersonDetails, Place, Provider, Role, Scheme, Update, UpdateKind, WorkKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::types::{self, Vocabulary};
use crate::normalize::{dates, pages};

/// Words that an abstract may have: hostile indices point anywhere.
const LONGEST_ABSTRACT: u64 = 50_000;

/// Reads one work.
pub(super) fn read(work: &Value, place: Place) -> Result<Imported, String> {
    let has = |key: &str| work.get(key).is_some_and(|v| !v.is_null());
    if !["id", "doi", "title", "display_name"].into_iter().any(has) || !work.is_object() {
        return Err("this is no work of OpenAlex: it has neither an identifier nor a title".to_owned());
    }
    let mut draft = Draft::default();
    identifiers_of(work, &mut draft);
    people(work, &mut draft);
    source(work, &mut draft);
    locator(work, &mut draft);
    let log = &mut draft.log;
    let title = text(work, "title", log).or_else(|| text(work, "display_name", log));
    let date = text(work, "publication_date", log).and_then(|d| dates::read(&d));
    let year = count(work, "publication_year", log).and_then(|y| dates::read(&y.to_string()));
    let kind = text(work, "type", log);
    let language = text(work, "language", log);
    // The first of January is what OpenAlex writes for a year alone.
    let date = match (date, year) {
        (Some(date), Some(year))
            if date.year != year.year || date.month == Some(1) && date.day == Some(1) =>
        {
            Some(year)
        }
        (date, year) => date.or(year),
    };
    draft.record.work.title = title.map(Field::given);
    draft.record.work.issued = date.map(Field::given);
    if let Some(date) = date {
        draft.date(DateKind::Issued, date);
    }
    draft.record.work.language = language.as_deref().and_then(languages::tag);
    set_kind(work, kind.as_deref(), &mut draft);
    draft.record.abstract_text = abstract_of(work).or_else(|| text(work, "abstract", &mut draft.log));
    keywords(work, &mut draft);
    funding(work, &mut draft);
    counts(work, &mut draft);
    draft.record.cited =
        texts(work, "referenced_works", &mut draft.log).iter().filter_map(|id| cited(id)).collect();
    if work.get("is_retracted") == Some(&Value::Bool(true)) {
        draft.record.updates.push(Update {
            kind: UpdateKind::Retraction,
            direction: Direction::To,
            other: Vec::new(),
            citation: None,
            date: None,
            asserted_by: Some("openalex".to_owned()),
        });
    }
    draft.record.revised = text(work, "updated_date", &mut draft.log)
        .and_then(|d| dates::read(d.split('T').next().unwrap_or_default()));
    let label = work.get("id").and_then(Value::as_str).map(|id| bare(id).to_owned());
    Ok(draft.finish(label, place))
}

/// `https://openalex.org/W123` → `W123`.
fn bare(id: &str) -> &str {
    id.trim_end_matches('/').rsplit('/').next().unwrap_or(id)
}

fn identifiers_of(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let ids = object(work, "ids", log).unwrap_or(&Value::Null);
    let values = [
        (Scheme::Doi, text(work, "doi", log).or_else(|| text(ids, "doi", log))),
        (Scheme::Openalex, text(work, "id", log).or_else(|| text(ids, "openalex", log))),
        (Scheme::Pmid, text(ids, "pmid", log).or_else(|| text(work, "pmid", log))),
        (Scheme::Pmcid, text(ids, "pmcid", log).or_else(|| text(work, "pmcid", log))),
        (Scheme::Mag, text(ids, "mag", log).or_else(|| text(work, "mag", log))),
    ];
    for (scheme, value) in values {
        match (scheme, value) {
            (Scheme::Doi, Some(value)) => draft.identifier(scheme, &value),
            (_, Some(value)) => draft.identifier(scheme, bare(&value)),
            (_, None) => {}
        }
    }
}

fn people(work: &Value, draft: &mut Draft) {
    draft.record.work.authors_truncated = work.get("is_authors_truncated") == Some(&Value::Bool(true));
    for authorship in list(work, "authorships", &mut draft.log) {
        let log = &mut draft.log;
        let author = object(authorship, "author", log).unwrap_or(&Value::Null);
        let printed = text(authorship, "raw_author_name", log);
        let Some(raw) = printed.or_else(|| text(author, "display_name", log)) else { continue };
        let name = name(&raw);
        let mut details = PersonDetails {
            is_corresponding: authorship.get("is_corresponding").and_then(Value::as_bool),
            ..PersonDetails::default()
        };
        if let Some(orcid) = text(author, "orcid", log).or_else(|| text(authorship, "raw_orcid", log)) {
            let reading = identifiers::orcid(&orcid);
            if reading.validity == Validity::Valid {
                details.orcid = Some(reading.value);
            } else {
                log.add(
                    IssueCode::IdentifierInvalid,
                    "ORCID",
                    "an ORCID of it is wrong and was left out",
                    &orcid,
                );
            }
        }
        details.affiliations = affiliations(authorship, draft);
        draft.person(Role::Author, name, raw, details);
    }
}

/// Names are given in one string, as printed.
fn name(raw: &str) -> Name {
    if is_group(raw) { Name::Group(raw.to_owned()) } else { bibtex::plain_name(raw) }
}

/// What was printed, with the institution that was made of it where there is one and one only.
fn affiliations(authorship: &Value, draft: &mut Draft) -> Vec<Affiliation> {
    let log = &mut draft.log;
    let institutions = list(authorship, "institutions", log);
    let ror_of = |id: &str| {
        institutions.iter().find(|i| i.get("id").and_then(Value::as_str) == Some(id))?.get("ror")?.as_str()
    };
    let mut out: Vec<Affiliation> = Vec::new();
    let mut add = |raw: String, ror: Option<String>| {
        if !raw.is_empty() && out.iter().all(|known| known.raw != raw) {
            out.push(Affiliation { raw, ror });
        }
    };
    for affiliation in list(authorship, "affiliations", log) {
        let ids = texts(affiliation, "institution_ids", log);
        let ror = match ids.as_slice() {
            [only] => ror_of(only).and_then(ror_id),
            _ => None,
        };
        add(text(affiliation, "raw_affiliation_string", log).unwrap_or_default(), ror);
    }
    let raws = texts(authorship, "raw_affiliation_strings", log);
    let single = text(authorship, "raw_affiliation_string", log);
    let alone = match institutions {
        [only] => only.get("ror").and_then(Value::as_str).and_then(ror_id),
        _ => None,
    };
    let raws = if raws.is_empty() { single.into_iter().collect() } else { raws };
    let one = raws.len() == 1;
    for raw in raws {
        add(raw, alone.clone().filter(|_| one));
    }
    if out.is_empty() {
        for institution in institutions {
            let raw = text(institution, "display_name", log).unwrap_or_default();
            let ror = institution.get("ror").and_then(Value::as_str).and_then(ror_id);
            if !raw.is_empty() {
                out.push(Affiliation { raw, ror });
            }
        }
    }
    out
}

/// The serial, from where the work is first published; `host_venue` in data from before 2023.
fn source(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let location = object(work, "primary_location", log).unwrap_or(&Value::Null);
    let source =
        object(location, "source", log).or_else(|| object(work, "host_venue", log)).unwrap_or(&Value::Null);
    let title = text(source, "display_name", log).or_else(|| text(location, "raw_source_name", log));
    let publisher = text(source, "host_organization_name", log).or_else(|| text(source, "publisher", log));
    let linking = text(source, "issn_l", log);
    let issns = texts(source, "issn", log);
    let landing = text(location, "landing_page_url", log);
    let license = text(location, "license", log).or_else(|| text(work, "license", log));
    let abbreviation = text(source, "abbreviated_title", log);
    let is_repository = text(source, "type", log).is_some_and(|t| t == "repository");
    draft.record.work.container_title = title.map(Field::given);
    draft.record.work.publisher = publisher.map(Field::given);
    draft.record.serial.abbreviation = abbreviation;
    if !is_repository || linking.is_some() {
        if let Some(issn) = linking {
            draft.issn(&issn, Medium::Linking);
        }
        for issn in issns {
            draft.issn(&issn, Medium::Unsaid);
        }
    }
    if let Some(url) = landing {
        draft.url(&url);
    }
    if let Some(license) = license {
        draft.record.licenses.push(license);
    }
    for place in list(work, "locations", &mut draft.log).iter().take(50) {
        let url = place.get("landing_page_url").and_then(Value::as_str).unwrap_or_default();
        // Of the other places only those that are identifiers of the work say something of it.
        if url.contains("pubmed.ncbi") || url.contains("arxiv.org/abs") {
            draft.url(url);
        }
    }
}

fn locator(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let biblio = object(work, "biblio", log).unwrap_or(&Value::Null);
    let mut of = |key| text(biblio, key, log);
    let (volume, issue, first, last) = (of("volume"), of("issue"), of("first_page"), of("last_page"));
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

fn set_kind(work: &Value, said: Option<&str>, draft: &mut Draft) {
    let Some(said) = said else { return };
    let crossref = text(work, "type_crossref", &mut draft.log);
    let kind = match said {
        // OpenAlex says article of whatever stands in a journal's place.
        "article" => match crossref.as_deref() {
            Some("proceedings-article") => WorkKind::ConferencePaper,
            Some("posted-content") => WorkKind::Preprint,
            _ => WorkKind::Article,
        },
        "conference-paper" | "proceedings-article" => WorkKind::ConferencePaper,
        "reference-entry" => WorkKind::ReferenceEntry,
        "book-section" => WorkKind::Chapter,
        "book-review" => WorkKind::Review,
        other => types::lookup(Vocabulary::Openalex, other)
            .or_else(|| types::lookup(Vocabulary::Crossref, other))
            .unwrap_or(WorkKind::Other),
    };
    draft.record.work.kind = kind;
    // The words are more than ours: `erratum`, `paratext`.
    if kind == WorkKind::Other {
        draft.keyword(KeywordScheme::PublicationType, said, None);
    }
}

/// The abstract, which is given as the places of each of its words.
fn abstract_of(work: &Value) -> Option<String> {
    let index = work.get("abstract_inverted_index")?.as_object()?;
    let mut words: BTreeMap<u64, &str> = BTreeMap::new();
    for (word, places) in index {
        for place in places.as_array()?.iter().filter_map(Value::as_u64).filter(|at| *at < LONGEST_ABSTRACT) {
            words.insert(place, word);
        }
    }
    let text = words.into_values().collect::<Vec<_>>().join(" ");
    let text = crate::import::crossref_json::text::plain(&text);
    let bare = text.strip_prefix("Abstract ").unwrap_or(&text);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn keywords(work: &Value, draft: &mut Draft) {
    for (key, scheme) in [("keywords", KeywordScheme::Other), ("topics", KeywordScheme::Topic)] {
        for item in list(work, key, &mut draft.log) {
            let term = match item {
                Value::String(term) => Some(term.clone()),
                _ => text(item, "display_name", &mut draft.log)
                    .or_else(|| text(item, "keyword", &mut draft.log)),
            };
            let id = item.get("id").and_then(Value::as_str).map(|id| bare(id).to_owned());
            draft.keyword(scheme, &term.unwrap_or_default(), id);
        }
    }
    // Topics took the place of concepts in 2024.
    if work.get("topics").is_none() {
        for item in list(work, "concepts", &mut draft.log) {
            let term = text(item, "display_name", &mut draft.log).unwrap_or_default();
            let id = item.get("id").and_then(Value::as_str).map(|id| bare(id).to_owned());
            draft.keyword(KeywordScheme::Topic, &term, id);
        }
    }
    for item in list(work, "mesh", &mut draft.log) {
        let log = &mut draft.log;
        let Some(term) = text(item, "descriptor_name", log) else { continue };
        let keyword = Keyword {
            scheme: KeywordScheme::Mesh,
            term,
            term_id: text(item, "descriptor_ui", log),
            qualifier: text(item, "qualifier_name", log),
            qualifier_id: text(item, "qualifier_ui", log),
            is_major: item.get("is_major_topic").and_then(Value::as_bool),
        };
        draft.record.keywords.push(keyword);
    }
    for item in list(work, "sustainable_development_goals", &mut draft.log) {
        let goal = text(item, "display_name", &mut draft.log).unwrap_or_default();
        draft.named_note("sustainable development goal", &goal);
    }
}

/// `awards` since 2025, `grants` before; `funders` where no award is known.
fn funding(work: &Value, draft: &mut Draft) {
    for key in ["awards", "grants"] {
        for item in list(work, key, &mut draft.log) {
            let log = &mut draft.log;
            let funder = text(item, "funder_display_name", log);
            let award_id = text(item, "funder_award_id", log).or_else(|| text(item, "award_id", log));
            draft.grant(Grant { funder, funder_id: None, award_id, country: None });
        }
    }
    for item in list(work, "funders", &mut draft.log) {
        let log = &mut draft.log;
        let funder = text(item, "display_name", log);
        let funder_id = item.get("ror").and_then(Value::as_str).and_then(ror_id);
        if let Some(known) = draft.record.funding.iter_mut().find(|g| g.funder == funder) {
            known.funder_id = known.funder_id.take().or(funder_id);
        } else {
            draft.grant(Grant { funder, funder_id, award_id: None, country: None });
        }
    }
}

fn counts(work: &Value, draft: &mut Draft) {
    if let Some(count) = count(work, "cited_by_count", &mut draft.log) {
        draft.count(Metric::CitedByCount, Provider::Openalex, count as f64);
    }
    if let Some(fwci) = work.get("fwci").and_then(Value::as_f64) {
        draft.count(Metric::Fwci, Provider::Openalex, fwci);
    }
}

fn cited(id: &str) -> Option<Cited> {
    let value = bare(id).to_owned();
    let is_work =
        value.strip_prefix('W').is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    is_work.then(|| Cited {
        text: String::new(),
        identifiers: vec![Identifier { scheme: Scheme::Openalex, value, raw: id.to_owned() }],
        work: None,
    })
}
