//! The published snapshots of a folder. Looking at them takes no lock.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::SNAPSHOTS;
use super::latest::{LATEST, pointed};
use super::retain::PINS;
use crate::dataset::error::DatasetError;
use crate::dataset::run_log::RunLog;

/// The published snapshots of an output folder, in the order of their publication as the log of runs tells it: run ids of
/// reproducible runs hold no time, and clocks may be turned back. Those it does not tell of come first, by name.
#[derive(Clone, Debug)]
pub struct Snapshots {
    root: PathBuf,
    all: Vec<Snapshot>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Its run, and its folder's name.
    pub id: String,
    /// Its folder.
    pub path: PathBuf,
    /// Whether `latest` points to it.
    pub latest: bool,
    /// Whether a person wants it kept, however old it is.
    pub pinned: bool,
    /// SHA-256 that the log of runs tells of its description, hexadecimal. More than one where a reproducible run was
    /// done again; none where the log does not go so far back.
    pub described: Vec<String>,
}

impl Snapshots {
    /// Lists the snapshots of the output folder `root`.
    ///
    /// # Errors
    /// When the folder cannot be read; one that is not there has none.
    pub fn read(root: &Path) -> Result<Self, DatasetError> {
        let dir = root.join(SNAPSHOTS);
        let names = match super::durable::names(&dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            names => names.map_err(DatasetError::read(&dir))?,
        };
        let latest = pointed(root, LATEST);
        let mut logged = logged(root);
        let mut all: Vec<_> = names
            .into_iter()
            .filter_map(|name| name.into_string().ok())
            .filter(|name| !name.starts_with('.') && dir.join(name).is_dir())
            .map(|id| {
                let (place, described) = logged.remove(&id).unzip();
                let snapshot = Snapshot {
                    path: dir.join(&id),
                    latest: latest.as_deref() == Some(&id),
                    pinned: fs::symlink_metadata(root.join(PINS).join(&id)).is_ok(),
                    described: described.unwrap_or_default(),
                    id,
                };
                (place, snapshot)
            })
            .collect();
        // What the log does not tell of has no place, and comes first.
        all.sort_by_key(|(place, _)| *place);
        Ok(Self { root: root.to_owned(), all: all.into_iter().map(|(_, snapshot)| snapshot).collect() })
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> &[Snapshot] {
        &self.all
    }

    /// The one `latest` points to.
    pub fn latest(&self) -> Option<&Snapshot> {
        self.all.iter().find(|one| one.latest)
    }

    /// The one a word means: `latest`, `previous` (the one before the latest), or the first digits of an id, as many as
    /// it takes to tell it from the others.
    ///
    /// # Errors
    /// When it means none, or more than one.
    pub fn find(&self, word: &str) -> Result<&Snapshot, DatasetError> {
        let none = |what: String| self.refused(what);
        let latest = self.all.iter().position(|one| one.latest);
        match word {
            "latest" => {
                return latest
                    .and_then(|at| self.all.get(at))
                    .ok_or_else(|| none("it has no latest snapshot".to_owned()));
            }
            "previous" => {
                return latest
                    .and_then(|at| self.all.get(at.checked_sub(1)?))
                    .ok_or_else(|| none("it has no snapshot before the latest".to_owned()));
            }
            _ => {}
        }
        if let Some(exact) = self.all.iter().find(|one| one.id == word) {
            return Ok(exact);
        }
        let begins = |one: &&Snapshot| {
            one.id.get(..word.len()).is_some_and(|start| !word.is_empty() && start.eq_ignore_ascii_case(word))
        };
        let mut found = self.all.iter().filter(begins);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(none(format!("it has no snapshot {word}"))),
            (Some(one), Some(other)) => {
                Err(none(format!("{word} could be {} or {}; give more of its digits", one.id, other.id)))
            }
        }
    }

    pub(super) fn refused(&self, what: String) -> DatasetError {
        DatasetError::NoSuchSnapshot { root: self.root.clone(), what }
    }
}

/// By run id: where in the log it was last published, and the SHA-256 of its descriptions. A log that cannot be read tells
/// nothing: no dataset depends on it.
fn logged(root: &Path) -> HashMap<String, (usize, Vec<String>)> {
    let mut logged: HashMap<String, (usize, Vec<String>)> = HashMap::new();
    let runs = RunLog::of(root).runs().unwrap_or_default();
    for (place, what) in runs.into_iter().filter_map(|run| run.publishes).enumerate() {
        let (last, described) = logged.entry(what.run_id).or_default();
        *last = place;
        described.extend(what.datapackage_sha256);
    }
    logged
}
