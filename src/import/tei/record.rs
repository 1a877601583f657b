//! One `<biblStruct>`.

use crate::import::draft::{Draft, Medium, Slot, items, kind, read_date};
use crate::import::elements::Given;
use crate::import::parted_names;
use crate::import::xml::Element;
use crate::model::{Affiliation, DateKind, Field, KeywordScheme, Role, Scheme, WorkKind};

/// Reads a structured reference.
pub(super) fn read(tree: &Element) -> Given {
    let mut draft = Draft::new();
    let label = [tree.attribute("id"), tree.attribute("corresp"), tree.attribute("n")];
    draft.label = label.into_iter().find(|l| !l.is_empty()).map(str::to_owned);
    let analytic = tree.child("analytic");
    draft.record.work.kind = own_kind(tree.attribute("type"))
        .or_else(|| kind(tree.attribute("type")))
        .unwrap_or(WorkKind::Unknown);
    if let Some(part) = analytic {
        level(&mut draft, part, Level::Part);
    }
    let whole = if analytic.is_some() { Level::Whole } else { Level::Itself };
    for monograph in tree.all("monogr") {
        level(&mut draft, monograph, whole);
    }
    for series in tree.all("series") {
        level(&mut draft, series, Level::Series);
    }
    for child in tree.children() {
        match child.name.as_str() {
            "idno" => identifier(&mut draft, child),
            "ptr" | "ref" => draft.identifier(Scheme::Url, child.attribute("target")),
            "note" => note(&mut draft, child),
            "date" => date(&mut draft, child),
            "keywords" => terms(&mut draft, child),
            _ => {}
        }
    }
    guess_kind(&mut draft, tree);
    Given::Record(Box::new(draft))
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// The work, within another.
    Part,
    /// The other.
    Whole,
    /// The work, in nothing.
    Itself,
    Series,
}

/// Zotero's item types.
fn own_kind(word: &str) -> Option<WorkKind> {
    super::super::zotero_types::kind(word)
}

fn level(draft: &mut Draft, element: &Element, level: Level) {
    let language = element.attribute("lang");
    if !language.is_empty() && matches!(level, Level::Part | Level::Itself) {
        draft.language(language);
    }
    for child in element.children() {
        let text = child.text();
        match child.name.as_str() {
            "title" => title(draft, child, level),
            "author" | "editor" => person(draft, child, level),
            "respStmt" => responsible(draft, child),
            "meeting" => draft.set(Slot::Event, &text),
            "idno" => identifier(draft, child),
            "ptr" | "ref" => draft.identifier(Scheme::Url, child.attribute("target")),
            "edition" => draft.set(Slot::Edition, &text),
            "imprint" => imprint(draft, child),
            "biblScope" if level == Level::Series => draft.named_note("series number", &text),
            "biblScope" => scope(draft, child),
            "textLang" => draft.language(child.attribute("mainLang")),
            "note" => note(draft, child),
            _ => {}
        }
    }
}

fn title(draft: &mut Draft, element: &Element, level: Level) {
    let text = element.text();
    match (element.attribute("type"), element.attribute("level")) {
        ("short", _) => {}
        ("conferenceName", _) => draft.set(Slot::Event, &text),
        ("abbreviated" | "abbr", _) => {
            draft.record.serial.abbreviation = Some(text).filter(|t| !t.is_empty());
        }
        (_, "s") => draft.set(Slot::Collection, &text),
        ("sub", _) if level != Level::Whole => {
            if let Some(main) = draft.record.work.title.as_mut().filter(|_| !text.is_empty()) {
                main.value = format!("{}: {text}", main.value);
            }
        }
        _ => match level {
            Level::Part | Level::Itself if draft.record.work.title.is_none() => draft.set(Slot::Title, &text),
            // A second one of a work in nothing is the journal's, as GROBID has it where it found no title.
            Level::Part => draft.named_note("title", &text),
            Level::Itself | Level::Whole => draft.set(Slot::Container, &text),
            Level::Series => draft.set(Slot::Collection, &text),
        },
    }
}

