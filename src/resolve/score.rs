//! One number for how well a record fits, to rank by and to tell a runner-up.

use crate::model::{Agreement, Evidence};

/// Keeps a score from one where only little could be compared.
const DOUBT: f32 = 0.02;

/// The weighted mean of what could be compared, 0–1.
pub(super) fn score(evidence: &Evidence) -> f32 {
    let agreement = |found: Option<Agreement>| {
        found.map(|found| match found {
            Agreement::Same => 1.0,
            Agreement::Close => 0.9,
            Agreement::Misprint => 0.4,
            Agreement::Different => 0.0,
        })
    };
    let year = evidence.year_diff.map(|diff| match diff.unsigned_abs() {
        0 => 1.0,
        1 => 0.8,
        2 => 0.3,
        _ => 0.0,
    });
    let parts = [
        (0.30, evidence.title),
        (0.15, evidence.first_author),
        (0.12, evidence.journal),
        (0.12, year),
        (0.10, agreement(evidence.volume)),
        (0.15, agreement(evidence.first_page)),
        (0.04, agreement(evidence.last_page)),
        (0.03, agreement(evidence.supplement)),
        (0.02, agreement(evidence.issue)),
        (0.10, evidence.identifier.map(f32::from)),
    ];
    let present = parts.iter().filter_map(|(weight, value)| Some((weight, (*value)?)));
    let (sum, weights) = present
        .fold((0.0, DOUBT), |(sum, weights), (weight, value)| (sum + weight * value, weights + weight));
    (sum / weights).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_agreement_scores_higher() {
        let exact = Evidence {
            title: Some(1.0),
            first_author: Some(1.0),
            journal: Some(1.0),
            year_diff: Some(0),
            volume: Some(Agreement::Same),
            first_page: Some(Agreement::Same),
            ..Evidence::default()
        };
        assert!(score(&exact) > 0.95);
        let page = Evidence { first_page: Some(Agreement::Different), ..exact };
        assert!(score(&page) < score(&exact) - 0.1);
        assert!(score(&Evidence { identifier: Some(true), ..exact }) > score(&exact));
        assert!(score(&Evidence::default()).abs() < f32::EPSILON);
    }
}
