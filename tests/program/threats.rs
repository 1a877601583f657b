//! docs/THREATS.md: what it names is there, and what it says of the terminal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::run::{Desk, project};

/// Every file of Rust, shell and Python below some folders, with its text.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    fn gather(dir: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, into);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(project("")).unwrap().to_string_lossy().into_owned();
                into.push((name, text));
            }
        }
    }
    let mut files = Vec::new();
    folders.iter().for_each(|folder| gather(&project(folder), &mut files));
    files
}

#[test]
fn the_page_of_threats_names_tests_that_are_there() {
    let page = fs::read_to_string(project("docs/THREATS.md")).unwrap();
    let sources = sources(&["src", "tests"]);
    let named = regex::Regex::new(r"`((?:src|tests)/[\w/.]+)`(?: ((?:`[a-z][a-z0-9_]+`(?:, )?)+))?").unwrap();
    let mut tests = BTreeSet::new();
    for found in named.captures_iter(&page) {
        let place = &found[1];
        let there: Vec<&String> =
            sources.iter().filter(|(name, _)| name.starts_with(place)).map(|(_, text)| text).collect();
        assert!(!there.is_empty(), "there is no {place}");
        for test in found.get(2).map_or("", |m| m.as_str()).split(", ") {
            let test = test.trim_matches('`');
            if !test.is_empty() {
                let function = format!("fn {test}(");
                assert!(there.iter().any(|text| text.contains(&function)), "{place} has no {test}");
                tests.insert(test.to_owned());
            }
        }
    }
    assert!(tests.len() > 30, "{} tests are named", tests.len());
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_moves_no_cursor() {
    let desk = Desk::new();
    let evil = "a\u{1b}]0;title\u{7}\u{1b}[2Jb.txt";
    desk.write(evil, "only prose here");
    for args in [["dataset", evil], ["parse", "no\u{1b}[2Jsuch"], ["check", "no\u{9b}2Jsuch"]] {
        let done = desk.run(&args);
        assert_eq!(done.code, Some(1));
        assert!(!done.err.contains(|c: char| c.is_control() && c != '\n'), "{:?}", done.err);
        assert!(done.err.contains("\\u{"), "{:?}", done.err);
    }
}

#[test]
fn a_gold_file_moves_no_cursor() {
    let desk = Desk::new();
    let evil = r#"{"id":"b","raw":"Poe\u001b[2J E. Another study of nothing. J Test Med 2001; 14:3.","segments":[["author.surname","Lo\u001b]0;t\u0007e"],["title","Another study"],["year","2002"]],"type":"journal","publisher":"Two\u001b[2J"}"#;
    desk.write("gold.jsonl", format!("{evil}\n"));
    let done = desk.run(&["eval", "gold.jsonl", "--color", "always"]);
    assert!(done.out.contains("line 1:"), "{} {}", done.out, done.err);
    assert!(!done.out.contains("\u{1b}[2J") && !done.out.contains("\u{1b}]"), "{:?}", done.out);
    assert!(done.out.contains("\\u{1b}"), "and shown: {:?}", done.out);
}
