//! Forms in which data leaves Refloom.

pub mod csv_cell;
