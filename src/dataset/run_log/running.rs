use super::file::RunLog;
use super::moment::now;
use super::record::{Begin, Line, LoggedRun, Outcome};
use crate::dataset::error::DatasetError;
use crate::dataset::snapshot::OutputDir;
use crate::model::{digest80, ulid};

/// A run that the log tells has begun. Dropped without an end, it has failed; killed, it is found to have died.
#[derive(Debug)]
pub struct Running<'a> {
    output: &'a OutputDir,
    log: &'a RunLog,
    run: LoggedRun,
    ended: bool,
}

impl<'a> Running<'a> {
    pub(in crate::dataset) fn begin(
        output: &'a OutputDir,
        log: &'a RunLog,
        begin: Begin,
    ) -> Result<Self, DatasetError> {
        let (started_at, pid) = (now(), std::process::id());
        let unique = format!("{:?} {pid}", std::time::SystemTime::now());
        let run = LoggedRun {
            token: ulid(started_at, &digest80(&["run", &unique])),
            started_at,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            pid,
            begin,
            publishes: None,
            ended_at: None,
            outcome: None,
        };
        log.append(&Line::began(&run).text())?;
        Ok(Self { output, log, run, ended: false })
    }

    /// Names the run in the log, a ULID.
    pub fn token(&self) -> &str {
        &self.run.token
    }

    /// Notes how it ended. Whether or not that can be written, it has ended so: what cannot be written is told among the
    /// [notices](OutputDir::take_notices).
    pub fn end(mut self, outcome: Outcome) {
        self.write(outcome);
    }

    fn write(&mut self, outcome: Outcome) {
        self.ended = true;
        let word = outcome.as_str();
        if let Err(error) = self.log.append(&Line::ended(&self.run.token, now(), outcome).text()) {
            self.output.notice(format!("that the run has {word} could not be noted: {error}"));
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.write(Outcome::Failed { reason: "unknown".to_owned() });
        }
    }
}
