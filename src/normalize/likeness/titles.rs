//! Comparing titles: word by word, in any order, the rare words counting more.

use super::words::weight;
use crate::normalize::fold::fold;

/// Words of a title that are looked at; the longest real titles have fewer.
const MOST_WORDS: usize = 80;
/// Bytes of a title that are looked at.
const MOST_BYTES: usize = 2_000;
/// A title without its subtitle is compared only if as many letters are left.
const LONG_ENOUGH: usize = 25;
/// What is taken off where a subtitle had to be left out.
const WITHOUT_SUBTITLE: f32 = 0.96;
/// What a word counts that is the other but for a letter or two.
const MISSPELT: f32 = 0.8;

/// From which weight on a word is more than an article or a preposition.
const CONTENT: f32 = 3.0;

/// Beginnings of titles of notices. A title that goes on otherwise (`Correction of scoliosis`) is none.
const NOTICES: [&str; 14] = [
    "erratum",
    "errata",
    "correction to",
    "correction for",
    "author correction",
    "publisher correction",
    "publisher s note",
    "corrigendum",
    "corrigenda",
    "retraction",
    "retracted article notice",
    "withdrawal",
    "expression of concern",
    "editorial expression of concern",
];

/// Beginnings of titles of what is about another article.
const COMMENTS: [&str; 14] = [
    "comment on",
    "comments on",
    "comment to",
    "commentary on",
    "re",
    "reply",
    "in reply",
    "author reply",
    "authors reply",
    "author s reply",
    "authors response",
    "response to",
    "letter to the editor",
    "invited commentary",
];

/// What a title calls its work before it begins in earnest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Plain,
    Notice,
    Comment,
}

impl Opening {
    /// Of a folded title.
    fn of(title: &str) -> Self {
        let begins = |words: &[&str]| {
            words.iter().any(|word| {
                title.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        };
        match () {
            () if begins(&NOTICES) => Self::Notice,
            () if begins(&COMMENTS) => Self::Comment,
            () => Self::Plain,
        }
    }
}

/// A title made ready.
#[derive(Debug)]
pub struct Title {
    /// Folded, one space between words.
    text: String,
    words: Vec<Word>,
    pub opening: Opening,
    /// Words before the subtitle, where there is one.
    main: Option<usize>,
}

#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    weight: f32,
}

/// What the comparison of two titles came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "findings of their own, each by itself")]
pub struct Likeness {
    /// Shared weight of both, 0–1.
    pub similarity: f32,
    /// The smaller of the two shares that are found in the other, 0–1.
    pub coverage: f32,
    /// Letters and digits of the shorter one.
    pub length: u16,
    /// Both bear numbers that the other does not.
    pub numbers_differ: bool,
    /// Only one begins as a notice, a comment or a reply does.
    pub openings_differ: bool,
    /// Only one bears a number that the other does not.
    pub number_added: bool,
    /// Each has a word that the other lacks, and not only articles and prepositions.
    pub substituted: bool,
}

impl Title {
    /// `None` if nothing is left of it once folded.
    pub fn new(printed: &str) -> Option<Self> {
        let printed = without_remark(up_to(printed, MOST_BYTES));
        let main = printed.find(": ").or_else(|| printed.find(" - ")).map(|at| folded(&printed[..at]));
        let text = folded(printed);
        let main = main.filter(|main| main.len() >= LONG_ENOUGH && main.len() < text.len());
        let title = Self::folded(text, 0)?;
        let main = main.map(|main| title.words.iter().filter(|word| word.end <= main.len()).count());
        Some(Self { main, ..title })
    }

    /// Of a title that was folded before, and how many words stand before its subtitle (0: it has none).
    pub fn folded(text: String, main_words: u8) -> Option<Self> {
        let mut words = Vec::with_capacity(16);
        let mut start = 0;
        for word in text.split(' ').take(MOST_WORDS) {
            if !word.is_empty() {
                words.push(Word { start, end: start + word.len(), weight: weight(word) });
            }
            start += word.len() + 1;
        }
        let main = Some(usize::from(main_words)).filter(|main| *main > 0);
        let opening = Opening::of(&text);
        (!words.is_empty()).then_some(Self { text, words, opening, main })
    }

    /// The title, folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Words before the subtitle; 0 without one.
    pub fn main_words(&self) -> u8 {
        self.main.and_then(|main| u8::try_from(main).ok()).unwrap_or_default()
    }

