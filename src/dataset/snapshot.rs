use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::error::DatasetError;

/// The folder that holds published datasets: `snapshots/<run>/` and the link `latest` to one of them.
///
/// Held open by one run at a time through a lock of the operating system, which goes with the process however it ends.
#[derive(Debug)]
pub struct OutputDir {
    root: PathBuf,
    _lock: File,
}

/// A dataset being written, beside the published ones and out of readers' sight. Dropped, it takes its files with it.
#[derive(Debug)]
pub struct Staging {
    dir: tempfile::TempDir,
}

const STAGING: &str = ".staging-";
const LATEST: &str = "latest";
const LATEST_NEW: &str = ".latest-new";

impl OutputDir {
    /// Opens `root`, making it where it is missing, and sweeps away what killed runs have left.
    ///
    /// # Errors
    /// When another run holds it, or it cannot be written to.
    pub fn open(root: &Path) -> Result<Self, DatasetError> {
        if root.exists() && !root.is_dir() {
            return Err(DatasetError::InTheWay { path: root.to_owned(), what: "it is not a folder" });
        }
        let snapshots = root.join("snapshots");
        fs::create_dir_all(&snapshots).map_err(DatasetError::write(&snapshots))?;
        let lock_path = root.join(".lock");
        let lock = File::create(&lock_path).map_err(DatasetError::write(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(DatasetError::Busy { root: root.to_owned(), lock: lock_path });
            }
            Err(fs::TryLockError::Error(source)) => {
                return Err(DatasetError::Write { path: lock_path, source });
            }
        }
        let output = Self { root: root.to_owned(), _lock: lock };
        output.sweep()?;
        let latest = output.root.join(LATEST);
        if latest.symlink_metadata().is_ok_and(|meta| !meta.is_symlink()) {
            return Err(DatasetError::InTheWay { path: latest, what: "it is not a link to a snapshot" });
        }
        Ok(output)
    }

    /// A fresh folder to write a dataset into.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn stage(&self) -> Result<Staging, DatasetError> {
        let snapshots = self.snapshots();
        let dir = tempfile::Builder::new()
            .prefix(STAGING)
            .tempdir_in(&snapshots)
            .map_err(DatasetError::write(&snapshots))?;
        readable_by_all(dir.path()).map_err(DatasetError::write(dir.path()))?;
        Ok(Staging { dir })
    }

    /// Publishes what was staged as `snapshots/<run_id>` and turns `latest` to it in one step. Gives the snapshot's folder.
    ///
    /// A snapshot of that name can only come from a reproducible run of the same inputs; where it holds the same
    /// bytes it stays, otherwise it was damaged and is replaced.
    ///
    /// # Errors
    /// When a step fails; `latest` is then what it was before, unless only the last wait for the disk failed.
    pub fn publish(&self, staging: Staging, run_id: &str) -> Result<PathBuf, DatasetError> {
        let snapshots = self.snapshots();
        let target = snapshots.join(run_id);
        sync_files(staging.path())?;
        sync_dir(staging.path())?;
        if target.exists() {
            if same_files(staging.path(), &target).map_err(DatasetError::read(&target))? {
                drop(staging);
                return self.turn_latest(run_id).map(|()| target);
            }
            let aside = snapshots.join(format!("{STAGING}replaced-{run_id}"));
            fs::rename(&target, &aside).map_err(DatasetError::write(&target))?;
        }
        let staged = staging.dir.keep();
        fs::rename(&staged, &target).map_err(DatasetError::write(&target))?;
        sync_dir(&snapshots)?;
        self.turn_latest(run_id)?;
        self.sweep()?;
        Ok(target)
    }

    fn turn_latest(&self, run_id: &str) -> Result<(), DatasetError> {
        let (latest, new) = (self.root.join(LATEST), self.root.join(LATEST_NEW));
        let target = Path::new("snapshots").join(run_id);
        link(&target, &new).map_err(DatasetError::write(&new))?;
        fs::rename(&new, &latest).map_err(DatasetError::write(&latest))?;
        sync_dir(&self.root)
    }

    /// Takes away what runs that died have left. Only names of ours are touched.
    fn sweep(&self) -> Result<(), DatasetError> {
        let snapshots = self.snapshots();
        for entry in fs::read_dir(&snapshots).map_err(DatasetError::read(&snapshots))? {
            let entry = entry.map_err(DatasetError::read(&snapshots))?;
            if entry.file_name().to_string_lossy().starts_with(STAGING) {
                fs::remove_dir_all(entry.path()).map_err(DatasetError::write(entry.path()))?;
            }
        }
        let new = self.root.join(LATEST_NEW);
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DatasetError::write(&new)(error)),
            _ => Ok(()),
        }
    }

    fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }
}

impl Staging {
    /// Its folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }
}

