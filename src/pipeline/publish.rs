//! From the sources to the published dataset.

use super::PipelineError;
use super::clock;
use super::enrich::Enricher;
use super::overrides;
use super::plan::Plan;
use super::progress::{Progress, Stage};
use super::read;
use super::summary::Summary;
use super::write;
use crate::dataset::diff::{self, Digest};
use crate::dataset::schema::{RunRow, SCHEMA_VERSION, TABLES, Timestamp};
use crate::dataset::{
    Changes, DATAPACKAGE, DatasetError, Description, LoggedRun, OutputDir, Parent, Source, Staging, State,
    WrittenTable, write_datapackage,
};
use crate::model::Standing;
use crate::normalize::journals::{Authority, SourceFile as SourceList};

/// What was published.
pub struct Published {
    pub summary: Summary,
    pub run_id: String,
    /// What differs from the parent; `None` without one.
    pub digest: Option<Digest>,
}

/// Reads the sources, asks services if that is wanted, writes the tables and publishes them; with a parent, what changed
/// since then goes with them.
pub fn publish(
    plan: &Plan,
    authority: &Authority,
    progress: &dyn Progress,
    output: &OutputDir,
    parent: Option<&Parent>,
) -> Result<Published, PipelineError> {
    let started = plan.clock.now();
    // Before anything is read: what changes meanwhile is another input to the next run.
    let read_sha256 = plan.read_sha256();
    let staging = output.stage()?;
    // Before the sources, which may take long: what cannot be opened is better told at once.
    let enricher = plan.enrich.as_ref().map(|enrich| Enricher::open(enrich, plan.clock)).transpose()?;
    let mut read = read::read(plan, authority, staging.path(), progress)?;
    let mut answers = Standing::default();
    if let Some(enricher) = enricher {
        (read, answers) = enricher.run(read, authority, staging.path(), progress)?;
        read.summary.asked = enricher.tally();
        read.summary.notices = enricher.notices();
    }
    let config_sha256 = plan.sha256();
    let inputs_sha256 = read.inputs_sha256();
    let parent_id = parent.and_then(Parent::run).map(|run| run.run_id.clone());
    let mut parts = vec![config_sha256.as_str(), inputs_sha256.as_str()];
    parts.extend(parent_id.as_deref());
    let run_id = plan.clock.run_id(started, &parts);

    let mut summary = read.summary.clone();
    let sources = sources(&read, authority);
    let mut corrections = overrides::read(plan, &mut read)?;
    let tabulated = write::write(
        read,
        plan,
        authority,
        &mut corrections,
        write::Place { dir: staging.path(), run_id: &run_id, parent },
        progress,
        &mut summary,
    )?;
    let finished = plan.clock.now();
    let run = RunRow {
        run_id: run_id.clone(),
        started_at: Timestamp(started),
        finished_at: Some(Timestamp(finished)),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version: SCHEMA_VERSION.to_owned(),
        config_sha256,
        inputs_sha256: Some(inputs_sha256),
        mode: if plan.is_online() { "online" } else { "offline" }.to_owned(),
        parent_run_id: parent_id,
        n_references: i32::try_from(summary.references).unwrap_or(i32::MAX),
        n_works: i32::try_from(summary.works).unwrap_or(i32::MAX),
    };
    progress.stage(Stage::Publishing, 0);
    let mut tables = tabulated.finish(&lineage(plan, output, parent, run))?;
    let about = Description {
        title: plan.title.clone(),
        description: plan.description.clone(),
        created: clock::iso(finished),
        run_id: run_id.clone(),
        licenses: plan.licenses.clone(),
        sources,
        state: State { read_sha256, answers },
    };
    if let Some(parent) = parent {
        parent.share_content(&staging, &mut tables, &plan.formats)?;
    }
    let digest = changes(&staging, &about, &mut tables, plan, parent)?;
    if progress.stopped() {
        return Err(PipelineError::Interrupted);
    }
    finish(plan, output, staging, &about, &tables, &mut summary)?;
    Ok(Published { summary, run_id, digest })
}

/// Describes the tables and publishes them.
pub fn finish(
    plan: &Plan,
    output: &OutputDir,
    staging: Staging,
    about: &Description,
    tables: &[WrittenTable],
    summary: &mut Summary,
) -> Result<(), PipelineError> {
    write_datapackage(staging.path(), about, tables)?;
    summary.snapshot = output.publish(staging, &about.run_id)?;
    if let Some(told) = &plan.remembered
        && let Err(error) = output.remember(told)
    {
        // The dataset is there: what is lost is that it need not be told again.
        output.notice(format!("{error}; tell `refloom refresh` what to read"));
    }
    summary.latest = plan.out.join("latest");
    summary.tables = tables.iter().map(|table| (table.table.name, table.rows)).collect();
    Ok(())
}

