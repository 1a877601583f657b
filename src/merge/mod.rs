//! Mentions to works: which references point to one work, and which of their values the tables show.
//!
//! Two mentions are one work when they share an identifier, or a title with year and first author, or a place in a
//! journal with year and first author; or when they are so much alike that a rule with a name says so ([`Rule`]); and
//! never when their identifiers contradict each other. What is alike and not joined is told, for a person to look at.
//!
//! What records of services say of a work is joined to what its mentions print, field by field, in a declared order of
//! trust; and above everything stand the corrections a person wrote down.

mod blocks;
mod byline;
mod cluster;
mod combine;
mod enrich;
mod imported;
mod judge;
mod keys;
mod locator;
mod overrides;
mod precedence;
mod retraction;
mod rule;
mod store;
mod traits;

#[cfg(test)]
mod tests;

pub use cluster::{Clusters, Link, Merged};
pub use combine::{combine, reference_id};
pub use enrich::{Accepted, enrich};
pub use imported::add_imported;
pub use keys::WorkKeys;
pub use overrides::{Overrides, WorkNames};
pub use precedence::{Precedence, PrecedenceError, Rule as PrecedenceRule, Speaker, TABLE as PRECEDENCE};
pub use retraction::status as retraction_status;
pub use rule::{Decision, Rule};
pub use traits::Traits;
