//! `refloom index`: records at hand instead of a network.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use refloom::normalize::journals::Authority;
use refloom::sources::index::{Builder, Index, Item, Records};

use super::exit;
use super::progress;
use super::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  refloom index build pubmed26n*.xml.gz --out pubmed.index
  refloom index build crossref.jsonl pubmed26n1200.xml.gz --out both.index
  refloom index show pubmed.index

Reads PubMed XML (baseline and update files, in their order: of two versions of a record the later counts, and what an
update takes back is gone) and Crossref works as JSON Lines, packed with gzip or not. The index that was there before
stays until the new one is whole. Records that cannot be read are told and left out; then the exit code is 3.";

/// Faults that are told one by one.
const MOST_TOLD: u64 = 10;

/// Build a local index of records, which answers as services do
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Build an index from files of records
    Build {
        /// PubMed XML or Crossref JSON Lines, packed with gzip or not
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Where the index is to be
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Say what an index holds
    Show {
        /// The index
        #[arg(value_name = "FILE")]
        index: PathBuf,
    },
}

pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Build { files, out } => build(files, out, terminal),
        Command::Show { index } => {
            terminal.say(&format!("{}: {} records", index.display(), Index::open(index)?.len()));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn build(files: &[PathBuf], out: &Path, terminal: Terminal) -> anyhow::Result<ExitCode> {
    progress::stop_on_ctrl_c();
    let authority = Authority::embedded()?;
    let mut builder = Builder::new(out)?;
    let mut faults = 0;
    for (at, file) in files.iter().enumerate() {
        let mut records = Records::open(file)?;
        let bar = bar(terminal, records.progress().1, &format!("{} of {}", at + 1, files.len()));
        while let Some(item) = records.next() {
            match item {
                Item::Record(record) => builder.add(&record, &authority)?,
                Item::Deleted(pmids) => builder.delete(pmids),
                Item::Fault(why) => {
                    faults += 1;
                    if faults <= MOST_TOLD {
                        bar.suspend(|| terminal.say(&format!("{}: {why}", file.display())));
                    }
                }
            }
            bar.set_position(records.progress().0);
            if progress::stopped() {
                bar.finish_and_clear();
                terminal.say(&format!("stopped; {} was not written", out.display()));
                return Ok(exit::interrupted());
            }
        }
        bar.finish_and_clear();
    }
    let bar = bar(terminal, 0, "sorting");
    bar.enable_steady_tick(Duration::from_millis(120));
    let built = builder.finish()?;
    bar.finish_and_clear();
    if faults > MOST_TOLD {
        terminal.say(&format!("… and {} more that could not be read", faults - MOST_TOLD));
    }
    terminal.say(&format!(
        "{}: {} records, {:.1} MB",
        out.display(),
        built.records,
        built.bytes as f64 / 1e6
    ));
    Ok(if faults == 0 { ExitCode::SUCCESS } else { exit::needs_a_look() })
}

fn bar(terminal: Terminal, size: u64, message: &str) -> ProgressBar {
    if !terminal.shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
    let template = if size == 0 {
        "{spinner} Building the index: {msg}"
    } else {
        "Building the index: {msg:12} {bar:30} {percent:>3}%  {bytes_per_sec}  {eta} left"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(message.to_owned());
    bar
}
