//! `<relatedItem>`: the journal or book that holds the work, its series, what it reviews or cites.

use super::{part, people, record};
use crate::import::draft::{Draft, Medium, Slot, cited};
use crate::import::xml::Element;
use crate::model::{DateKind, Scheme};

/// Reads a `<relatedItem>`.
pub(super) fn read(item: &Element, draft: &mut Draft) {
    match item.attribute("type") {
        "host" | "" if item.attribute("type") == "host" || item.child("part").is_some() => {
            read_host(item, draft);
        }
        "series" => {
            let title = record::title(item);
            draft.set(Slot::Collection, &title);
            item.all("identifier").for_each(|id| read_identifier(id, draft));
            for number in item.all("part") {
                part::read(number, draft);
            }
        }
        "references" => {
            let text = item.text();
            let mut reference = cited(&text);
            for id in item.all("identifier").filter(|id| id.attribute("type") == "doi") {
                if reference.identifiers.is_empty() {
                    reference.identifiers =
                        cited(&format!("10.{}", id.text().split_once("10.").map_or("", |d| d.1))).identifiers;
                }
            }
            if !reference.text.is_empty() {
                draft.record.cited.push(reference);
            }
        }
        kind => {
            let title = record::title(item);
            let name = if kind.is_empty() { "related" } else { kind };
            draft.named_note(name, &title);
        }
    }
}

fn read_host(host: &Element, draft: &mut Draft) {
    let mut abbreviated = String::new();
    for title in host.all("titleInfo") {
        let text = record::title_text(title);
        match title.attribute("type") {
            "" => draft.set(Slot::Container, &text),
            "abbreviated" => abbreviated = text,
            _ => {}
        }
    }
    if draft.record.work.container_title.is_none() {
        draft.set(Slot::Container, &abbreviated);
    } else if !abbreviated.is_empty() {
        draft.record.serial.abbreviation.get_or_insert(abbreviated);
    }
    for name in host.all("name") {
        people::read(name, true, draft);
    }
    for origin in host.all("originInfo") {
        record::read_origin(origin, DateKind::Print, draft);
    }
    for number in host.all("part") {
        part::read(number, draft);
    }
    for id in host.all("identifier") {
        read_identifier(id, draft);
    }
    // A series that holds the book that holds the chapter.
    for item in host.all("relatedItem").filter(|item| item.attribute("type") == "series") {
        draft.set(Slot::Collection, &record::title(item));
    }
}

/// The host's identifiers are not those of the work, but for the numbers of serials and books.
fn read_identifier(id: &Element, draft: &mut Draft) {
    let text = id.text();
    let medium = match id.attribute("displayLabel").to_ascii_lowercase() {
        label if label.contains("electronic") || label.contains("online") => Medium::Electronic,
        label if label.contains("print") => Medium::Print,
        _ => Medium::Unknown,
    };
    match id.attribute("type").to_ascii_lowercase().as_str() {
        "issn" => draft.issn_as(&text, medium),
        "eissn" | "issn-e" | "e-issn" => draft.issn_as(&text, Medium::Electronic),
        "issn-l" => draft.issn_as(&text, Medium::Linking),
        "isbn" => draft.identifier(Scheme::Isbn, text.split(" (").next().unwrap_or(&text)),
        "" | "local" | "citekey" => {}
        other => draft.named_note(&format!("container {other}"), &text),
    }
}
