//! Whether what changed has been told.
//!
//! A run may die, or a mail may not go out, after its dataset is published: the next one would find nothing changed, and
//! the retraction that somebody waits for would never be told. So it is written down since when things are to be told, and
//! taken away when they were.

use std::fs;
use std::path::Path;

use super::durable::{remove_file, sync_dir, uninterrupted};
use super::{OutputDir, SNAPSHOTS};
use crate::dataset::error::DatasetError;

/// Holds the name of the snapshot since which changes are to be told.
const DUE: &str = ".digest-due";

impl OutputDir {
    /// Notes that what changes from this snapshot on is to be told. Gives the snapshot since which it is: an earlier one,
    /// where what changed since then was never told and it is there still.
    ///
    /// # Errors
    /// When it cannot be noted.
    pub fn due_since(&self, latest: &str) -> Result<String, DatasetError> {
        let path = self.root.join(DUE);
        let earlier = fs::read_to_string(&path).unwrap_or_default();
        let earlier = earlier.trim();
        let is_name = !earlier.is_empty() && earlier.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_name && self.root.join(SNAPSHOTS).join(earlier).is_dir() {
            return Ok(earlier.to_owned());
        }
        uninterrupted(|| fs::write(&path, latest))
            .and_then(|()| uninterrupted(|| fs::File::open(&path)?.sync_all()))
            .map_err(DatasetError::write(&path))?;
        sync_dir(&self.root)?;
        Ok(latest.to_owned())
    }

    /// Everything that changed in the dataset of this folder was told.
    ///
    /// # Errors
    /// When that cannot be noted: it is told again then.
    pub fn told(root: &Path) -> Result<(), DatasetError> {
        remove_file(&root.join(DUE))
    }
}
