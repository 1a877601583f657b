use std::fs;
use std::path::Path;

use super::*;
use crate::dataset::{OutputDir, Patience};

fn open(root: &Path) -> OutputDir {
    OutputDir::open(root, Patience::LeaveAtOnce).unwrap()
}

fn begin() -> Begin {
    Begin { kind: RunKind::Dataset, online: false, config_sha256: "0".repeat(64), parent: None }
}

fn outcomes(root: &Path) -> Vec<&'static str> {
    let runs = RunLog::of(root).runs().unwrap();
    runs.iter().map(|run| run.outcome.as_ref().map_or("running", Outcome::as_str)).collect()
}

#[test]
fn every_end_is_told() {
    let root = tempfile::tempdir().unwrap();
    let output = open(root.path());
    output.begin(begin()).unwrap().end(Outcome::Finished { run_id: "one".to_owned() });
    output.begin(begin()).unwrap().end(Outcome::Interrupted);
    output.begin(begin()).unwrap().end(Outcome::Failed { reason: "spill".to_owned() });
    drop(output.begin(begin()).unwrap());
    let parent = Begin { kind: RunKind::Refresh, parent: Some("one".to_owned()), online: true, ..begin() };
    let running = output.begin(parent.clone()).unwrap();
    assert_eq!(outcomes(root.path()), ["finished", "interrupted", "failed", "failed", "running"]);
    let runs = RunLog::of(root.path()).runs().unwrap();
    assert_eq!((&runs[4].begin, runs[4].token.as_str()), (&parent, running.token()));
    assert_eq!(runs[0].outcome, Some(Outcome::Finished { run_id: "one".to_owned() }));
    assert!(runs.iter().all(|run| run.token.len() == 26 && run.started_at > 1_700_000_000_000));
    assert!(output.died_since("", 0).is_empty());
}

#[test]
fn a_run_that_never_ended_is_found_to_have_died() {
    let root = tempfile::tempdir().unwrap();
    let output = open(root.path());
    let running = output.begin(begin()).unwrap();
    let token = running.token().to_owned();
    // As if killed: nothing is written any more.
    std::mem::forget(running);
    drop(output);
    let output = open(root.path());
    let died = output.died_since("", 0);
    assert_eq!((died.len(), died[0].token.as_str()), (1, token.as_str()));
    assert!(output.died_since("", died[0].started_at + 1).is_empty());
    drop(output);
    let before = fs::read(root.path().join("runs.jsonl")).unwrap();
    drop(open(root.path()));
    assert_eq!(fs::read(root.path().join("runs.jsonl")).unwrap(), before, "told once");
}

#[test]
fn a_run_killed_after_publishing_has_finished_and_one_killed_before_has_died() {
    for there in [true, false] {
        let root = tempfile::tempdir().unwrap();
        let output = open(root.path());
        let running = output.begin(begin()).unwrap();
        let staging = output.stage().unwrap();
        fs::write(staging.path().join("datapackage.json"), r#"{"id":"one","resources":[]}"#).unwrap();
        let published = output.publish(staging, "one").unwrap();
        std::mem::forget(running);
        drop(output);
        if !there {
            fs::remove_dir_all(published).unwrap();
        }
        let output = open(root.path());
        assert_eq!(outcomes(root.path()), [if there { "finished" } else { "died" }]);
        assert_eq!(output.died_since("", 0).len(), usize::from(!there));
    }
}

#[test]
fn who_died_since_is_told_by_the_order_of_the_log() {
    let root = tempfile::tempdir().unwrap();
    let die = || std::mem::forget(open(root.path()).begin(begin()).unwrap());
    die();
    let output = open(root.path());
    let running = output.begin(begin()).unwrap();
    let staging = output.stage().unwrap();
    fs::write(staging.path().join("datapackage.json"), r#"{"id":"one","resources":[]}"#).unwrap();
    output.publish(staging, "one").unwrap();
    running.end(Outcome::Finished { run_id: "one".to_owned() });
    drop(output);
    die();
    let output = open(root.path());
    // By the clock all of them, or none: it may have been set in between.
    assert_eq!(output.died_since("one", 0).len(), 1);
    assert_eq!(output.died_since("one", i64::MAX).len(), 1);
    assert_eq!((output.died_since("other", 0).len(), output.died_since("other", i64::MAX).len()), (2, 0));
}

#[test]
fn a_torn_last_line_is_healed_at_every_cut() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("runs.jsonl");
    let output = open(root.path());
    output.begin(begin()).unwrap().end(Outcome::Interrupted);
    drop(output);
    let whole = fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        drop(open(root.path()));
        let healed = fs::read(&path).unwrap();
        assert!(healed.is_empty() || healed.ends_with(b"\n"), "cut at {cut}");
        let first_line = whole.iter().position(|byte| *byte == b'\n').unwrap();
        let expected: &[&str] = if cut > first_line { &["died"] } else { &[] };
        assert_eq!(outcomes(root.path()), expected, "cut at {cut}");
    }
}

#[test]
fn lines_that_cannot_be_read_are_passed_over() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("runs.jsonl");
    open(root.path()).begin(begin()).unwrap().end(Outcome::Interrupted);
    let good = fs::read(&path).unwrap();
    let bad =
        [&b"{\"event\":\"finished\",\"token\":\"unknown\"}\n\0\0\0\xff\n\n"[..], &good, b"[]\n"].concat();
    fs::write(&path, bad).unwrap();
    assert_eq!(outcomes(root.path()), ["interrupted"]);
    drop(open(root.path()));
    assert_eq!(outcomes(root.path()), ["interrupted"]);
}

#[test]
fn a_long_log_forgets_the_oldest_runs() {
    let root = tempfile::tempdir().unwrap();
    let output = open(root.path());
    output.begin(begin()).unwrap().end(Outcome::Finished { run_id: "old".to_owned() });
    drop(output);
    let path = root.path().join("runs.jsonl");
    let pair = fs::read_to_string(&path).unwrap();
    let token = RunLog::of(root.path()).runs().unwrap()[0].token.clone();
    let many: String = (0..4100).map(|n| pair.replace(&token, &format!("{n:026}"))).collect();
    fs::write(&path, many).unwrap();
    drop(open(root.path()));
    let runs = RunLog::of(root.path()).runs().unwrap();
    assert_eq!((runs.len(), runs[1999].token.as_str()), (2000, format!("{:026}", 4099).as_str()));
    assert!(runs.iter().all(|run| run.outcome.is_some()));
    assert!(!root.path().join(".runs.jsonl-new").exists());
}

#[test]
fn a_log_that_cannot_be_written_is_no_run_but_does_not_undo_one() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("runs.jsonl");
    let output = open(root.path());
    let running = output.begin(begin()).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    running.end(Outcome::Finished { run_id: "one".to_owned() });
    let notices = output.take_notices();
    assert!(notices[0].contains("has finished could not be noted"), "{notices:?}");
    let error = output.begin(begin()).unwrap_err().to_string();
    assert!(error.contains("cannot write the log of runs") && error.contains("runs.jsonl"), "{error}");
    drop(output);
    assert!(!open(root.path()).take_notices().is_empty(), "opened all the same, with a word");
}
