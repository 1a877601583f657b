//! What makes a refresh happen by itself: a line for cron, two units for systemd, a workflow for GitHub.
//!
//! Everything here makes text from values and touches neither files nor programs. Names and paths may hold whatever a file
//! system allows: [`Word`] refuses what no schedule can hold, and `quote` writes the rest so that each reader, be it a
//! shell, cron, systemd or a YAML parser, takes it for what it was.

pub mod cron;
mod error;
mod expression;
pub mod github;
mod job;
mod quote;
pub mod systemd;
#[cfg(test)]
mod tests;
mod when;
mod word;

pub use error::ScheduleError;
pub use job::{Job, Options};
pub use when::When;
pub use word::{Folder, Name, Word};
