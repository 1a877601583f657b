//! The digest of a comparison in words: for a terminal, and as Markdown.
//!
//! What is told comes from reference lists and services and is nobody's friend: see `clean.rs` and `markdown.rs`.

mod clean;
mod markdown;
mod sections;
mod text;

#[cfg(test)]
mod tests;

pub use markdown::markdown;
pub use text::text;

/// Entries of a list that are told in words; the rest is counted.
pub const MOST_TOLD: usize = 20;
