//! Writes an index.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::IndexError;
use super::layout::{
    BLOCK, Block, Directory, ENTRY, KEY_SHIFT, LARGEST_BLOCK, MAGIC, MOST_POSTINGS, PAGE, PAGE_ENTRIES,
    PAGE_HEAD,
};
use super::sorter::{Posting, Sorter};
use crate::model::Record;
use crate::normalize::journals::Authority;
use crate::resolve::keys;

const LEVEL: i32 = 6;

/// What came of building an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Records in it.
    pub records: u32,
    /// Keys that lead to them, each counted once for every record.
    pub postings: u64,
    /// Its size on disk.
    pub bytes: u64,
}

/// Builds an index of all `records` at `path`. What stood there before stays until the new one is whole.
///
/// Memory stays below 150 MB, and a few bytes for every record, however many there are; while it is built an index
/// needs about twice its final size on disk, in the folder of `path`.
///
/// # Errors
/// If it cannot be written. Nothing is left behind then.
pub fn build(
    records: impl Iterator<Item = Record>,
    authority: &Authority,
    path: &Path,
) -> Result<Built, IndexError> {
    let mut builder = Builder::new(path)?;
    for record in records {
        builder.add(&record, authority)?;
    }
    builder.finish()
}

/// Builds an index record by record.
#[derive(Debug)]
pub struct Builder {
    path: PathBuf,
    out: Out,
    directory: Directory,
    /// Records of the block that is being filled, with the length in front of each.
    block: Vec<u8>,
    sorter: Sorter,
}

/// The file, and how much of it is written.
#[derive(Debug)]
struct Out {
    file: BufWriter<NamedTempFile>,
    at: u64,
}

impl Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}

impl Builder {
    /// Begins an index that will be at `path`.
    ///
    /// # Errors
    /// If its folder cannot be written to.
    pub fn new(path: &Path) -> Result<Self, IndexError> {
        let folder = folder(path);
        let begin = || {
            let mut out = Out { file: BufWriter::new(NamedTempFile::new_in(folder)?), at: 0 };
            out.write(MAGIC)?;
            Ok(out)
        };
        Ok(Self {
            path: path.to_owned(),
            out: begin().map_err(IndexError::write(path))?,
            directory: Directory::default(),
            block: Vec::new(),
            sorter: Sorter::new(folder),
        })
    }

    /// Adds a record. Of records with one identifier the last one added counts: newer files come later.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, record: &Record, authority: &Authority) -> Result<(), IndexError> {
        let number = self.directory.records;
        let unfit = |what: String| IndexError::Record { path: self.path.clone(), what };
        let bytes = postcard::to_stdvec(record).map_err(|error| unfit(error.to_string()))?;
        let length = u32::try_from(bytes.len()).ok().filter(|&length| (length as usize) < LARGEST_BLOCK / 2);
        let length = length.ok_or_else(|| unfit("it is larger than 32 MB".to_owned()))?;
        self.directory.records =
            number.checked_add(1).ok_or_else(|| unfit("there are four billion already".to_owned()))?;
        if self.block.is_empty() {
            self.directory.blocks.push(Block { at: self.out.at, packed: 0, unpacked: 0, first: number });
        }
        self.block.extend_from_slice(&length.to_le_bytes());
        self.block.extend_from_slice(&bytes);
        let write = IndexError::write(&self.path);
        for key in keys::of_record(record, authority) {
            self.sorter.push((key.hash >> KEY_SHIFT, number)).map_err(&write)?;
        }
        if self.block.len() >= BLOCK { self.end_block().map_err(write) } else { Ok(()) }
    }

    /// Takes records of PubMed back that were added so far.
    pub fn delete(&mut self, pmids: Vec<String>) {
        let number = self.directory.records;
        self.directory.deleted.extend(pmids.into_iter().map(|pmid| (pmid, number)));
    }

    fn end_block(&mut self) -> io::Result<()> {
        let Some(block) = self.directory.blocks.last_mut().filter(|_| !self.block.is_empty()) else {
            return Ok(());
        };
        let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
        compressor.set_parameter(zstd::zstd_safe::CParameter::ChecksumFlag(true))?;
        let packed = compressor.compress(&self.block)?;
        let length = |length: usize| u32::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge);
        (block.packed, block.unpacked) = (length(packed.len())?, length(self.block.len())?);
        self.block.clear();
        self.out.write(&packed)
    }

    /// Writes the keys and the directory and puts the index in its place, in one step.
    ///
    /// # Errors
    /// If it cannot be written. Nothing is left behind then, and what stood in its place still stands.
    pub fn finish(mut self) -> Result<Built, IndexError> {
        let write = IndexError::write(&self.path);
        self.end_block().map_err(&write)?;
        let Self { path, mut out, mut directory, sorter, .. } = self;
        let postings = write_pages(&mut out, &mut directory, sorter).map_err(&write)?;
        let bytes = write_tail(&mut out, &directory).map_err(&write)?;
        put_in_place(out, &path).map_err(&write)?;
        Ok(Built { records: directory.records, postings, bytes })
    }
}

