//! What a dataset costs over its life: written, checked, verified, refreshed with nothing new and with little new, and
//! compared with the one before. Whole processes, on made-up lists of three lengths.
//!
//! `cargo bench --bench refresh` prints a table; `-- --references 200000` takes shorter lists. Needs four times the space
//! of the longest dataset, some 10 GB for a million references.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[path = "../tests/program/list.rs"]
#[allow(dead_code, reason = "the tests want more of it")]
mod list;

#[allow(dead_code, reason = "every benchmark wants another part of it")]
mod process;

/// Bytes a reference has on average.
const BYTES: usize = 200;

const STEPS: [(&str, &[&str]); 4] = [
    ("dataset", &["--quiet", "dataset", "list.txt"]),
    ("check", &["check"]),
    ("snapshots verify", &["snapshots", "verify"]),
    ("refresh, nothing new", &["--quiet", "refresh"]),
];
const AGAIN: [(&str, &[&str]); 2] = [
    ("refresh, one added, removed, changed", &["--quiet", "refresh"]),
    ("diff previous latest", &["diff", "previous", "latest"]),
];

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let wanted = args.iter().position(|a| a == "--references").and_then(|at| args.get(at + 1));
    let n: usize = wanted.and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-refresh");
    println!("{:>10}  {:<38}{:>9}{:>9}{:>10}", "references", "", "CPU s", "wall s", "peak MB");
    for n in [n / 4, n / 2, n] {
        // What an interrupted run has left.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        write(&folder.join("list.txt"), (1..=n).map(|i| list::long_reference(i, BYTES)))?;
        STEPS.iter().try_for_each(|(what, args)| step(n, what, args, &folder))?;
        // Another edition: one at the head that is new, one in the middle gone, one corrected.
        let edition = (0..=n).filter(|i| *i != n / 2).map(|i| match i {
            0 => list::long_reference(n + 1, BYTES),
            100 => list::long_reference(i, BYTES).replacen("in", "within", 1),
            _ => list::long_reference(i, BYTES),
        });
        write(&folder.join("list.txt"), edition)?;
        AGAIN.iter().try_for_each(|(what, args)| step(n, what, args, &folder))?;
    }
    fs::remove_dir_all(folder)
}

fn write(path: &Path, references: impl Iterator<Item = String>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "References\n")?;
    for (number, reference) in (1..).zip(references) {
        writeln!(out, "{number}. {reference}")?;
    }
    out.flush()
}

fn step(n: usize, what: &str, args: &[&str], folder: &Path) -> io::Result<()> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refloom"));
    command.args(args).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    let cost = process::run(&mut command)?;
    println!("{n:>10}  {what:<38}{:>9.1}{:>9.1}{:>10.0}", cost.cpu, cost.wall.as_secs_f64(), cost.peak);
    Ok(())
}
