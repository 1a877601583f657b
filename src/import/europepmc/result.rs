//! One result.

use serde_json::Value;

use crate::import::draft::{Draft, Medium, Slot, items, plain, read_date};
use crate::import::parted_names;
use crate::model::{
    Affiliation, DateKind, Direction, Grant, Identifier, Keyword, KeywordScheme, Metric, Provider, Role,
    Scheme, Update, UpdateKind, WorkKind,
};

/// Reads a result.
pub(super) fn read(value: &Value) -> Draft {
    let mut draft = Draft::new();
    let text = |key: &str| text_at(value, &[key]);
    let id = text("id");
    draft.label = (!id.is_empty()).then_some(id);
    draft.set(Slot::Title, &unended(&text("title")));
    people(&mut draft, value);
    journal(&mut draft, value);
    for (key, scheme) in [("doi", Scheme::Doi), ("pmid", Scheme::Pmid), ("pmcid", Scheme::Pmcid)] {
        draft.identifier(scheme, &text(key));
    }
    dates(&mut draft, value);
    draft.pages(&text("pageInfo"));
    draft.abstract_text(&text("abstractText"));
    draft.language(&text("language"));
    let types = listed(value, &["pubTypeList", "pubType"]);
    types.iter().for_each(|t| draft.kind(&plain_text(t)));
    items(&text("pubType"), &["; ", ";"]).iter().for_each(|t| draft.kind(t));
    if text("source") == "PPR" {
        draft.record.work.kind = WorkKind::Preprint;
    }
    draft.count(Metric::CitedByCount, Provider::Import, &number(value, "citedByCount"));
    subjects(&mut draft, value);
    for grant in listed(value, &["grantsList", "grant"]) {
        let some = |key: &str| Some(text_at(grant, &[key])).filter(|t| !t.is_empty());
        let grant = Grant { funder: some("agency"), award_id: some("grantId"), ..Grant::default() };
        if grant != Grant::default() && !draft.record.funding.contains(&grant) {
            draft.record.funding.push(grant);
        }
    }
    for link in listed(value, &["commentCorrectionList", "commentCorrection"]) {
        update(&mut draft, link);
    }
    let license = text("license");
    if !license.is_empty() {
        draft.record.licenses.push(license);
    }
    draft
}

fn people(draft: &mut Draft, value: &Value) {
    let authors = listed(value, &["authorList", "author"]);
    for author in &authors {
        let part = |key: &str| text_at(author, &[key]);
        let index = draft.record.work.contributors.len();
        let group = part("collectiveName");
        let given = if part("firstName").is_empty() { part("initials") } else { part("firstName") };
        match () {
            () if !group.is_empty() => parted_names::add_group(draft, Role::Author, &group),
            () if !part("lastName").is_empty() => {
                parted_names::add_with_suffix(
                    draft,
                    Role::Author,
                    &part("lastName"),
                    &given,
                    &part("suffix"),
                );
            }
            () => draft.named(Role::Author, &part("fullName")),
        }
        if draft.record.work.contributors.len() == index {
            continue;
        }
        if text_at(author, &["authorId", "type"]).eq_ignore_ascii_case("orcid") {
            draft.orcid(index, &text_at(author, &["authorId", "value"]));
        }
        let mut places: Vec<String> = listed(author, &["authorAffiliationDetailsList", "authorAffiliation"])
            .into_iter()
            .map(|a| text_at(a, &["affiliation"]))
            .collect();
        places.push(part("affiliation"));
        places.retain(|p| !p.is_empty());
        for raw in places {
            let known = &mut draft.details(index).affiliations;
            if known.iter().all(|a| a.raw != raw) {
                known.push(Affiliation { raw, ror: None });
            }
        }
    }
    if authors.is_empty() {
        let line = text_at(value, &["authorString"]);
        for name in items(line.trim_end_matches('.'), &[", "]) {
            draft.named(Role::Author, &name);
        }
    }
    for editor in listed(value, &["editorList", "editor"]) {
        parted_names::add(
            draft,
            Role::Editor,
            &text_at(editor, &["lastName"]),
            &text_at(editor, &["firstName"]),
        );
    }
}

/// The journal and the place in it, in either form.
fn journal(draft: &mut Draft, value: &Value) {
    let core = |key: &str| text_at(value, &["journalInfo", "journal", key]);
    let lite = |key: &str| text_at(value, &[key]);
    draft.set(Slot::Container, &core("title"));
    let titles =
        [core("isoabbreviation"), core("medlineAbbreviation"), core("ISOAbbreviation"), lite("journalTitle")];
    match titles.into_iter().find(|t| !t.is_empty()) {
        Some(title) if draft.record.work.container_title.is_none() => draft.set(Slot::Container, &title),
        Some(title) => draft.record.serial.abbreviation = Some(title),
        None => {}
    }
    draft.record.serial.nlm_id = Some(core("nlmid")).filter(|t| !t.is_empty());
    draft.issn_as(&core("issn"), Medium::Print);
    draft.issn_as(&core("essn"), Medium::Electronic);
    draft.issn_as(&lite("journalIssn"), Medium::Unknown);
    draft.volume(&text_at(value, &["journalInfo", "volume"]));
    draft.volume(&lite("journalVolume"));
    draft.issue(&text_at(value, &["journalInfo", "issue"]));
    draft.issue(&lite("issue"));
    let book = |key: &str| text_at(value, &["bookOrReportDetails", key]);
    draft.set(Slot::Publisher, &book("publisher"));
    draft.set(Slot::Container, &book("comprisingTitle"));
    draft.set(Slot::Edition, &book("edition"));
    for key in ["isbn10", "isbn13", "isbn"] {
        draft.serial_numbers(&book(key));
    }
}

