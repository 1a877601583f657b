//! Whether to colour what is printed.

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

/// The choice of the command line.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Standard output that drops colours where they are not wanted.
    pub fn stdout(self) -> AutoStream<std::io::StdoutLock<'static>> {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::AlwaysAnsi,
            Self::Never => ColorChoice::Never,
        };
        AutoStream::new(std::io::stdout().lock(), choice)
    }
}
