use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::IngestError;

/// Bytes that can be read from their start more than once.
pub trait Input: Send + Sync {
    /// A reader at the first byte.
    ///
    /// # Errors
    /// Whatever the system says when it cannot open the bytes.
    fn reader(&self) -> io::Result<Box<dyn Read + Send>>;
}

impl Input for Arc<[u8]> {
    fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(Self::clone(self))))
    }
}

/// A regular file.
pub(super) struct FileInput(PathBuf);

impl FileInput {
    /// Looks at what lies under `path` before anything is read: a directory or a pipe would fail later and less clearly.
    pub(super) fn new(path: PathBuf, shown_as: &str) -> Result<Self, IngestError> {
        let shown = || shown_as.to_owned();
        let kind = std::fs::metadata(&path)
            .map_err(|source| IngestError::Open { path: shown(), source })?
            .file_type();
        if kind.is_dir() {
            return Err(IngestError::Directory { path: shown() });
        }
        if !kind.is_file() {
            return Err(IngestError::NotRegular { path: shown() });
        }
        Ok(Self(path))
    }
}

impl Input for FileInput {
    fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.0)?))
    }
}
