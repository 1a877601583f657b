use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Read};

const BLOCK: usize = 256 << 10;

/// Reads a stream in blocks of one size, so that two readings of the same bytes see the same blocks.
///
/// That makes a cheap hash over blocks comparable between readings, however the system cuts its reads.
pub(super) struct Blocks {
    reader: Box<dyn Read + Send>,
    block: Box<[u8]>,
    length: usize,
    offset: u64,
    hasher: DefaultHasher,
}

impl Blocks {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self {
            reader,
            block: vec![0; BLOCK].into_boxed_slice(),
            length: 0,
            offset: 0,
            hasher: DefaultHasher::new(),
        }
    }

    /// Reads the next block; false at the end.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.offset += self.length as u64;
        self.length = 0;
        while self.length < self.block.len() {
            let free = self.block.get_mut(self.length..).unwrap_or_default();
            match self.reader.read(free) {
                Ok(0) => break,
                Ok(n) => self.length += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        self.hasher.write(self.block.get(..self.length).unwrap_or_default());
        Ok(self.length > 0)
    }

    /// The bytes of the block just read.
    pub(super) fn current(&self) -> &[u8] {
        self.block.get(..self.length).unwrap_or_default()
    }

    /// Offset of the block in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// A hash of everything read so far: equal for equal bytes within one run of the program.
    pub(super) fn fingerprint(&self) -> u64 {
        self.hasher.finish()
    }
}
