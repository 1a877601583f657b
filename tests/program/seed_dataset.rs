//! The document the project began with: 18 references, every field of each exactly right.

use std::collections::HashMap;
use std::fs;

use super::run::{Desk, Rows, project, rows, shared};

/// One row per reference with everything the tables say of it.
fn told(desk: &Desk) -> Vec<HashMap<String, String>> {
    let works: HashMap<_, _> = desk.table("works").into_iter().map(|w| (w["work_id"].clone(), w)).collect();
    let journals: HashMap<_, _> =
        desk.table("journals").into_iter().map(|j| (j["journal_id"].clone(), j)).collect();
    let authorships = desk.table("authorships");
    let columns = [
        "type",
        "title",
        "date",
        "container_raw",
        "event_title",
        "volume",
        "issue",
        "supplement",
        "page_first",
        "page_last",
        "article_number",
        "doi",
        "pmid",
        "authors_truncated",
    ];
    desk.table("refs")
        .iter()
        .map(|r| {
            let work = &works[&r["work_id"]];
            let mut row: HashMap<_, _> =
                columns.iter().map(|c| ((*c).to_owned(), work[*c].clone())).collect();
            let names = |of: &Rows| {
                let mine = of.iter().filter(|a| a["work_id"] == work["work_id"] && a["role"] == "author");
                mine.map(|a| a["raw_name"].as_str()).collect::<Vec<_>>().join("; ")
            };
            row.insert("label".into(), r["label"].clone());
            row.insert("authors".into(), names(&authorships));
            let journal = journals.get(&work["journal_id"]);
            let of = |column: &str| journal.map(|j| j[column].clone()).unwrap_or_default();
            row.insert("nlm_id".into(), of("nlm_id"));
            row.insert("issn".into(), of("issn_print"));
            row
        })
        .collect()
}

fn exactly_right(desk: &Desk) {
    let expected = rows(&project("tests/golden/seed.csv"));
    let found = told(desk);
    assert_eq!(found.len(), 18);
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected, "reference {}", expected["label"]);
    }
    assert_eq!(expected.iter().filter(|r| !r["nlm_id"].is_empty() && !r["issn"].is_empty()).count(), 17);
}

fn front_matter(desk: &Desk) {
    let document = &desk.table("documents")[0];
    assert_eq!(
        document["title"],
        "Interleukin-2 and experimental immunotherapy approaches for advanced melanoma"
    );
    assert_eq!(
        (document["current_through"].as_str(), document["last_updated"].as_str()),
        ("2017-12", "2017-12-27")
    );
    let people: Vec<_> = desk
        .table("authorships")
        .into_iter()
        .filter(|a| a["work_id"] == document["citing_work_id"])
        .map(|a| (a["role"].clone(), a["raw_name"].clone()))
        .collect();
    let expected = [
        ("author", "Jeffrey A Sosman, MD"),
        ("editor", "Michael B Atkins, MD"),
        ("editor", "Michael E Ross, MD"),
    ];
    assert_eq!(people, expected.map(|(role, name)| (role.to_owned(), name.to_owned())));
    let topics: Vec<_> = desk.table("related_topics").into_iter().map(|t| t["title"].clone()).collect();
    assert_eq!(
        topics,
        [
            "Initial surgical management of melanoma of the skin and unusual sites",
            "Adjuvant therapy for cutaneous melanoma",
        ]
    );
}

/// Every value with a span is printed in its document where the span says.
fn provenance_leads_to_the_print(desk: &Desk, document: &[u8]) {
    let mut checked = 0;
    for row in desk.table("provenance").iter().filter(|r| !r["byte_start"].is_empty()) {
        let at = |column: &str| row[column].parse::<usize>().unwrap();
        let printed = std::str::from_utf8(&document[at("byte_start")..at("byte_end")]).unwrap();
        let same = match row["field"].as_str() {
            // Names and dates are written in another order than they are printed.
            field if field.contains('/') => row["value"].split(", ").all(|part| printed.contains(part)),
            "date" => printed.contains(&row["value"][..4]),
            _ => printed == row["value"],
        };
        assert!(same, "{}: {:?} is not {printed:?}", row["field"], row["value"]);
        checked += 1;
    }
    assert!(checked > 140, "only {checked} values have a span");
}

#[test]
fn the_projects_own_input() {
    let desk = Desk::new();
    let path = project("data/uptodate-interleukin-2-melanoma.txt");
    desk.ok(&["dataset", path.to_str().unwrap(), "--strict"]);
    exactly_right(&desk);
    front_matter(&desk);
    provenance_leads_to_the_print(&desk, &fs::read(path).unwrap());
    assert_eq!(desk.table("works")[0]["publisher"], "UpToDate");
    desk.ok(&["check"]);
}

#[test]
fn the_whole_document_with_its_prose() {
    let Some(folder) = shared("seed") else { return };
    let path = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "txt"));
    let path = path.unwrap();
    let desk = Desk::new();
    desk.ok(&["dataset", path.to_str().unwrap(), "--strict"]);
    exactly_right(&desk);
    front_matter(&desk);
    provenance_leads_to_the_print(&desk, &fs::read(path).unwrap());
    desk.ok(&["check"]);
}
