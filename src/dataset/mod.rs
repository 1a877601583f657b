//! The dataset: its schema, and how rows become a published snapshot on disk.

mod check;
mod describe;
mod error;
mod read;
pub mod schema;
mod snapshot;
mod tabulate;
mod write;

pub use check::{Problem, Report, check};
pub use describe::{DATAPACKAGE, Description, License, Source, write_datapackage};
pub use error::DatasetError;
pub use read::{ReadWork, Wanted, Works};
pub use snapshot::{OutputDir, Staging};
pub use tabulate::{AuthorSeen, CitingWork, DocumentFacts, DuplicateFacts, RefFacts, Tabulator, author_id};
pub use write::{TableFormat, TablesWriter, WrittenFile, WrittenTable, parquet_schema, write_text};
