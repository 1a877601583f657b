//! From a staged dataset to a published one.
//!
//! Whatever moment the process or the machine stops at, `latest` points to a whole dataset: the old one up to the rename
//! of the link, the new one from there on. What a stopped run leaves is put right when the folder is opened next.

use std::fs;
use std::path::{Path, PathBuf};

use super::durable::{link_or_copy, names, remove_file, rename, same_files, seal_files, sync_dir};
use super::latest::{LATEST, PUBLISHING, TURNING, pointed};
use super::staging::Staging;
use super::{OutputDir, STAGING};
use crate::dataset::error::DatasetError;
use crate::dataset::run_log::Publication;

/// Stands in for a snapshot that is being replaced: `latest` points to it meanwhile.
pub(super) const STAND_IN: &str = ".standin-";

impl OutputDir {
    /// Publishes what was staged as `snapshots/<run_id>` and turns `latest` to it in one step. Gives the snapshot's
    /// folder. Files that are the same in the snapshot `latest` pointed to are not stored twice.
    ///
    /// A snapshot of that name can only come from a reproducible run of the same inputs; where it holds the same
    /// bytes it stays, otherwise it is replaced: it was damaged, or services have answered otherwise since.
    ///
    /// # Errors
    /// When a step fails; `latest` is then what it was before.
    pub fn publish(&self, staging: Staging, run_id: &str) -> Result<PathBuf, DatasetError> {
        self.lock.still_held()?;
        let before = self.latest();
        if let Some(before) = before.as_deref().filter(|before| *before != run_id) {
            staging.share_described(&self.snapshots().join(before))?;
        }
        seal_files(staging.path())?;
        sync_dir(staging.path())?;
        let datapackage_sha256 = Some(staging.read_back(run_id)?);
        self.log.publishes(Publication { run_id: run_id.to_owned(), datapackage_sha256 })?;
        let target = self.snapshots().join(run_id);
        if target.symlink_metadata().is_err() {
            self.put(staging, run_id, before.as_deref())?;
        } else if same_files(staging.path(), &target) {
            drop(staging);
            self.turn(run_id)?;
        } else {
            return self.replace(staging, run_id);
        }
        self.sweep();
        Ok(target)
    }

    /// Gives what was staged its name and turns `latest` to it; or undoes both.
    fn put(&self, staging: Staging, run_id: &str, before: Option<&str>) -> Result<(), DatasetError> {
        let snapshots = self.snapshots();
        self.point(PUBLISHING, run_id)?;
        let steps = || {
            staging.become_dir(&snapshots.join(run_id))?;
            sync_dir(&snapshots)?;
            rename(&self.root.join(PUBLISHING), &self.root.join(LATEST))?;
            sync_dir(&self.root)
        };
        steps().inspect_err(|_| self.undo(run_id, before))
    }

    /// Takes back a publication that failed half-way. If the disk has no part in it, neither snapshot is touched: the
    /// link on the disk may point to either.
    fn undo(&self, run_id: &str, before: Option<&str>) {
        let latest = self.root.join(LATEST);
        if pointed(&self.root, LATEST).as_deref() == Some(run_id) {
            let turned = match before {
                Some(before) => self.turn(before),
                None => remove_file(&latest).and_then(|()| sync_dir(&self.root)),
            };
            if turned.is_err() {
                return;
            }
        }
        let _ = self.take_back(run_id);
    }

    /// Removes a snapshot whose publication was not done, and then the mark that says so.
    pub(super) fn take_back(&self, run_id: &str) -> Result<(), DatasetError> {
        if self.snapshots().join(run_id).symlink_metadata().is_ok() {
            self.set_aside(run_id)?;
        }
        remove_file(&self.root.join(PUBLISHING))
    }

    /// Renames a snapshot out of readers' sight and deletes it. What cannot be deleted now is swept later.
    pub(super) fn set_aside(&self, id: &str) -> Result<(), DatasetError> {
        let snapshots = self.snapshots();
        let aside = Staging::make(&snapshots, &format!("{STAGING}removed-"))?;
        rename(&snapshots.join(id), &aside.path().join(id))
    }

    /// Replaces a snapshot of the same name. `latest` may point to it, and a folder cannot be exchanged in one step: so
    /// the new one is put beside it first, under another name that `latest` points to meanwhile.
    fn replace(&self, staging: Staging, run_id: &str) -> Result<PathBuf, DatasetError> {
        let snapshots = self.snapshots();
        let name = format!("{STAND_IN}{run_id}");
        staging.become_dir(&snapshots.join(&name))?;
        sync_dir(&snapshots)?;
        self.turn(&name)?;
        // From here on the new one is published, whatever its folder's name.
        if let Err(error) = self.settle(run_id) {
            self.notice(format!("the snapshot has its name only when the next run has tidied up: {error}"));
            return Ok(snapshots.join(name));
        }
        self.sweep();
        Ok(snapshots.join(run_id))
    }

    /// Gives what stands in for the snapshot its place. Can be done again from the start wherever it was cut short.
    pub(super) fn settle(&self, id: &str) -> Result<(), DatasetError> {
        let snapshots = self.snapshots();
        let (stand_in, target) = (snapshots.join(format!("{STAND_IN}{id}")), snapshots.join(id));
        if !same_files(&stand_in, &target) {
            let copy = Staging::make(&snapshots, STAGING)?;
            for name in names(&stand_in).map_err(DatasetError::read(&stand_in))? {
                let to = copy.path().join(&name);
                link_or_copy(&stand_in.join(&name), &to).map_err(DatasetError::write(&to))?;
            }
            seal_files(copy.path())?;
            sync_dir(copy.path())?;
            if target.symlink_metadata().is_ok() {
                self.set_aside(id)?;
            }
            copy.become_dir(&target)?;
            sync_dir(&snapshots)?;
        }
        self.turn(id)
    }

    /// Takes away what runs that died have left. Only names of ours are touched, and never what `latest` points to.
    /// What cannot be taken away is left to the next run, with a word about it.
    pub(super) fn sweep(&self) {
        let snapshots = self.snapshots();
        let latest = pointed(&self.root, LATEST);
        let mut failed = None;
        let ours = |name: &str| name.starts_with(STAGING) || name.starts_with(STAND_IN);
        match names(&snapshots) {
            Ok(names) => {
                for name in names.iter().filter(|name| ours(&name.to_string_lossy())) {
                    if latest.as_deref() != name.to_str() {
                        failed = remove(&snapshots.join(name)).err().or(failed);
                    }
                }
            }
            Err(error) => failed = Some(DatasetError::read(&snapshots)(error)),
        }
        for half in [TURNING, super::REMEMBERING] {
            failed = remove_file(&self.root.join(half)).err().or(failed);
        }
        if let Some(error) = failed {
            self.notice(format!("what an earlier run has left could not be taken away: {error}"));
        }
    }
}

fn remove(dir: &Path) -> Result<(), DatasetError> {
    fs::remove_dir_all(dir).map_err(DatasetError::write(dir))
}
