//! Which record, if any, is the work that a printed reference points to.
//!
//! Candidates in, decision out: nothing in here asks a service. A reference is compared with every record field by
//! field (`evidence`); rules with names accept, doubt or reject each record by itself (`rules`); then records are held
//! against each other (`decide`): a runner-up that fits as well makes the choice a person's, and two services that are
//! sure of different works are a conflict. Every record that was considered stays in the outcome with its evidence.

mod decide;
mod differences;
mod evidence;
pub mod keys;
mod rules;
mod score;
mod sentence;
mod serial;
mod side;

#[cfg(test)]
mod tests;

pub use decide::{Offered, decide, unanswered};
