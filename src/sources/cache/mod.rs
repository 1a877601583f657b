//! What services have answered, kept in one SQLite file that anybody can look into.
//!
//! An answer is kept as it came (compressed), with the question in its canonical form, the time and two hashes: one of the
//! answer, one that seals the whole row, so that a damaged row is a miss and never a wrong answer. That a service has no
//! such record is kept like any answer; a failure never is.
//!
//! Every answer is committed by itself, as it arrives: a run that is killed loses none that it had got, the machine's
//! losing its power at most those of the last seconds.

mod error;
mod lifetime;
mod open;
mod row;
mod store;
#[cfg(test)]
mod tests;
mod upkeep;

pub use error::CacheError;
pub use lifetime::{Lifetimes, Need};
pub use open::FILE_NAME;
pub(in crate::sources) use row::question;
pub use store::{Cache, Kept, Lookup};
pub use upkeep::{Pruned, Summary, SummaryRow, Verified};

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 by the clock on the wall, which may jump; good for telling a person when something was asked
/// and how old it is, not for measuring.
pub fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
