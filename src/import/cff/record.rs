//! The software itself, or one of the works a file cites, as a record.

use serde_json::Value;

use crate::import::crossref_json::fields::{Log, list, string, text, texts};
use crate::import::record_draft::{Draft, Medium};
use crate::import::{Imported, languages};
use crate::model::{
    Affiliation, DateKind, Field, IssueCode, KeywordScheme, Name, Pages, PartialDate, Person, PersonDetails,
    Place, Role, Scheme, WorkKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{dates, pages};

/// Reads a mapping; `is_root` for that of the file itself.
pub(super) fn read(work: &Value, is_root: bool, place: Place) -> Imported {
    let mut draft = Draft::default();
    people(work, &mut draft);
    titles(work, &mut draft);
    set_date(work, &mut draft);
    locator(work, &mut draft);
    publication(work, &mut draft);
    identifiers_of(work, &mut draft);
    rest(work, &mut draft);
    let said = text(work, "type", &mut draft.log);
    draft.record.work.kind = match said.as_deref() {
        // A file that says nothing cites software.
        None if is_root => WorkKind::Software,
        // Papers are called by what holds them in many files.
        Some("proceedings" | "conference")
            if ["start", "collection-title", "conference"].iter().any(|k| work.get(*k).is_some()) =>
        {
            WorkKind::ConferencePaper
        }
        Some(other) => kind(other),
        None => WorkKind::Unknown,
    };
    let genre = text(work, "thesis-type", &mut draft.log);
    draft.record.work.genre = genre.map(Field::given);
    draft.finish(None, place)
}

fn kind(word: &str) -> WorkKind {
    match word {
        "software"
        | "software-code"
        | "software-container"
        | "software-executable"
        | "software-virtual-machine" => WorkKind::Software,
        "dataset" | "data" | "database" => WorkKind::Dataset,
        "article" | "magazine-article" | "newspaper-article" => WorkKind::Article,
        "book" | "edited-work" | "manual" | "pamphlet" | "proceedings" | "conference" | "catalogue" => {
            WorkKind::Book
        }
        "conference-paper" => WorkKind::ConferencePaper,
        "slides" => WorkKind::ConferenceAbstract,
        "dictionary" | "encyclopedia" => WorkKind::ReferenceEntry,
        "report" | "government-document" => WorkKind::Report,
        "thesis" => WorkKind::Thesis,
        "standard" => WorkKind::Standard,
        "patent" => WorkKind::Patent,
        "website" | "blog" => WorkKind::Webpage,
        "generic" => WorkKind::Unknown,
        _ => WorkKind::Other,
    }
}

fn people(work: &Value, draft: &mut Draft) {
    for (key, role) in
        [("authors", Role::Author), ("editors", Role::Editor), ("translators", Role::Translator)]
    {
        for item in list(work, key, &mut draft.log) {
            let Some(name) = name(item, &mut draft.log) else { continue };
            let raw = name.display();
            let details = details(item, &mut draft.log);
            draft.person(role, name, raw, details);
        }
    }
    for key in ["editors-series", "recipients", "senders", "contributors"] {
        let names: Vec<String> = list(work, key, &mut draft.log)
            .iter()
            .filter_map(|i| name(i, &mut Log::default()))
            .map(|n| n.display())
            .collect();
        draft.named_note(key, &names.join("; "));
    }
}

fn name(item: &Value, log: &mut Log) -> Option<Name> {
    if item.is_string() {
        return string(item, "authors", log).map(Name::Group);
    }
    let mut part = |key| text(item, key, log);
    let (family, given) = (part("family-names"), part("given-names"));
    let (particle, suffix) = (part("name-particle"), part("name-suffix"));
    if let Some(entity) = part("name") {
        return Some(Name::Group(entity));
    }
    match (family, given) {
        (Some(family), given) => {
            Some(Name::Person(Person { family, given, particle, suffix, ..Person::default() }))
        }
        (None, Some(family)) => Some(Name::Person(Person { family, ..Person::default() })),
        (None, None) => part("alias").map(Name::Group),
    }
}

fn details(item: &Value, log: &mut Log) -> PersonDetails {
    let mut details = PersonDetails::default();
    if let Some(raw) = text(item, "orcid", log) {
        let reading = identifiers::orcid(&raw);
        if reading.validity == Validity::Valid {
            details.orcid = Some(reading.value);
        } else {
            log.add(IssueCode::IdentifierInvalid, "ORCID", "an ORCID of it is wrong and was left out", &raw);
        }
    }
    if let Some(raw) = text(item, "affiliation", log) {
        details.affiliations.push(Affiliation { raw, ror: None });
    }
    details
}

fn titles(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let title = text(work, "title", log);
    let journal = text(work, "journal", log);
    let collection = text(work, "collection-title", log);
    let volume_title = text(work, "volume-title", log);
    let event = named(work, "conference", log);
    let abbreviation = text(work, "abbreviation", log);
    let database = text(work, "database", log);
    let (container, series) = match (journal, collection) {
        (Some(journal), collection) => (Some(journal), collection),
        (None, collection) => (collection, None),
    };
    draft.record.serial.abbreviation = abbreviation;
    let record = &mut draft.record.work;
    record.title = title.map(Field::given);
    record.container_title = container.map(Field::given);
    record.collection_title = series.map(Field::given);
    record.event_title = event.map(Field::given);
    draft.named_note("volume-title", &volume_title.unwrap_or_default());
    draft.named_note("database", &database.unwrap_or_default());
}

/// The name of an entity, or what stands in its place.
fn named(work: &Value, key: &'static str, log: &mut Log) -> Option<String> {
    match work.get(key)? {
        entity @ Value::Object(_) => text(entity, "name", log),
        _ => text(work, key, log),
    }
}

fn set_date(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let mut date = |key| text(work, key, log).and_then(|d| dates::read(&d));
    let (published, released) = (date("date-published"), date("date-released"));
    let year = date("year").map(|d| d.year);
    let accessed = date("date-accessed").or_else(|| date("date-downloaded"));
    let issue_date = date("issue-date");
    let month = text(work, "month", log).and_then(|m| m.parse().ok().or_else(|| dates::month(&m)));
    let from_year =
        year.and_then(|y| PartialDate::new(y, month, None).or_else(|| PartialDate::new(y, None, None)));
    let issued = match (published.or(released), from_year) {
        (Some(whole), Some(year)) if whole.year != year.year => Some(year),
        (whole, year) => whole.or(year).or(issue_date),
    };
    draft.record.work.issued = issued.map(Field::given);
    draft.record.work.accessed = accessed.map(Field::given);
    if let Some(date) = issued {
        draft.date(DateKind::Issued, date);
    }
    if let Some(original) = text(work, "year-original", &mut draft.log) {
        draft.named_note("year-original", &original);
    }
}

fn locator(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let mut of = |key| text(work, key, log);
    let (volume, issue, number) = (of("volume"), of("issue"), of("number"));
    let (first, last, edition, count) = (of("start"), of("end"), of("edition"), of("pages"));
    if let Some(volume) = volume {
        draft.volume(&volume);
    }
    // Journals' issues stand under either name.
    let serial = work.get("journal").is_some() && issue.is_none();
    if let Some(issue) = issue {
        draft.issue(&issue);
    }
    match number {
        Some(number) if serial => draft.issue(&number),
        Some(number) => draft.named_note("number", &number),
        None => {}
    }
    draft.record.work.edition = edition.map(Field::given);
    if let Some(first) = first {
        let last = last.filter(|last| *last != first);
        let is_number = last.is_none() && (pages::is_article_number(&first) || first.starts_with('e'));
        if is_number {
            draft.record.work.article_number = Some(Field::given(first));
        } else {
            draft.record.work.pages = Some(Field::given(Pages { first, last }));
        }
    }
    if let Some(count) = count {
        // The number of pages by the book, their range in many files.
        if count.contains(pages::DASHES) {
            draft.pages(&count);
        } else {
            draft.named_note("pages in total", &count);
        }
    }
}

fn publication(work: &Value, draft: &mut Draft) {
    let log = &mut draft.log;
    let publisher = named(work, "publisher", log);
    let institution = named(work, "institution", log);
    let place = work.get("publisher").filter(|p| p.is_object()).and_then(|p| text(p, "city", log));
    let location = named(work, "location", log);
    let mut names = publisher.into_iter().chain(institution);
    draft.record.work.publisher = names.next().map(Field::given);
    let others: Vec<String> = names.collect();
    draft.named_note("institution", &others.join("; "));
    draft.record.work.publisher_place = place.map(Field::given);
    draft.named_note("location", &location.unwrap_or_default());
}

fn identifiers_of(work: &Value, draft: &mut Draft) {
    for (key, scheme) in [("doi", Scheme::Doi), ("pmcid", Scheme::Pmcid), ("pmid", Scheme::Pmid)] {
        if let Some(raw) = text(work, key, &mut draft.log) {
            draft.identifier(scheme, &raw);
        }
    }
    for item in list(work, "identifiers", &mut draft.log) {
        let log = &mut draft.log;
        let Some(value) = text(item, "value", log) else { continue };
        match text(item, "type", log).as_deref() {
            Some("doi") => draft.identifier(Scheme::Doi, &value),
            Some("url") => draft.url(&value),
            _ => draft.identifier(Scheme::Other, &value),
        }
    }
    if let Some(raw) = text(work, "isbn", &mut draft.log) {
        draft.isbns(&raw);
    }
    if let Some(raw) = text(work, "issn", &mut draft.log) {
        draft.issn(&raw, Medium::Unsaid);
    }
    for key in ["url", "repository-code", "repository", "repository-artifact"] {
        for raw in texts(work, key, &mut draft.log) {
            draft.url(&raw);
        }
    }
    for key in ["collection-doi", "nihmsid", "commit"] {
        if let Some(raw) = text(work, key, &mut draft.log) {
            draft.named_note(key, &raw);
        }
    }
}

fn rest(work: &Value, draft: &mut Draft) {
    draft.record.abstract_text = text(work, "abstract", &mut draft.log);
    for term in texts(work, "keywords", &mut draft.log) {
        draft.keyword(KeywordScheme::Author, &term, None);
    }
    for key in ["license", "license-url"] {
        draft.record.licenses.extend(texts(work, key, &mut Log::default()));
    }
    if let Some(tag) = texts(work, "languages", &mut draft.log).first().and_then(|l| languages::tag(l)) {
        draft.record.work.language = Some(tag);
    }
    for key in [
        "copyright",
        "data-type",
        "database-provider",
        "department",
        "entry",
        "filename",
        "format",
        "issue-title",
        "medium",
        "notes",
        "number-volumes",
        "patent-states",
        "scope",
        "section",
        "status",
        "term",
        "version",
    ] {
        let values = texts(work, key, &mut draft.log).join("; ");
        if key == "notes" || key == "scope" {
            draft.note(values);
        } else {
            draft.named_note(key, &values);
        }
    }
}
