//! Clocks that are wrong, or set back while a run is under way, through libfaketime.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::super::run::Done;
use super::points::{Disturbed, Must, Point};

/// Dates that are no good for anything.
pub const DATES: [&str; 4] =
    ["1970-01-02 00:00:00", "1999-12-31 12:00:00", "2038-01-19 03:14:07", "2099-06-01 00:00:00"];

pub fn can_be_set() -> bool {
    let told = Command::new("faketime").args(["2001-02-03 12:00:00", "date", "+%Y"]).output();
    told.is_ok_and(|done| done.stdout.starts_with(b"2001"))
}

/// The library that sets the clock, as the program of that name has it loaded.
fn library() -> String {
    let told = Command::new("faketime").args(["-f", "+0", "sh", "-c", "echo $LD_PRELOAD"]).output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

/// The whole run under another date; a clock that moves while it runs.
pub fn points() -> Vec<Point> {
    let whole = DATES.into_iter().map(|date| Point {
        group: "a wrong clock".to_owned(),
        name: format!("the clock says {date}"),
        must: Must::Succeed,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            let wrapper = ["faketime", date].map(str::to_owned);
            let mut command = stage.under(&wrapper, scene.scenario.args);
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            Disturbed::Hit(vec![Done::from(command.output().unwrap())])
        }),
    });
    let steps = ["-1h", "-400d", "+400d"]
        .into_iter()
        .flat_map(|step| [20, 50, 80, 110, 150].map(|after| (step, after)));
    let moved = steps.map(|(step, after)| Point {
        group: "a clock that is set".to_owned(),
        name: format!("the clock is set by {step} after {after} ms"),
        must: Must::Succeed,
        lay: None,
        disturb: Box::new(move |scene, stage| {
            // Read anew at every look at the clock.
            let setting = stage.path("clock");
            fs::write(&setting, "+0").unwrap();
            let child = stage
                .command(scene.scenario.args)
                .env("LD_PRELOAD", library())
                .env("FAKETIME_TIMESTAMP_FILE", &setting)
                .env("FAKETIME_NO_CACHE", "1")
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            sleep(Duration::from_millis(after));
            fs::write(&setting, step).unwrap();
            Disturbed::Hit(vec![Done::from(child.wait_with_output().unwrap())])
        }),
    });
    whole.chain(moved).collect()
}
