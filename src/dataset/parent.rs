//! The dataset that a refresh starts from.

use std::collections::HashMap;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use super::check::package::{DataFile, Package, Resource};
use super::check::{hash, is_plain_name};
use super::describe::{DATAPACKAGE, Source, State};
use super::error::DatasetError;
use super::read::Rows;
use super::schema::{MatchRow, Row, RunRow, TABLES, Table, Timestamp, Value, WorkRow};
use super::snapshot::Staging;
use super::write::{TableFormat, WrittenFile, WrittenTable, write_text};

/// A published dataset, as far as a refresh needs it.
#[derive(Debug)]
pub struct Parent {
    dir: PathBuf,
    package: Package,
    /// The runs that led to it, its own last.
    runs: Vec<RunRow>,
}

/// Which run first had each work and which last changed it, so that a refresh leaves them be where nothing changed.
#[derive(Debug, Default)]
pub struct History {
    runs: Vec<String>,
    works: HashMap<String, Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Of the row without its runs.
    hash: u64,
    first: u32,
    last: u32,
}

/// Files that are hashed at a time.
const READERS: usize = 4;

/// The columns that name runs, at the end of the row.
const RUNS: [&str; 2] = ["first_seen_run", "last_changed_run"];

impl Parent {
    /// Looks into the dataset in `dir`.
    ///
    /// # Errors
    /// When it is none, or its description or its table of runs is damaged.
    pub fn open(dir: &Path) -> Result<Self, DatasetError> {
        let package = Package::read(&dir.join(DATAPACKAGE))?;
        let runs = runs(dir, &package)?;
        if runs.is_empty() {
            let message = "its table of runs is empty".to_owned();
            return Err(DatasetError::Damaged { path: dir.join(DATAPACKAGE), message });
        }
        Ok(Self { dir: dir.to_owned(), package, runs })
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What a refresh has to know.
    pub const fn state(&self) -> &State {
        &self.package.refloom
    }

    /// What it was made from.
    pub fn sources(&self) -> &[Source] {
        &self.package.sources
    }

    /// The runs that led to it, its own last.
    pub fn runs(&self) -> &[RunRow] {
        &self.runs
    }

    /// Its own run.
    pub fn run(&self) -> Option<&RunRow> {
        self.runs.last()
    }

    /// Whether its tables are those of this program, in these formats: then all of them can be taken over.
    pub fn has_all(&self, formats: &[TableFormat]) -> bool {
        TABLES.iter().all(|table| self.written(table, formats).is_some())
    }

    /// Whether every file is there as it was written.
    pub fn is_whole(&self) -> bool {
        let is_whole = |file: &&DataFile| {
            is_plain_name(&file.path)
                && hash(&self.dir.join(&file.path)).is_ok_and(|(bytes, sha256)| {
                    Some(bytes) == file.bytes
                        && file.hash.as_deref().and_then(|told| told.strip_prefix("sha256:")) == Some(&sha256)
                })
        };
        let files: Vec<_> = self.package.resources.iter().flat_map(Resource::files).collect();
        // The large tables stand together: each thread takes every fourth file.
        std::thread::scope(|scope| {
            let of = |first| files.iter().skip(first).step_by(READERS).all(is_whole);
            let readers: Vec<_> = (0..READERS).map(|first| scope.spawn(move || of(first))).collect();
            readers.into_iter().map(std::thread::ScopedJoinHandle::join).all(|whole| whole.unwrap_or(false))
        })
    }

    /// What it says of a table, where it has it in all these formats.
    fn written(&self, table: &'static Table, formats: &[TableFormat]) -> Option<WrittenTable> {
        let resource = self.package.resources.iter().find(|r| r.name == table.name.replace('_', "-"))?;
        let fields = resource.schema.fields.iter().map(|field| field.name.as_str());
        if !fields.eq(table.columns.iter().map(|column| column.name)) {
            return None;
        }
        let files = formats.iter().map(|format| file(resource, *format)).collect::<Option<Vec<_>>>()?;
        let content = resource.content.as_deref()?.strip_prefix("sha256:")?.to_owned();
        Some(WrittenTable { table, rows: resource.rows?, files, content })
    }

    /// Takes every table over as it is but `runs` and `changes`; none where one of them is not whole.
    ///
    /// # Errors
    /// When a file cannot be put into the staged folder.
    pub fn hand_on(
        &self,
        staging: &Staging,
        formats: &[TableFormat],
    ) -> Result<Option<Vec<WrittenTable>>, DatasetError> {
        let mut out = Vec::new();
        for table in TABLES.iter().filter(|table| !["runs", "changes"].contains(&table.name)) {
            let Some(written) = self.written(table, formats) else { return Ok(None) };
            for file in &written.files {
                if !staging.carry_over(&self.dir, file)? {
                    return Ok(None);
                }
            }
            out.push(written);
        }
        Ok(Some(out))
    }

    /// Puts the parent's files in the place of those of staged tables that differ from them in nothing but the run that
    /// recorded their rows: the rows were recorded by the earlier run then, and are not stored twice.
    ///
    /// # Errors
    /// When a file cannot be replaced.
    pub fn share_content(
        &self,
        staging: &Staging,
        tables: &mut [WrittenTable],
        formats: &[TableFormat],
    ) -> Result<(), DatasetError> {
        for table in tables {
            let Some(theirs) = self.written(table.table, formats) else { continue };
            let is_same = theirs.content == table.content && theirs.rows == table.rows;
            if !is_same || theirs.files.iter().map(|f| &f.sha256).eq(table.files.iter().map(|f| &f.sha256)) {
                continue;
            }
            let whole = theirs.files.iter().all(|file| staging.is_whole(&self.dir, file));
            if !whole {
                continue;
            }
            for file in &theirs.files {
                staging.replace_by(&self.dir, file)?;
            }
            table.files = theirs.files;
        }
        Ok(())
    }

    /// The identifiers of the records that its references were linked to, as `matches` writes them: `pmid:…`, `doi:…`.
    ///
    /// # Errors
    /// When the table of matches cannot be read.
    pub fn linked(&self) -> Result<Vec<String>, DatasetError> {
        let mut rows = Rows::open::<MatchRow>(&self.dir, &self.package, &["candidate", "decision"])?;
        let mut out = Vec::new();
        while rows.next()? {
            if rows.text(1) == Some("accepted") {
                out.extend(rows.text(0).map(str::to_owned));
            }
        }
        Ok(out)
    }

    /// Which run first had each of its works and which last changed it.
    ///
    /// # Errors
    /// When the table of works cannot be read.
    pub fn history(&self) -> Result<History, DatasetError> {
        let columns: Vec<&str> = WorkRow::TABLE.columns.iter().map(|column| column.name).collect();
        let mut rows = match Rows::open::<WorkRow>(&self.dir, &self.package, &columns) {
            Ok(rows) => rows,
            // Another version of the schema: every work counts as changed.
            Err(DatasetError::NotADataset { .. }) => return Ok(History::default()),
            Err(error) => return Err(error),
        };
        let at = |name: &str| columns.iter().position(|column| *column == name).unwrap_or_default();
        let (id, [first, last]) = (at("work_id"), RUNS.map(at));
        let mut history = History::default();
        while rows.next()? {
            let cells = (0..columns.len()).filter(|at| ![first, last].contains(at));
            let seen = Seen {
                hash: hash_of(cells.map(|at| rows.text(at))),
                first: history.number(rows.required(first, RUNS[0])?),
                last: history.number(rows.required(last, RUNS[1])?),
            };
            history.works.insert(rows.required(id, "work_id")?.to_owned(), seen);
        }
        Ok(history)
    }
}

impl History {
    /// Few runs stand in many rows.
    fn number(&mut self, run: &str) -> u32 {
        let known = self.runs.iter().rposition(|known| known == run);
        let at = known.unwrap_or_else(|| {
            self.runs.push(run.to_owned());
            self.runs.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Says of a work which run first had it, and which last changed it: the one it is in now unless nothing changed.
    pub(super) fn tell(&self, row: &mut WorkRow) {
        let Some(seen) = self.works.get(&row.work_id) else { return };
        let run = |number: u32| self.runs.get(number as usize).cloned();
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

/// Tells rows of one dataset from those of another; a mistake costs a work the name of the run that changed it.
fn hash_of<'a>(cells: impl Iterator<Item = Option<&'a str>>) -> u64 {
    let mut hash = std::hash::DefaultHasher::new();
    for cell in cells {
        hash.write_usize(cell.map_or(usize::MAX, str::len));
        hash.write(cell.unwrap_or_default().as_bytes());
    }
    hash.finish()
}

fn file(resource: &Resource, format: TableFormat) -> Option<WrittenFile> {
    let file = resource.files().find(|file| file.format.as_deref() == Some(format.as_str()))?;
    let sha256 = file.hash.as_deref()?.strip_prefix("sha256:")?.to_owned();
    Some(WrittenFile { format, name: file.path.clone(), bytes: file.bytes?, sha256 })
}

fn runs(dir: &Path, package: &Package) -> Result<Vec<RunRow>, DatasetError> {
    let columns: Vec<&str> = RunRow::TABLE.columns.iter().map(|column| column.name).collect();
    let mut rows = Rows::open::<RunRow>(dir, package, &columns)?;
    let at = |name: &str| columns.iter().position(|column| *column == name).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    while rows.next()? {
        let text = |name: &str| rows.text(at(name)).map(str::to_owned);
        let needed = |name: &'static str| rows.required(at(name), name).map(str::to_owned);
        let time = |name: &str| {
            let parsed = |text: String| text.parse::<jiff::Timestamp>().ok();
            text(name).map(|told| {
                let time = parsed(told).map(|time| Timestamp(time.as_millisecond()));
                time.ok_or_else(|| rows.damaged(&format!("{name} is no time")))
            })
        };
        let count = |name: &'static str| {
            needed(name)?.parse().map_err(|_| rows.damaged(&format!("{name} is no count")))
        };
        let started = time("started_at").unwrap_or_else(|| Err(rows.damaged("started_at is null")))?;
        out.push(RunRow {
            run_id: needed("run_id")?,
            started_at: started,
            finished_at: time("finished_at").transpose()?,
            tool_version: needed("tool_version")?,
            schema_version: needed("schema_version")?,
            config_sha256: needed("config_sha256")?,
            inputs_sha256: text("inputs_sha256"),
            mode: needed("mode")?,
            parent_run_id: text("parent_run_id"),
            n_references: count("n_references")?,
            n_works: count("n_works")?,
        });
    }
    Ok(out)
}
