//! Exit codes, as every command of the program uses them. 0 is done, 1 failed, 2 wrong usage.

use std::process::ExitCode;

/// Done, but the data needs a look.
pub fn needs_a_look() -> ExitCode {
    ExitCode::from(3)
}

/// Done, and something a person waits for has come.
pub fn alert() -> ExitCode {
    ExitCode::from(4)
}

/// Stopped by the person, as shells tell it.
pub fn interrupted() -> ExitCode {
    ExitCode::from(130)
}
