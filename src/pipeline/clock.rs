use crate::sources::cache::wall_clock;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::{digest80, ulid};

/// What time it is for a run. A reproducible run has one fixed time, so that the same inputs give the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The system's.
    System,
    /// Always this many milliseconds since 1970-01-01T00:00:00Z.
    Fixed(i64),
    /// What somebody has set it to: a run at another time than now, as different from any other run as any run is. Answers
    /// of services are dated by it, and their age is counted by it.
    Set(i64),
}

impl Clock {
    /// A fixed clock at `SOURCE_DATE_EPOCH` (seconds), or at 1970-01-01 where that is not set.
    pub fn reproducible(source_date_epoch: Option<&str>) -> Self {
        let seconds = source_date_epoch.and_then(|s| s.trim().parse::<i64>().ok()).unwrap_or(0);
        Self::Fixed(seconds.clamp(0, MAX_MS / 1000).saturating_mul(1000))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn now(self) -> i64 {
        match self {
            Self::Fixed(at) | Self::Set(at) => at,
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since.as_millis()).unwrap_or(MAX_MS).min(MAX_MS)
            }
        }
    }

    /// By which time the age of answers is counted, in milliseconds since 1970. The time of a reproducible run is none that
    /// an answer could have come at: there it is the system's.
    pub fn of_answers(self) -> i64 {
        match self {
            Self::Set(at) => at,
            Self::System | Self::Fixed(_) => wall_clock(),
        }
    }

    /// Whether it is the same time in every run.
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Fixed(_))
    }

    /// A ULID for a run that started at `at`: 48 bits of time and 80 bits that differ between runs. Under a fixed clock
    /// the latter depend on `parts` alone.
    pub fn run_id(self, at: i64, parts: &[&str]) -> String {
        let mut seed = parts.to_vec();
        seed.push(env!("CARGO_PKG_VERSION"));
        let unique;
        if !self.is_fixed() {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            unique = format!("{} {}", since.as_nanos(), std::process::id());
            seed.push(&unique);
        }
        ulid(at, &digest80(&seed))
    }
}

/// The last moment the calendar library can write, at the end of the year 9999; a ULID could hold more.
const MAX_MS: i64 = 253_402_207_200_000;

/// ISO 8601 to the second, in UTC.
pub(super) fn iso(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map(|t| format!("{t:.0}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_gives_one_run_id_for_the_same_inputs() {
        let clock = Clock::reproducible(Some("1700000000"));
        let id = clock.run_id(clock.now(), &["a"]);
        assert_eq!(id, clock.run_id(clock.now(), &["a"]));
        assert_ne!(id, clock.run_id(clock.now(), &["b"]));
        assert_eq!(id.len(), 26);
        assert!(id.starts_with("01HF7YAT00"), "{id}");
    }

    #[test]
    fn a_clock_out_of_range_is_brought_into_it() {
        assert_eq!(Clock::reproducible(Some("-5")).now(), 0);
        assert_eq!(Clock::reproducible(Some("nonsense")).now(), 0);
        assert!(!iso(Clock::reproducible(Some("99999999999999")).now()).is_empty());
    }

    #[test]
    fn run_ids_of_later_runs_sort_later() {
        let first = Clock::System.run_id(1_700_000_000_000, &[]);
        assert!(first < Clock::System.run_id(1_700_000_000_001, &[]));
        assert_ne!(first, Clock::System.run_id(1_700_000_000_000, &[]));
    }
}
