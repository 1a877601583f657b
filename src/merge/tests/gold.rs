//! Labelled pairs of other tools' tests, which lie beside the project and not in it. Skipped, and said so, where they
//! are not there.

#![allow(clippy::format_push_string, reason = "what a failure shows")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use super::*;
use crate::merge::{Clusters, Merged, WorkKeys};
use crate::model::Role;
use crate::normalize::normalize;

/// The folder, where there is one: `REFLOOM_SHARED` or `../shared`.
fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = path.join("samples/dedup_gold");
    if path.is_dir() {
        return Some(path);
    }
    // Not through `println!`, which the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
    None
}

/// Names as these files write them: with ` and ` or `;` between them, or run together (`Tan A.Schulze A.`).
fn people(text: &str) -> Vec<Contributor> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split(" and ").flat_map(|part| part.split(';')) {
        let mut start = 0;
        let chars: Vec<(usize, char)> = part.char_indices().collect();
        for three in chars.windows(3) {
            if three[0].1 == '.' && three[1].1.is_uppercase() && three[2].1 != '.' && !part.contains(',') {
                names.push(part[start..three[1].0].to_owned());
                start = three[1].0;
            }
        }
        names.push(part[start..].to_owned());
    }
    let person = |name: &String| {
        let name = name.trim();
        let (family, given) = match name.split_once(',') {
            Some((family, given)) => (family, given.trim()),
            None if name.ends_with('.') => name.split_once(' ').unwrap_or((name, "")),
            None => name.rsplit_once(' ').map_or((name, ""), |(given, family)| (family, given)),
        };
        let given = Some(given.to_owned()).filter(|given| !given.is_empty());
        let person = Person { family: family.to_owned(), given, ..Person::default() };
        let name = Field::given(Name::Person(person));
        Contributor { role: Role::Author, role_printed: None, raw: String::new(), name }
    };
    names.iter().filter(|name| !name.trim().is_empty()).map(person).collect()
}

fn reference(fields: &BTreeMap<String, String>) -> Reference {
    let text = |name: &str| fields.get(name).filter(|text| !text.is_empty()).cloned().map(Field::given);
    let mut made = Reference {
        kind: match fields.get("ENTRYTYPE").map(String::as_str) {
            Some("article") => WorkKind::Article,
            Some("inproceedings") => WorkKind::ConferencePaper,
            Some("book") => WorkKind::Book,
            Some("inbook" | "incollection") => WorkKind::Chapter,
            Some("phdthesis") => WorkKind::Thesis,
            _ => WorkKind::Other,
        },
        title: text("title"),
        container_title: text("journal").or_else(|| text("booktitle")),
        volume: text("volume"),
        issue: text("number"),
        issued: fields.get("year").and_then(|y| y.parse().ok()).and_then(year),
        contributors: fields.get("author").map(|text| people(text)).unwrap_or_default(),
        ..Reference::default()
    };
    if let Some(text) = fields.get("pages") {
        let (first, last) = text.split_once('-').unwrap_or((text, ""));
        made.pages = pages(first, Some(last.trim_matches('-')).filter(|last| !last.is_empty()));
    }
    made.identifiers.extend(fields.get("doi").map(|doi| id(Scheme::Doi, doi)));
    normalize(&mut made);
    made
}

fn merged(references: &[Reference]) -> Merged {
    let mut clusters = Clusters::default();
    for reference in references {
        clusters.add(
            WorkKeys::of(reference, "no text in common")
                .map(|mut keys| {
                    keys.links.retain(|(rule, _)| *rule != crate::merge::Rule::Text);
                    keys
                })
                .as_ref(),
        );
    }
    clusters.merge()
}

