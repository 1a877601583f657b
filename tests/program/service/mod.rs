//! A service of ours for tests, on 127.0.0.1: one that answers whatever a script says, with every fault a network has,
//! and a small world of invented records that speaks as NCBI and Crossref do.
//!
//! The tests of the library take it in by its path.

#![allow(dead_code, reason = "no one test needs all of it")]
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "part of the tests, whoever takes it in"
)]

pub mod gzip;
pub mod server;
pub mod world;
