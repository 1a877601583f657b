use std::io;
use std::path::{Path, PathBuf};

/// Why an index could not be built or used. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// It could not be written.
    #[error("the index {path} cannot be written: {source}; check the folder, its permissions and free space")]
    Write {
        /// Where it was to be.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be read.
    #[error(
        "the index {path} cannot be read: {source}; check the path, or build it with `refloom index build`"
    )]
    Read {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no index, or one of another version of the program.
    #[error("{path} is no index of this version of refloom; build it again with `refloom index build`")]
    OtherVersion {
        /// Where it is.
        path: PathBuf,
    },
    /// Its checksums do not fit its content.
    #[error("the index {path} is damaged ({what}); build it again with `refloom index build`")]
    Damaged {
        /// Where it is.
        path: PathBuf,
        /// What was found to be wrong.
        what: &'static str,
    },
    /// A file of records could not be read.
    #[error("{path} cannot be read: {source}; check the path, or fetch the file again")]
    Input {
        /// Where it is.
        path: PathBuf,
        /// What the system or the decompressor said.
        source: io::Error,
    },
    /// A file holds something else than records.
    #[error("{path} is neither PubMed XML nor Crossref JSON Lines, packed with gzip or not; name such files")]
    OtherInput {
        /// Where it is.
        path: PathBuf,
    },
    /// A record does not fit.
    #[error("a record cannot be put into the index {path}: {what}")]
    Record {
        /// Where it was to be.
        path: PathBuf,
        /// Why.
        what: String,
    },
}

impl IndexError {
    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Write { path: path.clone(), source }
    }

    pub(super) fn damaged(path: &Path, what: &'static str) -> Self {
        Self::Damaged { path: path.to_owned(), what }
    }
}
