use std::io;
use std::path::PathBuf;

/// Why a journal authority could not be built or loaded.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line of a source list is not what its format asks for.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file as a whole is not what it should be.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what would be right.
        reason: String,
    },
    /// A compiled authority is damaged, or of a version this program does not read.
    #[error("the compiled journal authority cannot be used: {0}")]
    Compiled(&'static str),
    /// Compression failed while the authority was built.
    #[error("cannot compress the journal authority: {0}")]
    Compress(io::Error),
}
