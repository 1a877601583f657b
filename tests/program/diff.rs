//! What differs between two datasets is told, and nothing else.

use std::collections::BTreeMap;

use super::list::{list, reference};
use super::run::{Desk, Done, Rows, rows};

/// Makes a dataset of a file in a folder of its own.
fn dataset(desk: &Desk, out: &str, inputs: &[&str], more: &[&str]) {
    let mut args = vec!["dataset"];
    args.extend(inputs);
    args.extend(["--out", out]);
    args.extend(more);
    desk.ok(&args);
}

fn changes(desk: &Desk, old: &str, new: &str) -> Rows {
    let latest = |name: &str| format!("{name}/latest");
    desk.ok(&["diff", &latest(old), &latest(new), "--to", "csv", "--output", "changes.csv"]);
    rows(&desk.path("changes.csv"))
}

/// Changed rows of each table and kind, columns counted one by one.
fn counted(changes: &Rows) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for change in changes {
        let what = format!("{} {} {}", change["table"], change["field"], change["change"]);
        *counts.entry(what).or_default() += 1;
    }
    counts
}

fn digest(desk: &Desk, old: &str, new: &str) -> serde_json::Value {
    let done = desk.ok(&["diff", &format!("{old}/latest"), &format!("{new}/latest"), "--to", "json"]);
    serde_json::from_str(&done.out).unwrap()
}

fn numbered(references: &[String]) -> String {
    let lines: Vec<String> =
        (1..).zip(references).map(|(n, reference)| format!("{n}. {reference}\n")).collect();
    format!("References\n\n{}", lines.concat())
}

fn hundred() -> Vec<String> {
    (1..=100).map(reference).collect()
}

#[test]
fn the_same_inputs_again_are_no_change() {
    let desk = Desk::new();
    desk.write("list.txt", list(50));
    for out in ["one", "two"] {
        dataset(&desk, out, &["list.txt"], &[]);
    }
    assert!(changes(&desk, "one", "two").is_empty());
    let done = desk.ok(&["diff", "one/latest", "two/latest", "--exit-code"]);
    assert!(done.out.starts_with("Nothing changed between "), "{}", done.out);
    assert_eq!(done.out.lines().count(), 1);
}

#[test]
fn a_reference_inserted_at_the_head_is_one_reference_added() {
    let desk = Desk::new();
    desk.write("list.txt", numbered(&hundred()));
    dataset(&desk, "one", &["list.txt"], &[]);
    let mut longer = hundred();
    longer.insert(0, reference(500));
    desk.write("list.txt", numbered(&longer));
    dataset(&desk, "two", &["list.txt"], &[]);
    let changes = changes(&desk, "one", "two");
    let of = |table: &str| -> Vec<(&str, &str)> {
        let of_table = changes.iter().filter(|c| c["table"] == table);
        of_table.map(|c| (c["field"].as_str(), c["change"].as_str())).collect()
    };
    assert_eq!(of("refs"), [("*", "added")]);
    assert_eq!(of("works"), [("*", "added")]);
    let documents = of("documents");
    assert!(documents.contains(&("document_id", "modified")), "{documents:?}");
    assert!(!documents.iter().any(|(field, _)| *field == "*"), "{documents:?}");
    let counts = counted(&changes);
    assert!(counts.keys().all(|what| !what.contains(" removed")), "{counts:?}");
    let digest = digest(&desk, "one", "two");
    assert_eq!(digest["references_added"]["total"], 1);
    assert_eq!(digest["references_added"]["entries"][0]["document"], "list.txt");
    assert_eq!(digest["references_removed"]["total"], 0);
    assert_eq!(digest["references_changed"]["total"], 0);
    assert_eq!(digest["totals"]["references"], serde_json::json!({"old": 100, "new": 101}));
    let code = desk.run(&["diff", "one/latest", "two/latest", "--exit-code"]).code;
    assert_eq!(code, Some(3));
    // And back again.
    let back = self::changes(&desk, "two", "one");
    assert_eq!(counted(&back)["refs * removed"], 1);
}

#[test]
fn a_corrected_word_is_one_modified_reference() {
    let desk = Desk::new();
    desk.write("list.txt", numbered(&hundred()));
    dataset(&desk, "one", &["list.txt"], &[]);
    let mut corrected = hundred();
    corrected[40] = corrected[40].replace("cohort number", "registry number");
    desk.write("list.txt", numbered(&corrected));
    dataset(&desk, "two", &["list.txt"], &[]);
    let changes = changes(&desk, "one", "two");
    let counts = counted(&changes);
    assert_eq!(counts["refs raw modified"], 1, "{counts:?}");
    assert!(!counts.contains_key("refs * added") && !counts.contains_key("works * added"), "{counts:?}");
    assert_eq!(counts["works title modified"], 1, "{counts:?}");
    let renamed: Vec<_> =
        changes.iter().filter(|c| c["table"] == "works" && c["field"] == "work_id").collect();
    assert_eq!(renamed.len(), 1, "its key is a hash of its title");
    assert_eq!(renamed[0]["key"], renamed[0]["old"]);
    let digest = digest(&desk, "one", "two");
    let told = &digest["references_changed"]["entries"][0];
    assert!(told["old_raw"].as_str().unwrap().contains("cohort number 41"), "{told}");
    assert_eq!(digest["fields"]["entries"][0]["source"], "parser", "{}", digest["fields"]);
}

