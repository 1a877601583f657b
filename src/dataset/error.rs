use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong between rows and a published dataset.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// A file or folder of the dataset could not be written.
    #[error("cannot write {}: {source}{}", path.display(), advice(source))]
    Write {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder of a dataset could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A row was made for a table that is not part of the schema: a fault of the program.
    #[error("the table {table} is not part of the schema; please report this")]
    NoSuchTable {
        /// Name of the table.
        table: &'static str,
    },
    /// A table does not hold what its description or the schema says.
    #[error("cannot read {}: {message}; `refloom check` tells what is wrong with a dataset", path.display())]
    Damaged {
        /// File of the table.
        path: PathBuf,
        /// What is wrong there.
        message: String,
    },
    /// A document was asked for that the dataset does not hold.
    #[error(
        "{} has no document {document}; its table documents lists them by path and document_id", dir.display()
    )]
    NoSuchDocument {
        /// Folder of the dataset.
        dir: PathBuf,
        /// Path or key of the document.
        document: String,
    },
    /// There is no dataset where one was looked for.
    #[error("{} does not describe a dataset: {message}", path.display())]
    NotADataset {
        /// The description.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A column could not be encoded as Parquet.
    #[error("cannot encode {}: {message}", path.display())]
    Encode {
        /// File.
        path: PathBuf,
        /// What the encoder said.
        message: String,
    },
    /// Another run is writing into the same folder.
    #[error(
        "another run is writing to {} (it holds {}); wait for it to end, or give this run its own folder with --out",
        root.display(), lock.display()
    )]
    Busy {
        /// Output folder.
        root: PathBuf,
        /// Lock file.
        lock: PathBuf,
    },
    /// The output folder is a file, or `latest` in it is something other than a link.
    #[error("{} is in the way: {what}; move it aside and run again", path.display())]
    InTheWay {
        /// What is in the way.
        path: PathBuf,
        /// Why.
        what: &'static str,
    },
}

impl DatasetError {
    pub(crate) fn write(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Write { path: path.as_ref().to_owned(), source }
    }

    pub(crate) fn read(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Read { path: path.as_ref().to_owned(), source }
    }
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space or choose another folder with --out, then run again (the dataset published before is untouched)"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; choose a folder you may write to with --out"
        }
        _ => "",
    }
}
