//! Every state a run can be cut short in, made by hand, and what becomes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its state has failed")]

mod lock;
mod publish;
mod recover;
mod retain;
mod share;
mod verify;

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::*;

/// An output folder for one test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    fn open(&self) -> OutputDir {
        OutputDir::open(self.root(), Patience::LeaveAtOnce).unwrap()
    }

    /// Publishes a dataset of these files.
    fn publish(&self, run: &str, files: &[(&str, &str)]) -> PathBuf {
        let output = self.open();
        output.publish(staged(&output, run, files), run).unwrap()
    }

    fn latest(&self) -> Option<String> {
        latest::pointed(self.root(), LATEST)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The published snapshots and whatever else lies beside them.
    fn names(&self) -> Vec<String> {
        let names = durable::names(&self.path(SNAPSHOTS)).unwrap();
        names.into_iter().map(|name| name.into_string().unwrap()).collect()
    }

    /// Puts other bytes in the place of a published file, as a bad disk would.
    fn damage(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::remove_file(&path).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A staged dataset of these files, with a description.
fn staged(output: &OutputDir, run: &str, files: &[(&str, &str)]) -> Staging {
    let staging = output.stage().unwrap();
    describe(staging.path(), run, files);
    staging
}

/// Writes a dataset of these files into a folder that is there.
fn describe(dir: &Path, run: &str, files: &[(&str, &str)]) {
    let resources: Vec<_> = files
        .iter()
        .map(|(name, text)| {
            fs::write(dir.join(name), text).unwrap();
            let hash = format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(text)));
            json!({ "name": name, "path": name, "bytes": text.len(), "hash": hash, "schema": { "fields": [] } })
        })
        .collect();
    let package = json!({ "id": run, "resources": resources });
    fs::write(dir.join("datapackage.json"), package.to_string()).unwrap();
}
