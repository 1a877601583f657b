//! How much a word of a title tells: the rarer, the more.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Weight, tab, words.
const TABLE: &str = include_str!("title_words.tsv");

/// Of a word that is not among the common ones.
const RARE: f32 = 9.0;
/// Of numbers. `2` is common, but it tells `Part 2` from `Part 1`.
const NUMBER: f32 = 4.0;
/// Of a lone letter.
const LETTER: f32 = 2.0;

static WEIGHTS: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let weighted = rows.filter_map(|(weight, words)| Some((weight.parse().ok()?, words)));
    weighted.flat_map(|(weight, words): (f32, _)| words.split(' ').map(move |word| (word, weight))).collect()
});

/// The weight of a folded word.
pub fn weight(word: &str) -> f32 {
    if let Some(weight) = WEIGHTS.get(word) {
        return *weight;
    }
    match word.as_bytes() {
        [_] => LETTER,
        bytes if bytes.iter().all(u8::is_ascii_digit) => NUMBER,
        _ => RARE,
    }
}

/// Whether a folded word is rare enough to look a title up by.
pub fn is_telling(word: &str) -> bool {
    weight(word) >= 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_the_heavier() {
        assert!(weight("of") < weight("treatment"));
        assert!(weight("treatment") < weight("melanoma"));
        assert!(weight("melanoma") < weight("sargramostim"));
        assert!(weight("a") <= LETTER);
        assert!(is_telling("melanoma") && !is_telling("the"));
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let words =
            TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(|l| l.split([' ', '\t']).skip(1));
        assert_eq!(WEIGHTS.len(), words.count());
        assert!(WEIGHTS.values().all(|weight| (1.0..RARE).contains(weight)));
    }
}