#[test]
fn the_cases_of_bib_dedupe() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("bib-dedupe__test_cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    let side = |case: &serde_json::Value, name: &str| {
        let fields = case[name].as_object().unwrap().iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        reference(&fields.map(|(name, value)| (name.clone(), text(value))).collect())
    };
    let mut counts = BTreeMap::new();
    let mut told = String::new();
    for case in cases["cases"].as_array().unwrap() {
        let merged = merged(&[side(case, "record_a"), side(case, "record_b")]);
        let decision = match (merged.root(1), merged.review.first(), merged.kept_apart.first()) {
            (0, ..) => ("merged", merged.pairs(|_| true).first().map(|link| link.rule)),
            (_, Some(link), _) => ("review", Some(link.rule)),
            (_, _, Some(link)) => ("kept apart", Some(link.rule)),
            _ => ("nothing", None),
        };
        let expected = case["expected_duplicate"].as_bool().unwrap();
        *counts.entry((expected, decision.0)).or_insert(0) += 1;
        told += &format!("{expected} {decision:?} {}\n", case["id"]);
    }
    // Its two versions of a Cochrane review are one work there; here a person decides.
    assert_eq!(counts.get(&(false, "merged")), None, "{told}");
    assert_eq!(counts.get(&(true, "review")), Some(&1), "{told}");
    assert_eq!(counts.get(&(true, "merged")), Some(&9), "{told}");
    assert_eq!(
        counts.iter().filter(|((expected, _), _)| *expected).map(|(_, n)| n).sum::<i32>(),
        10,
        "{told}"
    );
}

/// Entries of the two files of `colrev`: plain fields in braces.
fn entries(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut all: Vec<BTreeMap<String, String>> = Vec::new();
    let mut field: Option<String> = None;
    for line in text.lines() {
        if let Some(head) = line.strip_prefix('@') {
            let (kind, key) = head.split_once('{').unwrap();
            all.push(BTreeMap::from([
                ("ENTRYTYPE".to_owned(), kind.to_owned()),
                ("ID".to_owned(), key.trim_matches(',').to_owned()),
            ]));
            continue;
        }
        let (name, value) = match line.split_once(" = {") {
            Some((name, value)) => (Some(name.trim().to_owned()), value),
            None => (field.clone(), line),
        };
        let Some((name, entry)) = name.zip(all.last_mut()) else { continue };
        let value = value.trim();
        let ends = value.ends_with("},") || value.ends_with('}');
        let kept = entry.entry(name.clone()).or_default();
        kept.push_str(value.trim_end_matches(',').trim_end_matches('}'));
        field = (!ends).then_some(name);
    }
    all
}

#[test]
fn the_records_of_colrev() {
    let Some(folder) = folder() else { return };
    let read = |name: &str| entries(&std::fs::read_to_string(folder.join(name)).unwrap());
    let (records, expected) = (read("colrev__records.bib"), read("colrev__records_expected.bib"));
    let origins = |entry: &BTreeMap<String, String>| -> Vec<String> {
        entry["colrev_origin"].split(';').map(|o| o.trim().to_owned()).filter(|o| !o.is_empty()).collect()
    };
    let references: Vec<Reference> = records.iter().map(reference).collect();
    let merged = merged(&references);
    let group = |at: usize| {
        let mine = origins(&records[at]);
        expected.iter().position(|entry| origins(entry).iter().any(|origin| mine.contains(origin)))
    };
    let (mut wrong, mut missed, mut right, mut shown) = (0, 0, 0, String::new());
    for b in 0..records.len() {
        for a in 0..b {
            let number = |at: usize| u32::try_from(at).unwrap();
            let is_one = merged.root(number(a)) == merged.root(number(b));
            let should = group(a).is_some() && group(a) == group(b);
            match (is_one, should) {
                (true, true) => right += 1,
                (true, false) => {
                    wrong += 1;
                    shown += &format!("wrong {} {}\n", records[a]["ID"], records[b]["ID"]);
                }
                (false, true) => {
                    missed += 1;
                    shown += &format!("missed {} {}\n", records[a]["ID"], records[b]["ID"]);
                }
                (false, false) => {}
            }
        }
    }
    shown += &format!(
        "right {right} wrong {wrong} missed {missed}, review {:?}, apart {:?}",
        merged.review, merged.kept_apart
    );
    assert!(wrong == 0 && missed == 0 && right == 2, "{shown}");
}
