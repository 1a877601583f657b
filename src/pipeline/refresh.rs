//! The same dataset again: only what has had its time is asked for, and what changed is told.

use std::path::Path;

use super::PipelineError;
use super::plan::Plan;
use super::progress::{Progress, Stage};
use super::publish::{self, Published, finish, in_order, lineage};
use super::summary::Summary;
use super::{clock, open_output, outcome, retire};
use crate::dataset::diff::{self, Digest};
use crate::dataset::schema::{Row as _, RunRow, SCHEMA_VERSION, Timestamp};
use crate::dataset::{Begin, Changes, DatasetError, Description, OutputDir, Parent, RunKind, TablesWriter};
use crate::normalize::journals::Authority;
use crate::sources::http::Service;

/// What a refresh has done.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// What a run has done.
    pub summary: Summary,
    /// What changed since the dataset it started from; `None` where there was none.
    pub digest: Option<Digest>,
    /// Whether nothing had had its time and nothing else was changed, so that every table was taken over as it was.
    pub was_current: bool,
    /// Whether a service left something unanswered, so that not all is as new as it should be; or the dataset it started
    /// from is damaged, so that it cannot be told what changed.
    pub is_incomplete: bool,
}

/// Publishes the plan's dataset anew, on the ground of the newest one in its folder. Where nothing has had its time, its
/// tables are taken over; otherwise the sources are read again, and services are asked for what the cache of answers
/// does not hold or has held for too long.
///
/// # Errors
/// As [`run`](super::run); and where the dataset it starts from is damaged.
pub fn refresh(
    plan: &Plan,
    authority: &Authority,
    progress: &dyn Progress,
) -> Result<Refreshed, PipelineError> {
    let output = open_output(plan, progress)?;
    let parent = match output.latest() {
        Some(id) => match Parent::open(&plan.out.join("snapshots").join(id)) {
            Ok(parent) => Some(parent),
            // It was damaged, or made by a program that wrote otherwise: there is nothing to compare with, but nothing to
            // hinder a new one either.
            Err(
                error @ (DatasetError::Damaged { .. }
                | DatasetError::NotADataset { .. }
                | DatasetError::Read { .. }),
            ) => {
                output.notice(format!("the newest dataset cannot be compared with, so all is new: {error}"));
                None
            }
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let is_first = output.latest().is_none();
    let running = output.begin(Begin {
        kind: RunKind::Refresh,
        online: plan.is_online(),
        config_sha256: plan.sha256(),
        parent: parent.as_ref().and_then(Parent::run).map(|run| run.run_id.clone()),
    })?;
    let due = parent.as_ref().and_then(Parent::run).map(|run| output.due_since(&run.run_id)).transpose();
    let done = due.map_err(PipelineError::from).and_then(|due| {
        let (mut published, was_current) = renew(plan, authority, progress, &output, parent.as_ref())?;
        if let Some(due) = due.filter(|due| is_earlier(due, parent.as_ref())) {
            published.digest = since(&output, &due, &published.summary.snapshot).or(published.digest);
        }
        Ok((published, was_current))
    });
    running.end(outcome(done.as_ref().map(|(done, _)| done.run_id.as_str())));
    let (Published { summary, mut digest, .. }, was_current) = done?;
    let is_lost = digest.is_none() && !is_first;
    let is_incomplete = is_lost || summary.asked.kinds.values().any(|counts| counts.failed > 0);
    if let Some(digest) = &mut digest {
        digest.notes.extend(unanswered(&summary));
    }
    Ok(Refreshed { summary: retire(plan, &output, summary), digest, was_current, is_incomplete })
}

/// Whether something was not told that changed before the parent was made.
fn is_earlier(due: &str, parent: Option<&Parent>) -> bool {
    parent.and_then(Parent::run).is_some_and(|run| run.run_id != due)
}

/// What changed since a snapshot before the parent; none where that cannot be read any more.
fn since(output: &OutputDir, due: &str, now: &Path) -> Option<Digest> {
    let before = output.root().join("snapshots").join(due);
    match diff::diff(&before, now, &diff::Options::default(), &mut |_| Ok(())) {
        Ok(mut digest) => {
            digest.notes.push(format!("What changed since {due} was not told yet: it is told here too."));
            Some(digest)
        }
        Err(error) => {
            output.notice(format!("what changed since {due} was not told yet, and cannot be: {error}"));
            None
        }
    }
}

/// What services have left open, in a sentence for each.
fn unanswered(summary: &Summary) -> Vec<String> {
    let told = |service: Service| {
        let counts = summary.asked.of(service);
        let what = match counts.stood_in {
            0 => "what they are about is not checked".to_owned(),
            n if n == counts.failed => "what it said before stands in, and may be out of date".to_owned(),
            n => format!("for {n} of them what it said before stands in, and may be out of date"),
        };
        let sentence = || format!("{service} left {} question(s) without an answer; {what}.", counts.failed);
        (counts.failed > 0).then(sentence)
    };
    Service::ALL.into_iter().filter_map(told).collect()
}

fn renew(
    plan: &Plan,
    authority: &Authority,
    progress: &dyn Progress,
    output: &OutputDir,
    parent: Option<&Parent>,
) -> Result<(Published, bool), PipelineError> {
    if let Some(parent) = parent.filter(|parent| is_current(plan, parent))
        && let Some(published) = take_over(plan, progress, output, parent)?
    {
        return Ok((published, true));
    }
    let whole = parent.filter(|parent| parent.is_whole());
    if let (Some(parent), None) = (parent, whole) {
        output.notice(format!(
            "{} is damaged, so what changed since then cannot be told: `refloom snapshots verify` names the files, and \
             `refloom diff` compares with an older one",
            parent.dir().display()
        ));
    }
    let published = publish::publish(plan, authority, progress, output, whole)?;
    Ok((published, false))
}

/// Whether a run would make the same tables: by the same program, of the same inputs, under the same settings, from
/// answers that are all good still.
fn is_current(plan: &Plan, parent: &Parent) -> bool {
    let Some(run) = parent.run() else { return false };
    let now = plan.clock.of_answers();
    let answers = &parent.state().answers;
    let is_good = plan.enrich.as_ref().is_none_or(|enrich| {
        if enrich.offline { !answers.unanswered } else { enrich.lifetimes.cover(answers, now) }
    });
    run.tool_version == env!("CARGO_PKG_VERSION")
        && run.schema_version == SCHEMA_VERSION
        && run.config_sha256 == plan.sha256()
        && is_good
        && parent.has_all(&plan.formats)
        && parent.state().read_sha256 == plan.read_sha256()
}

/// Publishes the parent's tables once more, under a new run and with no changes. None where one of them is not whole.
fn take_over(
    plan: &Plan,
    progress: &dyn Progress,
    output: &OutputDir,
    parent: &Parent,
) -> Result<Option<Published>, PipelineError> {
    let Some(before) = parent.run() else { return Ok(None) };
    let started = plan.clock.now();
    let staging = output.stage()?;
    progress.stage(Stage::Publishing, 0);
    let Some(mut tables) = parent.hand_on(&staging, &plan.formats)? else {
        output.notice(format!(
            "a table of the newest dataset, {}, is damaged, so everything was made anew",
            before.run_id
        ));
        return Ok(None);
    };
    let config_sha256 = plan.sha256();
    let parts = [Some(config_sha256.as_str()), before.inputs_sha256.as_deref(), Some(before.run_id.as_str())];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let run_id = plan.clock.run_id(started, &parts);
    let finished = plan.clock.now();
    let run = RunRow {
        run_id: run_id.clone(),
        started_at: Timestamp(started),
        finished_at: Some(Timestamp(finished)),
        mode: if plan.is_online() { "online" } else { "offline" }.to_owned(),
        parent_run_id: Some(before.run_id.clone()),
        config_sha256,
        ..before.clone()
    };
    let mut summary = Summary {
        references: u64::try_from(run.n_references).unwrap_or_default(),
        works: u64::try_from(run.n_works).unwrap_or_default(),
        ..Summary::default()
    };
    let mut runs = TablesWriter::of(staging.path(), &plan.formats, &[RunRow::TABLE])?;
    lineage(plan, output, Some(parent), run).iter().try_for_each(|run| runs.push(run))?;
    tables.extend(runs.finish()?);
    tables.extend(Changes::create(staging.path(), &plan.formats, &run_id)?.finish()?);
    in_order(&mut tables);
    let about = Description {
        title: plan.title.clone(),
        description: plan.description.clone(),
        created: clock::iso(finished),
        run_id: run_id.clone(),
        licenses: plan.licenses.clone(),
        sources: parent.sources().to_vec(),
        state: parent.state().clone(),
    };
    if progress.stopped() {
        return Err(PipelineError::Interrupted);
    }
    finish(plan, output, staging, &about, &tables, &mut summary)?;
    let digest = diff::nothing(parent.dir(), &summary.snapshot)?;
    Ok(Some(Published { summary, run_id, digest: Some(digest) }))
}