#[test]
fn documents_that_change_places_are_no_change() {
    let desk = Desk::new();
    desk.write("a.txt", numbered(&hundred()[..40]));
    desk.write("b.txt", numbered(&hundred()[40..]));
    dataset(&desk, "one", &["a.txt", "b.txt"], &[]);
    dataset(&desk, "two", &["b.txt", "a.txt"], &[]);
    let changes = changes(&desk, "one", "two");
    assert!(changes.is_empty(), "{:?}", counted(&changes));
}

#[test]
fn a_file_that_was_moved_or_written_anew_keeps_its_references() {
    let desk = Desk::new();
    desk.write("list.txt", numbered(&hundred()));
    dataset(&desk, "one", &["list.txt"], &[]);
    desk.write("other.md", numbered(&hundred()).replace("References", "## References"));
    dataset(&desk, "two", &["other.md"], &[]);
    let digest = digest(&desk, "one", "two");
    for list in ["references_added", "references_removed", "documents_added", "documents_removed"] {
        assert_eq!(digest[list]["total"], 0, "{list}: {}", digest[list]);
    }
    let document = &digest["documents_changed"]["entries"][0];
    assert_eq!((&document["path"], &document["old_path"]), (&"other.md".into(), &"list.txt".into()));
    let works = changes(&desk, "one", "two");
    assert!(works.iter().all(|c| c["table"] != "works"), "{:?}", counted(&works));
}

#[test]
fn csv_and_parquet_say_the_same() {
    let desk = Desk::new();
    desk.write("list.txt", list(60));
    dataset(&desk, "csv", &["list.txt"], &["--format", "csv"]);
    dataset(&desk, "parquet", &["list.txt"], &["--format", "parquet"]);
    assert!(changes(&desk, "csv", "parquet").is_empty());
    desk.write("list.txt", list(61));
    dataset(&desk, "more", &["list.txt"], &["--format", "parquet"]);
    let of_csv = changes(&desk, "csv", "more");
    let of_parquet = changes(&desk, "parquet", "more");
    assert_eq!(of_csv, of_parquet);
    assert_eq!(counted(&of_csv)["refs * added"], 1);
}

#[test]
fn datasets_are_named_by_run_word_or_folder() {
    let desk = Desk::new();
    desk.write("list.txt", list(3));
    desk.ok(&["dataset", "list.txt"]);
    let done = desk.run(&["diff", "previous", "latest"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("no dataset was published before the latest"), "{}", done.err);
    let first = run_of(&desk);
    desk.write("list.txt", list(4));
    desk.ok(&["dataset", "list.txt"]);
    let second = run_of(&desk);
    let of = |old: &str, new: &str| -> Done { desk.run(&["diff", old, new]) };
    let expected = of(&format!("output/snapshots/{first}"), "output/latest").out;
    assert!(expected.contains("References added (1)"), "{expected}");
    assert_eq!(of("previous", "latest").out, expected);
    assert_eq!(of(&first, &second).out, expected);
    assert_eq!(of(&first, "latest").out, expected);
    let shared: String =
        first.chars().zip(second.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let short = &first[..=shared.len()];
    assert_eq!(of(short, "latest").out, expected, "a beginning that only one run has");
    assert!(of(&shared, "latest").err.contains("several runs begin so"));
    let lost = of("nothing", "latest");
    assert_eq!(lost.code, Some(1));
    assert!(lost.err.contains("neither the folder of a dataset"), "{}", lost.err);
    let table = desk.run(&["diff", "previous", "latest", "--table", "runs"]);
    assert!(table.err.contains("no table \"runs\" to compare"), "{}", table.err);
    desk.ok(&["diff", "previous", "latest", "--table", "refs", "--to", "csv", "-o", "refs.csv"]);
    assert!(rows(&desk.path("refs.csv")).iter().all(|row| row["table"] == "refs" && row["run_id"] == second));
}

fn run_of(desk: &Desk) -> String {
    let target = std::fs::read_link(desk.path("output/latest")).unwrap();
    target.file_name().unwrap().to_str().unwrap().to_owned()
}
