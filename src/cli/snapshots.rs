//! `refloom snapshots`: the published datasets of a folder, and the log of the runs that made them.

mod list;
mod log;

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use clap::Subcommand;
use refloom::dataset::{self, DatasetError, OutputDir, Patience, Snapshot, Snapshots};

use super::terminal::Terminal;
use super::{exit, progress};

const EXAMPLES: &str = "\
Examples:
  refloom snapshots                    what has been published into output/, the oldest first
  refloom snapshots verify             every file of the latest snapshot against its description
  refloom snapshots verify --all       of all of them; what they share is read once
  refloom snapshots restore previous   back to the one before the latest
  refloom snapshots prune --keep 12    remove the oldest beyond twelve
  refloom snapshots pin 01JD3          keep this one however old it is
  refloom snapshots log                which runs were begun, and how they ended

A snapshot is named by as many of its first digits as tell it from the others, or by `latest` or `previous`, the one
before the latest.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 a snapshot is damaged (verify)";

/// List, verify, restore and remove the published datasets
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Folder of the snapshots
    #[arg(long, global = true, value_name = "DIR", default_value = "output")]
    out: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the snapshots, the oldest first
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Check every file of snapshots against its size and SHA-256; exit code 3 when one is damaged
    Verify {
        /// Snapshots; without any, the latest
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// All of them
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
    /// Verify a snapshot and turn `latest` to it
    Restore {
        /// The snapshot
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        wait: Wait,
    },
    /// Remove snapshots; never the latest, nor a pinned one
    #[command(group(clap::ArgGroup::new("which").required(true).args(["ids", "keep"])))]
    Prune {
        /// Snapshots to remove
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// Remove the oldest beyond so many
        #[arg(long, value_name = "N")]
        keep: Option<NonZeroUsize>,
        /// Say what would be removed, and remove nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        wait: Wait,
    },
    /// Keep snapshots, however old they are
    Pin {
        /// Snapshots
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        wait: Wait,
    },
    /// Let pinned snapshots go when they are old
    Unpin {
        /// Snapshots
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        wait: Wait,
    },
    /// Show which runs were begun, and how they ended
    Log {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct Wait {
    /// Wait so long for a run that is writing there to end [default: leave at once]
    #[arg(long, value_name = "SECONDS", default_value_t = 0, hide_default_value = true)]
    wait: u64,
}

/// Runs `refloom snapshots`.
///
/// # Errors
/// When the folder cannot be read, a word means no snapshot, or a change cannot be made.
pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    ensure!(
        args.out.join("snapshots").is_dir(),
        "there are no snapshots in {}; name the folder that holds them with --out, or make one with refloom dataset",
        args.out.display()
    );
    match args.command.as_ref().unwrap_or(&Command::List { json: false }) {
        Command::List { json } => list::print(&Snapshots::read(&args.out)?, *json)?,
        Command::Log { json } => log::print(&args.out, *json)?,
        Command::Verify { ids, all } => return verify(args, terminal, ids, *all),
        Command::Restore { id, wait } => restore(args, terminal, id, *wait)?,
        Command::Prune { ids, keep, dry_run, wait } => prune(args, terminal, (ids, *keep), *dry_run, *wait)?,
        Command::Pin { ids, wait } => pin(args, terminal, ids, *wait, true)?,
        Command::Unpin { ids, wait } => pin(args, terminal, ids, *wait, false)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder, for a change.
fn open(args: &Args, terminal: Terminal, wait: Wait) -> Result<OutputDir, DatasetError> {
    let waiting = |holder: Option<&dataset::Holder>| {
        let who = holder.map(|holder| format!(" ({holder})")).unwrap_or_default();
        terminal.say(&format!("another run{who} is writing to the same folder; waiting for it to end"));
    };
    let patience = if wait.wait == 0 {
        Patience::LeaveAtOnce
    } else {
        progress::stop_on_ctrl_c();
        let up_to = Duration::from_secs(wait.wait);
        Patience::Wait { up_to, waiting: &waiting, stopped: &progress::stopped }
    };
    let output = OutputDir::open(&args.out, patience)?;
    for notice in output.take_notices() {
        terminal.say(&notice);
    }
    Ok(output)
}

fn verify(args: &Args, terminal: Terminal, ids: &[String], all: bool) -> anyhow::Result<ExitCode> {
    let snapshots = Snapshots::read(&args.out)?;
    let chosen: Vec<&Snapshot> = if all {
        snapshots.all().iter().collect()
    } else if ids.is_empty() {
        vec![snapshots.find("latest")?]
    } else {
        ids.iter().map(|id| snapshots.find(id)).collect::<Result<_, _>>()?
    };
    let found = dataset::verify(&chosen, 0);
    let mut out = std::io::stdout().lock();
    for one in &found {
        let word = if one.is_whole() { "whole" } else { "damaged" };
        writeln!(out, "{}  {word}  {} files, {}", one.id, one.files, list::size(one.bytes))?;
        for problem in &one.problems {
            writeln!(out, "  {}: {}", problem.place, problem.what)?;
        }
        for name in &one.strays {
            writeln!(out, "  {name}: is not part of the snapshot")?;
        }
    }
    let damaged = found.iter().filter(|one| !one.is_whole()).count();
    if damaged == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    terminal.say(&format!(
        "{damaged} of {} damaged; go back to a whole one with `refloom snapshots restore ID`, or write the dataset again \
         with `refloom dataset`",
        found.len()
    ));
    Ok(exit::needs_a_look())
}

fn restore(args: &Args, terminal: Terminal, word: &str, wait: Wait) -> anyhow::Result<()> {
    let output = open(args, terminal, wait)?;
    let id = Snapshots::read(&args.out)?.find(word)?.id.clone();
    let before = output.restore(&id)?.unwrap_or_else(|| "nothing".to_owned());
    let latest = args.out.join("latest");
    if before == id {
        terminal.say(&format!("{} points to {id} as before; it is whole", latest.display()));
    } else {
        terminal.say(&format!("{} points to {id} now; before, to {before}", latest.display()));
    }
    Ok(())
}

fn prune(
    args: &Args,
    terminal: Terminal,
    (words, keep): (&[String], Option<NonZeroUsize>),
    dry_run: bool,
    wait: Wait,
) -> anyhow::Result<()> {
    // Looking takes no lock.
    let output = if dry_run { None } else { Some(open(args, terminal, wait)?) };
    let snapshots = Snapshots::read(&args.out)?;
    let mut chosen: Vec<&Snapshot> = match keep {
        Some(keep) => snapshots.beyond(keep),
        None => words.iter().map(|word| snapshots.find_removable(word)).collect::<Result<_, _>>()?,
    };
    chosen.sort_by(|a, b| a.id.cmp(&b.id));
    chosen.dedup();
    let mut out = std::io::stdout().lock();
    for one in &chosen {
        if let Some(output) = &output {
            output.remove(&one.id)?;
        }
        writeln!(out, "{}", one.id)?;
    }
    let word = if dry_run { "would be removed" } else { "removed" };
    terminal.say(&format!("{} snapshots {word}", chosen.len()));
    Ok(())
}

fn pin(args: &Args, terminal: Terminal, words: &[String], wait: Wait, on: bool) -> anyhow::Result<()> {
    let output = open(args, terminal, wait)?;
    for id in ids(args, words)? {
        let done = if on { output.pin(&id) } else { output.unpin(&id) };
        done?;
        let word = if on { "stays, however old it is" } else { "goes when it is old" };
        terminal.say(&format!("{id} {word}"));
    }
    Ok(())
}

fn ids(args: &Args, words: &[String]) -> Result<Vec<String>, DatasetError> {
    let snapshots = Snapshots::read(&args.out)?;
    let mut ids = Vec::new();
    for word in words {
        let id = &snapshots.find(word)?.id;
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    Ok(ids)
}
