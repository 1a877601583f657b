//! Which mentions are worth comparing: those that share one of several cheap keys.
//!
//! A key that thousands share (`Editorial`) gives no more comparisons than one that few share: in a large block each
//! mention is compared with its neighbours in the order of their titles only. The work grows with the mentions, not with
//! their pairs.

use rayon::prelude::*;

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

/// Gives what `compare` makes of the pairs of each block, sorted and each once. Blocks are looked at on several threads; a
/// pair may be in more than one.
pub(super) fn each_block<T: Ord + Send>(
    store: &Store,
    mentions: u32,
    group: impl Fn(u32) -> u32 + Sync,
    compare: impl Fn(&Block) -> Vec<T> + Sync,
) -> Vec<T> {
    let telling: Vec<bool> = (0..store.words()).map(|number| is_telling(store.word(number))).collect();
    let words = Words { counts: store.counts(), telling };
    let mut found = Vec::new();
    for key in KEYS {
        let of = |outline: &mut Outline, mention| {
            let is_there = store.outline(mention, outline);
            key.of(&words, outline).filter(|_| is_there).map(|key| (key, mention))
        };
        let mut keyed: Vec<(u64, u32)> =
            (0..mentions).into_par_iter().map_init(Outline::default, of).flatten_iter().collect();
        keyed.par_sort_unstable();
        let blocks = keyed.par_chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1);
        let compared = blocks.filter_map(|block| Block::of(block, store, &group));
        found.par_extend(compared.flat_map_iter(|block| compare(&block)));
        // After each key, so that what is told of a pair is not held seven times.
        found.par_sort_unstable();
        found.dedup();
    }
    found
}

/// Mentions that share a key, as many as stand for their groups.
pub(super) struct Block {
    members: Vec<Member>,
    reach: usize,
}

impl Block {
    /// None where all are of one group.
    fn of(keyed: &[(u64, u32)], store: &Store, group: &impl Fn(u32) -> u32) -> Option<Self> {
        let mut all: Vec<(u32, u32)> = keyed.iter().map(|(_, m)| (group(*m), *m)).collect();
        all.sort_unstable();
        if all.first().map(|(group, _)| group) == all.last().map(|(group, _)| group) {
            return None;
        }
        let mut members: Vec<Member> = Vec::new();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            for &(group, mention) in same.iter().take(OF_ONE_GROUP) {
                let mut outline = Outline::default();
                store.outline(mention, &mut outline);
                members.push(Member { group, mention, outline });
            }
        }
        let reach = if members.len() <= WHOLE {
            WHOLE
        } else {
            members.sort_by(|a, b| a.order().cmp(&b.order()));
            NEIGHBOURS
        };
        Some(Self { members, reach })
    }

    /// The mention in a place.
    pub fn mention(&self, at: usize) -> Option<u32> {
        self.members.get(at).map(|member| member.mention)
    }

    /// Places of pairs that may be of one work, of two groups, the earlier mention first. In the order of the one that
    /// stands first in the block.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = |at: usize| (at + 1..self.members.len()).take(self.reach).map(move |other| (at, other));
        (0..self.members.len()).flat_map(pairs).filter_map(|(at, other)| {
            let (one, two) = (self.members.get(at)?, self.members.get(other)?);
            let is_worth_it = one.group != two.group && may_be_one(&one.outline, &two.outline);
            is_worth_it.then_some(if one.mention < two.mention { (at, other) } else { (other, at) })
        })
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
fn may_be_one(a: &Outline, b: &Outline) -> bool {
    if a.volume != 0 && a.volume == b.volume && a.page != 0 && a.page == b.page {
        return true;
    }
    let (short, long) =
        if a.title.len() <= b.title.len() { (&a.title, &b.title) } else { (&b.title, &a.title) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    !short.is_empty() && 2 * shared >= short.len()
}
