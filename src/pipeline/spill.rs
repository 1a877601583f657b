use std::io::{self, BufReader, Read as _, Seek as _, Write as _};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

/// A queue of values that may not fit in memory. What exceeds a few megabytes goes to a file without a name, which
/// goes with the process however it ends.
pub struct Spill<T> {
    file: SpooledTempFile,
    buffer: Vec<u8>,
    values: PhantomData<T>,
}

/// Bytes kept in memory before a file is made.
const IN_MEMORY: usize = 4 << 20;
/// Bytes gathered before they are handed on.
const BUFFER: usize = 1 << 16;

impl<T: Serialize + DeserializeOwned> Spill<T> {
    /// An empty queue whose file, should one be needed, is made in `dir`.
    pub fn new(dir: &Path) -> Self {
        Self { file: tempfile::spooled_tempfile_in(IN_MEMORY, dir), buffer: Vec::new(), values: PhantomData }
    }

    /// Appends a value.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, value: &T) -> io::Result<()> {
        let at = self.buffer.len();
        self.buffer.extend_from_slice(&[0; 4]);
        self.buffer =
            postcard::to_extend(value, std::mem::take(&mut self.buffer)).map_err(io::Error::other)?;
        let size = u32::try_from(self.buffer.len() - at - 4).map_err(io::Error::other)?;
        self.buffer[at..at + 4].copy_from_slice(&size.to_le_bytes());
        if self.buffer.len() >= BUFFER { self.hand_on() } else { Ok(()) }
    }

    /// Reads the values back in the order they came.
    ///
    /// # Errors
    /// When the file cannot be written to its end.
    pub fn read(mut self) -> io::Result<SpillReader<T>> {
        self.hand_on()?;
        self.file.rewind()?;
        Ok(SpillReader {
            file: BufReader::with_capacity(BUFFER, self.file),
            value: Vec::new(),
            values: PhantomData,
        })
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Reads a [`Spill`].
pub struct SpillReader<T> {
    file: BufReader<SpooledTempFile>,
    value: Vec<u8>,
    values: PhantomData<T>,
}

impl<T: DeserializeOwned> SpillReader<T> {
    fn next_value(&mut self) -> io::Result<Option<T>> {
        let mut size = [0; 4];
        match self.file.read_exact(&mut size) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        self.value.resize(u32::from_le_bytes(size) as usize, 0);
        self.file.read_exact(&mut self.value)?;
        postcard::from_bytes(&self.value).map(Some).map_err(io::Error::other)
    }
}

impl<T: DeserializeOwned> Iterator for SpillReader<T> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_value().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_in_order_from_memory_and_from_disk() {
        let dir = tempfile::tempdir().unwrap();
        for n in [0_usize, 1, 3, 700_000] {
            let mut spill = Spill::<(usize, String)>::new(dir.path());
            for i in 0..n {
                spill.push(&(i, format!("value {i}"))).unwrap();
            }
            let back: Vec<_> = spill.read().unwrap().map(Result::unwrap).collect();
            assert_eq!(back.len(), n);
            assert!(back.iter().enumerate().all(|(i, v)| *v == (i, format!("value {i}"))));
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "the file has no name");
    }
}
