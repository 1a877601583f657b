//! `refloom schedule`: a refresh that happens by itself.

mod crontab;
mod files;
mod systemd;
mod workflow;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use refloom::config::Config;
use refloom::pipeline::Plan;
use refloom::schedule::{Folder, Job, Name, Options, When, Word};

use super::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  refloom schedule cron                                    print a crontab line for a refresh every Monday
  refloom schedule cron --every monthly --at 04:30 --install
  refloom schedule systemd --install                       a service and a timer of yours; made up for when the machine was off
  refloom schedule github > .github/workflows/refresh.yml  a workflow, whose digest stands on the page of each run
  refloom schedule systemd --uninstall                     takes away what --install has put there, and nothing else

Mail address and key never stand in a schedule. cron and systemd read them from ~/.config/refloom/environment, if there is
one; make it yours alone to read (chmod 600):
  REFLOOM_EMAIL=you@example.org
  NCBI_API_KEY=…
GitHub reads them from the secrets of the repository, under the same names.

A refresh ends with 0 done · 1 failed, the old dataset stays · 2 wrong usage · 3 done, but a part could not be checked ·
4 done, and something waits for a person (with --alert).";

/// Print, or put in place, what refreshes a dataset by itself
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ScheduleArgs {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// A line for the crontab
    Cron(crontab::CronArgs),
    /// A service and a timer for systemd
    Systemd(systemd::SystemdArgs),
    /// A workflow for GitHub
    Github(workflow::GithubArgs),
}

/// What every kind of schedule takes.
#[derive(Debug, Args)]
struct Common {
    /// How often: `daily`, `weekly` (Mondays), `monthly` (the 1st), or the five fields of a crontab
    #[arg(long, value_name = "RHYTHM", default_value = "weekly")]
    every: String,
    /// At which time of day [default: one in the small hours, made of the name, so that not everybody asks the services at once]
    #[arg(long, value_name = "HH:MM")]
    at: Option<String>,
    /// Name of the schedule, by which it is found again [default: that of the folder]
    #[arg(long)]
    name: Option<String>,
    /// Folder the refresh runs in; for GitHub a folder of the repository
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Put it in place instead of printing it; what stands there under this name is replaced
    #[arg(long, conflicts_with = "uninstall")]
    install: bool,
    /// Take it away again
    #[arg(long)]
    uninstall: bool,
    #[command(flatten)]
    refresh: RefreshArgs,
}

/// Options that are passed on to `refloom refresh`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Passed on to refloom refresh")]
struct RefreshArgs {
    /// Dataset description
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the snapshots
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many snapshots are kept
    #[arg(long, value_name = "N")]
    keep: Option<u32>,
    /// How long it waits for another run to end
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,
    /// File for the digest in Markdown
    #[arg(long, value_name = "FILE")]
    digest: Option<PathBuf>,
    /// File for the digest in JSON
    #[arg(long, value_name = "FILE")]
    digest_json: Option<PathBuf>,
    /// Command that gets the digest on its standard input
    #[arg(long, value_name = "COMMAND")]
    notify_command: Option<String>,
    /// End with exit code 4 when something waits for a person: a retraction, a correction
    #[arg(long)]
    alert: bool,
    /// End with exit code 3 when there are errors or warnings in the table of issues
    #[arg(long)]
    strict: bool,
}

/// Runs `refloom schedule`.
///
/// # Errors
/// When it cannot be scheduled as asked for, or not be put in place.
pub fn run(args: &ScheduleArgs, terminal: Terminal) -> anyhow::Result<ExitCode> {
    match &args.kind {
        Kind::Cron(args) => crontab::run(args, terminal),
        Kind::Systemd(args) => systemd::run(args, terminal),
        Kind::Github(args) => workflow::run(args, terminal),
    }?;
    Ok(ExitCode::SUCCESS)
}

impl Common {
    /// The folder, as an absolute path without links and dots.
    fn folder(&self) -> anyhow::Result<PathBuf> {
        let folder = self.dir.canonicalize();
        match folder {
            Ok(folder) if folder.is_dir() => Ok(folder),
            Ok(folder) => bail!("{} is no folder; name the one of the dataset with --dir", folder.display()),
            Err(error) => {
                bail!(
                    "cannot use the folder {}: {error}; name that of the dataset with --dir",
                    self.dir.display()
                )
            }
        }
    }

