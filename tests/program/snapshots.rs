//! Snapshots over time: runs that wait for each other, tables stored once, going back, letting go, and the log of runs.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::list::list;
use super::run::{Desk, Done, damage};

/// A desk with as many snapshots as numbers, each of a list of that many references. Gives their ids, the oldest first.
fn published(lengths: &[usize]) -> (Desk, Vec<String>) {
    let desk = Desk::new();
    for n in lengths {
        desk.write("list.txt", list(*n));
        desk.ok(&["dataset", "list.txt"]);
    }
    let ids = ids(&desk);
    assert_eq!(ids.len(), lengths.len());
    (desk, ids)
}

fn ids(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(desk.path("output/snapshots")).unwrap();
    let mut ids: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    ids.sort();
    ids
}

fn latest(desk: &Desk) -> String {
    let link = fs::read_link(desk.path("output/latest")).unwrap();
    link.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The folder's lock, held by the test as another run would hold it.
fn held(desk: &Desk) -> File {
    fs::create_dir_all(desk.path("output")).unwrap();
    let lock =
        File::options().write(true).create(true).truncate(true).open(desk.path("output/.lock")).unwrap();
    lock.try_lock().unwrap();
    fs::write(desk.path("output/.lock"), "{\"pid\":4242,\"since\":\"2026-10-14T06:00:00Z\"}\n").unwrap();
    lock
}

/// A run that waits for the lock, after it has said so.
fn waiting(desk: &Desk) -> Child {
    let mut child = desk
        .refloom(&["dataset", "list.txt", "--wait", "600"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("waiting for it to end"), "{said}");
    child
}

#[test]
fn runs_at_once_wait_for_each_other_and_all_succeed() {
    let desk = Desk::new();
    desk.write("list.txt", list(500));
    let run = || desk.refloom(&["--quiet", "dataset", "list.txt", "--wait", "300"]).spawn().unwrap();
    let mut children: Vec<_> = (0..3).map(|_| run()).collect();
    for child in &mut children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    assert_eq!(ids(&desk).len(), 3);
    desk.ok(&["snapshots", "verify", "--all"]);
    let log = desk.ok(&["snapshots", "log"]).out;
    assert_eq!(log.matches("finished").count(), 3, "{log}");
}

#[test]
fn a_second_run_leaves_at_once_with_a_word_about_the_first() {
    let desk = Desk::new();
    desk.write("list.txt", list(3));
    let lock = held(&desk);
    let done = desk.run(&["dataset", "list.txt"]);
    assert_eq!(done.code, Some(1));
    for word in ["another run is writing to output", "process 4242 since 2026-10-14T06:00:00Z", "--wait"] {
        assert!(done.err.contains(word), "{word}: {}", done.err);
    }
    let done = desk.run(&["dataset", "list.txt", "--wait", "1"]);
    assert!(done.code == Some(1) && done.err.contains("did not end within 1 s"), "{}", done.err);
    drop(lock);
    desk.ok(&["dataset", "list.txt"]);
}

#[test]
fn a_run_that_waits_can_be_stopped_and_killed() {
    let (desk, ids) = published(&[3]);
    let lock = held(&desk);
    let child = waiting(&desk);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(130), "{}", done.err);
    assert!(done.err.contains("stopped"), "{}", done.err);

    let mut child = waiting(&desk);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(lock);
    assert_eq!((self::ids(&desk), latest(&desk)), (ids.clone(), ids[0].clone()));
    desk.ok(&["dataset", "list.txt"]);
    assert_eq!(self::ids(&desk).len(), 2);
    let log = desk.ok(&["snapshots", "log", "--json"]).out;
    assert_eq!(log.lines().count(), 2, "who only waited has not begun: {log}");
}

#[cfg(unix)]
#[test]
fn tables_that_did_not_change_are_stored_once() {
    use std::os::unix::fs::MetadataExt as _;
    let (desk, ids) = published(&[8, 8]);
    let names_of = |name: &str| fs::metadata(desk.path(&format!("output/latest/{name}"))).unwrap().nlink();
    for name in ["authors.csv", "authors.parquet", "changes.csv"] {
        assert_eq!(names_of(name), 2, "{name}");
    }
    assert_eq!(names_of("runs.csv"), 1, "another run");
    desk.ok(&["check"]);

    // The bytes of a file that another snapshot has damaged are not taken from it.
    damage(&desk.path(&format!("output/snapshots/{}/authors.csv", ids[1])), "torn");
    desk.ok(&["dataset", "list.txt"]);
    assert_eq!(names_of("authors.csv"), 1);
    assert_eq!(names_of("authors.parquet"), 3);
    desk.ok(&["check"]);
    let done = desk.run(&["snapshots", "verify", "--all"]);
    assert_eq!(done.code, Some(3), "{}", done.out);
    assert_eq!(done.out.matches("  whole  ").count(), 2, "{}", done.out);
    assert!(done.out.contains("authors.csv: has 4 bytes"), "{}", done.out);
}

#[test]
fn snapshots_are_listed() {
    let (desk, ids) = published(&[3, 5]);
    desk.ok(&["snapshots", "pin", &ids[0]]);
    let done = desk.ok(&["snapshots"]);
    let lines: Vec<&str> = done.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", done.out);
    assert!(lines[1].starts_with(&ids[0]) && lines[1].ends_with("pinned"), "{}", done.out);
    assert!(lines[2].starts_with(&ids[1]) && lines[2].ends_with("latest"), "{}", done.out);
    assert_eq!(desk.ok(&["snapshots", "list"]).out, done.out);

    let json = desk.ok(&["snapshots", "list", "--json"]).out;
    let rows: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&rows[0]["id"], &rows[1]["id"]), (&ids[0].as_str().into(), &ids[1].as_str().into()));
    assert_eq!((&rows[1]["references"], &rows[1]["mode"]), (&5.into(), &"offline".into()));
    assert_eq!((&rows[0]["pinned"], &rows[0]["latest"]), (&true.into(), &false.into()));
    assert!(rows[1]["bytes"].as_u64() > rows[1]["shared_bytes"].as_u64());
    assert!(rows[1]["damage"].is_null(), "{json}");

    let done = desk.run(&["snapshots", "--out", "nowhere"]);
    assert!(done.code == Some(1) && done.err.contains("there are no snapshots in nowhere"), "{}", done.err);
}

