//! CSL-JSON 1.0.2, as citation managers and processors read it.

mod list;
mod names;
mod reading;

pub use list::List;
pub use reading::{Item, item};
