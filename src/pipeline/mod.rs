//! Runs the stages over a whole dataset.
//!
//! The stages are functions from values to values; what surrounds them is here: reading documents one after the other,
//! reading their references on all cores, keeping what does not fit in memory in files without names, and publishing
//! the tables in one step at the end.
//!
//! 1. *Read*: every document is split into entries; each is parsed, normalized, and queued with its keys.
//! 2. *Enrich*, if asked for: services say which record each reference points to.
//! 3. *Merge*: the keys say which mentions are one work.
//! 4. *Tabulate*: the queue is read back; references are written in their order, works in the order of their first
//!    mention, in parts small enough to be held.
//! 5. *Publish*: the tables are verified against the disk and `latest` is turned to them.

mod clock;
mod convert;
mod enrich;
mod findings;
mod journals;
mod overrides;
mod plan;
mod progress;
mod publish;
mod read;
mod refresh;
mod spill;
mod summary;
mod threads;
mod write;

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

pub use clock::Clock;
pub use convert::convert;
use enrich::Before;
pub use enrich::{Enricher, Estimate};
pub use plan::{EnrichPlan, Plan, SourceFile};
pub use progress::{Progress, Silent, Stage};
use publish::publish;
pub use refresh::{Refreshed, refresh};
pub use summary::{Summary, Tally};
pub use threads::{in_order, use_threads};

use crate::dataset::{Begin, DatasetError, Holder, Outcome, OutputDir, Parent, Patience, RunKind};
use crate::ingest::IngestError;
use crate::merge::reference_id;
use crate::model::{Mention, Source};
use crate::normalize::journals::Authority;
use crate::sources::cache::CacheError;
use crate::sources::http::SettingsError;
use crate::sources::index::IndexError;

/// Why a run could not keep its promise.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// No input could be read.
    #[error("none of the inputs could be read, so no dataset was written:\n{}", list(failures))]
    NothingReadable {
        /// What was wrong with each.
        failures: Vec<IngestError>,
    },
    /// The inputs were read and hold no references.
    #[error(
        "no references were found, so no dataset was written. A list is recognised by a heading such as \"References\", \
         by numbered entries, or by one reference a line. Looked at:\n{}",
        list(inputs)
    )]
    NoReferences {
        /// The inputs, with what was found in them.
        inputs: Vec<String>,
    },
    /// An input changed or failed while it was read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The tables could not be written.
    #[error(transparent)]
    Dataset(DatasetError),
    /// A temporary file could not be written or read back.
    #[error("cannot keep intermediate results in {}: {source}; free some space or choose another folder with --out", dir.display())]
    Spill {
        /// Folder of the temporary file.
        dir: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The corrections cannot be read.
    #[error("cannot read the corrections in {}: {source}; name another file with --overrides, or take the line out", path.display())]
    Overrides {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The cache of answers cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// Services cannot be asked as the settings say.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The local index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The person stopped it.
    #[error("stopped; the dataset published before is untouched")]
    Interrupted,
}

impl From<DatasetError> for PipelineError {
    fn from(error: DatasetError) -> Self {
        match error {
            DatasetError::Stopped => Self::Interrupted,
            error => Self::Dataset(error),
        }
    }
}

impl PipelineError {
    /// What kind of failure it is, in a word for the log of runs: nothing of the data is in it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NothingReadable { .. } => "nothing_readable",
            Self::NoReferences { .. } => "no_references",
            Self::Ingest(_) => "ingest",
            Self::Dataset(error) => error.kind(),
            Self::Spill { .. } => "spill",
            Self::Overrides { .. } => "overrides",
            Self::Cache(_) => "cache",
            Self::Settings(_) => "settings",
            Self::Index(_) => "index",
            Self::Interrupted => "interrupted",
        }
    }
}