fn person(draft: &mut Draft, element: &Element, level: Level) {
    let role = match (element.name.as_str(), element.attribute("role")) {
        ("editor", "translator") => Role::Translator,
        ("editor", _) => Role::Editor,
        // The authors of the book that a chapter is in; of a journal they are the work's own, misplaced.
        ("author", _) if level == Level::Whole && !draft.record.work.contributors.is_empty() => {
            Role::Collaborator
        }
        _ => Role::Author,
    };
    named(draft, role, element);
}

fn responsible(draft: &mut Draft, element: &Element) {
    let word = element.text_of("resp").to_lowercase();
    let role = match () {
        () if word.contains("transl") => Role::Translator,
        () if word.contains("edit") => Role::Editor,
        () => Role::Collaborator,
    };
    for child in element.children().filter(|c| c.name != "resp") {
        named(draft, role, child);
    }
}

/// A name in its parts, in `<persName>` or without it, or as one text.
fn named(draft: &mut Draft, role: Role, element: &Element) {
    let before = draft.record.work.contributors.len();
    let own = [element];
    let inner: Vec<&Element> = element.all("persName").collect();
    let people: &[&Element] = if inner.is_empty() { &own } else { &inner };
    for person in people {
        let given: Vec<String> = person.all("forename").map(|f| dotted(&f.text())).collect();
        let family = [person.text_of("nameLink"), person.text_of("surname")].join(" ");
        let suffix = person.text_of("genName");
        match (family.trim(), given.join(" ")) {
            ("", given) if given.is_empty() => {
                let group = ["orgName", "name"].iter().find_map(|name| person.child(name)).map(Element::text);
                match group {
                    Some(name) if person.child("orgName").is_some() => {
                        parted_names::add_group(draft, role, &name);
                    }
                    Some(name) => parted_names::add(draft, role, &name, ""),
                    None => {
                        for name in crate::import::draft::names(&person.text()) {
                            draft.named(role, &name);
                        }
                    }
                }
            }
            (family, given) => parted_names::add_with_suffix(draft, role, family, &given, &suffix),
        }
    }
    if draft.record.work.contributors.len() == before + 1 {
        about(draft, before, element);
    }
}

/// GROBID writes initials without dots, one element each.
fn dotted(forename: &str) -> String {
    let mut chars = forename.chars();
    match (chars.next(), chars.next()) {
        (Some(initial), None) if initial.is_uppercase() => format!("{initial}."),
        _ => forename.to_owned(),
    }
}

fn about(draft: &mut Draft, index: usize, element: &Element) {
    for child in element.children() {
        match child.name.as_str() {
            "idno" if child.attribute("type").eq_ignore_ascii_case("orcid") => {
                draft.orcid(index, &child.text());
            }
            "affiliation" => {
                let raw =
                    child.all("note").find(|n| n.attribute("type") == "raw_affiliation").map(Element::text);
                let raw = raw.unwrap_or_else(|| parts(child));
                if !raw.is_empty() {
                    draft.details(index).affiliations.push(Affiliation { raw, ror: None });
                }
            }
            _ => {}
        }
    }
    if element.attribute("role") == "corresp" {
        draft.details(index).is_corresponding = Some(true);
    }
}

/// The parts of an affiliation with commas between them; `<address>` has parts of its own.
fn parts(affiliation: &Element) -> String {
    let mut found = Vec::new();
    for child in affiliation.children() {
        match child.name.as_str() {
            "address" => found.extend(child.children().map(Element::text)),
            _ => found.push(child.text()),
        }
    }
    if found.is_empty() {
        return affiliation.text();
    }
    found.retain(|part| !part.is_empty());
    found.join(", ")
}

