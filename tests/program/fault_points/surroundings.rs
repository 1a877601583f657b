//! Faults of the surroundings: no room, no inodes, nothing to write to, too few open files, too little memory.

use std::path::Path;
use std::process::Command;

use super::super::run::Done;
use super::points::{Disturbed, Must, Point};
use super::scene::{Scene, Stage};

/// Whether file systems may be mounted here.
pub fn may_mount() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let may = mount(&["-t", "tmpfs", "tmpfs"], folder.path());
    unmount(folder.path());
    may
}

fn mount(options: &[&str], at: &Path) -> bool {
    Command::new("mount").args(options).arg(at).output().is_ok_and(|done| done.status.success())
}

/// Also where it is still looked at.
pub fn unmount(at: &Path) {
    let _ = Command::new("umount").arg("-l").arg(at).output();
}

/// Small disks, of which each is full at another place of the run, by bytes and by files.
pub fn small_disks(place: &'static str, kibibytes: &[u32], files: &[u32]) -> Vec<Point> {
    let full = |what: String, option: String| Point {
        group: format!("{place} on a small disk"),
        name: format!("{place} on a disk of {what}"),
        must: Must::Anything,
        lay: Some(Box::new(move |scene| laid_on_a_disk(scene, place, &option))),
        disturb: Box::new(move |scene, stage| {
            let done = stage.run(scene.scenario.args);
            let at = stage.path(place);
            let enlarged = mount(&["-o", "remount,size=64m,nr_inodes=10000"], &at);
            assert!(enlarged, "the small disk could not be enlarged");
            // Enough room after all: not a point.
            let full = done.code != Some(0) || done.err.contains("cannot be kept");
            if full { Disturbed::Hit(vec![done]) } else { Disturbed::Missed }
        }),
    };
    let rooms = kibibytes.iter().map(|size| full(format!("{size} KiB"), format!("size={size}k")));
    let counts =
        files.iter().map(|count| full(format!("{count} files"), format!("size=64m,nr_inodes={count}")));
    rooms.chain(counts).collect()
}

/// A stage with a disk of its own in `place`; `None` where what stands there before has no room in it.
fn laid_on_a_disk(scene: &Scene, place: &str, option: &str) -> Option<Stage> {
    let stage = scene.bare_stage();
    let at = stage.path(place);
    std::fs::create_dir_all(&at).unwrap();
    assert!(mount(&["-t", "tmpfs", "-o", option, "tmpfs"], &at), "a disk could be mounted before");
    stage.mounted(at);
    // Copied by another program: ours would end the test where there is no room.
    let laid = Command::new("cp").arg("-a").arg(scene.template(".")).arg(stage.path("")).output();
    laid.is_ok_and(|done| done.status.success()).then_some(stage)
}

/// A folder that can only be read during the run.
pub fn read_only(place: &'static str) -> Point {
    Point {
        group: "read-only file system".to_owned(),
        name: format!("{place} is read-only"),
        must: Must::Anything,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let at = stage.path(place);
            std::fs::create_dir_all(&at).unwrap();
            let itself = at.to_string_lossy().into_owned();
            stage.mounted(at.clone());
            let bound = mount(&["--bind", &itself], &at) && mount(&["-o", "remount,bind,ro"], &at);
            assert!(bound, "a folder could not be made read-only");
            let done = stage.run(scene.scenario.args);
            unmount(&at);
            Disturbed::Hit(vec![done])
        }),
    }
}

/// Under a limit of the shell, by which the run fails at another place for each number.
pub fn limits(limit: &'static str, numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = Point> {
    numbers.map(move |number| Point {
        group: limit.to_owned(),
        name: format!("{limit} {number}"),
        must: Must::Anything,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let script = format!("trap '' XFSZ; {limit} {number}; exec \"$0\" \"$@\"");
            let shell = ["sh", "-c", &script].map(str::to_owned);
            let done = Done::from(stage.under(&shell, scene.scenario.args).output().unwrap());
            // Where even the loader of programs had too little, ours was not run.
            let began =
                done.code.is_some() && done.code != Some(127) && !done.err.contains("shared libraries");
            if began && done.code != Some(0) { Disturbed::Hit(vec![done]) } else { Disturbed::Missed }
        }),
    })
}
