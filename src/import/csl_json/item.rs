//! One item as a record.

use serde_json::Value;

use super::dates;
use crate::import::crossref_json::fields::{Log, list, text, texts};
use crate::import::crossref_json::people::{is_group, particulars};
use crate::import::record_draft::{Draft, Medium};
use crate::import::{Imported, crossref, languages};
use crate::model::{
    DateKind, Field, IssueCode, KeywordScheme, Metric, Name, Person, PersonDetails, Place, Provider, Role,
    Scheme, WorkKind,
};
use crate::normalize::types::{self, Vocabulary};

/// The kind a type stands for; `None` for words that are no types of CSL.
pub(super) fn kind(word: &str) -> Option<WorkKind> {
    Some(match word {
        // Who writes `document` says nothing.
        "document" => WorkKind::Unknown,
        "pamphlet" | "classic" => WorkKind::Book,
        "post" => WorkKind::Webpage,
        "bill"
        | "broadcast"
        | "collection"
        | "event"
        | "graphic"
        | "hearing"
        | "interview"
        | "map"
        | "motion_picture"
        | "musical_score"
        | "performance"
        | "periodical"
        | "song"
        | "speech"
        | "treaty"
        | "personal-communication" => WorkKind::Other,
        // Not all that call themselves CSL have its types.
        _ => types::lookup(Vocabulary::Csl, word).or_else(|| types::lookup(Vocabulary::Crossref, word))?,
    })
}

/// Reads one item.
pub(super) fn read(value: &Value, place: Place) -> Result<Imported, String> {
    const FIELDS: [&str; 9] =
        ["title", "type", "DOI", "author", "issued", "container-title", "URL", "id", "publisher"];
    const CROSSREF: [&str; 4] = ["is-referenced-by-count", "content-domain", "issn-type", "reference-count"];
    let item = value.get("message").filter(|message| message.is_object()).unwrap_or(value);
    let Value::Object(map) = item else {
        return Err("this is no item: it has no fields".to_owned());
    };
    let known = |key: &str| map.contains_key(key);
    if !FIELDS.into_iter().any(known) {
        return Err("this is no item: it has none of CSL's fields".to_owned());
    }
    // Crossref's own variant has what CSL has no names for.
    if CROSSREF.into_iter().any(known) {
        return Ok(from_crossref(map.clone(), place));
    }
    let mut draft = Draft::default();
    people(item, &mut draft);
    titles(item, &mut draft);
    set_dates(item, &mut draft);
    locator(item, &mut draft);
    identifiers(item, &mut draft);
    rest(item, &mut draft);
    set_kind(item, &mut draft);
    let label = ["id", "citation-key", "citation-label"].iter().find_map(|key| plain(item.get(*key)?));
    Ok(draft.finish(label, place))
}

/// Read as a work of Crossref, but for its type.
fn from_crossref(mut map: serde_json::Map<String, Value>, place: Place) -> Imported {
    let word = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let own = kind(&word).filter(|_| types::lookup(Vocabulary::Crossref, &word).is_none());
    if own.is_some() {
        map.remove("type");
    }
    if let Some(short) = map.remove("container-title-short") {
        map.entry("short-container-title").or_insert(short);
    }
    let label = map.get("id").and_then(plain);
    let mut imported = crossref::imported(&Value::Object(map), place);
    if let Some(kind) = own.filter(|kind| *kind != WorkKind::Unknown) {
        imported.record.work.kind = kind;
    }
    imported.label = label.or(imported.label);
    imported
}

/// Text or a number.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text of a variable, or the first where a list stands in its place.
fn first(item: &Value, key: &'static str, log: &mut Log) -> Option<String> {
    match item.get(key)? {
        Value::Array(_) => texts(item, key, log).into_iter().next(),
        Value::Bool(_) => None,
        _ => text(item, key, log),
    }
}

fn people(item: &Value, draft: &mut Draft) {
    for (key, role) in [("author", Role::Author), ("editor", Role::Editor), ("translator", Role::Translator)]
    {
        for value in list(item, key, &mut draft.log) {
            let Some(name) = name(value, &mut draft.log) else { continue };
            let details =
                if value.is_object() { particulars(value, &mut draft.log) } else { PersonDetails::default() };
            let raw = name.display();
            // Some write the end of a cut list as a name.
            if role == Role::Author && matches!(raw.to_lowercase().as_str(), "others" | "et al" | "et al.") {
                draft.record.work.authors_truncated = true;
                continue;
            }
            draft.person(role, name, raw, details);
        }
    }
    for key in [
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
    ] {
        let names: Vec<String> = list(item, key, &mut draft.log)
            .iter()
            .filter_map(|v| name(v, &mut Log::default()))
            .map(|n| n.display())
            .collect();
        draft.named_note(key, &names.join("; "));
    }
}

