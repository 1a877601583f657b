//! One fault, and what has to hold after any.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use super::super::hostile_files::watched;
use super::super::run::Done;
use super::scene::{Scene, Stage};
use super::state::{State, broken, names, snapshot};

/// A fault to try.
pub struct Point {
    /// The line of the printed table it counts in.
    pub group: String,
    /// Which one exactly, for whoever has to look after it.
    pub name: String,
    /// How the disturbed command itself has to end.
    pub must: Must,
    /// Where what stands before is laid by another hand than the usual one: into a small disk, say.
    pub lay: Option<Lay>,
    pub disturb: Disturb,
}

pub type Lay = Box<dyn Fn(&Scene) -> Option<Stage> + Send + Sync>;
pub type Disturb = Box<dyn Fn(&Scene, &Stage) -> Disturbed + Send + Sync>;

/// How a disturbed command has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// As it can; what it leaves is looked at.
    Anything,
    /// With the new dataset: the fault is none that stops a run.
    EndWell,
    /// So too, though answers that were kept may have to be asked for again.
    Succeed,
    /// With the new dataset, whatever harm was done to the old one.
    SucceedOverDamage,
    /// Every one with the new dataset or the word that another is at work.
    TakeTurns,
}

/// What came of the attempt to disturb.
pub enum Disturbed {
    /// The fault was there. What the commands did.
    Hit(Vec<Done>),
    /// The command never came that far: not a point.
    Missed,
}

/// What was seen at a point.
pub struct Seen {
    /// What should not be.
    pub wrong: Vec<String>,
    /// Questions that the next run had to ask again.
    pub again: usize,
}

/// The most memory a run over these small lists may take, in mebibytes.
const MEMORY: u64 = 250;

/// Tries a point; `None` where the command never came there.
pub fn attempt(scene: &Scene, point: &Point) -> Option<Seen> {
    let stage = match &point.lay {
        Some(lay) => lay(scene)?,
        None => scene.stage(),
    };
    let first = scene.requests_so_far();
    let Disturbed::Hit(ended) = (point.disturb)(scene, &stage) else { return None };
    let questions: BTreeSet<String> = scene.questions_since(first).into_iter().collect();
    let mut wrong = Vec::new();
    let after = scene.state(&stage);
    published(scene, &stage, point, &after, &ended, &mut wrong);

    // The next run, undisturbed.
    let second = scene.requests_so_far();
    let rerun = watched(&mut stage.command(scene.scenario.args), Duration::from_mins(2));
    if rerun.code != Some(0) {
        wrong.push(format!("the next run failed: {:?} {}", rerun.code, rerun.err.trim()));
    }
    if rerun.peak > MEMORY {
        wrong.push(format!("the next run took {} MiB of memory", rerun.peak));
    }
    let again =
        scene.questions_since(second).into_iter().filter(|question| questions.contains(question)).count();
    // An answer that came and was kept is not asked for again; those that were under way at the fault are, as many as are
    // asked at once. A wrong clock makes answers old, damaged ones are no answers, and a full disk keeps none.
    let counts = !matches!(point.must, Must::Succeed | Must::SucceedOverDamage)
        && ![&point.group, &point.name].iter().any(|told| told.contains(".refloom-cache"))
        // Nor does a cache that could not be opened.
        && !point.name.contains(" at openat");
    if again > AT_ONCE && counts {
        wrong.push(format!("{again} questions asked again, of {} asked", questions.len()));
    }
    let expected = if after.latest == scene.once.latest { &scene.twice } else { &scene.once };
    let final_state = scene.state(&stage);
    let another = scene.scenario.goes_back && point.must == Must::SucceedOverDamage;
    if final_state.latest != expected.latest && !another {
        wrong.push(format!("the next run's tables differ in {}", differ(&final_state, expected)));
    }
    if point.must != Must::SucceedOverDamage {
        leftovers(&stage, point, &final_state, expected, &mut wrong);
    }
    wrong.extend(broken(&stage.path("output/latest")));
    // The program's own judgement, where what was done to it is not one of many small things.
    if matches!(point.must, Must::TakeTurns | Must::SucceedOverDamage) {
        let check = stage.run(&["check"]);
        if check.code != Some(0) {
            wrong.push(format!("refloom check does not pass: {}", check.err.trim()));
        }
    }
    Some(Seen { wrong, again })
}

