//! Crossref: what to ask, and what its answers say.
//!
//! Its records are deposited by thousands of publishers by thousands of programs. Every field may be missing, of
//! another type than documented, or nonsense: that costs the field, is told, and never costs the record.

mod answer;
mod cited;
mod dates;
mod entities;
mod fields;
mod people;
mod reconcile;
mod requests;
mod text;
mod titles;
mod updates;
mod work;

#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError, read_answer, read_line};
pub use reconcile::{Agreement, Found, Reconciled, reconcile, reconcile_single};
pub use requests::{BATCH, DoiRequest, Request, for_dois, for_search};
pub use work::{Reading, read};
