//! `refloom refresh`: the same dataset again, and what changed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::Context as _;
use clap::ValueEnum;
use refloom::dataset::OutputDir;
use refloom::dataset::diff::Digest;
use refloom::pipeline::{self, PipelineError, Refreshed};
use refloom::report;

use super::export::{is_broken_pipe, save};
use super::progress::Bars;
use super::terminal::Terminal;
use super::{dataset, exit, remembered, services, summary};

const EXAMPLES: &str = "\
Examples:
  refloom refresh                                  what the last run into output/ read, brought up to date
  refloom refresh --digest news.md --digest-json news.json
  refloom refresh --notify-command 'mail -s \"references\" me@example.org'
                                                   the digest by mail, where anything changed
  refloom refresh --alert || notify-send 'a reference was retracted'
  refloom refresh guideline-v2.docx                another version of the document, compared with the last dataset
  refloom refresh --dry-run                        how much would have to be asked
  refloom schedule cron                            a line for cron that does it every week

Only what has had its time is asked for: whether works were retracted or corrected after a week, counts after a month,
bibliographic data after a year, what was not found after a month; [enrich.days] in dataset.toml says otherwise. Where a
service does not answer, what it said before stands in, and the digest says so.

The digest is written to standard output: what was retracted or corrected first, then new matches, fields that changed,
references that came and went. The table `changes` of the new snapshot holds every change.

Exit codes: 0 done · 1 failed, the dataset is as it was · 2 wrong usage · 3 done, but a service left something unanswered,
the digest could not be delivered, or (--strict) something needs a look · 4 done, and a work was retracted or corrected (--alert)";

/// Bring a dataset up to date and tell what changed
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct RefreshArgs {
    #[command(flatten)]
    dataset: dataset::Args,
    /// Form of the digest on standard output
    #[arg(long, value_name = "FORM", value_enum, default_value = "text", help_heading = "Digest")]
    to: Form,
    /// Write the digest as Markdown into this file too
    #[arg(long, value_name = "FILE", help_heading = "Digest")]
    digest: Option<PathBuf>,
    /// Write the digest as JSON into this file too; docs/DIFF.md tells its shape
    #[arg(long, value_name = "FILE", help_heading = "Digest")]
    digest_json: Option<PathBuf>,
    /// Run this command by the shell with the digest (Markdown) on its standard input
    #[arg(long, value_name = "COMMAND", help_heading = "Digest")]
    notify_command: Option<String>,
    /// When to run it
    #[arg(long, value_name = "WHEN", value_enum, default_value = "changes", help_heading = "Digest")]
    notify: When,
    /// End with exit code 4 when a work was retracted or corrected since the last run
    #[arg(long)]
    alert: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a terminal
    Text,
    /// For a mail or a web page
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// When anything changed, or a service left something unanswered
    Changes,
    /// Only when a work was retracted or corrected
    Alerts,
    /// After every run
    Always,
}

/// Runs `refloom refresh`.
///
/// # Errors
/// When nothing could be published.
pub fn run(args: &RefreshArgs, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let mut told = args.dataset.clone();
    if !told.names_inputs()
        && let Some(earlier) = remembered::read(told.out())?
    {
        told = told.or(earlier);
    }
    let (plan, authority) = told.ready()?;
    let bars = Bars::new(terminal);
    if told.is_dry_run() {
        let estimate = pipeline::estimate(&plan, &authority, &bars);
        bars.finish();
        services::print(terminal, &estimate?);
        return Ok(ExitCode::SUCCESS);
    }
    let done = pipeline::refresh(&plan, &authority, &bars);
    bars.finish();
    let done = match done {
        Err(PipelineError::Interrupted) => {
            terminal.say(&format!("refloom: {}", PipelineError::Interrupted));
            return Ok(exit::interrupted());
        }
        other => other?,
    };
    summary::print_refreshed(terminal, &done);
    let Refreshed { summary, digest, is_incomplete, .. } = done;
    let why = if is_incomplete && digest.is_none() { LOST } else { FIRST };
    let digest = digest.unwrap_or_else(|| Digest { notes: vec![why.to_owned()], ..Digest::default() });
    // From here on the dataset is published: whatever cannot be told is no failure of it, and keeps nothing else from
    // being told.
    let needs_a_look = is_incomplete || (told.is_strict() && summary.needs_a_look());
    let mut is_told = true;
    let mut tell = |told: anyhow::Result<()>| {
        if let Err(error) = told {
            is_told = false;
            let again = "the dataset is published, and the next refresh tells it again";
            terminal.say(&format!("warning: {error:#}; {again}"));
        }
    };
    tell(show(args.to, &digest));
    if let Some(path) = &args.digest {
        tell(write(path, report::markdown(&digest).as_bytes()));
    }
    if let Some(path) = &args.digest_json {
        tell(json(&digest).and_then(|text| write(path, text.as_bytes())));
    }
    if let Some(command) = &args.notify_command
        && is_wanted(args.notify, &digest, is_incomplete)
    {
        tell(notify(command, &digest, is_incomplete));
    }
    if is_told {
        OutputDir::told(&plan.out)?;
    }
    Ok(if args.alert && digest.has_notices() {
        exit::alert()
    } else if needs_a_look || !is_told {
        exit::needs_a_look()
    } else {
        ExitCode::SUCCESS
    })
}

/// What is said of a first dataset.
const FIRST: &str = "This is the first dataset here: there is nothing to compare it with.";

/// What is said where the dataset before cannot be read.
const LOST: &str =
    "The dataset before is damaged: what changed since then cannot be told. The new one is whole.";

fn is_wanted(when: When, digest: &Digest, is_incomplete: bool) -> bool {
    match when {
        When::Always => true,
        When::Changes => digest.changed || is_incomplete,
        When::Alerts => digest.has_notices(),
    }
}

fn show(form: Form, digest: &Digest) -> anyhow::Result<()> {
    let text = match form {
        Form::Text => report::text(digest),
        Form::Markdown => report::markdown(digest),
        Form::Json => json(digest)?,
    };
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(anyhow::Error::from);
    match written {
        // Whoever reads the digest has had enough: that is no failure.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

fn json(digest: &Digest) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(digest)? + "\n")
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    save(path, |out| {
        out.write_all(bytes)?;
        Ok(Some(1))
    })?;
    Ok(())
}

/// Hands the digest to a command of the person's.
fn notify(command: &str, digest: &Digest, is_incomplete: bool) -> anyhow::Result<()> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        // What it needs to know of, without reading the digest; and nothing that is not for it.
        .env("REFLOOM_CHANGED", if digest.changed { "1" } else { "0" })
        .env("REFLOOM_RETRACTED", digest.retracted.total.to_string())
        .env("REFLOOM_CORRECTED", digest.corrected.total.to_string())
        .env("REFLOOM_INCOMPLETE", if is_incomplete { "1" } else { "0" })
        .env_remove("NCBI_API_KEY")
        .stdin(Stdio::piped())
        // Standard output is the digest's.
        .stdout(io::stderr())
        .spawn()
        .context("the notification command could not be started")?;
    if let Some(mut input) = child.stdin.take() {
        match input.write_all(report::markdown(digest).as_bytes()) {
            // It need not read what it is given.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            other => other.context("the notification command could not be told the digest")?,
        }
    }
    let ended = child.wait().context("the notification command was lost")?;
    anyhow::ensure!(ended.success(), "the notification command ended with {ended}");
    Ok(())
}
