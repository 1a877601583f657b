//! `refloom eval`: how well are references read?

mod model;
mod reliability;
mod report;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use refloom::evaluate::{ByLists, Evaluation, Field, Gold, Grouping, Mistake, evaluate, evaluate_lists};
use refloom::parse::Parser;

use super::terminal::{Terminal, Volume};

/// Bad lines named one by one unless more are asked for.
const NAMED: usize = 10;

/// Score the reading of references against a gold file.
///
/// Every string of the gold is read as `refloom parse` reads it, and compared field by field. Case, accents,
/// punctuation and the kind of dash do not count. A value that is read wrongly is both false and missed; micro sums
/// over all fields, macro is the mean of their F1, and a reference is exact when every field is right. Where readings state
/// a confidence, its expected calibration error is given: how far the share that is right is from what was stated.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom eval gold.jsonl
  refloom eval gold.jsonl --errors errors.jsonl --show 10
  refloom eval strings.flat.jsonl --fields title,journal,volume,page_first
  refloom eval library.csl.json --by type --to json | jq .micro.f1
  refloom eval gold.jsonl --lists --model my-model/

Gold is JSON Lines or a JSON list; each element says by what it holds which form it has:
  segments    {\"raw\": …, \"segments\": [[label, text], …], \"type\": …, \"publisher\": …}
  CSL-JSON    an item with its string in custom.raw
  flat        {\"raw\": …, \"authors\": [family name, …], \"title\": …, \"_ignore\": [field, …]}
Where it holds no strings, they are the lines of the text file beside it (set.txt for
set.flat.jsonl, set.csl.json or set.jsonl). Lines that cannot be used are named and skipped.")]
pub struct EvalArgs {
    /// The gold file.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// Score these fields only.
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = field_parser())]
    fields: Vec<Field>,

    /// Score all eleven fields. This is the default.
    #[arg(long = "struct", conflicts_with = "fields")]
    structured: bool,

    /// Read the strings list by list, as `refloom parse` reads a file, and say what that puts right and wrong against
    /// reading each by itself. A list is an article's, by ids such as `corpus:article:reference`; all others are one.
    #[arg(long)]
    lists: bool,

    /// Measure another model than the built-in one: the folder that the trainer wrote.
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,

    /// Write every reference with an error to this file, as JSON Lines: for each wrong field, gold and reading.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,

    /// Write a plot of what stated confidences are worth to this file, as SVG.
    #[arg(long, value_name = "FILE")]
    reliability: Option<PathBuf>,

    /// Score the parts of the gold too, where it says what belongs where.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_enum, default_values_t = [By::Type, By::Publisher])]
    by: Vec<By>,

    /// How many errors to show, spread over the whole gold.
    #[arg(long, value_name = "N", default_value_t = 3)]
    show: usize,

    /// What to print.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    to: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// What the work is
    Type,
    /// Whose list the reference stands in
    Publisher,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables to look at
    Text,
    /// One JSON object
    Json,
}

fn field_parser() -> impl TypedValueParser<Value = Field> {
    let known = PossibleValuesParser::new(Field::ALL.map(Field::as_str));
    known.try_map(|name| Field::from_name(&name).ok_or("no such field"))
}

/// Runs `refloom eval`.
///
/// # Errors
/// When the gold cannot be read or holds nothing to score, or the report cannot be written.
pub fn run(args: &EvalArgs, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let gold = Gold::read(&args.gold)?;
    warn(&args.gold, &gold, terminal);
    let chosen: BTreeSet<Field> = args.fields.iter().copied().collect();
    let fields: Vec<Field> =
        if chosen.is_empty() { Field::ALL.to_vec() } else { chosen.into_iter().collect() };
    let model = args.model.as_deref().map(model::Trained::read).transpose()?;
    let parser = model.as_ref().map_or_else(|| Ok(Parser::new()), model::Trained::parser)?;
    let (done, lists) = if args.lists {
        let (done, lists) = evaluate_lists(parser, &gold, &fields);
        (done, Some(lists))
    } else {
        (evaluate(parser, &gold, &fields), None)
    };
    if let Some(path) = &args.errors {
        write_errors(path, &done.mistakes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &args.reliability {
        std::fs::write(path, reliability::plot(&done.stated))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let by: Vec<Grouping> = Grouping::ALL.into_iter().filter(|g| args.by.contains(&By::from(*g))).collect();
    match print(args, &done, lists.as_ref(), &fields, &by) {
        // Whoever reads the output has had enough: that is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn print(
    args: &EvalArgs,
    done: &Evaluation,
    lists: Option<&ByLists>,
    fields: &[Field],
    by: &[Grouping],
) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match args.to {
        Format::Text => report::text(&mut out, done, lists, fields, by, args.show),
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &report::json(done, lists, by))?;
            writeln!(out)
        }
    }
}

/// Names the lines that could not be used.
fn warn(path: &Path, gold: &Gold, terminal: Terminal) {
    let most = if terminal.volume == Volume::Verbose { usize::MAX } else { NAMED };
    for skipped in gold.skipped.iter().take(most) {
        terminal.say(&format!("warning: {}:{}: skipped: {}", path.display(), skipped.line, skipped.why));
    }
    let more = gold.skipped.len().saturating_sub(most);
    if more > 0 {
        terminal.say(&format!("warning: … and {more} more lines skipped; --verbose names them"));
    }
}

fn write_errors(path: &Path, mistakes: &[Mistake]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for mistake in mistakes {
        serde_json::to_writer(&mut out, mistake)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

impl From<Grouping> for By {
    fn from(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Type => Self::Type,
            Grouping::Publisher => Self::Publisher,
        }
    }
}
