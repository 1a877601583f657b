//! Reads an index.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::error::IndexError;
use super::layout::{
    Block, Directory, ENTRY, KEY_SHIFT, LARGEST_BLOCK, MAGIC, MOST_POSTINGS, PAGE, PAGE_ENTRIES, PAGE_HEAD,
    TAIL,
};
use crate::model::{Identifier, Record, Reference, Scheme, Source};
use crate::normalize::journals::Authority;
use crate::resolve::keys::{self, Key, LEAST_WEIGHT};

/// Unpacked blocks that are kept: neighbours in a list often are neighbours in the index.
const KEPT_BLOCKS: usize = 32;
/// A record is given only if what speaks for it is at least this share of what speaks for the best.
const LEAST_SHARE: f32 = 0.3;

/// An index that is open.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    file: File,
    directory: Directory,
    kept: Mutex<Vec<(usize, Arc<Vec<u8>>)>>,
}

impl Index {
    /// Opens an index and checks its directory. Keys and records are checked when they are read.
    ///
    /// # Errors
    /// If there is none, it is damaged or of another version.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let unreadable = |source| IndexError::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let other = || IndexError::OtherVersion { path: path.to_owned() };
        let damaged = |what| IndexError::damaged(path, what);
        let mut magic = [0; 8];
        if length < (MAGIC.len() + TAIL) as u64 {
            return Err(other());
        }
        read_at(&file, &mut magic, 0).map_err(unreadable)?;
        if &magic != MAGIC {
            return Err(other());
        }
        let mut tail = [0; TAIL];
        read_at(&file, &mut tail, length - TAIL as u64).map_err(unreadable)?;
        if &tail[20..] != MAGIC {
            return Err(damaged("it is cut short"));
        }
        let number = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&tail[at..at + 8]);
            u64::from_le_bytes(bytes)
        };
        let (at, size) = (number(0), number(8));
        let end = at.checked_add(size).filter(|end| *end == length - TAIL as u64);
        let size =
            end.and_then(|_| usize::try_from(size).ok()).ok_or_else(|| damaged("its tail is wrong"))?;
        let mut bytes = vec![0; size];
        read_at(&file, &mut bytes, at).map_err(unreadable)?;
        if crc32fast::hash(&bytes).to_le_bytes() != tail[16..20] {
            return Err(damaged("its directory has another checksum"));
        }
        let directory: Directory =
            postcard::from_bytes(&bytes).map_err(|_| damaged("its directory is not one"))?;
        Ok(Self { path: path.to_owned(), file, directory, kept: Mutex::default() })
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.directory.records as usize
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Records that may be the work a reference points to, the likeliest first. The reference is normalised and its
    /// journal linked with the same authority the index was built with.
    ///
    /// # Errors
    /// If the index cannot be read or is damaged.
    pub fn candidates(
        &self,
        reference: &Reference,
        authority: &Authority,
        limit: usize,
    ) -> Result<Vec<Record>, IndexError> {
        self.found(&keys::of_reference(reference, authority), limit)
    }

    /// The records that bear an identifier: DOI, PMID, PMCID or arXiv.
    ///
    /// # Errors
    /// If the index cannot be read or is damaged.
    pub fn with_identifier(&self, scheme: Scheme, value: &str) -> Result<Vec<Record>, IndexError> {
        let identifier = Identifier { scheme, value: value.to_owned(), raw: String::new() };
        let mut reference = Reference::default();
        reference.identifiers.push(crate::model::Field::given(identifier));
        let mut found = self.found(&keys::identifiers(&reference), MOST_POSTINGS)?;
        found.retain(|record| {
            let identifiers = record.work.identifiers.iter().map(|field| &field.value);
            identifiers.into_iter().any(|id| id.scheme == scheme && id.value.eq_ignore_ascii_case(value))
        });
        Ok(found)
    }

    fn found(&self, keys: &[Key], limit: usize) -> Result<Vec<Record>, IndexError> {
        let mut votes: Vec<(u32, f32)> = Vec::new();
        let mut page = vec![0; PAGE];
        for key in keys {
            self.postings(key, &mut page, &mut votes)?;
        }
        votes.sort_unstable_by_key(|(record, _)| *record);
        votes.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 += next.1;
            }
            same
        });
        let best = votes.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
        votes.retain(|(_, weight)| *weight >= LEAST_WEIGHT.max(best * LEAST_SHARE));
        // Of records with equal weight the later: it may be a newer version of the other.
        votes.sort_unstable_by(|one, two| two.1.total_cmp(&one.1).then(two.0.cmp(&one.0)));
        let mut records: Vec<Record> = Vec::with_capacity(limit.min(votes.len()));
        let mut seen: Vec<(Source, String)> = Vec::new();
        for (number, _) in votes {
            if records.len() == limit {
                break;
            }
            let mut record = self.record(number)?;
            if let Some(own) = own_identifier(&record) {
                if seen.contains(&own) {
                    continue;
                }
                let mut newest = number;
                if let Some((version, newer)) = self.newer(&record, &own, number, &mut page)? {
                    (newest, record) = (version, newer);
                }
                if self.is_deleted(&own, newest) {
                    continue;
                }
                seen.push(own);
            }
            records.push(record);
        }
        Ok(records)
    }

    /// Whether a record was taken back after it was added.
    fn is_deleted(&self, own: &(Source, String), number: u32) -> bool {
        own.0 == Source::Pubmed && self.directory.deleted.get(&own.1).is_some_and(|&deleted| number < deleted)
    }

    /// The newest version of a record, if this one is not it. Its title, pages and so on may have changed, so that the
    /// keys that led to the old one do not lead to it.
    fn newer(
        &self,
        record: &Record,
        own: &(Source, String),
        number: u32,
        page: &mut [u8],
    ) -> Result<Option<(u32, Record)>, IndexError> {
        let mut versions = Vec::new();
        for key in keys::identifiers(&record.work) {
            self.postings(&key, page, &mut versions)?;
        }
        versions.retain(|(version, _)| *version > number);
        versions.sort_unstable_by_key(|(version, _)| std::cmp::Reverse(*version));
        versions.dedup_by_key(|(version, _)| *version);
        for (version, _) in versions {
            let newer = self.record(version)?;
            if own_identifier(&newer).as_ref() == Some(own) {
                return Ok(Some((version, newer)));
            }
        }
        Ok(None)
    }

    /// Adds the records that have a key.
    fn postings(&self, key: &Key, page: &mut [u8], votes: &mut Vec<(u32, f32)>) -> Result<(), IndexError> {
        let damaged = || IndexError::damaged(&self.path, "a page of keys has another checksum");
        let wanted = key.hash >> KEY_SHIFT;
        let firsts = &self.directory.first_keys;
        let start = firsts.partition_point(|first| *first < wanted).saturating_sub(1);
        for (at, _) in firsts.iter().enumerate().skip(start).take_while(|(_, first)| **first <= wanted) {
            self.read(page, self.directory.pages_at + (at * PAGE) as u64)?;
            if crc32fast::hash(&page[4..]).to_le_bytes() != page[..4] {
                return Err(damaged());
            }
            let entries = usize::from(u16::from_le_bytes([page[4], page[5]]));
            let body =
                page.get(PAGE_HEAD..PAGE_HEAD + entries.min(PAGE_ENTRIES) * ENTRY).ok_or_else(damaged)?;
            let key_of = |at: usize| {
                let entry = body.get(at * ENTRY..at * ENTRY + 5).unwrap_or_default();
                entry.iter().rev().fold(0, |key, byte| (key << 8) | u64::from(*byte))
            };
            let count = body.len() / ENTRY;
            let (mut low, mut high) = (0, count);
            while low < high {
                let middle = usize::midpoint(low, high);
                if key_of(middle) < wanted { low = middle + 1 } else { high = middle }
            }
            for entry in body.chunks_exact(ENTRY).skip(low) {
                let [k0, k1, k2, k3, k4, r0, r1, r2, r3] = *entry else { break };
                if u64::from_le_bytes([k0, k1, k2, k3, k4, 0, 0, 0]) != wanted {
                    break;
                }
                votes.push((u32::from_le_bytes([r0, r1, r2, r3]), key.weight));
            }
        }
        Ok(())
    }

    fn record(&self, number: u32) -> Result<Record, IndexError> {
        let damaged = || IndexError::damaged(&self.path, "a block of records does not unpack");
        let blocks = &self.directory.blocks;
        let at = blocks.partition_point(|block| block.first <= number).checked_sub(1).ok_or_else(damaged)?;
        let block = blocks.get(at).ok_or_else(damaged)?;
        let bytes = self.block(at, block)?;
        let mut rest = bytes.as_slice();
        for place in block.first..=number {
            let (length, after) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
            let (record, after) =
                after.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(damaged)?;
            if place == number {
                return postcard::from_bytes(record).map_err(|_| damaged());
            }
            rest = after;
        }
        Err(damaged())
    }

    fn block(&self, at: usize, block: &Block) -> Result<Arc<Vec<u8>>, IndexError> {
        if let Ok(mut kept) = self.kept.lock()
            && let Some(place) = kept.iter().position(|(number, _)| *number == at)
        {
            let found = kept.remove(place);
            let bytes = Arc::clone(&found.1);
            kept.push(found);
            return Ok(bytes);
        }
        let damaged = || IndexError::damaged(&self.path, "a block of records does not unpack");
        let (packed, unpacked) = (block.packed as usize, block.unpacked as usize);
        if packed > LARGEST_BLOCK || unpacked > LARGEST_BLOCK {
            return Err(damaged());
        }
        let mut bytes = vec![0; packed];
        self.read(&mut bytes, block.at)?;
        let bytes = zstd::bulk::decompress(&bytes, unpacked).map_err(|_| damaged())?;
        let bytes = Arc::new(bytes);
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() == KEPT_BLOCKS {
                kept.remove(0);
            }
            kept.push((at, Arc::clone(&bytes)));
        }
        Ok(bytes)
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> Result<(), IndexError> {
        read_at(&self.file, bytes, at).map_err(|source| match source.kind() {
            io::ErrorKind::UnexpectedEof => IndexError::damaged(&self.path, "it is cut short"),
            _ => IndexError::Read { path: self.path.clone(), source },
        })
    }
}

/// The source and the identifier a record is kept under there.
fn own_identifier(record: &Record) -> Option<(Source, String)> {
    let scheme = match record.source {
        Source::Pubmed => Scheme::Pmid,
        Source::Crossref | Source::Import => Scheme::Doi,
    };
    let identifiers = &record.work.identifiers;
    let own = identifiers.iter().find(|field| field.value.scheme == scheme)?;
    Some((record.source, own.value.value.clone()))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        at += read as u64;
    }
    Ok(())
}
