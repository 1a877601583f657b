//! Faults at moments: killed or told to stop at any time, and several runs at once.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::super::run::Done;
use super::points::{Disturbed, Must, Point};
use super::scene::Stage;

/// A run of the small lists takes about this long; moments are spread over it.
const SPAN: Duration = Duration::from_millis(400);

/// Numbers without a pattern, the same in every run of the tests.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: usize) -> Self {
        Self(seed as u64 * 2 + 1)
    }

    /// Below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn part_of(&mut self, span: Duration) -> Duration {
        span * u32::try_from(self.below(1000)).unwrap() / 1000
    }
}

/// A signal at so many moments, spread over a run.
pub fn signals(signal: &'static str, count: usize) -> impl Iterator<Item = Point> {
    (0..count).map(move |number| Point {
        group: format!("{signal} at some moment"),
        name: format!("{signal} at moment {number} of {count}"),
        must: Must::Anything,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let mut chance = Chance::new(number);
            let moment = SPAN * u32::try_from(number).unwrap() / u32::try_from(count).unwrap();
            let child = start(stage, scene.scenario.args);
            sleep(moment + chance.part_of(SPAN / u32::try_from(count).unwrap()));
            let was_there = send(signal, &child);
            let done = Done::from(child.wait_with_output().unwrap());
            // One that had ended by itself was not hit.
            if was_there && done.code != Some(0) { Disturbed::Hit(vec![done]) } else { Disturbed::Missed }
        }),
    })
}

fn send(signal: &str, child: &Child) -> bool {
    let name = signal.trim_start_matches("kill -9").trim_start_matches("SIG");
    let name = if name.is_empty() { "KILL" } else { name };
    let sent = std::process::Command::new("kill")
        .args(["-s", name, &child.id().to_string()])
        .stderr(Stdio::null())
        .status();
    sent.is_ok_and(|status| status.success())
}

/// So many times, two to four runs of the same command that begin within a run's time of each other.
pub fn crowds(count: usize) -> impl Iterator<Item = Point> {
    (0..count).map(|number| Point {
        group: "two to four runs at once".to_owned(),
        name: format!("runs at once, number {number}"),
        must: Must::TakeTurns,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let mut chance = Chance::new(number);
            let children: Vec<Child> = (0..2 + chance.below(3))
                .map(|_| {
                    let child = start(stage, scene.scenario.args);
                    sleep(chance.part_of(SPAN / 4));
                    child
                })
                .collect();
            Disturbed::Hit(children.into_iter().map(|c| Done::from(c.wait_with_output().unwrap())).collect())
        }),
    })
}

pub fn start(stage: &Stage, args: &[&str]) -> Child {
    stage.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}
