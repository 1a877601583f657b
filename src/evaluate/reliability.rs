//! Whether what is stated of a value is worth what it says: of all that is stated to be right with 90%, 90% should be.

use super::Field;

/// What was stated of a value, or of a whole reference, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// The field; `None` for the whole reference.
    pub field: Option<Field>,
    /// The probability stated.
    pub confidence: f32,
    /// Whether it was right.
    pub right: bool,
}

/// How many equal steps the range of probabilities is cut into.
pub const BINS: usize = 20;

/// A step of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// What was stated within it.
    pub count: usize,
    /// How much of that was right.
    pub right: usize,
    /// The mean of what was stated.
    pub stated: f64,
    /// How far the number of right ones varies by chance, if what was stated is exact: the sum of p(1 − p).
    pub variance: f64,
}

impl Bin {
    /// The share that was right; `None` where nothing was stated.
    pub fn share(&self) -> Option<f64> {
        (self.count > 0).then(|| self.right as f64 / self.count as f64)
    }
}

/// The reliability of what was stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// The range of probabilities, in equal steps.
    pub bins: [Bin; BINS],
}

impl Reliability {
    /// Counts what was stated.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the steps there are"
    )]
    pub fn of<'a>(stated: impl IntoIterator<Item = &'a Stated>) -> Self {
        let mut bins = [Bin::default(); BINS];
        for one in stated {
            let at = (one.confidence.clamp(0.0, 1.0) * BINS as f32) as usize;
            let bin = &mut bins[at.min(BINS - 1)];
            bin.count += 1;
            bin.right += usize::from(one.right);
            let p = f64::from(one.confidence.clamp(0.0, 1.0));
            bin.stated += p;
            bin.variance += p * (1.0 - p);
        }
        for bin in bins.iter_mut().filter(|bin| bin.count > 0) {
            bin.stated /= bin.count as f64;
        }
        Self { bins }
    }

    /// How much was stated.
    pub fn count(&self) -> usize {
        self.bins.iter().map(|bin| bin.count).sum()
    }

    /// The mean of what was stated, and the share that was right.
    pub fn means(&self) -> (f64, f64) {
        let all = self.count().max(1) as f64;
        let stated: f64 = self.bins.iter().map(|bin| bin.stated * bin.count as f64).sum();
        (stated / all, self.bins.iter().map(|bin| bin.right).sum::<usize>() as f64 / all)
    }

    /// Expected calibration error: the mean distance of the share that is right from what is stated, step by step, each
    /// weighted by what was stated within it (Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using
    /// Bayesian binning, 2015).
    pub fn error(&self) -> f64 {
        let all = self.count().max(1) as f64;
        let off = |bin: &Bin| (bin.stated * bin.count as f64 - bin.right as f64).abs();
        self.bins.iter().map(off).sum::<f64>() / all
    }

    /// The error that so many values would show by chance if every confidence were exact: of each step the mean size of
    /// a normal deviate with its variance. An error near it is none.
    pub fn chance(&self) -> f64 {
        let all = self.count().max(1) as f64;
        let off = |bin: &Bin| (bin.variance * std::f64::consts::FRAC_2_PI).sqrt();
        self.bins.iter().map(off).sum::<f64>() / all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(confidence: f32, right: bool) -> Stated {
        Stated { field: None, confidence, right }
    }

    #[test]
    fn right_as_often_as_stated_is_no_error() {
        let sure: Vec<Stated> = (0..10).map(|i| stated(0.9, i > 0)).collect();
        assert!(Reliability::of(&sure).error() < 1e-6);
        assert!((Reliability::of(&sure).means().1 - 0.9).abs() < 1e-9);
        let never: Vec<Stated> = (0..10).map(|_| stated(0.9, false)).collect();
        assert!((Reliability::of(&never).error() - 0.9).abs() < 1e-6);
        let both: Vec<Stated> = sure.into_iter().chain(never).collect();
        assert!((Reliability::of(&both).error() - 0.45).abs() < 1e-6);
    }

    #[test]
    fn few_values_are_off_by_chance() {
        let stated = |count: usize| -> Vec<Stated> { (0..count).map(|i| stated(0.8, i % 5 > 0)).collect() };
        // Of a hundred with 80% each, 80 ± 4 are right, off by 3.19 in the mean.
        assert!((Reliability::of(&stated(100)).chance() - 0.0319).abs() < 1e-3);
        assert!(Reliability::of(&stated(10_000)).chance() < 0.004);
        assert!(Reliability::of(&[]).chance() < 1e-9);
    }

    #[test]
    fn the_ends_of_the_range_belong_to_it() {
        let ends = Reliability::of(&[stated(0.0, false), stated(1.0, true)]);
        assert_eq!((ends.bins[0].count, ends.bins[BINS - 1].count), (1, 1));
        assert!(ends.error() < 1e-9);
        assert!(Reliability::of(&[]).error() < 1e-9);
    }
}
