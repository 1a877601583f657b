//! Is every file of a snapshot what its description says? Files are read on several threads; one that several
//! snapshots share is read once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::durable::names;
use super::list::Snapshot;
use crate::dataset::check::package::{DataFile, Package, Resource};
use crate::dataset::check::{Problem, hash, is_plain_name};
use crate::dataset::describe::DATAPACKAGE;

/// What is found of a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The snapshot.
    pub id: String,
    /// Files looked at.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Names in its folder that it does not describe. They are nobody's damage.
    pub strays: Vec<String>,
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }

    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem { place: place.into(), what: what.into() });
    }
}

/// A file on the disk, whatever its names are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Inode {
    #[cfg(unix)]
    Numbered(u64, u64),
    #[cfg(not(unix))]
    Named(PathBuf),
}

type Hashed = Result<(u64, String), String>;

/// Verifies snapshots: every described file is there with its size and SHA-256, and the description is the one that was
/// published. Names what else is there. On so many threads, or on one for each processor for 0.
pub fn verify(snapshots: &[&Snapshot], threads: usize) -> Vec<Verified> {
    let mut found = Vec::new();
    let mut wanted: BTreeMap<Inode, PathBuf> = BTreeMap::new();
    let mut described: Vec<Vec<(DataFile, Inode)>> = Vec::new();
    for snapshot in snapshots {
        let mut verified = Verified { id: snapshot.id.clone(), ..Verified::default() };
        let files = survey(snapshot, &mut verified);
        for (file, inode) in &files {
            wanted.entry(inode.clone()).or_insert_with(|| snapshot.path.join(&file.path));
        }
        described.push(files);
        found.push(verified);
    }
    let hashes = hash_all(wanted, threads);
    for (verified, files) in found.iter_mut().zip(&described) {
        for (file, inode) in files {
            compare(file, hashes.get(inode), verified);
        }
    }
    found
}

/// What the description tells, and what the folder's names alone give away.
fn survey(snapshot: &Snapshot, verified: &mut Verified) -> Vec<(DataFile, Inode)> {
    let package = match Package::read(&snapshot.path.join(DATAPACKAGE)) {
        Ok(package) => package,
        Err(error) => {
            verified.add(DATAPACKAGE, error.to_string());
            return Vec::new();
        }
    };
    if package.id.as_deref().is_some_and(|id| id != snapshot.id) {
        verified.add(DATAPACKAGE, "describes another snapshot");
    }
    // It tells the hashes of all others; its own is in the log of runs.
    if !snapshot.described.is_empty()
        && let Ok((_, sha256)) = hash(&snapshot.path.join(DATAPACKAGE))
        && !snapshot.described.contains(&sha256)
    {
        verified
            .add(DATAPACKAGE, "was changed after it was written: its SHA-256 is not that of the log of runs");
    }
    let mut expected = BTreeSet::from([DATAPACKAGE.to_owned()]);
    let mut files = Vec::new();
    for file in package.resources.into_iter().flat_map(Resource::into_files) {
        if !is_plain_name(&file.path) {
            verified.add(
                DATAPACKAGE,
                format!("{:?} is not the name of a file in the snapshot's folder", file.path),
            );
            continue;
        }
        expected.insert(file.path.clone());
        match inode(&snapshot.path.join(&file.path)) {
            Ok(inode) => files.push((file, inode)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => verified.add(file.path, "is missing"),
            Err(error) => verified.add(file.path, format!("cannot be read: {error}")),
        }
    }
    match names(&snapshot.path) {
        Ok(there) => {
            let shown = there.iter().map(|name| name.to_string_lossy().into_owned());
            verified.strays = shown.filter(|name| !expected.contains(name)).collect();
        }
        Err(error) => verified.add(".", format!("cannot be read: {error}")),
    }
    files
}

fn compare(file: &DataFile, hashed: Option<&Hashed>, verified: &mut Verified) {
    match hashed {
        Some(Ok((bytes, sha256))) => {
            verified.files += 1;
            verified.bytes += bytes;
            if Some(*bytes) != file.bytes {
                let told = file.bytes.map_or_else(|| "no size".to_owned(), |n| format!("{n} bytes"));
                verified.add(file.path.as_str(), format!("has {bytes} bytes; the description says {told}"));
            } else if file.hash.as_deref() != Some(format!("sha256:{sha256}").as_str()) {
                let what = "was changed after it was written: its SHA-256 is not the described one";
                verified.add(file.path.as_str(), what);
            }
        }
        Some(Err(error)) => verified.add(file.path.as_str(), format!("cannot be read: {error}")),
        None => verified.add(file.path.as_str(), "was not looked at"),
    }
}

fn hash_all(wanted: BTreeMap<Inode, PathBuf>, threads: usize) -> BTreeMap<Inode, Hashed> {
    let mut jobs: Vec<_> = wanted.into_iter().collect();
    // The largest first: a large one begun last would be waited for alone.
    jobs.sort_by_key(|(_, path)| std::cmp::Reverse(fs::metadata(path).map_or(0, |meta| meta.len())));
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if threads == 0 { processors() } else { threads }.min(jobs.len());
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((inode, path)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let hashed = hash(path).map_err(|error| error.to_string());
                    if let Ok(mut done) = done.lock() {
                        done.insert(inode.clone(), hashed);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_default()
}

fn inode(path: &Path) -> io::Result<Inode> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok(Inode::Numbered(meta.dev(), meta.ino()))
    }
    #[cfg(not(unix))]
    Ok(Inode::Named(path.to_owned()))
}
