//! `refloom diff`: what differs between two datasets?

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use refloom::dataset::DatasetError;
use refloom::dataset::diff::{Change, Digest, Options, diff, find_dataset, version_of};
use refloom::dataset::schema::{ChangeRow, Row as _};
use refloom::export::csv_cell::guard;
use refloom::report;

use super::export::{is_broken_pipe, save};
use super::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  refloom diff previous latest                     what the newest dataset brought
  refloom diff 01JD 01JF --to markdown -o news.md  two runs in output/, by the beginning of their names
  refloom diff a/latest b/latest --to json         any two datasets
  refloom diff previous latest --to csv --table works --table updates
  refloom diff previous latest --exit-code >news.txt || mail -s news me@example.org <news.txt

OLD and NEW are folders of datasets, runs in the folder --out or unambiguous beginnings of their names, `latest`, or
`previous`: the dataset that the latest one refreshed, else the one made before it.

A reference that only moved, or whose document changed elsewhere, is no change; docs/SCHEMA.md says of each table how its
rows are paired and what is not compared. As csv every change is one row, as in the table `changes`; a cell that a
spreadsheet could take for a formula has a ' in front.";

/// Tell what differs between two datasets
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The dataset before
    #[arg(value_name = "OLD")]
    old: String,

    /// The dataset after
    #[arg(value_name = "NEW")]
    new: String,

    /// What to write
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    to: Format,

    /// File to write, replaced in one step once it is whole; `-` or nothing writes to standard output
    #[arg(long, short, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,

    /// Compare only this table; may be given several times
    #[arg(long, value_name = "TABLE")]
    table: Vec<String>,

    /// Folder in which runs are looked for
    #[arg(long, value_name = "DIR", default_value = "output")]
    out: PathBuf,

    /// Exit with 3 where anything differs
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A digest for the terminal
    Text,
    /// The digest as Markdown
    Markdown,
    /// The digest as JSON, see docs/DIFF.md
    Json,
    /// Every change, one a row
    Csv,
}

pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let old = find_dataset(&args.out, &args.old)?;
    let new = find_dataset(&args.out, &args.new)?;
    let changed = if args.output == Path::new("-") {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        match write(args, &old, &new, &mut out) {
            // Whoever reads the output has had enough: that is no failure.
            Err(error) if is_broken_pipe(&error) => return Ok(ExitCode::SUCCESS),
            other => other?,
        }
    } else {
        let changed = save(&args.output, |out| Ok(Some(u64::from(write(args, &old, &new, out)?))))?;
        terminal.say(&format!("{}: written", args.output.display()));
        changed == Some(1)
    };
    Ok(if changed && args.exit_code { super::exit::needs_a_look() } else { ExitCode::SUCCESS })
}

/// Writes what differs; true when anything does.
fn write(args: &Args, old: &Path, new: &Path, out: &mut dyn Write) -> anyhow::Result<bool> {
    let options = Options { tables: args.table.clone(), temporary: None };
    if args.to == Format::Csv {
        let changed = csv(old, new, &options, out)?;
        out.flush()?;
        return Ok(changed);
    }
    let digest = diff(old, new, &options, &mut |_| Ok(()))?;
    match args.to {
        Format::Markdown => out.write_all(report::markdown(&digest).as_bytes())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &digest).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Format::Text | Format::Csv => out.write_all(report::text(&digest).as_bytes())?,
    }
    out.flush()?;
    Ok(digest.changed)
}

/// Writes the table of changes.
fn csv(old: &Path, new: &Path, options: &Options, out: &mut dyn Write) -> anyhow::Result<bool> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(ChangeRow::TABLE.columns.iter().map(|c| c.name)).map_err(system)?;
    let run = version_of(new)?.run_id;
    let Digest { changed, .. } = diff(old, new, options, &mut |change: Change| {
        let cells = [
            change.table,
            &change.key,
            &change.field,
            change.change.as_str(),
            change.old.as_deref().unwrap_or_default(),
            change.new.as_deref().unwrap_or_default(),
            &run,
        ];
        let written = csv.write_record(cells.map(guard).iter().map(|cell| cell.as_bytes()));
        written.map_err(system).map_err(|source| DatasetError::Write { path: "the changes".into(), source })
    })?;
    csv.flush()?;
    Ok(changed)
}

/// What the system said: the library wraps it.
fn system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
