//! The trained model and the search for the likeliest tags: a linear-chain conditional random field.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::calibration::Calibration;
use super::features::{Features, JOINTS, PER_TOKEN};
use super::lexicon::{self, Lexicon};
use super::tag::Tag;
use super::weights::{self, Weights};

const N: usize = Tag::COUNT;

/// The first bytes of a model; the number counts up with every change of features or layout.
pub const MAGIC: &[u8; 8] = b"RFTAG008";

// A model that does not open leaves every reference to its notes; a test sees to it that it opens.
static EMBEDDED: LazyLock<Model> = LazyLock::new(|| {
    Model::open(Cow::Borrowed(include_bytes!("model/tagger.bin"))).unwrap_or_else(Model::none)
});

/// A trained model.
///
/// Its tables stay where they lie, in the program itself: only the parts that references ask for are ever read into
/// memory, and nothing has to be unpacked before the first one.
#[derive(Debug)]
pub struct Model {
    bytes: Cow<'static, [u8]>,
    weights: [Range<usize>; 2],
    lexicon: [Range<usize>; 2],
    calibration: Calibration,
    scale: f32,
    /// By joint, tag before, tag.
    steps: Vec<[[f32; N]; N]>,
    first: [f32; N],
    last: [f32; N],
    /// The exponentials of the three, for the marginals; of the steps also by joint, tag, tag before.
    exp_steps: Vec<[[f32; N]; N]>,
    back_steps: Vec<[[f32; N]; N]>,
    exp_first: [f32; N],
    exp_last: [f32; N],
}

/// The likeliest tags and how sure they are.
#[derive(Clone, Debug, Default)]
pub struct Tagging {
    /// One for each token.
    pub tags: Vec<Tag>,
    /// Probability of each token's tag.
    pub sure: Vec<f32>,
    /// Probability of all tags together.
    pub whole: f32,
}

/// How well each tag fits each token of a reference by itself, and how the tokens are joined.
#[derive(Clone, Debug, Default)]
pub(super) struct Lattice {
    fits: Vec<[f32; N]>,
    joints: Vec<u8>,
}

/// Weights for the step from one token to the next besides the model's own, by tag before and tag.
#[derive(Clone, Debug)]
pub struct Lean {
    /// To be added to scores.
    pub log: [[f32; N]; N],
    /// Their exponentials, for the marginals.
    pub exp: [[f32; N]; N],
}

impl Default for Lean {
    /// Leans to nothing.
    fn default() -> Self {
        Self { log: [[0.0; N]; N], exp: [[1.0; N]; N] }
    }
}

impl Model {
    /// The model in this program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A model that knows nothing.
    fn none() -> Self {
        let last = std::array::from_fn(|t| if t == Tag::Note.index() { 1.0 } else { 0.0 });
        let parts = [0..0, 0..0];
        let steps = vec![[[0.0; N]; N]; JOINTS];
        Self::new(Cow::Borrowed(&[]), [parts.clone(), parts], Calibration::none(), 0.0, steps, [0.0; N], last)
    }

    fn new(
        bytes: Cow<'static, [u8]>,
        [weights, lexicon]: [[Range<usize>; 2]; 2],
        calibration: Calibration,
        scale: f32,
        steps: Vec<[[f32; N]; N]>,
        first: [f32; N],
        last: [f32; N],
    ) -> Self {
        let exp_steps: Vec<_> = steps.iter().map(|joint| joint.map(|row| row.map(f32::exp))).collect();
        let turned = |joint: &[[f32; N]; N]| std::array::from_fn(|t| joint.map(|row| row[t]));
        let back_steps = exp_steps.iter().map(turned).collect();
        let (exp_first, exp_last) = (first.map(f32::exp), last.map(f32::exp));
        Self {
            bytes,
            weights,
            lexicon,
            calibration,
            scale,
            steps,
            first,
            last,
            exp_steps,
            back_steps,
            exp_first,
            exp_last,
        }
    }

    /// Opens a model file; `None` where the bytes are none, or of another version.
    pub fn open(file: Cow<'static, [u8]>) -> Option<Self> {
        let mut bytes = Bytes { all: &file, at: MAGIC.len() };
        if !file.starts_with(MAGIC) {
            return None;
        }
        let scale = bytes.float()?;
        let mut steps = vec![[[0.0; N]; N]; JOINTS];
        for weight in steps.iter_mut().flatten().flatten() {
            *weight = bytes.float()?;
        }
        let (mut first, mut last) = ([0.0; N], [0.0; N]);
        for weight in first.iter_mut().chain(&mut last) {
            *weight = bytes.float()?;
        }
        let mut lines = *Calibration::none().lines();
        for number in lines.iter_mut().flatten() {
            *number = bytes.float()?;
        }
        let weights = bytes.table(weights::SLOT)?;
        let lexicon = bytes.table(lexicon::SLOT)?;
        Some(Self::new(file, [weights, lexicon], Calibration::new(lines), scale, steps, first, last))
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    fn weights(&self) -> Weights<'_> {
        let [seeds, slots] = self.weights.each_ref().map(|range| self.part(range));
        Weights { seeds: seeds.as_chunks().0, slots: slots.as_chunks().0 }
    }

