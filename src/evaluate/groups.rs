//! Scores of parts of the gold.

use std::collections::BTreeMap;

use super::score::Verdict;
use super::{GoldItem, Score};

/// Everything but journals' articles: books, chapters, theses, reports, web pages.
pub const NOT_JOURNAL: &str = "not journal";

/// What the gold can be taken apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// What the work is.
    Type,
    /// Whose reference list the reference stands in.
    Publisher,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: [Self; 2] = [Self::Type, Self::Publisher];

    /// The name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Publisher => "publisher",
        }
    }
}

/// Scores by what the gold says of each reference.
#[derive(Clone, Debug, Default)]
pub struct Groups(BTreeMap<Grouping, BTreeMap<String, Score>>);

impl Groups {
    /// Adds a reference to the groups it belongs to.
    pub(super) fn add(&mut self, item: &GoldItem, verdict: &Verdict) {
        for (grouping, name) in [(Grouping::Type, &item.kind), (Grouping::Publisher, &item.publisher)] {
            if let Some(name) = name {
                if grouping == Grouping::Type && !is_serial(name) && name != NOT_JOURNAL {
                    self.0
                        .entry(grouping)
                        .or_default()
                        .entry(NOT_JOURNAL.to_owned())
                        .or_default()
                        .add(verdict);
                }
                self.0.entry(grouping).or_default().entry(name.clone()).or_default().add(verdict);
            }
        }
    }

    /// The groups, the worst first: by the share of references that are wholly right, then by F1. Empty when the gold
    /// does not say what belongs where.
    pub fn worst_first(&self, grouping: Grouping) -> Vec<(&str, &Score)> {
        let mut groups: Vec<(&str, &Score)> =
            self.0.get(&grouping).into_iter().flatten().map(|(name, score)| (name.as_str(), score)).collect();
        let key = |score: &Score| (score.exact_share(), score.micro().f1());
        groups.sort_by(|(_, a), (_, b)| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
        groups
    }
}

fn is_serial(kind: &str) -> bool {
    matches!(kind, "journal" | "periodical" | "magazine" | "article" | "article-journal" | "article-magazine")
}
