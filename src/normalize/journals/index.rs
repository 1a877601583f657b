//! Sorted tables from the hash of a text to the journals it may stand for.

use super::error::AuthorityError;

/// What a text is to a journal, as bits.
pub mod part {
    /// A MEDLINE or ISO abbreviation.
    pub const ABBREVIATION: u8 = 1;
    /// The full title.
    pub const TITLE: u8 = 2;
    /// A shorter form of title or abbreviation.
    pub const SHORT: u8 = 4;
    /// A form only other lists give.
    pub const OTHER: u8 = 8;
}

/// The hash of a text: FNV-1a folded to 32 bits. Fixed for ever, because it is compiled in.
pub fn hash(text: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let folded = hash ^ (hash >> 32);
    u32::try_from(folded & 0xffff_ffff).unwrap_or_default()
}

/// An entry: the hash of a text, the journal, and what the text is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Hash of the text.
    pub hash: u32,
    /// Index of the journal, below 2^24.
    pub record: u32,
    /// Bits of [`part`].
    pub parts: u8,
}

/// A table of entries ordered by hash.
#[derive(Debug, Default)]
pub struct Table {
    hashes: Vec<u32>,
    /// Record and parts in one word.
    values: Vec<u32>,
}

const PLANES: usize = 8;

impl Table {
    /// The journals a text of this hash may stand for, with what it would be to them.
    pub fn get(&self, hash: u32) -> impl Iterator<Item = (u32, u8)> {
        let start = self.hashes.partition_point(|&other| other < hash);
        let length = self.hashes.iter().skip(start).take_while(|&&other| other == hash).count();
        let values = self.values.get(start..start + length).unwrap_or_default();
        values.iter().map(|value| (value >> 8, value.to_le_bytes()[0]))
    }

    /// The journals of all entries.
    pub fn records(&self) -> impl Iterator<Item = u32> {
        self.values.iter().map(|value| value >> 8)
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, AuthorityError> {
        let count = bytes.len() / PLANES;
        if bytes.len() != count * PLANES {
            return Err(AuthorityError::Compiled("an index is cut short"));
        }
        let mut hash = 0_u32;
        let mut hashes = words(bytes, 0, count);
        for step in &mut hashes {
            hash = hash.checked_add(*step).ok_or(AuthorityError::Compiled("an index is out of order"))?;
            *step = hash;
        }
        Ok(Self { hashes, values: words(bytes, 4, count) })
    }
}

/// Puts the words of four planes together again.
fn words(bytes: &[u8], first_plane: usize, count: usize) -> Vec<u32> {
    let plane = |at: usize| {
        let start = (first_plane + at) * count;
        bytes.get(start..start + count).unwrap_or_default().iter()
    };
    let pairs = plane(0).zip(plane(1)).zip(plane(2).zip(plane(3)));
    pairs.map(|((&a, &b), (&c, &d))| u32::from_le_bytes([a, b, c, d])).collect()
}

/// Lays out entries for [`Table::decode`]: steps between hashes and values, byte by byte in planes, because each plane
/// compresses far better than their mixture.
pub fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = vec![0; entries.len() * PLANES];
    let mut last = 0;
    for (at, entry) in entries.iter().enumerate() {
        let step = (entry.hash - last).to_le_bytes();
        let value = (entry.record << 8 | u32::from(entry.parts)).to_le_bytes();
        last = entry.hash;
        for (plane, byte) in step.into_iter().chain(value).enumerate() {
            bytes[plane * entries.len() + at] = byte;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in() {
        let entries = [
            Entry { hash: 3, record: 70_000, parts: part::TITLE },
            Entry { hash: 9, record: 1, parts: part::ABBREVIATION },
            Entry { hash: 9, record: 2, parts: part::SHORT | part::OTHER },
            Entry { hash: u32::MAX, record: 5, parts: part::TITLE },
        ];
        let table = Table::decode(&encode(&entries)).unwrap();
        assert_eq!(table.get(3).collect::<Vec<_>>(), [(70_000, part::TITLE)]);
        assert_eq!(table.get(9).count(), 2);
        assert_eq!(table.get(u32::MAX).count(), 1);
        assert_eq!(table.get(4).count(), 0);
    }

    #[test]
    fn refuses_what_it_did_not_write() {
        assert!(Table::decode(&[1; 7]).is_err());
        assert!(Table::decode(&[255; 16]).is_err());
        assert_eq!(Table::decode(&[]).unwrap().get(0).count(), 0);
    }
}
