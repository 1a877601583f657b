//! How references of all styles step from one part to the next: the table that the style of a list is set against.

use refloom::parse::style::{FINE, STEPS, steps};
use refloom::parse::tag::Tag;

use super::example::Example;

const N: usize = Tag::COUNT;
/// What follows a tag anywhere counts as much as so many steps in a setting.
const PRIOR: f32 = 4.0;

/// The table, as it lies in the program.
#[allow(clippy::cast_sign_loss, reason = "clamped to the bounds of a byte")]
pub fn table(examples: &[Example]) -> Vec<u8> {
    let mut counts = vec![0_u32; STEPS];
    // What is rare in a setting is what follows the tag elsewhere.
    let mut anywhere = [[0.1_f32; N]; N];
    for step in examples.iter().flat_map(|e| steps(&e.settings, &e.tags)) {
        counts[step] += 1;
        anywhere[step / N % N][step % N] += 1.0;
    }
    let mut out = Vec::with_capacity(STEPS);
    for (counts, anywhere) in counts.chunks_exact(N).zip(anywhere.iter().cycle()) {
        let all = counts.iter().sum::<u32>() as f32 + PRIOR;
        let prior = PRIOR / anywhere.iter().sum::<f32>();
        for (&count, anywhere) in counts.iter().zip(anywhere) {
            let probability = (count as f32 + prior * anywhere) / all;
            out.push((-probability.ln() * FINE).round().clamp(0.0, 255.0) as u8);
        }
    }
    out
}
