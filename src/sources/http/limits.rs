use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::call::{CallKind, Pool, Service};
use super::headers::Limits;
use super::settings::Settings;

/// Lets requests out at the rate and in the number that each service allows, and none to a service that is given up.
///
/// It knows moments of the monotonic clock only; what the wall clock does is nothing to it.
pub(super) struct Gate {
    state: Mutex<State>,
    /// Rung whenever somebody who waits should look again.
    changed: Notify,
}

struct State {
    paces: [Pace; Pool::ALL.len()],
    lanes: [Lane; Service::ALL.len()],
}

/// What may leave next.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    Now,
    At(Instant),
    WhenOneIsBack,
    Never(String),
}

/// One limit of requests in a span of time: they leave evenly, never in bursts.
struct Pace {
    interval: Duration,
    /// When the last one left.
    last: Option<Instant>,
    /// The shortest interval that headers may bring it to.
    shortest: Duration,
}

/// What is known of one service.
struct Lane {
    under_way: usize,
    at_once: usize,
    /// The most that headers may raise `at_once` to.
    most: usize,
    /// Nothing leaves before.
    pause: Option<Instant>,
    /// What failed since the last success: an outage counts [`OUTAGE`], a refusal one.
    failures: u32,
    given_up: Option<String>,
}

/// How many refusals weigh as much as one outage. Refused questions are mostly our own fault, one by one; but a key that is
/// not valid makes every one of them fail.
const OUTAGE: u32 = 4;

/// Requests leave this much more slowly than allowed, since the network moves them together as easily as apart.
const MARGIN: f64 = 1.05;

/// The most requests a second that a real service's headers can bring us to.
const FASTEST: f64 = 50.0;

/// The same for a mirror.
const FASTEST_MIRROR: f64 = 10_000.0;

/// How a call ended, to the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Answered,
    Refused,
    Failed,
}

/// Requests a second, by pool, as the services have published them: Crossref since December 2025.
fn rate(pool: Pool, settings: &Settings) -> f64 {
    let polite = settings.mail.is_some();
    match pool {
        Pool::Pubmed if settings.ncbi_key.is_some() => 10.0,
        Pool::CrossrefSingle if polite => 10.0,
        Pool::CrossrefSingle => 5.0,
        Pool::CrossrefList if !polite => 1.0,
        Pool::Pubmed | Pool::Idconv | Pool::CrossrefList => 3.0,
    }
}

/// Requests at once. NCBI names no limit; three are enough to fill the rate while one of them is slow.
fn at_once(service: Service, settings: &Settings) -> usize {
    match service {
        Service::Crossref if settings.mail.is_none() => 1,
        Service::Pubmed if settings.ncbi_key.is_some() => 4,
        Service::Idconv => 1,
        Service::Crossref | Service::Pubmed => 3,
    }
}

/// The time between two requests.
fn interval(rate: f64) -> Duration {
    Duration::from_secs_f64(MARGIN / rate)
}

/// The seconds that so many calls take at the rate at which they are allowed to leave, the services' own time left out.
pub(super) fn seconds(calls: impl Iterator<Item = (CallKind, usize)>, settings: &Settings) -> f64 {
    let mut pools = [0.0; Pool::ALL.len()];
    for (kind, count) in calls {
        let pool = kind.pool();
        pools[pool as usize] += count as f64 * interval(rate(pool, settings)).as_secs_f64();
    }
    // The pools do not wait for each other.
    pools.into_iter().fold(0.0, f64::max)
}

impl Gate {
    /// With the limits as published; `chosen` are the services that are asked at a place the user chose, whose headers may
    /// allow anything.
    pub(super) fn new(settings: &Settings, chosen: impl Fn(Service) -> bool) -> Self {
        let service_of = |pool| match pool {
            Pool::Pubmed => Service::Pubmed,
            Pool::Idconv => Service::Idconv,
            Pool::CrossrefSingle | Pool::CrossrefList => Service::Crossref,
        };
        let paces = Pool::ALL.map(|pool| Pace {
            interval: interval(rate(pool, settings)),
            last: None,
            shortest: interval(if chosen(service_of(pool)) { FASTEST_MIRROR } else { FASTEST }),
        });
        let lanes = Service::ALL.map(|service| Lane {
            under_way: 0,
            at_once: at_once(service, settings),
            most: if chosen(service) { 64 } else { at_once(service, settings).max(3) },
            pause: None,
            failures: 0,
            given_up: None,
        });
        Self { state: Mutex::new(State { paces, lanes }), changed: Notify::new() }
    }

