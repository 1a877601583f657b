//! Tests of the whole program, through the built binary and the library's doors.

mod explain;
mod parse;
mod reading;
mod run;
mod seed;
