//! One `<mods>`.

use super::{host, part, people};
use crate::import::draft::{Draft, Medium, Slot, kind, read_date};
use crate::import::xml::Element;
use crate::model::{DateKind, Field, KeywordScheme, Scheme, WorkKind};

/// Reads a record.
pub(super) fn read(tree: &Element) -> Draft {
    let mut draft = Draft::new();
    for child in tree.children() {
        match child.name.as_str() {
            "titleInfo" => read_title(child, &mut draft),
            "name" => people::read(child, false, &mut draft),
            "genre" => read_genre(&child.text(), &mut draft),
            "originInfo" => read_origin(child, DateKind::Issued, &mut draft),
            "language" => read_language(child, &mut draft),
            "abstract" => draft.abstract_text(&child.text()),
            "subject" => read_subject(child, &mut draft),
            "classification" => draft.named_note("classification", &child.text()),
            "relatedItem" => host::read(child, &mut draft),
            "identifier" => read_identifier(child, &mut draft),
            "location" => child.all("url").for_each(|url| read_url(url, &mut draft)),
            "part" => part::read(child, &mut draft),
            "note" => read_note(child, &mut draft),
            "accessCondition" => read_licence(child, &mut draft),
            "tableOfContents" => draft.named_note("contents", &child.text()),
            "recordInfo" => {
                draft.record.revised =
                    child.child("recordChangeDate").and_then(|date| read_date(&date.text()));
            }
            _ => {}
        }
    }
    if draft.label.is_none() {
        let id = tree.attribute("ID");
        draft.label = (!id.is_empty()).then(|| id.to_owned());
    }
    settle_kind(tree, &mut draft);
    draft
}

/// The title of something, by its first untyped `<titleInfo>`.
pub(super) fn title(element: &Element) -> String {
    element
        .all("titleInfo")
        .find(|t| t.attribute("type").is_empty())
        .or_else(|| element.child("titleInfo"))
        .map(title_text)
        .unwrap_or_default()
}

/// A title with what stands in front of it and behind it.
pub(super) fn title_text(info: &Element) -> String {
    let mut out = info.text_of("nonSort");
    if !out.is_empty() && !out.ends_with(['\'', '’', '-']) {
        out.push(' ');
    }
    out.push_str(&info.text_of("title"));
    let subtitle = info.text_of("subTitle");
    if !subtitle.is_empty() {
        let main = out.trim_end_matches([' ', ':']).to_owned();
        let join = if main.ends_with(['?', '!']) { " " } else { ": " };
        out = format!("{main}{join}{subtitle}");
    }
    for name in ["partNumber", "partName"] {
        let part = info.text_of(name);
        if !part.is_empty() {
            out.push_str(". ");
            out.push_str(&part);
        }
    }
    out.trim_end_matches(" /").to_owned()
}

fn read_title(info: &Element, draft: &mut Draft) {
    let text = title_text(info);
    match info.attribute("type") {
        "" => draft.set(Slot::Title, &text),
        "translated" => {
            // The title is in the language of publication; the tables hold the translation beside it.
            draft.named_note("translated title", &text);
        }
        "uniform" | "alternative" | "abbreviated" => {
            draft.named_note(&format!("{} title", info.attribute("type")), &text);
        }
        other => draft.named_note(other, &text),
    }
}

fn read_genre(text: &str, draft: &mut Draft) {
    // What RDA says of everything.
    if text.is_empty() || ["text", "still image", "online resource"].contains(&text) {
        return;
    }
    match kind(text) {
        Some(_) => draft.kind(text),
        None => draft.keyword(KeywordScheme::PublicationType, text),
    }
}

/// Reads an `<originInfo>`.
pub(super) fn read_origin(origin: &Element, issued: DateKind, draft: &mut Draft) {
    let has_issued = origin.child("dateIssued").is_some();
    for child in origin.children() {
        let text = child.text();
        match child.name.as_str() {
            "publisher" => draft.set(Slot::Publisher, text.trim_end_matches([',', ' '])),
            "place" => {
                // Codes are of countries, words of places.
                for term in child.all("placeTerm").filter(|term| term.attribute("type") != "code") {
                    draft.set(Slot::Place, term.text().trim_end_matches([':', ' ', ',']));
                }
            }
            "edition" => draft.set(Slot::Edition, text.trim_end_matches(['.', ' ', '/'])),
            "dateIssued" => add_date(issued, &text, draft),
            "copyrightDate" | "dateCreated" if !has_issued && draft.record.dates.is_empty() => {
                add_date(issued, &text, draft);
            }
            "dateOther" => match child.attribute("type").to_ascii_lowercase().as_str() {
                "accepted" => add_date(DateKind::Accepted, &text, draft),
                "submitted" | "received" => add_date(DateKind::Received, &text, draft),
                _ => draft.named_note("date", &text),
            },
            "dateCaptured" if draft.record.work.accessed.is_none() => {
                draft.record.work.accessed = read_date(&text).map(Field::given);
            }
            _ => {}
        }
    }
}

/// `c2011`, `[2003?]`, `2003-05`: the punctuation of cataloguers says how sure they are.
fn add_date(kind: DateKind, text: &str, draft: &mut Draft) {
    let bare =
        text.trim().trim_start_matches(['c', '©', '[', 'p']).trim_end_matches([']', '?', '.', '-']).trim();
    if draft.record.dates.iter().any(|(known, _)| *known == kind) && read_date(bare).is_none() {
        return;
    }
    draft.date(kind, bare);
}

