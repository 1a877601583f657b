//! A dataset is published whole, and the same inputs give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::list::list;
use super::run::Desk;

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |e: std::io::Result<fs::DirEntry>| {
        let e = e.unwrap();
        (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())
    };
    fs::read_dir(dir).unwrap().map(entry).collect()
}

#[test]
fn reproducible_runs_give_the_same_bytes_on_any_number_of_threads() {
    let desk = Desk::new();
    desk.write("list.txt", list(3000));
    let mut seen = Vec::new();
    for (out, threads) in [("one", "1"), ("two", "2"), ("eight", "8")] {
        let args = ["dataset", "list.txt", "--reproducible", "--out", out];
        let done =
            desk.refloom(&args).env("RAYON_NUM_THREADS", threads).env("TZ", "Asia/Tokyo").output().unwrap();
        assert!(done.status.success());
        seen.push(files(&desk.path(&format!("{out}/latest"))));
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
    desk.ok(&["dataset", "list.txt", "--reproducible", "--out", "one"]);
    assert_eq!(fs::read_dir(desk.path("one/snapshots")).unwrap().count(), 1, "the same snapshot again");
}

#[test]
fn every_run_is_a_snapshot_of_its_own_and_the_older_ones_stay() {
    let desk = Desk::new();
    desk.write("list.txt", list(3));
    desk.ok(&["dataset", "list.txt"]);
    let first = fs::read_link(desk.path("output/latest")).unwrap();
    let before = files(&desk.path("output").join(&first));
    desk.write("list.txt", list(4));
    desk.ok(&["dataset", "list.txt"]);
    assert_ne!(fs::read_link(desk.path("output/latest")).unwrap(), first);
    assert_eq!(files(&desk.path("output").join(&first)), before);
}

#[test]
fn one_format_is_enough() {
    let desk = Desk::new();
    desk.write("list.txt", list(3));
    for format in ["csv", "parquet"] {
        desk.ok(&["dataset", "list.txt", "--format", format]);
        desk.ok(&["check"]);
        let names = files(&desk.path("output/latest"));
        assert_eq!(names.len(), 25, "24 tables and their description");
        assert!(names.keys().all(|n| n.ends_with(format) || n == "datapackage.json"));
    }
}

#[test]
fn references_to_one_work_are_merged_and_both_kept() {
    let desk = Desk::new();
    let one = "Haddad C. Sleep quality in rural clinics: a cohort study. Lancet 1999; 3:45.";
    let same = "Haddad C. Sleep quality in rural clinics: a cohort study. Lancet. 1999;3:45-50.";
    let other = "Moreau B. Sleep quality in rural clinics: a cohort study. Lancet 1999; 3:90.";
    desk.write("a.txt", format!("References\n\n1. {one}\n2. {other}\n"));
    desk.write("b.txt", format!("References\n\n1. {same}\n"));
    desk.ok(&["dataset", "a.txt", "b.txt"]);
    assert_eq!(desk.table("refs").len(), 3);
    let works = desk.table("works");
    assert_eq!(works.len(), 2);
    assert_eq!(works[0]["n_mentions"], "2");
    let duplicates = desk.table("duplicates");
    assert_eq!(duplicates.len(), 1);
    assert_eq!((duplicates[0]["decision"].as_str(), duplicates[0]["rule"].as_str()), ("merged", "title"));
    desk.ok(&["check"]);
}

#[test]
fn two_runs_into_one_folder_do_not_mix() {
    let desk = Desk::new();
    desk.write("list.txt", list(2000));
    let mut children: Vec<_> =
        (0..4).map(|_| desk.refloom(&["--quiet", "dataset", "list.txt"]).spawn().unwrap()).collect();
    let codes: Vec<_> = children.iter_mut().map(|c| c.wait().unwrap().code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|c| matches!(c, Some(0 | 1))), "{codes:?}");
    desk.ok(&["check"]);
    let done = codes.iter().filter(|c| **c == Some(0)).count();
    assert_eq!(fs::read_dir(desk.path("output/snapshots")).unwrap().count(), done);
}

#[test]
fn documents_that_say_little_of_themselves_stay_apart() {
    let desk = Desk::new();
    for n in 1..=3 {
        desk.write(&format!("{n}.txt"), format!("Title: Topic {n}\n\n{}", list(3 + n)));
    }
    // The same page again, saved with other line ends: one citing work, its citations told once.
    desk.write("again.txt", format!("Title: Topic 1\n\n{}", list(4)).replace('\n', "\r\n"));
    desk.ok(&["dataset", "1.txt", "2.txt", "3.txt", "again.txt"]);
    let citing: std::collections::HashSet<_> =
        desk.table("documents").into_iter().map(|d| d["citing_work_id"].clone()).collect();
    assert!(citing.len() >= 3 && !citing.contains(""), "{citing:?}");
    desk.ok(&["check"]);
}

#[test]
fn what_cannot_be_is_told() {
    let desk = Desk::new();
    let late = "Okafor B. A title of some length, dated later. Lancet 2031; 3:45-50.";
    let reversed = "Petrov C. Another title of some length here. Lancet 2001; 3:2447-2254.";
    let text = format!(
        "Title: A page\nTopic last updated: Dec 27, 2017\n\nReferences\n\n1. {late}\n2. {reversed}\n"
    );
    desk.write("page.txt", text);
    desk.ok(&["dataset", "page.txt"]);
    let codes: Vec<_> = desk.table("issues").into_iter().map(|i| i["code"].clone()).collect();
    assert!(codes.contains(&"CITED_AFTER_CITING".to_owned()), "{codes:?}");
    assert!(codes.contains(&"PAGES_REVERSED".to_owned()), "{codes:?}");
}

#[test]
fn what_is_no_identifier_becomes_no_key() {
    let desk = Desk::new();
    let lines = [
        "Okafor B. A title of some length, number one. Lancet 2001; 3:45. PMID: 0",
        "Okafor B. A title of some length, number two. Lancet 2001; 4:45. PMID: 0",
        "Okafor B. A title of some length, number three. Lancet 2001; 5:45. doi:10.12.3/abc",
        "Okafor B. A title of some length, number four. Lancet 2001; 6:45. doi:10.1000.10/abc",
    ];
    desk.write("list.txt", format!("References\n\n{}\n", lines.map(|l| format!("1. {l}")).join("\n")));
    desk.ok(&["dataset", "list.txt"]);
    let works = desk.table("works");
    assert_eq!(works.len(), 4, "two works without a PMID are not one");
    assert!(works.iter().all(|w| w["pmid"].is_empty()));
    assert_eq!(works[3]["doi"], "10.1000.10/abc");
    desk.ok(&["check"]);
}
