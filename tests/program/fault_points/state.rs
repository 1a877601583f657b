//! What stands in a folder after a run: the published dataset, file by file, and every name beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// The files of a snapshot with the hash of each.
pub type Snapshot = BTreeMap<String, String>;

/// What stands in the folder of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The dataset that `output/latest` points to, if there is one.
    pub latest: Option<Snapshot>,
    /// Every path below `output`.
    pub names: BTreeSet<PathBuf>,
}

impl State {
    /// Of the folder that holds `output`. `asked`: the tables say when services were asked, which no two runs have in
    /// common; those moments are left out of the hashes.
    pub fn of(folder: &Path, asked: bool) -> Self {
        let output = folder.join("output");
        let latest = output.join("latest");
        Self { latest: latest.exists().then(|| snapshot(&latest, asked)), names: names(&output) }
    }
}

/// The hash of every file of a snapshot. With `asked`, the description counts for nothing: it holds sizes and hashes of
/// tables with moments in them; [`broken`] holds it against the tables.
pub fn snapshot(folder: &Path, asked: bool) -> Snapshot {
    let mut files = Snapshot::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        let hash = match asked {
            true if name == "datapackage.json" => String::new(),
            true => hex(timeless(&bytes).as_bytes()),
            false => hex(&bytes),
        };
        files.insert(name, hash);
    }
    files
}

/// Everything below a folder, by its path there.
pub fn names(folder: &Path) -> BTreeSet<PathBuf> {
    fn gather(root: &Path, folder: &Path, into: &mut BTreeSet<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            into.insert(path.strip_prefix(root).unwrap().to_owned());
            if path.is_dir() && !path.is_symlink() {
                gather(root, &path, into);
            }
        }
    }
    let mut all = BTreeSet::new();
    gather(folder, folder, &mut all);
    all
}

/// What a snapshot says of itself that is not so: tables it names that are missing or hold other bytes.
pub fn broken(folder: &Path) -> Vec<String> {
    let description = match fs::read(folder.join("datapackage.json")) {
        Ok(bytes) => bytes,
        Err(error) => return vec![format!("the description cannot be read: {error}")],
    };
    let description: serde_json::Value = match serde_json::from_slice(&description) {
        Ok(value) => value,
        Err(error) => return vec![format!("the description is torn: {error}")],
    };
    let resources = description["resources"].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    if resources.is_empty() {
        wrong.push("the description names no table".to_owned());
    }
    for resource in resources {
        let path = resource["path"].as_str().unwrap_or_default();
        match fs::read(folder.join(path)) {
            Err(error) => wrong.push(format!("{path} cannot be read: {error}")),
            Ok(bytes) => {
                let said = resource["hash"].as_str().unwrap_or_default();
                if !said.ends_with(&hex(&bytes)) || said.is_empty() {
                    wrong.push(format!("{path} is not what its description says"));
                }
            }
        }
    }
    wrong
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A table without its moments: times of day, and the days around today or what wrong clocks take for it.
fn timeless(table: &[u8]) -> String {
    let moment = regex::Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z").unwrap();
    let mut text = moment.replace_all(&String::from_utf8_lossy(table), "MOMENT").into_owned();
    let now = jiff::Timestamp::now().as_second();
    for days in [-401, -400, -399, -1, 0, 1, 399, 400, 401] {
        let day = jiff::Timestamp::from_second(now + days * 86_400).unwrap().to_string();
        text = text.replace(&day[..10], "DAY");
    }
    for day in super::clocks::DATES {
        text = text.replace(&day[..10], "DAY");
    }
    text
}

/// Copies a folder with everything in it; links stay links.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().unwrap();
        if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&source).unwrap(), &target).unwrap();
        } else if kind.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}
