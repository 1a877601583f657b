//! The shape of the sources: data flows one way, and what is fenced stays behind its fence.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::run::project;

/// Each module of the library, and the modules of ours it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("normalize", &["model"]),
    ("network", &[]),
    ("schedule", &[]),
    ("ingest", &["model", "normalize"]),
    ("parse", &["model", "normalize"]),
    ("import", &["ingest", "model", "normalize"]),
    ("documents", &["ingest", "model", "normalize"]),
    ("mentions", &["model", "normalize"]),
    ("export", &["model", "normalize"]),
    ("merge", &["model", "normalize"]),
    ("resolve", &["model", "normalize"]),
    ("sources", &["import", "model", "normalize", "resolve"]),
    ("dataset", &["model", "normalize", "merge", "network", "export"]),
    ("report", &["dataset"]),
    ("evaluate", &["export", "model", "normalize", "parse"]),
    ("config", &["dataset", "import", "merge", "model"]),
    (
        "pipeline",
        &[
            "config",
            "dataset",
            "documents",
            "export",
            "import",
            "ingest",
            "mentions",
            "merge",
            "model",
            "normalize",
            "parse",
            "resolve",
            "sources",
        ],
    ),
];

/// What only some folders may know of.
const FENCED: &[(&str, &[&str])] = &[
    ("polars", &["dataset"]),
    ("clap", &["cli", "main.rs"]),
    ("anstream", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("anyhow", &["cli", "main.rs"]),
    ("quick_xml", &["documents", "export", "import"]),
    ("rayon", &["evaluate", "merge", "pipeline"]),
    ("reqwest", &["sources"]),
    ("tokio", &["sources"]),
    ("rusqlite", &["sources"]),
    (r"std::net", &["sources"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn gather(dir: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                into.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    gather(&project("src"), &mut files);
    files
}

/// The first part of a file's path below `src`, without its ending: `parse`, `config`, `main.rs`.
fn place(path: &Path) -> String {
    let below = path.strip_prefix(project("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    if first == "main.rs" || first == "lib.rs" { first } else { first.trim_end_matches(".rs").to_owned() }
}

#[test]
fn no_stage_reaches_back() {
    let modules: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    let import = regex::Regex::new(r"\bcrate::([a-z_]+)").unwrap();
    for (path, text) in sources() {
        let place = place(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == place) else {
            assert!(
                ["cli", "main.rs", "lib.rs"].contains(&place.as_str()),
                "{place} has no rule: give it one"
            );
            continue;
        };
        for used in import.captures_iter(&text).map(|found| found[1].to_owned()) {
            let fine = used == place || allowed.contains(&used.as_str()) || !modules.contains(used.as_str());
            assert!(fine, "{} uses {used}, which {place} may not", path.display());
        }
    }
}

#[test]
fn what_is_fenced_stays_behind_its_fence() {
    for (library, places) in FENCED {
        let used = regex::Regex::new(&format!(r"\b{library}(_io|_parquet)?::")).unwrap();
        for (path, text) in sources() {
            let place = place(&path);
            assert!(
                !used.is_match(&text) || places.contains(&place.as_str()),
                "{} uses {library}",
                path.display()
            );
        }
    }
}
