//! What a run tells at its end.

use anstyle::{AnsiColor, Style};
use refloom::model::Severity;
use refloom::pipeline::Summary;

use super::terminal::{Terminal, styled};

/// Warnings that name their reference, then a table of what came out and where it is.
pub fn print(terminal: &Terminal, done: &Summary) {
    for issue in &done.shown {
        let severity = issue.code.severity();
        let place = match (&issue.path, issue.line) {
            (Some(path), Some(line)) => format!("{path}:{line}: "),
            (Some(path), None) => format!("{path}: "),
            _ => String::new(),
        };
        let observed = issue.observed.as_ref().map(|o| format!(" ({o})")).unwrap_or_default();
        let word = styled(style(severity), severity.as_str());
        terminal.say(&format!("{word}: {place}{}{observed}", issue.message));
    }
    let worth_a_look: u64 =
        done.issues.iter().filter(|(c, _)| c.severity() <= Severity::Warning).map(|(_, n)| n).sum();
    let unshown = worth_a_look.saturating_sub(done.shown.len() as u64);
    if unshown > 0 {
        terminal.say(&format!("… and {unshown} more, all in the table of issues"));
    }

    let bold = Style::new().bold();
    let mut lines = vec![
        ("Documents read", done.documents.to_string()),
        ("References found", done.references.to_string()),
        ("References read", of(done.parsed, done.references)),
        ("Journals resolved", of(done.journals.done, done.journals.all)),
        ("Distinct works", done.works.to_string()),
    ];
    if done.unreadable > 0 {
        lines.insert(1, ("Documents not read", done.unreadable.to_string()));
    }
    let issues: Vec<_> = done.issues.iter().map(|(code, n)| format!("{n} {}", code.as_str())).collect();
    lines.push(("Issues", if issues.is_empty() { "none".to_owned() } else { issues.join(", ") }));
    lines.push(("Dataset", done.latest.display().to_string()));
    lines.push(("Snapshot", done.snapshot.display().to_string()));
    for (name, value) in lines {
        terminal.say(&format!("{} {value}", styled(bold, &format!("{name:<18}"))));
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
