//! Comparing names of journals and other containers by their words.

/// Likeness of equal names.
const ONE: f32 = 1.0;
/// Of names of which one abbreviates the other, word by word.
const ABBREVIATED: f32 = 0.9;
/// The most that shared words are worth without being all.
const SHARED_WORDS: f32 = 0.75;

/// Words that abbreviations leave out.
const SILENT: [&str; 15] =
    ["the", "of", "and", "for", "in", "on", "de", "la", "der", "die", "des", "und", "et", "fur", "a"];

/// How alike two folded names are, 0–1: one may abbreviate the other.
pub fn alike(one: &str, two: &str) -> f32 {
    if one == two {
        return ONE;
    }
    let telling = |name: &'_ str| name.split(' ').filter(|word| !SILENT.contains(word)).count();
    let (words, others) = (telling(one), telling(two));
    if words == 0 || others == 0 {
        return 0.0;
    }
    let a = one.split(' ').filter(|word| !SILENT.contains(word));
    let b = two.split(' ').filter(|word| !SILENT.contains(word));
    if words == others && a.clone().zip(b.clone()).all(|(a, b)| abbreviates(a, b) || abbreviates(b, a)) {
        return ABBREVIATED;
    }
    let shared =
        a.filter(|word| b.clone().any(|other| abbreviates(word, other) || abbreviates(other, word))).count();
    SHARED_WORDS * shared as f32 / words.max(others) as f32
}

/// A beginning of the word (`clin`), or its first letter and others of its letters in their order (`natl`).
fn abbreviates(short: &str, word: &str) -> bool {
    if word.starts_with(short) {
        return true;
    }
    let mut letters = word.bytes();
    short.len() > 2
        && short.as_bytes().first() == word.as_bytes().first()
        && short.bytes().all(|b| letters.any(|letter| letter == b))
}
