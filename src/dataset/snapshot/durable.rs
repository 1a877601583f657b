//! What must be on the disk before something else is done, and what is done to files on the way there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::super::error::DatasetError;

/// Does it again where a signal came in between: it was not done then. Signals that never end are given in to.
pub(in crate::dataset) fn uninterrupted<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    const PATIENCE: usize = 100;
    for _ in 0..PATIENCE {
        match act() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
    act()
}

/// Renames, and tells where to if that fails.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), DatasetError> {
    uninterrupted(|| fs::rename(from, to)).map_err(DatasetError::write(to))
}

/// Deletes a file that may not be there.
pub(in crate::dataset) fn remove_file(path: &Path) -> Result<(), DatasetError> {
    match uninterrupted(|| fs::remove_file(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DatasetError::write(path)(error)),
        _ => Ok(()),
    }
}

/// Makes a folder and those above it that are missing, so that they outlive a loss of power.
pub(super) fn make_dir(dir: &Path) -> Result<(), DatasetError> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_dir(parent)?;
    }
    match uninterrupted(|| fs::create_dir(dir)) {
        // Another run may have been faster.
        Err(error) if !(error.kind() == io::ErrorKind::AlreadyExists && dir.is_dir()) => {
            return Err(DatasetError::write(dir)(error));
        }
        _ => {}
    }
    match sync(parent.unwrap_or(Path::new("."))) {
        // A folder in which files may be made need not be one that may be read.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        done => done.map_err(DatasetError::write(dir)),
    }
}

/// Waits until the disk has the names in a folder.
pub(in crate::dataset) fn sync_dir(dir: &Path) -> Result<(), DatasetError> {
    sync(dir).map_err(DatasetError::write(dir))
}

#[cfg(unix)]
fn sync(dir: &Path) -> io::Result<()> {
    match File::open(dir).and_then(|open| open.sync_all()) {
        // Some file systems know no waiting for folders, and say so thus. A disk that fails says otherwise.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}

/// Folders cannot be opened here; the system writes names in order.
#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Waits until the disk has every file of a folder, a few at a time: waiting for one after the other takes longer than
/// writing a small dataset. From here on nobody writes to them: other snapshots may come to share them.
pub(super) fn seal_files(dir: &Path) -> Result<(), DatasetError> {
    const AT_A_TIME: usize = 8;
    let paths: Vec<PathBuf> =
        names(dir).map_err(DatasetError::read(dir))?.into_iter().map(|name| dir.join(name)).collect();
    let seal = |path: &PathBuf| seal(path).map_err(DatasetError::write(path));
    std::thread::scope(|scope| {
        let share = paths.len().div_ceil(AT_A_TIME).max(1);
        let waiting: Vec<_> =
            paths.chunks(share).map(|some| scope.spawn(move || some.iter().try_for_each(seal))).collect();
        waiting.into_iter().try_for_each(|one| one.join().unwrap_or_else(|_| Err(cut_short(dir))))
    })
}

fn cut_short(dir: &Path) -> DatasetError {
    DatasetError::Write {
        path: dir.to_owned(),
        source: io::Error::other("waiting for the disk was cut short"),
    }
}

#[cfg(unix)]
fn seal(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    // Opened for reading, which is enough here to wait for the disk: a file shared with an older snapshot is read-only.
    let file = uninterrupted(|| File::open(path))?;
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o222 != 0 {
        let sealed = uninterrupted(|| file.set_permissions(fs::Permissions::from_mode(mode & 0o7555)));
        // Some file systems have no modes, and a file shared with an older snapshot may be another person's.
        if let Err(error) = sealed
            && error.kind() != io::ErrorKind::PermissionDenied
        {
            return Err(error);
        }
    }
    file.sync_all()
}

/// Read-only files cannot be deleted here, and waiting for the disk takes a file open for writing.
#[cfg(not(unix))]
fn seal(path: &Path) -> io::Result<()> {
    File::options().write(true).open(path)?.sync_all()
}

/// The names in a folder, in order.
pub(super) fn names(dir: &Path) -> io::Result<Vec<OsString>> {
    let mut names = fs::read_dir(dir)?.map(|e| e.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// True when two folders hold the same names with the same bytes. What cannot be read is not the same.
pub(super) fn same_files(a: &Path, b: &Path) -> bool {
    let same = || -> io::Result<bool> {
        let listed = names(a)?;
        if listed != names(b)? {
            return Ok(false);
        }
        for name in listed {
            if !same_bytes(&a.join(&name), &b.join(&name))? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    same().unwrap_or(false)
}

/// True when two files hold the same bytes.
pub(super) fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    let (theirs, ours) = (fs::symlink_metadata(a)?, fs::symlink_metadata(b)?);
    if !theirs.is_file() || !ours.is_file() || theirs.len() != ours.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (io::BufReader::new(File::open(a)?), File::open(b)?);
    let mut theirs = vec![0; 1 << 16];
    let mut ours = vec![0; 1 << 16];
    loop {
        let n = uninterrupted(|| b.read(&mut theirs))?;
        if n == 0 {
            return Ok(true);
        }
        a.read_exact(&mut ours[..n])?;
        if ours[..n] != theirs[..n] {
            return Ok(false);
        }
    }
}

/// A second name for a file; its own copy of the bytes where the file system has no second names, or no more of them.
/// True when it is a second name.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<bool> {
    if uninterrupted(|| fs::hard_link(from, to)).is_ok() {
        return Ok(true);
    }
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::copy(from, to).map(|_| false)
}

/// Temporary folders are private; a published dataset is not.
#[cfg(unix)]
pub(super) fn readable_by_all(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    uninterrupted(|| fs::set_permissions(dir, fs::Permissions::from_mode(0o755)))
}

#[cfg(not(unix))]
pub(super) fn readable_by_all(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_from_the_top_and_a_file_is_in_the_way() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("a/b/c");
        make_dir(&deep).unwrap();
        make_dir(&deep).unwrap();
        assert!(deep.is_dir());
        fs::write(root.path().join("file"), "").unwrap();
        assert!(make_dir(&root.path().join("file/below")).is_err());
    }

    #[test]
    fn what_a_signal_cut_short_is_done_again() {
        let mut cut = 3;
        let done = uninterrupted(|| {
            cut -= 1;
            if cut > 0 { Err(io::ErrorKind::Interrupted.into()) } else { Ok("done") }
        });
        assert_eq!(done.unwrap(), "done");
    }

    #[test]
    fn a_longer_file_is_not_the_same() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let (a, b, c, d) = (path("a", "one"), path("b", "one"), path("c", "two"), path("d", "ones"));
        assert!(same_bytes(&a, &b).unwrap());
        assert!(!same_bytes(&a, &c).unwrap() && !same_bytes(&a, &d).unwrap());
    }
}
