//! How an index lies on disk.
//!
//! In this order: a magic number; blocks of records, compressed, each with zstd's own checksum; pages of keys, sorted,
//! each with a CRC-32; the directory of both, with a CRC-32; and a tail of fixed length that says where the directory
//! is. Numbers are little-endian.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// First and last bytes of an index. The digit is the version: it changes with the layout, with the form of records
/// and with the keys.
pub(super) const MAGIC: &[u8; 8] = b"RFLMIDX2";
/// Bytes of a page of keys.
pub(super) const PAGE: usize = 4096;
/// A page begins with its checksum and the number of its entries.
pub(super) const PAGE_HEAD: usize = 6;
/// Five bytes of the key, four of the record's number.
pub(super) const ENTRY: usize = 9;
/// Entries in a page.
pub(super) const PAGE_ENTRIES: usize = (PAGE - PAGE_HEAD) / ENTRY;
/// Bits of a key that are kept: five bytes. Two keys in a billion that meet only cost a look at a record.
pub(super) const KEY_SHIFT: u32 = 24;
/// Records with one key that are kept; a key of more tells nothing and is left out.
pub(super) const MOST_POSTINGS: usize = 400;
/// Bytes of records in a block before it is compressed. A look-up unpacks a block for every record it gives.
pub(super) const BLOCK: usize = 16 << 10;
/// The largest block there may be: one record of this size, and far above any real one.
pub(super) const LARGEST_BLOCK: usize = 64 << 20;
/// Directory offset, directory length, its CRC-32, magic.
pub(super) const TAIL: usize = 8 + 8 + 4 + 8;

/// What is where.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Directory {
    /// Number of records.
    pub records: u32,
    /// Blocks in the order of their records.
    pub blocks: Vec<Block>,
    /// Where the pages begin.
    pub pages_at: u64,
    /// The first key of each page.
    pub first_keys: Vec<u64>,
    /// PMIDs that were taken back, with the number from which on a record of theirs would count again.
    pub deleted: BTreeMap<String, u32>,
}

/// A block of records.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Block {
    /// Where it begins.
    pub at: u64,
    /// Its length.
    pub packed: u32,
    /// Its length once unpacked.
    pub unpacked: u32,
    /// Number of its first record.
    pub first: u32,
}
