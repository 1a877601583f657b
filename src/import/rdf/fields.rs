//! A work from its node, and from the nodes that it is part of.

use super::node;
use super::people;
use super::reader::Graph;
use crate::import::draft::{Draft, Medium, Slot, kind, read_date};
use crate::import::xml::Element;
use crate::import::zotero_types;
use crate::model::{DateKind, Field, KeywordScheme, Role, Scheme, WorkKind};
use crate::normalize::identifiers;

/// Works within works.
const DEPTH_LIMIT: usize = 4;

/// Reads a work.
pub(super) fn read(graph: &Graph<'_>, tree: &Element, user: Option<&Element>) -> Draft {
    let mut draft = Draft::new();
    draft.label = node::id(tree)
        .filter(|id| !id.starts_with("http") || tree.text_of("citationKey").is_empty())
        .map(str::to_owned);
    let key = tree.text_of("citationKey");
    if !key.is_empty() {
        draft.label = Some(key);
    }
    set_kind(graph, &mut draft, tree);
    names(graph, &mut draft, tree, true);
    for property in tree.children() {
        own(graph, &mut draft, tree, property);
    }
    for property in tree.all("isPartOf") {
        part_of(graph, &mut draft, property, 0);
    }
    if let Some(user) = user {
        tags(graph, &mut draft, user);
        draft.record.work.accessed =
            draft.record.work.accessed.take().or(accessed(&user.text_of("accessDate")));
    }
    // The name of a node is often its address.
    if let Some(uri) = node::id(tree).filter(|id| id.starts_with("http") && !id.contains("zotero.org/")) {
        link(&mut draft, uri);
    }
    pages_of(&mut draft, tree);
    if draft.record.work.issued.is_none() {
        date(&mut draft, &container_date(graph, tree));
    }
    draft
}

fn set_kind(graph: &Graph<'_>, draft: &mut Draft, tree: &Element) {
    let item_type = tree.text_of("itemType");
    let words = tree.all("type").map(Element::text).find(|t| !t.is_empty()).unwrap_or_default();
    let class = node::class(tree);
    let container = tree.all("isPartOf").find_map(|p| graph.object(p)).map(|c| node::class(&c).to_owned());
    let by_class = match (class, container.as_deref()) {
        // The ontology has no class for papers: what they are part of tells.
        ("Article" | "AcademicArticle", Some("Proceedings")) => Some(WorkKind::ConferencePaper),
        ("Article", Some("Dictionary" | "Encyclopedia" | "ReferenceSource")) => {
            Some(WorkKind::ReferenceEntry)
        }
        ("Article" | "AcademicArticle", _) => Some(WorkKind::Article),
        ("Book" | "EditedBook" | "Manual" | "Proceedings" | "MultiVolumeBook", _) => Some(WorkKind::Book),
        ("BookSection" | "Chapter", _) => Some(WorkKind::Chapter),
        ("Thesis", _) => Some(WorkKind::Thesis),
        ("Report", _) => Some(WorkKind::Report),
        ("Standard", _) => Some(WorkKind::Standard),
        ("Patent", _) => Some(WorkKind::Patent),
        ("Webpage" | "BlogPost" | "BoardPost", _) => Some(WorkKind::Webpage),
        ("ComputerProgram_CW" | "Data", _) => Some(WorkKind::Software),
        _ => None,
    };
    let found = zotero_types::kind(&item_type)
        .or_else(|| zotero_types::kind(&words))
        .or(by_class)
        .or_else(|| kind(&words));
    draft.record.work.kind = found.unwrap_or(WorkKind::Unknown);
}

/// Everybody who is named, lists before single ones: those have the order.
fn names(graph: &Graph<'_>, draft: &mut Draft, tree: &Element, own: bool) {
    let has = |name: &str| tree.child(name).is_some();
    for property in tree.children() {
        let role = match property.name.as_str() {
            "authors" | "authorList" | "inventors" | "programmers" | "artists" | "directors"
            | "podcasters" | "presenters" | "interviewees" | "composers" | "cartographers" => Role::Author,
            "creator" if !has("authorList") && !has("authors") => Role::Author,
            "editors" | "editorList" => Role::Editor,
            "editor" if !has("editorList") => Role::Editor,
            "translators" | "translator" => Role::Translator,
            "bookAuthors" | "contributors" | "seriesEditors" | "reviewedAuthors" | "castMembers"
            | "scriptwriters" | "performers" | "interviewers" | "attorneyAgents" | "sponsors" => {
                Role::Collaborator
            }
            // Others than translators, who are named already.
            "contributor" if !has("contributorList") => Role::Collaborator,
            _ => continue,
        };
        let role = if own || role != Role::Author { role } else { Role::Collaborator };
        people::add(graph, draft, role, property);
    }
}

