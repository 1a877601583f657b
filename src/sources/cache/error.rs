use std::path::PathBuf;

/// Why the cache cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// Its folder cannot be made.
    #[error("cannot make the folder of the cache, {}: {source}; choose another one", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A damaged file cannot be moved out of the way.
    #[error("the cache {} is damaged and cannot be moved aside: {source}; delete it and run again", path.display())]
    Aside {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database does not work.
    #[error("the cache {} cannot be used: {message}; check the disk and the permissions, or move the file aside", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database said.
        message: String,
    },
}
