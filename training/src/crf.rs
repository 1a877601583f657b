//! Trains a linear-chain conditional random field by stochastic gradient descent with `AdaGrad`. It reaches in half a
//! dozen passes what L-BFGS needs a hundred for, and one thread makes it the same every time.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use refloom::parse::features::{JOINTS, PER_TOKEN};
use refloom::parse::tag::Tag;

use super::example::Example;
use super::rng::Rng;

/// How many tags there are.
pub const N: usize = Tag::COUNT;
/// Weights of one feature.
pub type Row = [f32; N];

/// Rows of features by their names.
pub type Rows = HashMap<u32, u32, BuildHasherDefault<Named>>;

/// Names are hashes already; hashing them again, more carefully, takes longer than all else that is done with them.
#[derive(Debug, Default)]
pub struct Named(u64);

impl Hasher for Named {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, name: u32) {
        self.0 = (self.0 ^ u64::from(name)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }
}

/// Weights of everything.
#[derive(Debug)]
pub struct Weights {
    /// Row of each feature's name.
    pub rows: Rows,
    /// One row for each feature; the first is that of unknown features and stays zero.
    pub values: Vec<Row>,
    /// Sums of the squared gradients of those rows: how far each weight has been learned already.
    squares: Vec<Row>,
    /// By joint, tag before, tag.
    pub steps: Vec<[Row; N]>,
    /// Of the first tag.
    pub first: Row,
    /// Of the last tag.
    pub last: Row,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the examples.
    pub passes: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of each weight towards zero whenever it is touched.
    pub decay: f32,
}

/// An example with rows in place of names.
#[derive(Clone, Debug)]
pub struct Indexed {
    rows: Vec<u32>,
    joints: Vec<u8>,
    tags: Vec<u8>,
}

/// The examples over the features that occur often enough, and the row of each of those.
pub fn index(examples: Vec<Example>, least: u32) -> (Vec<Indexed>, Rows) {
    let mut counts = Rows::default();
    for name in examples.iter().flat_map(|e| &e.features.names) {
        *counts.entry(*name).or_default() += 1;
    }
    let mut names: Vec<u32> = counts.iter().filter(|&(_, &n)| n >= least).map(|(&name, _)| name).collect();
    names.sort_unstable();
    let rows: Rows = names.iter().zip(1..).map(|(&name, row)| (name, row)).collect();
    let indexed = examples
        .into_iter()
        .map(|e| Indexed {
            rows: e.features.names.iter().map(|n| rows.get(n).copied().unwrap_or(0)).collect(),
            joints: e.features.joints,
            tags: e.tags.iter().map(|t| t.index() as u8).collect(),
        })
        .collect();
    (indexed, rows)
}

/// Keeps the features that say most: those whose weights are large, or a little smaller and much used. Training goes on
/// from the weights that are left, and makes up for most of what went with the others.
pub fn prune(weights: Weights, examples: &mut [Indexed], keep: usize) -> Weights {
    let mut counts = vec![0_u32; weights.values.len()];
    for &row in examples.iter().flat_map(|e| &e.rows) {
        counts[row as usize] += 1;
    }
    let says = |row: u32| {
        let weights = &weights.values[row as usize];
        let mean = weights.iter().sum::<f32>() / N as f32;
        weights.iter().fold(0.0_f32, |m, w| m.max((w - mean).abs())) * (counts[row as usize] as f32).sqrt()
    };
    let mut ranked: Vec<(f32, u32, u32)> =
        weights.rows.iter().map(|(&name, &row)| (says(row), name, row)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(keep);
    let mut moved = vec![0_u32; weights.values.len()];
    let (mut values, mut squares) = (vec![[0.0; N]], vec![[1.0; N]]);
    let mut rows = Rows::default();
    for (_, name, row) in ranked {
        moved[row as usize] = values.len() as u32;
        rows.insert(name, values.len() as u32);
        values.push(weights.values[row as usize]);
        squares.push(weights.squares[row as usize]);
    }
    for row in examples.iter_mut().flat_map(|e| &mut e.rows) {
        *row = moved[*row as usize];
    }
    Weights { rows, values, squares, ..weights }
}

/// No weights yet for these features.
pub fn blank(rows: Rows) -> Weights {
    let count = rows.len() + 1;
    let (values, squares) = (vec![[0.0; N]; count], vec![[1.0; N]; count]);
    Weights { rows, values, squares, steps: vec![[[0.0; N]; N]; JOINTS], first: [0.0; N], last: [0.0; N] }
}

/// Sums of squared gradients beside the weights.
struct Learner {
    weights: Vec<Row>,
    squares: Vec<Row>,
    steps: Vec<[Row; N]>,
    step_squares: Vec<[Row; N]>,
    ends: [Row; 2],
    end_squares: [Row; 2],
    settings: Settings,
}

fn update(settings: Settings, weights: &mut Row, squares: &mut Row, gradient: &Row) {
    for t in 0..N {
        let g = gradient[t] + settings.decay * weights[t];
        squares[t] += g * g;
        weights[t] -= settings.rate * g / (squares[t].sqrt() + 1e-6);
    }
}

/// Trains on examples, on from where `start` stands; `report` hears the loss of each pass.
pub fn train(
    examples: &[Indexed],
    start: Weights,
    settings: Settings,
    mut report: impl FnMut(usize, f64),
) -> Weights {
    let count = start.values.len();
    let mut learner = Learner {
        weights: start.values,
        squares: start.squares,
        steps: start.steps,
        step_squares: vec![[[1.0; N]; N]; JOINTS],
        ends: [start.first, start.last],
        end_squares: [[1.0; N]; 2],
        settings,
    };
    // The mean over the later passes depends less on the order of the examples than the last of them does.
    let mut sums = vec![[0.0; N]; count];
    let mut averaged = 0.0;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut rng = Rng::new(1);
    for pass in 0..settings.passes {
        rng.shuffle(&mut order);
        let mut loss = 0.0;
        for &i in &order {
            loss += f64::from(learner.learn(&examples[i]));
        }
        report(pass, loss / examples.len() as f64);
        learner.settings.rate *= 0.8;
        if pass * 2 >= settings.passes {
            averaged += 1.0;
            for (sum, row) in sums.iter_mut().zip(&learner.weights) {
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += weight;
                }
            }
        }
    }
    if averaged > 0.0 {
        learner.weights = sums.into_iter().map(|row| row.map(|w| w / averaged)).collect();
    }
    Weights {
        rows: start.rows,
        values: learner.weights,
        squares: learner.squares,
        steps: learner.steps,
        first: learner.ends[0],
        last: learner.ends[1],
    }
}

