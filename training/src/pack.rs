//! Prunes, quantises and packs the weights for the program.

use anyhow::Result;
use refloom::parse::tagger::MAGIC;

use super::crf::Weights;

/// The model file, and how many features it holds.
pub fn pack(weights: &Weights, prune: f32) -> Result<(Vec<u8>, usize)> {
    let largest = weights.weights.iter().flatten().fold(0.0_f32, |m, w| m.max(w.abs()));
    let clip = largest.min(4.0);
    let scale = clip / 127.0;
    let mut kept: Vec<(u32, [u8; super::crf::N])> = Vec::new();
    for (&name, &row) in &weights.rows {
        let row = weights.weights[row as usize];
        if row.iter().any(|w| w.abs() > prune) {
            kept.push((name, row.map(|w| ((w / scale).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0])));
        }
    }
    kept.sort_unstable();
    let mut plain = Vec::new();
    let float = |plain: &mut Vec<u8>, f: f32| plain.extend(f.to_le_bytes());
    float(&mut plain, scale);
    for weight in weights.steps.iter().flatten().flatten().chain(&weights.first).chain(&weights.last) {
        float(&mut plain, *weight);
    }
    plain.extend(u32::try_from(kept.len())?.to_le_bytes());
    for (name, _) in &kept {
        plain.extend(name.to_le_bytes());
    }
    for (_, row) in &kept {
        plain.extend(row);
    }
    let mut out = MAGIC.to_vec();
    out.extend(zstd::encode_all(plain.as_slice(), 19)?);
    Ok((out, kept.len()))
}
