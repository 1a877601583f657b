use std::io;

/// Why a table cannot be read at all. Each message says what was wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Reading failed.
    #[error("the table cannot be read: {0}")]
    Read(#[from] io::Error),
    /// No line names columns that works have.
    #[error(
        "no line of this table names its columns (looked for title, author, year, doi and the like among {seen}); name them in the first line, or say which is which under [sources.columns]"
    )]
    NoHeader {
        /// What was seen instead, cut short.
        seen: String,
    },
    /// The column map names a column that is not there.
    #[error(
        "the table has no column {column:?}, which [sources.columns] gives for {field}; its columns are: {columns}"
    )]
    NoColumn {
        /// The field.
        field: &'static str,
        /// The column asked for.
        column: String,
        /// The columns there are, cut short.
        columns: String,
    },
    /// Not an XLSX workbook, or one that cannot be unpacked.
    #[error("this is no workbook that can be read: {reason}; save it again as .xlsx or .csv")]
    Workbook {
        /// What is wrong.
        reason: String,
    },
    /// It would take more room than is allowed.
    #[error("this workbook would take more than {limit} bytes when unpacked ({part}); it was not read")]
    TooLarge {
        /// The part of it.
        part: String,
        /// The limit.
        limit: u64,
    },
}
