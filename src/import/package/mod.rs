//! Files that are ZIP archives (PKWARE's APPNOTE 6.3): their parts are unpacked in memory and within bounds, and no name
//! in them is ever used as a path.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

/// Something that can be read from any place.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Parts an archive may have.
const PARTS: usize = 20_000;

/// Bytes that may be unpacked however small the packed part is.
const UNSUSPICIOUS: u64 = 64 << 20;

/// How many times its packed size a part may take. What people write packs thirtyfold at most, a bomb a thousandfold.
const RATIO: u64 = 200;

/// Bytes of a part that is read as a stream.
const STREAM: u64 = 16 << 30;

/// Why an archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum PackageError {
    #[error("it is no ZIP archive, or a damaged one ({0})")]
    Damaged(String),
    #[error("it has {0} parts, more than any document has")]
    TooMany(usize),
    #[error("its part {0:?} is packed in a way that is not read")]
    Method(String),
    #[error("its part {0:?} is encrypted; save the document without a password")]
    Encrypted(String),
    #[error("its part {part:?} would take more than {limit} bytes")]
    TooLarge { part: String, limit: u64 },
}

/// An archive.
pub(super) struct Package {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    parts: Vec<Part>,
    /// Bytes of the archive.
    pub(super) size: u64,
}

/// A file in an archive.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    start: u64,
    packed: u64,
    unpacked: u64,
    packing: Packing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Stored,
    Deflated,
    Encrypted,
    Other,
}

impl Package {
    /// Reads the list of parts. Nothing is unpacked yet.
    pub(super) fn open(mut file: Box<dyn ReadSeek>) -> Result<Self, PackageError> {
        let damaged = |e: &dyn std::fmt::Display| PackageError::Damaged(e.to_string());
        let size = file.seek(SeekFrom::End(0)).map_err(|e| damaged(&e))?;
        file.seek(SeekFrom::Start(0)).map_err(|e| damaged(&e))?;
        let mut archive = ZipArchive::new(file).map_err(|e| damaged(&e))?;
        if archive.len() > PARTS {
            return Err(PackageError::TooMany(archive.len()));
        }
        let mut parts = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|e| damaged(&e))?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let packing = match entry.compression() {
                _ if entry.encrypted() => Packing::Encrypted,
                CompressionMethod::Stored => Packing::Stored,
                CompressionMethod::Deflated => Packing::Deflated,
                _ => Packing::Other,
            };
            let start = entry.data_start().ok_or_else(|| PackageError::Damaged(name.clone()))?;
            let (packed, unpacked) = (entry.compressed_size(), entry.size());
            parts.push(Part { name, start, packed, unpacked, packing });
        }
        Ok(Self { file: Arc::new(Mutex::new(archive.into_inner())), parts, size })
    }

    /// The parts in their order.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// A part by its name, whatever its case.
    pub(super) fn part(&self, name: &str) -> Option<Part> {
        self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(name)).cloned()
    }

    /// Unpacks a part as it is read. It ends in an error where it turns out larger than it may be.
    pub(super) fn stream(&self, part: &Part) -> Result<BufReader<Box<dyn Read + Send>>, PackageError> {
        self.bounded(part, STREAM)
    }

    fn bounded(&self, part: &Part, limit: u64) -> Result<BufReader<Box<dyn Read + Send>>, PackageError> {
        let raw = Slice { file: Arc::clone(&self.file), at: part.start, left: part.packed };
        let unpacked: Box<dyn Read + Send> = match part.packing {
            Packing::Stored => Box::new(raw),
            Packing::Deflated => Box::new(DeflateDecoder::new(raw)),
            Packing::Encrypted => return Err(PackageError::Encrypted(part.name.clone())),
            Packing::Other => return Err(PackageError::Method(part.name.clone())),
        };
        let limit = limit.min(UNSUSPICIOUS.max(part.packed.saturating_mul(RATIO)));
        Ok(BufReader::with_capacity(64 << 10, Box::new(Bounded { inner: unpacked, left: limit })))
    }

    /// Unpacks a part whole, if it is no larger than so many bytes, in fact as by its own account.
    pub(super) fn read(&self, part: &Part, limit: u64) -> Result<Vec<u8>, PackageError> {
        let too_large = || PackageError::TooLarge { part: part.name.clone(), limit };
        if part.unpacked > limit {
            return Err(too_large());
        }
        let mut out = Vec::new();
        match self.bounded(part, limit.saturating_add(1))?.take(limit.saturating_add(1)).read_to_end(&mut out)
        {
            Ok(_) if out.len() as u64 > limit => Err(too_large()),
            Ok(_) => Ok(out),
            Err(e) if e.kind() == io::ErrorKind::FileTooLarge => Err(too_large()),
            Err(e) => Err(PackageError::Damaged(e.to_string())),
        }
    }
}

/// A stretch of a file that others read as well.
struct Slice {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    at: u64,
    left: u64,
}

impl Read for Slice {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let Some(out) = out.get_mut(..most).filter(|out| !out.is_empty()) else { return Ok(0) };
        let mut file = self.file.lock().map_err(|_| io::Error::other("reading failed before"))?;
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(out)?;
        self.at += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Gives no more than so many bytes.
struct Bounded {
    inner: Box<dyn Read + Send>,
    left: u64,
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        let too_large = || {
            io::Error::new(
                io::ErrorKind::FileTooLarge,
                "a part of this archive unpacks to far more than documents do; it was not read on",
            )
        };
        self.left = self.left.checked_sub(read as u64).ok_or_else(too_large)?;
        Ok(read)
    }
}
