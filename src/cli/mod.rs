//! The command line: one file per command. Only here do words reach the terminal.

mod authority;
mod cache;
mod check;
mod completions;
mod dataset;
mod diff;
mod eval;
mod exit;
mod explain;
mod export;
mod index;
mod lines;
mod parse;
mod progress;
mod refresh;
mod remembered;
mod schedule;
mod services;
mod snapshots;
mod summary;
mod terminal;

use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use self::terminal::{Terminal, Volume};

const EXAMPLES: &str = "\
Examples:
  refloom dataset                     read what data/dataset.toml names, write tables into output/
  refloom dataset article.txt         read one document
  refloom refresh                     the same dataset again, and what changed
  refloom parse references.txt        one reference a line to CSL-JSON Lines on standard output
  refloom explain 'Smith J. …'        how one reference was read
  refloom eval gold.jsonl             how well references are read, against a gold file
  refloom export --to ris             the works of output/latest for a reference manager
  refloom check                       verify output/latest
  refloom snapshots                   what has been published into output/
  refloom diff previous latest        what the newest dataset has that the one before had not
  refloom schedule systemd            what refreshes the dataset by itself
  refloom dataset --help              more about one command";

/// The arguments of the program as typed.
#[derive(Debug, Parser)]
#[command(name = "refloom", version, about, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say nothing but failures
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(long, short, global = true, action = ArgAction::SetTrue)]
    verbose: bool,
    #[command(flatten)]
    color: colorchoice_clap::Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Dataset(dataset::Args),
    Refresh(refresh::RefreshArgs),
    Parse(parse::ParseArgs),
    Check(check::Args),
    Diff(diff::Args),
    Explain(explain::ExplainArgs),
    Eval(eval::EvalArgs),
    Export(export::ExportArgs),
    /// Build, query and measure the journal authority
    Authority(authority::Args),
    Cache(cache::Args),
    Index(index::Args),
    Snapshots(snapshots::Args),
    Schedule(schedule::ScheduleArgs),
    Completions(completions::Args),
}

/// Runs the command line.
///
/// # Errors
/// Whatever the command could not do, with what to do about it.
pub fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    cli.color.write_global();
    let volume = match (cli.quiet, cli.verbose) {
        (true, _) => Volume::Quiet,
        (false, false) => Volume::Normal,
        (false, true) => Volume::Verbose,
    };
    let terminal = Terminal { volume };
    match &cli.command {
        Command::Dataset(args) => dataset::run(args, terminal),
        Command::Refresh(args) => refresh::run(args, terminal),
        Command::Parse(args) => parse::run(args),
        Command::Check(args) => check::run(args, terminal),
        Command::Diff(args) => diff::run(args, terminal),
        Command::Explain(args) => explain::run(args),
        Command::Eval(args) => eval::run(args, terminal),
        Command::Export(args) => export::run(args, terminal),
        Command::Authority(args) => authority::run(args),
        Command::Cache(args) => cache::run(args, terminal),
        Command::Index(args) => index::run(args, terminal),
        Command::Snapshots(args) => snapshots::run(args, terminal),
        Command::Schedule(args) => schedule::run(args, terminal),
        Command::Completions(args) => Ok(completions::run(args)?),
    }
}

/// A failure and its causes in one line. A cause that the failure already tells is not told again.
pub fn told(error: &anyhow::Error) -> String {
    let line = error.chain().map(ToString::to_string).fold(String::new(), |mut line, cause| {
        if !line.contains(&cause) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&cause);
        }
        line
    });
    terminal::harmless(&line).into_owned()
}
