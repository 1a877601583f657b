//! Where questions go out and answers come in.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Mutex;

use super::case::{Arrived, Case};
use crate::model::{Issue, IssueCode, Record};
use crate::normalize::journals::Authority;
use crate::pipeline::progress::Progress;
use crate::sources::fetch::{Fetched, Fetcher, Observer};
use crate::sources::http::{Call, Service};

/// Asks, reads, and remembers what went wrong.
pub struct Desk<'a> {
    pub fetcher: &'a Fetcher,
    pub authority: &'a Authority,
    progress: &'a dyn Progress,
    /// Questions without an answer, and what was said of the first, by service.
    failures: Mutex<BTreeMap<&'static str, (u64, String)>>,
}

/// Lets a person stop between two answers.
struct Watch<'a>(&'a dyn Progress);

impl Observer for Watch<'_> {
    fn done(&self, _: usize, _: bool) {}

    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}

impl<'a> Desk<'a> {
    pub fn new(fetcher: &'a Fetcher, authority: &'a Authority, progress: &'a dyn Progress) -> Self {
        Self { fetcher, authority, progress, failures: Mutex::default() }
    }

    /// The answers, in the order of the calls; `None` where there is none.
    pub fn fetch(&self, calls: &[Call]) -> Vec<Option<Fetched>> {
        let fetched = self.fetcher.fetch_watched(calls, &Watch(self.progress));
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
