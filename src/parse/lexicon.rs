//! What single words mostly are, and what journals are called: a few hundred kilobytes of hashes inside the model.
//!
//! Which words stand for what was counted in reference lists; the names of journals come from the authority. The tagger
//! sees both as features, so that a surname or a journal it met too rarely to learn it by heart still says something.

use super::cues;
use super::displace;
use super::hash::mix;

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
pub fn counts(cue: u8) -> bool {
    !matches!(cue, cues::SMALL | cues::AND)
}

impl Lexicon<'_> {
    fn find(&self, name: u32) -> u8 {
        match self.slots.get(displace::place(name, self.seeds, self.slots.len()) as usize) {
            Some([low, high, what]) if [*low, *high] == displace::print(name) => *what,
            _ => 0,
        }
    }

    /// The class of a word as a number, 0 for none.
    pub fn class(&self, hash: u32) -> u8 {
        self.find(word_name(hash))
    }

    /// For each word how it stands in the name of a journal: 0 outside, 1 the name is this one word, 2 at the beginning of
    /// a longer one, 3 further on. Names begin behind a mark with a capital and end before a mark or a number.
    pub fn journals(&self, words: &[Word]) -> Vec<u8> {
        let mut out = vec![0; words.len()];
        let mut at = 0;
        while at < words.len() {
            let behind = at.checked_sub(1).and_then(|b| words.get(b));
            let opens = words[at].opens && behind.is_none_or(|b| b.role != Part::Word || b.is_in);
            let end = if opens { self.longest(words, at) } else { at };
            for (i, slot) in out[at..end].iter_mut().enumerate() {
                *slot = if end - at == 1 { 1 } else { 2 + u8::from(i > 0) };
            }
            at = end.max(at + 1);
        }
        out
    }

    /// Where the longest name of a journal that begins at `start` ends; `start` if there is none.
    fn longest(&self, words: &[Word], start: usize) -> usize {
        let (mut name, mut count, mut end) = (None, 0, start);
        for (i, word) in words.iter().enumerate().skip(start) {
            match word.role {
                Part::Word => {
                    count += 1;
                    if count > LONGEST {
                        break;
                    }
                    if word.counts {
                        name = Some(longer(name, word.hash));
                    }
                    let stops = words.get(i + 1).is_none_or(|next| next.role != Part::Word);
                    if stops && name.is_some_and(|name| self.find(name) != 0) {
                        end = i + 1;
                    }
                }
                Part::Between => {}
                Part::End => break,
            }
        }
        end
    }
}

/// A token as the search for journals sees it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its hash.
    pub hash: u32,
    /// What it can be in a name.
    pub role: Part,
    /// A name may begin with it: it has a capital, and is neither an initial nor mostly a person's name.
    pub opens: bool,
    /// See [`counts`].
    pub counts: bool,
    /// `In`, behind which a name may begin.
    pub is_in: bool,
}

/// What a token can be in the name of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of its words.
    Word,
    /// A mark that may stand between two of them.
    Between,
    /// Something that ends it.
    End,
}