fn name(value: &Value, log: &mut Log) -> Option<Name> {
    if let Some(name) = value.as_str() {
        return Some(Name::Group(name.trim().to_owned())).filter(|n| *n != Name::Group(String::new()));
    }
    let mut part = |key| text(value, key, log);
    let literal = part("literal").or_else(|| part("name"));
    let (given, family) = (part("given"), part("family"));
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    let (family, given) = match (family, given) {
        (Some(family), given) => (family, given),
        (None, given) => match (literal, given) {
            (Some(literal), _) => return Some(Name::Group(literal)),
            // People with one name have it in either field.
            (None, Some(given)) => (given, None),
            (None, None) => return None,
        },
    };
    let particle = particles.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let suffix = part("suffix");
    if given.is_none() && particle.is_empty() && is_group(&family) {
        return Some(Name::Group(family));
    }
    let particle = Some(particle).filter(|p| !p.is_empty());
    Some(Name::Person(Person { family, given, particle, suffix, ..Person::default() }))
}

fn titles(item: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let title = first(item, "title", log);
    let subtitle =
        first(item, "subtitle", log).filter(|s| title.as_ref().is_none_or(|t| !t.contains(s.as_str())));
    let title = match (title, subtitle) {
        (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
        (title, _) => title,
    };
    let container = first(item, "container-title", log);
    let short = ["container-title-short", "journalAbbreviation", "short-container-title"]
        .into_iter()
        .find_map(|key| first(item, key, log));
    let original = first(item, "original-title", log);
    let event = first(item, "event-title", log).or_else(|| match item.get("event") {
        Some(Value::Object(_)) => text(&item["event"], "name", log),
        _ => first(item, "event", log),
    });
    let series = first(item, "collection-title", log);
    let volume_title = first(item, "volume-title", log);
    let part_title = first(item, "part-title", log);
    let reviewed = first(item, "reviewed-title", log);
    let record = &mut draft.record;
    record.title_original = original.filter(|o| title.as_ref() != Some(o));
    record.serial.abbreviation = short.clone().filter(|s| Some(s) != container.as_ref());
    record.work.title = title.map(Field::given);
    record.work.container_title = container.or(short).map(Field::given);
    record.work.collection_title = series.map(Field::given);
    record.work.event_title = event.map(Field::given);
    for (key, value) in
        [("volume-title", volume_title), ("part-title", part_title), ("reviewed-title", reviewed)]
    {
        draft.named_note(key, &value.unwrap_or_default());
    }
}

fn set_dates(item: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let issued = dates::read(item, "issued", log);
    let submitted = dates::read(item, "submitted", log);
    let available = dates::read(item, "available-date", log);
    let accessed = dates::read(item, "accessed", log);
    let others = ["original-date", "event-date"].map(|key| (key, dates::read(item, key, log)));
    draft.record.work.issued = issued.or(available).map(Field::given);
    draft.record.work.accessed = accessed.map(Field::given);
    for (kind, date) in
        [(DateKind::Issued, issued), (DateKind::Received, submitted), (DateKind::Electronic, available)]
    {
        if let Some(date) = date {
            draft.date(kind, date);
        }
    }
    for (key, date) in others {
        draft.named_note(key, &date.map(|d| d.to_string()).unwrap_or_default());
    }
    // `in press`, `n.d.`
    if issued.is_none()
        && let Some(words) = item.get("issued").and_then(|i| i.get("literal")).and_then(Value::as_str)
    {
        draft.named_note("issued", words);
    }
    draft.record.work.year_suffix = first(item, "year-suffix", &mut draft.log);
}

fn locator(item: &Value, draft: &mut Draft) {
    let mut value = |key| first(item, key, &mut draft.log);
    let (volume, issue, supplement) =
        (value("volume"), value("issue"), value("supplement-number").or_else(|| value("supplement")));
    let page = value("page").or_else(|| value("page-first"));
    let number = value("number");
    let article_number = value("article-number");
    let (edition, publisher, place, genre) =
        (value("edition"), value("publisher"), value("publisher-place"), value("genre"));
    if let Some(volume) = volume {
        draft.volume(&volume);
    }
    if let Some(issue) = issue {
        draft.issue(&issue);
    }
    if let Some(supplement) = supplement {
        draft.record.work.supplement = Some(Field::given(supplement));
    }
    let serial = matches!(
        item.get("type").and_then(Value::as_str),
        Some(
            "article-journal"
                | "article-magazine"
                | "article-newspaper"
                | "review"
                | "review-book"
                | "paper-conference"
                | "journal-article"
        )
    );
    if let Some(number) = article_number {
        draft.record.work.article_number = Some(Field::given(number));
    }
    match number {
        Some(number) if serial && draft.record.work.article_number.is_none() => {
            draft.record.work.article_number = Some(Field::given(number));
        }
        Some(number) => draft.named_note("number", &number),
        None => {}
    }
    if let Some(page) = page {
        draft.pages(&page);
    }
    let work = &mut draft.record.work;
    work.edition = edition.map(Field::given);
    work.publisher = publisher.map(Field::given);
    work.publisher_place = place.map(Field::given);
    work.genre = genre.map(Field::given);
}

fn identifiers(item: &Value, draft: &mut Draft) {
    for (key, scheme) in [
        ("DOI", Scheme::Doi),
        ("doi", Scheme::Doi),
        ("PMID", Scheme::Pmid),
        ("PMCID", Scheme::Pmcid),
        ("arxiv", Scheme::Arxiv),
    ] {
        for raw in texts(item, key, &mut draft.log) {
            draft.identifier(scheme, &raw);
        }
        if let Some(Value::Number(number)) = item.get(key) {
            draft.identifier(scheme, &number.to_string());
        }
    }
    for raw in texts(item, "ISBN", &mut draft.log) {
        draft.isbns(&raw);
    }
    for raw in texts(item, "ISSN", &mut draft.log) {
        draft.issn(&raw, Medium::Unsaid);
    }
    for raw in texts(item, "URL", &mut draft.log) {
        draft.url(&raw);
    }
}

fn set_kind(item: &Value, draft: &mut Draft) {
    let Some(word) = first(item, "type", &mut draft.log) else { return };
    match kind(&word) {
        Some(kind) => draft.record.work.kind = kind,
        None => draft.log.add(IssueCode::ValueOutOfRange, "type", "its type is not known", &word),
    }
}

fn rest(item: &Value, draft: &mut Draft) {
    draft.record.abstract_text = first(item, "abstract", &mut draft.log);
    match item.get("keyword").or_else(|| item.get("keywords")) {
        Some(Value::String(list)) => {
            let separator = if list.contains(';') { ';' } else { ',' };
            list.split(separator).for_each(|term| draft.keyword(KeywordScheme::Other, term, None));
        }
        Some(Value::Array(terms)) => {
            terms
                .iter()
                .filter_map(Value::as_str)
                .for_each(|term| draft.keyword(KeywordScheme::Other, term, None));
        }
        _ => {}
    }
    for key in ["categories", "subject"] {
        for term in texts(item, key, &mut draft.log) {
            draft.keyword(KeywordScheme::Topic, &term, None);
        }
    }
    if let Some(raw) = first(item, "language", &mut draft.log) {
        match languages::tag(&raw) {
            Some(tag) => draft.record.work.language = Some(tag),
            None => draft.named_note("language", &raw),
        }
    }
    for key in ["license", "copyright"] {
        if let Some(license) = item.get(key).and_then(Value::as_str) {
            if license.contains("://") {
                draft.record.licenses.push(license.to_owned());
            } else {
                draft.named_note(key, license);
            }
        }
    }
    for key in [
        "annote",
        "archive",
        "archive_collection",
        "archive_location",
        "archive-place",
        "authority",
        "call-number",
        "chapter-number",
        "collection-number",
        "dimensions",
        "division",
        "event-place",
        "jurisdiction",
        "medium",
        "number-of-pages",
        "number-of-volumes",
        "original-publisher",
        "original-publisher-place",
        "part-number",
        "printing-number",
        "references",
        "scale",
        "section",
        "status",
        "version",
    ] {
        if let Some(value) = item.get(key).and_then(plain) {
            draft.named_note(key, &value);
        }
    }
    if let Some(lines) = first_raw(item, "note") {
        lines.lines().for_each(|line| note(line, draft));
    }
    custom(item, draft);
}

fn first_raw<'v>(item: &'v Value, key: &str) -> Option<&'v str> {
    match item.get(key)? {
        Value::Array(items) => items.first()?.as_str(),
        other => other.as_str(),
    }
}

/// A line of a note, which may hide a variable: `PMID: 123`, or in the old way `{:PMID: 123}`.
fn note(line: &str, draft: &mut Draft) {
    let line = line.trim();
    let inside = line.strip_prefix("{:").and_then(|l| l.strip_suffix('}')).unwrap_or(line);
    if !draft.hidden_identifier(inside) {
        draft.note(line);
    }
}

/// What programs add. Ours says that the printed list of authors was cut; of others single values are kept.
fn custom(item: &Value, draft: &mut Draft) {
    let Some(Value::Object(custom)) = item.get("custom") else { return };
    for (key, value) in custom.iter().take(50) {
        match key.as_str() {
            "raw" | "confidence" | "field-confidence" => {}
            "et-al" => draft.record.work.authors_truncated |= value == &Value::Bool(true),
            "cited-by" | "citation-count" => {
                if let Some(count) = value.as_f64() {
                    draft.count(Metric::CitedByCount, Provider::Import, count);
                }
            }
            _ => {
                if let Some(text) = plain(value) {
                    draft.named_note(key, &text);
                }
            }
        }
    }
}
