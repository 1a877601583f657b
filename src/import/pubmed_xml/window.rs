//! A stretch of a stream that is held in memory while it is looked at.

use std::io::{self, Read};

/// How much is read at a time.
pub(super) const CHUNK: usize = 256 * 1024;

/// The bytes of a stream from the first that is still needed up to the last that was read.
#[derive(Debug)]
pub(super) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    /// First byte of the buffer that is still needed.
    start: usize,
    /// Place in the stream of the buffer's first byte.
    base: u64,
    ended: bool,
    chunk: usize,
}

impl<R: Read> Window<R> {
    pub(super) fn new(input: R, chunk: usize) -> Self {
        Self { input, buffer: Vec::new(), start: 0, base: 0, ended: false, chunk }
    }

    /// What is in memory.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Place of the first byte in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// Gives up the first `count` bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
    }

    /// Reads more; false at the end of the stream.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
        // What one huge record needed is not kept for all the small ones behind it.
        if self.buffer.capacity() > 16 * CHUNK && self.buffer.len() < CHUNK {
            self.buffer.shrink_to(2 * CHUNK);
        }
        let read = self.input.by_ref().take(self.chunk as u64).read_to_end(&mut self.buffer)?;
        self.ended = read < self.chunk;
        Ok(read > 0)
    }

    /// Sees to it that `count` bytes are there; false where the stream ends before.
    pub(super) fn want(&mut self, count: usize) -> io::Result<bool> {
        while self.bytes().len() < count {
            if !self.fill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Gives up everything up to and with `end`; false, with nothing left, where it does not come.
    pub(super) fn skip_past(&mut self, end: &[u8]) -> io::Result<bool> {
        loop {
            if let Some(at) = memchr::memmem::find(self.bytes(), end) {
                self.consume(at + end.len());
                return Ok(true);
            }
            // All but what could be its beginning.
            let spare = self.bytes().len().saturating_sub(end.len() - 1);
            self.consume(spare);
            if !self.fill()? {
                let rest = self.bytes().len();
                self.consume(rest);
                return Ok(false);
            }
        }
    }
}
