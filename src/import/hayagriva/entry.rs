//! One entry.

use serde_json::Value;

use crate::import::Imported;
use crate::import::draft::{Draft, Medium, Slot, plain, read_date};
use crate::import::parted_names;
use crate::model::{DateKind, Field, Place, Role, Scheme, WorkKind};

/// Works within works.
const PARENT_LIMIT: usize = 4;

/// The kind an entry's type stands for where nothing is known of what it is part of.
pub(super) fn kind(word: &str) -> Option<WorkKind> {
    Some(match word.to_ascii_lowercase().as_str() {
        "article" => WorkKind::Article,
        "chapter" | "anthos" => WorkKind::Chapter,
        "entry" => WorkKind::ReferenceEntry,
        "report" => WorkKind::Report,
        "thesis" => WorkKind::Thesis,
        "web" | "thread" | "post" | "blog" => WorkKind::Webpage,
        "book" | "anthology" | "reference" | "proceedings" => WorkKind::Book,
        "patent" => WorkKind::Patent,
        "repository" => WorkKind::Software,
        "scene" | "artwork" | "case" | "newspaper" | "legislation" | "manuscript" | "original"
        | "performance" | "periodical" | "video" | "audio" | "exhibition" | "conference" => WorkKind::Other,
        "misc" => WorkKind::Unknown,
        _ => return None,
    })
}

/// Reads an entry.
#[allow(clippy::needless_pass_by_value, reason = "the reader of YAML hands its values over")]
pub(super) fn read(key: &str, value: Value, place: Place) -> Result<Imported, String> {
    let Value::Object(_) = &value else {
        return Err("this is no entry: it has no fields; it was left out".to_owned());
    };
    let mut draft = Draft::new();
    draft.label = Some(key.to_owned());
    let word = text(&value, "type");
    draft.record.work.kind = kind(&word).unwrap_or(WorkKind::Unknown);
    for (field, slot) in [("title", Slot::Title), ("genre", Slot::Genre), ("edition", Slot::Edition)] {
        draft.set(slot, &text(&value, field));
    }
    people(&mut draft, Role::Author, value.get("author"));
    people(&mut draft, Role::Editor, value.get("editor"));
    affiliated(&mut draft, value.get("affiliated"));
    numbers(&mut draft, &value);
    common(&mut draft, &value, true);
    draft.abstract_text(&text(&value, "abstract"));
    draft.language(&text(&value, "language"));
    draft.note(&text(&value, "note"));
    parents(&mut draft, &value);
    if draft.is_empty() {
        return Err("this record has neither title nor people nor identifiers; it was left out".to_owned());
    }
    Ok(draft.finish(place))
}

/// The works it is part of: the first is its container, what that is part of its series.
fn parents(draft: &mut Draft, value: &Value) {
    let mut level = listed(value.get("parent"));
    for depth in 0..PARENT_LIMIT {
        let mut above = Vec::new();
        for (index, parent) in level.into_iter().enumerate() {
            parent_of(draft, parent, depth + index);
            above.extend(listed(parent.get("parent")));
        }
        level = above;
    }
}

fn parent_of(draft: &mut Draft, parent: &Value, nth: usize) {
    let word = text(parent, "type").to_ascii_lowercase();
    let title = text(parent, "title");
    match word.as_str() {
        "conference" => draft.set(Slot::Event, &title),
        _ if nth == 0 => draft.set(Slot::Container, &title),
        _ => draft.set(Slot::Collection, &title),
    }
    if nth == 0 {
        let own = draft.record.work.kind;
        draft.record.work.kind = match (own, word.as_str()) {
            (WorkKind::Article, "proceedings" | "conference") => WorkKind::ConferencePaper,
            (WorkKind::Article, "reference") => WorkKind::ReferenceEntry,
            (WorkKind::Article | WorkKind::Unknown, "anthology" | "book") => WorkKind::Chapter,
            (WorkKind::Article, "blog" | "web") => WorkKind::Webpage,
            _ => own,
        };
    }
    people(draft, Role::Editor, parent.get("editor"));
    people(draft, Role::Collaborator, parent.get("author"));
    affiliated(draft, parent.get("affiliated"));
    numbers(draft, parent);
    common(draft, parent, false);
}

