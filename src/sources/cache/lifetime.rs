use std::time::Duration;

use crate::sources::http::CallKind;

/// For how long answers are good; older ones are asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Records, and which identifier belongs to which: they change when they are corrected or retracted.
    pub records: Duration,
    /// Searches and matches: their answers change when records are added.
    pub searches: Duration,
    /// That there is no such record: it may be on its way.
    pub not_there: Duration,
}

const DAY: Duration = Duration::from_hours(24);

impl Default for Lifetimes {
    fn default() -> Self {
        Self { records: DAY * 30, searches: DAY * 14, not_there: DAY * 7 }
    }
}

impl Lifetimes {
    /// For how long an answer to a call of this kind is good.
    pub const fn of(&self, kind: CallKind, not_there: bool) -> Duration {
        match kind {
            _ if not_there => self.not_there,
            CallKind::PubmedMatch | CallKind::PubmedSearch | CallKind::CrossrefSearch => self.searches,
            CallKind::PubmedRecords
            | CallKind::Convert
            | CallKind::CrossrefRecord
            | CallKind::CrossrefRecords => self.records,
        }
    }
}

/// How far in the future an answer may lie for the clock to have been set back a little since, and nothing worse.
const SET_BACK: i64 = 24 * 60 * 60 * 1000;

/// How old an answer is, in milliseconds. Never negative: one from the future, since when the clock was set back, is new.
pub(super) const fn age(now: i64, fetched_at: i64) -> u64 {
    let age = now.saturating_sub(fetched_at);
    if age < 0 { 0 } else { age.unsigned_abs() }
}

/// Whether an answer is good still. One from more than a day ahead was written under a wrong clock: its age is not known,
/// and it would stay new for years.
pub(super) fn is_fresh(now: i64, fetched_at: i64, lifetime: Duration) -> bool {
    u128::from(age(now, fetched_at)) < lifetime.as_millis() && fetched_at.saturating_sub(now) <= SET_BACK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_never_negative() {
        assert_eq!(age(5, 3), 2);
        assert_eq!(age(3, 5), 0);
        assert_eq!(age(i64::MIN, i64::MAX), 0);
        assert_eq!(age(i64::MAX, i64::MIN), i64::MAX.unsigned_abs());
    }

    #[test]
    fn an_answer_is_good_until_its_time_is_up() {
        let hour = Duration::from_hours(1);
        assert!(is_fresh(1_000, 1_000, hour));
        assert!(is_fresh(3_600_999, 1_000, hour));
        assert!(!is_fresh(3_601_000, 1_000, hour));
        assert!(!is_fresh(1_000, 1_000, Duration::ZERO));
    }

    #[test]
    fn a_clock_set_back_a_little_makes_nothing_stale_and_a_mad_one_nothing_new() {
        let hour = Duration::from_hours(1);
        assert!(is_fresh(0, SET_BACK, hour));
        assert!(!is_fresh(0, SET_BACK + 1, hour));
    }

    #[test]
    fn what_is_not_there_is_looked_for_again_sooner() {
        let lifetimes = Lifetimes::default();
        assert!(lifetimes.of(CallKind::CrossrefRecord, true) < lifetimes.of(CallKind::CrossrefRecord, false));
    }
}