/// A property of the work itself.
fn own(graph: &Graph<'_>, draft: &mut Draft, tree: &Element, property: &Element) {
    let text = || property.text();
    match property.name.as_str() {
        "title" => draft.set(Slot::Title, &text()),
        "date" | "issued" | "created" => date(draft, &text()),
        "dateSubmitted" | "accessDate" => {
            draft.record.work.accessed = draft.record.work.accessed.take().or(accessed(&text()));
        }
        // Zotero keeps what it has no field for in it, Dublin Core the abstract.
        "description" | "extra" if tree.child("itemType").is_some() || property.name == "extra" => {
            extra(draft, property);
        }
        "abstract" | "description" => draft.abstract_text(&text()),
        "language" => draft.language(&text()),
        "subject" => subject(graph, draft, property),
        "tagged" => tag(graph, draft, property),
        "presentedAt" => {
            if let Some(conference) = graph.object(property) {
                draft.set(Slot::Event, &conference.text_of("title"));
            }
        }
        "conferenceName" | "meetingName" => draft.set(Slot::Event, &text()),
        // Of a thesis or a report it says which sort; the type of an item is another element.
        "thesisType" | "reportType" | "genre" => draft.set(Slot::Genre, &text()),
        "type" if tree.child("itemType").is_some() && zotero_types::kind(&text()).is_none() => {
            draft.set(Slot::Genre, &text());
        }
        "rights" => draft.named_note("rights", &text()),
        "note" => draft.note(&text()),
        "source" => draft.named_note("source", &text()),
        "numPages" => draft.named_note("number of pages", &text()),
        _ => shared(graph, draft, property, true),
    }
}

/// Properties that the work and what it is part of have alike.
fn shared(graph: &Graph<'_>, draft: &mut Draft, property: &Element, own: bool) {
    let text = || property.text();
    let number = draft.record.work.kind;
    match property.name.as_str() {
        "volume" => draft.volume(&text()),
        "issue" => draft.issue(&text()),
        "number" if matches!(number, WorkKind::Article | WorkKind::Unknown | WorkKind::ConferencePaper) => {
            draft.issue(&text());
        }
        "number" => draft.named_note("number", &text()),
        "edition" | "version" => draft.set(Slot::Edition, &text()),
        "publisher" | "distributor" => publisher(graph, draft, property),
        "identifier" => identifier(graph, draft, property),
        "doi" if own || draft.record.work.kind == WorkKind::Article => draft.identifier(Scheme::Doi, &text()),
        "pmid" if own => draft.identifier(Scheme::Pmid, &text()),
        "isbn" | "isbn10" | "isbn13" => draft.serial_numbers(&text()),
        "issn" => draft.issn_as(&text(), Medium::Unknown),
        "eissn" | "eIssn" => draft.issn_as(&text(), Medium::Electronic),
        "uri" | "url" if own => link(draft, node::reference(property).unwrap_or(&text())),
        "pages" if own => draft.pages(&text()),
        _ => {}
    }
}

fn pages_of(draft: &mut Draft, tree: &Element) {
    let first = ["pageStart", "startingPage"].into_iter().map(|n| tree.text_of(n)).find(|t| !t.is_empty());
    let last = ["pageEnd", "endingPage"].into_iter().map(|n| tree.text_of(n)).find(|t| !t.is_empty());
    if draft.record.work.pages.is_none() {
        draft.page_range(&first.unwrap_or_default(), &last.unwrap_or_default());
    }
}

/// What the work is part of: issue, journal, book, series, one within the other.
fn part_of(graph: &Graph<'_>, draft: &mut Draft, property: &Element, depth: usize) {
    if depth > DEPTH_LIMIT {
        return;
    }
    let Some(whole) = graph.object(property) else {
        // The journal is not in the file, but its number is known.
        if let Some(issn) = node::reference(property).and_then(|uri| uri.strip_prefix("urn:issn:")) {
            draft.issn_as(issn, Medium::Unknown);
        }
        return;
    };
    let title = whole.text_of("title");
    match node::class(&whole) {
        "Series" => {
            draft.set(Slot::Collection, &title);
            let number = [whole.text_of("identifier"), whole.text_of("number")];
            number.iter().for_each(|number| draft.named_note("series number", number));
            return;
        }
        "Part" => draft.named_note("section", &title),
        _ => {
            draft.set(Slot::Container, &title);
            let short = [whole.text_of("alternative"), whole.text_of("shortTitle")];
            if let Some(short) = short.into_iter().find(|s| !s.is_empty() && *s != title) {
                draft.record.serial.abbreviation.get_or_insert(short);
            }
        }
    }
    names(graph, draft, &whole, false);
    for property in whole.children() {
        shared(graph, draft, property, false);
    }
    for property in whole.all("isPartOf") {
        part_of(graph, draft, property, depth + 1);
    }
}

