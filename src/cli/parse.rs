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
use refloom::parse::repeated::{self, Before};
use refloom::parse::{Parser, label, list};
use refloom::pipeline::{in_order, use_threads};

use super::lines;

/// Read references, one a line, and print one item for each.
///
/// Every line that is not empty gives exactly one item, in the order of the input, however bad the line is. What no
/// field takes is kept as a note. The lines of a file are read as one list: those that are beyond doubt show its style
/// and help with the others (of a long file, 256 lines at a time). Lines of standard input are read one by one, each
/// answered as soon as it is there, whatever stands around it. Bytes that are not UTF-8 are read as Windows-1252; of a line longer than 1 MiB the
/// beginning is read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom parse references.txt > references.jsonl
  pdftotext paper.pdf - | grep '^\\[' | refloom parse | jq -r .DOI
  refloom parse references.txt --to csv > references.csv
  refloom parse --independent one-from-each-paper.txt

In CSV a cell that a spreadsheet could take for a formula (it begins with = + - @, a tab, a
carriage return, or ') has a ' in front; take one leading ' off to get the value back.")]
pub struct ParseArgs {
    /// File with one reference a line; `-` or nothing reads standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// What to print.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::CslJson)]
    to: Format,

    /// Read every line of a file by itself, as if the others were not there.
    #[arg(long)]
    independent: bool,

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
        convert(io::stdin().lock(), stdout, args.to, Together::No, "standard input")
    } else {
        let name = args.file.display().to_string();
        let file = File::open(&args.file).with_context(|| format!("cannot open {name}"))?;
        let together = if args.independent { Together::No } else { Together::Lists };
        convert(file, stdout, args.to, together, &name)
    };
    match done {
        // Whoever reads the output has had enough: that is no failure.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

/// Which lines help each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Together {
    /// None: each is read by itself.
    No,
    /// Those of a window.
    Lists,
}

/// Lines that one thread reads: together, if they are to help each other.
#[derive(Default)]
struct Window {
    lines: Vec<String>,
    /// The lines before, from one that names its authors on, if the first one has a dash for them.
    before: Vec<String>,
}

impl Window {
    /// The lines that the next window may need.
    fn last(&self) -> Vec<String> {
        let named = self.lines.iter().rposition(|line| !repeated::is_dashed(line)).unwrap_or(0);
        self.lines[named..].to_vec()
    }
}

/// Bytes read at a time, and with them the references that are read side by side.
const BATCH: usize = 4 << 20;
/// Bytes after which a window ends, however few lines it has.
const LONGEST: usize = 1 << 20;
/// Lines of a window that are read one by one.
const SHARE: usize = 64;

fn convert(
    input: impl Read,
    mut output: impl Write,
    to: Format,
    together: Together,
    name: &str,
) -> anyhow::Result<()> {
    let parser = Parser::new();
    let mut input = BufReader::with_capacity(BATCH, input);
    let mut last = Vec::new();
    if matches!(to, Format::Csv) {
        let mut writer = csv::Writer::from_writer(&mut output);
        writer.write_record(csv_row::HEADER)?;
        writer.flush()?;
    }
    loop {
        let mut windows = batch(&mut input, together).with_context(|| format!("cannot read {name}"))?;
        if windows.is_empty() {
            break;
        }
        if together == Together::Lists {
            for window in &mut windows {
                let before = std::mem::replace(&mut last, window.last());
                if window.lines.first().is_some_and(|line| repeated::is_dashed(line)) {
                    window.before = before;
                }
            }
        }
        for written in in_order(&windows, |window| write(parser, window, together, to)) {
            output.write_all(&written?)?;
        }
        // Whoever types or pipes a line at a time gets its answer at once.
        output.flush()?;
    }
    Ok(())
}

/// The next lines that are not empty. None at the end of the input.
///
/// Lines that are read one by one come as they can be had without waiting. Windows of lines that help each other are cut
/// by the lines alone, never by how they arrive, so that the same file always gives the same.
fn batch(input: &mut BufReader<impl Read>, together: Together) -> io::Result<Vec<Window>> {
    let (mut windows, mut window, mut line) = (Vec::new(), Window::default(), Vec::new());
    let (mut bytes, mut all) = (0, 0);
    while lines::next(input, &mut line)? {
        let text = lines::decode(&line);
        if !text.trim().is_empty() {
            bytes += text.len();
            window.lines.push(text);
        }
        let has_another = memchr::memchr2(b'\n', b'\r', input.buffer()).is_some();
        let full = match together {
            Together::No => window.lines.len() == SHARE || !has_another,
            Together::Lists => window.lines.len() == list::WINDOW || bytes >= LONGEST,
        };
        if full && !window.lines.is_empty() {
            windows.push(std::mem::take(&mut window));
            all += std::mem::take(&mut bytes);
        }
        let enough = match together {
            Together::No => !has_another,
            Together::Lists => window.lines.is_empty() && all >= BATCH,
        };
        if enough && !windows.is_empty() {
            break;
        }
    }
    if !window.lines.is_empty() {
        windows.push(window);
    }
    Ok(windows)
}

/// What is printed for the lines of a window.
fn write(parser: Parser, window: &Window, together: Together, to: Format) -> anyhow::Result<Vec<u8>> {
    let mut json = Vec::new();
    let mut csv = csv::Writer::from_writer(Vec::new());
    let entry = |text: &String| Entry {
        label: label::find(text).map(|l| l.text.to_owned()),
        ..Entry::from_line(text)
    };
    let entries: Vec<Entry> = window.lines.iter().map(entry).collect();
    let references = match together {
        Together::No => entries.iter().map(|entry| parser.parse(entry)).collect(),
        Together::Lists => {
            let (mut before, named): (_, Vec<Entry>) =
                (Before::default(), window.before.iter().map(entry).collect());
            parser.parse_list_after(&mut before, &named);
            parser.parse_list_after(&mut before, &entries)
        }
    };
    for (entry, mut reference) in entries.iter().zip(references) {
        normalize(&mut reference);
        match to {
            Format::CslJson => {
                serde_json::to_writer(&mut json, &csl_json::item(&reference, entry))?;
                json.push(b'\n');
            }
            Format::Csv => csv.write_record(csv_row::row(&reference, entry))?,
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