    fn name(&self, folder: &Path) -> anyhow::Result<Name> {
        Ok(match &self.name {
            Some(name) => Name::new(name)?,
            None => Name::from_path(&folder.to_string_lossy()),
        })
    }

    /// The time is made of the folder too, so that two datasets of one name do not meet.
    fn when(&self, name: &Name, folder: &Path) -> anyhow::Result<When> {
        let seed = format!("{name} {}", folder.display());
        Ok(When::new(&self.every, self.at.as_deref(), &seed)?)
    }

    fn job(&self, folder: &Path, program: Option<&Path>) -> anyhow::Result<Job> {
        let program = match program {
            // Not followed where it is a link: that may point to another version tomorrow, and is meant to.
            Some(path) => std::path::absolute(path)
                .with_context(|| format!("cannot find the program {}", path.display()))?,
            None => std::env::current_exe()
                .context("cannot tell where this program is; name it with --program")?,
        };
        anyhow::ensure!(
            program.is_file(),
            "there is no program {}; name that of refloom with --program",
            program.display()
        );
        Ok(Job {
            name: self.name(folder)?,
            program: Folder::new("the program", text(&program)?)?,
            folder: Folder::new("the folder", text(folder)?)?,
            options: self.refresh.options()?,
        })
    }
}

impl RefreshArgs {
    fn options(&self) -> anyhow::Result<Options> {
        let path = |what: &'static str, path: &Option<PathBuf>| -> anyhow::Result<Option<Word>> {
            path.as_deref().map(|path| Ok(Word::new(what, text(path)?)?)).transpose()
        };
        Ok(Options {
            config: path("the dataset description", &self.config)?,
            out: path("the folder of the snapshots", &self.out)?,
            keep: self.keep,
            wait: self.wait,
            digest: path("the digest", &self.digest)?,
            digest_json: path("the digest", &self.digest_json)?,
            notify_command: self
                .notify_command
                .as_ref()
                .map(|command| Word::new("the command", command.as_str()))
                .transpose()?,
            alert: self.alert,
            strict: self.strict,
        })
    }

    /// The folders a refresh writes to: of the snapshots, of the answers, of the digests. From the description where there
    /// is one. One that was named and cannot be read is a failure now rather than in the night.
    fn writes(&self, folder: &Path) -> anyhow::Result<Writes> {
        let named = self.config.clone();
        let file = folder.join(named.as_deref().unwrap_or(Path::new("data/dataset.toml")));
        let mut writes = Writes {
            out: folder.join("output"),
            answers: folder.join(".refloom-cache"),
            digests: Vec::new(),
        };
        if named.is_some() || file.exists() {
            let config = Config::read(&file)?;
            let beside = file.parent().unwrap_or(folder);
            writes.answers = beside.join(".refloom-cache");
            let plan = Plan::from_config(&config, beside);
            writes.out = plan.out;
            if let Some(enrich) = plan.enrich {
                writes.answers = enrich.cache;
            }
        }
        if let Some(out) = &self.out {
            writes.out = folder.join(out);
        }
        for digest in [&self.digest, &self.digest_json].into_iter().flatten() {
            writes.digests.extend(folder.join(digest).parent().map(Path::to_owned));
        }
        Ok(writes)
    }
}

/// Where a refresh writes to.
struct Writes {
    out: PathBuf,
    answers: PathBuf,
    digests: Vec<PathBuf>,
}

/// The file of variables that cron and systemd read, in the home of whoever runs this.
fn environment_file() -> anyhow::Result<PathBuf> {
    Ok(home()?.join(".config/refloom/environment"))
}

fn home() -> anyhow::Result<PathBuf> {
    std::env::home_dir()
        .filter(|home| home.is_absolute())
        .context("cannot tell where your home is; set HOME to it")
}

/// A path as text.
fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| {
        format!("{} is no Unicode, so that it cannot stand in a schedule; rename it", path.display())
    })
}

/// Prints data to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
