//! A score as numbers to write down.

use std::collections::BTreeMap;

use serde::Serialize;

use super::score::Count;
use super::{Field, Score};

/// A score with its rates worked out, under the names that scorers commonly use.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// References.
    pub n: usize,
    /// By field.
    pub fields: BTreeMap<Field, Rates>,
    /// Family names of authors, one by one; not in `micro` and `macro_f1`.
    pub author_names: Rates,
    /// All fields together.
    pub micro: Rates,
    /// Mean F1 of the fields that the gold has.
    pub macro_f1: f64,
    /// Share of references in which every field is right.
    pub whole: f64,
    /// How many these are.
    pub whole_n: usize,
}

/// Counts and rates.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rates {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// True positives.
    pub tp: usize,
    /// False positives.
    pub fp: usize,
    /// False negatives.
    #[serde(rename = "fn")]
    pub fn_: usize,
    /// Values in the gold.
    pub gold: usize,
}

impl From<&Score> for Summary {
    fn from(score: &Score) -> Self {
        Self {
            n: score.references,
            fields: score.fields.iter().map(|(&field, count)| (field, count.into())).collect(),
            author_names: (&score.names).into(),
            micro: (&score.micro()).into(),
            macro_f1: score.macro_f1(),
            whole: score.exact_share(),
            whole_n: score.exact,
        }
    }
}

impl From<&Count> for Rates {
    fn from(count: &Count) -> Self {
        Self {
            p: count.precision(),
            r: count.recall(),
            f1: count.f1(),
            tp: count.right,
            fp: count.false_,
            fn_: count.missed,
            gold: count.gold,
        }
    }
}
