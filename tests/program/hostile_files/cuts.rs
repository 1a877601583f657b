//! Files cut off anywhere: whatever is read of them, the program ends as it should.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::super::run::{Desk, shared};
use super::forms::{self, File};
use super::watched::{Watched, watched};
use super::{KIB, say};

/// Files given to one run, and bytes in them: most of the time goes into starting and into what is read.
const FILES: usize = 400;
const BYTES: usize = 12 << 20;
/// Files up to this size are cut at every kilobyte; longer ones as often as one of this size, and a bit.
const EVERY_KILOBYTE: usize = 256 << 10;

/// Where to cut a file: at every kilobyte, and at so many other places.
fn places(length: usize, others: usize) -> Vec<usize> {
    let step = if length <= EVERY_KILOBYTE { KIB } else { (length / 64).next_multiple_of(KIB) };
    let mut chance = super::super::fault_points::Chance::new(length);
    let mut places: Vec<usize> = (step..length).step_by(step).collect();
    let length = u64::try_from(length.max(1)).unwrap();
    places.extend((0..others).map(|_| usize::try_from(chance.below(length)).unwrap()));
    places.sort_unstable();
    places.dedup();
    places
}

/// What came of all the cuts.
#[derive(Default)]
struct Outcome {
    files: usize,
    cuts: usize,
    runs: usize,
    bytes: usize,
    peak: u64,
    longest: f64,
    wrong: Vec<String>,
}

/// One run over some pieces; where it does not end as it should, each of them alone tells which it is.
fn read(pieces: &[(String, &[u8])]) -> (Watched, Vec<String>) {
    let desk = Desk::new();
    let mut args = vec!["dataset", "--format", "csv", "--quiet"];
    for (name, bytes) in pieces {
        desk.write(name, bytes);
        args.push(name);
    }
    let limit = Duration::from_mins(5);
    let seen = watched(&mut desk.refloom(&args), limit);
    if is_fine(&seen) {
        return (seen, Vec::new());
    }
    let mut wrong = Vec::new();
    for (name, bytes) in pieces {
        let alone = watched(
            &mut desk.refloom(&["dataset", "--format", "csv", "--quiet", "--out", "alone", name]),
            limit,
        );
        if !is_fine(&alone) {
            wrong.push(format!("{name}, {} bytes: {:?} {}", bytes.len(), alone.code, alone.err));
        }
    }
    if wrong.is_empty() {
        wrong.push(format!("{} pieces together: {:?} {}", pieces.len(), seen.code, seen.err));
    }
    (seen, wrong)
}

fn is_fine(seen: &Watched) -> bool {
    matches!(seen.code, Some(0 | 1 | 3)) && !seen.err.contains("panicked") && seen.peak < 600
}

/// Cuts every file and reads the pieces, many in a run and two runs at a time.
fn cut_and_read(files: &[File], others: usize) -> Outcome {
    let mut batches: Vec<Vec<(String, &[u8])>> = vec![Vec::new()];
    let mut held = 0;
    for (at, (name, bytes)) in files.iter().enumerate() {
        for place in places(bytes.len(), others) {
            if batches.last().is_some_and(|batch| batch.len() >= FILES || held + place > BYTES) {
                batches.push(Vec::new());
                held = 0;
            }
            held += place;
            // The name's ending stays, since it is a hint at the form.
            let name = Path::new(name).file_name().unwrap().to_string_lossy().into_owned();
            batches.last_mut().unwrap().push((format!("{at}/{place}-{name}"), &bytes[..place]));
        }
    }
    let mut outcome = Outcome { files: files.len(), runs: batches.len(), ..Outcome::default() };
    for (_, bytes) in batches.iter().flatten() {
        outcome.cuts += 1;
        outcome.bytes += bytes.len();
    }
    let (next, together) = (AtomicUsize::new(0), Mutex::new(&mut outcome));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let (seen, wrong) = read(batch);
                    let mut outcome = together.lock().unwrap();
                    outcome.peak = outcome.peak.max(seen.peak);
                    outcome.longest = outcome.longest.max(seen.seconds);
                    outcome.wrong.extend(wrong);
                }
            });
        }
    });
    outcome
}

impl Outcome {
    fn line(&self, what: &str) -> String {
        let mut line = String::new();
        let _ = write!(
            line,
            "{what:<28} {:>5} files {:>6} pieces {:>5} MB in {:>3} runs: {} wrong, at most {} MiB and {:.0} s a run",
            self.files,
            self.cuts,
            self.bytes >> 20,
            self.runs,
            self.wrong.len(),
            self.peak,
            self.longest
        );
        line
    }

    fn is_fine(&self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn forms_cut_anywhere() {
    let outcome = cut_and_read(&forms::all("http://127.0.0.1:9"), 6);
    assert!(outcome.cuts > 120, "{} pieces", outcome.cuts);
    outcome.is_fine();
}

#[test]
#[ignore = "takes minutes: make hostile"]
fn forms_cut_everywhere() {
    let outcome = cut_and_read(&forms::all("http://127.0.0.1:9"), 200);
    say(&outcome.line("forms made here"));
    outcome.is_fine();
}

#[test]
#[ignore = "takes minutes: make hostile"]
fn samples_cut_everywhere() {
    let Some(folder) = shared("samples") else { return };
    let mut files = Vec::new();
    for entry in
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for path in
            fs::read_dir(entry).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
        {
            files.push((path.to_string_lossy().into_owned(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    let outcome = cut_and_read(&files, 64);
    say(&outcome.line("real exports"));
    outcome.is_fine();
}
