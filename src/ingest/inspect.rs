use std::io;

use sha2::{Digest as _, Sha256};

use super::blocks::Blocks;
use super::encoding::{Encoding, Evidence, utf16_by_nulls};
use super::magic::{self, Binary};

/// What the bytes of a file say before anybody reads them as text.
#[derive(Debug)]
pub(super) struct Inspection {
    pub(super) sha256: String,
    pub(super) bytes: u64,
    pub(super) fingerprint: u64,
    pub(super) encoding: Encoding,
    pub(super) bom_bytes: usize,
    /// Set when the bytes are not text.
    pub(super) binary: Option<Binary>,
}

/// Text may hold stray control characters; a file in which more than one byte in this many is one is not text.
const BYTES_PER_CONTROL: u64 = 50;

/// Reads the whole stream once.
pub(super) fn inspect(mut blocks: Blocks) -> io::Result<Inspection> {
    let mut sha = Sha256::new();
    let mut evidence = Evidence::new();
    let mut bytes = 0u64;
    let mut controls = 0u64;
    let mut announced = None;
    let mut by_nulls = None;
    let mut binary = None;
    while blocks.advance()? {
        let block = blocks.current();
        if bytes == 0 {
            announced = Encoding::from_bom(block);
            by_nulls = utf16_by_nulls(block.get(..block.len().min(4096)).unwrap_or_default());
            binary = magic::by_magic(block);
        }
        bytes += block.len() as u64;
        sha.update(block);
        if announced.is_none() && by_nulls.is_none() {
            controls += block.iter().map(|b| u64::from(is_control(*b))).sum::<u64>();
            evidence.add(block);
        }
    }
    if binary.is_none() && controls > 8 && controls * BYTES_PER_CONTROL > bytes {
        binary = Some(magic::UNKNOWN);
    }
    let (encoding, bom_bytes) = match (announced, by_nulls) {
        (Some((encoding, length)), _) => (encoding, length),
        (None, Some(encoding)) => (encoding, 0),
        (None, None) => (evidence.decide(), 0),
    };
    let sha256 = data_encoding::HEXLOWER.encode(&sha.finalize());
    Ok(Inspection { sha256, bytes, fingerprint: blocks.fingerprint(), encoding, bom_bytes, binary })
}

/// A control character that no text needs: not a tab, a line end, a form feed, or the escape of ISO-2022 and terminals.
const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}
