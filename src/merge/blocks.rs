//! Which mentions are worth comparing: those that share one of several cheap keys.
//!
//! A key that thousands share (`Editorial`) gives no more comparisons than one that few share: in a large block each
//! mention is compared with its neighbours in the order of their titles only. The work grows with the mentions, not with
//! their pairs.

use super::store::{Outline, Store};
use crate::normalize::likeness::words::is_telling;

/// Mentions that are all compared with each other.
const WHOLE: usize = 12;
/// Neighbours that each is compared with in larger blocks.
const NEIGHBOURS: usize = 6;
/// Mentions of one group that stand for it in a block.
const OF_ONE_GROUP: usize = 2;

/// A way to make keys. Each catches what the others miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// The first telling words of the title: subtitles left out, titles cut.
    Opening,
    /// The last ones: beginnings misspelt or left out.
    Ending,
    /// The rarest words that any other title has: words in another order, or some left out.
    Rarest,
    /// First author and year, rounded down and up: titles misspelt throughout, a year off.
    AuthorEven,
    AuthorOdd,
    /// Volume, page and year: no title, translated titles, containers under any name.
    Place,
    /// Container, volume and page: a year misprinted.
    ContainerPlace,
}

const KEYS: [Key; 7] = [
    Key::Opening,
    Key::Ending,
    Key::Rarest,
    Key::AuthorEven,
    Key::AuthorOdd,
    Key::Place,
    Key::ContainerPlace,
];

/// Words in a key made of words.
const WORDS: usize = 3;

/// Calls `compare` with pairs of mentions of two groups, the earlier first. A pair may come more than once.
pub(super) fn each_pair(
    store: &Store,
    mentions: u32,
    group: impl Fn(u32) -> u32,
    mut compare: impl FnMut(u32, u32, &Outline, &Outline),
) {
    let telling: Vec<bool> = (0..store.words()).map(|number| is_telling(store.word(number))).collect();
    let words = Words { counts: store.counts(), telling };
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    let mut outline = Outline::default();
    for key in KEYS {
        keyed.clear();
        for mention in 0..mentions {
            if store.outline(mention, &mut outline) {
                keyed.extend(key.of(&words, &outline).map(|key| (key, mention)));
            }
        }
        keyed.sort_unstable();
        for block in keyed.chunk_by_mut(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
            let mut members: Vec<(u32, u32)> = block.iter().map(|(_, m)| (group(*m), *m)).collect();
            members.sort_unstable();
            let mut kept: Vec<Member> = Vec::new();
            for same in members.chunk_by(|a, b| a.0 == b.0) {
                for &(group, mention) in same.iter().take(OF_ONE_GROUP) {
                    let mut outline = Outline::default();
                    store.outline(mention, &mut outline);
                    kept.push(Member { group, mention, outline });
                }
            }
            if kept.len() < 2 || kept.first().map(|m| m.group) == kept.last().map(|m| m.group) {
                continue;
            }
            let reach = if kept.len() <= WHOLE {
                WHOLE
            } else {
                kept.sort_by(|a, b| a.order().cmp(&b.order()));
                NEIGHBOURS
            };
            for (at, one) in kept.iter().enumerate() {
                for two in kept.iter().skip(at + 1).take(reach).filter(|two| two.group != one.group) {
                    let (a, b) = if one.mention < two.mention { (one, two) } else { (two, one) };
                    compare(a.mention, b.mention, &a.outline, &b.outline);
                }
            }
        }
    }
}

/// What is known of words by number.
struct Words {
    counts: Vec<u32>,
    telling: Vec<bool>,
}

struct Member {
    group: u32,
    mention: u32,
    outline: Outline,
}

impl Member {
    fn order(&self) -> (&[u32], u32, i16, u32) {
        (&self.outline.title, self.outline.container, self.outline.year, self.mention)
    }
}

impl Key {
    fn of(self, words: &Words, outline: &Outline) -> Option<u64> {
        let tells = |number: &u32| words.telling.get(*number as usize).copied().unwrap_or_default();
        let count = |number: u32| words.counts.get(number as usize).copied().unwrap_or_default();
        let year = i64::from(outline.year);
        let known = |number: u32| (number != 0).then(|| u64::from(number));
        let words = match self {
            Self::Opening => outline.title.iter().copied().filter(tells).take(WORDS).collect::<Vec<u32>>(),
            Self::Ending => outline.title.iter().rev().copied().filter(tells).take(WORDS).collect(),
            Self::Rarest => {
                // A word that nobody else has joins nobody.
                let shared = |number: &u32| tells(number) && count(*number) > 1;
                let mut words: Vec<u32> = outline.title.iter().copied().filter(shared).collect();
                words.sort_unstable_by_key(|number| (count(*number), *number));
                words.dedup();
                words.truncate(WORDS);
                words
            }
            Self::AuthorEven | Self::AuthorOdd => {
                let year = if self == Self::AuthorEven { year } else { year + 1 }.div_euclid(2);
                let family = known(outline.family).filter(|_| outline.year != 0)?;
                return Some(mix(&[self as u64, family, year.unsigned_abs()]));
            }
            Self::Place => {
                let (volume, page) = known(outline.volume).zip(known(outline.page))?;
                return Some(mix(&[self as u64, volume, page, year.unsigned_abs()]));
            }
            Self::ContainerPlace => {
                let (container, page) = known(outline.container).zip(known(outline.page))?;
                return Some(mix(&[self as u64, container, page, u64::from(outline.volume)]));
            }
        };
        // One or two words are a key together with who wrote them.
        let few = match words.len() {
            0 => return None,
            1 => u64::from(outline.family),
            _ => 0,
        };
        let numbers: Vec<u64> =
            [self as u64, few].into_iter().chain(words.iter().map(|word| u64::from(*word))).collect();
        Some(mix(&numbers))
    }
}

/// One number of several; chance collisions cost a comparison.
fn mix(numbers: &[u64]) -> u64 {
    numbers.iter().fold(0xcbf2_9ce4_8422_2325, |hash, number| {
        let hash = (hash ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ hash >> 29
    })
}

/// Whether two outlines may be of one work: half the words of the shorter title stand in the longer, or both stand at
/// one place. All that a comparison could join or doubt passes.
pub(super) fn may_be_one(a: &Outline, b: &Outline) -> bool {
    if a.volume != 0 && a.volume == b.volume && a.page != 0 && a.page == b.page {
        return true;
    }
    let (short, long) =
        if a.title.len() <= b.title.len() { (&a.title, &b.title) } else { (&b.title, &a.title) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    !short.is_empty() && 2 * shared >= short.len()
}
