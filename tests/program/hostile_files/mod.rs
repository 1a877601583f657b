//! Files that mean harm or were cut off: nothing of them ends the program otherwise than it says, and memory and time stay
//! bounded. `make hostile` tries all of it; what takes seconds is part of the normal tests.

mod cuts;
mod forms;
mod huge;
mod opened;
mod watched;

use std::io::Write as _;

pub use self::watched::watched;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Not through `println!`, which the test runner keeps to itself.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
