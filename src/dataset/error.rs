use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::snapshot::Holder;

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
    #[error("cannot read {}: {source}{}", path.display(), advice(source))]
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
    /// A dataset was named that is not there, or not clearly.
    #[error(
        "there is no dataset {name:?} in {}: {message}; name the folder of a dataset, a run, `latest` or `previous`, \
         and the folder of the runs with --out", root.display()
    )]
    NoSuchDataset {
        /// Output folder.
        root: PathBuf,
        /// What was named.
        name: String,
        /// Why it is not clear.
        message: String,
    },
    /// A table was named that is not compared.
    #[error("there is no table {name:?} to compare; the tables are {tables}")]
    NoTableToCompare {
        /// What was named.
        name: String,
        /// The tables that are.
        tables: String,
    },
    /// A column could not be encoded as Parquet.
    #[error("cannot encode {}: {message}; please report this", path.display())]
    Encode {
        /// File.
        path: PathBuf,
        /// What the encoder said.
        message: String,
    },
    /// Another run is writing into the same folder.
    #[error(
        "another run is writing to {}{} (it holds {}); {}wait for it to end with --wait SECONDS, or give this run its own \
         folder with --out", root.display(), named(holder.as_ref()), lock.display(), after(*waited)
    )]
    Busy {
        /// Output folder.
        root: PathBuf,
        /// Lock file.
        lock: PathBuf,
        /// Who holds it, as far as it says.
        holder: Option<Holder>,
        /// For how long it was waited for.
        waited: Duration,
    },
    /// The person stopped the run while it waited for another one to end.
    #[error("stopped while waiting for another run to end; nothing was changed")]
    Stopped,
    /// The lock file was taken away while the run held it, so that another run may be writing too.
    #[error(
        "{} was deleted while this run was writing, so it cannot be sure to be the only one and publishes nothing; leave \
         that file alone and run again", lock.display()
    )]
    LockLost {
        /// Lock file.
        lock: PathBuf,
    },
    /// The log of runs cannot be written. A run that cannot be noted there is not begun.
    #[error("cannot write the log of runs {}: {source}{}", path.display(), advice(source))]
    Log {
        /// The log.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A word for a snapshot means none of them, or more than one.
    #[error("{}: {what}; `refloom snapshots list` names those that are there", root.display())]
    NoSuchSnapshot {
        /// Output folder.
        root: PathBuf,
        /// What is wrong with the word.
        what: String,
    },
    /// A snapshot is not what its description says.
    #[error(
        "the snapshot {id} is damaged: {what}; `refloom snapshots verify --all` tells which ones are whole"
    )]
    DamagedSnapshot {
        /// The snapshot.
        id: String,
        /// What is wrong with it first.
        what: String,
    },
    /// A file that was just written holds something else.
    #[error(
        "{} does not read back as it was written: it {what}; nothing was published. The disk or the memory may be failing: \
         run again, with --out on another disk if it happens again", path.display()
    )]
    NotAsWritten {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
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
    /// What kind of failure it is, in a word for the log of runs: nothing of the data is in it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Write { source, .. } | Self::Log { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk_full",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "not_permitted",
                _ => "write_failed",
            },
            Self::Read { .. } => "read_failed",
            Self::NotAsWritten { .. } => "not_as_written",
            Self::Encode { .. } => "encode_failed",
            Self::LockLost { .. } => "lock_lost",
            Self::Stopped => "interrupted",
            _ => "dataset",
        }
    }

    pub(crate) fn write(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Write { path: path.as_ref().to_owned(), source }
    }

    pub(crate) fn read(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Read { path: path.as_ref().to_owned(), source }
    }
}

fn named(holder: Option<&Holder>) -> String {
    holder.map(|holder| format!(", {holder}")).unwrap_or_default()
}

fn after(waited: Duration) -> String {
    if waited < Duration::from_secs(1) {
        return String::new();
    }
    format!("it did not end within {} s; ", waited.as_secs())
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space or choose another folder with --out, then run again (the dataset published before is untouched)"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; choose a folder you may write to with --out"
        }
        io::ErrorKind::FileTooLarge => "; allow larger files (ulimit -f) and run again",
        _ if error.raw_os_error().is_some_and(is_about_open_files) => {
            "; allow more open files (ulimit -n) and run again"
        }
        _ => "; look after the disk, or choose another folder with --out, and run again",
    }
}

/// Too many open files in this process, or in all of them; the library has no name for these.
fn is_about_open_files(code: i32) -> bool {
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    cfg!(unix) && [ENFILE, EMFILE].contains(&code)
}
