//! A stretch of a file's text, held while a record is looked for in it.

use std::io::{self, BufRead};

use crate::ingest::Decoded;
use crate::model::Place;

/// Text that was read and not yet given away. It grows while a record has not ended, and by no more than its reader
/// asks for: bounding it is the reader's business.
pub(in crate::import) struct TextWindow {
    text: Decoded,
    held: String,
    /// Where in `held` begins what was not given away.
    at: usize,
    /// Offset of that place in the whole text.
    offset: u64,
}

impl TextWindow {
    pub(in crate::import) fn new(text: Decoded) -> Self {
        let offset = text.offset();
        Self { text, held: String::new(), at: 0, offset }
    }

    /// What is held.
    pub(in crate::import) fn rest(&self) -> &str {
        self.held.get(self.at..).unwrap_or_default()
    }

    /// Reads on; false at the end of the file.
    pub(in crate::import) fn fill(&mut self) -> io::Result<bool> {
        // Moving what is held costs its length: it is moved only when as much was given away.
        if self.at >= self.held.len() - self.at {
            self.held.drain(..self.at);
            self.at = 0;
        }
        let more = self.text.fill_buf()?;
        let length = more.len();
        if length == 0 {
            return Ok(false);
        }
        let text = std::str::from_utf8(more).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        self.held.push_str(text);
        self.text.consume(length);
        Ok(true)
    }

    /// Makes at least `count` bytes available, or all there are.
    pub(in crate::import) fn want(&mut self, count: usize) -> io::Result<()> {
        while self.rest().len() < count {
            if !self.fill()? {
                break;
            }
        }
        Ok(())
    }

    /// Gives the first `count` bytes away.
    pub(in crate::import) fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.held.len());
        self.offset += count as u64;
    }

    /// Where the first `length` bytes held stand in the file.
    pub(in crate::import) fn place(&mut self, length: usize) -> Place {
        self.text.locate(self.offset, self.offset + length as u64)
    }

    /// Offset in the whole text of the first byte held.
    pub(in crate::import) fn offset(&self) -> u64 {
        self.offset
    }
}

/// The beginning of a text for a person: its first line, at most this many characters.
pub(in crate::import) fn beginning(text: &str) -> Option<String> {
    const SHOWN: usize = 120;
    let line = text.trim_start().lines().next().unwrap_or_default().trim_end();
    (!line.is_empty()).then(|| line.chars().take(SHOWN).collect())
}