fn write_pages(out: &mut Out, directory: &mut Directory, sorter: Sorter) -> io::Result<u64> {
    directory.pages_at = out.at;
    let mut pages = Pages {
        out,
        first_keys: &mut directory.first_keys,
        page: Vec::with_capacity(PAGE_ENTRIES),
        written: 0,
    };
    let mut same: Vec<Posting> = Vec::with_capacity(MOST_POSTINGS + 1);
    sorter.drain(|posting| {
        if same.first().is_some_and(|(key, _)| *key != posting.0) {
            pages.add(&same)?;
            same.clear();
        }
        // One more than allowed marks a key that tells nothing.
        if same.len() <= MOST_POSTINGS {
            same.push(posting);
        }
        Ok(())
    })?;
    pages.add(&same)?;
    pages.end()?;
    Ok(pages.written)
}

struct Pages<'a> {
    out: &'a mut Out,
    first_keys: &'a mut Vec<u64>,
    page: Vec<Posting>,
    written: u64,
}

impl Pages<'_> {
    fn add(&mut self, same: &[Posting]) -> io::Result<()> {
        if same.len() > MOST_POSTINGS {
            return Ok(());
        }
        for posting in same {
            if self.page.len() == PAGE_ENTRIES {
                self.end()?;
            }
            self.page.push(*posting);
            self.written += 1;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let Some((first, _)) = self.page.first() else { return Ok(()) };
        self.first_keys.push(*first);
        let mut bytes = vec![0; PAGE];
        let entries = u16::try_from(self.page.len()).map_err(io::Error::other)?;
        bytes[4..PAGE_HEAD].copy_from_slice(&entries.to_le_bytes());
        for (entry, (key, record)) in bytes[PAGE_HEAD..].chunks_exact_mut(ENTRY).zip(&self.page) {
            entry[..5].copy_from_slice(&key.to_le_bytes()[..5]);
            entry[5..].copy_from_slice(&record.to_le_bytes());
        }
        let sum = crc32fast::hash(&bytes[4..]);
        bytes[..4].copy_from_slice(&sum.to_le_bytes());
        self.page.clear();
        self.out.write(&bytes)
    }
}

fn write_tail(out: &mut Out, directory: &Directory) -> io::Result<u64> {
    let bytes = postcard::to_stdvec(directory).map_err(io::Error::other)?;
    let at = out.at;
    out.write(&bytes)?;
    out.write(&at.to_le_bytes())?;
    out.write(&(bytes.len() as u64).to_le_bytes())?;
    out.write(&crc32fast::hash(&bytes).to_le_bytes())?;
    out.write(MAGIC)?;
    Ok(out.at)
}

fn put_in_place(out: Out, path: &Path) -> io::Result<()> {
    let file = out.file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // So that the name is on disk too; where folders cannot be opened the system sees to it.
    if let Ok(folder) = std::fs::File::open(folder(path)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The folder a path is in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
