//! One `<Reference>`.

use super::relations::{Link, Relations};
use crate::import::draft::{Draft, Medium, Slot, read_date};
use crate::import::xml::{self, Element};
use crate::model::{DateKind, Field, KeywordScheme, PersonDetails, Role, Scheme, WorkKind};

/// The title of a work with its subtitle.
pub(super) fn title(tree: &Element) -> String {
    let (title, subtitle) = (tree.text_of("Title"), tree.text_of("Subtitle"));
    if subtitle.is_empty() { title } else { format!("{}: {subtitle}", title.trim_end_matches([':', ' '])) }
}

/// Reads a work.
pub(super) fn read(tree: &Element, relations: &Relations) -> Draft {
    let mut draft = Draft::new();
    let id = tree.attribute("id");
    let key = tree.text_of("CitationKey");
    draft.label = Some(if key.is_empty() { id.to_owned() } else { key }).filter(|label| !label.is_empty());
    draft.kind(&tree.text_of("ReferenceType"));
    draft.set(Slot::Title, &title(tree));
    for (link, role) in [
        (Link::Author, Role::Author),
        (Link::Organization, Role::Author),
        (Link::Editor, Role::Editor),
        (Link::Collaborator, Role::Collaborator),
    ] {
        for person in relations.linked(link, id) {
            let Some(name) = relations.people.get(person) else { continue };
            // The body that stands behind a thesis is where it was handed in.
            if link == Link::Organization && draft.record.work.kind == WorkKind::Thesis {
                draft.set(Slot::Publisher, &name.display());
            } else {
                draft.person(role, name.clone(), &name.display(), PersonDetails::default());
            }
        }
    }
    for publisher in relations.linked(Link::Publisher, id) {
        draft.set(Slot::Publisher, relations.names.get(publisher).map_or("", String::as_str));
    }
    for keyword in relations.linked(Link::Keyword, id) {
        draft.keyword(KeywordScheme::Author, relations.names.get(keyword).map_or("", String::as_str));
    }
    if let Some(periodical) = relations.periodicals.get(&tree.text_of("PeriodicalID")) {
        draft.set(Slot::Container, &periodical.name);
        let abbreviation = &periodical.abbreviation;
        draft.record.serial.abbreviation = (!abbreviation.is_empty()).then(|| abbreviation.clone());
        draft.issn_as(&periodical.issn, Medium::Unknown);
    }
    if let Some(parent) = relations.parents.get(id) {
        draft.set(Slot::Container, relations.titles.get(parent).map_or("", String::as_str));
        for editor in relations.linked(Link::Editor, parent) {
            if let Some(name) = relations.people.get(editor) {
                draft.person(Role::Editor, name.clone(), &name.display(), PersonDetails::default());
            }
        }
    }
    let series = tree.text_of("SeriesTitleID");
    draft.set(Slot::Collection, relations.names.get(&series).map_or("", String::as_str));
    for child in tree.children() {
        read_value(child, &mut draft);
    }
    draft
}

fn read_value(element: &Element, draft: &mut Draft) {
    let text = element.text();
    if text.is_empty() {
        return;
    }
    match element.name.as_str() {
        "Year" | "Date" if read_date(&text).is_some() || draft.record.dates.is_empty() => {
            draft.date(DateKind::Issued, &text);
        }
        "AccessDate" => draft.record.work.accessed = read_date(&text).map(Field::given),
        "Volume" => draft.volume(&text),
        "Number" => match draft.record.work.kind {
            WorkKind::Article => draft.issue(&text),
            _ => draft.set(Slot::Issue, &text),
        },
        "Edition" => draft.set(Slot::Edition, &text),
        "PlaceOfPublication" => draft.set(Slot::Place, &text),
        "ISBN" => draft.serial_numbers(&text),
        "DOI" => draft.identifier(Scheme::Doi, &text),
        "PubMedID" => draft.identifier(Scheme::Pmid, &text),
        "PMCID" => draft.identifier(Scheme::Pmcid, &text),
        "ArxivID" => draft.identifier(Scheme::Arxiv, &text),
        "OnlineAddress" => draft.identifier(Scheme::Url, &text),
        "LanguageCode" => draft.language(&text),
        "Language" if draft.record.work.language.is_none() => draft.language(&text),
        "Abstract" => draft.abstract_text(&text),
        "PageRange" => read_pages(element, draft),
        "ParallelTitle" => draft.named_note("parallel title", &text),
        "TitleSupplement" => draft.named_note("title supplement", &text),
        "Notes" => draft.note(&text),
        // What it holds depends on the type: of a thesis, what kind of thesis it is.
        "SpecificField1" if draft.record.work.kind == WorkKind::Thesis => draft.set(Slot::Genre, &text),
        _ => {}
    }
}

/// Pages stand in XML within the XML, or beside the element: `<sp><n>12</n>…<os>12</os></sp><ep>…</ep><os>12-19</os>`.
fn read_pages(element: &Element, draft: &mut Draft) {
    let raw = element.whole_text();
    let parsed =
        raw.trim_start().starts_with('<').then(|| xml::read(&format!("<r>{raw}</r>")).ok()).flatten();
    let range = parsed.as_ref().unwrap_or(element);
    let page = |name: &str| {
        range.child(name).map(|page| {
            let text = page.text_of("os");
            if text.is_empty() { page.text_of("n") } else { text }
        })
    };
    match (page("sp"), page("ep")) {
        (Some(first), last) => draft.page_range(&first, &last.unwrap_or_default()),
        _ => draft.pages(range.text_of("os").as_str()),
    }
}
