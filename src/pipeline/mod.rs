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
mod read;
mod spill;
mod summary;
mod threads;
mod write;

use std::path::PathBuf;

pub use clock::Clock;
pub use convert::convert;
pub use enrich::{Enricher, Estimate};
pub use plan::{EnrichPlan, Plan, SourceFile};
pub use progress::{Progress, Silent, Stage};
pub use summary::{Summary, Tally};
pub use threads::{in_order, use_threads};

use crate::dataset::schema::{RunRow, SCHEMA_VERSION, Timestamp};
use crate::dataset::{DatasetError, Description, OutputDir, Source, write_datapackage};
use crate::ingest::IngestError;
use crate::model::Mention;
use crate::normalize::journals::{Authority, SourceFile as SourceList};
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
    Dataset(#[from] DatasetError),
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

fn list<T: std::fmt::Display>(lines: &[T]) -> String {
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Reads the plan's sources, writes their tables and publishes them.
///
/// # Errors
/// When nothing could be read or the tables could not be written. What was published before is then untouched.
pub fn run(plan: &Plan, authority: &Authority, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    let started = plan.clock.now();
    let output = OutputDir::open(&plan.out)?;
    let staging = output.stage()?;
    let mut read = read::read(plan, authority, staging.path(), progress)?;
    if let Some(enrich) = &plan.enrich {
        let enricher = Enricher::open(enrich)?;
        read = enricher.run(read, authority, staging.path(), progress)?;
        read.summary.asked = enricher.tally();
        read.summary.notices = enricher.notices();
    }
    let config_sha256 = plan.sha256();
    let inputs_sha256 = read.inputs_sha256();
    let run_id = plan.clock.run_id(started, &[&config_sha256, &inputs_sha256]);

    let mut summary = read.summary.clone();
    let sources = sources(&read, authority);
    let mut corrections = overrides::read(plan, &mut read)?;
    let tabulated = write::write(
        read,
        plan,
        authority,
        &mut corrections,
        write::Place { dir: staging.path(), run_id: &run_id },
        progress,
        &mut summary,
    )?;
    let finished = plan.clock.now();
    let run = RunRow {
        run_id: run_id.clone(),
        started_at: Timestamp(started),
        finished_at: Some(Timestamp(finished)),
        tool_version: env!("CARGO_PKG_VERSION"),
        schema_version: SCHEMA_VERSION,
        config_sha256,
        inputs_sha256,
        mode: if plan.enrich.as_ref().is_some_and(|e| !e.offline && !e.services.is_empty()) {
            "online"
        } else {
            "offline"
        },
        parent_run_id: None,
        n_references: i32::try_from(summary.references).unwrap_or(i32::MAX),
        n_works: i32::try_from(summary.works).unwrap_or(i32::MAX),
    };
    progress.stage(Stage::Publishing, 0);
    let tables = tabulated.finish(&run)?;
    let about = Description {
        title: plan.title.clone(),
        description: plan.description.clone(),
        created: clock::iso(finished),
        run_id: run_id.clone(),
        licenses: plan.licenses.clone(),
        sources,
    };
    write_datapackage(staging.path(), &about, &tables)?;
    if progress.stopped() {
        return Err(PipelineError::Interrupted);
    }
    summary.snapshot = output.publish(staging, &run_id)?;
    summary.latest = plan.out.join("latest");
    summary.tables = tables.iter().map(|t| (t.table.name, t.rows)).collect();
    Ok(summary)
}

/// What asking services about the plan's sources would cost. Nobody is asked and nothing is written but a temporary file.
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
    let enricher = Enricher::open(asked)?;
    let read = read::read(plan, authority, &dir, progress)?;
    let failed = |source| PipelineError::Spill { dir: dir.clone(), source };
    let mut queue = read.mentions.read().map_err(&failed)?;
    loop {
        let chunk: Vec<Mention> =
            queue.by_ref().take(enrich::CHUNK).collect::<Result<_, _>>().map_err(&failed)?;
        if chunk.is_empty() {
            return Ok(estimate);
        }
        enricher.estimate(chunk, authority, &mut estimate);
    }
}

fn sources(read: &read::Read, authority: &Authority) -> Vec<Source> {
    let documents = read.documents.iter().map(|d| {
        let title =
            d.document.front.title.as_ref().map_or_else(|| d.document.path.clone(), |t| t.value.clone());
        let hash = Some(format!("sha256:{}", d.document.sha256));
        Source { title, path: file_name(&d.document.path), hash }
    });
    documents.chain(authority.edition().sources.iter().map(credit)).collect()
}

fn credit(list: &SourceList) -> Source {
    let title = format!("Journal list: {}", list.name);
    Source { title, path: None, hash: Some(format!("sha256:{}", list.sha256)) }
}

/// A source's name for others: the folders above it are nobody's business.
fn file_name(path: &str) -> Option<String> {
    path.rsplit('/').next().map(str::to_owned)
}
