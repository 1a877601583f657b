//! `refloom schedule systemd`: the units, and putting them in place.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use refloom::schedule::systemd::{Owner, Units, User, folder, is_ours, unit_name};
use refloom::schedule::{Folder, Word};

use super::super::terminal::Terminal;
use super::{Common, Writes, files, home, print, text};

/// A service and a timer for systemd
#[derive(Debug, clap::Args)]
pub struct SystemdArgs {
    #[command(flatten)]
    common: Common,
    /// The program to run [default: this one]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// File of variables, lines of NAME=value [default: ~/.config/refloom/environment, with --system
    /// /etc/refloom/environment]
    #[arg(long, value_name = "FILE")]
    environment: Option<PathBuf>,
    /// Units of yours, which is the default
    #[arg(long, conflicts_with = "system")]
    user: bool,
    /// Units of the machine
    #[arg(long)]
    system: bool,
    /// The user the refresh runs as, with --system
    #[arg(long, value_name = "USER", requires = "system")]
    run_as: Option<String>,
}

pub fn run(args: &SystemdArgs, terminal: Terminal) -> anyhow::Result<()> {
    let common = &args.common;
    let dir = common.folder()?;
    let name = common.name(&dir)?;
    if common.uninstall {
        return uninstall(args, &format!("refloom-{name}"), terminal);
    }
    let owner = match (&args.run_as, args.system) {
        (Some(user), _) => Owner::System { run_as: User::new(user)? },
        (None, true) => anyhow::bail!("say with --run-as which user it runs as; it should not be root"),
        (None, false) => Owner::Me,
    };
    let job = common.job(&dir, args.program.as_deref())?;
    let when = common.when(&name, &dir)?;
    let environment = args.environment.as_ref().map(std::path::absolute).transpose()?;
    let environment = environment
        .as_deref()
        .map(|file| anyhow::Ok(Folder::new("the environment file", text(file)?)?))
        .transpose()?;
    let writes = outside(&dir, &common.refresh.writes(&dir)?);
    let words: Vec<Folder> = writes
        .iter()
        .map(|path| anyhow::Ok(Folder::new("the folder", text(path)?)?))
        .collect::<Result<_, _>>()?;
    let units =
        Units { job: &job, when: &when, owner: &owner, environment: environment.as_ref(), writes: &words };
    let unit = unit_name(&job);
    let (service, timer) = (units.service()?, units.timer());
    if !common.install {
        return print(&format!("# {unit}.service\n{service}\n# {unit}.timer\n{timer}"));
    }
    for path in &writes {
        std::fs::create_dir_all(path)
            .with_context(|| format!("cannot make the folder {}", path.display()))?;
    }
    let place = place(args)?;
    let texts = [("service", service), ("timer", timer)]
        .map(|(kind, text)| (place.join(format!("{unit}.{kind}")), text));
    for (path, _) in &texts {
        files::check_ours(path, is_ours)?;
    }
    for (path, text) in &texts {
        files::write(path, text)?;
        terminal.say(&format!("written: {}", path.display()));
    }
    let timer = format!("{unit}.timer");
    let (reload, enable) = (vec!["daemon-reload"], vec!["enable", "--now", timer.as_str()]);
    let done = systemctl(args, &reload).and_then(|()| systemctl(args, &enable));
    match done {
        Ok(()) => {
            let whose = whose(args);
            terminal.say(&format!("switched on; systemctl {whose} list-timers {timer} shows when it runs next"));
            if owner == Owner::Me {
                terminal.say("it runs while you are logged in; `loginctl enable-linger` lets it run always");
            }
            Ok(())
        }
        Err(error) => Err(error.context(format!(
            "the units are written and not switched on; run `systemctl {0} daemon-reload && systemctl {0} enable --now {timer}` \
             where systemd runs",
            whose(args)
        ))),
    }
}

fn uninstall(args: &SystemdArgs, unit: &str, terminal: Terminal) -> anyhow::Result<()> {
    let place = place(args)?;
    let paths = ["timer", "service"].map(|kind| place.join(format!("{unit}.{kind}")));
    let mut there = Vec::new();
    for path in &paths {
        if files::check_ours(path, is_ours)? {
            there.push(path);
        }
    }
    ensure!(!there.is_empty(), "there is no {}; name the schedule with --name", paths[0].display());
    // First switched off: afterwards systemd would no longer know what to stop.
    let off = systemctl(args, &["disable", "--now", &format!("{unit}.timer")]);
    for path in there {
        files::remove(path)?;
        terminal.say(&format!("removed: {}", path.display()));
    }
    if let Err(error) = off.and_then(|()| systemctl(args, &["daemon-reload"])) {
        terminal.say(&format!("the files are gone, and systemd could not be told: {error:#}"));
    }
    Ok(())
}

fn place(args: &SystemdArgs) -> anyhow::Result<PathBuf> {
    let owner = if args.system { Owner::System { run_as: User::new("root")? } } else { Owner::Me };
    let home = if args.system { PathBuf::from("/") } else { home()? };
    Ok(PathBuf::from(folder(&owner, &Word::new("the home folder", text(&home)?)?)))
}

fn whose(args: &SystemdArgs) -> &'static str {
    if args.system { "--system" } else { "--user" }
}

fn systemctl(args: &SystemdArgs, command: &[&str]) -> anyhow::Result<()> {
    let output = Command::new("systemctl")
        .arg(whose(args))
        .args(command)
        .stdin(Stdio::null())
        .output()
        .context("cannot run systemctl")?;
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
    ensure!(output.status.success(), "systemctl {} {}: {said}", whose(args), command.join(" "));
    Ok(())
}

/// The folders a refresh writes to outside of its own.
fn outside(folder: &Path, writes: &Writes) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = [&writes.out, &writes.answers]
        .into_iter()
        .chain(&writes.digests)
        .map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()))
        .filter(|path| !path.starts_with(folder))
        .collect();
    paths.sort();
    paths.dedup();
    paths
}
