use std::fs::File;
use std::io::{self, BufWriter, Write};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A file that counts and hashes what is written to it.
pub(super) struct HashingFile {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    trouble: Option<i32>,
}

impl HashingFile {
    pub(super) fn new(file: File) -> Self {
        Self { file: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new(), bytes: 0, trouble: None }
    }

    /// Writes what is left, and gives size and SHA-256. Waiting for the disk is left to publishing, which waits for
    /// all files at once.
    pub(super) fn finish(&mut self) -> io::Result<(u64, String)> {
        self.flush()?;
        Ok((self.bytes, HEXLOWER.encode(&self.hash.clone().finalize())))
    }

    /// The system's number for what went wrong, for whoever writes through an encoder that tells it only in words.
    pub(super) fn trouble(&self) -> Option<i32> {
        self.trouble
    }

    fn noted<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.trouble = self.trouble.or(error.raw_os_error());
        }
        result
    }
}

impl Write for HashingFile {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buf);
        let n = self.noted(written)?;
        self.hash.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.noted(flushed)
    }
}
