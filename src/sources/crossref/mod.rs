//! Crossref: what to ask, and which answer belongs to which question.

mod reconcile;
mod requests;
mod split;

pub use crate::import::crossref_json::{Answer, AnswerError, Reading, read, read_answer, read_line};
pub use reconcile::{Agreement, Found, Reconciled, reconcile, reconcile_single};
pub use requests::{BATCH, DoiRequest, Request, canonical, for_dois, for_search};
pub use split::split;
