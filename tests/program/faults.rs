//! Killed runs, full disks: the old dataset or the new one, never a mixture, and the next run tidies up.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::list::list;
use super::run::{Desk, Done, skipped};

fn whole(desk: &Desk, runs: usize) {
    desk.ok(&["check"]);
    let left: Vec<_> =
        fs::read_dir(desk.path("output/snapshots")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), runs, "{left:?}");
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_dataset_whole() {
    let desk = Desk::new();
    desk.write("list.txt", list(10));
    desk.ok(&["dataset", "list.txt", "--reproducible"]);
    let before = desk.table("runs")[0]["run_id"].clone();
    desk.write("list.txt", list(6000));
    // How long an undisturbed run takes decides the moments.
    let start = std::time::Instant::now();
    desk.ok(&["dataset", "list.txt", "--reproducible", "--out", "elsewhere"]);
    let takes = start.elapsed();
    let mut killed = 0;
    for step in 1..=12 {
        let mut child = desk.refloom(&["dataset", "list.txt"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * step / 20);
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        killed += 1;
        assert_eq!(desk.table("runs")[0]["run_id"], before, "after {step}/20 of a run");
        desk.ok(&["check"]);
    }
    assert!(killed >= 4, "only {killed} runs were hit");
    desk.ok(&["dataset", "list.txt", "--reproducible"]);
    let undisturbed = fs::read(desk.path("elsewhere/latest/datapackage.json")).unwrap();
    assert_eq!(fs::read(desk.path("output/latest/datapackage.json")).unwrap(), undisturbed);
    desk.ok(&["check"]);
    let debris = fs::read_dir(desk.path("output/snapshots"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(debris.count(), 0);
}

/// Runs the program under a shell that first sets a limit.
fn limited(desk: &Desk, limit: &str, args: &str) -> Done {
    let program = env!("CARGO_BIN_EXE_refloom");
    let script = format!("trap '' XFSZ; {limit}; exec {program} {args}");
    Done::from(Command::new("sh").args(["-c", &script]).current_dir(desk.path("")).output().unwrap())
}

#[test]
fn a_file_that_cannot_grow_ends_the_run_with_a_word() {
    let desk = Desk::new();
    desk.write("list.txt", list(10));
    desk.ok(&["dataset", "list.txt"]);
    desk.write("list.txt", list(2000));
    // In blocks of 512 bytes.
    let done = limited(&desk, "ulimit -f 64", "dataset list.txt");
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(done.err.contains("cannot write ") && done.err.contains("output/snapshots/"), "{}", done.err);
    assert_eq!(desk.table("refs").len(), 10);
    whole(&desk, 1);
}

/// A small file system of its own, where we may mount one.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(at: std::path::PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&at).output();
        if mount.is_ok_and(|m| m.status.success()) {
            return Some(Self(at));
        }
        skipped("a small file system cannot be mounted here");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_ends_the_run_with_advice_and_the_next_one_succeeds() {
    let desk = Desk::new();
    let Some(small) = SmallDisk::mount(desk.path("output")) else { return };
    desk.write("list.txt", list(10));
    desk.ok(&["dataset", "list.txt"]);
    desk.write("list.txt", list(6000));
    let done = desk.run(&["dataset", "list.txt"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(
        done.err.contains("No space left on device") && done.err.contains("free some space"),
        "{}",
        done.err
    );
    assert_eq!(desk.table("refs").len(), 10);
    whole(&desk, 1);
    desk.write("list.txt", list(12));
    desk.ok(&["dataset", "list.txt"]);
    whole(&desk, 2);
    drop(small);
}

#[cfg(unix)]
#[test]
fn a_stopped_run_says_so_and_leaves_nothing() {
    let desk = Desk::new();
    desk.write("small.txt", list(10));
    desk.ok(&["dataset", "small.txt"]);
    desk.write("list.txt", list(60_000));
    let child = desk.refloom(&["dataset", "list.txt"]).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(400));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(130), "{}", done.err);
    assert!(done.err.contains("stopped"), "{}", done.err);
    whole(&desk, 1);
}
