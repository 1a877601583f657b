use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt as _};
use tokio::runtime::{Builder, Runtime};

use super::address::Lookup;
use super::answer::Answer;
use super::call::{Call, CallKind, Pool, Service};
use super::error::{CallError, SettingsError};
use super::exchange::{Again, Failure, Wire};
use super::limits::{End, Gate, seconds};
use super::settings::Settings;

/// Asks the services, no faster than each allows, however many threads call it.
///
/// The limits hold for one client: a process makes one. Two processes on one network address share what a service allows
/// and learn of each other only by its 429s, after which both wait.
pub struct Client {
    settings: Settings,
    wire: Wire,
    gate: Gate,
    /// Always there until the client is dropped.
    runtime: Option<Runtime>,
}

/// A call that is done.
#[derive(Debug)]
pub struct Done<'a> {
    /// Its place among the calls given.
    pub index: usize,
    /// The call.
    pub call: &'a Call,
    /// What came of it.
    pub result: &'a Result<Answer, CallError>,
    /// How many requests it took; none where the service had been given up before.
    pub requests: u32,
}

/// Somebody who is told of calls as they are done, and may stop the rest.
pub trait Watcher {
    /// A call is done. Calls are not done in the order given.
    fn done(&self, done: &Done<'_>);

    /// True when nothing more should be asked. Looked at ten times a second.
    fn stopped(&self) -> bool {
        false
    }
}

impl<F: Fn(&Done<'_>)> Watcher for F {
    fn done(&self, done: &Done<'_>) {
        self(done);
    }
}

/// How many calls of one pool wait at its gate at a time; the others cost nothing yet.
const AT_THE_GATE: usize = 4;

/// How often somebody is asked whether to stop.
const LOOK: Duration = Duration::from_millis(100);

impl Client {
    /// Makes a client; opens no connection yet.
    ///
    /// # Errors
    /// When the settings make no sense, or the machine does not let us prepare.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        Self::with_lookup(settings, None)
    }

