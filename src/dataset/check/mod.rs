//! Verifies a dataset on disk against its own description: files, hashes, types, domains, keys.

mod cells;
mod keys;
pub(super) mod package;
pub(super) mod rows;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use self::cells::CellCheck;
use self::keys::{KeySet, key_of};
use self::package::{Package, Resource};
use self::rows::{Rows, open_rows};
use super::describe::DATAPACKAGE;
use super::error::DatasetError;
use super::schema::{SCHEMA_VERSION, TABLES};

/// What a check has found.
#[derive(Debug, Default)]
pub struct Report {
    /// Tables looked at, with their rows.
    pub tables: Vec<(String, u64)>,
    /// What is wrong, up to [`Report::MOST`].
    pub problems: Vec<Problem>,
    /// How many problems there are in all.
    pub count: u64,
}

/// Something wrong with a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File, and row counted from 1 below the header where one row is at fault.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl Report {
    /// Problems kept for showing.
    pub const MOST: usize = 100;

    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.count += 1;
        if self.problems.len() < Self::MOST {
            self.problems.push(Problem { place: place.into(), what: what.into() });
        }
    }
}

/// Checks the dataset in `dir`.
///
/// # Errors
/// When there is no dataset there, or its description cannot be understood. Everything else that is wrong is in the
/// report.
pub fn check(dir: &Path) -> Result<Report, DatasetError> {
    let package = Package::read(&dir.join(DATAPACKAGE))?;
    let mut report = Report::default();
    if package.version.as_deref() == Some(SCHEMA_VERSION) {
        for table in TABLES {
            let name = table.name.replace('_', "-");
            if !package.resources.iter().any(|r| r.name == name) {
                report.add(DATAPACKAGE, format!("the table {} is missing", table.name));
            }
        }
    }
    let mut keys: Vec<(String, KeySet)> = Vec::new();
    let mut readable = Vec::new();
    for resource in &package.resources {
        if check_files(dir, resource, &mut report) {
            let referenced = package.is_referenced(&resource.name);
            if let Some(set) = check_rows(dir, resource, referenced, &mut report) {
                keys.push((resource.name.clone(), set));
            }
            readable.push(resource);
        }
    }
    for resource in readable {
        check_foreign_keys(dir, resource, &keys, &mut report);
    }
    Ok(report)
}

/// Sizes and hashes. False when a file cannot be read at all.
fn check_files(dir: &Path, resource: &Resource, report: &mut Report) -> bool {
    let mut all_there = true;
    for file in resource.files() {
        if !is_plain_name(&file.path) {
            report.add(
                DATAPACKAGE,
                format!("{:?} is not the name of a file in the dataset's folder", file.path),
            );
            all_there = false;
            continue;
        }
        match hash(&dir.join(&file.path)) {
            Err(error) => {
                report.add(&file.path, format!("cannot be read: {error}"));
                all_there = false;
            }
            Ok((bytes, _)) if Some(bytes) != file.bytes => {
                let told = file.bytes.map_or_else(|| "no size".to_owned(), |n| format!("{n} bytes"));
                report.add(&file.path, format!("has {bytes} bytes; the description says {told}"));
            }
            Ok((_, sha256)) if file.hash.as_deref() != Some(format!("sha256:{sha256}").as_str()) => {
                report.add(
                    &file.path,
                    "was changed after it was written: its SHA-256 is not the described one",
                );
            }
            Ok(_) => {}
        }
    }
    all_there
}

/// A name without folders: nothing in a description may lead out of the dataset.
pub(super) fn is_plain_name(path: &str) -> bool {
    !path.is_empty() && path != "." && path != ".." && !path.contains(['/', '\\', ':', '\0'])
}

/// Size and SHA-256 of a file.
pub(super) fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok((bytes, HEXLOWER.encode(&hash.finalize())));
        }
        hash.update(&buffer[..n]);
        bytes += n as u64;
    }
}