fn imprint(draft: &mut Draft, element: &Element) {
    for child in element.children() {
        let text = child.text();
        match child.name.as_str() {
            "publisher" => draft.set(Slot::Publisher, &text),
            "pubPlace" => draft.set(Slot::Place, &text),
            "date" => date(draft, child),
            "biblScope" => scope(draft, child),
            "note" if child.attribute("type") == "thesisType" => {
                draft.record.work.kind = WorkKind::Thesis;
                draft.set(Slot::Genre, &text);
            }
            "note" => draft.note(&text),
            _ => {}
        }
    }
}

fn scope(draft: &mut Draft, element: &Element) {
    let (text, from, to) = (element.text(), element.attribute("from"), element.attribute("to"));
    let text = if text.is_empty() && from != to && !to.is_empty() {
        format!("{from}-{to}")
    } else if text.is_empty() {
        from.to_owned()
    } else {
        text
    };
    let unit = [element.attribute("unit"), element.attribute("type")].into_iter().find(|u| !u.is_empty());
    match unit.unwrap_or_default() {
        "volume" | "vol" => draft.volume(&text),
        "issue" | "number" | "nr" => draft.issue(&text),
        "page" | "pages" | "pp" => draft.pages(&text),
        "chapter" => draft.named_note("chapter", &text),
        "part" => draft.named_note("part", &text),
        _ => draft.named_note("extent", &text),
    }
}

fn date(draft: &mut Draft, element: &Element) {
    let (when, text) = (element.attribute("when"), element.text());
    if element.attribute("type") == "accessed" {
        draft.record.work.accessed = read_date(if when.is_empty() { &text } else { when }).map(Field::given);
        return;
    }
    match read_date(when).or_else(|| read_date(&text)) {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("date", &text),
    }
}

fn identifier(draft: &mut Draft, element: &Element) {
    let (kind, text) = (element.attribute("type"), element.text());
    match kind.to_ascii_lowercase().as_str() {
        "doi" => draft.identifier(Scheme::Doi, &text),
        "pmid" => draft.identifier(Scheme::Pmid, &text),
        "pmcid" | "pmc" => draft.identifier(Scheme::Pmcid, &text),
        "arxiv" => draft.identifier(Scheme::Arxiv, &text),
        "isbn" => draft.serial_numbers(&text),
        "issn" => draft.issn_as(&text, Medium::Unknown),
        "issne" | "eissn" => draft.issn_as(&text, Medium::Electronic),
        "issnp" | "pissn" => draft.issn_as(&text, Medium::Print),
        "url" | "uri" => draft.identifier(Scheme::Url, &text),
        // What a library or a program calls it.
        "callnumber" | "md5" | "" => {}
        other => draft.other_identifier(other, &text),
    }
}

fn note(draft: &mut Draft, element: &Element) {
    match element.attribute("type") {
        "abstract" => draft.abstract_text(&element.text()),
        "tags" => terms(draft, element),
        // The string that the reference was read from stands in the fields.
        "raw_reference" => {}
        "report_type" | "thesisType" => draft.set(Slot::Genre, &element.text()),
        _ => draft.note(&element.text()),
    }
}

fn terms(draft: &mut Draft, element: &Element) {
    let each: Vec<&Element> = element.all("term").collect();
    if each.is_empty() {
        items(&element.text(), &[";", ","])
            .iter()
            .for_each(|term| draft.keyword(KeywordScheme::Author, term));
    }
    for term in each {
        draft.keyword(KeywordScheme::Author, &term.text());
    }
}

/// Where nothing says it, the level of the title does.
fn guess_kind(draft: &mut Draft, tree: &Element) {
    if draft.record.work.kind != WorkKind::Unknown {
        return;
    }
    let level =
        tree.child("monogr").into_iter().flat_map(|m| m.all("title")).map(|t| t.attribute("level")).next();
    draft.record.work.kind = match (tree.child("analytic").is_some(), level) {
        (true, Some("j")) => WorkKind::Article,
        (true, Some("m")) if draft.record.work.event_title.is_some() => WorkKind::ConferencePaper,
        _ => WorkKind::Unknown,
    };
}
