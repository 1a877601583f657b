//! Brings what was printed into canonical form.

pub mod journals;