impl Learner {
    /// One step; returns the loss before it.
    fn learn(&mut self, example: &Indexed) -> f32 {
        let n = example.tags.len();
        let exps: Vec<[Row; N]> = self.steps.iter().map(|s| s.map(|row| row.map(f32::exp))).collect();
        let mut loss = 0.0;
        let (mut forward, mut local, mut scales) =
            (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
        for (i, rows) in example.rows.chunks_exact(PER_TOKEN).enumerate() {
            let mut fit = [0.0; N];
            for &row in rows {
                for (sum, weight) in fit.iter_mut().zip(&self.weights[row as usize]) {
                    *sum += weight;
                }
            }
            let top = fit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let tag = example.tags[i] as usize;
            loss -= fit[tag];
            let weights: Row = fit.map(|f| (f - top).exp());
            let mut sums = [0.0; N];
            if i == 0 {
                sums = self.ends[0].map(f32::exp);
                loss -= self.ends[0][tag];
            } else {
                let joint = example.joints[i] as usize;
                loss -= self.steps[joint][example.tags[i - 1] as usize][tag];
                let before: &Row = &forward[i - 1];
                for (base, row) in before.iter().zip(&exps[joint]) {
                    for (sum, step) in sums.iter_mut().zip(row) {
                        *sum += base * step;
                    }
                }
            }
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum *= weight;
            }
            let scale = sums.iter().sum::<f32>().max(1e-30);
            loss += top + scale.ln();
            forward.push(sums.map(|s| s / scale));
            local.push(weights);
            scales.push(scale);
        }
        self.backward(example, &exps, &forward, &local, &scales) + loss
    }

    fn backward(
        &mut self,
        example: &Indexed,
        exps: &[[Row; N]],
        forward: &[Row],
        local: &[Row],
        scales: &[f32],
    ) -> f32 {
        let n = example.tags.len();
        let settings = self.settings;
        let mut behind: Row = self.ends[1].map(f32::exp);
        let mut loss = 0.0;
        let mut step_gradients = vec![[[0.0; N]; N]; JOINTS];
        let mut used = [false; JOINTS];
        for i in (0..n).rev() {
            let tag = example.tags[i] as usize;
            let mut both: Row = std::array::from_fn(|t| forward[i][t] * behind[t]);
            let all = both.iter().sum::<f32>().max(1e-30);
            both = both.map(|b| b / all);
            both[tag] -= 1.0;
            if i + 1 == n {
                loss += all.ln() - self.ends[1][tag];
                update(settings, &mut self.ends[1], &mut self.end_squares[1], &both);
            }
            if i == 0 {
                update(settings, &mut self.ends[0], &mut self.end_squares[0], &both);
            } else {
                let joint = example.joints[i] as usize;
                let weighted: Row = std::array::from_fn(|t| local[i][t] * behind[t] / (scales[i] * all));
                let gradients = &mut step_gradients[joint];
                used[joint] = true;
                for before in 0..N {
                    let base = forward[i - 1][before];
                    for t in 0..N {
                        gradients[before][t] += base * exps[joint][before][t] * weighted[t];
                    }
                }
                gradients[example.tags[i - 1] as usize][tag] -= 1.0;
                behind = exps[joint].map(|row| {
                    row.iter().zip(&local[i]).zip(&behind).map(|((s, l), b)| s * l * b).sum::<f32>()
                        / scales[i]
                });
            }
            // Nearly right is right enough: most tokens need no step, and each one costs time.
            if both.iter().any(|g| g.abs() > 1e-3) {
                for &row in &example.rows[i * PER_TOKEN..(i + 1) * PER_TOKEN] {
                    if row != 0 {
                        let row = row as usize;
                        update(settings, &mut self.weights[row], &mut self.squares[row], &both);
                    }
                }
            }
        }
        for joint in (0..JOINTS).filter(|&j| used[j]) {
            let weights = self.steps[joint].iter_mut().zip(&mut self.step_squares[joint]);
            for ((weights, squares), gradient) in weights.zip(&step_gradients[joint]) {
                update(settings, weights, squares, gradient);
            }
        }
        loss
    }
}
