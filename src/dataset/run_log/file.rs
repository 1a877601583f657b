//! The file, read and written to line by line.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::moment::now;
use super::record::{Line, LoggedRun, Outcome, Publication};
use crate::dataset::error::DatasetError;
use crate::dataset::snapshot::{remove_file, sync_dir, uninterrupted};

/// The log of the runs of one output folder.
#[derive(Clone, Debug)]
pub struct RunLog {
    root: PathBuf,
    path: PathBuf,
}

/// Runs that are kept when the log is cut.
const KEPT: usize = 2000;
/// Runs at which it is cut.
const MOST: usize = 4000;
/// No log of ours comes near this size; of a larger file the end is read.
const LARGEST: u64 = 8 << 20;

impl RunLog {
    /// The log of the output folder `root`, whether or not there is one yet.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), path: root.join("runs.jsonl") }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The runs it tells of, the oldest first. Lines that cannot be read are passed over.
    ///
    /// # Errors
    /// When the file cannot be read; one that is not there tells of none.
    pub fn runs(&self) -> Result<Vec<LoggedRun>, DatasetError> {
        let text = self.text().map_err(DatasetError::read(&self.path))?;
        let mut runs = Vec::new();
        let lines = text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
        lines.for_each(|line: Line| line.add_to(&mut runs));
        Ok(runs)
    }

    /// Puts the log in order, for the one who holds the folder: a torn last line is taken out, runs that have not ended
    /// are told to have died (or to have finished, where all but saying so was done: the snapshot is there), and of very
    /// many runs the oldest are forgotten.
    pub(in crate::dataset) fn tidy(&self, is_there: impl Fn(&str) -> bool) -> Result<(), DatasetError> {
        remove_file(&self.scratch())?;
        self.heal().map_err(self.failed())?;
        let runs = self.runs()?;
        let died: Vec<_> = runs
            .iter()
            .filter(|run| run.outcome.is_none())
            .map(|run| {
                let published = run.publishes.clone().filter(|what| is_there(&what.run_id));
                let outcome =
                    published.map_or(Outcome::Died, |what| Outcome::Finished { run_id: what.run_id });
                Line::ended(&run.token, now(), outcome).text()
            })
            .collect();
        if !died.is_empty() {
            self.append(&died.concat())?;
        }
        if runs.len() > MOST { self.cut() } else { Ok(()) }
    }

    /// Notes what the run at work is about to publish. Without a run at work nothing is noted.
    pub(in crate::dataset) fn publishes(&self, what: Publication) -> Result<(), DatasetError> {
        let runs = self.runs()?;
        match runs.last().filter(|run| run.outcome.is_none()) {
            Some(run) => self.append(&Line::publishes(&run.token, now(), what).text()),
            None => Ok(()),
        }
    }

    /// Appends whole lines in one go and waits for the disk.
    pub(super) fn append(&self, lines: &str) -> Result<(), DatasetError> {
        let append = || -> io::Result<bool> {
            self.heal()?;
            let new = !self.path.exists();
            let mut file = File::options().append(true).create(true).open(&self.path)?;
            let before = file.metadata()?.len();
            let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_all());
            if written.is_err() {
                // What is half there would have to be taken out later.
                let _ = file.set_len(before);
            }
            written.map(|()| new)
        };
        if append().map_err(self.failed())? {
            sync_dir(&self.root)?;
        }
        Ok(())
    }

    /// Takes a torn last line out.
    fn heal(&self) -> io::Result<()> {
        let mut file = match File::options().read(true).write(true).open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        let mut end = file.metadata()?.len();
        let whole = end;
        let mut block = [0; 4096];
        while end > 0 {
            let start = end.saturating_sub(block.len() as u64);
            let some = &mut block[..usize::try_from(end - start).unwrap_or_default()];
            file.seek(SeekFrom::Start(start))?;
            file.read_exact(some)?;
            if let Some(at) = some.iter().rposition(|byte| *byte == b'\n') {
                end = start + at as u64 + 1;
                break;
            }
            end = start;
        }
        if end < whole {
            file.set_len(end)?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Writes the log anew with the newest runs alone.
    fn cut(&self) -> Result<(), DatasetError> {
        let runs = self.runs()?;
        let kept = runs.iter().skip(runs.len().saturating_sub(KEPT));
        let mut text = String::new();
        for run in kept {
            text += &Line::began(run).text();
            if let Some(what) = run.publishes.clone() {
                text += &Line::publishes(&run.token, run.ended_at.unwrap_or(run.started_at), what).text();
            }
            if let (Some(at), Some(outcome)) = (run.ended_at, &run.outcome) {
                text += &Line::ended(&run.token, at, outcome.clone()).text();
            }
        }
        let scratch = self.scratch();
        let write = || -> io::Result<()> {
            let mut file = File::create(&scratch)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            uninterrupted(|| std::fs::rename(&scratch, &self.path))
        };
        write().map_err(self.failed())?;
        sync_dir(&self.root)
    }

    fn text(&self) -> io::Result<Vec<u8>> {
        let mut file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            opened => opened?,
        };
        let skipped = file.metadata()?.len().saturating_sub(LARGEST);
        file.seek(SeekFrom::Start(skipped))?;
        let mut text = Vec::new();
        file.take(LARGEST).read_to_end(&mut text)?;
        Ok(text)
    }

    fn scratch(&self) -> PathBuf {
        self.root.join(".runs.jsonl-new")
    }

    fn failed(&self) -> impl FnOnce(io::Error) -> DatasetError {
        let path = self.path.clone();
        move |source| DatasetError::Log { path, source }
    }
}
