//! Cache and client together: what was asked before is not asked again before its time.
//!
//! Where a service does not answer, an older answer that was kept stands in for the one it owes, and says so: an outage
//! never makes known things unknown.

mod together;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::together::{Parts, Together};
use crate::sources::cache::{Cache, Kept, Lookup, Need, question, wall_clock};
use crate::sources::http::{
    Answer, Bases, Call, CallError, CallKind, Client, Service, Settings, SettingsError,
};

/// Answers calls from the cache where it can and from the services where it must, and no question twice in its life.
///
/// It may be shared by threads; two that ask the same at the same moment may both ask it.
pub struct Fetcher {
    cache: Cache,
    /// `None` offline.
    client: Option<Client>,
    bases: Bases,
    /// What the wall clock says, in milliseconds since 1970.
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
    state: Mutex<State>,
}

/// The hash of a question's canonical form.
type Question = [u8; 32];

#[derive(Default)]
struct State {
    /// What came of every question asked in this run.
    asked: HashMap<Question, Outcome>,
    tally: Tally,
}

/// What came of a question.
enum Outcome {
    /// An answer that is in the cache.
    Kept,
    /// An answer that the cache could not keep.
    Held(Fetched),
    Failed(FetchError),
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Unpacked, otherwise as it came.
    pub body: Vec<u8>,
    /// 200, or 404 where the service has confirmed that it has no such record.
    pub status: u16,
    /// When it came, in milliseconds since 1970.
    pub fetched_at: i64,
    /// Hash of `body`.
    pub sha256: [u8; 32],
    /// Whether nobody had to be asked for it in this run.
    pub from_cache: bool,
    /// Whether it is as new as what the tables show has to be.
    pub is_current: bool,
    /// Why there is no newer one, where it stands in for one that was asked for in vain.
    pub stands_in: Option<Box<FetchError>>,
}

impl Fetched {
    /// True where the service has confirmed that it has no such record.
    pub const fn is_not_there(&self) -> bool {
        self.status == 404
    }
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { body, status, fetched_at, from_cache, stands_in, .. } = self;
        write!(
            f,
            "Fetched {{ status: {status}, {} bytes, {fetched_at}, from_cache: {from_cache}, {stands_in:?} }}",
            body.len()
        )
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Offline, and the cache has none.
    #[error(
        "the cache has no answer of {service} for this, and the run is offline; run again without --offline"
    )]
    NotCached {
        /// Who would have to be asked.
        service: Service,
    },
    /// The service gave none.
    #[error(transparent)]
    Call(#[from] CallError),
    /// What it gave makes no sense.
    #[error("{service} answered what cannot be read: {why}")]
    Unreadable {
        /// Who was asked.
        service: Service,
        /// What is wrong with it.
        why: String,
    },
    /// It was asked for many at once, and its answer leaves this one out.
    #[error("{service} left out of its answer one of the questions that were put to it; run again later")]
    LeftOut {
        /// Who was asked.
        service: Service,
    },
}

impl FetchError {
    /// True where nothing was learned about what was asked: it stays "not checked".
    pub const fn is_outage(&self) -> bool {
        match self {
            Self::NotCached { .. } | Self::Unreadable { .. } | Self::LeftOut { .. } => true,
            Self::Call(error) => error.is_outage(),
        }
    }
}

/// Counts of what a run asked, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Only kinds of which there was any.
    pub kinds: BTreeMap<CallKind, Counts>,
}

/// Counts of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Questions that the cache answered.
    pub cached: u64,
    /// Questions that the service answered.
    pub answered: u64,
    /// Questions that the service did not answer.
    pub failed: u64,
    /// Questions among them for which an older answer stands in.
    pub stood_in: u64,
    /// Requests sent, with those that were tried again.
    pub requests: u64,
}

impl Tally {
    /// Counts of one service.
    pub fn of(&self, service: Service) -> Counts {
        let mut sum = Counts::default();
        for (_, counts) in self.kinds.iter().filter(|(kind, _)| kind.service() == service) {
            sum.cached += counts.cached;
            sum.answered += counts.answered;
            sum.failed += counts.failed;
            sum.stood_in += counts.stood_in;
            sum.requests += counts.requests;
        }
        sum
    }
}

/// What a run would ask.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Questions that the cache answers.
    pub cached: usize,
    /// Questions for a service, by kind. Offline they stay without an answer.
    pub to_ask: BTreeMap<CallKind, usize>,
    /// Seconds at the rate allowed, the services' own time and further attempts left out.
    pub seconds: f64,
}

/// Somebody who is told of each question as it is done, and may stop the rest.
pub trait Observer {
    /// A question is done: its place among those given, and whether the cache had the answer.
    fn done(&self, index: usize, from_cache: bool);

