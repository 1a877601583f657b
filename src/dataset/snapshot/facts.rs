use std::fs;

use super::durable::names;
use super::list::Snapshot;
use crate::dataset::check::package::Package;
use crate::dataset::describe::DATAPACKAGE;
use crate::dataset::error::DatasetError;
use crate::dataset::read::Rows;
use crate::dataset::schema::RunRow;

/// What a snapshot says of itself, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// When its run finished, ISO 8601.
    pub created: Option<String>,
    /// Whether its run was allowed the network: `online` or `offline`.
    pub mode: Option<String>,
    /// The run it refreshed.
    pub parent: Option<String>,
    /// References found.
    pub references: Option<u64>,
    /// Distinct works.
    pub works: Option<u64>,
    /// Rows of its table of changes, where it has one.
    pub changes: Option<u64>,
    /// Bytes of its files.
    pub bytes: u64,
    /// Bytes of those among them that it shares with other snapshots.
    pub shared: u64,
    /// Why not all of this could be read.
    pub damage: Option<String>,
}

impl Snapshot {
    /// Looks into the snapshot: its description and its table of runs.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        let files = names(&self.path).unwrap_or_default();
        for meta in files.iter().filter_map(|name| fs::symlink_metadata(self.path.join(name)).ok()) {
            facts.bytes += meta.len();
            if has_other_names(&meta) {
                facts.shared += meta.len();
            }
        }
        facts.damage = self.describe(&mut facts).err().map(|error| error.to_string());
        facts
    }

    fn describe(&self, facts: &mut Facts) -> Result<(), DatasetError> {
        let package = Package::read(&self.path.join(DATAPACKAGE))?;
        let rows = |table: &str| package.resources.iter().find(|r| r.name == table).and_then(|r| r.rows);
        facts.created.clone_from(&package.created);
        (facts.references, facts.works, facts.changes) = (rows("refs"), rows("works"), rows("changes"));
        let mut runs = Rows::open::<RunRow>(&self.path, &package, &["run_id", "mode", "parent_run_id"])?;
        while runs.next()? {
            // The table tells of the runs before this one too.
            if runs.text(0) == Some(&self.id) {
                facts.mode = runs.text(1).map(str::to_owned);
                facts.parent = runs.text(2).map(str::to_owned);
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn has_other_names(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    meta.nlink() > 1
}

/// Not told by the system here.
#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}
