//! The published snapshots of a folder. Looking at them takes no lock.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::SNAPSHOTS;
use super::latest::{LATEST, pointed};
use super::retain::PINS;
use crate::dataset::error::DatasetError;

/// The published snapshots of an output folder, the oldest first.
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
        let all = names
            .into_iter()
            .filter_map(|name| name.into_string().ok())
            .filter(|name| !name.starts_with('.') && dir.join(name).is_dir())
            .map(|id| Snapshot {
                path: dir.join(&id),
                latest: latest.as_deref() == Some(&id),
                pinned: fs::symlink_metadata(root.join(PINS).join(&id)).is_ok(),
                id,
            })
            .collect();
        Ok(Self { root: root.to_owned(), all })
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
