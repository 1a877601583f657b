//! One item.

use serde_json::Value;

use crate::import::draft::{Draft, Medium, Slot, plain, read_date};
use crate::import::{parted_names, zotero_extra, zotero_types};
use crate::model::{DateKind, Field, KeywordScheme, Role, Scheme, WorkKind};

/// Reads an item; `None` for what is none.
pub(super) fn read(value: &Value) -> Option<Draft> {
    // The web API wraps it.
    let item = value.get("data").filter(|data| data.get("itemType").is_some()).unwrap_or(value);
    let word = item.get("itemType")?.as_str()?;
    if zotero_types::is_bookkeeping(word) {
        return None;
    }
    let mut draft = Draft::new();
    let label = ["citationKey", "citekey", "key", "itemKey"]
        .into_iter()
        .map(|key| text(item, key))
        .find(|t| !t.is_empty());
    draft.label = label;
    draft.record.work.kind = zotero_types::kind(word).unwrap_or(WorkKind::Unknown);
    people(&mut draft, item);
    for (keys, slot) in FIELDS {
        keys.iter().for_each(|key| draft.set(*slot, &text(item, key)));
    }
    let short = text(item, "journalAbbreviation");
    match &draft.record.work.container_title {
        None => draft.set(Slot::Container, &short),
        Some(full) if full.value != short && !short.is_empty() => {
            draft.record.serial.abbreviation = Some(short);
        }
        Some(_) => {}
    }
    draft.volume(&text(item, "volume"));
    draft.issue(&text(item, "issue"));
    draft.pages(&text(item, "pages"));
    draft.abstract_text(&text(item, "abstractNote"));
    draft.language(&text(item, "language"));
    draft.identifier(Scheme::Doi, &text(item, "DOI"));
    draft.identifier(Scheme::Pmid, &text(item, "PMID"));
    draft.identifier(Scheme::Pmcid, &text(item, "PMCID"));
    draft.serial_numbers(&text(item, "ISBN"));
    draft.issn_as(&text(item, "ISSN"), Medium::Unknown);
    draft.identifier(Scheme::Url, &text(item, "url"));
    for name in [
        "reportNumber",
        "patentNumber",
        "number",
        "seriesNumber",
        "numPages",
        "numberOfVolumes",
        "rights",
        "archiveID",
    ] {
        draft.named_note(name, &text(item, name));
    }
    for tag in item.get("tags").and_then(Value::as_array).into_iter().flatten() {
        let term = tag.get("tag").or(Some(tag)).and_then(Value::as_str).unwrap_or_default();
        draft.keyword(KeywordScheme::Author, term);
    }
    let extra = item.get("extra").and_then(Value::as_str).unwrap_or_default();
    extra.lines().for_each(|line| zotero_extra::line(&mut draft, line));
    dates(&mut draft, item);
    Some(draft)
}

/// Whether it is a note or a file that hangs on an item.
pub(super) fn is_bookkeeping(value: &Value) -> bool {
    let item = value.get("data").unwrap_or(value);
    item.get("itemType").and_then(Value::as_str).is_some_and(zotero_types::is_bookkeeping)
}

/// Fields that hold one text, by what they mean; the first that an item has counts.
const FIELDS: &[(&[&str], Slot)] = &[
    (&["title", "caseName", "nameOfAct", "subject"], Slot::Title),
    (
        &[
            "publicationTitle",
            "bookTitle",
            "proceedingsTitle",
            "encyclopediaTitle",
            "dictionaryTitle",
            "websiteTitle",
            "blogTitle",
            "forumTitle",
            "programTitle",
            "code",
            "reporter",
        ],
        Slot::Container,
    ),
    (&["series", "seriesTitle"], Slot::Collection),
    (&["conferenceName", "meetingName"], Slot::Event),
    (&["edition", "version", "versionNumber"], Slot::Edition),
    (
        &[
            "publisher",
            "university",
            "institution",
            "company",
            "label",
            "distributor",
            "studio",
            "network",
            "repository",
            "assignee",
            "issuingAuthority",
        ],
        Slot::Publisher,
    ),
    (&["place"], Slot::Place),
    (
        &[
            "thesisType",
            "reportType",
            "genre",
            "manuscriptType",
            "websiteType",
            "presentationType",
            "mapType",
            "type",
        ],
        Slot::Genre,
    ),
];

fn people(draft: &mut Draft, item: &Value) {
    for creator in item.get("creators").and_then(Value::as_array).into_iter().flatten() {
        let role = match creator.get("creatorType").and_then(Value::as_str).unwrap_or_default() {
            "editor" | "seriesEditor" => Role::Editor,
            "translator" => Role::Translator,
            "author" | "artist" | "cartographer" | "composer" | "director" | "interviewee" | "inventor"
            | "podcaster" | "presenter" | "programmer" | "sponsor" | "" => Role::Author,
            _ => Role::Collaborator,
        };
        let name = text(creator, "name");
        if name.is_empty() {
            parted_names::add(draft, role, &text(creator, "lastName"), &text(creator, "firstName"));
        } else {
            parted_names::add(draft, role, &name, "");
        }
    }
}

fn dates(draft: &mut Draft, item: &Value) {
    let names = ["date", "issueDate", "dateEnacted", "dateDecided"];
    let written = names.into_iter().map(|key| text(item, key)).find(|t| !t.is_empty()).unwrap_or_default();
    match read_date(&written) {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("date", &written),
    }
    draft.record.work.accessed = read_date(&text(item, "accessDate")).map(Field::given);
}

fn text(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => plain(text),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
