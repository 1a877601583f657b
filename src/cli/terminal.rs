//! The one place where words reach the terminal.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::Style;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    /// Only failures.
    Quiet,
    /// Progress, warnings and a summary.
    Normal,
    /// Everything.
    Verbose,
}

/// Words for the person, on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// How much is said.
    pub volume: Volume,
}

impl Terminal {
    /// Says a line. What cannot be said (standard error is closed) is dropped.
    pub fn say(self, line: &str) {
        if self.volume > Volume::Quiet {
            let _ = writeln!(anstream::stderr().lock(), "{line}");
        }
    }

    /// True when moving bars make sense: somebody watches, and wants to.
    pub fn shows_progress(self) -> bool {
        self.volume > Volume::Quiet && io::stderr().is_terminal()
    }
}

/// Text in a style, ended again.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