/// The ontology dates the issue, not the article.
fn container_date(graph: &Graph<'_>, tree: &Element) -> String {
    let mut at = tree.child("isPartOf").and_then(|p| graph.object(p));
    for _ in 0..DEPTH_LIMIT {
        let Some(whole) = at else { break };
        let text = ["date", "issued"].into_iter().map(|n| whole.text_of(n)).find(|t| !t.is_empty());
        if let Some(text) = text {
            return text;
        }
        at = whole.child("isPartOf").and_then(|p| graph.object(p));
    }
    String::new()
}

fn publisher(graph: &Graph<'_>, draft: &mut Draft, property: &Element) {
    let Some(body) = graph.object(property) else {
        draft.set(Slot::Publisher, &property.text());
        return;
    };
    draft.set(Slot::Publisher, &body.text_of("name"));
    // `<vcard:adr><vcard:Address><vcard:locality>`, or the town right in it.
    let town = body
        .child("adr")
        .and_then(|adr| graph.object(adr))
        .map(|a| a.text_of("locality"))
        .unwrap_or_default();
    draft.set(Slot::Place, &town);
    draft.set(Slot::Place, &body.text_of("localityName"));
}

/// `ISSN 0028-0836`, `DOI 10.1/x`, an address in an element of its own, or anything.
fn identifier(graph: &Graph<'_>, draft: &mut Draft, property: &Element) {
    if let Some(object) = graph.object(property) {
        let value = object.text_of("value");
        return link(draft, if value.is_empty() { node::id(&object).unwrap_or_default() } else { &value });
    }
    let text = node::reference(property).map_or_else(|| property.text(), str::to_owned);
    let (word, rest) = text.split_once([' ', ':']).unwrap_or(("", &text));
    match word.to_ascii_uppercase().as_str() {
        "DOI" => draft.identifier(Scheme::Doi, rest),
        "ISSN" => draft.issn_as(rest, Medium::Unknown),
        "ISBN" => draft.serial_numbers(rest),
        "PMID" => draft.identifier(Scheme::Pmid, rest),
        "PMCID" => draft.identifier(Scheme::Pmcid, rest),
        "URN" if rest.starts_with("issn:") => {
            draft.issn_as(rest.trim_start_matches("issn:"), Medium::Unknown);
        }
        "URN" if rest.starts_with("isbn:") => draft.serial_numbers(rest.trim_start_matches("isbn:")),
        "INFO" if rest.starts_with("doi/") => draft.identifier(Scheme::Doi, rest),
        "HTTP" | "HTTPS" => link(draft, &text),
        _ if text.starts_with("10.") && identifiers::doi(&text).is_some() => {
            draft.identifier(Scheme::Doi, &text);
        }
        // Call numbers and the like.
        _ => draft.named_note("identifier", &text),
    }
}

fn link(draft: &mut Draft, uri: &str) {
    let uri = uri.trim();
    if uri.contains("doi.org/10.") {
        draft.identifier(Scheme::Doi, uri);
    } else if uri.contains("://") {
        draft.identifier(Scheme::Url, uri);
    }
}

fn subject(graph: &Graph<'_>, draft: &mut Draft, property: &Element) {
    match graph.object(property) {
        // A class mark of a library.
        Some(object) if object.name == "LCC" => {}
        Some(object) => {
            let term = ["value", "label", "prefLabel"]
                .into_iter()
                .map(|n| object.text_of(n))
                .find(|t| !t.is_empty());
            draft.keyword(KeywordScheme::Author, &term.unwrap_or_default());
        }
        None => draft.keyword(KeywordScheme::Author, &property.text()),
    }
}

fn tags(graph: &Graph<'_>, draft: &mut Draft, user: &Element) {
    user.all("tagged").for_each(|property| tag(graph, draft, property));
}

fn tag(graph: &Graph<'_>, draft: &mut Draft, property: &Element) {
    if let Some(object) = graph.object(property) {
        draft.keyword(KeywordScheme::Author, &object.text_of("label"));
    }
}

/// `PMID: 12345`, a line each, among other lines.
fn extra(draft: &mut Draft, property: &Element) {
    for line in property.lines() {
        crate::import::zotero_extra::line(draft, &line);
    }
}

fn date(draft: &mut Draft, text: &str) {
    if text.is_empty() {
        return;
    }
    match read_date(text) {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("date", text),
    }
}

fn accessed(text: &str) -> Option<Field<crate::model::PartialDate>> {
    read_date(text).map(Field::given)
}