    /// Waits for the call's turn.
    ///
    /// # Errors
    /// Why the service is asked no more.
    pub(super) async fn enter(&self, kind: CallKind) -> Result<Pass<'_>, String> {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // From here on a ring is heard, also one between the look and the wait.
            changed.as_mut().enable();
            let turn = self.state().turn(kind, Instant::now());
            match turn {
                Turn::Now => return Ok(Pass { gate: self, service: kind.service() }),
                Turn::At(moment) => {
                    let _ = tokio::time::timeout_at(moment.into(), changed).await;
                }
                Turn::WhenOneIsBack => changed.await,
                Turn::Never(why) => return Err(why),
            }
        }
    }

    /// Takes over what an answer's headers say.
    pub(super) fn follow(&self, kind: CallKind, limits: Limits) {
        self.state().follow(kind, limits);
        self.changed.notify_waiters();
    }

    /// Sends nothing to the service for so long.
    pub(super) fn pause(&self, service: Service, wait: Duration) {
        self.state().pause(service, Instant::now() + wait);
    }

    /// Tells how a call ended; after too many failures in a row the service is given up.
    pub(super) fn ended(&self, service: Service, end: End, give_up_after: u32) {
        self.state().ended(service, end, give_up_after);
        self.changed.notify_waiters();
    }

    /// Why a service is asked no more.
    pub(super) fn given_up(&self, service: Service) -> Option<String> {
        self.state().lanes[service as usize].given_up.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One request under way; to be dropped when it is back.
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    service: Service,
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.state().lanes[self.service as usize].under_way -= 1;
        self.gate.changed.notify_waiters();
    }
}

impl State {
    fn turn(&mut self, kind: CallKind, now: Instant) -> Turn {
        let pace = &mut self.paces[kind.pool() as usize];
        let lane = &mut self.lanes[kind.service() as usize];
        if let Some(why) = &lane.given_up {
            return Turn::Never(why.clone());
        }
        let next = pace.last.map(|last| last + pace.interval);
        if let Some(moment) = next.max(lane.pause).filter(|moment| *moment > now) {
            return Turn::At(moment);
        }
        if lane.under_way >= lane.at_once {
            return Turn::WhenOneIsBack;
        }
        lane.under_way += 1;
        pace.last = Some(now);
        Turn::Now
    }

    fn follow(&mut self, kind: CallKind, limits: Limits) {
        if let Some((count, span)) = limits.rate {
            let pace = &mut self.paces[kind.pool() as usize];
            pace.interval = span.mul_f64(MARGIN / f64::from(count)).max(pace.shortest);
        }
        if let Some(at_once) = limits.at_once {
            let lane = &mut self.lanes[kind.service() as usize];
            lane.at_once = at_once.clamp(1, lane.most);
        }
    }

    fn pause(&mut self, service: Service, until: Instant) {
        let lane = &mut self.lanes[service as usize];
        lane.pause = lane.pause.max(Some(until));
    }

