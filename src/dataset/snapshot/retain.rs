//! Which snapshots stay.

use std::fs::{self, File};
use std::num::NonZeroUsize;

use super::OutputDir;
use super::durable::{make_dir, remove_file, sync_dir};
use super::list::{Snapshot, Snapshots};
use crate::dataset::error::DatasetError;

/// Holds an empty file named after each snapshot that is to stay, however old it is.
pub(super) const PINS: &str = "pins";

/// Whether a folder's name is one that runs give: a ULID.
fn is_run_id(name: &str) -> bool {
    name.len() == 26 && name.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

impl Snapshots {
    /// The snapshots beyond the newest `keep`, the oldest first. Never the one `latest` points to, nor a pinned one; the
    /// latter are not counted, nor are folders that a person has put there.
    pub fn beyond(&self, keep: NonZeroUsize) -> Vec<&Snapshot> {
        let ours = |one: &&Snapshot| is_run_id(&one.id) && !one.pinned;
        let mut counted: Vec<_> = self.all().iter().filter(ours).collect();
        counted.truncate(counted.len().saturating_sub(keep.get()));
        counted.retain(|one| !one.latest);
        counted
    }

    /// The snapshot a word means, if it may be removed.
    ///
    /// # Errors
    /// When the word means none, or one that stays: the latest, or a pinned one.
    pub fn find_removable(&self, word: &str) -> Result<&Snapshot, DatasetError> {
        let one = self.find(word)?;
        if one.latest {
            let how = "turn to another one first with `refloom snapshots restore`";
            return Err(self.refused(format!("{} is the latest and stays; {how}", one.id)));
        }
        if one.pinned {
            let how = "unpin it first with `refloom snapshots unpin`";
            return Err(self.refused(format!("{} is pinned and stays; {how}", one.id)));
        }
        Ok(one)
    }
}

impl OutputDir {
    /// Removes the snapshots [beyond](Snapshots::beyond) the newest `keep`, and gives those that were removed.
    ///
    /// # Errors
    /// When one cannot be removed; the older ones are gone then.
    pub fn retain(&self, keep: NonZeroUsize) -> Result<Vec<String>, DatasetError> {
        let snapshots = Snapshots::read(&self.root)?;
        let old: Vec<String> = snapshots.beyond(keep).into_iter().map(|one| one.id.clone()).collect();
        old.iter().try_for_each(|id| self.remove(id))?;
        Ok(old)
    }

    /// Removes a snapshot. It vanishes in one step, so that nobody finds half of it.
    ///
    /// # Errors
    /// When it is the one `latest` points to, is pinned, is not there or cannot be removed.
    pub fn remove(&self, id: &str) -> Result<(), DatasetError> {
        self.lock.still_held()?;
        let snapshots = Snapshots::read(&self.root)?;
        self.set_aside(&snapshots.find_removable(id)?.id)
    }

    /// Keeps a snapshot, however old it is.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn pin(&self, id: &str) -> Result<(), DatasetError> {
        let pins = self.root.join(PINS);
        make_dir(&pins)?;
        let pin = pins.join(id);
        File::create(&pin).map_err(DatasetError::write(&pin))?;
        sync_dir(&pins)
    }

    /// Lets a snapshot go when it is old.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn unpin(&self, id: &str) -> Result<(), DatasetError> {
        let pins = self.root.join(PINS);
        remove_file(&pins.join(id))?;
        // The last one takes the folder along.
        let _ = fs::remove_dir(&pins);
        Ok(())
    }
}
