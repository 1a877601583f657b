//! `refloom eval`.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::run::{Desk, project, shared, skipped};

/// Three made-up references, in each form of gold.
const STRINGS: &str = "\
Doe J, Roe R. A study of nothing much. J Test Med 1999; 12:34.
Poe E, Moe L. Another study of nothing. J Test Med 2001; 14:3.
Coe A. The third study of nothing. J Test Med 2003; 16:5.
";

const SEGMENTS: &str = r#"{"id":"a","segments":[["author.surname","Doe"],["_"," "],["author.given","J"],["_",", "],["author.surname","Roe"],["_"," "],["author.given","R"],["_",". "],["title","A study of nothing much"],["_",". "],["source","J Test Med"],["_"," "],["year","1999"],["_","; "],["volume","12"],["_",":"],["fpage","34"],["_","."]],"type":"journal","publisher":"One"}
this is no JSON
{"id":"b","raw":"Poe E, Moe L. Another study of nothing. J Test Med 2001; 14:3.","segments":[["author.surname","Poe"],["author.surname","Loe"],["title","Another study of nothing"],["source","J Test Med"],["year","2001"],["volume","14"],["issue","9"],["fpage","3"]],"type":"journal","publisher":"Two"}
{"id":"c","raw":"Coe A.","segments":["title"]}
"#;

const FLAT: &str = r#"{"authors":["Doe","Roe"],"title":"a study of NOTHING much","journal":"J. Test Med.","year":1999,"volume":"12","page_first":"34"}
{"authors":["Poe","Moe"],"title":"Another study of nothing","journal":"J Test Med","year":"2001","volume":"14","pages":"3"}
{"authors":["Coe"],"title":"The third study of nothing","journal":"J Test Med","year":"2003","volume":"17","page_first":"5","_ignore":["volume"]}
"#;

const CSL: &str = r#"[
  {"type":"article-journal","author":[{"family":"Doe","given":"J"},{"family":"Roe","given":"R"}],"title":"A study of nothing much",
   "container-title":"J Test Med","issued":{"date-parts":[[1999]]},"volume":"12","page":"34"},
  {"type":"book"},
  {"type":"article-journal","author":[{"family":"Coe"}],"title":"Third study","custom":{"raw":"Coe A. The third study of nothing. J Test Med 2003; 16:5."}}
]"#;

fn json(desk: &Desk, args: &[&str]) -> Value {
    let mut all = vec!["eval", "--to", "json"];
    all.extend(args);
    serde_json::from_str(&desk.ok(&all).out).unwrap()
}

#[test]
fn lists_are_read_together() {
    let desk = Desk::new();
    desk.write("gold.jsonl", FLAT);
    desk.write("gold.txt", STRINGS);
    let read = json(&desk, &["gold.jsonl", "--lists"]);
    assert_eq!((&read["n"], &read["lists"]["n"]), (&3.into(), &1.into()));
    assert_eq!(read["lists"]["alone"]["micro"]["f1"], json(&desk, &["gold.jsonl"])["micro"]["f1"]);
    let told = desk.ok(&["eval", "gold.jsonl", "--lists"]).out;
    assert!(told.contains("read in 1 lists: 0 references put right by their lists, 0 put wrong"), "{told}");
}

#[test]
fn a_model_that_cannot_be_used_is_named() {
    let desk = Desk::new();
    desk.write("gold.jsonl", FLAT);
    desk.write("gold.txt", STRINGS);
    desk.write("model/tagger.bin", "of another kind");
    for (folder, told) in [("nowhere", "cannot read nowhere/tagger.bin"), ("model", "of another version")] {
        let done = desk.run(&["eval", "gold.jsonl", "--model", folder]);
        assert_eq!(done.code, Some(1));
        assert!(done.err.contains(told), "{}", done.err);
    }
}

#[test]
fn segments_with_bad_lines() {
    let desk = Desk::new();
    desk.write("gold.jsonl", SEGMENTS);
    let done = desk.ok(&["eval", "gold.jsonl", "--errors", "errors.jsonl"]);
    for part in ["gold.jsonl:2: skipped: no JSON", "gold.jsonl:4: skipped: segment 1 is not"] {
        assert!(done.err.contains(part), "{part} in\n{}", done.err);
    }
    for part in
        ["1 of 2 references exact: 0.500", "by type", "by publisher", "authors + issue", "Loe", "line 3:"]
    {
        assert!(done.out.contains(part), "{part} in\n{}", done.out);
    }
    assert!(!done.out.contains('\u{1b}'), "no colours into a pipe");
    let errors = std::fs::read_to_string(desk.path("errors.jsonl")).unwrap();
    let error: Value = serde_json::from_str(errors.trim_end()).unwrap();
    assert_eq!((&error["line"], &error["id"]), (&3.into(), &"b".into()));
    assert_eq!(error["wrong"]["authors"], serde_json::json!([["Poe", "Loe"], ["Poe", "Moe"]]));
    assert_eq!(error["wrong"]["issue"], serde_json::json!(["9", null]));

    let report = json(&desk, &["gold.jsonl", "--quiet"]);
    assert_eq!((&report["n"], &report["whole_n"]), (&2.into(), &1.into()));
    assert_eq!(report["by"]["publisher"]["One"]["whole"], 1.0);
    assert_eq!(report["by"]["publisher"]["Two"]["whole"], 0.0);
    assert_eq!(report["author_names"]["tp"], 3);
}