fn dates(draft: &mut Draft, value: &Value) {
    for (path, kind) in [
        (&["journalInfo", "dateOfPublication"][..], DateKind::Print),
        (&["journalInfo", "printPublicationDate"], DateKind::Print),
        (&["electronicPublicationDate"], DateKind::Electronic),
        (&["firstPublicationDate"], DateKind::Issued),
    ] {
        if let Some(date) = read_date(&text_at(value, path))
            && !draft.record.dates.contains(&(kind, date))
        {
            draft.record.dates.push((kind, date));
        }
    }
    // The year that references cite, and the month where the issue has one of that year.
    let year = read_date(&text_at(value, &["pubYear"]));
    let of_issue =
        draft.record.dates.iter().find(|(kind, _)| *kind == DateKind::Print).map(|(_, date)| *date);
    let issued = match (of_issue, year) {
        (Some(date), Some(year)) if date.year == year.year => Some(date),
        (Some(date), None) => Some(date),
        (_, year) => year,
    };
    if let Some(date) = issued {
        draft.issued(date);
    }
    draft.record.revised = read_date(&text_at(value, &["dateOfRevision"]));
}

fn subjects(draft: &mut Draft, value: &Value) {
    for term in listed(value, &["keywordList", "keyword"]) {
        draft.keyword(KeywordScheme::Author, &plain_text(term));
    }
    for heading in listed(value, &["meshHeadingList", "meshHeading"]) {
        let term = text_at(heading, &["descriptorName"]);
        let qualifiers = listed(heading, &["meshQualifierList", "meshQualifier"]);
        let is_major = |v: &Value| match text_at(v, &["majorTopic_YN"]).as_str() {
            "Y" => Some(true),
            "N" => Some(false),
            _ => None,
        };
        let keyword = |qualifier: Option<&&Value>| Keyword {
            scheme: KeywordScheme::Mesh,
            term: term.clone(),
            term_id: None,
            qualifier: qualifier.map(|q| text_at(q, &["qualifierName"])).filter(|q| !q.is_empty()),
            qualifier_id: None,
            is_major: qualifier.map_or_else(|| is_major(heading), |q| is_major(q)),
        };
        if term.is_empty() {
            continue;
        }
        if qualifiers.is_empty() {
            draft.record.keywords.push(keyword(None));
        }
        draft.record.keywords.extend(qualifiers.iter().map(|q| keyword(Some(q))));
    }
    for chemical in listed(value, &["chemicalList", "chemical"]) {
        draft.keyword(KeywordScheme::Chemical, &text_at(chemical, &["name"]));
    }
}

/// Errata, retractions, comments.
fn update(draft: &mut Draft, link: &Value) {
    let words = text_at(link, &["type"]).to_ascii_lowercase();
    let kind = match () {
        () if words.contains("retraction") => UpdateKind::Retraction,
        () if words.contains("erratum") || words.contains("corrected") => UpdateKind::Correction,
        () if words.contains("concern") => UpdateKind::ExpressionOfConcern,
        () if words.contains("comment") => UpdateKind::Comment,
        () if words.contains("update") || words.contains("preprint") => UpdateKind::NewVersion,
        () => UpdateKind::Other,
    };
    // `Retraction in`, `Erratum in`: it was done to this work; `of`, `for`, `on`: by it.
    let direction = if words.ends_with(" in") { Direction::To } else { Direction::By };
    let id = text_at(link, &["id"]);
    let other = match text_at(link, &["source"]).as_str() {
        "MED" if !id.is_empty() => vec![Identifier { scheme: Scheme::Pmid, value: id.clone(), raw: id }],
        _ => Vec::new(),
    };
    let citation = Some(text_at(link, &["reference"])).filter(|t| !t.is_empty());
    draft.record.updates.push(Update { kind, direction, other, citation, date: None, asserted_by: None });
}

/// PubMed ends titles with a full stop.
fn unended(title: &str) -> String {
    title.strip_suffix('.').filter(|t| !t.ends_with('.')).unwrap_or(title).to_owned()
}

fn number(value: &Value, key: &str) -> String {
    text_at(value, &[key])
}

fn text_at(value: &Value, path: &[&str]) -> String {
    path.iter().try_fold(value, |at, key| at.get(key)).map(plain_text).unwrap_or_default()
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => plain(&text.replace("<h4>", " <p>").replace("</h4>", ": ")),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The values of a list; one value alone is a list of one.
fn listed<'a>(value: &'a Value, path: &[&str]) -> Vec<&'a Value> {
    match path.iter().try_fold(value, |at, key| at.get(key)) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}
