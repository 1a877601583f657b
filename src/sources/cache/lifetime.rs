use std::time::Duration;

use crate::model::Standing;
use crate::sources::http::CallKind;

/// For how long what services say is good, by what it is about; what is older is asked for again.
///
/// A record comes whole, so that asking for one of its fields renews all: it is asked for as soon as any of them has had
/// its time. Retractions are a field of every record, counts of Crossref's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Whether a work was retracted or corrected.
    pub retractions: Duration,
    /// How often it is cited.
    pub counts: Duration,
    /// Title, authors, journal, pages, identifiers; and records that were looked at and not taken.
    pub bibliography: Duration,
    /// Which record a reference points to, once one was found.
    pub matches: Duration,
    /// That nothing was found, or that there is no such record: it may be on its way.
    pub not_found: Duration,
}

/// How new an answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Enough to decide by: a search that led somewhere, a record that is only looked at.
    Settled,
    /// As new as what the tables show has to be.
    Current,
}

const DAY: Duration = Duration::from_hours(24);

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            retractions: DAY * 7,
            counts: DAY * 30,
            bibliography: DAY * 365,
            matches: DAY * 365,
            not_found: DAY * 30,
        }
    }
}

impl Lifetimes {
    /// For how long an answer to a call of this kind is good.
    pub fn of(&self, kind: CallKind, need: Need, not_there: bool) -> Duration {
        let named = match (kind, need) {
            _ if not_there => self.not_found,
            (CallKind::PubmedMatch | CallKind::PubmedSearch | CallKind::CrossrefSearch, Need::Settled) => {
                self.matches
            }
            (CallKind::PubmedMatch | CallKind::PubmedSearch | CallKind::CrossrefSearch, Need::Current) => {
                self.not_found
            }
            (CallKind::Convert, _)
            | (
                CallKind::PubmedRecords | CallKind::CrossrefRecord | CallKind::CrossrefRecords,
                Need::Settled,
            ) => self.bibliography,
            (CallKind::PubmedRecords, Need::Current) => self.retractions.min(self.bibliography),
            (CallKind::CrossrefRecord | CallKind::CrossrefRecords, Need::Current) => {
                self.retractions.min(self.counts).min(self.bibliography)
            }
        };
        allowing_for_schedules(named)
    }

    /// Whether an answer that came at one time is good still at another.
    pub fn is_good(&self, kind: CallKind, need: Need, not_there: bool, fetched_at: i64, now: i64) -> bool {
        is_fresh(now, fetched_at, self.of(kind, need, not_there))
    }
}

impl Lifetimes {
    /// Whether nothing that a dataset was told would be asked again at this time.
    pub fn cover(&self, standing: &Standing, now: i64) -> bool {
        let good = |at: Option<i64>, kind, need, not_there| {
            at.is_none_or(|at| self.is_good(kind, need, not_there, at, now))
        };
        !standing.unanswered
            && good(standing.pubmed, CallKind::PubmedRecords, Need::Current, false)
            && good(standing.crossref, CallKind::CrossrefRecord, Need::Current, false)
            && good(standing.looked_at, CallKind::PubmedRecords, Need::Settled, false)
            && good(standing.matches, CallKind::PubmedSearch, Need::Settled, false)
            && good(standing.not_found, CallKind::PubmedSearch, Need::Current, true)
    }
}

/// A weekly run is not always a week after the last: what is due in a few hours is due now, or it would wait a week more.
fn allowing_for_schedules(named: Duration) -> Duration {
    const SLACK: Duration = Duration::from_hours(12);
    named.saturating_sub(SLACK.min(named / 10))
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
    fn the_shortest_time_of_its_fields_is_a_records() {
        let lifetimes = Lifetimes { counts: DAY * 2, ..Lifetimes::default() };
        let of = |kind, need| lifetimes.of(kind, need, false).as_secs_f64() / DAY.as_secs_f64();
        assert!((6.0..7.0).contains(&of(CallKind::PubmedRecords, Need::Current)), "it has no counts");
        assert!((1.0..2.0).contains(&of(CallKind::CrossrefRecord, Need::Current)));
        assert!(of(CallKind::CrossrefRecord, Need::Settled) > 300.0);
    }

    #[test]
    fn a_search_that_found_nothing_is_made_again_sooner() {
        let lifetimes = Lifetimes::default();
        for kind in [CallKind::PubmedMatch, CallKind::PubmedSearch, CallKind::CrossrefSearch] {
            assert!(lifetimes.of(kind, Need::Current, false) < lifetimes.of(kind, Need::Settled, false));
        }
        let (there, not_there) = (
            lifetimes.of(CallKind::CrossrefRecord, Need::Settled, false),
            lifetimes.of(CallKind::CrossrefRecord, Need::Settled, true),
        );
        assert!(not_there < there);
    }

    #[test]
    fn what_is_due_within_hours_is_due() {
        let week = Lifetimes::default().of(CallKind::PubmedRecords, Need::Current, false);
        let hour = 3_600_000;
        assert!(!is_fresh(hour * (7 * 24 - 2), 0, week));
        assert!(is_fresh(hour * 6 * 24, 0, week));
    }

    #[test]
    fn a_standing_is_covered_as_long_as_each_of_its_kinds() {
        let (lifetimes, day) = (Lifetimes::default(), 86_400_000);
        let taken = Standing { pubmed: Some(0), matches: Some(0), ..Standing::default() };
        assert!(lifetimes.cover(&taken, 6 * day));
        assert!(!lifetimes.cover(&taken, 7 * day));
        let searched = Standing { matches: Some(0), looked_at: Some(0), ..Standing::default() };
        assert!(lifetimes.cover(&searched, 300 * day));
        let in_vain = Standing { not_found: Some(0), ..Standing::default() };
        assert!(lifetimes.cover(&in_vain, 20 * day) && !lifetimes.cover(&in_vain, 31 * day));
        assert!(lifetimes.cover(&Standing::default(), i64::MAX), "nobody was asked");
        assert!(!lifetimes.cover(&Standing { unanswered: true, ..Standing::default() }, 0));
    }
}