#[test]
fn flat_gold_beside_its_strings() {
    let desk = Desk::new();
    desk.write("gold.flat.jsonl", FLAT);
    desk.write("gold.txt", STRINGS);
    let report = json(&desk, &["gold.flat.jsonl"]);
    assert_eq!((&report["n"], &report["whole"]), (&3.into(), &1.0.into()));
    assert_eq!(report["fields"]["volume"]["gold"], 2);

    let titles = json(&desk, &["gold.flat.jsonl", "--fields", "title"]);
    assert_eq!(titles["fields"].as_object().unwrap().len(), 1);

    desk.write("gold.txt", "one line\n");
    let done = desk.run(&["eval", "gold.flat.jsonl"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("3 references but gold.txt has 1 line"), "{}", done.err);
}

#[test]
fn a_list_of_csl_items() {
    let desk = Desk::new();
    desk.write("gold.csl.json", CSL);
    desk.write("gold.txt", STRINGS);
    let done = desk.ok(&["eval", "gold.csl.json"]);
    assert!(done.err.contains("gold.csl.json:4: skipped: neither"), "{}", done.err);
    assert!(done.out.contains("1 of 2 references exact"), "{}", done.out);
    assert!(done.out.contains("article-journal"), "{}", done.out);
}

#[test]
fn the_seed_list_is_gold() {
    let gold = project("tests/golden/seed.csl.jsonl");
    let report = json(&Desk::new(), &[gold.to_str().unwrap()]);
    assert_eq!((&report["n"], &report["whole_n"]), (&18.into(), &18.into()));
    assert_eq!((&report["micro"]["f1"], &report["macro_f1"]), (&1.0.into(), &1.0.into()));
}

#[test]
fn what_cannot_be_scored_is_told() {
    let desk = Desk::new();
    desk.write("empty.jsonl", "\n");
    desk.write("no-strings.jsonl", r#"{"title":"x"}"#);
    desk.write("bytes.jsonl", b"\xff\xfe{}\n[[[[".as_slice());
    for (gold, part) in [
        ("missing.jsonl", "missing.jsonl cannot be read"),
        ("empty.jsonl", "no reference to score; it is empty"),
        ("no-strings.jsonl", "no no-strings.txt beside it"),
        ("bytes.jsonl", "line 1: no JSON"),
    ] {
        let done = desk.run(&["eval", gold]);
        assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
        assert!(done.err.contains(part), "{part} in\n{}", done.err);
    }
    assert_eq!(desk.run(&["eval", "gold.jsonl", "--fields", "colour"]).code, Some(2));
    assert!(desk.ok(&["eval", "--help"]).out.contains("page_first"));
}

#[test]
fn colours_on_demand() {
    let desk = Desk::new();
    desk.write("gold.jsonl", SEGMENTS);
    assert!(desk.ok(&["eval", "--color", "always", "gold.jsonl"]).out.contains('\u{1b}'));
}

/// The reference scorer and this command must say the same of the same reading.
#[test]
fn agrees_with_the_reference_scorer() {
    let (Some(gold), Some(scripts)) = (shared("gold"), shared("eval")) else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        return skipped("the reference scorer needs python3");
    }
    let four = "title,journal,volume,page_first";
    for (name, file, fields) in [
        ("jats_dev", "jats_dev.flat.jsonl", None),
        ("jats_dev", "jats_dev.jsonl", None),
        ("mixed_styles", "mixed_styles.flat.jsonl", None),
        ("pdf_strings", "pdf_strings.flat.jsonl", Some(four)),
    ] {
        let desk = Desk::new();
        let theirs = reference_scores(&desk, &gold, &scripts, name, fields);
        let path = gold.join(file);
        let mut args = vec![path.to_str().unwrap()];
        args.extend(fields.map_or(vec!["--struct"], |fields| vec!["--fields", fields]));
        compare(file, &theirs, &json(&desk, &args));
    }
}

fn reference_scores(desk: &Desk, gold: &Path, scripts: &Path, name: &str, fields: Option<&str>) -> Value {
    let strings = gold.join(format!("{name}.txt"));
    // As `refloom eval` reads them: each by itself.
    let items = desk.ok(&["parse", "--independent", strings.to_str().unwrap()]).out;
    let items = desk.write("items.jsonl", items);
    let flat = Command::new("python3")
        .arg(scripts.join("csl2flat.py"))
        .stdin(Stdio::from(std::fs::File::open(items).unwrap()))
        .output()
        .unwrap();
    let read = desk.write("read.jsonl", flat.stdout);
    let mut scorer = Command::new("python3");
    scorer.arg(scripts.join("score.py")).arg(gold.join(format!("{name}.flat.jsonl"))).arg(read);
    scorer.args(["--key", "line", "--quiet", "--json"]).arg(desk.path("scores.json"));
    scorer.args(fields.map_or(vec!["--struct"], |fields| vec!["--fields", fields]));
    assert!(scorer.status().unwrap().success());
    serde_json::from_slice(&std::fs::read(desk.path("scores.json")).unwrap()).unwrap()
}

fn compare(file: &str, theirs: &Value, ours: &Value) {
    let mut places: Vec<String> = ["/n", "/whole", "/whole_n", "/macro_f1"].map(str::to_owned).into();
    let rates = ["p", "r", "f1"];
    places.extend(rates.iter().flat_map(|r| [format!("/micro/{r}"), format!("/author_names/{r}")]));
    for field in theirs["fields"].as_object().unwrap().keys() {
        places.extend(["p", "r", "f1", "gold"].map(|r| format!("/fields/{field}/{r}")));
    }
    for place in places {
        let number = |scores: &Value| scores.pointer(&place).and_then(Value::as_f64).unwrap();
        let (theirs, ours) = (number(theirs), number(ours));
        assert!((theirs - ours).abs() < 0.0005, "{file}{place}: {theirs} against {ours}");
    }
}
