//! Which publishers are never learned from.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, ensure};

use super::corpus::Record;

/// Publishers of whom there is enough to leave most of it out.
const LARGE: [(&str, usize); 3] =
    [("Frontiers Media S.A.", 35), ("Public Library of Science", 100), ("John Wiley and Sons Inc.", 100)];

/// Of a hundred records of a publisher, how many are learned from.
pub fn share(publisher: &str) -> usize {
    LARGE.iter().find(|(name, _)| *name == publisher).map_or(100, |l| l.1)
}

/// One of several folds: the second of four is `2/4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Which, from 0.
    at: usize,
    /// Of how many.
    of: usize,
}

impl Fold {
    /// All of so many folds.
    pub fn all(of: usize) -> impl Iterator<Item = Self> {
        (0..of).map(move |at| Self { at, of })
    }

    /// Reads `2/4`.
    pub fn read(text: &str) -> Result<Self> {
        let (at, of) = text.split_once('/').context("a fold is written K/N")?;
        let (at, of): (usize, usize) = (at.parse()?, of.parse()?);
        ensure!((1..=of).contains(&at), "there is no fold {at} of {of}");
        Ok(Self { at: at - 1, of })
    }
}

/// The publishers held out: all but some, or those of one fold, or some of the small ones.
pub struct HeldOut {
    fold: Option<Fold>,
    only: Vec<String>,
    of: HashMap<String, usize>,
}

impl HeldOut {
    /// Deals the publishers of the records out to the folds, the largest first, each to the fold that has least.
    pub fn new<'a>(
        records: impl IntoIterator<Item = &'a Record>,
        fold: Option<Fold>,
        only: &[String],
    ) -> Self {
        let mut of = HashMap::new();
        if let Some(fold) = fold {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for record in records.into_iter().filter(|r| !r.publisher.is_empty()) {
                *counts.entry(&record.publisher).or_default() += 1;
            }
            let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
            counts.sort_by_key(|&(name, count)| (usize::MAX - count, name));
            let mut sizes = vec![0; fold.of];
            for (name, count) in counts {
                let least = (0..fold.of).min_by_key(|&i| sizes[i]).unwrap_or(0);
                sizes[least] += count;
                of.insert(name.to_owned(), least);
            }
        }
        Self { fold, only: only.to_vec(), of }
    }

    /// True for publishers that are never learned from.
    pub fn has(&self, publisher: &str) -> bool {
        if !self.only.is_empty() {
            return !self.only.iter().any(|known| known == publisher);
        }
        match self.fold {
            Some(fold) => self.of.get(publisher) == Some(&fold.at),
            None => {
                !LARGE.iter().any(|(large, _)| *large == publisher)
                    && !publisher.is_empty()
                    && refloom::parse::hash::word(publisher) % 4 == 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_publisher_is_in_one_fold_and_large_ones_are_apart() {
        let mut records = Vec::new();
        for (publisher, count) in [("A", 50), ("B", 30), ("C", 20), ("D", 10), ("E", 1)] {
            let record = Record {
                segments: Vec::new(),
                publisher: publisher.to_owned(),
                source: serde_json::Value::Null,
            };
            records.extend(std::iter::repeat_n(record, count));
        }
        let folds: Vec<HeldOut> =
            (1..=3).map(|k| HeldOut::new(&records, Fold::read(&format!("{k}/3")).ok(), &[])).collect();
        for publisher in ["A", "B", "C", "D", "E"] {
            assert_eq!(folds.iter().filter(|f| f.has(publisher)).count(), 1);
        }
        assert!(folds[0].has("A") && folds[1].has("B") && folds[2].has("C") && folds[2].has("D"));
        assert!(Fold::read("4/3").is_err() && Fold::read("0/3").is_err() && Fold::read("half").is_err());
    }

    #[test]
    fn without_a_fold_large_publishers_are_learned_from() {
        let held = HeldOut::new(&[], None, &[]);
        assert!(!held.has("Frontiers Media S.A.") && !held.has(""));
        let only = HeldOut::new(&[], None, &["YJBM".to_owned()]);
        assert!(only.has("Frontiers Media S.A.") && !only.has("YJBM"));
        assert_eq!((share("Frontiers Media S.A."), share("YJBM")), (35, 100));
    }
}