    /// How alike two titles are, as a whole or with the subtitle that only one of them has left out.
    pub fn compare(&self, other: &Self) -> Likeness {
        let whole = compare(&self.all(), &other.all());
        let mut best = whole;
        if whole.similarity < 0.9 {
            for (one, two) in
                [(Some(self.all()), other.without_subtitle()), (self.without_subtitle(), Some(other.all()))]
            {
                let (Some(one), Some(two)) = (one, two) else { continue };
                let mut cut = compare(&one, &two);
                cut.similarity *= WITHOUT_SUBTITLE;
                // A number that only the subtitle has still tells parts of a series apart.
                cut.numbers_differ |= whole.numbers_differ;
                cut.number_added |= whole.number_added;
                if cut.similarity > best.similarity {
                    best = cut;
                }
            }
        }
        best.openings_differ = self.opening != other.opening;
        best
    }

    fn all(&self) -> Slice<'_> {
        Slice { text: &self.text, words: &self.words }
    }

    fn without_subtitle(&self) -> Option<Slice<'_>> {
        self.main.and_then(|main| self.words.get(..main)).map(|words| Slice { text: &self.text, words })
    }
}

#[derive(Clone, Copy)]
struct Slice<'a> {
    text: &'a str,
    words: &'a [Word],
}

impl<'a> Slice<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.words.get(at).and_then(|word| self.text.get(word.start..word.end)).unwrap_or_default()
    }

    fn weight(&self) -> f32 {
        self.words.iter().map(|word| word.weight).sum()
    }

    fn letters(&self) -> usize {
        self.words.iter().map(|word| word.end - word.start).sum()
    }
}

fn compare(one: &Slice<'_>, two: &Slice<'_>) -> Likeness {
    let mut found = Found { one: [0.0; MOST_WORDS], two: [0.0; MOST_WORDS] };
    found.equal(one, two);
    joined(one, &mut found.one, two, &mut found.two);
    joined(two, &mut found.two, one, &mut found.one);
    found.misspelt(one, two);
    let share = |found: &[f32], slice: &Slice<'_>| -> f32 {
        slice.words.iter().zip(found).map(|(word, found)| word.weight * found).sum()
    };
    let (in_one, in_two) = (share(&found.one, one), share(&found.two, two));
    let (all_one, all_two) = (one.weight().max(f32::MIN_POSITIVE), two.weight().max(f32::MIN_POSITIVE));
    let left_over = |slice: &Slice<'_>, found: &[f32]| {
        (0..slice.words.len()).zip(found).any(|(at, found)| *found == 0.0 && is_number(slice.word(at)))
    };
    let lacks = |slice: &Slice<'_>, found: &[f32]| {
        slice.words.iter().zip(found).any(|(word, found)| *found == 0.0 && word.weight >= CONTENT)
    };
    Likeness {
        similarity: (in_one + in_two) / (all_one + all_two),
        coverage: (in_one / all_one).min(in_two / all_two),
        length: u16::try_from(one.letters().min(two.letters())).unwrap_or(u16::MAX),
        numbers_differ: left_over(one, &found.one) && left_over(two, &found.two),
        openings_differ: false,
        number_added: left_over(one, &found.one) != left_over(two, &found.two),
        substituted: lacks(one, &found.one) && lacks(two, &found.two),
    }
}

/// How much of each word was found on the other side, 0–1.
struct Found {
    one: [f32; MOST_WORDS],
    two: [f32; MOST_WORDS],
}

impl Found {
    fn equal(&mut self, one: &Slice<'_>, two: &Slice<'_>) {
        self.pairs(one, two, |a, b| if a == b { 1.0 } else { 0.0 });
    }

    fn misspelt(&mut self, one: &Slice<'_>, two: &Slice<'_>) {
        self.pairs(one, two, |a, b| if is_misspelt(a, b) { MISSPELT } else { 0.0 });
    }

    /// Pairs words that were not found yet, each with the first that fits.
    fn pairs(&mut self, one: &Slice<'_>, two: &Slice<'_>, fits: impl Fn(&str, &str) -> f32) {
        for at in 0..one.words.len() {
            if self.one[at] > 0.0 {
                continue;
            }
            let word = one.word(at);
            for other in 0..two.words.len() {
                if self.two[other] > 0.0 {
                    continue;
                }
                let fit = fits(word, two.word(other));
                if fit > 0.0 {
                    (self.one[at], self.two[other]) = (fit, fit);
                    break;
                }
            }
        }
    }
}

