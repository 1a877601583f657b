use serde::{Deserialize, Serialize};

use super::{MatchRule, Record, Resolution};

/// What services say of a reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What was decided, with every record that was considered.
    pub resolution: Resolution,
    /// The accepted records, at most one of each service.
    pub records: Vec<FoundRecord>,
}

/// A record that was accepted for a reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundRecord {
    /// The record.
    pub record: Record,
    /// How well it fits, 0–1.
    pub confidence: f32,
    /// The rule by which it was accepted.
    pub rule: MatchRule,
    /// SHA-256 of the answer it came in, hexadecimal; `None` for records of a local index.
    pub response_sha256: Option<String>,
    /// When the service said so, in milliseconds since 1970, UTC.
    pub asked_at: i64,
}