    /// With another way to resolve names.
    pub(super) fn with_lookup(settings: Settings, lookup: Option<Lookup>) -> Result<Self, SettingsError> {
        let wire = Wire::new(&settings, lookup)?;
        let gate = Gate::new(&settings, |service| wire.base(service).chosen);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| SettingsError::Prepare { message: error.to_string() })?;
        Ok(Self { settings, wire, gate, runtime: Some(runtime) })
    }

    /// How the services are asked.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Asks and waits for the answer. At worst it takes [`Settings::longest_hold_up`], and what came before it in line.
    ///
    /// # Errors
    /// When there is no answer, and why.
    pub fn send(&self, call: &Call) -> Result<Answer, CallError> {
        let Some(runtime) = &self.runtime else { return Err(CallError::stopped(call)) };
        runtime.block_on(self.ask(call)).0
    }

    /// Asks all, several at a time, and returns what came of each in the order given. The watcher hears of each as it is
    /// done, on this thread.
    pub fn send_all(&self, calls: &[Call], watcher: &dyn Watcher) -> Vec<Result<Answer, CallError>> {
        let mut results: Vec<Option<Result<Answer, CallError>>> = calls.iter().map(|_| None).collect();
        self.send_each(
            calls,
            &mut |done, result| {
                watcher.done(&Done {
                    index: done,
                    call: &calls[done],
                    result: &result.0,
                    requests: result.1,
                });
                if let Some(place) = results.get_mut(done) {
                    *place = Some(result.0);
                }
            },
            &|| watcher.stopped(),
        );
        let stopped =
            |(at, result): (usize, Option<_>)| result.unwrap_or_else(|| Err(CallError::stopped(&calls[at])));
        results.into_iter().enumerate().map(stopped).collect()
    }

    /// Asks all, several at a time, and hands over what came of each, with the requests it took, as it is done. Those that
    /// were stopped before are not handed over.
    pub(in crate::sources) fn send_each(
        &self,
        calls: &[Call],
        take: &mut dyn FnMut(usize, (Result<Answer, CallError>, u32)),
        stopped: &dyn Fn() -> bool,
    ) {
        let Some(runtime) = &self.runtime else { return };
        // A line for each pool, so that none waits behind a slower one.
        let mut lines: BTreeMap<Pool, Vec<usize>> = BTreeMap::new();
        for (at, call) in calls.iter().enumerate() {
            lines.entry(call.kind.pool()).or_default().push(at);
        }
        let lines = lines.into_values().map(|line| {
            let asked = stream::iter(line).map(|at| async move { (at, self.ask(&calls[at]).await) });
            asked.buffer_unordered(AT_THE_GATE).boxed_local()
        });
        let mut all = stream::select_all(lines);
        // Taken outside of the runtime, so that whoever takes it may ask again.
        while !stopped() {
            match runtime.block_on(async { tokio::time::timeout(LOOK, all.next()).await }) {
                Ok(Some((at, result))) => take(at, result),
                Ok(None) => return,
                Err(_) => {}
            }
        }
    }

    /// The seconds that so many calls take at the rate at which they may leave, the services' own time left out.
    pub fn seconds(&self, calls: impl Iterator<Item = (CallKind, usize)>) -> f64 {
        seconds(calls, &self.settings)
    }

    /// Why a service is asked no more in this run, if so.
    pub fn given_up(&self, service: Service) -> Option<String> {
        self.gate.given_up(service)
    }

    /// Asks until there is an answer, or no hope of one.
    async fn ask(&self, call: &Call) -> (Result<Answer, CallError>, u32) {
        let service = call.service();
        let deadlines = self.settings.deadlines;
        let mut requests = 0;
        let mut bad_answers = 0;
        let mut begun = None;
        let mut last: Option<CallError> = None;
        loop {
            let turn = self.gate.enter(call.kind);
            let turn = match begun {
                // Waiting in line for the first time costs nothing of the call's own time.
                None => turn.await,
                Some(begun) => {
                    let deadline: Instant = begun + deadlines.call;
                    let too_late = || Err("the service made us wait too long".to_owned());
                    tokio::time::timeout_at(deadline.into(), turn).await.unwrap_or_else(|_| too_late())
                }
            };
            let pass = match (turn, last.take()) {
                (Ok(pass), _) => pass,
                // What this call met itself says more than why it may not go on.
                (Err(_), Some(error)) => {
                    self.gate.ended(service, End::Failed, self.settings.give_up_after);
                    return (Err(error), requests);
                }
                (Err(why), None) => return (Err(self.given_up_on(call, why)), requests),
            };
            let begun = *begun.get_or_insert_with(Instant::now);
            requests += 1;
            let result =
                self.wire.exchange(call, &self.settings, |limits| self.gate.follow(call.kind, limits)).await;
            drop(pass);
            let Failure { error, again } = match result {
                Ok(answer) => {
                    self.gate.ended(service, End::Answered, self.settings.give_up_after);
                    return (Ok(answer), requests);
                }
                Err(failure) => failure,
            };
            let backoff = backoff(&deadlines, requests);
            let wait = match again {
                Again::Never => None,
                Again::BadAnswer => {
                    bad_answers += 1;
                    (bad_answers <= self.settings.max_bad_answers).then_some(backoff)
                }
                Again::Later { told, wait } => {
                    let wait = wait.map_or(backoff, |asked| asked.min(deadlines.wait).max(backoff));
                    if told {
                        // Also when this call gives up: the next one is not to walk into the same wall.
                        self.gate.pause(service, wait);
                    }
                    (requests <= self.settings.max_retries).then_some(wait)
                }
            };
            let wait = wait.filter(|wait| begun.elapsed() + *wait < deadlines.call);
            let Some(wait) = wait else {
                self.gate.ended(service, end(&error), self.settings.give_up_after);
                return (Err(error), requests);
            };
            last = Some(error);
            tokio::time::sleep(wait).await;
        }
    }

    fn given_up_on(&self, call: &Call, came: String) -> CallError {
        let asked = call.asked(|text| self.settings.scrub(text));
        CallError::Outage { service: call.service(), asked, came }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Does not wait for a name that is still being resolved.
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Refusals that concern who asks are as good as an outage: every call will meet them.
const fn end(error: &CallError) -> End {
    match error {
        CallError::Refused { status: 401 | 403 | 407, .. }
        | CallError::Outage { .. }
        | CallError::BadAnswer { .. } => End::Failed,
        CallError::Refused { .. } | CallError::Stopped { .. } => End::Refused,
    }
}

/// Twice as long after each attempt, and between half of that and all of it, so that those who failed together do not come
/// back together.
fn backoff(deadlines: &super::settings::Deadlines, attempts: u32) -> Duration {
    let doubled = deadlines.first_wait.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    let longest = doubled.min(deadlines.wait);
    longest.mul_f64(0.5 + 0.5 * chance())
}

/// A number from 0 up to 1, another one each time.
fn chance() -> f64 {
    // The hasher's keys differ with every state made; that is all the randomness that is needed.
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    (random >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::super::settings::Deadlines;
    use super::*;

    #[test]
    fn waits_double_up_to_a_bound_and_differ() {
        let deadlines = Deadlines::default();
        for (attempts, most) in [(1, 1.0), (2, 2.0), (3, 4.0), (7, 64.0), (8, 120.0), (u32::MAX, 120.0)] {
            let waits: Vec<f64> = (0..64).map(|_| backoff(&deadlines, attempts).as_secs_f64()).collect();
            assert!(waits.iter().all(|wait| (most / 2.0..=most).contains(wait)), "{attempts}");
            assert!(waits.iter().any(|wait| (wait - waits[0]).abs() > 1e-6));
        }
    }
}
