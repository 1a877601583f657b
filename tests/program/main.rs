//! Tests of the whole program, through the built binary and the library's doors.

#![allow(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

mod explain;
mod parse;
mod reading;
mod run;
mod seed;
