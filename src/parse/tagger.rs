//! The trained model and the search for the likeliest tags: a linear-chain conditional random field.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::features::{Features, JOINTS, PER_TOKEN};
use super::tag::Tag;
use super::weights::Table;

const N: usize = Tag::COUNT;

/// The first bytes of a model; the number counts up with every change of features or layout.
pub const MAGIC: &[u8; 8] = b"RFTAG005";

// A model that does not open leaves every reference to its notes; a test sees to it that it opens.
static EMBEDDED: LazyLock<Model> = LazyLock::new(|| {
    Model::open(Cow::Borrowed(include_bytes!("model/tagger.bin"))).unwrap_or_else(Model::none)
});

/// A trained model.
#[derive(Debug)]
pub struct Model {
    table: Table,
    scale: f32,
    /// By joint, tag before, tag.
    steps: Vec<[[f32; N]; N]>,
    first: [f32; N],
    last: [f32; N],
    /// The exponentials of the three, for the marginals.
    exp_steps: Vec<[[f32; N]; N]>,
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

impl Model {
    /// The model in this program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A model that knows nothing.
    fn none() -> Self {
        let last = std::array::from_fn(|t| if t == Tag::Note.index() { 1.0 } else { 0.0 });
        Self::new(Table::none(), 0.0, vec![[[0.0; N]; N]; JOINTS], [0.0; N], last)
    }

    fn new(table: Table, scale: f32, steps: Vec<[[f32; N]; N]>, first: [f32; N], last: [f32; N]) -> Self {
        let exp_steps = steps.iter().map(|joint| joint.map(|row| row.map(f32::exp))).collect();
        let (exp_first, exp_last) = (first.map(f32::exp), last.map(f32::exp));
        Self { table, scale, steps, first, last, exp_steps, exp_first, exp_last }
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
        let seeds = usize::try_from(bytes.word()?).ok()?;
        let slots = usize::try_from(bytes.word()?).ok()?;
        let at = bytes.at;
        Some(Self::new(Table::at(file, at, seeds, slots)?, scale, steps, first, last))
    }

    /// How well each tag fits each token by itself.
    fn fits(&self, features: &Features) -> Vec<[f32; N]> {
        let table = self.table.open();
        let tokens = features.names.as_chunks::<PER_TOKEN>().0;
        tokens.iter().map(|names| table.sum(names).map(|s| f32::from(s) * self.scale)).collect()
    }

    /// The likeliest tags.
    pub fn tag(&self, features: &Features) -> Tagging {
        let fits = self.fits(features);
        let Some(start) = fits.first() else { return Tagging::default() };
        let mut score: [f32; N] = std::array::from_fn(|t| self.first[t] + start[t]);
        let mut back: Vec<[u8; N]> = Vec::with_capacity(fits.len());
        back.push([0; N]);
        for (fit, &joint) in fits.iter().zip(&features.joints).skip(1) {
            let steps = &self.steps[joint as usize];
            let mut best = [f32::NEG_INFINITY; N];
            let mut from = [0_u8; N];
            for (before, row) in (0_u8..).zip(steps) {
                let base = score[before as usize];
                for tag in 0..N {
                    let total = base + row[tag];
                    if total > best[tag] {
                        best[tag] = total;
                        from[tag] = before;
                    }
                }
            }
            score = std::array::from_fn(|t| best[t] + fit[t]);
            back.push(from);
        }
        let mut tag =
            (0..N).fold(0, |b, t| if score[t] + self.last[t] > score[b] + self.last[b] { t } else { b });
        let best = score[tag] + self.last[tag];
        let mut tags = vec![Tag::Note; fits.len()];
        for (slot, from) in tags.iter_mut().zip(&back).rev() {
            *slot = Tag::ALL[tag];
            tag = from[tag] as usize;
        }
        let (sure, total) = self.marginals(&fits, &features.joints, &tags);
        Tagging { tags, sure, whole: (best - total).min(0.0).exp() }
    }

    /// The probability of each chosen tag, and the logarithm of the sum over all taggings.
    fn marginals(&self, fits: &[[f32; N]], joints: &[u8], tags: &[Tag]) -> (Vec<f32>, f32) {
        let steps = &self.exp_steps;
        let (mut forward, mut scales, mut local) = (Vec::new(), Vec::new(), Vec::new());
        let mut total = 0.0;
        for (i, fit) in fits.iter().enumerate() {
            let top = fit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let weights = fit.map(|f| (f - top).exp());
            let mut sums = [0.0; N];
            if i == 0 {
                sums = self.exp_first;
            } else {
                let before: &[f32; N] = &forward[i - 1];
                for (base, row) in before.iter().zip(&steps[joints[i] as usize]) {
                    for (sum, step) in sums.iter_mut().zip(row) {
                        *sum += base * step;
                    }
                }
            }
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum *= weight;
            }
            let scale: f32 = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            forward.push(sums.map(|s| s / scale));
            scales.push(scale);
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
                let weighted: [f32; N] = std::array::from_fn(|t| local[i][t] * behind[t]);
                behind = steps[joints[i] as usize]
                    .map(|row| row.iter().zip(&weighted).map(|(s, w)| s * w).sum::<f32>() / scales[i]);
            }
        }
        (sure, total)
    }
}

/// The parts of a model file, in their order.
struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
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
            Model::open(Cow::Borrowed(include_bytes!("model/tagger.bin")))
                .is_some_and(|m| !m.table.open().is_empty())
        );
        assert!(Model::open(Cow::Borrowed(b"RFTAG000")).is_none());
    }

    #[test]
    fn probabilities_are_probabilities() {
        let text = "Rosenberg SA. Regression of metastases. J Exp Med 1985; 161:1169.";
        let tokens = tokens::split(text, 0, &[]);
        let tagging = Model::embedded().tag(&features::read(text, &tokens));
        assert_eq!(tagging.tags.len(), tokens.len());
        assert_eq!(tagging.tags[0], Tag::Author);
        assert!(tagging.sure.iter().all(|p| (0.0..=1.001).contains(p)));
        assert!((0.5..=1.0).contains(&tagging.whole));
    }
}