fn numbers(draft: &mut Draft, value: &Value) {
    let known = &draft.record.work;
    // Those of the work itself count before those of what holds it.
    if known.volume.is_none() {
        draft.volume(&text(value, "volume"));
    }
    if draft.record.work.issue.is_none() {
        draft.issue(&text(value, "issue"));
    }
    if draft.record.work.pages.is_none() {
        draft.pages(&text(value, "page-range"));
    }
}

/// What an entry and its parents have alike.
fn common(draft: &mut Draft, value: &Value, own: bool) {
    if let Some(date) = value.get("date") {
        let written = formatted(date);
        match read_date(&written) {
            Some(date) if draft.record.work.issued.is_none() => {
                draft.record.dates.push((DateKind::Issued, date));
                draft.issued(date);
            }
            Some(_) => {}
            None => draft.named_note("date", &written),
        }
    }
    let publisher = value.get("publisher");
    for holder in [publisher, value.get("organization")].into_iter().flatten() {
        match holder {
            Value::Object(_) => {
                draft.set(Slot::Publisher, &text(holder, "name"));
                draft.set(Slot::Place, &text(holder, "location"));
            }
            _ => draft.set(Slot::Publisher, &formatted(holder)),
        }
    }
    draft.set(Slot::Place, &text(value, "location"));
    if let Some(url) = value.get("url") {
        match url {
            Value::Object(_) => {
                draft.identifier(Scheme::Url, &text(url, "value"));
                draft.record.work.accessed = read_date(&text(url, "date")).map(Field::given);
            }
            _ => draft.identifier(Scheme::Url, &formatted(url)),
        }
    }
    match value.get("serial-number") {
        Some(Value::Object(map)) => {
            for (name, number) in map {
                serial(draft, name, &formatted(number), own);
            }
        }
        Some(number) => draft.named_note("serial number", &formatted(number)),
        None => {}
    }
    for name in ["doi", "isbn", "issn"] {
        serial(draft, name, &text(value, name), own);
    }
}

fn serial(draft: &mut Draft, name: &str, number: &str, own: bool) {
    match name.to_ascii_lowercase().as_str() {
        // The DOI of a book is not its chapter's.
        "doi" if own => draft.identifier(Scheme::Doi, number),
        "pmid" if own => draft.identifier(Scheme::Pmid, number),
        "pmcid" if own => draft.identifier(Scheme::Pmcid, number),
        "arxiv" if own => draft.identifier(Scheme::Arxiv, number),
        "isbn" => draft.serial_numbers(number),
        "issn" => draft.issn_as(number, Medium::Unknown),
        name if own && !number.is_empty() => draft.other_identifier(name, number),
        _ => {}
    }
}

/// One name or a list; a name is `Family, Given, Suffix`, `Family, Given` or has its parts under keys.
fn people(draft: &mut Draft, role: Role, people: Option<&Value>) {
    for person in listed(people) {
        if let Value::Object(_) = person {
            let family = [text(person, "prefix"), text(person, "name")].join(" ");
            let suffix = text(person, "suffix");
            parted_names::add_with_suffix(draft, role, &family, &text(person, "given-name"), &suffix);
        } else {
            let name = formatted(person);
            match name.split_once(',') {
                Some(_) => draft.named(role, &name),
                // Without a comma it is a body, or one word.
                None => parted_names::add(draft, role, &name, ""),
            }
        }
    }
}

fn affiliated(draft: &mut Draft, groups: Option<&Value>) {
    for group in listed(groups) {
        let role = match text(group, "role").as_str() {
            "translator" => Role::Translator,
            "compiler" | "founder" | "organizer" => Role::Editor,
            _ => Role::Collaborator,
        };
        people(draft, role, group.get("names"));
    }
}

fn listed(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).map(formatted).unwrap_or_default()
}

/// Text, also where it stands under `value` beside how to write it. Braces keep letters as they are.
fn formatted(value: &Value) -> String {
    match value {
        Value::String(text) => plain(&text.replace(['{', '}'], "")),
        Value::Object(map) => map
            .get("value")
            .and_then(Value::as_str)
            .map(|t| plain(&t.replace(['{', '}'], "")))
            .unwrap_or_default(),
        _ => String::new(),
    }
}
