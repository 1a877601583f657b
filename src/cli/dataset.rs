//! `refloom dataset`: documents to tables.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use refloom::config::Config;
use refloom::dataset::TableFormat;
use refloom::normalize::journals::Authority;
use refloom::pipeline::{self, Clock, PipelineError, Plan, SourceFile};
use serde::{Deserialize, Serialize};

use super::progress::Bars;
use super::services::{self, Services};
use super::terminal::Terminal;
use super::{exit, remembered, summary};

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
  refloom dataset --wait 600 --keep 12          wait for a run that is at work there; keep a year of monthly snapshots

Exit codes: 0 done · 1 failed, nothing was published · 2 wrong usage · 3 done, but something needs a look (--strict)";

/// Read documents and export files and write the dataset
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Documents and export files to read, in any form that is known; without any, the sources of the dataset description
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Dataset description [default: data/dataset.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    config: Option<PathBuf>,
    /// Folder of the snapshots and of the link `latest` to the newest one [default: as described, else output]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
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

/// How a run shares the output folder with the runs before it and beside it.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Place {
    /// Wait so long for another run into the same folder to end [default: leave at once]
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,
    /// Remove the oldest snapshots beyond so many, once the new one is there; never the newest, nor a pinned one
    /// [default: as described, else keep all]
    #[arg(long, value_name = "N")]
    keep: Option<NonZeroUsize>,
}

impl Place {
    /// Puts what was said over what is described.
    pub fn apply(self, plan: &mut Plan) {
        if let Some(seconds) = self.wait {
            plan.wait = Duration::from_secs(seconds);
        }
        plan.keep = self.keep.or(plan.keep);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// Apache Parquet
    Parquet,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Csv => Self::Csv,
            TableFormat::Parquet => Self::Parquet,
        }
    }
}

impl From<Format> for TableFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
        }
    }
}

/// Where the description of a dataset lies if nobody says otherwise.
const DESCRIBED: &str = "data/dataset.toml";

impl Args {
    /// Everything a run needs.
    pub fn ready(&self) -> anyhow::Result<(Plan, Authority)> {
        let mut plan = plan(self)?;
        let authority = journal_authority(self.authority.as_deref())?;
        self.services.apply(&mut plan)?;
        self.place.apply(&mut plan);
        plan.authority = authority.edition().sources.iter().map(|list| list.sha256.clone()).collect();
        plan.remembered = Some(remembered::written(self)?);
        Ok((plan, authority))
    }

    /// The folder of the dataset, as far as the arguments say.
    pub fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or_else(|| Path::new("output"))
    }

    /// Whether the arguments say what to read.
    pub fn names_inputs(&self) -> bool {
        !self.inputs.is_empty() || self.config.is_some()
    }

    /// Whether the run only says what it would ask.
    pub fn is_dry_run(&self) -> bool {
        self.services.is_dry_run()
    }

    /// Whether findings end the run with a code of their own.
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// What of it makes the same dataset again.
    pub fn invocation(&self) -> Invocation {
        Invocation {
            inputs: self.inputs.clone(),
            config: self.config.clone(),
            formats: self.format.iter().map(|format| TableFormat::from(*format)).collect(),
            authority: self.authority.clone(),
            overrides: self.overrides.clone(),
            services: self.services.invocation(),
        }
    }

    /// The same, with what an earlier run was told where this one is told nothing.
    #[must_use]
    pub fn or(mut self, earlier: Invocation) -> Self {
        if !self.names_inputs() {
            self.inputs = earlier.inputs;
            self.config = earlier.config;
        }
        if self.format.is_empty() {
            self.format = earlier.formats.into_iter().map(Format::from).collect();
        }
        self.authority = self.authority.or(earlier.authority);
        self.overrides = self.overrides.or(earlier.overrides);
        self.services = self.services.or(earlier.services);
        self
    }
}

/// What a run was told, as far as it decides the tables: no secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invocation {
    inputs: Vec<PathBuf>,
    config: Option<PathBuf>,
    formats: Vec<TableFormat>,
    authority: Option<PathBuf>,
    overrides: Option<PathBuf>,
    services: services::Invocation,
}

pub fn run(args: &Args, terminal: Terminal) -> anyhow::Result<ExitCode> {
    let (plan, authority) = args.ready()?;
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
    let described = args.config.as_deref().unwrap_or_else(|| Path::new(DESCRIBED));
    let mut plan = if args.inputs.is_empty() {
        if !described.exists() {
            bail!(
                "there is no {}; name the documents to read (refloom dataset FILE…), or describe the dataset in a file \
                 and name it with --config",
                described.display()
            );
        }
        let config = Config::read(described)?;
        let folder = described.parent().unwrap_or_else(|| Path::new("."));
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
