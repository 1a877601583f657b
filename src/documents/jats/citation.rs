use crate::documents::compose::{self, Fields};
use crate::documents::labels::bare;
use crate::documents::services::is_service_link;
use crate::documents::text::TextBuilder;
use crate::documents::xml::{Child, Element};
use crate::documents::{Block, BlockKind};

/// Reads a `ref`: one entry for each work it names.
pub(super) fn read(reference: Element<'_>, blocks: &mut Vec<Block>) {
    let id = reference.attribute("id").map(str::to_owned);
    let label = reference.child("label").map(|l| bare(&l.text())).filter(|l| !l.is_empty());
    let mut entries: Vec<(Option<String>, String)> = Vec::new();
    gather(reference, &mut entries);
    if entries.is_empty() {
        // A note among the references, or text without any tags.
        let text = without_label(reference);
        entries.push((None, text));
    }
    for (own, text) in entries {
        if text.is_empty() {
            continue;
        }
        let label = match (&label, own) {
            // `12` holding `a` and `b`
            (Some(number), Some(letter)) if letter.chars().all(char::is_alphabetic) => {
                Some(format!("{number}{letter}"))
            }
            (Some(number), _) => Some(number.clone()),
            (None, own) => own,
        };
        let kind = BlockKind::Reference { label, id: id.clone() };
        blocks.push(Block { kind, text, ..Block::default() });
    }
}

fn gather(element: Element<'_>, into: &mut Vec<(Option<String>, String)>) {
    for child in element.elements() {
        match child.name() {
            // The same work, tagged twice: what is printed comes first.
            "citation-alternatives" => {
                let best = child.child("mixed-citation").or_else(|| child.elements().next());
                if let Some(best) = best {
                    into.push(one(best));
                }
            }
            "mixed-citation" | "element-citation" | "nlm-citation" | "citation" => into.push(one(child)),
            "note" => {
                let before = into.len();
                gather(child, into);
                if into.len() == before {
                    let text = without_label(child);
                    if !text.is_empty() {
                        into.push((None, text));
                    }
                }
            }
            "p" => gather(child, into),
            _ => {}
        }
    }
}

fn one(citation: Element<'_>) -> (Option<String>, String) {
    let label = citation.child("label").map(|l| bare(&l.text())).filter(|l| !l.is_empty());
    // An element citation has no text of its own between its elements, whatever it is called.
    let own = citation.children().any(|c| matches!(c, Child::Text(t) if !t.trim().is_empty()));
    let parted = citation.elements().filter(|e| !e.is("label")).count() > 1;
    let text = if own || !parted { without_label(citation) } else { fields(citation).line() };
    let text = if text.is_empty() { without_label(citation) } else { text };
    (label, text)
}

/// The text as it stands, without its label.
fn without_label(element: Element<'_>) -> String {
    let mut builder = TextBuilder::default();
    write(element, &mut builder);
    builder.take().0
}

fn write(element: Element<'_>, into: &mut TextBuilder) {
    for child in element.children() {
        let child = match child {
            Child::Text(text) => {
                into.push(text);
                continue;
            }
            Child::Element(child) => child,
        };
        match child.name() {
            "label" | "object-id" | "graphic" | "inline-graphic" | "tex-math" => {}
            "pub-id" => {
                let text = child.text();
                let before = into.since(0).trim_end();
                // An id that stands alone would run into what is before it, or be a number like any other.
                let named = before.is_empty() || before.ends_with([':', '/', '=', '(', '[']);
                let word = before.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
                let named = named || matches!(word.as_str(), "doi" | "pmid" | "pmcid" | "pubmed");
                if !named {
                    into.space();
                    let prefix = match child.attribute("pub-id-type") {
                        Some("pmid") => "PMID: ",
                        Some("doi") if text.starts_with("10.") => "doi:",
                        _ => "",
                    };
                    into.push(prefix);
                }
                into.push(&text);
            }
            "ext-link" | "uri" => {
                let text = child.text();
                if is_service_link(&text) {
                    continue;
                }
                if into.since(0).ends_with(['.', ',', ';']) {
                    into.space();
                }
                into.push(&text);
            }
            "break" | "p" => {
                into.space();
                write(child, into);
                into.space();
            }
            _ => write(child, into),
        }
    }
}

