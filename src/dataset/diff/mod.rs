//! What differs between two datasets, row by row, and what of it a person wants to hear.
//!
//! Keys move: they are hashes of a document's content, of a place in a list, of the best identifier that is known. So the
//! rows of both datasets are paired first (`pair`), and the keys of the old one are read as the new one has them. Then
//! the tables are read side by side (`walk`); what differs is told as it is found, and gathered into a digest
//! (`collect`). How the rows of a table are paired, and which columns are not compared, stands in the schema.

mod change;
mod collect;
mod digest;
mod held;
mod lookup;
mod notices;
mod pair;
mod plan;
mod renames;
mod spill;
mod stream;
#[cfg(test)]
mod tests;
mod walk;
mod which;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

pub use self::change::{Change, ChangeKind};
use self::collect::Collector;
pub use self::digest::{
    BeforeAfter, CountChange, Digest, DocumentTold, FieldChange, IssueCount, List, MOST_ENTRIES, MatchChange,
    Merged, Notice, ReferenceTold, TableCount, Totals, Update, Version, WorkTold,
};
use self::plan::Plan;
use self::walk::{Room, Sides, walk};
pub use self::which::find_dataset;
use super::check::package::Package;
use super::describe::DATAPACKAGE;
use super::error::DatasetError;
use super::schema::TABLES;

/// How to compare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these tables; all where it is empty.
    pub tables: Vec<String>,
    /// Folder for what does not fit in memory; the system's where none is named.
    pub temporary: Option<PathBuf>,
}

/// Rows that wait for their counterpart may take this much memory, those of each of both tables together.
const WAITING: usize = 128 << 20;

/// Rows of one part of what did not fit.
const PART: u64 = 1 << 17;

/// Compares two datasets, each a folder with its `datapackage.json`. Hands over every change, in an order that depends on
/// nothing but the two, and gives their digest.
///
/// The table `changes` is not read, so that the new dataset may get its own afterwards.
///
/// # Errors
/// When one of both is no dataset or cannot be read, what does not fit in memory cannot be written, or `take` fails.
pub fn diff(
    old: &Path,
    new: &Path,
    options: &Options,
    take: &mut dyn FnMut(Change) -> Result<(), DatasetError>,
) -> Result<Digest, DatasetError> {
    let temporary = options.temporary.clone().unwrap_or_else(std::env::temp_dir);
    let room = Room { bytes: WAITING, rows_of_part: PART, temporary };
    compare(old, new, &options.tables, &room, take)
}

fn compare(
    old: &Path,
    new: &Path,
    tables: &[String],
    room: &Room,
    take: &mut dyn FnMut(Change) -> Result<(), DatasetError>,
) -> Result<Digest, DatasetError> {
    let compared = || TABLES.iter().filter(|table| !table.comparison.skipped);
    if let Some(name) = tables.iter().find(|name| !compared().any(|table| table.name == **name)) {
        let tables: Vec<_> = compared().map(|table| table.name).collect();
        return Err(DatasetError::NoTableToCompare { name: name.clone(), tables: tables.join(", ") });
    }
    let packages = [Package::read(&old.join(DATAPACKAGE))?, Package::read(&new.join(DATAPACKAGE))?];
    let [old_package, new_package] = &packages;
    let sides = Sides { old: (old, old_package), new: (new, new_package) };
    let paired = pair::pair(sides, room)?;
    let digest = Digest {
        old: version(old_package),
        new: version(new_package),
        totals: paired.totals,
        notes: notes(old_package, new_package),
        ..Digest::default()
    };
    let mut collector = Collector::new(take, &paired.renames, digest);
    for table in compared() {
        let is_wanted = tables.is_empty() || tables.iter().any(|name| name == table.name);
        let is_same = match (old_package.table(table.name), new_package.table(table.name)) {
            (Some(old), Some(new)) => old.is_same(new),
            _ => true,
        };
        if !is_wanted || is_same {
            continue;
        }
        // What cannot be compared stands in the notes.
        if let Some(plan) = Plan::of(table, old_package, new_package) {
            walk(sides, &plan, &paired.renames, room, &mut collector)?;
            collector.table_done(table.name);
        }
    }
    collector.done();
    let Collector { mut digest, noticed, added_works, .. } = collector;
    let mut wanted: HashSet<String> = noticed.keys().cloned().collect();
    lookup::told_works(&mut digest, true, &mut |work| {
        wanted.insert(work.work_id.clone());
    });
    let told = if wanted.is_empty() {
        lookup::Told::default()
    } else {
        lookup::works(sides.new, &|id| wanted.contains(id))?
    };
    let is_new = |id: &str| added_works.contains(id);
    notices::tell(sides, &noticed, &told.now, &is_new, &paired.renames, &mut digest)?;
    lookup::name_works(&mut digest, true, &told);
    let mut wanted: HashSet<String> = HashSet::new();
    lookup::told_works(&mut digest, false, &mut |work| {
        wanted.insert(work.work_id.clone());
    });
    if !wanted.is_empty() {
        let told = lookup::works(sides.old, &|id| wanted.contains(id))?;
        lookup::name_works(&mut digest, false, &told);
    }
    lookup::cited_by(sides, &mut digest)?;
    lookup::name_documents(sides, &mut digest)?;
    Ok(digest)
}

/// The digest of two datasets whose tables are the same, without a look at any of them but for the totals.
///
/// # Errors
/// When one of both is no dataset or cannot be read.
pub fn nothing(old: &Path, new: &Path) -> Result<Digest, DatasetError> {
    let package = Package::read(&new.join(DATAPACKAGE))?;
    let totals = pair::totals((new, &package))?;
    Ok(Digest { old: version_of(old)?, new: version(&package), totals, ..Digest::default() })
}

/// Which dataset is in a folder.
///
/// # Errors
/// When there is none.
pub fn version_of(dir: &Path) -> Result<Version, DatasetError> {
    Ok(version(&Package::read(&dir.join(DATAPACKAGE))?))
}

fn version(package: &Package) -> Version {
    Version {
        run_id: package.id.clone().unwrap_or_default(),
        created: package.created.clone().unwrap_or_default(),
        schema_version: package.version.clone().unwrap_or_default(),
    }
}

/// What only one of both datasets has: it cannot be compared.
fn notes(old: &Package, new: &Package) -> Vec<String> {
    let mut notes = Vec::new();
    if old.version != new.version {
        let shown = |version: &Option<String>| version.clone().unwrap_or_else(|| "unknown".to_owned());
        notes.push(format!(
            "the datasets have schemas {} and {}: what both have was compared",
            shown(&old.version),
            shown(&new.version)
        ));
    }
    for (has, lacks, which) in [(old, new, "old"), (new, old, "new")] {
        for resource in &has.resources {
            let name = resource.name.replace('-', "_");
            if TABLES.iter().any(|table| table.name == name && table.comparison.skipped) {
                continue;
            }
            match lacks.table(&name) {
                None => notes.push(format!("only the {which} dataset has the table {name}")),
                Some(other) => {
                    let theirs: HashSet<_> = other.schema.fields.iter().map(|f| &f.name).collect();
                    let ours = resource.schema.fields.iter().map(|f| &f.name);
                    let missing: Vec<_> = ours.filter(|name| !theirs.contains(name)).cloned().collect();
                    if !missing.is_empty() {
                        let missing = missing.join(", ");
                        notes.push(format!("only the {which} dataset has {missing} in its table {name}"));
                    }
                }
            }
        }
    }
    notes
}
