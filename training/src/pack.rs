//! Quantises and lays out what was learned for the program, which reads it where it lies.

use anyhow::Result;
use refloom::parse::calibration::Calibration;
use refloom::parse::tagger::MAGIC;

use super::crf::{N, Weights};
use super::displace;

/// The model file. `words` is the table of the lexicon.
pub fn pack(weights: &Weights, words: &[u8], calibration: &Calibration) -> Result<Vec<u8>> {
    let largest = weights.values.iter().flatten().fold(0.0_f32, |m, w| m.max(w.abs()));
    let scale = largest.min(4.0) / 127.0;
    let mut out = MAGIC.to_vec();
    let mut float = |f: f32| out.extend(f.to_le_bytes());
    float(scale);
    for weight in weights.steps.iter().flatten().flatten().chain(&weights.first).chain(&weights.last) {
        float(*weight);
    }
    calibration.lines().iter().flatten().for_each(|number| float(*number));
    let mut features: Vec<(u32, u32)> = weights.rows.iter().map(|(&name, &row)| (name, row)).collect();
    features.sort_unstable();
    let names: Vec<u32> = features.iter().map(|(name, _)| *name).collect();
    let byte = |weight: f32| ((weight / scale).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0];
    out.extend(displace::table::<N>(&names, |i| weights.values[features[i].1 as usize].map(byte))?);
    out.extend(words);
    Ok(out)
}
