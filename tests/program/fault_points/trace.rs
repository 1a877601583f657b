//! Faults at system calls, put there by strace: the program is killed at a call, or the call fails.
//!
//! strace counts the calls of each thread apart, so "the k-th write" is the k-th of some thread, and where several come
//! that far, each has its fault. Short writes are not among the faults: strace can only say that fewer bytes were written
//! than were, which no kernel does. What a short write leads to, the full disks show.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use super::super::run::Done;
use super::points::{Disturbed, Must, Point};
use super::scene::{Scene, Stage};

/// Calls that change what is on the disk, or say that it is there.
const CALLS: &[&str] = &[
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "copy_file_range",
    "sendfile",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "flock",
    "chmod",
    "fchmod",
    "fchmodat",
    "openat",
];

/// What happens at a call.
const KILL: (&str, &str) = ("kill -9", "signal=KILL");
const ERRORS: &[(&str, &str)] = &[("EIO", "error=EIO"), ("ENOSPC", "error=ENOSPC"), ("EINTR", "error=EINTR")];

pub fn is_here() -> bool {
    Command::new("strace").arg("-V").output().is_ok_and(|o| o.status.success())
}

/// Points at the calls of an undisturbed run of the scene's command, at most `most` for each call and each fault.
pub fn points(scene: &Scene, most: usize) -> Vec<Point> {
    let calls = calls(scene);
    let mut points = Vec::new();
    for (call, numbers) in &calls {
        for (fault, action) in std::iter::once(&KILL).chain(ERRORS) {
            // What takes no room does not run out of it, and what waits for nothing is not interrupted.
            let unheard_of = match *fault {
                "ENOSPC" => {
                    ["flock", "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat"].contains(call)
                }
                // A lock that is only tried waits for nothing either.
                "EINTR" => ["openat", "chmod", "fchmod", "fchmodat", "flock"].contains(call),
                _ => false,
            };
            if unheard_of {
                continue;
            }
            for number in spread(numbers, most) {
                points.push(point(call, number, fault, action));
            }
        }
    }
    points
}

fn point(call: &'static str, number: usize, fault: &'static str, action: &'static str) -> Point {
    // A call that was cut short by a signal is made again by every program in its right mind.
    let harmless = fault == "EINTR" && ["write", "pwrite64", "fsync", "fdatasync"].contains(&call);
    Point {
        group: format!("{fault} at a system call"),
        name: format!("{fault} at {call} number {number}"),
        must: if harmless { Must::EndWell } else { Must::Anything },
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let log = stage.path("strace.log");
            let wrapper =
                strace(&[call], &log.to_string_lossy(), Some(format!("{call}:{action}:when={number}")));
            let done = Done::from(stage.under(&wrapper, scene.scenario.args).output().unwrap());
            let told = fs::read_to_string(&log).unwrap_or_default();
            let killed = told.contains("killed by SIGKILL");
            let folder = stage.folder().to_string_lossy().into_owned();
            let hit = killed || told.contains("(INJECTED)") && !is_foreign(&told, &folder);
            if hit { Disturbed::Hit(vec![done]) } else { Disturbed::Missed }
        }),
    }
}

fn strace(calls: &[&str], log: &str, inject: Option<String>) -> Vec<String> {
    let mut command = ["strace", "-f", "-y", "-s", "0", "-o", log, "-e"].map(str::to_owned).to_vec();
    command.push(format!("trace={}", calls.join(",")));
    if let Some(inject) = inject {
        command.extend(["-e".to_owned(), format!("inject={inject}")]);
    }
    command
}

/// The calls of an undisturbed run, with the numbers, counted in each thread, of those that concern files of the stage.
fn calls(scene: &Scene) -> BTreeMap<&'static str, Vec<usize>> {
    let stage = scene.stage();
    let log = stage.path("strace.log");
    // Calls that this machine does not have are left out.
    let known = |call: &&&str| {
        let tried =
            Command::new("strace").args(["-o", "/dev/null", "-e", &format!("trace={call}"), "true"]).output();
        tried.is_ok_and(|o| o.status.success())
    };
    let known: Vec<&'static str> = CALLS.iter().filter(known).copied().collect();
    let wrapper = strace(&known, &log.to_string_lossy(), None);
    let done = Done::from(stage.under(&wrapper, scene.scenario.args).output().unwrap());
    assert_eq!(done.code, Some(0), "under strace: {}", done.err);
    numbers(&fs::read_to_string(&log).unwrap(), &stage, &known)
}

fn numbers(log: &str, stage: &Stage, known: &[&'static str]) -> BTreeMap<&'static str, Vec<usize>> {
    let folder = stage.folder().to_string_lossy().into_owned();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        let Some(call) = known.iter().find(|known| **known == call) else { continue };
        let count = counts.entry((thread.to_owned(), call)).or_default();
        *count += 1;
        if concerns(call, arguments, &folder) {
            found.entry(call).or_default().insert(*count);
        }
    }
    found.into_iter().map(|(call, numbers)| (call, numbers.into_iter().collect())).collect()
}

/// Whether a call concerns a file of the stage, and is no look at one.
fn concerns(call: &str, arguments: &str, folder: &str) -> bool {
    match call {
        // Files that are only read are no concern of these.
        "openat" => arguments.contains("O_CREAT") && !arguments.contains("/proc/"),
        // By name, in the folder where the program runs.
        _ if arguments.starts_with('"') || arguments.starts_with("AT_FDCWD") => true,
        _ => arguments.contains(folder),
    }
}

/// Whether a call failed that cannot: threads that run now sooner and now later change the numbers, and what wakes a
/// sleeping thread, or speaks to a service or a person, is no file and has none of its faults.
fn is_foreign(log: &str, folder: &str) -> bool {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    log.lines().any(|line| {
        let Some((thread, rest)) = line.split_once(' ') else { return false };
        let rest = rest.trim_start();
        if rest.ends_with("<unfinished ...>") {
            begun.insert(thread, rest);
        }
        let whole = if rest.starts_with("<...") { begun.get(thread).copied().unwrap_or(rest) } else { rest };
        let (call, arguments) = whole.split_once('(').unwrap_or((whole, ""));
        rest.contains("(INJECTED)") && !concerns(call, arguments, folder)
    })
}

/// At most so many of them, the first and the last among them.
fn spread(numbers: &[usize], most: usize) -> Vec<usize> {
    if numbers.len() <= most {
        return numbers.to_vec();
    }
    (0..most).map(|n| numbers[n * (numbers.len() - 1) / (most - 1).max(1)]).collect()
}