/// Two words on one side that are one word on the other (`TNF alpha`, `TNFalpha`).
fn joined(
    one: &Slice<'_>,
    found_one: &mut [f32; MOST_WORDS],
    two: &Slice<'_>,
    found_two: &mut [f32; MOST_WORDS],
) {
    for at in 1..one.words.len() {
        if found_one[at - 1] > 0.0 || found_one[at] > 0.0 {
            continue;
        }
        let (first, second) = (one.word(at - 1), one.word(at));
        let fits = |word: &str| word.strip_prefix(first) == Some(second);
        if let Some(other) =
            (0..two.words.len()).find(|&other| found_two[other] == 0.0 && fits(two.word(other)))
        {
            (found_one[at - 1], found_one[at], found_two[other]) = (1.0, 1.0, 1.0);
        }
    }
}

/// Arabic or Roman.
fn is_number(word: &str) -> bool {
    !word.is_empty()
        && (word.bytes().all(|b| b.is_ascii_digit()) || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
}

/// One or two letters apart, as spellings and misprints are. Opposites that are as near are not.
fn is_misspelt(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    let shorter = one.len().min(two.len());
    let most = match shorter {
        0..5 => return false,
        5..10 => 1,
        _ => 2,
    };
    if one.len().abs_diff(two.len()) > most || one.iter().chain(two).any(u8::is_ascii_digit) {
        return false;
    }
    !is_opposite(one, two) && !is_opposite(two, one) && within(one, two, most)
}

/// Beginnings that turn a word into its opposite, or into another thing.
const OPPOSITES: [(&[u8], &[u8]); 9] = [
    (b"hyper", b"hypo"),
    (b"inter", b"intra"),
    (b"inter", b"infra"),
    (b"ab", b"ad"),
    (b"af", b"ef"),
    (b"in", b"ex"),
    (b"pre", b"pro"),
    (b"pre", b"peri"),
    (b"micro", b"macro"),
];

/// Negations in front of a word.
const NEGATIONS: [&[u8]; 7] = [b"a", b"an", b"un", b"in", b"im", b"ir", b"il"];

fn is_opposite(one: &[u8], two: &[u8]) -> bool {
    OPPOSITES.iter().any(|(a, b)| {
        one.strip_prefix(*a).is_some_and(|rest| two.strip_prefix(*b).is_some_and(|other| rest == other))
    }) || NEGATIONS.iter().any(|no| one.strip_prefix(*no) == Some(two))
}

/// Whether two words are at most so many letters apart.
pub fn within(one: &[u8], two: &[u8], most: usize) -> bool {
    let Some((a, rest)) = one.split_first() else { return two.len() <= most };
    let Some((b, others)) = two.split_first() else { return one.len() <= most };
    if a == b {
        return within(rest, others, most);
    }
    most > 0
        && (within(rest, others, most - 1) || within(one, others, most - 1) || within(rest, two, most - 1)
            // two letters that changed places
            || (one.get(1) == Some(b) && two.get(1) == Some(a) && within(&rest[1..], &others[1..], most - 1)))
}

/// As [`fold`], with Greek letters by their names: `IFN-γ` and `IFN-gamma` are one.
pub fn folded(title: &str) -> String {
    if !title.chars().any(|c| greek(c).is_some()) {
        return fold(title);
    }
    let mut spelt = String::with_capacity(title.len() + 16);
    let mut chars = title.chars().peekable();
    while let Some(c) = chars.next() {
        // Greek words are left to the fold; lone letters are symbols.
        let stands_alone = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || greek(c).is_none());
        match greek(c) {
            Some(name) if stands_alone(chars.peek().copied()) && stands_alone(spelt.chars().next_back()) => {
                spelt.push_str(name);
            }
            _ => spelt.push(c),
        }
    }
    fold(&spelt)
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'Α' => "alpha",
        'β' | 'Β' | 'ϐ' => "beta",
        'γ' | 'Γ' => "gamma",
        'δ' | 'Δ' | '∆' => "delta",
        'ε' | 'ϵ' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' | 'Θ' | 'ϑ' => "theta",
        'ι' => "iota",
        'κ' | 'ϰ' => "kappa",
        'λ' | 'Λ' => "lambda",
        'μ' | 'µ' => "mu",
        'ν' => "nu",
        'ξ' | 'Ξ' => "xi",
        'π' | 'Π' => "pi",
        'ρ' | 'ϱ' => "rho",
        'σ' | 'Σ' | 'ς' => "sigma",
        'τ' => "tau",
        'φ' | 'Φ' | 'ϕ' => "phi",
        'χ' | 'Χ' => "chi",
        'ψ' | 'Ψ' => "psi",
        'ω' | 'Ω' => "omega",
        _ => return None,
    })
}

