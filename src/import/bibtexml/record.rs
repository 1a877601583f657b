//! One `<entry>`.

use crate::import::draft::{Draft, Medium, Slot, items, kind, names, read_date};
use crate::import::elements::Given;
use crate::import::parted_names;
use crate::import::xml::Element;
use crate::model::{DateKind, Field, KeywordScheme, PartialDate, Role, Scheme, WorkKind};
use crate::normalize::dates;
use crate::normalize::types::{self, Vocabulary};

/// Reads an entry.
pub(super) fn read(tree: &Element) -> Given {
    let mut draft = Draft::new();
    let id = tree.attribute("id");
    draft.label = (!id.is_empty()).then(|| id.to_owned());
    // The one element in it is named after the type of the entry.
    let Some(entry) = tree.children().next() else { return Given::Record(Box::new(draft)) };
    let name = entry.name.to_ascii_lowercase();
    let found = types::lookup(Vocabulary::Bibtex, &name).or_else(|| kind(&name)).unwrap_or(WorkKind::Unknown);
    draft.record.work.kind = found;
    for child in entry.children() {
        let text = plain(&child.text());
        match child.name.to_ascii_lowercase().as_str() {
            "author" => people(&mut draft, Role::Author, child),
            "editor" => people(&mut draft, Role::Editor, child),
            "translator" => people(&mut draft, Role::Translator, child),
            "title" => draft.set(Slot::Title, &title(&text, child)),
            "subtitle" => subtitle(&mut draft, &text),
            "journal" | "journaltitle" | "journalfull" | "booktitle" => draft.set(Slot::Container, &text),
            "shortjournal" => draft.record.serial.abbreviation = Some(text).filter(|t| !t.is_empty()),
            "series" => draft.set(Slot::Collection, &text),
            "volume" => draft.volume(&text),
            "number" | "issue" => match found {
                WorkKind::Article => draft.issue(&text),
                _ => draft.named_note("number", &text),
            },
            "pages" => draft.pages(&text),
            "edition" => draft.set(Slot::Edition, &text),
            "publisher" | "school" | "institution" | "organization" => draft.set(Slot::Publisher, &text),
            "address" | "location" => draft.set(Slot::Place, &text),
            "type" => draft.set(Slot::Genre, &text),
            "eventtitle" => draft.set(Slot::Event, &text),
            "doi" => draft.identifier(Scheme::Doi, &text),
            "pmid" => draft.identifier(Scheme::Pmid, &text),
            "pmcid" | "pmc" => draft.identifier(Scheme::Pmcid, &text),
            "eprint"
                if text.contains("arXiv") || entry.text_of("archiveprefix").eq_ignore_ascii_case("arxiv") =>
            {
                draft.identifier(Scheme::Arxiv, &text);
            }
            "url" | "howpublished" if text.contains("://") => {
                draft.identifier(Scheme::Url, text.trim_start_matches("\\url{").trim_end_matches('}'));
            }
            "issn" => draft.issn_as(&text, Medium::Unknown),
            "isbn" => draft.serial_numbers(&text),
            "abstract" => draft.abstract_text(&text),
            "keywords" | "keyword" => keywords(&mut draft, child),
            "language" => draft.language(&text),
            "urldate" | "lastchecked" => draft.record.work.accessed = read_date(&text).map(Field::given),
            "note" | "annote" | "annotation" | "howpublished" => draft.note(&text),
            "eid" | "articleno" => draft.set(Slot::ArticleNumber, &text),
            "chapter" => draft.named_note("chapter", &text),
            _ => {}
        }
    }
    issued(&mut draft, entry);
    Given::Record(Box::new(draft))
}

/// Braces keep letters and names whole and mean nothing here.
fn plain(text: &str) -> String {
    text.replace(['{', '}'], "")
}

/// A title may have its subtitle beside it: `<title><title>…</title><subtitle>…`.
fn title(text: &str, element: &Element) -> String {
    match (element.child("title"), element.child("subtitle")) {
        (Some(main), Some(sub)) => format!("{}: {}", plain(&main.text()), plain(&sub.text())),
        _ => text.to_owned(),
    }
}

fn subtitle(draft: &mut Draft, text: &str) {
    if let Some(main) = draft.record.work.title.as_mut().filter(|_| !text.is_empty()) {
        main.value = format!("{}: {text}", main.value);
    }
}

fn people(draft: &mut Draft, role: Role, element: &Element) {
    let people: Vec<&Element> = element.children().filter(|c| c.name == "person").collect();
    if people.is_empty() {
        let text = element.text();
        // `and` parts BibTeX's names, whatever stands in them.
        let list: Vec<&str> = text.split(" and ").collect();
        if list.len() > 1 {
            list.iter().for_each(|name| draft.named(role, name));
        } else {
            names(&text).iter().for_each(|name| draft.named(role, name));
        }
        return;
    }
    for person in people {
        let part = |name: &str| person.all(name).map(Element::text).collect::<Vec<_>>().join(" ");
        let given = [part("first"), part("middle")].join(" ");
        let family = [part("prelast"), part("last")].join(" ");
        if family.trim().is_empty() && given.trim().is_empty() {
            draft.named(role, &person.text());
        } else {
            parted_names::add_with_suffix(draft, role, &plain(&family), &plain(&given), &part("lineage"));
        }
    }
}

fn keywords(draft: &mut Draft, element: &Element) {
    let each: Vec<&Element> = element.all("keyword").collect();
    if each.is_empty() {
        items(&element.text(), &[";", ","])
            .iter()
            .for_each(|term| draft.keyword(KeywordScheme::Author, term));
    }
    each.iter().for_each(|term| draft.keyword(KeywordScheme::Author, &term.text()));
}

fn issued(draft: &mut Draft, entry: &Element) {
    let (date, year, month) = (entry.text_of("date"), entry.text_of("year"), entry.text_of("month"));
    let read = read_date(&date).or_else(|| {
        let known = read_date(&year)?;
        let number = month.trim_matches(['#', '{', '}', ' ']);
        let month = number.parse().ok().or_else(|| dates::month(number));
        PartialDate::new(known.year, month.or(known.month), None).or(Some(known))
    });
    match read {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("year", &year),
    }
}
