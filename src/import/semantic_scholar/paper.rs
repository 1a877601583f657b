//! One paper.

use serde_json::Value;

use crate::import::draft::{Draft, Medium, Slot, kind, plain, read_date};
use crate::model::{
    Affiliation, Cited, DateKind, Identifier, KeywordScheme, Metric, Provider, Role, Scheme, WorkKind,
};

/// Reads a paper.
pub(super) fn read(value: &Value) -> Draft {
    // Answers to questions after citations and references wrap it.
    let paper =
        ["citedPaper", "citingPaper", "paper"].into_iter().find_map(|key| value.get(key)).unwrap_or(value);
    let mut draft = Draft::new();
    let id = text(paper, "paperId");
    draft.label = (!id.is_empty()).then(|| id.clone());
    draft.identifier(Scheme::S2, &id);
    identifiers(&mut draft, paper);
    draft.set(Slot::Title, &text(paper, "title"));
    people(&mut draft, paper);
    let journal = paper.get("journal").unwrap_or(&Value::Null);
    let venue = paper.get("publicationVenue").unwrap_or(&Value::Null);
    let titles = [text(journal, "name"), text(venue, "name"), text(paper, "venue")];
    if let Some(title) = titles.iter().find(|t| !t.is_empty()) {
        draft.set(Slot::Container, title);
    }
    draft.issn_as(&text(venue, "issn"), Medium::Unknown);
    draft.volume(&text(journal, "volume"));
    draft.pages(text(journal, "pages").trim());
    draft.abstract_text(&text(paper, "abstract"));
    date(&mut draft, paper);
    draft.count(Metric::CitedByCount, Provider::Import, &text(paper, "citationCount"));
    for field in listed(paper, "s2FieldsOfStudy").into_iter().chain(listed(paper, "fieldsOfStudy")) {
        let term = field.as_str().map_or_else(|| text(field, "category"), str::to_owned);
        draft.keyword(KeywordScheme::Topic, &term);
    }
    set_kind(&mut draft, paper, &text(venue, "type"));
    draft.record.cited = listed(paper, "references").into_iter().filter_map(cited).collect();
    draft
}

fn identifiers(draft: &mut Draft, paper: &Value) {
    for (name, value) in paper.get("externalIds").and_then(Value::as_object).into_iter().flatten() {
        let raw = scalar(value);
        match name.as_str() {
            "DOI" => draft.identifier(Scheme::Doi, &raw),
            "PubMed" => draft.identifier(Scheme::Pmid, &raw),
            "PubMedCentral" => draft.identifier(Scheme::Pmcid, &raw),
            "ArXiv" => draft.identifier(Scheme::Arxiv, &raw),
            "MAG" => draft.identifier(Scheme::Mag, &raw),
            // The same paper under its own number.
            "CorpusId" => {}
            other => draft.other_identifier(&other.to_ascii_lowercase(), &raw),
        }
    }
    draft.identifier(Scheme::Url, &text(paper, "url"));
    // Earlier answers had them beside the title.
    draft.identifier(Scheme::Doi, &text(paper, "doi"));
    draft.identifier(Scheme::Arxiv, &text(paper, "arxivId"));
}

fn people(draft: &mut Draft, paper: &Value) {
    for author in listed(paper, "authors") {
        let index = draft.record.work.contributors.len();
        draft.named(Role::Author, &text(author, "name"));
        if draft.record.work.contributors.len() == index {
            continue;
        }
        if let Some(orcid) = author.get("externalIds").and_then(|ids| ids.get("ORCID")) {
            draft.orcid(index, &scalar(orcid));
        }
        for place in listed(author, "affiliations") {
            let raw = place.as_str().map_or_else(|| text(place, "name"), str::to_owned);
            if !raw.is_empty() {
                draft.details(index).affiliations.push(Affiliation { raw, ror: None });
            }
        }
    }
}

fn date(draft: &mut Draft, paper: &Value) {
    let year = read_date(&text(paper, "year"));
    let full = read_date(&text(paper, "publicationDate"));
    let issued = match (full, year) {
        (Some(full), Some(year)) if full.year != year.year => Some(year),
        (full, year) => full.or(year),
    };
    if let Some(date) = issued {
        draft.record.dates.push((DateKind::Issued, date));
        draft.issued(date);
    }
}

fn set_kind(draft: &mut Draft, paper: &Value, venue: &str) {
    let types: Vec<String> = listed(paper, "publicationTypes").into_iter().map(scalar).collect();
    types.iter().for_each(|word| draft.keyword(KeywordScheme::PublicationType, word));
    let known = |word: &str| types.iter().any(|t| t == word);
    draft.record.work.kind = match () {
        () if known("Review") => WorkKind::Review,
        () if known("Conference") => WorkKind::ConferencePaper,
        () if known("BookSection") => WorkKind::Chapter,
        () if known("Book") => WorkKind::Book,
        () if known("LettersAndComments") => WorkKind::Letter,
        () if known("Editorial") => WorkKind::Editorial,
        () if known("Dataset") => WorkKind::Dataset,
        () if known("JournalArticle") => WorkKind::Article,
        () if venue == "conference" => WorkKind::ConferencePaper,
        () if venue == "journal" => WorkKind::Article,
        () => types.iter().find_map(|word| kind(word)).unwrap_or(WorkKind::Unknown),
    };
}

/// One of its own list: what is known of it, in one line.
fn cited(reference: &Value) -> Option<Cited> {
    let paper = reference.get("citedPaper").unwrap_or(reference);
    let title = text(paper, "title");
    if title.is_empty() {
        return None;
    }
    let names: Vec<String> = listed(paper, "authors").into_iter().map(|a| text(a, "name")).collect();
    let parts = [names.join(", "), title, text(paper, "venue"), text(paper, "year")];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    let mut identifiers = Vec::new();
    let mut add = |scheme, raw: String| {
        if !raw.is_empty() {
            identifiers.push(Identifier { scheme, value: raw.clone(), raw });
        }
    };
    add(Scheme::S2, text(paper, "paperId"));
    let doi = paper.get("externalIds").map(|ids| text(ids, "DOI")).unwrap_or_default();
    if let Some(value) = crate::normalize::identifiers::doi(&doi) {
        add(Scheme::Doi, value);
    }
    Some(Cited { text: parts.join(". "), identifiers, work: None })
}

fn listed<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().collect()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).map(scalar).unwrap_or_default()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
