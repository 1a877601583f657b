//! Prunes, quantises and lays out the weights for the program, which reads them where they lie.

use anyhow::Result;
use refloom::parse::tagger::{MAGIC, place};

use super::crf::Weights;

/// The model file, and how many features it holds.
pub fn pack(weights: &Weights, prune: f32) -> Result<(Vec<u8>, usize)> {
    let largest = weights.values.iter().flatten().fold(0.0_f32, |m, w| m.max(w.abs()));
    let clip = largest.min(4.0);
    let scale = clip / 127.0;
    let mut kept: Vec<(u32, [u8; super::crf::N])> = Vec::new();
    for (&name, &row) in &weights.rows {
        let row = weights.values[row as usize];
        if row.iter().any(|w| w.abs() > prune) {
            kept.push((name, row.map(|w| ((w / scale).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0])));
        }
    }
    kept.sort_unstable();
    let mut out = MAGIC.to_vec();
    let float = |out: &mut Vec<u8>, f: f32| out.extend(f.to_le_bytes());
    float(&mut out, scale);
    for weight in weights.steps.iter().flatten().flatten().chain(&weights.first).chain(&weights.last) {
        float(&mut out, *weight);
    }
    // Nine slots in ten are taken: more would make look-ups long, less the program large.
    let places = u32::try_from(kept.len() * 10 / 9)?;
    let mut slots: Vec<Option<&(u32, [u8; super::crf::N])>> = Vec::new();
    for feature in kept.iter().filter(|(name, _)| *name != 0) {
        let at = place(feature.0, places).max(slots.len());
        slots.resize(at, None);
        slots.push(Some(feature));
    }
    // A last empty one, at which every look-up ends.
    slots.push(None);
    out.extend(places.to_le_bytes());
    out.extend(u32::try_from(slots.len())?.to_le_bytes());
    for slot in slots {
        let (name, row) = slot.copied().unwrap_or_default();
        out.extend(name.to_le_bytes());
        out.extend(row);
    }
    Ok((out, kept.len()))
}