/// Header, types, domains, keys, and that all files of a table say the same. Gives the primary keys where they are
/// needed.
fn check_rows(dir: &Path, resource: &Resource, keep: bool, report: &mut Report) -> Option<KeySet> {
    let mut sources: Vec<(String, Box<dyn Rows>)> = Vec::new();
    for file in resource.files() {
        match open_rows(&dir.join(&file.path), file.format.as_deref(), &resource.schema) {
            Ok(rows) => sources.push((file.path.clone(), rows)),
            Err(what) => report.add(&file.path, what),
        }
    }
    let ((name, first), others) = sources.split_first_mut()?;
    let checks: Vec<_> = resource.schema.fields.iter().map(CellCheck::new).collect();
    let mut primary = KeySet::default();
    let key = resource.schema.positions(&resource.schema.primary_key);
    let mut unique: Vec<_> = resource
        .schema
        .unique_keys
        .iter()
        .map(|set| (set, resource.schema.positions(set), KeySet::default()))
        .collect();
    let mut row = Vec::new();
    let mut other_row = Vec::new();
    let mut n = 0;
    loop {
        match first.next(&mut row) {
            Ok(true) => n += 1,
            Ok(false) => break,
            Err(what) => {
                report.add(place(name, n + 1), what);
                return None;
            }
        }
        for (check, cell) in checks.iter().zip(&row) {
            if let Err(what) = check.cell(cell.as_deref()) {
                report.add(place(name, n), what);
            }
        }
        primary.insert(key_of(&row, &key), n);
        for (_, positions, set) in &mut unique {
            if positions.iter().all(|p| row.get(*p).is_some_and(Option::is_some)) {
                set.insert(key_of(&row, positions), n);
            }
        }
        for (other_name, other) in others.iter_mut() {
            match other.next(&mut other_row) {
                Ok(true) if other_row == row => {}
                Ok(true) => report.add(place(other_name, n), format!("differs from the same row of {name}")),
                Ok(false) => report.add(other_name.as_str(), format!("ends before row {n} of {name}")),
                Err(what) => report.add(place(other_name, n), what),
            }
        }
    }
    for (other_name, other) in others.iter_mut() {
        if let Ok(true) = other.next(&mut other_row) {
            report.add(other_name.as_str(), format!("has more rows than {name}"));
        }
    }
    if resource.rows != Some(n) {
        report.add(
            name.as_str(),
            format!("has {n} rows; the description says {:?}", resource.rows.unwrap_or_default()),
        );
    }
    for again in primary.repeated() {
        report.add(place(name, again), format!("repeats the key {}", resource.schema.primary_key.join(", ")));
    }
    for (set, _, mut keys) in unique {
        for again in keys.repeated() {
            report.add(place(name, again), format!("repeats {}, which must be unique", set.join(", ")));
        }
    }
    report.tables.push((resource.name.clone(), n));
    keep.then_some(primary)
}

fn check_foreign_keys(dir: &Path, resource: &Resource, keys: &[(String, KeySet)], report: &mut Report) {
    let links: Vec<_> = resource
        .schema
        .foreign_keys
        .iter()
        .filter_map(|f| {
            let target = keys.iter().find(|(name, _)| *name == f.reference.resource)?;
            Some((resource.schema.positions(&f.fields), &f.fields, target))
        })
        .collect();
    let Some(file) = resource.files().next().filter(|_| !links.is_empty()) else { return };
    // What cannot be opened has been reported before.
    let Ok(mut rows) = open_rows(&dir.join(&file.path), file.format.as_deref(), &resource.schema) else {
        return;
    };
    let mut row = Vec::new();
    let mut n = 0;
    while let Ok(true) = rows.next(&mut row) {
        n += 1;
        for (positions, fields, (target, set)) in &links {
            let given = positions.iter().all(|p| row.get(*p).is_some_and(Option::is_some));
            if given && !set.contains(key_of(&row, positions)) {
                report
                    .add(place(&file.path, n), format!("{} points to no row of {target}", fields.join(", ")));
            }
        }
    }
}

fn place(file: &str, row: u64) -> String {
    format!("{file} row {row}")
}
