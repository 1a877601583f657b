use std::io;
use std::path::PathBuf;

/// Why a gold file could not be used at all. Single bad lines are skipped and told in
/// [`Gold::skipped`](super::Gold::skipped).
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file could not be read.
    #[error("{} cannot be read: {source}; check the path and its permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The strings in the text file cannot be told apart by their lines.
    #[error(
        "{} has {references} references but {} has {lines} lines that are not empty; give one line to each reference",
        path.display(), text.display()
    )]
    Misaligned {
        /// The gold file.
        path: PathBuf,
        /// The file with the strings.
        text: PathBuf,
        /// How many references the gold holds.
        references: usize,
        /// How many lines there are for them.
        lines: usize,
    },
    /// Not a single reference in it.
    #[error("{} holds no reference to score; {why}", path.display())]
    Nothing {
        /// The gold file.
        path: PathBuf,
        /// What was wrong with the first line, or that there is none.
        why: String,
    },
}
