//! `refloom schedule cron`: the line, and the crontab of whoever runs this.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail, ensure};
use refloom::schedule::{Folder, Word, cron};

use super::super::terminal::Terminal;
use super::{Common, environment_file, print, text};

/// A line for the crontab
#[derive(Debug, clap::Args)]
pub struct CronArgs {
    #[command(flatten)]
    common: Common,
    /// The program to run [default: this one]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// File of variables, lines of NAME=value as a shell reads them [default: ~/.config/refloom/environment]
    #[arg(long, value_name = "FILE")]
    environment: Option<PathBuf>,
    /// File that gets what the refresh says [default: refloom-NAME.log in the folder]
    #[arg(long, value_name = "FILE", conflicts_with = "mail")]
    log: Option<PathBuf>,
    /// Let cron mail what the refresh says
    #[arg(long)]
    mail: bool,
}

pub fn run(args: &CronArgs, terminal: Terminal) -> anyhow::Result<()> {
    let folder = args.common.folder()?;
    let name = args.common.name(&folder)?;
    if args.common.uninstall {
        return match cron::take_out(&listed()?, &name) {
            Some(crontab) => {
                write(&crontab)?;
                terminal.say(&format!("the line of {name} is out of your crontab"));
                Ok(())
            }
            None => bail!("your crontab holds no schedule named {name}; `crontab -l` shows what it holds"),
        };
    }
    args.common.refresh.writes(&folder)?;
    let job = args.common.job(&folder, args.program.as_deref())?;
    let when = args.common.when(&name, &folder)?;
    let environment = match &args.environment {
        Some(file) => std::path::absolute(file)?,
        None => environment_file()?,
    };
    let log = match &args.log {
        _ if args.mail => None,
        Some(file) => Some(Word::new("the log", text(file)?)?),
        None => Some(Word::new("the log", format!("refloom-{name}.log"))?),
    };
    let environment = Folder::new("the environment file", text(&environment)?)?;
    let line = cron::line(&job, &when, &environment, log.as_ref())?;
    if !args.common.install {
        return print(&format!("{line}\n"));
    }
    let crontab = cron::put(&listed()?, &name, &line);
    write(&crontab)?;
    ensure!(
        listed()?.lines().any(|there| there == line),
        "crontab took the line and does not show it; look at it with `crontab -e`"
    );
    terminal.say(&format!("in your crontab, replacing what stood there for {name}:\n{line}"));
    Ok(())
}

/// The crontab as it is. Only where crontab says that there is none is it empty: after any other failure nothing may be
/// written, since that would replace what could not be read.
fn listed() -> anyhow::Result<String> {
    let output = output(Command::new("crontab").arg("-l").env("LC_ALL", "C"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return String::from_utf8(output.stdout).ok().context(
            "your crontab is no UTF-8, and would not survive being written again; put the line there with `crontab -e`",
        );
    }
    if said.contains("no crontab for") {
        return Ok(String::new());
    }
    bail!("cannot read your crontab, so that it stays as it is: {}", told(&said, output.status))
}

fn write(crontab: &str) -> anyhow::Result<()> {
    let mut child = Command::new("crontab")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run crontab")?;
    let sent = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(crontab.as_bytes()));
    let output = child.wait_with_output().context("cannot run crontab")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "crontab did not take the line: {}", told(&said, output.status));
    sent.context("crontab did not take the whole crontab; look at it with `crontab -e`")
}

fn output(command: &mut Command) -> anyhow::Result<Output> {
    command.stdin(Stdio::null()).output().map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            anyhow::anyhow!(
                "there is no cron here (no `crontab`); install it, or use `refloom schedule systemd`"
            )
        } else {
            anyhow::Error::new(error).context("cannot run crontab")
        }
    })
}

fn told(said: &str, status: std::process::ExitStatus) -> String {
    let said = said.trim();
    if said.is_empty() { status.to_string() } else { said.replace('\n', "; ") }
}
