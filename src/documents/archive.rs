//! Parts of a ZIP package, read into memory one by one within bounds.
//!
//! Names of entries are looked up and never used as paths: nothing is written anywhere, so that `../` leads nowhere.
//! Packages inside packages stay packed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{DocumentError, DocumentLimits};

/// An open package.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: DocumentLimits,
    left: u64,
    format: &'static str,
}

impl<'a> Archive<'a> {
    /// Reads the table of contents.
    pub(super) fn open(
        bytes: &'a [u8],
        format: &'static str,
        limits: &DocumentLimits,
    ) -> Result<Self, DocumentError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|e| DocumentError::Malformed { format, reason: e.to_string() })?;
        if zip.len() > limits.zip_entries {
            let limit = limits.zip_entries as u64;
            return Err(DocumentError::TooLarge { what: "too many packed parts", limit });
        }
        Ok(Self { zip, limits: *limits, left: limits.total_bytes, format })
    }

    /// A part's bytes; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        let malformed = |e: &dyn std::fmt::Display| DocumentError::Malformed {
            format: self.format,
            reason: format!("its part {name} cannot be unpacked: {e}"),
        };
        let entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                return Err(DocumentError::Encrypted);
            }
            Err(e) => return Err(malformed(&e)),
        };
        if entry.encrypted() {
            return Err(DocumentError::Encrypted);
        }
        // What the table declares is not believed: the count of bytes that come out decides.
        let by_ratio = entry.compressed_size().saturating_mul(self.limits.ratio).max(1 << 20);
        let limit = by_ratio.min(self.limits.part_bytes).min(self.left);
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(|e| malformed(&e))?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(DocumentError::TooLarge { what: "a part that unpacks to too many bytes", limit });
        }
        self.left -= length;
        Ok(Some(bytes))
    }

    /// A part that has to be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<Vec<u8>, DocumentError> {
        self.part(name)?.ok_or_else(|| DocumentError::MissingPart { part: name.to_owned() })
    }
}
