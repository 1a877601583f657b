//! What went wrong, reference by reference.

use std::collections::BTreeMap;

use serde::Serialize;

use super::score::{Outcome, Verdict};
use super::{Field, Flat, GoldItem, Value};

/// A reference in which a field is not as the gold says.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    /// Line of the gold file, from 1.
    pub line: usize,
    /// The gold's own name for the reference.
    pub id: Option<String>,
    /// What the gold says the work is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whose list the reference comes from, if the gold says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The string that was read.
    pub raw: String,
    /// For each field that is wrong, what the gold says and what was read.
    pub wrong: BTreeMap<Field, (Option<Value>, Option<Value>)>,
}

impl Mistake {
    /// The mistake in a reference, if there is one.
    pub(super) fn of(item: &GoldItem, read: &Flat, verdict: &Verdict) -> Option<Self> {
        let pair = |field| (item.flat.values.get(field).cloned(), read.values.get(field).cloned());
        let wrong: BTreeMap<_, _> = verdict
            .fields
            .iter()
            .filter(|(_, outcome)| *outcome != Outcome::Right)
            .map(|(field, _)| (*field, pair(field)))
            .collect();
        (!wrong.is_empty()).then(|| Self {
            line: item.line,
            id: item.id.clone(),
            kind: item.kind.clone(),
            publisher: item.publisher.clone(),
            raw: item.text.clone(),
            wrong,
        })
    }
}

/// Which fields go wrong together, and how often; the most frequent first.
pub fn together(mistakes: &[Mistake]) -> Vec<(Vec<Field>, usize)> {
    let mut counts: BTreeMap<Vec<Field>, usize> = BTreeMap::new();
    for mistake in mistakes {
        *counts.entry(mistake.wrong.keys().copied().collect()).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}
