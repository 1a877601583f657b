//! The dataset: its schema, and how rows become a published snapshot on disk.

mod changes;
mod check;
mod describe;
pub mod diff;
mod error;
mod history;
mod parent;
mod read;
mod run_log;
pub mod schema;
mod snapshot;
mod tabulate;
mod write;

pub use changes::Changes;
pub use check::{Problem, Report, check};
pub use describe::{DATAPACKAGE, Description, License, Source, State, write_datapackage};
pub use error::DatasetError;
pub use history::History;
pub use parent::Parent;
pub use read::{ReadWork, Wanted, Works};
pub use run_log::{Begin, LoggedRun, Outcome, Publication, RunKind, RunLog, Running};
pub use snapshot::{
    Facts, Holder, OutputDir, Patience, Shared, Snapshot, Snapshots, Staging, Verified, verify,
};
pub use tabulate::{AuthorSeen, CitingWork, DocumentFacts, DuplicateFacts, RefFacts, Tabulator, author_id};
pub use write::{TableFormat, TablesWriter, WrittenFile, WrittenTable, parquet_schema, write_text};
