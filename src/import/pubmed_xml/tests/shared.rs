//! Every field of every real record beside the project, against what its file says read another way. Skipped, and said
//! so, where they are not there.

use std::io::Write as _;
use std::path::PathBuf;

use super::super::{ArticleError, Found, Reader};
use super::dom::Node;
use super::slow::expected;
use crate::model::Record;

/// The records beside the project, where there are any: `REFLOOM_SHARED` or `../shared`.
fn files() -> Vec<(String, String)> {
    let base = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = base.join("fixtures/pubmed_xml");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    // Answers of the service as they were recorded, each in the body of its exchange.
    if let Ok(entries) = std::fs::read_dir(base.join("fixtures/eutils_http")) {
        let recorded = entries.map(|entry| entry.unwrap().path());
        paths.extend(recorded.filter(|path| path.to_string_lossy().contains("efetch.fcgi_pubmed_")));
    }
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        if !name.starts_with("efetch.fcgi") {
            return (name, text);
        }
        let exchange: serde_json::Value = serde_json::from_str(&text).unwrap();
        (name, exchange["response"]["body"].as_str().unwrap().to_owned())
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_field_of_every_record() {
    let (mut n_records, mut n_values) = (0, 0);
    for (name, xml) in files() {
        if name.contains("Malformed") || name.contains("Minimal") {
            // Nothing in them but the shell of a record.
            let found: Vec<_> = Reader::new(xml.as_bytes()).collect();
            assert!(matches!(found.as_slice(), [Err(ArticleError::Record { .. })]), "{name}: {found:?}");
            continue;
        }
        let mut read = Reader::new(xml.as_bytes()).map(|found| match found.unwrap() {
            Found::Record(record) => *record,
            Found::Deleted(_) => panic!("{name}"),
        });
        let document = Node::parse(&xml);
        let is_record = |node: &&Node| node.name.ends_with("Article");
        // In a list, or by itself.
        let listed = document.elements().flat_map(Node::elements);
        for node in document.elements().chain(listed).filter(is_record) {
            let record = read.next().unwrap_or_else(|| panic!("{name}: too few"));
            let expected = expected(node);
            let actual = actual(&record);
            for (wanted, got) in expected.iter().zip(&actual) {
                assert_eq!(got, wanted, "{name}");
            }
            assert_eq!(expected.len(), actual.len(), "{name}");
            n_records += 1;
            n_values += expected.len();
        }
        assert!(read.next().is_none(), "{name}: too many");
    }
    assert!(n_records == 0 || n_records >= 54, "{n_records}");
    let _ = writeln!(std::io::stderr(), "{n_values} values of {n_records} records compared");
}

/// Values with the names of their fields.
pub(super) type Values = Vec<(&'static str, String)>;

pub(super) fn shown(value: Option<&str>) -> String {
    value.unwrap_or("-").to_owned()
}

/// What was read, one value a line.
fn actual(record: &Record) -> Values {
    let mut out: Values = Vec::new();
    let work = &record.work;
    let field = |field: &Option<crate::model::Field<String>>| shown(field.as_ref().map(|f| f.value.as_str()));
    out.push(("kind", work.kind.as_str().to_owned()));
    out.push(("title", field(&work.title)));
    out.push(("title_original", shown(record.title_original.as_deref())));
    out.push(("container", field(&work.container_title)));
    out.push(("collection", field(&work.collection_title)));
    out.push(("publisher", format!("{} {}", field(&work.publisher), field(&work.publisher_place))));
    out.push(("edition", field(&work.edition)));
    out.push(("issued", shown(work.issued.as_ref().map(|d| d.value.to_string()).as_deref())));
    out.push((
        "locator",
        format!("{} {} {}", field(&work.volume), field(&work.issue), field(&work.supplement)),
    ));
    let pages = work.pages.as_ref().map(|p| format!("{}-{}", p.value.first, shown(p.value.last.as_deref())));
    out.push(("pages", shown(pages.as_deref())));
    out.push(("article number", field(&work.article_number)));
    out.push(("language", shown(work.language.as_deref())));
    out.push(("truncated", work.authors_truncated.to_string()));
    out.push(("abstract", shown(record.abstract_text.as_deref())));
    let serial = &record.serial;
    for (name, value) in [
        ("abbreviation", &serial.abbreviation),
        ("nlm id", &serial.nlm_id),
        ("issn-l", &serial.issn_l),
        ("issn print", &serial.issn_print),
        ("issn electronic", &serial.issn_electronic),
        ("country", &serial.country),
    ] {
        out.push((name, shown(value.as_deref())));
    }
    out.push(("issn other", serial.issn_other.join(" ")));
    for (at, person) in work.contributors.iter().enumerate() {
        let mut line = format!("{} {} | {:?}", person.role.as_str(), person.raw, person.name.value);
        let details = record.people.get(at).cloned().unwrap_or_default();
        line.push_str(" | ");
        line.push_str(&shown(details.orcid.as_deref()));
        for place in details.affiliations {
            line.push_str(&[" | ", &place.raw, " ", &shown(place.ror.as_deref())].concat());
        }
        out.push(("person", line));
    }
    for id in &work.identifiers {
        out.push(("identifier", format!("{} {}", id.value.scheme.as_str(), id.value.value)));
    }
    for (kind, date) in &record.dates {
        out.push(("date", format!("{kind:?} {date}")));
    }
    out.push(("revised", shown(record.revised.map(|d| d.to_string()).as_deref())));
    for k in &record.keywords {
        let qualifier = format!("{} {}", shown(k.qualifier.as_deref()), shown(k.qualifier_id.as_deref()));
        let id = shown(k.term_id.as_deref());
        out.push(("keyword", format!("{} {} {id} {qualifier} {:?}", k.scheme.as_str(), k.term, k.is_major)));
    }
    for g in &record.funding {
        out.push((
            "grant",
            [&g.funder, &g.award_id, &g.country, &g.funder_id].map(|p| shown(p.as_deref())).join(" | "),
        ));
    }
    for u in &record.updates {
        let other: Vec<&str> = u.other.iter().map(|id| id.value.as_str()).collect();
        let date = shown(u.date.map(|d| d.to_string()).as_deref());
        let citation = shown(u.citation.as_deref());
        out.push(("update", format!("{:?} {:?} {} {date} {citation}", u.kind, u.direction, other.join(" "))));
    }
    for c in &record.cited {
        let ids: Vec<String> =
            c.identifiers.iter().map(|id| format!("{} {}", id.scheme.as_str(), id.value)).collect();
        out.push(("cited", format!("{} | {}", c.text, ids.join(" "))));
    }
    out
}