#[test]
fn back_to_an_earlier_snapshot() {
    let (desk, ids) = published(&[3, 4, 5]);
    let done = desk.ok(&["snapshots", "restore", "previous"]);
    assert!(done.err.contains(&format!("points to {} now; before, to {}", ids[1], ids[2])), "{}", done.err);
    assert_eq!((latest(&desk), desk.table("refs").len()), (ids[1].clone(), 4));

    damage(&desk.path(&format!("output/snapshots/{}/works.csv", ids[0])), "torn");
    let done = desk.run(&["snapshots", "restore", &ids[0]]);
    assert!(done.code == Some(1) && done.err.contains("is damaged: works.csv"), "{}", done.err);
    assert_eq!(latest(&desk), ids[1]);
    for word in ["0", "nothing"] {
        assert_eq!(desk.run(&["snapshots", "restore", word]).code, Some(1), "{word}");
    }
    // A lost link is found again by the next run that opens the folder.
    fs::remove_file(desk.path("output/latest")).unwrap();
    let done = desk.ok(&["snapshots", "pin", &ids[2]]);
    assert!(done.err.contains("the newest whole one"), "{}", done.err);
    assert_eq!(latest(&desk), ids[2]);
}

#[test]
fn old_snapshots_go_and_readers_keep_what_they_have_open() {
    let (desk, before) = published(&[3, 4, 5, 6]);
    let mut reader = File::open(desk.path(&format!("output/snapshots/{}/refs.csv", before[0]))).unwrap();
    desk.ok(&["snapshots", "pin", &before[1]]);
    let done = desk.ok(&["snapshots", "prune", "--keep", "2", "--dry-run"]);
    assert_eq!((done.out.trim(), ids(&desk).len()), (before[0].as_str(), 4));
    let done = desk.ok(&["snapshots", "prune", "--keep", "2"]);
    assert_eq!((done.out.trim(), ids(&desk)), (before[0].as_str(), before[1..].to_vec()));
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text.lines().count(), 4, "a header and three references");

    for (id, why) in [("latest", "is the latest and stays"), (before[1].as_str(), "is pinned and stays")] {
        let done = desk.run(&["snapshots", "prune", id]);
        assert!(done.code == Some(1) && done.err.contains(why), "{}", done.err);
    }
    assert_eq!(desk.run(&["snapshots", "prune"]).code, Some(2));
    desk.ok(&["snapshots", "unpin", &before[1]]);
    desk.ok(&["snapshots", "prune", &before[1]]);
    assert_eq!(ids(&desk), before[2..]);
}

#[test]
fn a_run_keeps_as_many_snapshots_as_it_is_told() {
    let (desk, before) = published(&[3, 4]);
    let done = desk.ok(&["dataset", "list.txt", "--keep", "2"]);
    assert!(done.err.contains("Snapshots removed") && done.err.contains(&before[0]), "{}", done.err);
    assert_eq!(ids(&desk).len(), 2);
    desk.write("d.toml", "title = \"T\"\n[[sources]]\npath = \"list.txt\"\n[output]\nkeep = 1\n");
    desk.ok(&["dataset", "--config", "d.toml"]);
    assert_eq!(ids(&desk), [latest(&desk)]);
    desk.ok(&["dataset", "--config", "d.toml", "--keep", "5"]);
    assert_eq!(ids(&desk).len(), 2, "what is said comes before what is described");
    assert_eq!(desk.run(&["dataset", "list.txt", "--keep", "0"]).code, Some(2));
}

