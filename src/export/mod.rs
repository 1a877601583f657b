//! References in the forms other programs read.

pub mod csl_json;
pub mod csv_cell;
pub mod csv_row;
