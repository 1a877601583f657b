use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::super::schema::{DocumentRow, RefRow};
use super::table::Rows;

/// Which works of a dataset are read.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those that nobody cites too: the citing documents themselves.
    pub uncited: bool,
    /// Only those known to be retracted.
    pub only_retracted: bool,
    /// Only those that one of these documents cites; every document where there is none.
    pub documents: Vec<String>,
}

/// The same, looked up.
#[derive(Debug)]
pub struct Chosen {
    uncited: bool,
    only_retracted: bool,
    works: Option<HashSet<Box<str>>>,
    cite_keys: HashMap<Box<str>, Box<str>>,
}

/// Formats whose labels are keys to cite by, not numbers.
const KEYED: [&str; 2] = ["bibtex", "csl_json"];

impl Chosen {
    pub fn read(dir: &Path, package: &Package, wanted: &Wanted) -> Result<Self, DatasetError> {
        let mut rows = Rows::open::<DocumentRow>(dir, package, &["document_id", "format", "path"])?;
        let (mut known, mut keyed) = (HashSet::new(), HashSet::new());
        let mut missing: HashSet<&str> = wanted.documents.iter().map(String::as_str).collect();
        while rows.next()? {
            let id = rows.required(0, "document_id")?;
            for name in [Some(id), rows.text(2)].into_iter().flatten() {
                missing.remove(name);
                if wanted.documents.iter().any(|wanted| wanted == name) {
                    known.insert(id.to_owned());
                }
            }
            if rows.text(1).is_some_and(|format| KEYED.contains(&format)) {
                keyed.insert(id.to_owned());
            }
        }
        let mut chosen = Self {
            uncited: wanted.uncited,
            only_retracted: wanted.only_retracted,
            works: (!wanted.documents.is_empty()).then(HashSet::new),
            cite_keys: HashMap::new(),
        };
        if let Some(document) = wanted.documents.iter().find(|name| missing.contains(name.as_str())) {
            return Err(DatasetError::NoSuchDocument { dir: dir.to_owned(), document: document.clone() });
        }
        if known.is_empty() && keyed.is_empty() {
            return Ok(chosen);
        }
        let mut rows = Rows::open::<RefRow>(dir, package, &["document_id", "work_id", "label"])?;
        while rows.next()? {
            let (document, Some(work)) = (rows.required(0, "document_id")?, rows.text(1)) else { continue };
            if let Some(works) = chosen.works.as_mut().filter(|_| known.contains(document)) {
                works.insert(work.into());
            }
            if let Some(label) = rows.text(2).filter(|_| keyed.contains(document)) {
                chosen.cite_keys.entry(work.into()).or_insert_with(|| label.into());
            }
        }
        Ok(chosen)
    }

    pub fn wants(&self, work_id: &str, is_cited: bool, is_retracted: bool) -> bool {
        (is_cited || self.uncited)
            && (is_retracted || !self.only_retracted)
            && self.works.as_ref().is_none_or(|works| works.contains(work_id))
    }

    pub fn cite_key(&self, work_id: &str) -> Option<String> {
        self.cite_keys.get(work_id).map(|key| key.clone().into_string())
    }
}
