//! Putting right, when the folder is opened, what a run that died or a person has left.

use std::fs;
use std::io;

use super::OutputDir;
use super::latest::{LATEST, PUBLISHING, pointed};
use super::list::Snapshots;
use super::publish::STAND_IN;
use super::verify::verify;
use crate::dataset::error::DatasetError;

impl OutputDir {
    /// Puts everything right that can be. What cannot be now is told, and is no reason not to run: neither readers nor a
    /// run depend on it.
    pub(super) fn recover(&self) {
        if let Err(error) = self.take_back_unpublished().and_then(|()| self.settle_stand_in()) {
            self.notice(format!("what an earlier run has left could not be put right: {error}"));
        }
        self.sweep();
        if let Err(error) = self.mend_latest() {
            self.notice(format!("{LATEST} could not be turned to the newest snapshot: {error}"));
        }
    }

    /// A run died after it gave its snapshot a name and before it turned `latest`: nobody was told of that snapshot, and
    /// the next run is to find what it found.
    fn take_back_unpublished(&self) -> Result<(), DatasetError> {
        match pointed(&self.root, PUBLISHING) {
            Some(id) if pointed(&self.root, LATEST).as_deref() != Some(&id) => self.take_back(&id),
            _ => super::durable::remove_file(&self.root.join(PUBLISHING)),
        }
    }

    /// A run died while it replaced a snapshot of the same name.
    fn settle_stand_in(&self) -> Result<(), DatasetError> {
        let latest = pointed(&self.root, LATEST);
        match latest.as_deref().and_then(|name| name.strip_prefix(STAND_IN)) {
            Some(id) if self.latest().is_some() => self.settle(id),
            _ => Ok(()),
        }
    }

    /// Where `latest` is missing or points to nothing, it is turned to the newest whole snapshot.
    fn mend_latest(&self) -> Result<(), DatasetError> {
        let latest = self.root.join(LATEST);
        match fs::metadata(&latest) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => return Ok(()),
        }
        for snapshot in Snapshots::read(&self.root)?.all().iter().rev() {
            let found = verify(&[snapshot], 0).pop();
            let Some(found) = found else { continue };
            if let Some(problem) = found.problems.first() {
                let (place, what) = (&problem.place, &problem.what);
                self.notice(format!("{} is damaged: {place} {what}", snapshot.path.display()));
                continue;
            }
            self.turn(&snapshot.id)?;
            self.notice(format!(
                "{} pointed to no snapshot; it now points to {}, the newest whole one",
                latest.display(),
                snapshot.id
            ));
            break;
        }
        Ok(())
    }
}
