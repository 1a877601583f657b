//! The link `latest`, and turning it in one step.

use std::fs;
use std::io;
use std::path::Path;

use super::durable::{remove_file, rename, sync_dir, uninterrupted};
use super::{OutputDir, SNAPSHOTS};
use crate::dataset::error::DatasetError;

/// The link.
pub(super) const LATEST: &str = "latest";
/// What it becomes, where one that is whole and published already is turned to.
pub(super) const TURNING: &str = ".latest-turn";
/// What it becomes, where a snapshot is being published. As long as it is there, the publication is not done: the
/// snapshot it names is taken back when the folder is opened next.
pub(super) const PUBLISHING: &str = ".latest-new";

impl OutputDir {
    /// The snapshot `latest` points to, if it is one of ours and there.
    pub fn latest(&self) -> Option<String> {
        pointed(&self.root, LATEST).filter(|id| self.snapshots().join(id).is_dir())
    }

    /// Points `latest` to a snapshot that is there.
    pub(super) fn turn(&self, id: &str) -> Result<(), DatasetError> {
        self.point(TURNING, id)?;
        rename(&self.root.join(TURNING), &self.root.join(LATEST))?;
        sync_dir(&self.root)
    }

    /// Makes the link `name` to a snapshot.
    pub(super) fn point(&self, name: &str, id: &str) -> Result<(), DatasetError> {
        let at = self.root.join(name);
        remove_file(&at)?;
        let target = Path::new(SNAPSHOTS).join(id);
        uninterrupted(|| link(&target, &at)).map_err(DatasetError::write(&at))
    }
}

/// The snapshot that a link in `root` names, whether or not it is there.
pub(super) fn pointed(root: &Path, name: &str) -> Option<String> {
    let target = fs::read_link(root.join(name)).ok()?;
    let id = target.strip_prefix(SNAPSHOTS).ok()?.to_str()?;
    (!id.is_empty() && !id.contains(['/', '\\'])).then(|| id.to_owned())
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(windows)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, at)
}