fn list<T: std::fmt::Display>(lines: &[T]) -> String {
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Reads the plan's sources, writes their tables and publishes them.
///
/// # Errors
/// When nothing could be read or the tables could not be written. What was published before is then untouched.
pub fn run(plan: &Plan, authority: &Authority, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    let output = open_output(plan, progress)?;
    let running = output.begin(Begin {
        kind: RunKind::Dataset,
        online: plan.is_online(),
        config_sha256: plan.sha256(),
        parent: None,
    })?;
    let done = publish(plan, authority, progress, &output, None);
    running.end(outcome(done.as_ref().map(|done| done.run_id.as_str())));
    done.map(|done| retire(plan, &output, done.summary))
}

/// Takes the plan's output folder, waiting for another run as long as the plan says.
fn open_output(plan: &Plan, progress: &dyn Progress) -> Result<OutputDir, PipelineError> {
    let waiting = |_: Option<&Holder>| progress.stage(Stage::Waiting, 0);
    let stopped = || progress.stopped();
    let patience = if plan.wait.is_zero() {
        Patience::LeaveAtOnce
    } else {
        Patience::Wait { up_to: plan.wait, waiting: &waiting, stopped: &stopped }
    };
    Ok(OutputDir::open(&plan.out, patience)?)
}

/// How the run ended, for the log.
fn outcome(done: Result<&str, &PipelineError>) -> Outcome {
    match done {
        Ok(run_id) => Outcome::Finished { run_id: run_id.to_owned() },
        Err(PipelineError::Interrupted) => Outcome::Interrupted,
        Err(error) => Outcome::Failed { reason: error.kind().to_owned() },
    }
}

/// After publishing: removes what is more than is to be kept, and gathers what there is to say.
fn retire(plan: &Plan, output: &OutputDir, mut summary: Summary) -> Summary {
    if let Some(keep) = plan.keep {
        match output.retain(keep) {
            Ok(removed) => summary.removed = removed,
            Err(error) => summary.notices.push(format!("older snapshots could not be removed: {error}")),
        }
    }
    summary.notices.extend(output.take_notices());
    summary
}

/// What asking services about the plan's sources would cost; as far as the newest dataset in its folder goes, newer copies of
/// its records included. Nobody is asked and nothing is written but a temporary file.
///
/// # Errors
/// When nothing could be read, or the cache or the index cannot be opened.
pub fn estimate(
    plan: &Plan,
    authority: &Authority,
    progress: &dyn Progress,
) -> Result<Estimate, PipelineError> {
    let mut estimate = Estimate::default();
    let Some(asked) = &plan.enrich else { return Ok(estimate) };
    let dir = std::env::temp_dir();
    let enricher = Enricher::open(asked, plan.clock)?;
    // What cannot be read of it costs what a first run costs.
    let linked = Parent::open(&plan.out.join("latest")).and_then(|parent| parent.linked());
    let is_first = linked.is_err();
    let linked = linked.unwrap_or_default();
    let of = |scheme: &str| {
        let ids: BTreeSet<&str> = linked.iter().filter_map(|(_, id)| id.strip_prefix(scheme)).collect();
        ids.into_iter().map(str::to_owned).collect()
    };
    enricher.estimate_renewal(of("pmid:"), of("doi:"), &mut estimate);
    let references = |scheme: &str| -> HashSet<&str> {
        linked.iter().filter(|(_, id)| id.starts_with(scheme)).map(|(reference, _)| &**reference).collect()
    };
    let (by_pubmed, by_crossref) = (references("pmid:"), references("doi:"));
    let read = read::read(plan, authority, &dir, progress)?;
    let before = |mention: &Mention, source: Source| {
        let document = read.documents.get(mention.document as usize);
        let key = document.map(|document| reference_id(&document.id, mention.entry.seq));
        let linked = if source == Source::Pubmed { &by_pubmed } else { &by_crossref };
        match key {
            _ if is_first => Before::Unknown,
            Some(key) if linked.contains(&*key) => Before::Linked,
            _ => Before::Open,
        }
    };
    let failed = |source| PipelineError::Spill { dir: dir.clone(), source };
    let mut queue = read.mentions.read().map_err(&failed)?;
    loop {
        let chunk: Vec<Mention> =
            queue.by_ref().take(enrich::CHUNK).collect::<Result<_, _>>().map_err(&failed)?;
        if chunk.is_empty() {
            return Ok(estimate);
        }
        enricher.estimate(chunk, authority, before, &mut estimate);
    }
}
