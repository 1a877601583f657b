use std::fs;
use std::path::{Path, PathBuf};

use super::super::check::package::Package;
use super::super::describe::DATAPACKAGE;
use super::super::error::DatasetError;
use super::super::read::table::Rows;
use super::super::schema::RunRow;

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
    let runs: Vec<String> = runs(root)?.into_iter().filter(|run| run.starts_with(name)).collect();
    match &runs[..] {
        [one] => Ok(root.join("snapshots").join(one)),
        _ if runs.iter().any(|run| run == name) => Ok(root.join("snapshots").join(name)),
        [] => Err(none(root, name, "it is neither the folder of a dataset nor the beginning of a run there")),
        several => Err(none(root, name, &format!("several runs begin so: {}", several.join(", ")))),
    }
}

fn none(root: &Path, name: &str, message: &str) -> DatasetError {
    DatasetError::NoSuchDataset { root: root.to_owned(), name: name.to_owned(), message: message.to_owned() }
}

/// The runs published in an output folder.
fn runs(root: &Path) -> Result<Vec<String>, DatasetError> {
    let snapshots = root.join("snapshots");
    if !snapshots.is_dir() {
        return Ok(Vec::new());
    }
    let mut runs = Vec::new();
    for entry in fs::read_dir(&snapshots).map_err(DatasetError::read(&snapshots))? {
        let entry = entry.map_err(DatasetError::read(&snapshots))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.path().join(DATAPACKAGE).is_file() {
            runs.push(name);
        }
    }
    runs.sort();
    Ok(runs)
}

/// When a dataset was made, and by which run.
type When = (Option<String>, Option<String>);

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
    let when = |package: &Package| -> When { (package.created.clone(), package.id.clone()) };
    let mut before: Option<(When, PathBuf)> = None;
    for run in runs(root)? {
        let dir = snapshots.join(run);
        let at = when(&Package::read(&dir.join(DATAPACKAGE))?);
        if at < when(&package) && before.as_ref().is_none_or(|(newest, _)| at > *newest) {
            before = Some((at, dir));
        }
    }
    before.map(|(_, dir)| dir).ok_or_else(|| none(root, "previous", "there is only one dataset"))
}
