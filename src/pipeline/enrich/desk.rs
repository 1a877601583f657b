//! Where questions go out and answers come in.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::case::{Arrived, Case};
use crate::model::{Issue, IssueCode, Record};
use crate::normalize::journals::Authority;
use crate::pipeline::progress::Progress;
use crate::sources::fetch::{Fetched, Fetcher, Observer};
use crate::sources::http::{Call, CallKind, Service};

/// Asks, reads, and remembers what went wrong.
pub struct Desk<'a> {
    pub fetcher: &'a Fetcher,
    pub authority: &'a Authority,
    progress: &'a dyn Progress,
    /// Questions without an answer, and what was said of the first, by service.
    failures: Mutex<BTreeMap<&'static str, (u64, String)>>,
    /// The questions that take the time: one for each reference that is searched for, the last service's.
    pace: CallKind,
    /// References of the chunk that have not been counted as done.
    left: AtomicU64,
}

/// Shows how far it is, and lets a person stop between two answers.
struct Watch<'d, 'a> {
    desk: &'d Desk<'a>,
    counts: bool,
}

impl Observer for Watch<'_, '_> {
    fn done(&self, _: usize, _: bool) {
        if self.counts {
            self.desk.count(1);
        }
    }

    fn stopped(&self) -> bool {
        self.desk.progress.stopped()
    }
}

impl<'a> Desk<'a> {
    pub fn new(fetcher: &'a Fetcher, authority: &'a Authority, progress: &'a dyn Progress) -> Self {
        Self {
            fetcher,
            authority,
            progress,
            failures: Mutex::default(),
            pace: CallKind::CrossrefSearch,
            left: AtomicU64::new(0),
        }
    }

    /// The same, counting by the searches of another service.
    pub fn paced_by(self, pace: CallKind) -> Self {
        Self { pace, ..self }
    }

    /// So many references come next.
    pub fn begin(&self, references: u64) {
        self.left.store(references, Ordering::Relaxed);
    }

    /// All of them are done.
    pub fn end(&self) {
        self.count(u64::MAX);
    }

    /// Counts references as done, as many as are left at most: some are searched for and most are not.
    fn count(&self, done: u64) {
        let update = |left: u64| Some(left.saturating_sub(done));
        if let Ok(left) = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, update) {
            self.progress.advance(left.min(done));
        }
    }

    /// The answers, in the order of the calls; `None` where there is none.
    pub fn fetch(&self, calls: &[Call]) -> Vec<Option<Fetched>> {
        let counts = calls.first().is_some_and(|call| call.kind == self.pace);
        let fetched = self.fetcher.fetch_watched(calls, &Watch { desk: self, counts });
        let settle = |(call, fetched): (&Call, Result<Fetched, _>)| match fetched {
            Ok(fetched) => Some(fetched),
            Err(error) => {
                self.failed(call, &error);
                None
            }
        };
        calls.iter().zip(fetched).map(settle).collect()
    }

    /// What an answer says. One that makes no sense is forgotten, so that the next run asks again.
    pub fn read<T, E: Display>(&self, call: &Call, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fetcher.forget(call);
                self.failed(call, &error);
                None
            }
        }
    }

    pub fn failed(&self, call: &Call, error: &dyn Display) {
        self.note(name(call.service()), error);
    }

    /// The local index could not be read.
    pub fn index_failed(&self, error: &dyn Display) {
        self.note("local index", error);
    }

    fn note(&self, who: &'static str, error: &dyn Display) {
        if let Ok(mut failures) = self.failures.lock() {
            let (count, _) = failures.entry(who).or_insert_with(|| (0, error.to_string()));
            *count += 1;
        }
    }

    pub fn decide(&self, cases: &mut [Case]) {
        use rayon::prelude::*;
        cases.par_iter_mut().filter(|case| case.can_be_asked()).for_each(|case| case.decide(self.authority));
    }

    /// A finding for each service that left questions without an answer.
    pub fn issues(self) -> Vec<Issue> {
        let failures = self.failures.into_inner().unwrap_or_default();
        let issue = |(who, (count, first)): (&str, (u64, String))| Issue {
            code: IssueCode::ServiceUnanswered,
            entity: "runs".to_owned(),
            entity_id: who.to_owned(),
            field: None,
            message: format!(
                "{who} left {count} question(s) without an answer; the references they are about are not \
                 checked. Run again later: what was answered is kept"
            ),
            observed: Some(first),
            expected: None,
            path: None,
            line: None,
        };
        failures.into_iter().map(issue).collect()
    }
}

/// The name as people write it.
const fn name(service: Service) -> &'static str {
    match service {
        Service::Pubmed => "PubMed",
        Service::Idconv => "the PMC ID converter",
        Service::Crossref => "Crossref",
    }
}

impl Arrived {
    /// A record out of an answer.
    pub fn of(record: Record, fetched: &Fetched) -> Self {
        let sha256 = data_encoding::HEXLOWER.encode(&fetched.sha256);
        Self { record, sha256: Some(sha256), asked_at: fetched.fetched_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::progress::Stage;
    use crate::sources::cache::{Cache, Lifetimes};
    use crate::sources::http::{Bases, Expect};

    #[derive(Default)]
    struct Counter(AtomicU64);

    impl Progress for Counter {
        fn stage(&self, _: Stage, _: u64) {}

        fn advance(&self, steps: u64) {
            self.0.fetch_add(steps, Ordering::Relaxed);
        }

        fn stopped(&self) -> bool {
            false
        }
    }

    #[test]
    fn every_reference_is_counted_once_however_many_questions_it_takes() {
        let cache = Cache::in_memory(Lifetimes::default()).unwrap();
        let fetcher = Fetcher::offline(Bases::default(), cache);
        let (authority, counter) = (Authority::embedded().unwrap(), Counter::default());
        let desk = Desk::new(&fetcher, &authority, &counter).paced_by(CallKind::PubmedSearch);
        let search =
            |n: u32| Call::new(CallKind::PubmedSearch, "/esearch", Expect::Json).query("term", n.to_string());
        let seen = || counter.0.load(Ordering::Relaxed);
        desk.begin(3);
        // Nobody is there to answer: that is told once for all.
        assert!(desk.fetch(&[search(1), search(2)]).iter().all(Option::is_none));
        assert_eq!(seen(), 2);
        desk.fetch(&[Call::new(CallKind::PubmedRecords, "/efetch", Expect::Xml)]);
        assert_eq!(seen(), 2, "what is asked for many at once does not count");
        desk.fetch(&[search(3), search(4)]);
        assert_eq!(seen(), 3);
        desk.begin(2);
        desk.end();
        assert_eq!(seen(), 5);
        let issues = desk.issues();
        assert_eq!((issues.len(), issues[0].code), (1, IssueCode::ServiceUnanswered));
        assert!(issues[0].message.starts_with("PubMed left 5 question(s)"), "{}", issues[0].message);
    }
}
