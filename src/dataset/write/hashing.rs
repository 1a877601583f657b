use std::fs::File;
use std::io::{self, BufWriter, Write};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A file that counts and hashes what is written to it.
pub(super) struct HashingFile {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl HashingFile {
    pub(super) fn new(file: File) -> Self {
        Self { file: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new(), bytes: 0 }
    }

    /// Writes what is left, and gives size and SHA-256. Waiting for the disk is left to publishing, which waits for
    /// all files at once.
    pub(super) fn finish(&mut self) -> io::Result<(u64, String)> {
        self.file.flush()?;
        Ok((self.bytes, HEXLOWER.encode(&self.hash.clone().finalize())))
    }
}

impl Write for HashingFile {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let n = self.file.write(buf)?;
        self.hash.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