fn read_language(language: &Element, draft: &mut Draft) {
    let terms: Vec<&Element> = language.all("languageTerm").collect();
    if terms.is_empty() {
        draft.language(&language.text());
        return;
    }
    // The code first: it says the same as the words, and shorter.
    let code = terms.iter().find(|term| term.attribute("type") == "code").or_else(|| terms.first());
    if let Some(code) = code
        && draft.record.work.language.is_none()
    {
        draft.language(&code.text());
    }
}

fn read_subject(subject: &Element, draft: &mut Draft) {
    let scheme = match subject.attribute("authority").to_ascii_lowercase().as_str() {
        "mesh" => KeywordScheme::Mesh,
        "" => KeywordScheme::Author,
        _ => KeywordScheme::Topic,
    };
    let mut geographic = Vec::new();
    let mut terms = Vec::new();
    for child in subject.children() {
        match child.name.as_str() {
            "hierarchicalGeographic" => geographic.extend(child.children().map(Element::text)),
            "name" | "titleInfo" => {
                terms.push(child.children().map(Element::text).collect::<Vec<_>>().join(" "));
            }
            _ => terms.push(child.text()),
        }
    }
    if subject.children().next().is_none() {
        terms.push(subject.text());
    }
    if !geographic.is_empty() {
        terms.push(geographic.join("--"));
    }
    terms.retain(|term| !term.trim().is_empty());
    // One `<subject>` is one heading, its parts joined as catalogues print them.
    draft.keyword(scheme, &terms.join("--"));
}

fn read_identifier(id: &Element, draft: &mut Draft) {
    let text = id.text();
    // One that was found to be wrong is kept as what it is.
    if id.attribute("invalid") == "yes" {
        draft.named_note(&format!("invalid {}", id.attribute("type")), &text);
        return;
    }
    match id.attribute("type").to_ascii_lowercase().as_str() {
        "doi" => draft.identifier(Scheme::Doi, &text),
        "pmid" | "pubmed" => draft.identifier(Scheme::Pmid, &text),
        "pmc" | "pmcid" => draft.identifier(Scheme::Pmcid, &text),
        "isbn" => draft.identifier(Scheme::Isbn, text.split(" (").next().unwrap_or(&text)),
        "issn" => draft.issn_as(&text, Medium::Unknown),
        "eissn" | "issn-e" => draft.issn_as(&text, Medium::Electronic),
        "arxiv" => draft.identifier(Scheme::Arxiv, &text),
        "uri" | "url" | "hdl" | "handle" if text.starts_with("http") => read_address(&text, draft),
        "citekey" => draft.label = (!text.is_empty()).then_some(text),
        "wos" | "isi" => draft.identifier(Scheme::Wos, &text),
        "scopus" | "eid" => draft.identifier(Scheme::Scopus, &text),
        // Numbers that a library gave for itself.
        "local" | "oclc" | "lccn" | "" => {
            let name = if id.attribute("type").is_empty() { "id" } else { id.attribute("type") };
            draft.other_identifier(name, &text);
        }
        other => draft.other_identifier(other, &text),
    }
}

fn read_url(url: &Element, draft: &mut Draft) {
    // A picture of the cover is not the work.
    if url.attribute("access") == "preview" {
        return;
    }
    if draft.record.work.accessed.is_none() {
        draft.record.work.accessed = read_date(url.attribute("dateLastAccessed")).map(Field::given);
    }
    read_address(&url.text(), draft);
}

fn read_address(text: &str, draft: &mut Draft) {
    let scheme = if text.contains("doi.org/10.") { Scheme::Doi } else { Scheme::Url };
    draft.identifier(scheme, text);
}

fn read_note(note: &Element, draft: &mut Draft) {
    let text = note.text();
    match note.attribute("type") {
        "" => draft.note(&text),
        // Says again who wrote it.
        "statement of responsibility" => {}
        "thesis" => draft.set(Slot::Genre, &text),
        other => draft.named_note(other, &text),
    }
}

fn read_licence(condition: &Element, draft: &mut Draft) {
    let text = condition.text();
    let address = condition.attribute("href");
    if !address.is_empty() {
        draft.record.licenses.push(address.to_owned());
    } else if text.starts_with("http") {
        draft.record.licenses.push(text);
    } else {
        draft.named_note("rights", &text);
    }
}

/// Without a genre the host and the way of issue tell what it is.
fn settle_kind(tree: &Element, draft: &mut Draft) {
    if draft.record.work.kind != WorkKind::Unknown {
        return;
    }
    let host = tree.all("relatedItem").find(|item| item.attribute("type") == "host");
    let host_genres: Vec<String> = host
        .into_iter()
        .flat_map(|host| host.all("genre"))
        .map(|genre| genre.text().to_lowercase())
        .collect();
    let issuance =
        |element: &Element| element.at(&["originInfo", "issuance"]).map(Element::text).unwrap_or_default();
    let host_issuance = host.map(issuance).unwrap_or_default();
    let host_says = |words: &[&str]| host_genres.iter().any(|g| words.iter().any(|w| g.contains(w)));
    draft.record.work.kind = match () {
        () if host_says(&["conference"]) => WorkKind::ConferencePaper,
        () if host_says(&["periodical", "journal", "newspaper", "magazine"])
            || host_issuance == "continuing" =>
        {
            WorkKind::Article
        }
        () if host_says(&["book"]) || host_issuance == "monographic" => WorkKind::Chapter,
        () if host.is_none() && issuance(tree) == "monographic" => WorkKind::Book,
        () => WorkKind::Unknown,
    };
}
