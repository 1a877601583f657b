//! `refloom parse`: one reference a line in, one item a line out.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use refloom::export::{csl_json, csv_row};
use refloom::model::Entry;
use refloom::normalize::normalize;
use refloom::parse::{Parser, label};
use refloom::pipeline::{in_order, use_threads};

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

    /// Threads that read side by side [default: one for each core].
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
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
    if let Some(threads) = args.threads {
        use_threads(threads);
    }
    let stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = if args.file == Path::new("-") {
        convert(io::stdin().lock(), stdout, args.to, "standard input")
    } else {
        let name = args.file.display().to_string();
        let file = File::open(&args.file).with_context(|| format!("cannot open {name}"))?;
        convert(file, stdout, args.to, &name)
    };
    match done {
        // Whoever reads the output has had enough: that is no failure.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

/// Bytes read at a time, and with them the references that are read side by side.
const BATCH: usize = 1 << 20;

fn convert(input: impl Read, mut output: impl Write, to: Format, name: &str) -> anyhow::Result<()> {
    let parser = Parser::new();
    let mut input = BufReader::with_capacity(BATCH, input);
    if matches!(to, Format::Csv) {
        let mut writer = csv::Writer::from_writer(&mut output);
        writer.write_record(csv_row::HEADER)?;
        writer.flush()?;
    }
    loop {
        let texts = batch(&mut input).with_context(|| format!("cannot read {name}"))?;
        if texts.is_empty() {
            break;
        }
        for written in in_order(&texts, |texts| write(parser, texts, to)) {
            output.write_all(&written?)?;
        }
        // Whoever types or pipes a line at a time gets its answer at once.
        output.flush()?;
    }
    Ok(())
}

/// The next lines that are not empty: as many as can be had without waiting. None at the end of the input.
fn batch(input: &mut BufReader<impl Read>) -> io::Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut line = Vec::new();
    while lines::next(input, &mut line)? {
        let text = lines::decode(&line);
        if !text.trim().is_empty() {
            texts.push(text);
        }
        let has_another = memchr::memchr2(b'\n', b'\r', input.buffer()).is_some();
        if !has_another && !texts.is_empty() {
            break;
        }
    }
    Ok(texts)
}

/// What is printed for some lines.
fn write(parser: Parser, texts: &[String], to: Format) -> anyhow::Result<Vec<u8>> {
    let mut json = Vec::new();
    let mut csv = csv::Writer::from_writer(Vec::new());
    for text in texts {
        let entry = Entry { label: label::find(text).map(|l| l.text.to_owned()), ..Entry::from_line(text) };
        let mut reference = parser.parse(&entry);
        normalize(&mut reference);
        match to {
            Format::CslJson => {
                serde_json::to_writer(&mut json, &csl_json::item(&reference, &entry))?;
                json.push(b'\n');
            }
            Format::Csv => csv.write_record(csv_row::row(&reference, &entry))?,
        }
    }
    match to {
        Format::CslJson => Ok(json),
        Format::Csv => Ok(csv.into_inner().map_err(csv::IntoInnerError::into_error)?),
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