    /// What the probabilities it states are worth.
    pub(super) fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// What it knows of single words and of journals.
    pub fn lexicon(&self) -> Lexicon<'_> {
        let [seeds, slots] = self.lexicon.each_ref().map(|range| self.part(range));
        Lexicon { seeds: seeds.as_chunks().0, slots: slots.as_chunks().0 }
    }

    /// How well each tag fits each token by itself.
    fn fits(&self, features: &Features) -> Vec<[f32; N]> {
        let weights = self.weights();
        let tokens = features.names.as_chunks::<PER_TOKEN>().0;
        tokens.iter().map(|names| weights.sum(names).map(|s| f32::from(s) * self.scale)).collect()
    }

    /// The likeliest tags.
    pub fn tag(&self, features: &Features) -> Tagging {
        self.search(&self.lattice(features), |_| None)
    }

    /// What the search goes through; keeping it lets a reference be searched again without looking anything up.
    pub(super) fn lattice(&self, features: &Features) -> Lattice {
        Lattice { fits: self.fits(features), joints: features.joints.clone() }
    }

    /// The likeliest tags, each step from one token to the next weighted besides by what `lean` says of the later one.
    pub(super) fn search<'l>(&self, lattice: &Lattice, lean: impl Fn(usize) -> Option<&'l Lean>) -> Tagging {
        let (tags, best) = self.likeliest(lattice, &lean);
        let (sure, total) = self.marginals(lattice, &tags, &lean);
        Tagging { tags, sure, whole: (best - total).min(0.0).exp() }
    }

    /// The best way through all tags (Viterbi, 1967), and its score. Only scores are kept on the way forward; which tag
    /// stood before is found again on the way back, for the one tag of each token that matters.
    fn likeliest<'l>(&self, lattice: &Lattice, lean: &impl Fn(usize) -> Option<&'l Lean>) -> (Vec<Tag>, f32) {
        let Lattice { fits, joints } = lattice;
        let mut scores: Vec<[f32; N]> = Vec::with_capacity(fits.len());
        let mut room = [[0.0; N]; N];
        for (i, (fit, &joint)) in fits.iter().zip(joints).enumerate() {
            let mut best = self.first;
            if let Some(before) = scores.last() {
                let steps = &self.steps[usize::from(joint)];
                let steps = lean_on(steps, lean(i).map(|l| &l.log), &mut room, |a, b| a + b);
                best = [f32::NEG_INFINITY; N];
                for (base, row) in before.iter().zip(steps) {
                    for (best, step) in best.iter_mut().zip(row) {
                        let total = base + step;
                        *best = if total > *best { total } else { *best };
                    }
                }
            }
            scores.push(std::array::from_fn(|t| best[t] + fit[t]));
        }
        let mut tags = vec![Tag::Note; fits.len()];
        let (mut best, mut tag) = (0.0, 0);
        for (i, scores) in scores.iter().enumerate().rev() {
            if i + 1 == fits.len() {
                tag = most(|t| scores[t] + self.last[t]);
                best = scores[tag] + self.last[tag];
            } else {
                let steps = &self.steps[usize::from(joints[i + 1])];
                let lean = lean(i + 1);
                tag = most(|t| scores[t] + steps[t][tag] + lean.map_or(0.0, |lean| lean.log[t][tag]));
            }
            tags[i] = Tag::ALL[tag];
        }
        (tags, best)
    }

    /// The probability of each chosen tag, and the logarithm of the sum over all taggings.
    fn marginals<'l>(
        &self,
        lattice: &Lattice,
        tags: &[Tag],
        lean: &impl Fn(usize) -> Option<&'l Lean>,
    ) -> (Vec<f32>, f32) {
        let Lattice { fits, joints } = lattice;
        let mut forward: Vec<[f32; N]> = Vec::with_capacity(fits.len());
        let mut local: Vec<[f32; N]> = Vec::with_capacity(fits.len());
        let mut scales = Vec::with_capacity(fits.len());
        let mut room = [[0.0; N]; N];
        let mut total = 0.0;
        for (i, (fit, &joint)) in fits.iter().zip(joints).enumerate() {
            let top = fit.iter().copied().fold(f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
            let weights = fit.map(|f| exp(f - top));
            let mut sums = self.exp_first;
            if let Some(before) = forward.last() {
                let steps = &self.exp_steps[usize::from(joint)];
                sums = through(lean_on(steps, lean(i).map(|l| &l.exp), &mut room, |a, b| a * b), before);
            }
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum *= weight;
            }
            let scale: f32 = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            let by = scale.recip();
            forward.push(sums.map(|s| s * by));
            scales.push(by);
            local.push(weights);
            total += top + scale.ln();
        }
        let mut behind = self.exp_last;
        let mut sure = vec![0.0; fits.len()];
        for i in (0..fits.len()).rev() {
            let both: [f32; N] = std::array::from_fn(|t| forward[i][t] * behind[t]);
            let all: f32 = both.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            if i + 1 == fits.len() {
                total += all.ln();
            }
            sure[i] = both[tags[i].index()] / all;
            if i > 0 {
                let weighted: [f32; N] = std::array::from_fn(|t| local[i][t] * behind[t] * scales[i]);
                let joint = usize::from(joints[i]);
                behind = match lean(i) {
                    None => through(&self.back_steps[joint], &weighted),
                    Some(lean) => {
                        let steps = lean_on(&self.exp_steps[joint], Some(&lean.exp), &mut room, |a, b| a * b);
                        steps.map(|row| row.iter().zip(&weighted).map(|(s, w)| s * w).sum())
                    }
                };
            }
        }
        (sure, total)
    }
}