    /// True when nothing more should be asked.
    fn stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
pub struct Unwatched;

impl Observer for Unwatched {
    fn done(&self, _: usize, _: bool) {}
}

impl Fetcher {
    /// Asks the services for what the cache does not have.
    ///
    /// # Errors
    /// When no client can be made of the settings.
    pub fn new(settings: Settings, cache: Cache) -> Result<Self, SettingsError> {
        let bases = settings.bases.clone();
        Ok(Self { client: Some(Client::new(settings)?), ..Self::offline(bases, cache) })
    }

    /// Answers from the cache alone, however old its answers are. The bases are part of a question: they have to be those
    /// with which it was asked.
    pub fn offline(bases: Bases, cache: Cache) -> Self {
        Self { cache, client: None, bases, clock: Box::new(wall_clock), state: Mutex::default() }
    }

    /// With another wall clock, in milliseconds since 1970.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// The cache.
    pub const fn cache(&self) -> &Cache {
        &self.cache
    }

    /// True where nobody is asked.
    pub const fn is_offline(&self) -> bool {
        self.client.is_none()
    }

    /// What was asked so far.
    pub fn tally(&self) -> Tally {
        self.state().tally.clone()
    }

    /// Why a service is asked no more in this run, if so.
    pub fn given_up(&self, service: Service) -> Option<String> {
        self.client.as_ref()?.given_up(service)
    }

    /// Answers all, in the order given, with what is current.
    pub fn fetch_all(&self, calls: &[Call]) -> Vec<Result<Fetched, FetchError>> {
        self.fetch_watched(calls, Need::Current, &Unwatched)
    }

    /// Answers all, in the order given, and tells somebody about it.
    pub fn fetch_watched(
        &self,
        calls: &[Call],
        need: Need,
        observer: &dyn Observer,
    ) -> Vec<Result<Fetched, FetchError>> {
        let mut results: Vec<Option<Result<Fetched, FetchError>>> = calls.iter().map(|_| None).collect();
        self.fetch_each(calls, need, observer, &mut |at, result| results[at] = Some(result));
        let missing = |(at, result): (usize, Option<_>)| result.unwrap_or_else(|| Err(stopped(&calls[at])));
        results.into_iter().enumerate().map(missing).collect()
    }

    /// Answers all and hands each over as soon as it is there, in no order, so that they need not be in memory together.
    pub fn fetch_each(
        &self,
        calls: &[Call],
        need: Need,
        observer: &dyn Observer,
        take: &mut dyn FnMut(usize, Result<Fetched, FetchError>),
    ) {
        // The places of every question that has to be asked; several calls may be one question.
        let mut places: HashMap<Question, usize> = HashMap::new();
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        for (at, call) in calls.iter().enumerate() {
            if let Some(open_at) = places.get(&self.question(call)) {
                open[*open_at].1.push(at);
                continue;
            }
            if let Some(result) = self.known(call, need) {
                observer.done(at, true);
                take(at, result);
            } else {
                places.insert(self.question(call), open.len());
                open.push((at, Vec::new()));
            }
        }
        drop(places);
        let Some(client) = &self.client else { return };
        let asked: Vec<Call> = open.iter().map(|(first, _)| calls[*first].clone()).collect();
        let mut give = |open_at: usize, result: Result<Fetched, FetchError>| {
            let (first, others) = &open[open_at];
            for at in others {
                observer.done(*at, true);
                take(*at, result.clone().map(|fetched| Fetched { from_cache: true, ..fetched }));
            }
            observer.done(*first, false);
            take(*first, result);
        };
        let mut done = vec![false; asked.len()];
        client.send_each(
            &asked,
            &mut |at, (result, requests)| {
                done[at] = true;
                give(at, self.settle(&asked[at], result, requests));
            },
            &|| observer.stopped(),
        );
        for at in (0..asked.len()).filter(|at| !done[*at]) {
            give(at, Err(stopped(&asked[at])));
        }
    }

    /// What all these would cost, without asking anybody.
    pub fn plan(&self, calls: &[Call], need: Need) -> Plan {
        let open = self.open(calls, need);
        let mut plan = Plan { cached: calls.len() - open.len(), ..Plan::default() };
        for at in open {
            *plan.to_ask.entry(calls[at].kind).or_default() += 1;
        }
        self.timed(plan)
    }

    /// The places of the calls that a service would have to answer, each question once.
    fn open(&self, calls: &[Call], need: Need) -> Vec<usize> {
        let now = (self.clock)();
        let mut seen = HashSet::new();
        let is_open = |call: &Call| {
            seen.insert(self.question(call))
                && match self.cache.look_up(call, self.base(call), need, now) {
                    Lookup::Fresh(_) => false,
                    Lookup::Stale(_) => !self.is_offline(),
                    Lookup::Missing => true,
                }
        };
        calls.iter().map(is_open).enumerate().filter_map(|(at, open)| open.then_some(at)).collect()
    }

