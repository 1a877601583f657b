//! Crossref's JSON: works as its service answers them, and as files hold them.
//!
//! Its records are deposited by thousands of publishers by thousands of programs. Every field may be missing, of
//! another type than documented, or nonsense: that costs the field, is told, and never costs the record.

mod answer;
mod cited;
pub(in crate::import) mod dates;
mod entities;
pub(in crate::import) mod fields;
pub(in crate::import) mod people;
pub(in crate::import) mod text;
mod titles;
mod updates;
mod work;

#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError, read_answer, read_line};
pub use work::{Reading, read};
