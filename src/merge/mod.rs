//! Mentions to works: which references point to one work, and which of their values the tables show.
//!
//! Nothing is guessed here. Two mentions are one work when they share an identifier, or a title with year and first
//! author, or a place in a journal with year and first author; and never when their identifiers contradict each other.

mod cluster;
mod combine;
mod keys;

pub use cluster::{Clusters, Link, Merged};
pub use combine::{combine, reference_id};
pub use keys::{Rule, WorkKeys};
