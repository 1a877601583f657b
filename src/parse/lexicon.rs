//! What single words mostly are, and what journals are called: a few hundred kilobytes of hashes inside the model.
//!
//! Which words stand for what was counted in reference lists; the names of journals come from the authority. The tagger
//! sees both as features, so that a surname or a journal it met too rarely to learn it by heart still says something.

use super::cues;
use super::displace;
use super::hash::{mix, word};
use super::tokens::{Kind, Token};

/// Bytes of a slot: the bits of the name, and what it is.
pub const SLOT: usize = 3;

/// Most words of a journal's name.
const LONGEST: usize = 16;

/// What a word mostly is part of. `None` is a word too rare, or of too many uses, to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Family names.
    Family = 1,
    /// Given names.
    Given,
    /// Titles of articles and books.
    Title,
    /// Titles of journals.
    Container,
    /// Titles of either kind.
    Titles,
    /// Names of publishers.
    Publisher,
    /// Names of places.
    Place,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 7] =
        [Self::Family, Self::Given, Self::Title, Self::Container, Self::Titles, Self::Publisher, Self::Place];
}

/// The lexicon as it lies in the model.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    /// See [`displace`].
    pub seeds: &'a [[u8; 2]],
    /// Two bytes of the name, then its class, or 1 for the name of a journal.
    pub slots: &'a [[u8; SLOT]],
}

/// The name of a word in the lexicon, from its hash.
pub fn word_name(hash: u32) -> u32 {
    mix(101, hash, 0)
}

/// The name of a journal in the lexicon, from the hashes of its words; none for what has none that count.
pub fn journal_name(words: impl IntoIterator<Item = u32>) -> Option<u32> {
    words.into_iter().fold(None, |name, word| Some(longer(name, word)))
}

fn longer(name: Option<u32>, word: u32) -> u32 {
    mix(102, name.unwrap_or(0), word)
}

/// `The`, `of` and `and` are printed or left out as anyone likes.
pub fn counts(hash: u32) -> bool {
    !matches!(cues::of(hash), cues::SMALL | cues::AND)
}

impl Lexicon<'_> {
    fn find(&self, name: u32) -> u8 {
        match displace::slot(name, self.seeds, self.slots) {
            Some([low, high, what]) if [*low, *high] == displace::print(name) => *what,
            _ => 0,
        }
    }

    /// The class of a word as a number, 0 for none.
    pub fn class(&self, hash: u32) -> u8 {
        self.find(word_name(hash))
    }

    /// For each token how it stands in the name of a journal: 0 outside, 1 the name is this one word, 2 at the beginning
    /// of a longer one, 3 further on. Names begin behind a mark and end before a mark or a number.
    pub fn journals(&self, text: &str, tokens: &[Token]) -> Vec<u8> {
        let mut out = vec![0; tokens.len()];
        let mut at = 0;
        while at < tokens.len() {
            let behind = at.checked_sub(1).and_then(|b| tokens.get(b));
            let opens = tokens[at].kind == Kind::Word
                && behind.is_none_or(|b| b.kind != Kind::Word || cues::of(word(b.span.of(text))) == cues::IN);
            let end = if opens { self.longest(text, tokens, at) } else { at };
            for (i, slot) in out[at..end].iter_mut().enumerate() {
                *slot = if end - at == 1 { 1 } else { 2 + u8::from(i > 0) };
            }
            at = end.max(at + 1);
        }
        out
    }

    /// Where the longest name of a journal that begins at `start` ends; `start` if there is none.
    fn longest(&self, text: &str, tokens: &[Token], start: usize) -> usize {
        let (mut name, mut words, mut end) = (None, 0, start);
        for (i, token) in tokens.iter().enumerate().skip(start) {
            match token.kind {
                Kind::Word => {
                    let hash = word(token.span.of(text));
                    words += 1;
                    if words > LONGEST {
                        break;
                    }
                    if counts(hash) {
                        name = Some(longer(name, hash));
                    }
                    let stops = tokens.get(i + 1).is_none_or(|next| next.kind != Kind::Word);
                    if stops && name.is_some_and(|name| self.find(name) != 0) {
                        end = i + 1;
                    }
                }
                Kind::Mark
                    if matches!(token.span.of(text), "." | "," | "&" | ":" | "-" | "‐" | "–" | "/") => {}
                _ => break,
            }
        }
        end
    }
}
