//! Faults at every step of a run, tried one after the other: the program is killed at a system call or a call of it
//! fails, the disk is full or cannot be written to, several runs begin at once, the clock is wrong, bytes have changed on
//! the disk. After each: what is published is whole, and the old dataset or the new one; the next run makes the tables of
//! an undisturbed one, asks nothing that was answered and kept, and leaves nothing lying about.
//!
//! `make faults` tries all of them and prints how many; a few of every kind are part of the normal tests.

mod clocks;
mod damage;
mod moments;
mod points;
mod scenarios;
mod scene;
mod state;
mod surroundings;
mod trace;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

pub use self::moments::Chance;
use self::points::{Point, Seen, attempt};
use self::scenarios::SCENARIOS;
use self::scene::{Scenario, Scene};
use super::run::{Desk, skipped};

/// Points that are tried at the same time.
const AT_A_TIME: usize = 2;

/// How much is tried.
struct Amount {
    /// Points for each system call and fault.
    calls: usize,
    /// Moments for each signal.
    moments: usize,
    crowds: usize,
    /// Places in the cache, and in each file of a snapshot.
    bytes: (usize, usize),
    /// Sizes of disks, limits.
    steps: u32,
}

/// What came of one kind of fault in one scenario.
#[derive(Default)]
struct Tally {
    tried: usize,
    failed: usize,
    again: usize,
}

#[derive(Default)]
struct Report {
    /// By the number of the scenario and the kind of fault.
    lines: BTreeMap<(usize, String), Tally>,
    failures: Vec<String>,
}

#[test]
#[ignore = "takes minutes and wants strace: make faults"]
fn every_fault_leaves_the_old_dataset_or_the_new_one() {
    assert!(
        trace::is_here(),
        "make faults puts its faults in place with strace; install it (Debian: apt-get install strace)"
    );
    let begun = Instant::now();
    let all = Amount { calls: 8, moments: 40, crowds: 34, bytes: (30, 1), steps: 10 };
    let mut report = Report::default();
    // One scenario alone, by a part of its name.
    let only = std::env::var("ONLY").unwrap_or_default();
    for (number, scenario) in SCENARIOS.iter().enumerate() {
        if scenario.name.contains(&only) && is_known(scenario) {
            try_all(number, scenario, &|scene| all_points(scene, &all), &mut report);
            say(&format!(
                "{}: {} points tried so far, {} s",
                scenario.name,
                report.tried(),
                begun.elapsed().as_secs()
            ));
        }
    }
    say(&format!("\n{}", report.table(begun)));
    assert!(
        report.failures.is_empty(),
        "{} points failed:\n{}",
        report.failures.len(),
        report.failures.join("\n")
    );
    assert!(report.tried() >= 300 || !only.is_empty(), "only {} points were tried", report.tried());
}

#[test]
fn a_few_faults_of_every_kind() {
    let few = Amount { calls: 1, moments: 2, crowds: 1, bytes: (2, 1), steps: 1 };
    let mut report = Report::default();
    if !trace::is_here() {
        skipped("strace is not here, so no system call is made to fail");
    }
    for (number, scenario) in SCENARIOS.iter().enumerate().skip(1).filter(|(_, s)| is_known(s)) {
        // One of each kind, and of the many kinds of system calls another one in each scenario.
        let few_points = |scene: &Scene| {
            let mut seen = BTreeMap::new();
            let mut points = all_points(scene, &few);
            points.retain(|point| {
                let seen: &mut usize = seen.entry(point.group.clone()).or_default();
                *seen += 1;
                *seen == number + 1
            });
            points
        };
        try_all(number, scenario, &few_points, &mut report);
    }
    assert!(
        report.failures.is_empty(),
        "{} points failed:\n{}",
        report.failures.len(),
        report.failures.join("\n")
    );
    assert!(report.tried() > 6, "only {} points were tried", report.tried());
}

