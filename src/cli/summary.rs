//! What a run tells at its end.

use anstyle::{AnsiColor, Style};
use refloom::model::{Issue, Severity};
use refloom::pipeline::{Refreshed, Summary};
use refloom::sources::fetch::Counts;
use refloom::sources::http::Service;

use super::terminal::{Terminal, Volume, styled};

/// Findings shown at the end of a run unless more are asked for.
const SHOWN: usize = 10;

/// The same of a refresh; what changed is told elsewhere.
pub fn print_refreshed(terminal: Terminal, done: &Refreshed) {
    if !done.was_current {
        print(terminal, &done.summary);
        return;
    }
    for notice in &done.summary.notices {
        terminal.say(&format!("{}: {notice}", styled(style(Severity::Warning), "warning")));
    }
    terminal.say(&format!(
        "Nothing had had its time and no input was changed: {} references and {} works were taken over as they were, into \
         {}.",
        done.summary.references,
        done.summary.works,
        done.summary.snapshot.display()
    ));
}

/// Warnings that name their reference, then a table of what came out and where it is.
pub fn print(terminal: Terminal, done: &Summary) {
    let verbose = terminal.volume == Volume::Verbose;
    let most = if verbose { usize::MAX } else { SHOWN };
    let wanted = |issue: &&Issue| verbose || issue.code.severity() <= Severity::Warning;
    let mut shown = 0;
    for issue in done.first_issues.iter().filter(wanted).take(most) {
        shown += 1;
        terminal.say(&line(issue));
    }
    let all: u64 = done
        .issues
        .iter()
        .filter(|(c, _)| verbose || c.severity() <= Severity::Warning)
        .map(|(_, n)| n)
        .sum();
    if all > shown {
        let how = if verbose { "" } else { "; --verbose shows more here" };
        terminal.say(&format!("… and {} more, in the table of issues{how}", all - shown));
    }

    for notice in &done.notices {
        terminal.say(&format!("{}: {notice}", styled(style(Severity::Warning), "warning")));
    }
    let bold = Style::new().bold();
    let mut lines = vec![
        ("Documents read", done.documents.to_string()),
        ("References found", done.references.to_string()),
        ("References read", of(done.parsed, done.references)),
        ("Journals resolved", of(done.journals.done, done.journals.all)),
        ("Distinct works", works(done)),
    ];
    if done.unreadable > 0 {
        lines.insert(1, ("Documents not read", done.unreadable.to_string()));
    }
    if !done.statuses.is_empty() {
        let statuses =
            done.statuses.iter().map(|(status, n)| format!("{n} {}", status.as_str().replace('_', " ")));
        lines.push(("Linked", statuses.collect::<Vec<_>>().join(", ")));
    }
    for service in Service::ALL {
        let counts = done.asked.of(service);
        if counts != Counts::default() {
            let Counts { cached, answered, failed, stood_in, requests } = counts;
            let failed = match (failed, stood_in) {
                (0, _) => String::new(),
                (_, 0) => format!(", {failed} without an answer"),
                _ => format!(", {failed} without an answer, for {stood_in} of them an older one stands in"),
            };
            let asked =
                format!("{answered} answered by {requests} requests, {cached} from the cache{failed}");
            lines.push((name_of(service), asked));
        }
    }
    let issues: Vec<_> = done.issues.iter().map(|(code, n)| format!("{n} {}", code.as_str())).collect();
    lines.push(("Issues", if issues.is_empty() { "none".to_owned() } else { issues.join(", ") }));
    lines.push(("Dataset", done.latest.display().to_string()));
    lines.push(("Snapshot", done.snapshot.display().to_string()));
    if !done.removed.is_empty() {
        lines.push(("Snapshots removed", done.removed.join(", ")));
    }
    for (name, value) in lines {
        terminal.say(&format!("{} {value}", styled(bold, &format!("{name:<18}"))));
    }
}

fn name_of(service: Service) -> &'static str {
    match service {
        Service::Pubmed => "Asked PubMed",
        Service::Idconv => "Asked PMC",
        Service::Crossref => "Asked Crossref",
    }
}

fn line(issue: &Issue) -> String {
    let severity = issue.code.severity();
    let place = match (&issue.path, issue.line) {
        (Some(path), Some(line)) => format!("{path}:{line}: "),
        (Some(path), None) => format!("{path}: "),
        _ => String::new(),
    };
    let untold = issue.observed.as_ref().filter(|o| !issue.message.contains(o.as_str()));
    let observed = untold.map(|o| format!(" ({o})")).unwrap_or_default();
    format!("{}: {place}{}{observed}", styled(style(severity), severity.as_str()), issue.message)
}

fn works(done: &Summary) -> String {
    match done.works - done.cited {
        0 => format!("{} cited", done.cited),
        citing => format!("{} cited, {citing} citing", done.cited),
    }
}

fn of(part: u64, all: u64) -> String {
    if part == all { format!("{part} (all)") } else { format!("{part} of {all}") }
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
