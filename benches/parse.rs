//! How fast `refloom parse` is: whole processes, on a file of a hundred thousand references to CSL-JSON Lines.
//!
//! Real references of many styles where the development material is at hand (`REFLOOM_SHARED`, or `../shared`), made-up
//! ones of one style otherwise.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use refloom::export::csl_json;
use refloom::model::Entry;
use refloom::normalize::normalize;
use refloom::parse::tagger::Model;
use refloom::parse::{Parser, features, rules, tokens};

#[path = "../tests/program/list.rs"]
#[allow(dead_code, reason = "the tests want more of it")]
mod list;
#[allow(dead_code, reason = "every benchmark wants another part of it")]
mod process;

const REFERENCES: usize = 100_000;
/// References that the stages are timed on.
const SAMPLE: usize = 10_000;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (kind, lines) = references();
    let many = folder.join("parse-many.txt");
    let mut text = String::new();
    for line in lines.iter().cycle().take(REFERENCES) {
        text.push_str(line);
        text.push('\n');
    }
    fs::write(&many, &text)?;
    let words = text.split_whitespace().count();
    let one = folder.join("parse-one.txt");
    fs::write(&one, format!("{}\n", lines.first().map_or("", String::as_str)))?;

    let start = process::runs(21, || parse(&one, 1))?;
    println!(
        "one reference, start of the process to its end: {:.1} ms median of 21",
        process::ms(start[10].wall)
    );
    println!("{REFERENCES} {kind} references, {:.0} MB, {words} words:", text.len() as f64 / 1e6);
    let mut medians = Vec::new();
    for threads in [1, 2] {
        let costs = process::runs(5, || parse(&many, threads))?;
        let median = &costs[2];
        println!(
            "  {threads} thread(s): {:>5.2} s wall, {:>5.2} s CPU, {:>6.0} references and {:>7.0} words per CPU second, peak {:.0} MB",
            median.wall.as_secs_f64(),
            median.cpu,
            REFERENCES as f64 / median.cpu,
            words as f64 / median.cpu,
            median.peak
        );
        medians.push(median.wall.as_secs_f64());
    }
    println!("  two threads: {:.2} times as fast as one", medians[0] / medians[1]);
    stages(&lines);
    fs::remove_file(many)?;
    fs::remove_file(one)
}

/// Where the time goes: each stage by itself over the same references, in one thread.
fn stages(lines: &[String]) {
    let lines: Vec<&String> = lines.iter().cycle().take(SAMPLE).collect();
    let model = Model::embedded();
    let parser = Parser::new();
    let entries: Vec<Entry> = lines.iter().map(|line| Entry::from_line(line)).collect();
    // The first time patterns are compiled and memory is asked for.
    for told in [false, true] {
        let tell = |name: &str, time: Duration| {
            if told {
                println!("  {name:<34}{:>6.1} µs a reference", time.as_secs_f64() * 1e6 / lines.len() as f64);
            }
        };
        let (rules, time) = timed(|| lines.iter().map(|line| rules::read(line)).collect::<Vec<_>>());
        tell("labels, identifiers, addresses", time);
        let split = || lines.iter().zip(&rules).map(|(line, r)| tokens::split(line, r.start, &r.taken));
        let (tokens, time) = timed(|| split().collect::<Vec<_>>());
        tell("tokens", time);
        let read = || lines.iter().zip(&tokens).map(|(line, t)| features::read(line, t, model.lexicon()));
        let (features, features_time) = timed(|| read().collect::<Vec<_>>());
        tell("features", features_time);
        let (tags, tag_time) = timed(|| features.iter().map(|f| model.tag(f)).collect::<Vec<_>>());
        tell("weights, search, probabilities", tag_time);
        let (mut references, parse_time) =
            timed(|| entries.iter().map(|entry| parser.parse(entry)).collect::<Vec<_>>());
        tell("all of these, and putting together", parse_time);
        let ((), time) = timed(|| references.iter_mut().for_each(|r| drop(normalize(r))));
        tell("normal forms", time);
        let print = |(r, entry)| serde_json::to_vec(&csl_json::item(r, entry)).map_or(0, |json| json.len());
        let (_, time) = timed(|| references.iter().zip(&entries).map(print).sum::<usize>());
        tell("CSL-JSON", time);
        if told {
            let tagged: usize = tags.iter().map(|t| t.tags.len()).sum();
            let rate = tagged as f64 / (features_time + tag_time).as_secs_f64();
            println!("  {:.2} million tokens tagged a second", rate / 1e6);
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn parse(file: &Path, threads: usize) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refloom"));
    command.args(["parse", "--threads", &threads.to_string()]).arg(file).stdout(Stdio::null());
    command
}

fn references() -> (&'static str, Vec<String>) {
    let shared = std::env::var_os("REFLOOM_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let gold = ["jats_dev", "mixed_styles", "pdf_strings"].map(|n| shared.join(format!("gold/{n}.txt")));
    let texts: Vec<String> = gold.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    if texts.len() == gold.len() {
        return (
            "real",
            texts.concat().lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect(),
        );
    }
    ("made-up", (1..=5000).map(list::reference).collect())
}
