//! Tests of the whole program, through the built binary and the library's doors.

#![allow(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

mod anything;
mod bad_input;
mod check;
mod commands;
mod diff;
mod enrich;
mod eval;
mod explain;
mod export;
mod fault_points;
mod faults;
mod hostile_files;
mod imports;
mod index;
mod invariants;
mod list;
mod parse;
mod publish;
mod reading;
mod refresh;
mod round_trip;
mod run;
mod samples;
mod schedule;
mod seed_dataset;
mod seed_parsed;
mod service;
mod shape;
mod snapshots;
mod threats;
mod year;
