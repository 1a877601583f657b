//! The dataset: its schema, and how rows become a published snapshot on disk.

mod describe;
mod error;
pub mod schema;
mod snapshot;
mod write;

pub use describe::{DATAPACKAGE, Description, License, Source, write_datapackage};
pub use error::DatasetError;
pub use snapshot::{OutputDir, Staging};
pub use write::{TableFormat, TablesWriter, WrittenFile, WrittenTable, parquet_schema, write_text};