/// What the elements say.
fn fields(citation: Element<'_>) -> Fields {
    let all = |name: &str| citation.all(name).into_iter().map(Element::text).filter(|t| !t.is_empty());
    let text = |name: &str| all(name).next().unwrap_or_default();
    let first_of = |names: &[&str]| names.iter().map(|n| text(n)).find(|t| !t.is_empty()).unwrap_or_default();
    let groups = citation.all("person-group");
    let group = |kind: &str| {
        groups.iter().find(|g| g.attribute("person-group-type").unwrap_or("author") == kind).copied()
    };
    let authors = group("author").map_or_else(|| names(citation), names);
    let inner = first_of(&["article-title", "chapter-title", "part-title", "data-title"]);
    let source = text("source");
    let chapter = citation.first("chapter-title").is_some();
    let kind = citation
        .attribute("publication-type")
        .or_else(|| citation.attribute("citation-type"))
        .unwrap_or_default();
    let (title, container) = if inner.is_empty() { (source, String::new()) } else { (inner, source) };
    let id = |kind: &str| {
        let found = citation.all("pub-id").into_iter().find(|p| p.attribute("pub-id-type") == Some(kind));
        found.map(Element::text).unwrap_or_default()
    };
    let pages = {
        let range = text("page-range");
        let ends = compose::pages(&text("fpage"), &text("lpage"));
        [range, ends, text("elocation-id")].into_iter().find(|p| !p.is_empty()).unwrap_or_default()
    };
    let year = first_of(&["year", "date"]);
    let volume = text("volume");
    let supplement = text("supplement");
    let volume =
        if supplement.is_empty() { volume } else { format!("{volume} {supplement}").trim().to_owned() };
    let edition = text("edition");
    let numbered = edition.bytes().all(|b| b.is_ascii_digit()) && !edition.is_empty();
    let url = citation
        .first("ext-link")
        .or_else(|| citation.first("uri"))
        .map(|link| {
            let shown = link.text();
            let target = link.attribute("href").unwrap_or_default();
            if is_service_link(&shown) {
                String::new()
            } else if shown.is_empty() {
                target.to_owned()
            } else {
                shown
            }
        })
        .unwrap_or_default();
    let mut notes: Vec<String> = all("conf-name").chain(all("conf-loc")).chain(all("patent")).collect();
    notes.extend(all("comment").filter(|c| c.chars().any(char::is_alphanumeric)));
    notes.extend(citation.all("isbn").into_iter().map(|i| format!("ISBN {}", i.text())));
    let accessed = citation.first("date-in-citation").or_else(|| citation.first("access-date"));
    notes.extend(accessed.map(|a| {
        let text = a.text();
        if text.to_lowercase().contains("access") { text } else { format!("Accessed {text}") }
    }));
    Fields {
        authors,
        et_al: citation.first("etal").is_some(),
        editors: group("editor").map(names).unwrap_or_default(),
        title,
        container,
        edition: if numbered { format!("{edition} ed") } else { edition },
        place: text("publisher-loc"),
        publisher: text("publisher-name"),
        year,
        volume,
        issue: text("issue"),
        pages,
        doi: id("doi"),
        pmid: id("pmid"),
        url,
        note: notes.join(". "),
        in_book: chapter || matches!(kind, "book" | "confproc" | "chapter"),
    }
}

/// Names in order: `Doe J, Roe R`, or `Doe, Jane; Roe, Richard` where given names are written out.
fn names(holder: Element<'_>) -> String {
    let mut people: Vec<(String, String)> = Vec::new();
    let mut open: Vec<Element<'_>> = vec![holder];
    while let Some(element) = open.pop() {
        match element.name() {
            "name" => {
                let part = |n: &str| element.child(n).map(Element::text).unwrap_or_default();
                let suffix = part("suffix");
                let given = part("given-names");
                let given =
                    if suffix.is_empty() { given } else { format!("{given} {suffix}").trim().to_owned() };
                people.push((part("surname"), given));
            }
            "string-name" => {
                let part = |n: &str| element.child(n).map(Element::text).unwrap_or_default();
                let family = part("surname");
                if family.is_empty() {
                    people.push((element.text(), String::new()));
                } else {
                    people.push((family, part("given-names")));
                }
            }
            "collab" => people.push((element.text(), String::new())),
            // Without a group of authors, those of editors are still none.
            "person-group" if !holder.is("person-group") => {}
            "article-title" | "source" | "comment" => {}
            _ => {
                let from = open.len();
                open.extend(element.elements());
                if let Some(added) = open.get_mut(from..) {
                    added.reverse();
                }
            }
        }
    }
    people.retain(|(family, given)| !family.is_empty() || !given.is_empty());
    let initials = |given: &str| {
        let letters: Vec<char> = given.chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() <= 4 && letters.iter().all(|c| c.is_uppercase())
    };
    if people.iter().all(|(_, given)| initials(given)) {
        let short = |(family, given): &(String, String)| {
            let given: String = given.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
            format!("{family} {given}").trim().to_owned()
        };
        return people.iter().map(short).collect::<Vec<_>>().join(", ");
    }
    let long = |(family, given): &(String, String)| {
        if given.is_empty() { family.clone() } else { format!("{family}, {given}") }
    };
    people.iter().map(long).collect::<Vec<_>>().join("; ")
}
