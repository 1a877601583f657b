//! The table of weights: which features the tagger knows, and what each of them says for every tag.
//!
//! Half of the features of a token are not in the table, and which half is as good as random. A look-up that branches on
//! what it finds would therefore be mispredicted every other time, and each time wait for memory first. So look-ups do
//! not branch: a perfect hash gives every known name a slot of its own, sixteen bits of the name tell in which slots
//! there is something to be had, and only then, in a second sweep, are weights read and added. Memory is asked for many
//! slots at once that way.

use std::borrow::Cow;
use std::ops::Range;

use super::features::PER_TOKEN;
use super::tag::Tag;

const N: usize = Tag::COUNT;

/// Names that share a seed: so many on average.
pub const PER_SEED: u32 = 4;

/// Where the seed of a name is looked up, among so many seeds.
pub fn seed_place(name: u32, seeds: u32) -> usize {
    ((u64::from(name.wrapping_mul(0x9e37_79b1)) * u64::from(seeds)) >> 32) as usize
}

/// The slot of a name under its seed, among so many slots.
pub fn slot_place(name: u32, seed: u16, slots: u32) -> usize {
    let mut hash = (name ^ u32::from(seed).wrapping_mul(0x85eb_ca6b)).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x27d4_eb2f);
    ((u64::from(hash) * u64::from(slots)) >> 32) as usize
}

/// The bits of a name by which its slot knows it.
pub fn print(name: u32) -> u16 {
    (name >> 16) as u16 ^ name as u16
}

/// The table, as it lies in a model file: seeds, then prints, then weights.
///
/// The weights stay where they lie, in the program itself: only the parts that references ask for are ever read into
/// memory, and nothing has to be unpacked before the first one.
#[derive(Debug)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    seeds: Range<usize>,
    prints: Range<usize>,
    rows: Range<usize>,
}

/// A table at work: the same parts, cut into their pieces.
pub struct Open<'a> {
    seeds: &'a [[u8; 2]],
    prints: &'a [[u8; 2]],
    rows: &'a [[u8; N]],
}

impl Table {
    /// A table that knows nothing.
    pub fn none() -> Self {
        Self { bytes: Cow::Borrowed(&[]), seeds: 0..0, prints: 0..0, rows: 0..0 }
    }

    /// The table of so many seeds and slots that begins at `at`; `None` where the file is too short.
    pub fn at(file: Cow<'static, [u8]>, at: usize, seeds: usize, slots: usize) -> Option<Self> {
        let prints = at.checked_add(seeds.checked_mul(2)?)?;
        let rows = prints.checked_add(slots.checked_mul(2)?)?;
        let end = rows.checked_add(slots.checked_mul(N)?)?;
        (end <= file.len()).then_some(Self { bytes: file, seeds: at..prints, prints: prints..rows, rows: rows..end })
    }

    /// The table, ready for look-ups.
    pub fn open(&self) -> Open<'_> {
        let part = |range: &Range<usize>| self.bytes.get(range.clone()).unwrap_or_default();
        Open {
            seeds: part(&self.seeds).as_chunks().0,
            prints: part(&self.prints).as_chunks().0,
            rows: part(&self.rows).as_chunks().0,
        }
    }
}

impl Open<'_> {
    /// True when it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The weights of all these features together, for every tag.
    pub fn sum(&self, names: &[u32; PER_TOKEN]) -> [i16; N] {
        let mut found = [0_u32; PER_TOKEN.next_power_of_two()];
        let mut count = 0;
        let (seeds, slots) = (self.seeds.len() as u32, self.prints.len() as u32);
        for &name in names {
            let seed = self.seeds.get(seed_place(name, seeds)).copied().unwrap_or_default();
            let slot = slot_place(name, u16::from_le_bytes(seed), slots);
            let known = self.prints.get(slot).is_some_and(|p| u16::from_le_bytes(*p) == print(name));
            found[count % found.len()] = slot as u32;
            count += usize::from(known);
        }
        let mut sum = [0_i16; N];
        for row in found.iter().take(count).filter_map(|&slot| self.rows.get(slot as usize)) {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += i16::from(weight.cast_signed());
            }
        }
        sum
    }
}
