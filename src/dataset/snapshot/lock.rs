//! One writer at a time, by a lock of the operating system. It goes with the process however that ends.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::super::error::DatasetError;
use super::durable::uninterrupted;
use crate::dataset::run_log::{iso, now};

/// What to do where another run holds the folder.
#[derive(Clone, Copy, Default)]
pub enum Patience<'a> {
    /// Leave at once.
    #[default]
    LeaveAtOnce,
    /// Wait for it to end.
    Wait {
        /// For this long at most.
        up_to: Duration,
        /// Called once, when waiting begins, with what is known of the run that is waited for.
        waiting: &'a dyn Fn(Option<&Holder>),
        /// Asked again and again; true ends the waiting.
        stopped: &'a dyn Fn() -> bool,
    },
}

/// Who holds a folder, as it says of itself. For people: what decides is the lock of the operating system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process.
    pub pid: u32,
    /// Since when, ISO 8601.
    pub since: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {} since {}", self.pid, self.since)
    }
}

/// The lock, held.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

const SHORTEST_NAP: Duration = Duration::from_millis(20);
const LONGEST_NAP: Duration = Duration::from_millis(250);

/// The most that is read of what a holder says of itself.
const LONGEST_WORD: u64 = 1000;

impl Lock {
    /// Takes the lock of the folder `root`.
    pub(super) fn take(root: &Path, patience: Patience<'_>) -> Result<Self, DatasetError> {
        let path = root.join(".lock");
        let began = Instant::now();
        let mut nap = SHORTEST_NAP;
        let mut told = false;
        loop {
            if let Some(file) = attempt(&path)? {
                let lock = Self { path, file };
                lock.sign();
                return Ok(lock);
            }
            let busy = || DatasetError::Busy {
                root: root.to_owned(),
                lock: path.clone(),
                holder: holder(&path),
                waited: began.elapsed(),
            };
            let Patience::Wait { up_to, waiting, stopped } = patience else { return Err(busy()) };
            if !told {
                waiting(holder(&path).as_ref());
                told = true;
            }
            if stopped() {
                return Err(DatasetError::Stopped);
            }
            let Some(left) = up_to.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) else {
                return Err(busy());
            };
            std::thread::sleep(nap.min(left));
            nap = (nap * 2).min(LONGEST_NAP);
        }
    }

    /// Fails where somebody has taken the lock file away: another run could hold a new one by now.
    pub(super) fn still_held(&self) -> Result<(), DatasetError> {
        if is_at(&self.file, &self.path) {
            return Ok(());
        }
        Err(DatasetError::LockLost { lock: self.path.clone() })
    }

    /// Writes who holds it. Nothing depends on it, so that a full disk is no reason to fail.
    fn sign(&self) {
        let holder = Holder { pid: std::process::id(), since: iso(now()) };
        let write = || -> io::Result<()> {
            let mut file = &self.file;
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(format!("{}\n", serde_json::to_string(&holder)?).as_bytes())
        };
        let _ = write();
    }
}

/// The lock file, locked; none where another process has it.
fn attempt(path: &Path) -> Result<Option<File>, DatasetError> {
    loop {
        // Opened without cutting it: it says who holds it.
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(DatasetError::write(path))?;
        match file.try_lock() {
            // Somebody may have deleted the file in between, and a third process locked a new one.
            Ok(()) if is_at(&file, path) => return Ok(Some(file)),
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Ok(None),
            Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(fs::TryLockError::Error(source)) => {
                return Err(DatasetError::Write { path: path.to_owned(), source });
            }
        }
    }
}

/// What the holder says of itself, if anything can be read.
fn holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.take(LONGEST_WORD).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Whether the open file is the one that lies at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(ours), Ok(there)) = (file.metadata(), uninterrupted(|| fs::metadata(path))) else { return false };
    (ours.dev(), ours.ino()) == (there.dev(), there.ino())
}

/// Elsewhere an open file cannot be deleted.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
