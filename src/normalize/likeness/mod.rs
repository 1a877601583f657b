//! How alike two printed forms are: titles, names, containers, places in a serial. Both who compares references with
//! records and who compares them with each other measures by these.

pub mod containers;
pub mod locator;
pub mod names;
pub mod titles;
pub mod words;