fn sync_dir(dir: &Path) -> Result<(), DatasetError> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(DatasetError::write(dir))
}

/// Waits until the disk has every file of a folder, a few at a time: waiting for one after the other takes longer than
/// writing a small dataset.
fn sync_files(dir: &Path) -> Result<(), DatasetError> {
    const AT_A_TIME: usize = 8;
    let listed =
        fs::read_dir(dir).and_then(|all| all.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>());
    let paths = listed.map_err(DatasetError::read(dir))?;
    let sync = |path: &PathBuf| {
        File::options().write(true).open(path).and_then(|f| f.sync_all()).map_err(DatasetError::write(path))
    };
    std::thread::scope(|scope| {
        let share = paths.len().div_ceil(AT_A_TIME).max(1);
        let waiting: Vec<_> =
            paths.chunks(share).map(|some| scope.spawn(move || some.iter().try_for_each(sync))).collect();
        waiting.into_iter().try_for_each(|one| one.join().unwrap_or_else(|_| Err(stopped(dir))))
    })
}

fn stopped(dir: &Path) -> DatasetError {
    DatasetError::Write {
        path: dir.to_owned(),
        source: io::Error::other("waiting for the disk was cut short"),
    }
}

/// True when two folders hold the same names with the same bytes.
fn same_files(a: &Path, b: &Path) -> io::Result<bool> {
    let names = |dir: &Path| -> io::Result<Vec<_>> {
        let mut names =
            fs::read_dir(dir)?.map(|e| e.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
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
}

fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    use std::io::Read as _;
    if fs::metadata(a)?.len() != fs::metadata(b)?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (io::BufReader::new(File::open(a)?), File::open(b)?);
    let mut theirs = vec![0; 1 << 16];
    let mut ours = vec![0; 1 << 16];
    loop {
        let n = b.read(&mut theirs)?;
        if n == 0 {
            return Ok(true);
        }
        a.read_exact(&mut ours[..n])?;
        if ours[..n] != theirs[..n] {
            return Ok(false);
        }
    }
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(windows)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, at)
}

/// Temporary folders are private; a published dataset is not.
#[cfg(unix)]
fn readable_by_all(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn publish(root: &Path, run: &str, text: &str) -> PathBuf {
        let output = OutputDir::open(root).unwrap();
        let staging = output.stage().unwrap();
        fs::write(staging.path().join("a.csv"), text).unwrap();
        output.publish(staging, run).unwrap()
    }

    fn latest(root: &Path) -> String {
        fs::read_to_string(root.join("latest/a.csv")).unwrap()
    }

    #[test]
    fn latest_follows_the_newest_and_the_old_one_stays() {
        let root = tempfile::tempdir().unwrap();
        publish(root.path(), "one", "1");
        publish(root.path(), "two", "2");
        assert_eq!(latest(root.path()), "2");
        assert_eq!(fs::read_to_string(root.path().join("snapshots/one/a.csv")).unwrap(), "1");
    }

    #[test]
    fn the_same_run_again_changes_nothing_and_a_damaged_one_is_mended() {
        let root = tempfile::tempdir().unwrap();
        let dir = publish(root.path(), "one", "1");
        let before = fs::metadata(dir.join("a.csv")).unwrap().modified().unwrap();
        publish(root.path(), "one", "1");
        assert_eq!(fs::metadata(dir.join("a.csv")).unwrap().modified().unwrap(), before);
        fs::write(dir.join("a.csv"), "torn").unwrap();
        publish(root.path(), "one", "1");
        assert_eq!(latest(root.path()), "1");
        assert_eq!(fs::read_dir(root.path().join("snapshots")).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_is_swept() {
        let root = tempfile::tempdir().unwrap();
        let debris = root.path().join("snapshots/.staging-x");
        fs::create_dir_all(&debris).unwrap();
        fs::write(debris.join("half.csv"), "").unwrap();
        drop(OutputDir::open(root.path()).unwrap());
        assert!(!debris.exists());
    }

    #[test]
    fn a_dropped_staging_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let output = OutputDir::open(root.path()).unwrap();
        drop(output.stage().unwrap());
        assert_eq!(fs::read_dir(root.path().join("snapshots")).unwrap().count(), 0);
    }

    #[test]
    fn two_runs_cannot_hold_one_folder() {
        let root = tempfile::tempdir().unwrap();
        let _first = OutputDir::open(root.path()).unwrap();
        assert!(matches!(OutputDir::open(root.path()), Err(DatasetError::Busy { .. })));
    }

    #[test]
    fn a_folder_in_place_of_the_link_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("latest/mine")).unwrap();
        assert!(matches!(OutputDir::open(root.path()), Err(DatasetError::InTheWay { .. })));
        assert!(root.path().join("latest/mine").exists());
    }
}