/// Every point of a scene.
fn all_points(scene: &Scene, amount: &Amount) -> Vec<Point> {
    let mut points = Vec::new();
    if trace::is_here() {
        points.extend(trace::points(scene, amount.calls));
    }
    for signal in ["kill -9", "SIGTERM", "SIGINT"] {
        let fewer = if signal == "kill -9" { 1 } else { 3 };
        points.extend(moments::signals(signal, amount.moments.div_ceil(fewer)));
    }
    points.extend(moments::crowds(amount.crowds));
    let steps = amount.steps;
    points.extend(surroundings::limits("ulimit -n", (0..steps).map(|n| 4 + n * 36 / steps)));
    points.extend(surroundings::limits("ulimit -f", (0..steps).map(|n| n * 24 / steps)));
    if surroundings::may_mount() {
        let sizes = |least: u32, most: u32| -> Vec<u32> {
            (0..steps).map(|n| least + n * (most - least) / steps.max(2)).collect()
        };
        points.extend(surroundings::small_disks("output", &sizes(4, 900), &sizes(4, 120)));
        points.extend(["output", "tmp"].map(surroundings::read_only));
        if scene.scenario.asks {
            points.extend(surroundings::small_disks(".refloom-cache", &sizes(8, 300), &sizes(2, 6)));
            points.push(surroundings::read_only(".refloom-cache"));
        }
    } else {
        skipped("nothing can be mounted here, so no disk is full and none is read-only");
    }
    if clocks::can_be_set() {
        points.extend(clocks::points());
    } else {
        skipped("faketime is not here, so no clock is wrong (Debian: apt-get install faketime)");
    }
    points.extend(damage::of_the_cache(scene, amount.bytes.0.max(1)));
    points.extend(damage::of_the_old_snapshot(scene, amount.bytes.1));
    points
}

/// Tries the points of a scenario, a few at a time; each of the hands has a service and a folder of its own.
fn try_all(
    number: usize,
    scenario: &'static Scenario,
    points: &dyn Fn(&Scene) -> Vec<Point>,
    report: &mut Report,
) {
    let first = Scene::new(scenario);
    let points = points(&first);
    let (next, together) = (AtomicUsize::new(0), Mutex::new(report));
    let hand = |scene: &Scene| {
        while let Some(point) = points.get(next.fetch_add(1, Ordering::SeqCst)) {
            let seen = attempt(scene, point);
            together.lock().unwrap().note(number, scenario, point, seen);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..AT_A_TIME {
            scope.spawn(|| hand(&Scene::new(scenario)));
        }
        hand(&first);
    });
}

impl Report {
    fn note(&mut self, number: usize, scenario: &Scenario, point: &Point, seen: Option<Seen>) {
        let Some(Seen { wrong, again }) = seen else { return };
        let line = self.lines.entry((number, point.group.clone())).or_default();
        line.tried += 1;
        line.again = line.again.max(again);
        if !wrong.is_empty() {
            line.failed += 1;
            let failure = format!("{}, {}:\n    {}", scenario.name, point.name, wrong.join("\n    "));
            // At once: the rest takes minutes.
            say(&failure);
            self.failures.push(failure);
        }
    }

    fn tried(&self) -> usize {
        self.lines.values().map(|line| line.tried).sum()
    }

    fn table(&self, begun: Instant) -> String {
        let mut table = format!(
            "{:<28} {:<30} {:>6} {:>6} {:>11}\n",
            "scenario", "fault", "tried", "failed", "asked again"
        );
        for ((number, group), line) in &self.lines {
            let name = SCENARIOS[*number].name;
            let asks = SCENARIOS[*number].asks;
            let again = if asks { line.again.to_string() } else { "-".to_owned() };
            let _ =
                writeln!(table, "{name:<28} {group:<30} {:>6} {:>6} {again:>11}", line.tried, line.failed);
        }
        let failed = self.failures.len();
        let seconds = begun.elapsed().as_secs();
        let _ = writeln!(table, "{} points tried, {failed} failed, in {seconds} s", self.tried());
        table.push_str(
            "asked again: questions that the next run had to repeat, at most, after any one fault\n",
        );
        table
    }
}

fn is_known(scenario: &Scenario) -> bool {
    let known = scenario.needs.is_none_or(|command| Desk::new().run(command).code == Some(0));
    if !known {
        skipped(&format!("{}: this program has no such command yet", scenario.name));
    }
    known
}

/// Not through `println!`, which the test runner keeps to itself.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
