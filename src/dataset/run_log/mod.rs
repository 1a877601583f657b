//! The log of runs: `runs.jsonl` in the output folder, one JSON object a line.
//!
//! A line is written when a run begins and one when it ends. A run that has begun and not ended, while nobody holds the
//! folder, died; the next one to open the folder writes that down. The log is for people and for the table of runs: no
//! dataset depends on it.

mod file;
mod moment;
mod record;
mod running;
#[cfg(test)]
mod tests;

pub use self::file::RunLog;
pub(super) use self::moment::{iso, now};
pub use self::record::{Begin, LoggedRun, Outcome, Publication, RunKind};
pub use self::running::Running;

/// The runs of a log that died after the one that published this dataset. Clocks may be set, so that their order in the log
/// counts; where it does not go so far back, they are those begun at this moment or later.
pub(super) fn died_since(log: &RunLog, run_id: &str, at: i64) -> Vec<LoggedRun> {
    let runs = log.runs().unwrap_or_default();
    let is_it = |run: &LoggedRun| run.publishes.as_ref().is_some_and(|what| what.run_id == run_id);
    let after = match runs.iter().rposition(is_it) {
        Some(place) => runs.into_iter().skip(place + 1).collect::<Vec<_>>(),
        None => runs.into_iter().filter(|run| run.started_at >= at).collect(),
    };
    after.into_iter().filter(|run| run.outcome == Some(Outcome::Died)).collect()
}
