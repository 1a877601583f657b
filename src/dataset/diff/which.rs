use std::path::{Path, PathBuf};

use super::super::check::package::Package;
use super::super::describe::DATAPACKAGE;
use super::super::error::DatasetError;
use super::super::read::table::Rows;
use super::super::schema::RunRow;
use super::super::snapshot::{Snapshot, Snapshots};

/// The folder of the dataset a person means: `latest` or `previous` of the output folder `root` (the dataset the latest
/// one refreshed, else the one made before it); the path of a dataset; a run in `root`, or the beginning of its name that
/// no other run there has.
///
/// # Errors
/// When there is no such dataset, or several.
pub fn find_dataset(root: &Path, name: &str) -> Result<PathBuf, DatasetError> {
    let latest = root.join("latest");
    let is_dataset = |dir: &Path| dir.join(DATAPACKAGE).is_file();
    match name {
        "latest" if is_dataset(&latest) => return Ok(latest),
        "latest" => return Err(none(root, name, "no dataset was published there")),
        "previous" => return previous(root, &latest),
        _ => {}
    }
    let path = Path::new(name);
    if is_dataset(path) {
        return Ok(path.to_owned());
    }
    let snapshots = Snapshots::read(root)?;
    let runs: Vec<_> = snapshots.all().iter().filter(|one| one.id.starts_with(name)).collect();
    match &runs[..] {
        [one] => Ok(one.path.clone()),
        [] => Err(none(root, name, "it is neither the folder of a dataset nor the beginning of a run there")),
        several => {
            let exact = several.iter().find(|one| one.id == name).map(|one| one.path.clone());
            exact.ok_or_else(|| {
                let names: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
                none(root, name, &format!("several runs begin so: {}", names.join(", ")))
            })
        }
    }
}

fn none(root: &Path, name: &str, message: &str) -> DatasetError {
    DatasetError::NoSuchDataset { root: root.to_owned(), name: name.to_owned(), message: message.to_owned() }
}

fn previous(root: &Path, latest: &Path) -> Result<PathBuf, DatasetError> {
    let package = Package::read(&latest.join(DATAPACKAGE))
        .map_err(|_| none(root, "previous", "no dataset was published there"))?;
    let snapshots = root.join("snapshots");
    let mut rows = Rows::open::<RunRow>(latest, &package, &["run_id", "parent_run_id"])?;
    while rows.next()? {
        let parent = rows.text(1).filter(|_| rows.text(0) == package.id.as_deref());
        // A name out of a table must not lead elsewhere.
        let plain = parent.filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric()));
        if let Some(dir) =
            plain.map(|parent| snapshots.join(parent)).filter(|d| d.join(DATAPACKAGE).is_file())
        {
            return Ok(dir);
        }
    }
    let all = Snapshots::read(root)?;
    let before = all.all().split(|one| one.latest).next().unwrap_or_default();
    let is_dataset = |one: &&Snapshot| one.path.join(DATAPACKAGE).is_file();
    let newest = before.iter().rev().find(is_dataset).map(|one| one.path.clone());
    newest.ok_or_else(|| none(root, "previous", "no dataset was published before the latest"))
}
