//! Whole-program tests: the built binary, real files, real exit codes.

mod bad_input;
mod check;
mod commands;
mod faults;
mod list;
mod publish;
mod run;
mod seed;
