//! `refloom dataset`: documents to tables.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use refloom::config::Config;
use refloom::dataset::TableFormat;
use refloom::normalize::journals::Authority;
use refloom::pipeline::{self, Clock, PipelineError, Plan, SourceFile};

use super::progress::Bars;
use super::services::{self, Services};
use super::terminal::Terminal;
use super::{exit, summary};

const EXAMPLES: &str = "\
Examples:
  refloom dataset                               what data/dataset.toml describes, into output/
  refloom dataset guideline.pdf export.ris list.csv  these documents and export files, into output/
  refloom dataset list.txt --out /tmp/melanoma --format parquet
  refloom dataset --reproducible --strict       the same bytes every time; exit code 3 when something needs a look
  refloom dataset list.txt --enrich pubmed,crossref --email me@example.org
                                                link every reference to its records; answers are kept in a cache
  refloom dataset list.txt --enrich pubmed,crossref --dry-run
                                                how many requests that would take, and how long
  refloom dataset list.txt --enrich pubmed,crossref --offline
                                                the same tables again from the cache alone

Exit codes: 0 done · 1 failed, nothing was published · 2 wrong usage · 3 done, but something needs a look (--strict)";

/// Read documents and export files and write the dataset
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Documents and export files to read, in any form that is known; without any, the sources of the dataset description
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Dataset description
    #[arg(long, value_name = "FILE", default_value = "data/dataset.toml", conflicts_with = "inputs")]
    config: PathBuf,
    /// Folder of the snapshots and of the link `latest` to the newest one [default: as described, else output]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// File formats of the tables [default: as described, else csv,parquet]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Newer journal list to use instead of the built-in one: NLM's `J_Medline.txt` or `J_Entrez.txt`
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Fix the clock (to `SOURCE_DATE_EPOCH`, else 1970-01-01), so that the same inputs give the same bytes
    #[arg(long)]
    reproducible: bool,
    /// A person's corrections: a table of `key`, `field`, `value`, `note` [default: as described, else `overrides.csv` beside
    /// the description]
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    #[command(flatten)]
    services: Services,
    /// End with exit code 3 when there are errors or warnings in the table of issues
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// Apache Parquet
    Parquet,
}

impl From<Format> for TableFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
        }
    }
}

pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let mut plan = plan(args)?;
    let authority = match &args.authority {
        Some(path) => Authority::from_file(path)?,
        None => Authority::embedded()
            .context("the built-in journal authority is damaged; install refloom again")?,
    };
    args.services.apply(&mut plan)?;
    plan.authority = authority.edition().sources.iter().map(|list| list.sha256.clone()).collect();
    let bars = Bars::new(terminal);
    if args.services.is_dry_run() {
        let estimate = pipeline::estimate(&plan, &authority, &bars);
        bars.finish();
        services::print(terminal, &estimate?);
        return Ok(ExitCode::SUCCESS);
    }
    match pipeline::run(&plan, &authority, &bars) {
        Ok(done) => {
            bars.finish();
            summary::print(terminal, &done);
            Ok(if args.strict && done.needs_a_look() { exit::needs_a_look() } else { ExitCode::SUCCESS })
        }
        Err(PipelineError::Interrupted) => {
            bars.finish();
            terminal.say(&format!("refloom: {}", PipelineError::Interrupted));
            Ok(exit::interrupted())
        }
        Err(error) => {
            bars.finish();
            Err(error.into())
        }
    }
}

/// The list a person named, else the built-in one.
pub fn journal_authority(file: Option<&Path>) -> anyhow::Result<Authority> {
    match file {
        Some(path) => Ok(Authority::from_file(path)?),
        None => {
            Authority::embedded().context("the built-in journal authority is damaged; install refloom again")
        }
    }
}

fn plan(args: &Args) -> anyhow::Result<Plan> {
    let mut plan = if args.inputs.is_empty() {
        if !args.config.exists() {
            bail!(
                "there is no {}; name the documents to read (refloom dataset FILE…), or describe the dataset in a file \
                 and name it with --config",
                args.config.display()
            );
        }
        let config = Config::read(&args.config)?;
        let folder = args.config.parent().unwrap_or_else(|| Path::new("."));
        Plan::from_config(&config, folder)
    } else {
        Plan::from_inputs(&args.inputs)
    };
    if let Some(file) = &args.overrides {
        plan.overrides = Some(SourceFile::given(file));
    }
    if let Some(out) = &args.out {
        plan.out.clone_from(out);
    }
    if !args.format.is_empty() {
        plan.formats = args.format.iter().map(|f| TableFormat::from(*f)).collect();
        plan.formats.sort_unstable();
        plan.formats.dedup();
    }
    if args.reproducible {
        plan.clock = Clock::reproducible(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref());
    }
    Ok(plan)
}
