//! What the formats of tagged lines have in common: a line begins with the name of a field, the value follows, and
//! further lines may go on with it.
//!
//! [`Reader`] finds fields and records with the help of a [`Dialect`], which knows what a line is and what a record's
//! fields mean. It copies a record's text once into a buffer that is used again for the next one.

mod buffer;
pub(super) mod dates;
pub(super) mod finish;
mod kinds;
pub(super) mod language;
pub(super) mod links;
pub(super) mod names;
mod reader;
pub(super) mod serials;
mod spot;
pub(super) mod types;
pub(super) mod words;

pub(super) use buffer::{Fields, Tag, tag};
pub(super) use kinds::Kinds;
pub(super) use reader::{Dialect, LineKind, Open, Reader};