    fn timed(&self, mut plan: Plan) -> Plan {
        if let Some(client) = &self.client {
            plan.seconds = client.seconds(plan.to_ask.iter().map(|(kind, count)| (*kind, *count)));
        }
        plan
    }

    /// Forgets the answer to a call, for a reader that cannot make sense of it: the next run asks again.
    pub fn forget(&self, call: &Call) {
        self.cache.forget(call, self.base(call));
    }

    /// What is known of a question without asking.
    fn known(&self, call: &Call, need: Need) -> Option<Result<Fetched, FetchError>> {
        let (mut asked, mut failed) = (false, None);
        {
            let state = self.state();
            match state.asked.get(&self.question(call)) {
                Some(Outcome::Kept) => asked = true,
                Some(Outcome::Held(fetched)) => return Some(Ok(fetched.clone())),
                Some(Outcome::Failed(error)) => failed = Some(error.clone()),
                None => {}
            }
        }
        let kept = match self.cache.look_up(call, self.base(call), need, (self.clock)()) {
            Lookup::Fresh(kept) => Some(kept),
            // Asked in this run: nothing newer is to be had. Offline: nothing else is.
            Lookup::Stale(kept) if asked || self.is_offline() => Some(kept),
            Lookup::Stale(kept) if failed.is_some() => {
                return Some(Ok(Fetched { stands_in: failed.map(Box::new), ..fetched(kept) }));
            }
            Lookup::Stale(_) | Lookup::Missing => None,
        };
        if let (None, Some(error)) = (&kept, failed) {
            return Some(Err(error));
        }
        if kept.is_none() && !self.is_offline() {
            return None;
        }
        let mut state = self.state();
        let counts = state.tally.kinds.entry(call.kind).or_default();
        Some(if let Some(kept) = kept {
            counts.cached += 1;
            // Nothing newer is to be had of what was asked in this run.
            Ok(Fetched { is_current: kept.is_current || asked, ..fetched(kept) })
        } else {
            counts.failed += 1;
            Err(FetchError::NotCached { service: call.service() })
        })
    }

    /// Keeps what a service answered.
    fn settle(
        &self,
        call: &Call,
        result: Result<Answer, CallError>,
        requests: u32,
    ) -> Result<Fetched, FetchError> {
        self.count(call, |counts| counts.requests += u64::from(requests));
        match result {
            Ok(answer) => Ok(self.keep(call, answer)),
            Err(error) => self.fail(call, FetchError::Call(error)),
        }
    }

    /// Keeps an answer.
    fn keep(&self, call: &Call, answer: Answer) -> Fetched {
        let now = (self.clock)();
        let (sha256, kept) = self.cache.keep(call, self.base(call), &answer, now);
        let Answer { status, body } = answer;
        let fetched = Fetched {
            body,
            status,
            fetched_at: now,
            sha256,
            from_cache: false,
            is_current: true,
            stands_in: None,
        };
        let outcome =
            if kept { Outcome::Kept } else { Outcome::Held(Fetched { from_cache: true, ..fetched.clone() }) };
        self.count(call, |counts| counts.answered += 1);
        self.state().asked.insert(self.question(call), outcome);
        fetched
    }

    /// Remembers that a question was not answered in this run. An older answer stands in where there is one.
    fn fail(&self, call: &Call, error: FetchError) -> Result<Fetched, FetchError> {
        self.state().asked.insert(self.question(call), Outcome::Failed(error.clone()));
        // However old: the need does not matter for what has nothing to be compared with.
        let older = match self.cache.look_up(call, self.base(call), Need::Settled, (self.clock)()) {
            Lookup::Fresh(kept) | Lookup::Stale(kept) => Some(kept),
            Lookup::Missing => None,
        };
        self.count(call, |counts| {
            counts.failed += 1;
            counts.stood_in += u64::from(older.is_some());
        });
        match older {
            Some(kept) => Ok(Fetched { stands_in: Some(Box::new(error)), ..fetched(kept) }),
            None => Err(error),
        }
    }

    fn count(&self, call: &Call, add: impl FnOnce(&mut Counts)) {
        add(self.state().tally.kinds.entry(call.kind).or_default());
    }

    fn question(&self, call: &Call) -> Question {
        question(call, self.base(call))
    }

    fn base(&self, call: &Call) -> &str {
        self.bases.of(call.service())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fetched(kept: Kept) -> Fetched {
    let Kept { answer: Answer { status, body }, fetched_at, sha256, is_current } = kept;
    Fetched { body, status, fetched_at, sha256, from_cache: true, is_current, stands_in: None }
}

fn stopped(call: &Call) -> FetchError {
    FetchError::Call(CallError::stopped(call))
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher")
            .field("cache", &self.cache)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
