//! A dataset being written, and the files it shares with an older one.

use std::fs;
use std::path::Path;

use super::super::check::package::{Package, Resource};
use super::super::check::{hash, is_plain_name};
use super::super::describe::DATAPACKAGE;
use super::super::error::DatasetError;
use super::super::write::WrittenFile;
use super::durable::{link_or_copy, readable_by_all, remove_file, rename, same_bytes, uninterrupted};
use super::list::Snapshot;
use super::verify::verify;

/// A dataset being written, beside the published ones and out of readers' sight. Dropped, it takes its files with it.
#[derive(Debug)]
pub struct Staging {
    dir: tempfile::TempDir,
}

/// What is not stored twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Files that are one with those of an older snapshot.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Where a link waits for its place. It is no table's name.
const LINKING: &str = ".linking";

impl Staging {
    pub(super) fn make(snapshots: &Path, prefix: &str) -> Result<Self, DatasetError> {
        let dir = tempfile::Builder::new()
            .prefix(prefix)
            .tempdir_in(snapshots)
            .map_err(DatasetError::write(snapshots))?;
        readable_by_all(dir.path()).map_err(DatasetError::write(dir.path()))?;
        Ok(Self { dir })
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Makes these files one with those of the snapshot in `parent`, where they hold the same bytes. Every byte is
    /// compared: a damaged file of the parent is never carried on. Where the file system has no second names for a file,
    /// or no more of them, the staged one stays as it is.
    ///
    /// # Errors
    /// When a link that was made cannot be put in its place.
    pub fn share_unchanged(&self, parent: &Path, unchanged: &[&str]) -> Result<Shared, DatasetError> {
        let mut shared = Shared::default();
        let linking = self.path().join(LINKING);
        for name in unchanged.iter().filter(|name| is_plain_name(name)) {
            let (theirs, ours) = (parent.join(name), self.path().join(name));
            if !same_bytes(&theirs, &ours).unwrap_or(false) {
                continue;
            }
            remove_file(&linking)?;
            if uninterrupted(|| fs::hard_link(&theirs, &linking)).is_err() {
                // Another file system, another owner, or too many names: the copy is as good.
                continue;
            }
            rename(&linking, &ours)?;
            // Between two names of one file a rename does nothing, and leaves both.
            remove_file(&linking)?;
            shared.files += 1;
            shared.bytes += fs::metadata(&ours).map_or(0, |meta| meta.len());
        }
        Ok(shared)
    }

    /// Whether the file of the snapshot in `parent` has the size and SHA-256 that are told.
    pub fn is_whole(&self, parent: &Path, file: &WrittenFile) -> bool {
        let theirs = parent.join(&file.name);
        is_plain_name(&file.name)
            && fs::symlink_metadata(&theirs).is_ok_and(|meta| meta.is_file())
            && hash(&theirs).is_ok_and(|(bytes, sha256)| bytes == file.bytes && sha256 == file.sha256)
    }

    /// Puts a file of the snapshot in `parent`, which is whole, in the place of the staged one of the same name.
    ///
    /// # Errors
    /// When that cannot be done; the staged one is there still.
    pub fn replace_by(&self, parent: &Path, file: &WrittenFile) -> Result<(), DatasetError> {
        let (theirs, ours) = (parent.join(&file.name), self.path().join(&file.name));
        let linking = self.path().join(LINKING);
        remove_file(&linking)?;
        link_or_copy(&theirs, &linking).map_err(DatasetError::write(&linking))?;
        rename(&linking, &ours)?;
        remove_file(&linking)
    }

    /// Takes a file over from the snapshot in `parent` that was not written anew, if it has the size and SHA-256 that
    /// are told; as one with the parent's, or as a copy where that cannot be. False when the parent's is not what is
    /// told: nothing is taken over then, and the caller must write it.
    ///
    /// # Errors
    /// When the file cannot be put into the folder.
    pub fn carry_over(&self, parent: &Path, file: &WrittenFile) -> Result<bool, DatasetError> {
        let (theirs, ours) = (parent.join(&file.name), self.path().join(&file.name));
        if !self.is_whole(parent, file) {
            return Ok(false);
        }
        link_or_copy(&theirs, &ours).map_err(DatasetError::write(&ours))?;
        Ok(true)
    }

    /// Shares with the snapshot in `parent` all that both describe with the same size and SHA-256. A parent or a
    /// staged folder without a description shares nothing.
    pub(super) fn share_described(&self, parent: &Path) -> Result<Shared, DatasetError> {
        let described = |dir: &Path| Package::read(&dir.join(DATAPACKAGE));
        let (Ok(theirs), Ok(ours)) = (described(parent), described(self.path())) else {
            return Ok(Shared::default());
        };
        let theirs: Vec<_> = theirs.resources.iter().flat_map(Resource::files).collect();
        let unchanged: Vec<&str> = ours
            .resources
            .iter()
            .flat_map(Resource::files)
            .filter(|file| file.hash.is_some())
            .filter(|file| {
                theirs
                    .iter()
                    .any(|old| old.path == file.path && old.bytes == file.bytes && old.hash == file.hash)
            })
            .map(|file| file.path.as_str())
            .collect();
        self.share_unchanged(parent, &unchanged)
    }

    /// Reads every file back, and compares it with what was hashed while it was written. Gives the SHA-256 of the
    /// description, hexadecimal.
    ///
    /// # Errors
    /// When a file does not hold what was written to it.
    pub(super) fn read_back(&self, run_id: &str) -> Result<String, DatasetError> {
        let id = run_id.to_owned();
        let staged = Snapshot {
            id,
            path: self.path().to_owned(),
            latest: false,
            pinned: false,
            described: Vec::new(),
        };
        if let Some(problem) = verify(&[&staged], 0).into_iter().flat_map(|found| found.problems).next() {
            return Err(DatasetError::NotAsWritten {
                path: self.path().join(problem.place),
                what: problem.what,
            });
        }
        let described = self.path().join(DATAPACKAGE);
        hash(&described).map(|(_, sha256)| sha256).map_err(DatasetError::read(&described))
    }

    /// Becomes the folder `target`.
    pub(super) fn become_dir(self, target: &Path) -> Result<(), DatasetError> {
        rename(self.path(), target)?;
        // Nothing is left under the old name to be taken away.
        drop(self.dir.keep());
        Ok(())
    }
}
