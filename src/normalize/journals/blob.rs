//! The compiled form: a magic number, a JSON header, then compressed sections, each decoded when first asked for.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::error::AuthorityError;
use crate::model::hex_sha256;

const MAGIC: &[u8; 8] = b"RFLMJRN1";
/// The most a section may unpack to; the largest real one is far below a megabyte.
const LARGEST_SECTION: u32 = 64 << 20;
/// The most all sections together may unpack to.
const LARGEST_TOTAL: u64 = 256 << 20;
const LONGEST_HEADER: usize = 1 << 20;
const MOST_RECORDS: u32 = 1 << 24;

/// What the header says about the copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Day of the NLM list this was built from, as given to the builder; `unknown` if nobody knew.
    pub copy_date: String,
    /// Serials with an NLM identifier.
    pub nlm_journals: u32,
    /// Serials from other lists only.
    pub other_journals: u32,
    /// Words with a known abbreviation.
    pub words: u32,
    /// The lists this was built from.
    pub sources: Vec<SourceFile>,
}

/// A list the authority was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// What it is.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    edition: Edition,
    block_records: u32,
    /// SHA-256 of all that follows the header.
    sha256: String,
    sections: Vec<Extent>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Extent {
    packed: u32,
    unpacked: u32,
}

/// The sections before the blocks of records.
#[derive(Clone, Copy, Debug)]
pub enum Section {
    /// Space-less normal forms and the journals that have them.
    Keys,
    /// Initials of titles and the journals that have them.
    Initials,
    /// ISSNs by journal.
    Issns,
    /// Words and their abbreviations.
    Words,
}

const FIRST_BLOCK: usize = 4;

/// A compiled authority whose extents have been checked against its length.
#[derive(Debug)]
pub struct Blob {
    bytes: Cow<'static, [u8]>,
    edition: Edition,
    block_records: u32,
    sections: Vec<(Range<usize>, u32)>,
    sha256: String,
}

impl Blob {
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self, AuthorityError> {
        let (header, start) = read_header(&bytes)?;
        if header.block_records == 0 {
            return Err(AuthorityError::Compiled("its blocks hold no journals"));
        }
        let mut sections = Vec::with_capacity(header.sections.len());
        let mut at = start;
        let mut total = 0;
        for extent in &header.sections {
            total += u64::from(extent.unpacked);
            if extent.unpacked > LARGEST_SECTION || total > LARGEST_TOTAL {
                return Err(AuthorityError::Compiled("it unpacks to more than any real list"));
            }
            let end = at + extent.packed as usize;
            sections.push((at..end, extent.unpacked));
            at = end;
        }
        let records = u64::from(header.edition.nlm_journals) + u64::from(header.edition.other_journals);
        let blocks = records.div_ceil(u64::from(header.block_records));
        if records > u64::from(MOST_RECORDS) || sections.len() as u64 != FIRST_BLOCK as u64 + blocks {
            return Err(AuthorityError::Compiled("its parts do not add up"));
        }
        if at != bytes.len() {
            return Err(AuthorityError::Compiled("it is cut short or has been added to"));
        }
        let Header { edition, block_records, sha256, .. } = header;
        Ok(Self { bytes, edition, block_records, sections, sha256 })
    }

    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    pub fn records(&self) -> u32 {
        self.edition.nlm_journals + self.edition.other_journals
    }

    pub fn blocks(&self) -> usize {
        self.sections.len() - FIRST_BLOCK
    }

    /// The block a record is in, and its place there.
    pub fn place(&self, record: u32) -> (usize, usize) {
        ((record / self.block_records) as usize, (record % self.block_records) as usize)
    }

    /// Checks the payload against the header's checksum.
    pub fn check(&self) -> Result<(), AuthorityError> {
        let start = self.sections.first().map_or(self.bytes.len(), |(range, _)| range.start);
        let payload = self.bytes.get(start..).unwrap_or_default();
        if hex_sha256(payload) == self.sha256 {
            Ok(())
        } else {
            Err(AuthorityError::Compiled("its checksum is wrong"))
        }
    }

    pub fn section(&self, section: Section) -> Result<Vec<u8>, AuthorityError> {
        self.unpack(section as usize)
    }

    pub fn block(&self, block: usize) -> Result<Vec<u8>, AuthorityError> {
        self.unpack(FIRST_BLOCK + block)
    }

    fn unpack(&self, index: usize) -> Result<Vec<u8>, AuthorityError> {
        let damaged = AuthorityError::Compiled("a section does not unpack");
        let Some((range, unpacked)) = self.sections.get(index) else { return Err(damaged) };
        let Some(packed) = self.bytes.get(range.clone()) else { return Err(damaged) };
        match zstd::bulk::decompress(packed, *unpacked as usize) {
            Ok(bytes) if bytes.len() == *unpacked as usize => Ok(bytes),
            _ => Err(damaged),
        }
    }
}

fn read_header(bytes: &[u8]) -> Result<(Header, usize), AuthorityError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(AuthorityError::Compiled("it is of another version; build it again"));
    };
    let header = rest.split_first_chunk::<4>().and_then(|(length, rest)| {
        let length = u32::from_le_bytes(*length) as usize;
        if length > LONGEST_HEADER { None } else { rest.get(..length) }
    });
    let header = header.ok_or(AuthorityError::Compiled("its header is cut short"))?;
    let start = MAGIC.len() + 4 + header.len();
    let header =
        serde_json::from_slice(header).map_err(|_| AuthorityError::Compiled("its header is damaged"))?;
    Ok((header, start))
}

/// Whether a file is a compiled authority of any version.
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC[..7])
}

/// Writes a compiled authority: the four named sections in their order, then the blocks of records.
pub fn write(
    edition: Edition,
    block_records: u32,
    sections: &[Vec<u8>],
    level: i32,
) -> Result<Vec<u8>, AuthorityError> {
    let mut payload = Vec::new();
    let mut extents = Vec::with_capacity(sections.len());
    for section in sections {
        let packed = zstd::bulk::compress(section, level).map_err(AuthorityError::Compress)?;
        extents.push(Extent { packed: length(packed.len())?, unpacked: length(section.len())? });
        payload.extend(packed);
    }
    let header = Header { edition, block_records, sha256: hex_sha256(&payload), sections: extents };
    let header = serde_json::to_vec(&header).map_err(|error| AuthorityError::Compress(error.into()))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend(length(header.len())?.to_le_bytes());
    bytes.extend(header);
    bytes.extend(payload);
    Ok(bytes)
}

fn length(bytes: usize) -> Result<u32, AuthorityError> {
    u32::try_from(bytes).map_err(|_| AuthorityError::Compiled("a section is larger than 4 GB"))
}
