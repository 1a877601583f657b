//! Where questions go out and answers come in.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::case::{Arrived, Case};
use crate::model::{Issue, IssueCode, Record};
use crate::normalize::journals::Authority;
use crate::pipeline::progress::Progress;
use crate::sources::cache::Need;
use crate::sources::fetch::{FetchError, Fetched, Fetcher, Observer, Together};
use crate::sources::http::{Call, CallKind, Service};

/// Asks, reads, and remembers what went wrong.
pub struct Desk<'a> {
    pub fetcher: &'a Fetcher,
    pub authority: &'a Authority,
    progress: &'a dyn Progress,
    /// Questions without an answer, and what was said of the first, by service.
    failures: Mutex<BTreeMap<&'static str, Failure>>,
    /// The questions that take the time: one for each reference that is searched for, the last service's.
    pace: CallKind,
    /// References of the chunk that have not been counted as done.
    left: AtomicU64,
}

/// What a service did not answer.
#[derive(Default)]
struct Failure {
    count: u64,
    /// Of them, those for which an older answer stands in.
    stood_in: u64,
    /// What was said of the first.
    first: String,
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
    pub fn fetch(&self, calls: &[Call], need: Need) -> Vec<Option<Fetched>> {
        let counts = calls.first().is_some_and(|call| call.kind == self.pace);
        let fetched = self.fetcher.fetch_watched(calls, need, &Watch { desk: self, counts });
        calls.iter().zip(fetched).map(|(call, fetched)| self.settle(call.service(), fetched)).collect()
    }

    /// The same for questions that are asked many at once.
    pub fn fetch_together(
        &self,
        questions: &dyn Together,
        kind: CallKind,
        need: Need,
    ) -> Vec<Option<Fetched>> {
        let fetched = self.fetcher.fetch_together(questions, need, &Watch { desk: self, counts: false });
        fetched.into_iter().map(|fetched| self.settle(kind.service(), fetched)).collect()
    }

    fn settle(&self, service: Service, fetched: Result<Fetched, FetchError>) -> Option<Fetched> {
        match fetched {
            Ok(fetched) => {
                if let Some(error) = &fetched.stands_in {
                    self.note(name(service), error, true);
                }
                Some(fetched)
            }
            Err(error) => {
                self.note(name(service), &error, false);
                None
            }
        }
    }

    /// A kept answer cannot be read: it is forgotten, so that the next run asks again.
    pub fn unreadable(&self, questions: &dyn Together, at: usize, error: &dyn Display) {
        if let Some(call) = questions.alone().get(at) {
            self.fetcher.forget(call);
            self.note(name(call.service()), error, false);
        }
    }

    /// What an answer says. One that makes no sense is forgotten, so that the next run asks again.
    pub fn read<T, E: Display>(&self, call: &Call, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fetcher.forget(call);
                self.note(name(call.service()), &error, false);
                None
            }
        }
    }

    /// The local index could not be read.
    pub fn index_failed(&self, error: &dyn Display) {
        self.note("local index", error, false);
    }

    fn note(&self, who: &'static str, error: &dyn Display, stood_in: bool) {
        if let Ok(mut failures) = self.failures.lock() {
            let failure = failures
                .entry(who)
                .or_insert_with(|| Failure { first: error.to_string(), ..Failure::default() });
            failure.count += 1;
            failure.stood_in += u64::from(stood_in);
        }
    }

    /// Whether anything was left without an answer so far.
    pub fn has_failures(&self) -> bool {
        self.failures.lock().is_ok_and(|failures| !failures.is_empty())
    }

    pub fn decide(&self, cases: &mut [&mut Case]) {
        use rayon::prelude::*;
        cases.par_iter_mut().filter(|case| case.can_be_asked()).for_each(|case| case.decide(self.authority));
    }

    /// A finding for each service that left questions without an answer.
    pub fn issues(self) -> Vec<Issue> {
        let failures = self.failures.into_inner().unwrap_or_default();
        let issue = |(who, Failure { count, stood_in, first }): (&str, Failure)| {
            let open = count - stood_in;
            let what = match (open, stood_in) {
                (_, 0) => "the references they are about are not checked".to_owned(),
                (0, _) => "what it said before stands in, and may be out of date".to_owned(),
                _ => format!(
                    "for {stood_in} of them what it said before stands in, and may be out of date; the \
                     references the others are about are not checked"
                ),
            };
            let message = format!(
                "{who} left {count} question(s) without an answer; {what}. Run again later: what was answered is kept"
            );
            Issue {
                code: IssueCode::ServiceUnanswered,
                entity: "runs".to_owned(),
                entity_id: who.to_owned(),
                field: None,
                message,
                observed: Some(first),
                expected: None,
                path: None,
                line: None,
            }
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
    pub fn of(record: Record, fetched: &Fetched, asked_as: Option<&str>) -> Self {
        let sha256 = data_encoding::HEXLOWER.encode(&fetched.sha256);
        Self {
            record,
            sha256: Some(sha256),
            asked_at: fetched.fetched_at,
            asked_as: asked_as.map(str::to_owned),
            is_current: fetched.is_current,
        }
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
        assert!(desk.fetch(&[search(1), search(2)], Need::Current).iter().all(Option::is_none));
        assert_eq!(seen(), 2);
        desk.fetch(&[Call::new(CallKind::PubmedRecords, "/efetch", Expect::Xml)], Need::Current);
        assert_eq!(seen(), 2, "what is asked for many at once does not count");
        desk.fetch(&[search(3), search(4)], Need::Current);
        assert_eq!(seen(), 3);
        desk.begin(2);
        desk.end();
        assert_eq!(seen(), 5);
        let issues = desk.issues();
        assert_eq!((issues.len(), issues[0].code), (1, IssueCode::ServiceUnanswered));
        assert!(issues[0].message.starts_with("PubMed left 5 question(s)"), "{}", issues[0].message);
    }
}
