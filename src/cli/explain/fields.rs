//! The fields of a reference as a table.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use refloom::model::{Field, Name, Reference, Span};
use refloom::normalize::names;

/// A field as it is shown.
pub struct Row {
    name: &'static str,
    value: String,
    span: Option<Span>,
    confidence: Option<f32>,
    color: AnsiColor,
}

/// The fields of a reference, in the order of the text.
pub fn rows(reference: &Reference) -> Vec<Row> {
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

/// Writes every field: its name, where it stands, how sure it is, and its value.
pub fn write(out: &mut impl Write, text: &str, rows: &[Row]) -> io::Result<()> {
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
