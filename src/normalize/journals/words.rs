//! Whether a printed word abbreviates a word of a title.

use std::borrow::Cow;

/// Articles, prepositions and conjunctions that abbreviations leave out.
const SMALL: [&str; 50] = [
    "of", "the", "an", "and", "for", "in", "on", "to", "at", "from", "with", "de", "la", "le", "les", "des",
    "du", "et", "der", "die", "das", "den", "dem", "und", "fur", "fuer", "im", "zur", "zum", "von", "van",
    "voor", "het", "en", "del", "della", "delle", "dei", "degli", "di", "y", "el", "los", "las", "og", "all",
    "dall", "dell", "nell", "sull",
];

/// Words before the letter or number of a part, which are printed as often as not.
const PART: [&str; 14] = [
    "section",
    "sect",
    "series",
    "ser",
    "part",
    "pt",
    "serie",
    "seria",
    "seriia",
    "abteilung",
    "abt",
    "teil",
    "reihe",
    "sec",
];

/// Country acronyms, longest first, and the words they stand for.
const COUNTRIES: [(&str, &[&str]); 4] = [
    ("ussr", &["union", "soviet", "socialist", "republics"]),
    ("usa", &["united", "states", "america"]),
    ("uk", &["united", "kingdom"]),
    ("us", &["united", "states"]),
];

/// The words of a normal form that an abbreviation must render: no small words, no "section" or "series",
/// country acronyms in full.
pub fn telling_words(normal: &str) -> Vec<&str> {
    let mut words = Vec::with_capacity(8);
    let mut rest = normal;
    while !rest.is_empty() {
        if let Some((country, after)) = country(rest) {
            words.extend(country);
            rest = after;
            continue;
        }
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        // the series of `Series B`, not that of `Mechanical Engineering Series`
        let numbers_part = PART.contains(&word) && starts_with_number(after);
        if !word.is_empty() && !SMALL.contains(&word) && !numbers_part {
            words.push(word);
        }
        rest = after;
    }
    words
}

/// Whether a text starts with the letter or number of a part.
fn starts_with_number(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    (1..=2).contains(&word.len())
        || (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b"ivx".contains(&b)))
}

/// The country whose acronym a text starts with, written `usa` or `u s a`, and what follows.
fn country(text: &str) -> Option<(&'static [&'static str], &str)> {
    COUNTRIES.iter().find_map(|&(acronym, words)| {
        let spaced = || {
            acronym.chars().enumerate().try_fold(text, |rest, (at, letter)| {
                let rest = if at == 0 { rest } else { rest.strip_prefix(' ')? };
                rest.strip_prefix(letter)
            })
        };
        let after = text.strip_prefix(acronym).filter(|after| ends_word(after));
        let after = after.or_else(|| spaced().filter(|after| ends_word(after)))?;
        Some((words, after.trim_start()))
    })
}

fn ends_word(after: &str) -> bool {
    after.is_empty() || after.starts_with(' ')
}

/// The first letter of each word, in order: equal for a title and any abbreviation of it.
pub fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}

/// What the word list says about a printed word and the word of a title at its place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The abbreviation the title's word is known by.
    pub abbreviation: Option<&'a str>,
    /// The printed word is the known abbreviation of some other word.
    pub printed_is_taken: bool,
}

/// How far a printed word is from a word of a title, in whole steps; `None` if it does not abbreviate it.
pub fn distance(printed: &str, word: &str, known: Known) -> Option<u32> {
    if printed == word || known.abbreviation == Some(printed) {
        return Some(0);
    }
    if word.starts_with(printed) {
        // the shorter the prefix, the more words have it
        return Some(match printed.len() {
            1 => 3,
            2 => 2,
            _ => 1,
        });
    }
    let american_prefix = || {
        american(printed)
            .zip(american(word))
            .is_some_and(|(printed, word)| word.starts_with(printed.as_ref()))
    };
    if is_respelled(printed, word) || american_prefix() {
        return Some(1);
    }
    // `nutr` is nutrition wherever it stands, and so not neurotrauma
    (!known.printed_is_taken && is_contraction(printed, word)).then_some(3)
}

/// Whether the letters of `printed` stand in `word` in the same order, the first two at its start.
fn is_contraction(printed: &str, word: &str) -> bool {
    let mut letters = word.chars();
    let mut printed_letters = printed.chars();
    if printed.len() < 4 || (0..2).any(|_| printed_letters.next() != letters.next()) {
        return false;
    }
    printed_letters.all(|letter| letters.any(|other| other == letter))
}

/// Whether two words of titles are one word in two spellings, or one with a letter lost in print.
pub fn is_respelled(one: &str, other: &str) -> bool {
    let slip = |short: &str, long: &str| {
        short.len() >= 8 && long.len() == short.len() + 1 && is_contraction(short, long)
    };
    one == other
        || american(one).is_some_and(|one| american(other) == Some(one))
        || slip(one, other)
        || slip(other, one)
}

/// The American spelling of `haematology` or `tumour`, near enough to compare by; `None` for words too short to tell.
fn american(word: &str) -> Option<Cow<'_, str>> {
    if word.len() < 4 {
        None
    } else if ["ae", "oe", "our"].iter().any(|spelling| word.contains(spelling)) {
        Some(Cow::Owned(word.replace("ae", "e").replace("oe", "e").replace("our", "or")))
    } else {
        Some(Cow::Borrowed(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_small_words_and_spells_countries() {
        let words = telling_words("proceedings of the national academy of sciences usa");
        assert_eq!(words, ["proceedings", "national", "academy", "sciences", "united", "states", "america"]);
        assert_eq!(initials(&words), "pnasusa");
        assert_eq!(telling_words("proc natl acad sci u s a b").len(), 8);
        assert_eq!(telling_words("usages u x"), ["usages", "u", "x"]);
        assert_eq!(telling_words("acta chem scand ser b"), ["acta", "chem", "scand", "b"]);
        assert_eq!(telling_words("engineering series"), ["engineering", "series"]);
    }

    #[test]
    fn knows_prefixes_contractions_and_known_abbreviations() {
        let known = |abbreviation| Known { abbreviation: Some(abbreviation), printed_is_taken: true };
        let unknown = Known::default();
        assert_eq!(distance("oncol", "oncology", known("oncol")), Some(0));
        assert_eq!(distance("onc", "oncology", known("oncol")), Some(1));
        assert_eq!(distance("j", "journal", known("j")), Some(0));
        assert_eq!(distance("j", "justice", known("justice")), Some(3));
        assert_eq!(distance("aegypt", "agyptische", known("aegypt")), Some(0));
        assert_eq!(distance("natl", "national", unknown), Some(3));
        assert_eq!(distance("hematol", "haematology", unknown), Some(1));
        assert_eq!(distance("oncogen", "oncology", unknown), None);
        assert_eq!(distance("nutr", "neurotrauma", unknown), None);
        assert_eq!(distance("scie", "scandinavie", known("scand")), None);
        assert_eq!(distance("cancers", "cancer", unknown), None);
    }
}
