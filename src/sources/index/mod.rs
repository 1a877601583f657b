//! A local index over records: the same questions a service answers, without a network.
//!
//! One file, written in one step, with a version and checksums over every part. Opened it holds its directory in
//! memory, about twenty bytes for every record; keys and records are read where they lie.

mod build;
mod error;
mod files;
mod layout;
mod lookup;
mod sorter;

#[cfg(test)]
mod tests;

pub use build::{Builder, Built, build};
pub use error::IndexError;
pub use files::{Item, Records};
pub use lookup::Index;