/// What the disturbed command left: the old dataset or the new one, whole; and what it said.
fn published(
    scene: &Scene,
    stage: &Stage,
    point: &Point,
    after: &State,
    ended: &[Done],
    wrong: &mut Vec<String>,
) {
    let (old, new) = (&scene.before.latest, &scene.once.latest);
    let damaged = point.must == Must::SucceedOverDamage;
    if after.latest != *old && after.latest != *new && !(damaged && after.latest.is_some()) {
        wrong.push(format!(
            "latest is neither the old dataset nor the new one: {}",
            differ(after, &scene.once)
        ));
    }
    if after.latest.is_some() && !damaged {
        wrong.extend(broken(&stage.path("output/latest")));
    }
    if let Some(old) = fs::read_link(scene.template("output/latest")).ok().filter(|_| !damaged) {
        let (there, here) = (scene.template("output").join(&old), stage.path("output").join(&old));
        if !here.is_dir() || snapshot(&there, false) != snapshot(&here, false) {
            wrong.push("the old snapshot is not what it was".to_owned());
        }
    }
    for done in ended {
        let another = scene.scenario.goes_back && damaged;
        let success = done.code == Some(0) || another && done.code == Some(3);
        if success && !another && after.latest != *new {
            wrong.push(format!("said done without publishing, but for {}", differ(after, &scene.once)));
        }
        if done.err.contains("panicked") || done.code == Some(101) {
            wrong.push(format!("panicked: {}", done.err.trim()));
        }
        match point.must {
            Must::EndWell | Must::Succeed | Must::SucceedOverDamage if !success => {
                wrong.push(format!("failed: {:?} {}", done.code, done.err.trim()));
            }
            Must::TakeTurns if !success && !done.err.contains("another run is writing") => {
                wrong.push(format!(
                    "neither done nor waiting for its turn: {:?} {}",
                    done.code,
                    done.err.trim()
                ));
            }
            _ => {}
        }
        if done.code == Some(1) {
            speaks(&done.err, wrong);
        }
    }
}

/// Requests to one service that are under way at once, at most.
const AT_ONCE: usize = 3;

/// A message of failure names a path and says what to do.
fn speaks(message: &str, wrong: &mut Vec<String>) {
    // What failed may be told in lines of its own.
    let line = message.find("refloom: ").and_then(|at| message.get(at..)).unwrap_or_default();
    // Who cannot reach the network at all has no path to tell of.
    let names_a_path = ["output", ".refloom-cache", "tmp", ".txt", "over the network"]
        .iter()
        .any(|part| line.contains(part));
    if !names_a_path || !line.contains("; ") && !line.contains(", or ") {
        wrong.push(format!("the message names no path or no way out: {message:?}"));
    }
}

/// What is there that an undisturbed run would not have left.
fn leftovers(stage: &Stage, point: &Point, last: &State, expected: &State, wrong: &mut Vec<String>) {
    for name in last.names.symmetric_difference(&expected.names) {
        wrong.push(format!("after the next run: output/{} should {}", name.display(), {
            if last.names.contains(name) { "not be there" } else { "be there" }
        }));
    }
    for name in names(&stage.path("tmp")) {
        wrong.push(format!("left in the folder of temporary files: {}", name.display()));
    }
    let aside = |name: &str| point.must == Must::Succeed && name.contains(".damaged-");
    for name in names(&stage.path(".refloom-cache")) {
        let name = name.to_string_lossy().into_owned();
        let ours = ["", "-wal", "-shm"].iter().any(|end| name == format!("responses-v1.sqlite{end}"));
        if !ours && !aside(&name) {
            wrong.push(format!("left beside the cache: {name}"));
        }
    }
}

/// The names of the files in which two states differ.
fn differ(one: &State, other: &State) -> String {
    let empty = super::state::Snapshot::new();
    let (one, other) = (one.latest.as_ref().unwrap_or(&empty), other.latest.as_ref().unwrap_or(&empty));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<&str> =
        names.into_iter().filter(|name| one.get(*name) != other.get(*name)).map(String::as_str).collect();
    if differing.is_empty() { "nothing".to_owned() } else { differing.join(", ") }
}
