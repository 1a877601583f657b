use serde::{Deserialize, Serialize};

/// How old the oldest of what a dataset was told is, by what decides when it has to be asked again. Kept with the dataset,
/// it says without another look whether asking would tell anything new. Milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// Records of PubMed that were taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pubmed: Option<i64>,
    /// Records of Crossref that were taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossref: Option<i64>,
    /// Records that were looked at and not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked_at: Option<i64>,
    /// Searches that led to a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<i64>,
    /// Searches that led nowhere, and identifiers without a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_found: Option<i64>,
    /// A service left questions open: they are to be asked again whatever their age.
    pub unanswered: bool,
}

impl Standing {
    /// Keeps the older of two times.
    pub fn older(kept: &mut Option<i64>, at: i64) {
        *kept = Some(kept.map_or(at, |kept| kept.min(at)));
    }
}
