//! `refloom cache`: what services have answered.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use refloom::sources::cache::{Cache, FILE_NAME, Lifetimes, wall_clock};
use refloom::sources::http::CallKind;

use super::exit;
use super::terminal::Terminal;

/// Show, prune and verify the cache of services' answers
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  refloom cache show                               what is there, by service and kind
  refloom cache prune --older-than 90              delete answers older than 90 days
  refloom cache prune --kind crossref_search       delete the answers to searches
  refloom cache verify                             every answer against its hash

The cache is one SQLite file; it holds no keys and no mail addresses.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    /// Folder of the cache
    #[arg(long, global = true, value_name = "DIR", default_value = ".refloom-cache")]
    cache: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Count the answers by service and kind
    Show,
    /// Delete answers; without an option all of them
    Prune {
        /// Only those older than so many days
        #[arg(long, value_name = "DAYS")]
        older_than: Option<u64>,
        /// Only those of one kind, as `show` names them
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<CallKind>,
    },
    /// Check every answer against its hash; exit code 3 when one is damaged
    Verify,
}

fn kind(word: &str) -> Result<CallKind, String> {
    let known = || CallKind::ALL.map(CallKind::as_str).join(", ");
    CallKind::from_word(word).ok_or_else(|| format!("it is one of {}", known()))
}

/// Runs `refloom cache`.
///
/// # Errors
/// When there is no cache, or it cannot be read or written.
pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let file = args.cache.join(FILE_NAME);
    anyhow::ensure!(
        file.exists(),
        "there is no cache in {}; name its folder with --cache, or make one with refloom dataset --enrich",
        args.cache.display()
    );
    let cache = Cache::open(&args.cache, Lifetimes::default())?;
    for notice in cache.take_notices() {
        terminal.say(&notice);
    }
    match &args.command {
        Command::Show => show(&cache),
        Command::Prune { older_than, kind } => {
            let age = older_than.map(|days| Duration::from_secs(days.saturating_mul(86_400)));
            let pruned = cache.prune(age, *kind, wall_clock())?;
            terminal.say(&format!("{} answers deleted from {}", pruned.answers, file.display()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify => {
            let verified = cache.verify()?;
            for fault in &verified.file {
                terminal.say(&format!("{}: {fault}", file.display()));
            }
            for question in &verified.damaged {
                terminal.say(&format!("damaged, and asked again by the next run: {question}"));
            }
            terminal.say(&format!("{} answers good, {} damaged", verified.good, verified.damaged.len()));
            let sound = verified.damaged.is_empty() && verified.file.is_empty();
            Ok(if sound { ExitCode::SUCCESS } else { exit::needs_a_look() })
        }
    }
}

fn show(cache: &Cache) -> anyhow::Result<ExitCode> {
    let summary = cache.summary(wall_clock())?;
    let mut out = anstream::stdout().lock();
    let days = |milliseconds: u64| milliseconds / 86_400_000;
    writeln!(
        out,
        "{:<10}{:<18}{:>7}{:>9}{:>8}{:>12}{:>16}",
        "service", "kind", "status", "answers", "stale", "kB", "age in days"
    )?;
    for row in &summary.rows {
        let age = format!("{}–{}", days(row.newest), days(row.oldest));
        writeln!(
            out,
            "{:<10}{:<18}{:>7}{:>9}{:>8}{:>12}{age:>16}",
            row.service,
            row.kind,
            row.status,
            row.count,
            row.stale,
            row.stored_bytes.div_ceil(1000)
        )?;
    }
    writeln!(out, "{} in {}", kilobytes(summary.stored_bytes), cache.path().display())?;
    Ok(ExitCode::SUCCESS)
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
