//! Mentions to works: which references point to one work, and which of their values the tables show.
//!
//! Nothing is guessed here. Two mentions are one work when they share an identifier, or a title with year and first
//! author, or a place in a journal with year and first author; and never when their identifiers contradict each other.

//!
//! What records of services say of a work is joined to what its mentions print, field by field, in a declared order of
//! trust; and above everything stand the corrections a person wrote down.

mod byline;
mod cluster;
mod combine;
mod enrich;
mod keys;
mod locator;
mod overrides;
mod precedence;
mod retraction;

#[cfg(test)]
mod tests;

pub use cluster::{Clusters, Link, Merged};
pub use combine::{combine, reference_id};
pub use enrich::{Accepted, enrich};
pub use keys::{Rule, WorkKeys};
pub use overrides::{Overrides, WorkNames};
pub use precedence::{Precedence, PrecedenceError, Rule as PrecedenceRule, Speaker, TABLE as PRECEDENCE};
pub use retraction::status as retraction_status;