    fn ended(&mut self, service: Service, end: End, give_up_after: u32) {
        let lane = &mut self.lanes[service as usize];
        lane.failures = match end {
            End::Answered => 0,
            End::Refused => lane.failures.saturating_add(1),
            End::Failed => lane.failures.saturating_add(OUTAGE),
        };
        if lane.failures >= give_up_after.max(1).saturating_mul(OUTAGE) && lane.given_up.is_none() {
            lane.given_up =
                Some("too many calls in a row failed, so it is not asked again in this run".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::secret::Secret;
    use super::*;

    fn state(settings: &Settings) -> State {
        let gate = Gate::new(settings, |_| false);
        gate.state.into_inner().unwrap()
    }

    fn polite() -> Settings {
        Settings { mail: Secret::new("a@b.org"), ..Settings::default() }
    }

    /// When the first `count` requests leave, each answered at once.
    fn departures(state: &mut State, kind: CallKind, count: usize) -> Vec<Duration> {
        let start = Instant::now();
        let mut now = start;
        let mut left = Vec::new();
        while left.len() < count {
            match state.turn(kind, now) {
                Turn::Now => {
                    left.push(now - start);
                    state.lanes[kind.service() as usize].under_way -= 1;
                }
                Turn::At(moment) => now = moment,
                other => panic!("{other:?}"),
            }
        }
        left
    }

    /// The most requests in any one second.
    fn busiest_second(left: &[Duration]) -> usize {
        let second = Duration::from_secs(1);
        left.iter()
            .map(|from| left.iter().filter(|at| *at >= from && **at < *from + second).count())
            .max()
            .unwrap()
    }

    #[test]
    fn no_second_sees_more_than_the_service_allows() {
        let key = Settings { ncbi_key: Secret::new("k"), ..Settings::default() };
        for (settings, kind, most) in [
            (Settings::default(), CallKind::PubmedSearch, 3),
            (key, CallKind::PubmedRecords, 10),
            (Settings::default(), CallKind::CrossrefRecord, 5),
            (Settings::default(), CallKind::CrossrefSearch, 1),
            (polite(), CallKind::CrossrefRecord, 10),
            (polite(), CallKind::CrossrefRecords, 3),
        ] {
            let left = departures(&mut state(&settings), kind, 40);
            assert_eq!(busiest_second(&left), most, "{kind:?}");
        }
    }

    #[test]
    fn kinds_of_one_pool_share_its_limit_and_pools_do_not() {
        let mut state = state(&polite());
        let now = Instant::now();
        assert_eq!(state.turn(CallKind::CrossrefSearch, now), Turn::Now);
        assert!(matches!(state.turn(CallKind::CrossrefRecords, now), Turn::At(_)));
        assert_eq!(state.turn(CallKind::CrossrefRecord, now), Turn::Now);
        assert_eq!(state.turn(CallKind::PubmedSearch, now), Turn::Now);
    }

    #[test]
    fn headers_change_the_limit_at_once() {
        let second = Duration::from_secs(1);
        let mut state = state(&polite());
        let slow = Limits { rate: Some((1, second)), at_once: Some(1) };
        state.follow(CallKind::CrossrefRecord, slow);
        assert_eq!(busiest_second(&departures(&mut state, CallKind::CrossrefRecord, 10)), 1);
        let fast = Limits { rate: Some((20, second)), at_once: None };
        state.follow(CallKind::CrossrefRecord, fast);
        assert_eq!(busiest_second(&departures(&mut state, CallKind::CrossrefRecord, 40)), 20);
        // But not to what no service means.
        let mad = Limits { rate: Some((u32::MAX, second)), at_once: Some(usize::MAX) };
        state.follow(CallKind::CrossrefRecord, mad);
        assert_eq!(busiest_second(&departures(&mut state, CallKind::CrossrefRecord, 99)), 48);
        assert_eq!(state.lanes[Service::Crossref as usize].at_once, 3);
    }

    #[test]
    fn no_more_are_under_way_than_the_service_allows() {
        let mut state = state(&Settings::default());
        let now = Instant::now();
        assert_eq!(state.turn(CallKind::CrossrefRecord, now), Turn::Now);
        // Of another pool, but of the same service.
        assert_eq!(state.turn(CallKind::CrossrefSearch, now), Turn::WhenOneIsBack);
        state.lanes[Service::Crossref as usize].under_way -= 1;
        assert_eq!(state.turn(CallKind::CrossrefSearch, now), Turn::Now);
    }

    #[test]
    fn a_pause_holds_back_every_pool_of_the_service_and_no_other() {
        let mut state = state(&polite());
        let now = Instant::now();
        let until = now + Duration::from_secs(30);
        state.pause(Service::Crossref, until);
        state.pause(Service::Crossref, now);
        assert_eq!(state.turn(CallKind::CrossrefRecord, now), Turn::At(until));
        assert_eq!(state.turn(CallKind::CrossrefSearch, now), Turn::At(until));
        assert_eq!(state.turn(CallKind::PubmedSearch, now), Turn::Now);
        assert_eq!(state.turn(CallKind::CrossrefSearch, until), Turn::Now);
    }

    #[test]
    fn a_service_is_given_up_after_failures_in_a_row_only() {
        let mut state = state(&polite());
        let now = Instant::now();
        for end in [End::Failed, End::Failed, End::Answered, End::Failed, End::Refused, End::Failed] {
            state.ended(Service::Crossref, end, 3);
        }
        assert_eq!(state.turn(CallKind::CrossrefRecord, now), Turn::Now);
        state.ended(Service::Crossref, End::Failed, 3);
        assert!(matches!(state.turn(CallKind::CrossrefSearch, now), Turn::Never(_)));
        assert_eq!(state.turn(CallKind::PubmedSearch, now), Turn::Now);
        for _ in 0..12 {
            state.ended(Service::Pubmed, End::Refused, 3);
        }
        assert!(matches!(state.turn(CallKind::PubmedSearch, now), Turn::Never(_)));
    }

    #[test]
    fn the_time_a_plan_takes_is_that_of_its_slowest_pool() {
        let plan =
            [(CallKind::PubmedSearch, 300), (CallKind::CrossrefSearch, 30), (CallKind::CrossrefRecord, 10)];
        assert!((seconds(plan.into_iter(), &Settings::default()) - 105.0).abs() < 1e-6);
        let plan = [(CallKind::CrossrefRecords, 10), (CallKind::CrossrefSearch, 300)];
        assert!((seconds(plan.into_iter(), &Settings::default()) - 325.5).abs() < 1e-6);
    }
}
