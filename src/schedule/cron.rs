//! A line for a crontab, and a crontab with and without it.
//!
//! The line is found again by the comment at its end, so that a second installation replaces it and a removal takes nothing
//! else. cron runs a missed hour never; where a machine sleeps at night, a timer of systemd is the better choice.

use std::fmt::Write as _;

use super::error::ScheduleError;
use super::job::Job;
use super::quote;
use super::when::When;
use super::word::{Folder, Name, Word};

/// What Vixie's cron and its heirs take for the command of a line.
const LONGEST: usize = 998;

/// The line that runs a job.
///
/// Variables such as the mail address and the key come from the file `environment`, lines of `NAME=value` as a shell reads
/// them, where there is one: they never stand in the crontab. What the program says goes to the end of `log`, a path that
/// counts from the job's folder; without one cron sends it by mail.
///
/// # Errors
/// When the line is longer than cron takes.
pub fn line(
    job: &Job,
    when: &When,
    environment: &Folder,
    log: Option<&Word>,
) -> Result<String, ScheduleError> {
    let environment = quote::cron(environment.as_str());
    let argv: Vec<String> = job.argv().iter().map(|word| quote::cron(word)).collect();
    // The folder begins with a slash, so that it is neither an option nor `-`.
    let mut command = format!(
        "set -a; [ ! -r {environment} ] || . {environment}; set +a; cd {} && {}",
        quote::cron(job.folder.as_str()),
        argv.join(" ")
    );
    if let Some(log) = log {
        let _ = write!(command, " >>{} 2>&1", quote::cron(log.as_str()));
    }
    command.push(' ');
    command.push_str(&marker(&job.name));
    if command.len() > LONGEST {
        return Err(ScheduleError::LongLine { bytes: command.len(), most: LONGEST });
    }
    Ok(format!("{} {command}", when.cron()))
}

/// The crontab with this line: in the place of the one of that name, else at the end.
pub fn put(crontab: &str, name: &Name, line: &str) -> String {
    let mut text = String::new();
    let mut placed = false;
    for old in crontab.split_inclusive('\n') {
        if !is_of(old, name) {
            text.push_str(old);
        } else if !placed {
            text.push_str(line);
            text.push('\n');
            placed = true;
        }
    }
    if !placed {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// The crontab without the line of that name; `None` where it holds none.
pub fn take_out(crontab: &str, name: &Name) -> Option<String> {
    let text: String = crontab.split_inclusive('\n').filter(|line| !is_of(line, name)).collect();
    (text.len() < crontab.len()).then_some(text)
}

fn marker(name: &Name) -> String {
    format!("# refloom schedule: {name}")
}

fn is_of(line: &str, name: &Name) -> bool {
    // A line that a person has switched off stays theirs.
    !line.trim_start().starts_with('#') && line.trim_end().ends_with(&format!(" {}", marker(name)))
}
