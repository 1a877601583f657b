//! Which run first had each work, and which last changed it.

use std::collections::HashMap;
use std::hash::Hasher as _;
use std::path::Path;

use super::check::package::Package;
use super::error::DatasetError;
use super::read::Rows;
use super::schema::{RefRow, Row, Value, WorkRow};
use super::write::write_text;

/// Which run first had each work of a dataset and which last changed it, so that a refresh leaves them be where nothing
/// changed.
#[derive(Debug, Default)]
pub struct History {
    /// Those that led to the dataset come first, the oldest at the head.
    runs: Vec<String>,
    works: HashMap<String, Seen>,
    /// By the hash of a reference's key: the run that first had the work it points to.
    references: HashMap<u64, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Of the row without its runs.
    hash: u64,
    first: u32,
    last: u32,
}

/// The columns that name runs, at the end of the row.
const RUNS: [&str; 2] = ["first_seen_run", "last_changed_run"];

impl History {
    /// Reads it from the dataset in `dir`, which goes back to these runs.
    pub(super) fn read(dir: &Path, package: &Package, runs: Vec<String>) -> Result<Self, DatasetError> {
        let columns: Vec<&str> = WorkRow::TABLE.columns.iter().map(|column| column.name).collect();
        let mut history = Self { runs, ..Self::default() };
        let mut rows = match Rows::open::<WorkRow>(dir, package, &columns) {
            Ok(rows) => rows,
            // Another version of the schema: every work counts as changed.
            Err(DatasetError::NotADataset { .. }) => return Ok(history),
            Err(error) => return Err(error),
        };
        let at = |name: &str| columns.iter().position(|column| *column == name).unwrap_or_default();
        let (id, [first, last]) = (at("work_id"), RUNS.map(at));
        while rows.next()? {
            let cells = (0..columns.len()).filter(|at| ![first, last].contains(at));
            let seen = Seen {
                hash: hash_of(cells.map(|at| rows.text(at))),
                first: history.number(rows.required(first, RUNS[0])?),
                last: history.number(rows.required(last, RUNS[1])?),
            };
            history.works.insert(rows.required(id, "work_id")?.to_owned(), seen);
        }
        let mut rows = Rows::open::<RefRow>(dir, package, &["reference_id", "work_id"])?;
        while rows.next()? {
            if let Some(seen) = rows.text(1).and_then(|work| history.works.get(work)) {
                history.references.insert(hash_of([rows.text(0)].into_iter()), seen.first);
            }
        }
        Ok(history)
    }

    /// Few runs stand in many rows.
    fn number(&mut self, run: &str) -> u32 {
        let known = self.runs.iter().rposition(|known| known == run);
        let at = known.unwrap_or_else(|| {
            self.runs.push(run.to_owned());
            self.runs.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Says of a work which run first had it, and which last changed it: the one it is in now unless nothing changed. Where
    /// its key became another one, it is the work that its references, by their keys, pointed to.
    pub(super) fn tell(&self, row: &mut WorkRow, references: impl Iterator<Item = String>) {
        let run = |number: u32| self.runs.get(number as usize).cloned();
        let Some(seen) = self.works.get(&row.work_id) else {
            let first = references.filter_map(|id| self.references.get(&hash_of([Some(&*id)].into_iter())));
            if let Some(first) = first.min().and_then(|first| run(*first)) {
                row.first_seen_run = first;
            }
            return;
        };
        let mut texts: Vec<Option<String>> = Vec::new();
        row.visit(&mut |value| {
            texts.push(match value {
                Value::Null => None,
                value => {
                    let mut text = String::new();
                    write_text(value, &mut text);
                    Some(text)
                }
            });
        });
        let names = WorkRow::TABLE.columns.iter().map(|column| column.name);
        let cells = texts.iter().zip(names).filter(|(_, name)| !RUNS.contains(name));
        if hash_of(cells.map(|(text, _)| text.as_deref())) == seen.hash
            && let Some(last) = run(seen.last)
        {
            row.last_changed_run = last;
        }
        if let Some(first) = run(seen.first) {
            row.first_seen_run = first;
        }
    }
}

/// Tells rows of one dataset from those of another; a mistake costs a work the name of a run.
fn hash_of<'a>(cells: impl Iterator<Item = Option<&'a str>>) -> u64 {
    let mut hash = std::hash::DefaultHasher::new();
    for cell in cells {
        hash.write_usize(cell.map_or(usize::MAX, str::len));
        hash.write(cell.unwrap_or_default().as_bytes());
    }
    hash.finish()
}
