use std::collections::HashSet;

/// How two lines of one entry go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// With a space.
    Space,
    /// Without anything between.
    Tight,
    /// The hyphen at the end of the first goes.
    DropHyphen,
}

/// Hyphenated words a document writes inside its lines: such a word keeps its hyphen when a line ends in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct HyphenatedWords(HashSet<u64>);

/// More words than that would cost memory for little.
const MOST_WORDS: usize = 1 << 15;

/// First parts of compounds that are hardly ever the first syllable of a longer word.
const FIRST_PARTS: &[&str] = &[
    "non",
    "self",
    "high",
    "low",
    "well",
    "long",
    "short",
    "cross",
    "follow",
    "double",
    "single",
    "two",
    "three",
    "four",
    "large",
    "small",
    "early",
    "late",
    "risk",
    "evidence",
    "meta",
    "case",
    "population",
    "community",
    "hospital",
    "placebo",
    "quality",
    "health",
    "dose",
    "time",
    "real",
    "open",
    "full",
    "whole",
    "age",
    "sex",
    "year",
    "cell",
    "beta",
    "alpha",
    "gamma",
    "half",
    "mid",
];

/// Second parts of compounds that are hardly ever the last syllable of a longer word.
const SECOND_PARTS: &[&str] = &[
    "up",
    "based",
    "like",
    "term",
    "related",
    "dependent",
    "specific",
    "induced",
    "associated",
    "controlled",
    "free",
    "cell",
    "blind",
    "risk",
    "year",
    "old",
    "dose",
    "scale",
    "level",
    "analysis",
    "mediated",
    "binding",
    "linked",
    "treated",
    "derived",
    "positive",
    "negative",
    "resistant",
    "sensitive",
    "of",
    "to",
    "the",
    "and",
    "in",
    "by",
    "grade",
    "stage",
    "care",
    "effectiveness",
    "wide",
    "label",
];

impl HyphenatedWords {
    /// Notes the hyphenated words inside a line.
    pub(crate) fn add(&mut self, line: &str) {
        if self.0.len() >= MOST_WORDS {
            return;
        }
        for at in memchr::memchr_iter(b'-', line.as_bytes()) {
            let (left, right) = (
                last_word(line.get(..at).unwrap_or_default()),
                first_word(line.get(at + 1..).unwrap_or_default()),
            );
            if !left.is_empty() && !right.is_empty() {
                self.0.insert(key(left, right));
            }
        }
    }

    /// How `next` goes on after `text`.
    pub(crate) fn joint(&self, text: &str, next: &str) -> Joint {
        let (Some(end), Some(begin)) = (text.chars().next_back(), next.chars().next()) else {
            return Joint::Space;
        };
        if is_unspaced(end) && is_unspaced(begin) {
            return Joint::Tight;
        }
        let before = text.get(..text.len() - end.len_utf8()).unwrap_or_default();
        let Some(inner) = before.chars().next_back().filter(|c| !c.is_whitespace()) else {
            return Joint::Space;
        };
        let token = text.rsplit(' ').next().unwrap_or_default();
        if is_link(token) {
            return if continues_link(end, next) { Joint::Tight } else { Joint::Space };
        }
        match end {
            '-' | '‐' | '\u{2011}' if inner.is_lowercase() && begin.is_lowercase() => {
                let (left, right) = (last_word(before), first_word(next));
                let compound = FIRST_PARTS.contains(&left)
                    || SECOND_PARTS.contains(&right)
                    || self.0.contains(&key(left, right));
                // `alpha-beta-\ngamma` was written with hyphens before.
                let chained = before.get(..before.len() - left.len()).is_some_and(|b| b.ends_with('-'));
                if compound || chained { Joint::Tight } else { Joint::DropHyphen }
            }
            '-' | '‐' | '\u{2011}' | '/' if inner.is_alphanumeric() && begin.is_alphanumeric() => {
                Joint::Tight
            }
            '–' if inner.is_ascii_digit() && begin.is_ascii_digit() => Joint::Tight,
            _ => Joint::Space,
        }
    }
}

fn key(left: &str, right: &str) -> u64 {
    let letters = left.bytes().chain([b'-']).chain(right.bytes());
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
    })
}

fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic())
        .last()
        .map_or(text.len(), |(i, _)| i);
    text.get(start..).unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}')
}

fn is_link(token: &str) -> bool {
    if token.len() < 5 {
        return false;
    }
    let doi = token.trim_start_matches(['(', '[', '<']);
    let doi = doi.strip_prefix("doi:").or_else(|| doi.strip_prefix("DOI:")).unwrap_or(doi);
    let bytes = token.as_bytes();
    bytes.windows(3).any(|w| w == b"://")
        || bytes.windows(4).any(|w| w == b"www.")
        || (doi.starts_with("10.") && doi.len() > 6)
}

/// True when `next` looks like the rest of a link whose first part ends in `end`.
fn continues_link(end: char, next: &str) -> bool {
    let token = next.split([' ', '\t']).next().unwrap_or_default();
    let bare = token.trim_end_matches(['.', ',', ';', ')', ']', '>']);
    let plain = bare.chars().all(char::is_alphabetic);
    let inner = bare.contains(['/', '_', '=', '%', '.']) || bare.contains(|c: char| c.is_ascii_digit());
    let lower = bare.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    match end {
        '/' | '-' | '_' | '=' | '&' | '?' | '%' | '#' | '~' => inner || lower,
        '.' => lower && (inner || bare == "html" || bare == "pdf" || bare == "htm"),
        // Between letters a break shows only where the next line could be nothing else.
        _ => !plain && lower && bare.contains('/') && !bare.contains("://"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(text: &str, next: &str) -> Joint {
        let mut words = HyphenatedWords::default();
        words.add("a granulocyte-macrophage factor and Müller-Lyer");
        words.joint(text, next)
    }

    #[test]
    fn hyphens() {
        assert_eq!(joint("assessment of experi-", "ence in"), Joint::DropHyphen);
        assert_eq!(joint("granulocyte-", "macrophage colony"), Joint::Tight);
        assert_eq!(joint("non-", "invasive"), Joint::Tight);
        assert_eq!(joint("a follow-", "up study"), Joint::Tight);
        assert_eq!(joint("Martin-", "Facklam M"), Joint::Tight);
        assert_eq!(joint("interleukin-", "2"), Joint::Tight);
        assert_eq!(joint("2010;12:33-", "45"), Joint::Tight);
        assert_eq!(joint("33–", "45"), Joint::Tight);
        assert_eq!(joint("melanoma -", "a review"), Joint::Space);
        assert_eq!(joint("melanoma", "a review"), Joint::Space);
        assert_eq!(joint("and/", "or"), Joint::Tight);
    }

    #[test]
    fn links() {
        assert_eq!(joint("https://example.org/", "news/item-3."), Joint::Tight);
        assert_eq!(joint("https://example.org/a-", "long-path"), Joint::Tight);
        assert_eq!(joint("https://example.org/", "Accessed 3 May 2010"), Joint::Space);
        assert_eq!(joint("doi:10.1371/journal.", "pone.0139201"), Joint::Tight);
        assert_eq!(joint("doi: 10.1371/", "journal.pone.0139201"), Joint::Tight);
        assert_eq!(joint("https://example.org/a", "accessed 3 May"), Joint::Space);
        assert_eq!(joint("https://example.org/a.", "Smith J"), Joint::Space);
    }

    #[test]
    fn scripts_without_spaces() {
        assert_eq!(joint("日本における", "研究の動向"), Joint::Tight);
    }
}
