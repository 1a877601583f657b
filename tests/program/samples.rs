//! Real export files, all in one run: what each gives against what its index says. Files whose count differs stand in
//! `samples.csv` with the reason; a file there that agrees, or one that disagrees and is not there, is a failure.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::run::{Desk, project, rows, shared};

struct Told {
    count: String,
    reason: String,
}

/// Files whose count is not the index's, and why.
fn explained() -> HashMap<String, Told> {
    let rows = rows(&project("tests/program/samples.csv"));
    rows.into_iter()
        .map(|row| {
            (row["file"].clone(), Told { count: row["records"].clone(), reason: row["reason"].clone() })
        })
        .collect()
}

#[test]
fn every_sample_gives_what_it_holds() {
    let Some(folder) = shared("samples") else { return };
    let index: Vec<HashMap<String, String>> = rows(&folder.join("index.csv"));
    let desk = Desk::new();
    let paths: Vec<String> =
        index.iter().map(|row| folder.join(&row["file"]).to_string_lossy().into_owned()).collect();
    let mut args = vec!["dataset", "--format", "csv", "--quiet"];
    args.extend(paths.iter().map(String::as_str));
    desk.ok(&args);
    desk.ok(&["check"]);

    let documents = desk.table("documents");
    let issues = desk.table("issues");
    let files: HashMap<&str, &HashMap<String, String>> =
        documents.iter().rev().map(|row| (row["path"].as_str(), row)).collect();
    let explained = explained();
    let mut table = String::from(
        "| file | index says | found | read as | encoding | broken | remark |\n|---|--:|--:|---|---|--:|---|\n",
    );
    let mut wrong = Vec::new();
    for (row, path) in index.iter().zip(&paths) {
        let name = &row["file"];
        let document = files.get(path.trim_start_matches("./"));
        let said: Vec<&HashMap<String, String>> = issues.iter().filter(|i| i["path"] == *path).collect();
        let has = |code: &str| said.iter().find(|i| i["code"] == code);
        let (found, format, encoding) = match document {
            Some(d) => (d["n_references"].clone(), d["format"].as_str(), d["encoding"].as_str()),
            None => (String::new(), "", ""),
        };
        let broken = said.iter().filter(|i| i["code"] == "RECORD_UNREADABLE").count();
        let expected = row["records"].as_str();
        let mut remark = explained.get(name).map(|told| told.reason.clone()).unwrap_or_default();
        if has("INPUT_REPEATED").is_some() {
            remark = "the same bytes as another sample".to_owned();
        } else if let Some(told) = explained.get(name) {
            if found != told.count || found == expected {
                wrong
                    .push(format!("{name}: found {found:?}, explained {:?}, index {expected:?}", told.count));
            }
        } else if !expected.is_empty() && expected != found && !(expected == "0" && found.is_empty()) {
            wrong.push(format!("{name}: found {found:?} as {format}, index {expected:?}"));
        }
        if remark.is_empty() && document.is_none() {
            remark = said.first().map(|i| i["message"].replace(path.as_str(), name)).unwrap_or_default();
        }
        let _ = writeln!(
            table,
            "| {name} | {expected} | {found} | {format} | {encoding} | {broken} | {} |",
            remark.replace('|', "\\|")
        );
    }
    let out = project("target/samples.md");
    std::fs::write(&out, &table).unwrap();
    assert!(wrong.is_empty(), "{} of {} files:\n{}", wrong.len(), index.len(), wrong.join("\n"));
}
