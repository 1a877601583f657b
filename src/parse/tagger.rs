//! The trained model and the search for the likeliest tags: a linear-chain conditional random field.

use std::io::Read as _;
use std::sync::LazyLock;

use super::features::{Features, JOINTS, PER_TOKEN};
use super::tag::Tag;

const N: usize = Tag::COUNT;

/// The first bytes of a model; the number counts up with every change of features or layout.
pub const MAGIC: &[u8; 8] = b"RFTAG001";

static EMBEDDED: LazyLock<Option<Model>> = LazyLock::new(|| Model::open(include_bytes!("model/tagger.bin")));

/// A trained model.
#[derive(Debug)]
pub struct Model {
    /// Names of features and the rows of their weights, by open addressing; a row of 0 is an empty place.
    slots: Vec<(u32, u32)>,
    rows: Vec<[i8; N]>,
    scale: f32,
    /// By joint, tag before, tag.
    steps: Vec<[[f32; N]; N]>,
    first: [f32; N],
    last: [f32; N],
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
    pub fn embedded() -> Option<&'static Self> {
        EMBEDDED.as_ref()
    }

    /// Opens a packed model; `None` where the bytes are none, or of another version.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let packed = bytes.strip_prefix(MAGIC.as_slice())?;
        let mut plain = Vec::new();
        zstd::stream::read::Decoder::new(packed).ok()?.read_to_end(&mut plain).ok()?;
        let mut bytes = Bytes(&plain);
        let scale = bytes.float()?;
        let mut steps = vec![[[0.0; N]; N]; JOINTS];
        for weight in steps.iter_mut().flatten().flatten() {
            *weight = bytes.float()?;
        }
        let (mut first, mut last) = ([0.0; N], [0.0; N]);
        for weight in first.iter_mut().chain(&mut last) {
            *weight = bytes.float()?;
        }
        let count = usize::try_from(bytes.word()?).ok()?;
        let mut names = bytes.take(count.checked_mul(4)?)?;
        let weights = bytes.take(count.checked_mul(N)?)?;
        let places = (count * 2).next_power_of_two().max(2);
        let mut model = Self { slots: vec![(0, 0); places], rows: vec![[0; N]], scale, steps, first, last };
        model.rows.reserve_exact(count);
        for (row, weights) in (1..).zip(weights.chunks_exact(N)) {
            let name = names.word()?;
            let mut values = [0; N];
            for (value, &byte) in values.iter_mut().zip(weights.0) {
                *value = i8::from_le_bytes([byte]);
            }
            model.rows.push(values);
            let mut at = name as usize & (places - 1);
            while model.slots[at].1 != 0 {
                at = (at + 1) & (places - 1);
            }
            model.slots[at] = (name, row);
        }
        Some(model)
    }

    fn row(&self, name: u32) -> &[i8; N] {
        let mask = self.slots.len() - 1;
        let mut at = name as usize & mask;
        loop {
            let (found, row) = self.slots[at];
            if row == 0 || found == name {
                return &self.rows[row as usize];
            }
            at = (at + 1) & mask;
        }
    }

    /// How well each tag fits each token by itself.
    fn fits(&self, features: &Features) -> Vec<[f32; N]> {
        let tokens = features.names.chunks_exact(PER_TOKEN);
        tokens
            .map(|names| {
                let mut sum = [0_i16; N];
                for &name in names {
                    let row = self.row(name);
                    for (sum, &weight) in sum.iter_mut().zip(row) {
                        *sum += i16::from(weight);
                    }
                }
                sum.map(|s| f32::from(s) * self.scale)
            })
            .collect()
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
        let mut tag = (0..N).fold(0, |b, t| if score[t] + self.last[t] > score[b] + self.last[b] { t } else { b });
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
        let steps: Vec<[[f32; N]; N]> = self.steps.iter().map(|s| s.map(|row| row.map(f32::exp))).collect();
        let (mut forward, mut scales, mut local) = (Vec::new(), Vec::new(), Vec::new());
        let mut total = 0.0;
        for (i, fit) in fits.iter().enumerate() {
            let top = fit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let weights = fit.map(|f| (f - top).exp());
            let mut sums = [0.0; N];
            if i == 0 {
                sums = self.first.map(f32::exp);
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
        let mut behind = self.last.map(f32::exp);
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

/// Numbers in the order they were packed.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<Self> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(Bytes(head))
    }

    fn chunks_exact(&self, size: usize) -> impl Iterator<Item = Bytes<'a>> + use<'a> {
        self.0.chunks_exact(size).map(Bytes)
    }

    fn word(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }

    fn float(&mut self) -> Option<f32> {
        self.word().map(f32::from_bits)
    }
}
