//! The folder that holds published datasets, and all that keeps them whole.
//!
//! ```text
//! output/latest             link to the snapshot to load
//! output/snapshots/<run>/   published datasets; none of their bytes ever changes
//! output/pins/<run>         empty files: these snapshots stay, however old they are
//! output/runs.jsonl         what runs have been begun and how they ended
//! output/.digest-due         since which snapshot changes have not been told
//! output/.lock              held by the one run that writes here
//! ```

mod due;
mod durable;
mod facts;
mod latest;
mod list;
mod lock;
mod publish;
mod recover;
mod restore;
mod retain;
mod staging;
#[cfg(all(test, unix))]
mod tests;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use self::durable::make_dir;
pub(super) use self::durable::{remove_file, sync_dir, uninterrupted};
pub use self::facts::Facts;
use self::latest::LATEST;
pub use self::list::{Snapshot, Snapshots};
use self::lock::Lock;
pub use self::lock::{Holder, Patience};
pub use self::staging::{Shared, Staging};
pub use self::verify::{Verified, verify};
use super::error::DatasetError;
use super::run_log::{Begin, LoggedRun, RunLog, Running, died_since};

/// The folder of the snapshots in an output folder.
const SNAPSHOTS: &str = "snapshots";
/// What the last run was told.
const LAST_RUN: &str = "last-run.json";
/// The same while it is written.
const REMEMBERING: &str = ".last-run-new";
/// The most of it that is read; it holds names of files.
const MOST_REMEMBERED: u64 = 1 << 20;
/// Begins the names of folders in there that readers are to overlook.
const STAGING: &str = ".staging-";

/// The folder that holds published datasets: `snapshots/<run>/` and the link `latest` to one of them.
///
/// Held open by one run at a time through a lock of the operating system, which goes with the process however it ends.
#[derive(Debug)]
pub struct OutputDir {
    root: PathBuf,
    lock: Lock,
    log: RunLog,
    notices: Mutex<Vec<String>>,
}

impl OutputDir {
    /// Opens `root`, making it where it is missing, and puts right what killed runs have left: half-written datasets are
    /// swept away, a publication cut short is taken back or finished, `latest` is mended, and the log of runs tells who
    /// died.
    ///
    /// # Errors
    /// When another run holds it for longer than patience lasts, or it cannot be written to.
    pub fn open(root: &Path, patience: Patience<'_>) -> Result<Self, DatasetError> {
        if root.exists() && !root.is_dir() {
            return Err(DatasetError::InTheWay { path: root.to_owned(), what: "it is not a folder" });
        }
        make_dir(&root.join(SNAPSHOTS))?;
        let lock = Lock::take(root, patience)?;
        let latest = root.join(LATEST);
        if latest.symlink_metadata().is_ok_and(|meta| !meta.is_symlink()) {
            return Err(DatasetError::InTheWay { path: latest, what: "it is not a link to a snapshot" });
        }
        let output =
            Self { root: root.to_owned(), lock, log: RunLog::of(root), notices: Mutex::new(Vec::new()) };
        output.recover();
        let is_there = |id: &str| output.snapshots().join(id).is_dir();
        if let Err(error) = output.log.tidy(is_there) {
            output.notice(format!("{error}"));
        }
        Ok(output)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Notes in the log that a run begins.
    ///
    /// # Errors
    /// When the log cannot be written: such a run is better not begun.
    pub fn begin(&self, begin: Begin) -> Result<Running<'_>, DatasetError> {
        Running::begin(self, &self.log, begin)
    }

    /// The runs that died after the one that published this dataset, the oldest first. Where the log does not tell of it,
    /// those begun at this moment or later (milliseconds since 1970-01-01T00:00:00Z).
    pub fn died_since(&self, run_id: &str, at: i64) -> Vec<LoggedRun> {
        died_since(&self.log, run_id, at)
    }

    /// A fresh folder to write a dataset into.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn stage(&self) -> Result<Staging, DatasetError> {
        Staging::make(&self.snapshots(), STAGING)
    }

    /// What a person should know though it was no reason to fail; each is told once.
    pub fn take_notices(&self) -> Vec<String> {
        self.notices.lock().map(|mut notices| std::mem::take(&mut *notices)).unwrap_or_default()
    }

    /// Keeps what the last run was told, in one step.
    ///
    /// # Errors
    /// When it cannot be written; what was kept before is there still.
    pub fn remember(&self, told: &[u8]) -> Result<(), DatasetError> {
        let (new, kept) = (self.root.join(REMEMBERING), self.root.join(LAST_RUN));
        let written = uninterrupted(|| std::fs::write(&new, told))
            .and_then(|()| uninterrupted(|| std::fs::File::open(&new)?.sync_all()))
            .map_err(DatasetError::write(&new))
            .and_then(|()| durable::rename(&new, &kept));
        if written.is_err() {
            let _ = remove_file(&new);
        }
        written
    }

    /// What the last run into the folder was told; `None` where there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn remembered(root: &Path) -> Result<Option<Vec<u8>>, DatasetError> {
        use std::io::Read as _;
        let path = root.join(LAST_RUN);
        let read = || {
            let mut told = Vec::new();
            std::fs::File::open(&path)?.take(MOST_REMEMBERED).read_to_end(&mut told)?;
            Ok(told)
        };
        match read() {
            Ok(told) => Ok(Some(told)),
            Err(error) if std::io::Error::kind(&error) == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DatasetError::read(&path)(error)),
        }
    }

    /// Adds to what a person should know.
    pub fn notice(&self, notice: String) {
        if let Ok(mut notices) = self.notices.lock() {
            notices.push(notice);
        }
    }

    fn snapshots(&self) -> PathBuf {
        self.root.join(SNAPSHOTS)
    }
}