#[test]
fn the_oldest_is_the_one_published_first_whatever_its_name_says() {
    let (desk, before) = published(&[3, 4]);
    desk.write("list.txt", list(5));
    // The name of a reproducible run tells of 1970.
    desk.ok(&["dataset", "list.txt", "--reproducible", "--keep", "2"]);
    let newest = latest(&desk);
    assert_eq!(ids(&desk), [newest.clone(), before[1].clone()]);
    let listed = desk.ok(&["snapshots", "list"]).out;
    assert!(listed.lines().last().unwrap().starts_with(&newest), "{listed}");
    let done = desk.ok(&["diff", "previous", "latest", "--to", "json"]);
    let digest: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(
        (&digest["old"]["run_id"], &digest["new"]["run_id"]),
        (&before[1].as_str().into(), &newest.into())
    );
    // Without the log, by name.
    fs::remove_file(desk.path("output/runs.jsonl")).unwrap();
    let listed = desk.ok(&["snapshots", "list"]).out;
    assert!(listed.lines().last().unwrap().starts_with(&before[1]), "{listed}");
}

#[test]
fn a_description_that_was_changed_is_found() {
    let (desk, ids) = published(&[3]);
    let path = desk.path(&format!("output/snapshots/{}/datapackage.json", ids[0]));
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    // Well-formed, and every other file is as it says.
    fs::write(&path, text.replacen('\n', "\n\n", 1)).unwrap();
    let done = desk.run(&["snapshots", "verify"]);
    assert_eq!(done.code, Some(3));
    assert!(done.out.contains("datapackage.json: was changed after it was written"), "{}", done.out);
    assert_eq!(desk.run(&["snapshots", "restore", &ids[0]]).code, Some(1));
    fs::remove_file(&path).unwrap();
    fs::write(&path, text).unwrap();
    desk.ok(&["snapshots", "verify"]);
}

#[test]
fn the_log_tells_how_every_run_ended() {
    let (desk, ids) = published(&[3]);
    desk.write("prose.txt", "Nothing here.\n");
    assert_eq!(desk.run(&["dataset", "prose.txt"]).code, Some(1));
    desk.write("long.txt", list(60_000));
    let mut child = desk.refloom(&["--quiet", "dataset", "long.txt"]).spawn().unwrap();
    let began = Instant::now();
    while !fs::read_to_string(desk.path("output/runs.jsonl")).unwrap().ends_with("}\n")
        || fs::read_to_string(desk.path("output/runs.jsonl")).unwrap().matches("\"began\"").count() < 3
    {
        assert!(began.elapsed() < Duration::from_mins(1), "the run has not begun");
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let running = desk.ok(&["snapshots", "log"]).out;
    assert!(running.lines().last().unwrap().contains("running"), "{running}");
    // The last line is torn, as by a loss of power.
    let mut log = fs::read(desk.path("output/runs.jsonl")).unwrap();
    log.extend(b"{\"event\":\"fini");
    fs::write(desk.path("output/runs.jsonl"), log).unwrap();
    desk.ok(&["dataset", "list.txt", "--reproducible"]);

    let json = desk.ok(&["snapshots", "log", "--json"]).out;
    let runs: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ends: Vec<_> = runs.iter().map(|run| run["outcome"].as_str().unwrap()).collect();
    assert_eq!(ends, ["finished", "failed", "died", "finished"]);
    assert_eq!((&runs[0]["run_id"], &runs[1]["reason"]), (&ids[0].as_str().into(), &"no_references".into()));
    assert!(runs[3]["started_at"].as_str().unwrap() > "2026", "real times under a fixed clock");
    let table = desk.ok(&["snapshots", "log"]).out;
    assert_eq!(table.lines().count(), 5, "{table}");
    assert!(table.lines().nth(3).unwrap().contains("died"), "{table}");
    let raw = fs::read_to_string(desk.path("output/runs.jsonl")).unwrap();
    assert!(!raw.contains("prose") && !raw.contains("list.txt"), "nothing of the data: {raw}");
}

#[test]
fn a_run_that_cannot_be_logged_is_not_begun() {
    let (desk, ids) = published(&[3]);
    fs::remove_file(desk.path("output/runs.jsonl")).unwrap();
    fs::create_dir(desk.path("output/runs.jsonl")).unwrap();
    let done = desk.run(&["dataset", "list.txt"]);
    assert!(done.code == Some(1) && done.err.contains("cannot write the log of runs"), "{}", done.err);
    assert_eq!(self::ids(&desk), ids);
    // Removing snapshots is how room is made on a full disk: it goes on without the log.
    desk.ok(&["snapshots", "prune", "--keep", "1"]);
}
