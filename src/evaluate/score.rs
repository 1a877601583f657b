//! Counting: what is right, what is wrong, what was missed.

use std::collections::BTreeMap;

use super::{Field, Flat, Value, fold};

/// Counts of one field, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Read, and as the gold says.
    pub right: usize,
    /// Read, and not as the gold says, or where the gold says nothing.
    pub false_: usize,
    /// In the gold, and not read as the gold says.
    pub missed: usize,
    /// In the gold.
    pub gold: usize,
}

/// How one field of one reference fared. A value read wrongly is both false and missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both sides say the same.
    Right,
    /// The two sides differ.
    Wrong,
    /// Only the gold has a value.
    Missed,
    /// Only the reading has a value.
    Invented,
}

/// How one reference fared.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The fields to be scored that either side has.
    pub fields: Vec<(Field, Outcome)>,
    /// The authors' family names, each counted by itself and in any order.
    pub names: Count,
}

/// Compares what was read with what the gold says, in these fields.
pub fn judge(gold: &Flat, read: &Flat, fields: &[Field]) -> Verdict {
    let (want, got) = (fold::folded(gold), fold::folded(read));
    let scored = |field: &Field| !gold.unscored.contains(field);
    let outcome = |&field: &Field| match (want.get(&field), got.get(&field)) {
        (None, None) => None,
        (Some(_), None) => Some((field, Outcome::Missed)),
        (None, Some(_)) => Some((field, Outcome::Invented)),
        (Some(want), Some(got)) => Some((field, if want == got { Outcome::Right } else { Outcome::Wrong })),
    };
    let outcomes = fields.iter().filter(|f| scored(f)).filter_map(outcome).collect();
    let with_names = fields.contains(&Field::Authors) && scored(&Field::Authors);
    let names = if with_names {
        names(want.get(&Field::Authors), got.get(&Field::Authors))
    } else {
        Count::default()
    };
    Verdict { fields: outcomes, names }
}

fn names(want: Option<&Value>, got: Option<&Value>) -> Count {
    let (want, got) = (list(want), list(got));
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for name in want {
        *left.entry(name).or_default() += 1;
    }
    let mut right = 0;
    for name in got {
        if let Some(n) = left.get_mut(name.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            right += 1;
        }
    }
    Count { right, false_: got.len() - right, missed: want.len() - right, gold: want.len() }
}

fn list(value: Option<&Value>) -> &[String] {
    match value {
        Some(Value::Names(names)) => names,
        _ => &[],
    }
}

impl Verdict {
    /// True when every field is as the gold says, also in what it does not say.
    pub fn is_exact(&self) -> bool {
        self.fields.iter().all(|(_, outcome)| *outcome == Outcome::Right)
    }
}

/// The counts of many references.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// References.
    pub references: usize,
    /// References in which every field is right.
    pub exact: usize,
    /// Counts by field.
    pub fields: BTreeMap<Field, Count>,
    /// Family names of authors, one by one.
    pub names: Count,
}

impl Score {
    /// An empty score that has these fields even if no reference will.
    pub fn over(fields: &[Field]) -> Self {
        Self { fields: fields.iter().map(|&field| (field, Count::default())).collect(), ..Self::default() }
    }

    /// Adds a reference.
    pub fn add(&mut self, verdict: &Verdict) {
        self.references += 1;
        self.exact += usize::from(verdict.is_exact());
        for &(field, outcome) in &verdict.fields {
            let count = self.fields.entry(field).or_default();
            count.right += usize::from(outcome == Outcome::Right);
            count.false_ += usize::from(matches!(outcome, Outcome::Wrong | Outcome::Invented));
            count.missed += usize::from(matches!(outcome, Outcome::Wrong | Outcome::Missed));
            count.gold += usize::from(outcome != Outcome::Invented);
        }
        self.names.add(verdict.names);
    }

    /// All fields together.
    pub fn micro(&self) -> Count {
        let mut sum = Count::default();
        self.fields.values().for_each(|count| sum.add(*count));
        sum
    }

    /// Mean F1 of the fields that the gold has.
    pub fn macro_f1(&self) -> f64 {
        let scores: Vec<f64> = self.fields.values().filter(|c| c.gold > 0).map(Count::f1).collect();
        share(scores.iter().sum(), scores.len())
    }

    /// Share of references in which every field is right.
    pub fn exact_share(&self) -> f64 {
        share(self.exact as f64, self.references)
    }
}

impl Count {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.false_ += other.false_;
        self.missed += other.missed;
        self.gold += other.gold;
    }

    /// How much of what was read is right.
    pub fn precision(&self) -> f64 {
        share(self.right as f64, self.right + self.false_)
    }

    /// How much of what is there was read right.
    pub fn recall(&self) -> f64 {
        share(self.right as f64, self.right + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// A part of a whole; 0 of nothing.
fn share(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(title: &str, year: &str, authors: &[&str]) -> Flat {
        let mut flat = Flat::default();
        flat.set(Field::Title, Some(title));
        flat.set(Field::Year, Some(year));
        flat.set_names(Field::Authors, authors.iter().map(|&name| name.into()).collect());
        flat
    }

    #[test]
    fn a_wrong_value_is_false_and_missed() {
        let mut score = Score::default();
        score.add(&judge(&flat("One", "1999", &["A", "B"]), &flat("one.", "1998", &["B", "A"]), &Field::ALL));
        score.add(&judge(&flat("One", "", &["A"]), &flat("", "1998", &["A"]), &Field::ALL));
        let count = |right, false_, missed, gold| Count { right, false_, missed, gold };
        assert_eq!(score.fields[&Field::Title], count(1, 0, 1, 2));
        assert_eq!(score.fields[&Field::Year], count(0, 2, 1, 1));
        assert_eq!(score.fields[&Field::Authors], count(1, 1, 1, 2));
        assert_eq!(score.names, count(3, 0, 0, 3));
        assert_eq!((score.references, score.exact), (2, 0));
        assert_eq!(score.micro(), count(2, 3, 3, 5));
        assert!((score.macro_f1() - (2.0 / 3.0 + 0.0 + 0.5) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn what_the_gold_cannot_tell_is_not_scored() {
        let mut gold = flat("One", "1999", &["A"]);
        gold.unscored.extend([Field::Year, Field::Authors]);
        let verdict = judge(&gold, &flat("One", "1998", &[]), &Field::ALL);
        assert!(verdict.is_exact());
        assert_eq!(verdict.names, Count::default());
    }

    #[test]
    fn nothing_is_no_division_by_zero() {
        let score = Score::default();
        assert_eq!((score.micro().f1(), score.macro_f1(), score.exact_share()), (0.0, 0.0, 0.0));
    }
}
