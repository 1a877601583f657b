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

/// The runs of a log begun at this moment or later that died.
pub(super) fn died_since(log: &RunLog, at: i64) -> Vec<LoggedRun> {
    let runs = log.runs().unwrap_or_default();
    runs.into_iter().filter(|run| run.outcome == Some(Outcome::Died) && run.started_at >= at).collect()
}
