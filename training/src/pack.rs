//! Quantises and lays out what was learned for the program, which reads it where it lies.

use anyhow::Result;
use refloom::parse::tagger::MAGIC;

use super::crf::{N, Weights};
use super::displace;
use super::lexicon::Words;

/// The model file.
pub fn pack(weights: &Weights, words: &Words) -> Result<Vec<u8>> {
    let largest = weights.values.iter().flatten().fold(0.0_f32, |m, w| m.max(w.abs()));
    let scale = largest.min(4.0) / 127.0;
    let mut out = MAGIC.to_vec();
    let float = |out: &mut Vec<u8>, f: f32| out.extend(f.to_le_bytes());
    float(&mut out, scale);
    for weight in weights.steps.iter().flatten().flatten().chain(&weights.first).chain(&weights.last) {
        float(&mut out, *weight);
    }
    let mut features: Vec<(u32, u32)> = weights.rows.iter().map(|(&name, &row)| (name, row)).collect();
    features.sort_unstable();
    let names: Vec<u32> = features.iter().map(|(name, _)| *name).collect();
    out.extend(displace::table::<N>(&names, |i| {
        weights.values[features[i].1 as usize].map(|w| ((w / scale).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0])
    })?);
    out.extend(words.table()?);
    Ok(out)
}
