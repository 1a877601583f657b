use std::io;

use crate::model::{Issue, IssueCode};

/// Why a file could not be read at all. Each message says what was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The file could not be opened.
    #[error("{path} cannot be opened: {source}; {}", remedy(source))]
    Open {
        /// The file, as shown to the user.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The path is a directory.
    #[error("{path} is a directory; name the files in it instead")]
    Directory {
        /// The directory, as shown to the user.
        path: String,
    },
    /// A pipe, socket or device, which cannot be read twice.
    #[error("{path} is not a regular file and cannot be read twice; save it to a file first")]
    NotRegular {
        /// The path, as shown to the user.
        path: String,
    },
    /// Reading stopped in the middle.
    #[error(
        "{path} could not be read to its end: {source}; check the disk or the network share and run again"
    )]
    Read {
        /// The file, as shown to the user.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing in the file, or nothing but blanks.
    #[error("{path} is empty: it holds no text; check that it was saved")]
    Empty {
        /// The file, as shown to the user.
        path: String,
    },
    /// The file is not text.
    #[error("{path} looks like {looks_like}, not text; {advice}")]
    Binary {
        /// The file, as shown to the user.
        path: String,
        /// What it looks like, with its article: `a PDF`.
        looks_like: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
    /// A document whose text cannot be taken out.
    #[error("{path} {message}")]
    Document {
        /// The file, as shown to the user.
        path: String,
        /// What is wrong with it and what to do, after the file's name.
        message: String,
    },
    /// The file was written to while it was being read.
    #[error("{path} changed while it was being read; run again once nothing writes to it")]
    Changed {
        /// The file, as shown to the user.
        path: String,
    },
}

impl IngestError {
    /// The code of the row this error becomes in the table of issues.
    pub fn code(&self) -> IssueCode {
        match self {
            Self::Empty { .. } => IssueCode::InputEmpty,
            Self::Binary { .. } => IssueCode::InputBinary,
            Self::Open { .. }
            | Self::Directory { .. }
            | Self::NotRegular { .. }
            | Self::Read { .. }
            | Self::Document { .. }
            | Self::Changed { .. } => IssueCode::InputUnreadable,
        }
    }

    /// The file, as shown to the user.
    pub fn path(&self) -> &str {
        match self {
            Self::Open { path, .. }
            | Self::Directory { path }
            | Self::NotRegular { path }
            | Self::Read { path, .. }
            | Self::Empty { path }
            | Self::Binary { path, .. }
            | Self::Document { path, .. }
            | Self::Changed { path } => path,
        }
    }

    /// The row for the table of issues, so that one bad file does not stop a run over many.
    pub fn into_issue(self) -> Issue {
        Issue {
            code: self.code(),
            entity: "documents".to_owned(),
            entity_id: self.path().to_owned(),
            field: None,
            message: self.to_string(),
            observed: match &self {
                Self::Binary { looks_like, .. } => Some((*looks_like).to_owned()),
                _ => None,
            },
            expected: None,
            path: Some(self.path().to_owned()),
            line: None,
        }
    }
}

/// What to do about a file that cannot be opened.
fn remedy(error: &io::Error) -> &'static str {
    /// `ENFILE` and `EMFILE`, the same numbers on every Unix.
    const TOO_MANY_OPEN: [i32; 2] = [23, 24];
    match error.raw_os_error() {
        Some(code) if cfg!(unix) && TOO_MANY_OPEN.contains(&code) => {
            "allow more open files (ulimit -n) and run again"
        }
        _ => "check the path and its permissions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_open_files_are_no_matter_of_permissions() {
        let open = |code| {
            let source = io::Error::from_raw_os_error(code);
            IngestError::Open { path: "list.txt".to_owned(), source }.to_string()
        };
        assert_eq!(open(24).contains("ulimit -n"), cfg!(unix));
        assert!(open(2).ends_with("; check the path and its permissions"), "{}", open(2));
    }
}
