//! How fast `refloom dataset` is, and how much memory it takes: whole processes, from start to published dataset.
//!
//! `make bench` prints a table. `make bench ARGS="--references 200000"` takes a shorter list.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[path = "../tests/program/list.rs"]
#[allow(dead_code, reason = "the tests want more of it")]
mod list;

#[allow(dead_code, reason = "every benchmark wants another part of it")]
mod process;

use process::{Cost, ms};

/// Bytes a reference of the long list has on average: 200 MB for a million.
const BYTES: usize = 200;
const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/uptodate-interleukin-2-melanoma.txt");

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let wanted = args.iter().position(|a| a == "--references").and_then(|at| args.get(at + 1));
    let n: usize = wanted.and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder)?;

    let mut runs = (0..21).map(|_| run(Path::new(SEED), &folder)).collect::<Result<Vec<_>, _>>()?;
    runs.sort_by_key(|c| c.wall);
    println!("the 18 references of data/, start of the process to published dataset, 21 runs:");
    println!("  wall {:.1} ms at best, {:.1} ms median", ms(runs[0].wall), ms(runs[10].wall));

    println!("lists of made-up references, one line each:");
    let mut walls = Vec::new();
    for n in [n / 2, n] {
        let path = folder.join("list.txt");
        let bytes = write_list(&path, n)?;
        let cost = run(&path, &folder)?;
        let mb = bytes as f64 / 1e6;
        println!(
            "  {n:>8} references, {mb:>5.0} MB: {:>6.1} s wall, {:>6.1} s CPU, {:>6.0} references per CPU second, peak {:.0} MB",
            cost.wall.as_secs_f64(),
            cost.cpu,
            n as f64 / cost.cpu,
            cost.peak
        );
        walls.push((cost.wall.as_secs_f64(), cost.cpu, cost.peak));
    }
    if let [half, whole] = walls[..] {
        println!(
            "  twice the input: {:.2} times the wall time, {:.2} times the CPU time, {:.2} times the memory",
            whole.0 / half.0,
            whole.1 / half.1,
            whole.2 / half.2
        );
    }
    fs::remove_dir_all(folder)
}

fn write_list(path: &Path, n: usize) -> std::io::Result<usize> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut bytes = 0;
    writeln!(out, "References\n")?;
    for i in 1..=n {
        let line = format!("{i}. {}\n", list::long_reference(i, BYTES));
        bytes += line.len();
        out.write_all(line.as_bytes())?;
    }
    out.flush()?;
    Ok(bytes)
}

/// Runs the program on a document, and takes away what it wrote.
fn run(document: &Path, folder: &Path) -> std::io::Result<Cost> {
    let out = folder.join("output");
    let mut command = Command::new(env!("CARGO_BIN_EXE_refloom"));
    command.args(["--quiet", "dataset"]).arg(document).arg("--out").arg(&out).stdout(Stdio::null());
    let cost = process::run(&mut command)?;
    fs::remove_dir_all(&out)?;
    Ok(cost)
}
