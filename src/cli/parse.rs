//! `refloom parse`: one reference a line in, one item a line out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use refloom::export::{csl_json, csv_row};
use refloom::model::{Entry, Reference};
use refloom::normalize::normalize;
use refloom::parse::{Parser, label};

use super::lines;

/// Read references, one a line, and print one item for each.
///
/// Every line that is not empty gives exactly one item, in the order of the input, however bad the line is. What no
/// field takes is kept as a note. Bytes that are not UTF-8 are read as Windows-1252; of a line longer than 1 MiB the
/// beginning is read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom parse references.txt > references.jsonl
  pdftotext paper.pdf - | grep '^\\[' | refloom parse | jq -r .DOI
  refloom parse references.txt --to csv > references.csv

In CSV a cell that a spreadsheet could take for a formula (it begins with = + - @, a tab, a
carriage return, or ') has a ' in front; take one leading ' off to get the value back.")]
pub struct ParseArgs {
    /// File with one reference a line; `-` or nothing reads standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// What to print.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::CslJson)]
    to: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// CSL-JSON Lines: one item a line.
    CslJson,
    /// CSV: one flat row a reference.
    Csv,
}

/// Runs `refloom parse`.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn run(args: &ParseArgs) -> anyhow::Result<ExitCode> {
    let stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = if args.file == Path::new("-") {
        convert(io::stdin().lock(), stdout, args.to, "standard input")
    } else {
        let name = args.file.display().to_string();
        let file = File::open(&args.file).with_context(|| format!("cannot open {name}"))?;
        convert(BufReader::with_capacity(1 << 16, file), stdout, args.to, &name)
    };
    match done {
        // Whoever reads the output has had enough: that is no failure.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

fn convert(mut input: impl BufRead, output: impl Write, to: Format, name: &str) -> anyhow::Result<()> {
    let parser = Parser::new();
    let mut sink = Sink::new(output, to)?;
    let mut buffer = Vec::new();
    while lines::next(&mut input, &mut buffer).with_context(|| format!("cannot read {name}"))? {
        let text = lines::decode(&buffer);
        if text.trim().is_empty() {
            continue;
        }
        let entry = Entry { label: label::find(&text).map(|l| l.text.to_owned()), ..Entry::from_line(&text) };
        let mut reference = parser.parse(&entry);
        normalize(&mut reference);
        sink.write(&entry, &reference)?;
    }
    sink.finish()
}

enum Sink<W: Write> {
    Json(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Sink<W> {
    fn new(output: W, to: Format) -> anyhow::Result<Self> {
        match to {
            Format::CslJson => Ok(Self::Json(output)),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(output);
                writer.write_record(csv_row::HEADER)?;
                Ok(Self::Csv(Box::new(writer)))
            }
        }
    }

    fn write(&mut self, entry: &Entry, reference: &Reference) -> anyhow::Result<()> {
        match self {
            Self::Json(output) => {
                serde_json::to_writer(&mut *output, &csl_json::item(reference, entry))?;
                output.write_all(b"\n")?;
            }
            Self::Csv(writer) => writer.write_record(csv_row::row(reference, entry))?,
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Json(mut output) => output.flush()?,
            Self::Csv(mut writer) => writer.flush()?,
        }
        Ok(())
    }
}

/// True when the reader of our output has gone away. The JSON and CSV writers wrap the error of the pipe.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = cause
            .downcast_ref::<io::Error>()
            .map(io::Error::kind)
            .or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
            .or_else(|| match cause.downcast_ref::<csv::Error>()?.kind() {
                csv::ErrorKind::Io(error) => Some(error.kind()),
                _ => None,
            });
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}