/// PubMed's remark behind translated titles is no part of them.
fn without_remark(title: &str) -> &str {
    let trimmed = title.trim_end_matches(['.', ']', ' ']);
    trimmed.strip_suffix("(author's transl)").map_or(title, str::trim_end)
}

pub fn up_to(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(one: &str, two: &str) -> Likeness {
        Title::new(one).unwrap().compare(&Title::new(two).unwrap())
    }

    #[test]
    fn spelling_greek_and_spacing_do_not_part_titles() {
        for (one, two) in [
            ("Effects of IFN-γ on tumour growth", "Effects of IFN gamma on tumor growth."),
            ("Effects of TNFα in mice", "Effects of TNF-alpha in mice"),
            ("[Über die Wirkung von Äther (author's transl)].", "Uber die Wirkung von Ather"),
        ] {
            let likeness = compared(one, two);
            assert!(likeness.similarity > 0.9, "{one} / {two}: {likeness:?}");
            assert!(!likeness.numbers_differ);
        }
    }

    #[test]
    fn parts_of_a_series_are_told_apart() {
        assert!(compared("Studies on yeast. Part II", "Studies on yeast. Part III").numbers_differ);
        assert!(compared("Studies on yeast, 1", "Studies on yeast, 12").numbers_differ);
        assert!(!compared("Studies on yeast", "Studies on yeast, 12").numbers_differ);
        assert!(!compared("Vitamin D3 in mice", "Vitamin D(3) in mice").numbers_differ);
    }

    #[test]
    fn a_subtitle_may_be_left_out_if_enough_is_left() {
        let long = compared(
            "Randomized trial of lichens for roof insulation: a multicentre study in twelve towns of the north",
            "Randomized trial of lichens for roof insulation",
        );
        assert!(long.similarity > 0.9, "{long:?}");
        let short = compared("Lichens: a multicentre study in twelve towns", "Lichens");
        assert!(short.similarity < 0.5, "{short:?}");
    }

    #[test]
    fn notices_and_replies_are_told_by_how_they_begin() {
        let title = "Lichen roofing of exposed barns in cold towns";
        for other in ["Correction to: ", "Corrigendum: ", "Reply to: ", "Re: "] {
            assert!(compared(title, &format!("{other}{title}")).openings_differ, "{other}");
        }
        assert!(!compared(title, "Correction of lichen roofing of exposed barns").openings_differ);
    }

    #[test]
    fn common_words_alone_are_not_enough() {
        let likeness =
            compared("The treatment of patients with melanoma", "The treatment of patients with psoriasis");
        assert!(likeness.similarity < 0.75, "{likeness:?}");
        let opposite = compared("Treatment of hypertension", "Treatment of hypotension");
        assert!(opposite.similarity < 0.75, "{opposite:?}");
    }

    #[test]
    fn titles_of_any_length_and_kind_are_taken() {
        assert!(Title::new(" … ").is_none());
        let long = "αβ word ".repeat(10_000);
        let likeness = compared(&long, &long);
        assert!((likeness.similarity - 1.0).abs() < 1e-6);
    }

    proptest::proptest! {
        #[test]
        fn similarity_is_a_share(one in "\\PC{0,60}", two in "\\PC{0,60}") {
            if let (Some(one), Some(two)) = (Title::new(&one), Title::new(&two)) {
                for likeness in [one.compare(&two), two.compare(&one)] {
                    proptest::prop_assert!((0.0..=1.0001).contains(&likeness.similarity));
                    proptest::prop_assert!(likeness.coverage <= likeness.similarity + 1e-3 || likeness.similarity < 0.97);
                }
                proptest::prop_assert!(one.compare(&one).similarity > 0.999);
            }
        }
    }
}
