use std::io::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use refloom::dataset::{LoggedRun, Outcome, RunLog};
use serde_json::json;

use super::super::terminal::styled;

/// One line for each run, the oldest first: as a table, or as JSON objects.
pub fn print(root: &Path, json: bool) -> anyhow::Result<()> {
    let runs = RunLog::of(root).runs()?;
    let mut out = anstream::stdout().lock();
    if !json && !runs.is_empty() {
        writeln!(
            out,
            "{:<26}{:>10}  {:<9}{:<9}{:<9}{:<13}snapshot or reason",
            "began", "took", "command", "version", "mode", "ended"
        )?;
    }
    for run in &runs {
        if json {
            writeln!(out, "{}", as_json(run))?;
            continue;
        }
        let word = run.outcome.as_ref().map_or("running", Outcome::as_str);
        // Padded before it is coloured: colours have a width for the formatter, but none for the eye.
        let ended = styled(style(run.outcome.as_ref()), &format!("{word:<13}"));
        writeln!(
            out,
            "{:<26}{:>10}  {:<9}{:<9}{:<9}{ended}{}",
            run.began(),
            took(run),
            run.begin.kind.as_str(),
            run.tool_version,
            mode(run),
            detail(run)
        )?;
    }
    Ok(())
}

fn took(run: &LoggedRun) -> String {
    match (&run.outcome, run.ended_at) {
        // When it died nobody knows.
        (Some(Outcome::Died), _) | (_, None) => "-".to_owned(),
        (_, Some(at)) => format!("{:.1} s", at.saturating_sub(run.started_at).max(0) as f64 / 1e3),
    }
}

fn mode(run: &LoggedRun) -> &'static str {
    if run.begin.online { "online" } else { "offline" }
}

fn detail(run: &LoggedRun) -> String {
    match &run.outcome {
        Some(Outcome::Finished { run_id }) => run_id.clone(),
        Some(Outcome::Failed { reason }) => reason.clone(),
        None => format!("process {}", run.pid),
        _ => String::new(),
    }
}

fn style(outcome: Option<&Outcome>) -> Style {
    let colour = match outcome {
        Some(Outcome::Died | Outcome::Failed { .. }) => AnsiColor::Red,
        Some(Outcome::Interrupted) => AnsiColor::Yellow,
        _ => return Style::new(),
    };
    colour.on_default()
}

fn as_json(run: &LoggedRun) -> serde_json::Value {
    let (run_id, reason) = match &run.outcome {
        Some(Outcome::Finished { run_id }) => (Some(run_id), None),
        Some(Outcome::Failed { reason }) => (None, Some(reason)),
        _ => (None, None),
    };
    json!({
        "token": run.token, "command": run.begin.kind.as_str(), "mode": mode(run), "version": run.tool_version,
        "pid": run.pid, "parent": run.begin.parent, "started_at": run.began(), "ended_at": run.ended(),
        "outcome": run.outcome.as_ref().map_or("running", Outcome::as_str), "run_id": run_id, "reason": reason,
    })
}
