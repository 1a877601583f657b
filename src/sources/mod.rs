//! Where records come from: what services and files are asked, the cache of what was answered, and how it is read.
//!
//! Only this module opens a socket. What it offers is blocking and made of values: a [`http::Call`] goes in, the bytes of
//! the answer come out, and readers make [`Record`](crate::model::Record)s of them. A local [`index`] answers the same
//! questions from a file.

pub mod cache;
pub mod crossref;
pub mod fetch;
pub mod http;
pub mod index;
pub mod pmc;
pub mod pubmed;

/// A service for tests; whole-program tests use it too.
#[cfg(test)]
#[path = "../../tests/program/service/mod.rs"]
pub(crate) mod service;
