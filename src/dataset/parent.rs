//! The dataset that a refresh starts from.

use std::path::{Path, PathBuf};

use super::check::package::{DataFile, Package, Resource};
use super::check::{hash, is_plain_name};
use super::describe::{DATAPACKAGE, Source, State};
use super::error::DatasetError;
use super::history::History;
use super::read::Rows;
use super::schema::{MatchRow, Row as _, RunRow, TABLES, Table, Timestamp};
use super::snapshot::Staging;
use super::write::{TableFormat, WrittenFile, WrittenTable};

/// A published dataset, as far as a refresh needs it.
#[derive(Debug)]
pub struct Parent {
    dir: PathBuf,
    package: Package,
    /// The runs that led to it, its own last.
    runs: Vec<RunRow>,
}

/// Files that are hashed at a time.
const READERS: usize = 4;

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

    /// Its references that were linked to records, each by its key, with the identifier of the record as `matches` writes
    /// it: `pmid:…`, `doi:…`.
    ///
    /// # Errors
    /// When the table of matches cannot be read.
    pub fn linked(&self) -> Result<Vec<(String, String)>, DatasetError> {
        let columns = ["reference_id", "candidate", "decision"];
        let mut rows = Rows::open::<MatchRow>(&self.dir, &self.package, &columns)?;
        let mut out = Vec::new();
        while rows.next()? {
            if rows.text(2) == Some("accepted") {
                let pair = rows.text(0).zip(rows.text(1));
                out.extend(pair.map(|(reference, record)| (reference.to_owned(), record.to_owned())));
            }
        }
        Ok(out)
    }

    /// Which run first had each of its works and which last changed it.
    ///
    /// # Errors
    /// When the tables of works or of references cannot be read.
    pub fn history(&self) -> Result<History, DatasetError> {
        History::read(&self.dir, &self.package, self.runs.iter().map(|run| run.run_id.clone()).collect())
    }
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
