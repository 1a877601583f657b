//! `refloom check`: is a dataset what it says it is?

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use refloom::dataset;

use super::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  refloom check                        the newest dataset, output/latest
  refloom check output/snapshots/01JD…

Looks at the size and SHA-256 of every file, the type and domain of every cell, primary, unique and foreign keys, and
whether CSV and Parquet say the same. Exit code 0 when all is well, 1 when not.";

/// Verify a dataset against its own schema, keys and hashes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Folder of the dataset
    #[arg(value_name = "DIR", default_value = "output/latest")]
    dir: PathBuf,
}

pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let report = dataset::check(&args.dir)?;
    let mut out = std::io::stdout().lock();
    for (table, rows) in &report.tables {
        writeln!(out, "{table:<26}{rows:>10} rows")?;
    }
    for problem in &report.problems {
        writeln!(out, "{}: {}", problem.place, problem.what)?;
    }
    let unshown = report.count.saturating_sub(report.problems.len() as u64);
    if unshown > 0 {
        writeln!(out, "… and {unshown} more")?;
    }
    if report.count == 0 {
        terminal.say(&format!("{}: all is well", args.dir.display()));
        return Ok(ExitCode::SUCCESS);
    }
    terminal.say(&format!(
        "{}: {} problems; write the dataset again with `refloom dataset`, or go back to an earlier snapshot",
        args.dir.display(),
        report.count
    ));
    Ok(ExitCode::FAILURE)
}