/// The tag with the greatest score, the first of equals.
fn most(score: impl Fn(usize) -> f32) -> usize {
    (1..N).fold(0, |best, tag| if score(tag) > score(best) { tag } else { best })
}

/// The weights of steps by themselves, or with what they are weighted by besides.
#[inline]
fn lean_on<'a>(
    steps: &'a [[f32; N]; N],
    lean: Option<&[[f32; N]; N]>,
    room: &'a mut [[f32; N]; N],
    join: impl Fn(f32, f32) -> f32,
) -> &'a [[f32; N]; N] {
    let Some(lean) = lean else { return steps };
    for ((out, row), lean) in room.iter_mut().zip(steps).zip(lean) {
        *out = std::array::from_fn(|t| join(row[t], lean[t]));
    }
    room
}

/// A row of probabilities through a table of steps: a sum of its rows, each as often as its tag is likely.
fn through(steps: &[[f32; N]; N], row: &[f32; N]) -> [f32; N] {
    let mut sums = [0.0; N];
    for (base, steps) in row.iter().zip(steps) {
        for (sum, step) in sums.iter_mut().zip(steps) {
            *sum += base * step;
        }
    }
    sums
}

/// The exponential of what is not above zero, to five digits: sixteen of them are wanted for every token, and the exact
/// one cannot be had for several at once.
fn exp(x: f32) -> f32 {
    // Adding this leaves no bits for fractions: the number is rounded, and its last bits are the integer.
    const ROUND: f32 = 12_582_912.0;
    let y = x.max(-80.0) * std::f32::consts::LOG2_E;
    let shifted = y + ROUND;
    let part = (y - (shifted - ROUND)) * std::f32::consts::LN_2;
    let power = 1.0 + part * (1.0 + part * (0.5 + part * (1.0 / 6.0 + part * (1.0 / 24.0 + part / 120.0))));
    f32::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// The parts of a model file, in their order.
struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    /// The seeds and the slots of a perfect hash.
    fn table(&mut self, slot: usize) -> Option<[Range<usize>; 2]> {
        let seeds = usize::try_from(self.word()?).ok()?.checked_mul(2)?;
        let slots = usize::try_from(self.word()?).ok()?.checked_mul(slot)?;
        let middle = self.at.checked_add(seeds)?;
        let end = middle.checked_add(slots).filter(|end| *end <= self.all.len())?;
        let seeds = self.at..middle;
        self.at = end;
        Some([seeds, middle..end])
    }

    fn word(&mut self) -> Option<u32> {
        let bytes = self.all.get(self.at..)?.first_chunk()?;
        self.at += bytes.len();
        Some(u32::from_le_bytes(*bytes))
    }

    fn float(&mut self) -> Option<f32> {
        self.word().map(f32::from_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{features, tokens};

    #[test]
    fn the_embedded_model_opens() {
        assert!(
            Model::open(Cow::Borrowed(include_bytes!("model/tagger.bin"))).is_some_and(|m| m
                .weights()
                .slots
                .len()
                > 10_000
                && m.lexicon().slots.len() > 10_000)
        );
        assert!(Model::open(Cow::Borrowed(b"RFTAG000")).is_none());
    }

    #[test]
    fn the_exponential_is_near() {
        for x in [0.0, -1e-6, -0.3, -0.5, -1.0, -7.7, -30.0, -79.9] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-5, "{x}");
        }
        assert!(exp(f32::NEG_INFINITY) < 1e-30);
    }

    #[test]
    fn probabilities_are_probabilities() {
        let text = "Rosenberg SA. Regression of metastases. J Exp Med 1985; 161:1169.";
        let tokens = tokens::split(text, 0, &[]);
        let model = Model::embedded();
        let tagging = model.tag(&features::read(text, &tokens, model.lexicon()));
        assert_eq!(tagging.tags.len(), tokens.len());
        assert_eq!(tagging.tags[0], Tag::Author);
        assert!(tagging.sure.iter().all(|p| (0.0..=1.001).contains(p)));
        assert!((0.5..=1.0).contains(&tagging.whole));
    }
}