/// The table of runs: those that the parent goes back to, those that died since, and this one. What died is no input: it
/// makes no difference to a reproducible run.
pub fn lineage(plan: &Plan, output: &OutputDir, parent: Option<&Parent>, run: RunRow) -> Vec<RunRow> {
    let mut runs: Vec<RunRow> = parent.map(Parent::runs).unwrap_or_default().to_vec();
    // Another run of this one's name is this one, done before.
    runs.retain(|earlier| earlier.run_id != run.run_id);
    if let Some(since) = parent.and_then(Parent::run).filter(|_| !plan.clock.is_fixed()) {
        let known: Vec<String> = runs.iter().map(|run| run.run_id.clone()).collect();
        let died = output
            .died_since(&since.run_id, since.started_at.0)
            .into_iter()
            .filter(|died| !known.contains(&died.token));
        runs.extend(died.map(row_of_the_dead));
    }
    runs.push(run);
    runs
}

fn row_of_the_dead(run: LoggedRun) -> RunRow {
    RunRow {
        run_id: run.token,
        started_at: Timestamp(run.started_at),
        finished_at: None,
        tool_version: run.tool_version,
        schema_version: SCHEMA_VERSION.to_owned(),
        config_sha256: run.begin.config_sha256,
        inputs_sha256: None,
        mode: if run.begin.online { "online" } else { "offline" }.to_owned(),
        parent_run_id: run.begin.parent,
        n_references: 0,
        n_works: 0,
    }
}

/// Writes the table of changes and adds it to the others.
fn changes(
    staging: &Staging,
    about: &Description,
    tables: &mut Vec<WrittenTable>,
    plan: &Plan,
    parent: Option<&Parent>,
) -> Result<Option<Digest>, PipelineError> {
    let mut changes = Changes::create(staging.path(), &plan.formats, &about.run_id)?;
    let digest = match parent {
        Some(parent) => {
            // Two datasets are compared, and a dataset has a description.
            write_datapackage(staging.path(), about, tables)?;
            let options =
                diff::Options { temporary: Some(staging.path().to_owned()), ..diff::Options::default() };
            let digest =
                diff::diff(parent.dir(), staging.path(), &options, &mut |change| changes.push(change))?;
            // The one that is published knows of the changes too.
            let described = staging.path().join(DATAPACKAGE);
            std::fs::remove_file(&described).map_err(DatasetError::write(&described))?;
            Some(digest)
        }
        None => None,
    };
    tables.extend(changes.finish()?);
    in_order(tables);
    Ok(digest)
}

/// As the schema has them.
pub fn in_order(tables: &mut [WrittenTable]) {
    tables.sort_by_key(|written| TABLES.iter().position(|table| table.name == written.table.name));
}

/// Sources that the description names one by one. Of more, the table of documents tells: a description of a hundred
/// thousand files would be larger than many of their tables.
const MOST_SOURCES: usize = 1000;

fn sources(read: &read::Read, authority: &Authority) -> Vec<Source> {
    // The records of a file that cite others are documents too, and come right after it.
    let mut files: Vec<_> = read.documents.iter().map(|d| &d.document).collect();
    files.dedup_by(|a, b| a.path == b.path && a.sha256 == b.sha256);
    let mut sources: Vec<Source> = files
        .iter()
        .take(MOST_SOURCES)
        .map(|file| Source {
            title: file.front.title.as_ref().map_or_else(|| file.path.clone(), |title| title.value.clone()),
            path: file_name(&file.path),
            hash: Some(format!("sha256:{}", file.sha256)),
        })
        .collect();
    if let Some(more) = files.len().checked_sub(MOST_SOURCES).filter(|more| *more > 0) {
        let title = format!("{more} more files, each with its SHA-256 in the table of documents");
        sources.push(Source { title, path: None, hash: None });
    }
    sources.extend(authority.edition().sources.iter().map(credit));
    sources
}

fn credit(list: &SourceList) -> Source {
    let title = format!("Journal list: {}", list.name);
    Source { title, path: None, hash: Some(format!("sha256:{}", list.sha256)) }
}

/// A source's name for others: the folders above it are nobody's business.
fn file_name(path: &str) -> Option<String> {
    path.rsplit('/').next().map(str::to_owned)
}
