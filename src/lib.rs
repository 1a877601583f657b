//! Refloom turns reference lists into analysis-ready datasets.
//!
//! Data flows one way, one type at each door:
//!
//! ```text
//! bytes ─ingest─▶ Document + Entry* ─parse─▶ Reference ─normalize─▶ Reference ─merge─▶ Work* ─tabulate─▶ tables ─publish─▶ output/
//! ```
//!
//! Every stage is a function from values to values; [`model`] holds the values.

pub mod config;
pub mod dataset;
pub mod documents;
pub mod evaluate;
pub mod export;
pub mod import;
pub mod ingest;
pub mod mentions;
pub mod merge;
pub mod model;
pub mod network;
pub mod normalize;
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod resolve;
pub mod schedule;
pub mod sources;
