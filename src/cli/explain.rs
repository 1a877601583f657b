//! `refloom explain`: how one string was read.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::Args;
use refloom::model::{Entry, Field, JournalLink, Name, Reference, Span};
use refloom::normalize::journals::Authority;
use refloom::normalize::{Finding, names, normalize};
use refloom::parse::{Parser, label};

use super::dataset::journal_authority;

/// Show how one reference was read: which part of the text became which field, and how sure that is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom explain 'Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.'

Confidences are orders of trust, not measured probabilities.")]
pub struct ExplainArgs {
    /// The reference, as printed.
    #[arg(value_name = "REFERENCE")]
    reference: String,

    /// Newer journal list to use instead of the built-in one: NLM's `J_Medline.txt` or `J_Entrez.txt`.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
}

/// Runs `refloom explain`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    // Line breaks of a pasted reference fold to spaces, as they do in a document.
    let text: String = args.reference.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let entry = Entry { label: label::find(&text).map(|l| l.text.to_owned()), ..Entry::from_line(&text) };
    let printed = Parser::new().parse(&entry);
    let mut canonical = printed.clone();
    let findings = normalize(&mut canonical);
    let authority = journal_authority(args.authority.as_deref())?;
    canonical.journal = authority.link(&canonical);
    let mut out = anstream::stdout().lock();
    let shown = write(&mut out, &entry, &canonical, &findings)
        .and_then(|()| write_journal(&mut out, &canonical, &authority));
    match shown {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn write(out: &mut impl Write, entry: &Entry, reference: &Reference, findings: &[Finding]) -> io::Result<()> {
    let rows = rows(reference);
    write_text(out, &entry.text, &rows)?;
    writeln!(out)?;
    let confidence = reference.confidence.map_or("unknown".to_owned(), |c| format!("{c:.2}"));
    writeln!(out, "type        {}", reference.kind.as_str())?;
    writeln!(out, "confidence  {confidence}")?;
    if let Some(label) = &entry.label {
        writeln!(out, "label       {label}")?;
    }
    if reference.authors_truncated {
        writeln!(out, "authors     the printed list is cut (et al)")?;
    }
    writeln!(out)?;
    write_table(out, &entry.text, &rows)?;
    for finding in findings {
        let expected = finding.expected.as_ref().map(|e| format!(" (should be {e})")).unwrap_or_default();
        writeln!(out, "{}: {}{expected}", finding.code.as_str(), finding.message)?;
    }
    Ok(())
}

/// What the journal authority made of the container.
fn write_journal(out: &mut impl Write, reference: &Reference, authority: &Authority) -> io::Result<()> {
    let show = |out: &mut dyn Write, handle| match authority.journal(handle) {
        Some(j) => {
            let ids = [
                ("NLM ID", &j.nlm_id),
                ("print ISSN", &j.issn_print),
                ("electronic ISSN", &j.issn_electronic),
            ];
            let ids: Vec<_> =
                ids.iter().filter_map(|(name, id)| id.as_ref().map(|id| format!("{name} {id}"))).collect();
            writeln!(out, "            {} ({})", j.title, ids.join(", "))
        }
        None => Ok(()),
    };
    match &reference.journal {
        JournalLink::NotAttempted => Ok(()),
        JournalLink::Unresolved => writeln!(out, "\njournal     not in the authority"),
        JournalLink::Resolved { journal, method, confidence } => {
            writeln!(out, "\njournal     found by {}, {confidence:.3}", method.as_str())?;
            show(out, *journal)
        }
        JournalLink::Ambiguous { candidates, method } => {
            writeln!(out, "\njournal     ambiguous by {}; none was chosen", method.as_str())?;
            candidates.iter().try_for_each(|handle| show(out, *handle))
        }
    }
}

/// A field as it is shown.
struct Row {
    name: &'static str,
    value: String,
    span: Option<Span>,
    confidence: Option<f32>,
    color: AnsiColor,
}

fn rows(reference: &Reference) -> Vec<Row> {
    let mut rows = Vec::new();
    for contributor in &reference.contributors {
        let value = match &contributor.name.value {
            Name::Group(group) => format!("{group} (group)"),
            name @ Name::Person(_) => format!("{}  [{}]", name.display(), names::name_key(name)),
        };
        rows.push(row(contributor.role.as_str(), value, &contributor.name, AnsiColor::Cyan));
    }
    for (name, field, color) in [
        ("title", &reference.title, AnsiColor::Green),
        ("container", &reference.container_title, AnsiColor::Yellow),
        ("series", &reference.collection_title, AnsiColor::Yellow),
        ("event", &reference.event_title, AnsiColor::Yellow),
        ("volume", &reference.volume, AnsiColor::Magenta),
        ("issue", &reference.issue, AnsiColor::Blue),
        ("supplement", &reference.supplement, AnsiColor::BrightBlue),
        ("article no", &reference.article_number, AnsiColor::BrightMagenta),
        ("edition", &reference.edition, AnsiColor::Blue),
        ("publisher", &reference.publisher, AnsiColor::BrightYellow),
        ("place", &reference.publisher_place, AnsiColor::BrightCyan),
        ("genre", &reference.genre, AnsiColor::BrightGreen),
    ] {
        rows.extend(field.as_ref().map(|f| row(name, f.value.clone(), f, color)));
    }
    for (name, field) in [("issued", &reference.issued), ("accessed", &reference.accessed)] {
        rows.extend(field.as_ref().map(|f| row(name, f.value.to_string(), f, AnsiColor::Red)));
    }
    rows.extend(reference.pages.as_ref().map(|f| {
        let value =
            f.value.last.as_ref().map_or(f.value.first.clone(), |last| format!("{}-{last}", f.value.first));
        row("pages", value, f, AnsiColor::BrightMagenta)
    }));
    for field in &reference.identifiers {
        rows.push(row(field.value.scheme.as_str(), field.value.value.clone(), field, AnsiColor::BrightBlue));
    }
    for field in &reference.notes {
        rows.push(row("left over", field.value.clone(), field, AnsiColor::BrightBlack));
    }
    rows.sort_by_key(|r| r.span);
    rows
}

fn row<T>(name: &'static str, value: String, field: &Field<T>, color: AnsiColor) -> Row {
    Row { name, value, span: field.span, confidence: field.confidence, color }
}

fn style(row: &Row) -> Style {
    Style::new().fg_color(Some(row.color.into()))
}

/// The text itself, each field in its colour.
fn write_text(out: &mut impl Write, text: &str, rows: &[Row]) -> io::Result<()> {
    let mut at = 0;
    for row in rows {
        let Some(range) = row.span.map(Span::range).filter(|r| r.start >= at) else { continue };
        let (between, inside) = (text.get(at..range.start), text.get(range.clone()));
        let style = style(row).underline();
        write!(out, "{}{style}{}{style:#}", between.unwrap_or_default(), inside.unwrap_or_default())?;
        at = range.end;
    }
    writeln!(out, "{}", text.get(at..).unwrap_or_default())
}

fn write_table(out: &mut impl Write, text: &str, rows: &[Row]) -> io::Result<()> {
    let head = Style::new().bold();
    writeln!(out, "{head}{:<11} {:>9}  {:>5}  value{head:#}", "field", "bytes", "conf.")?;
    for row in rows {
        let style = style(row);
        let span = row.span.map(|s| format!("{}-{}", s.start, s.end)).unwrap_or_default();
        let confidence = row.confidence.map(|c| format!("{c:.2}")).unwrap_or_default();
        writeln!(out, "{style}{:<11}{style:#} {span:>9}  {confidence:>5}  {}", row.name, row.value)?;
        let printed = row.span.map(|s| s.of(text)).unwrap_or_default();
        if printed != row.value {
            writeln!(out, "{:<29}printed: {printed}", "")?;
        }
    }
    Ok(())
}
