//! Whether a printed word abbreviates a word of a title.

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

/// Country acronyms and the words they stand for, initial by initial.
const COUNTRIES: [(&str, [&str; 4], usize); 3] =
    [("usa", ["u", "s", "a", ""], 3), ("uk", ["u", "k", "", ""], 2), ("ussr", ["u", "s", "s", "r"], 4)];

/// The words of a normal form that an abbreviation must render: no small words, no "section" or "series",
/// country acronyms letter by letter.
pub fn telling_words(normal: &str) -> Vec<&str> {
    let mut words = Vec::with_capacity(8);
    for word in normal.split(' ').filter(|word| !word.is_empty()) {
        if SMALL.contains(&word) || PART.contains(&word) {
            continue;
        }
        match COUNTRIES.iter().find(|country| country.0 == word) {
            Some((_, letters, count)) => words.extend(letters.iter().take(*count)),
            None => words.push(word),
        }
    }
    words
}

/// The first letter of each word, in order: equal for a title and any abbreviation of it.
pub fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}

/// How far a printed word is from a word of a title, in whole steps; `None` if it does not abbreviate it.
pub fn distance(printed: &str, word: &str, known: Option<&str>) -> Option<u32> {
    if printed == word || known == Some(printed) {
        Some(0)
    } else if word.starts_with(printed) {
        // a prefix that nearly is the known abbreviation (`onc`, `oncol`) tells more than a letter
        Some(if printed.len() >= 3 { 1 } else { 2 })
    } else if is_contraction(printed, word) {
        Some(3)
    } else {
        None
    }
}

/// Whether the letters of `printed` stand in `word` in the same order, the first one first.
fn is_contraction(printed: &str, word: &str) -> bool {
    let mut letters = word.chars();
    let mut printed_letters = printed.chars();
    if printed.len() < 2 || printed_letters.next() != letters.next() {
        return false;
    }
    printed_letters.all(|letter| letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_small_words_and_spells_countries() {
        let words = telling_words("proceedings of the national academy of sciences usa");
        assert_eq!(words, ["proceedings", "national", "academy", "sciences", "u", "s", "a"]);
        assert_eq!(initials(&words), "pnasusa");
        assert_eq!(telling_words("acta chem scand ser b"), ["acta", "chem", "scand", "b"]);
    }

    #[test]
    fn knows_prefixes_contractions_and_known_abbreviations() {
        assert_eq!(distance("oncol", "oncology", Some("oncol")), Some(0));
        assert_eq!(distance("onc", "oncology", Some("oncol")), Some(1));
        assert_eq!(distance("j", "journal", Some("j")), Some(0));
        assert_eq!(distance("jpn", "japanese", None), Some(3));
        assert_eq!(distance("natl", "national", None), Some(3));
        assert_eq!(distance("oncogen", "oncology", Some("oncol")), None);
        assert_eq!(distance("aegypt", "agyptische", Some("aegypt")), Some(0));
        assert_eq!(distance("cancers", "cancer", None), None);
    }
}
