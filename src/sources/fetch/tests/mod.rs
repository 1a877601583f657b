//! Nothing is asked twice: not in a run, not after a run that was killed, not by two runs in turn.

mod together;
mod world;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::sources::cache::{Lifetimes, Need};
use crate::sources::http::{Deadlines, Expect, Secret};
use crate::sources::service::server::{Reply, Request, Server};

fn settings(server: &Server) -> Settings {
    let ms = Duration::from_millis;
    Settings {
        bases: Bases::all_at(&server.base()),
        mail: Secret::new("canary@mail.example"),
        ncbi_key: Secret::new("canarykey0123456789"),
        deadlines: Deadlines {
            wait: ms(20),
            first_wait: ms(2),
            first_byte: ms(5000),
            body: ms(5000),
            ..Deadlines::default()
        },
        ..Settings::default()
    }
}

fn fetcher(server: &Server, folder: &Path) -> Fetcher {
    Fetcher::new(settings(server), Cache::open(folder, Lifetimes::default()).unwrap()).unwrap()
}

fn work(n: usize) -> Call {
    Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment(&format!("10.5555/{n}"))
}

fn works(count: usize) -> Vec<Call> {
    (0..count).map(work).collect()
}

fn good(request: &Request) -> Reply {
    Reply::json(format!(r#"{{"status":"ok","message":{{"path":"{}"}}}}"#, request.path)).fast()
}

/// Fails where any question came more than once.
fn asked_once(server: &Server) {
    let mut questions: Vec<String> = server.requests().iter().map(Request::question).collect();
    questions.sort();
    let all = questions.len();
    questions.dedup();
    assert_eq!(questions.len(), all);
}

#[test]
fn a_second_run_asks_nothing() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let first = fetcher(&server, folder.path()).fetch_all(&works(10));
    assert!(first.iter().all(|result| !result.as_ref().unwrap().from_cache));
    let again = fetcher(&server, folder.path());
    let second = again.fetch_all(&works(10));
    for (first, second) in first.iter().zip(&second) {
        let (first, second) = (first.as_ref().unwrap(), second.as_ref().unwrap());
        assert!(second.from_cache);
        assert_eq!(first, &Fetched { from_cache: false, ..second.clone() });
    }
    assert_eq!(server.count(), 10);
    assert_eq!(again.tally().of(Service::Crossref), Counts { cached: 10, ..Counts::default() });
}

#[test]
fn one_question_is_asked_once_in_a_run() {
    let server =
        Server::start(
            |request| if request.path.ends_with('3') { Reply::status(400).fast() } else { good(request) },
        );
    let folder = tempfile::tempdir().unwrap();
    let fetcher = fetcher(&server, folder.path());
    let calls: Vec<Call> = [1, 2, 1, 3, 3, 1].map(work).into();
    for _ in 0..2 {
        let results = fetcher.fetch_all(&calls);
        let fine: Vec<bool> = results.iter().map(Result::is_ok).collect();
        assert_eq!(fine, [true, true, true, false, false, true]);
        assert_eq!(results[0].as_ref().unwrap().body, results[2].as_ref().unwrap().body);
    }
    assert_eq!(server.count(), 3, "a refusal is not asked for again either");
    let counts = fetcher.tally().of(Service::Crossref);
    assert_eq!((counts.answered, counts.failed, counts.requests), (2, 1, 3));
}

#[test]
fn one_question_is_asked_once_in_a_run_even_if_answers_have_no_time_at_all() {
    let server = Server::start(good);
    let now = Arc::new(AtomicI64::new(0));
    let clock = now.clone();
    let zero = Duration::ZERO;
    let none =
        Lifetimes { retractions: zero, counts: zero, bibliography: zero, matches: zero, not_found: zero };
    let fetcher = Fetcher::new(settings(&server), Cache::in_memory(none).unwrap())
        .unwrap()
        .with_clock(move || clock.fetch_add(1000, Ordering::SeqCst));
    for _ in 0..3 {
        assert!(fetcher.fetch_all(&works(3)).iter().all(Result::is_ok));
    }
    assert_eq!(server.count(), 3);
}

#[test]
fn a_confirmed_absence_is_kept_and_a_failure_is_not() {
    let server = Server::start(|request| match request.path.chars().last() {
        Some('0') => Reply::new(404, "application/json", "Resource not found.").fast(),
        Some('1') => Reply::new(404, "text/html", "<html>Not Found</html>").fast(),
        Some('2') => Reply::new(200, "application/json", "{\"error\":\"x\"}").fast(),
        Some('3') => Reply::status(400).fast(),
        _ => Reply::status(500).fast(),
    });
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { max_retries: 0, max_bad_answers: 0, give_up_after: 99, ..settings(&server) };
    let cache = || Cache::open(folder.path(), Lifetimes::default()).unwrap();
    let run = || Fetcher::new(settings.clone(), cache()).unwrap().fetch_all(&works(5));
    let results = run();
    assert!(results[0].as_ref().unwrap().is_not_there());
    assert!(results[1..].iter().all(Result::is_err));
    assert_eq!(cache().summary(0).unwrap().rows.len(), 1);
    assert!(run()[0].as_ref().unwrap().from_cache);
    assert_eq!(server.count(), 9);
}

#[test]
fn offline_the_cache_answers_whatever_its_age() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    fetcher(&server, folder.path()).fetch_all(&works(2));
    let bases = Bases::all_at(&server.base());
    drop(server);
    let far = wall_clock() + 3_000 * 86_400_000;
    let offline = Fetcher::offline(bases, Cache::open(folder.path(), Lifetimes::default()).unwrap())
        .with_clock(move || far);
    let calls = works(3);
    let plan = offline.plan(&calls, Need::Current);
    assert_eq!((plan.cached, plan.to_ask[&CallKind::CrossrefRecord]), (2, 1));
    let results = offline.fetch_all(&calls);
    assert!(results[0].is_ok() && results[1].is_ok());
    let error = results[2].as_ref().unwrap_err();
    assert!(matches!(error, FetchError::NotCached { service: Service::Crossref }) && error.is_outage());
    assert!(offline.is_offline());
}

#[test]
fn stale_answers_are_asked_for_again_and_renewed() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    fetcher(&server, folder.path()).fetch_all(&works(3));
    let later = wall_clock() + 40 * 86_400_000;
    for _ in 0..2 {
        let results = fetcher(&server, folder.path()).with_clock(move || later).fetch_all(&works(3));
        assert!(results.iter().all(|result| result.as_ref().unwrap().fetched_at == later));
    }
    assert_eq!(server.count(), 6);
}

#[test]
fn a_plan_asks_nobody() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let fetcher = fetcher(&server, folder.path());
    fetcher.fetch_all(&works(5));
    let search =
        Call::new(CallKind::CrossrefSearch, "/works", Expect::Json).query("query.bibliographic", "x");
    let mut calls = works(25);
    calls.extend([work(20), search.clone(), search]);
    let plan = fetcher.plan(&calls, Need::Current);
    assert_eq!(plan.cached, 5 + 2);
    assert_eq!(plan.to_ask, BTreeMap::from([(CallKind::CrossrefRecord, 20), (CallKind::CrossrefSearch, 1)]));
    assert!((plan.seconds - 2.1).abs() < 1e-9, "{}", plan.seconds);
    assert_eq!(server.count(), 5);
}

#[test]
fn a_run_that_is_killed_loses_nothing_that_it_had() {
    // The first run is dropped in the middle without a word, as a process is; what it has is on the disk at that moment,
    // copied as it is.
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let frozen = tempfile::tempdir().unwrap();
    let run = fetcher(&server, folder.path());
    let taken = Mutex::new(0);
    let calls = works(60);
    run.fetch_each(&calls[..25], Need::Current, &Unwatched, &mut |_, result| {
        result.unwrap();
        let mut taken = taken.lock().unwrap();
        *taken += 1;
        if *taken == 25 {
            for file in fs::read_dir(folder.path()).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), frozen.path().join(file.file_name())).unwrap();
            }
        }
    });
    std::mem::forget(run);
    let results = fetcher(&server, frozen.path()).fetch_all(&calls);
    assert_eq!(results.iter().filter(|result| result.as_ref().unwrap().from_cache).count(), 25);
    assert_eq!(server.count(), 60);
    asked_once(&server);
}

/// Where a child process of the next test finds its cache and its server.
const CHILD: &str = "REFLOOM_TEST_KILLED_RUN";

#[test]
fn a_run_that_is_killed_by_the_system_asks_nothing_twice() {
    if let Ok(place) = std::env::var(CHILD) {
        let (base, folder) = place.split_once(' ').unwrap();
        let settings =
            Settings { bases: Bases::all_at(base), mail: Secret::new("a@b.org"), ..Settings::default() };
        let cache = Cache::open(Path::new(folder), Lifetimes::default()).unwrap();
        Fetcher::new(settings, cache).unwrap().fetch_all(&works(200));
        return;
    }
    // Slow enough to be killed in the middle.
    let server = Server::start(|request| good(request).after(Duration::from_millis(5)));
    let folder = tempfile::tempdir().unwrap();
    let mut answered = 0;
    for kill_at in [3, 40, 90] {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "sources::fetch::tests::a_run_that_is_killed_by_the_system_asks_nothing_twice"])
            .env(CHILD, format!("{} {}", server.base(), folder.path().display()))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while server.count() < kill_at && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Those that were under way when it was killed are lost: three at most, since no more are at once.
        let cache = Cache::open(folder.path(), Lifetimes::default()).unwrap();
        let verified = cache.verify().unwrap();
        assert!(verified.damaged.is_empty() && verified.file.is_empty(), "{verified:?}");
        answered = usize::try_from(verified.good).unwrap();
        assert!(answered + 3 * 3 + 3 >= server.count(), "{answered} of {}", server.count());
    }
    assert!(answered < 200, "it was killed in the middle");
    let before = server.count();
    let results = fetcher(&server, folder.path()).fetch_all(&works(200));
    assert_eq!(results.iter().filter(|result| result.as_ref().unwrap().from_cache).count(), answered);
    assert_eq!(server.count() - before, 200 - answered);
}

#[test]
fn whoever_takes_an_answer_may_ask_again() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let run = fetcher(&server, folder.path());
    let mut more = 0;
    run.fetch_each(&works(3), Need::Current, &Unwatched, &mut |at, _| {
        more += usize::from(run.fetch_all(&[work(100 + at)])[0].is_ok());
    });
    assert_eq!((more, server.count()), (3, 6));
}

#[test]
fn a_run_that_is_stopped_goes_on_where_it_was() {
    struct After(Mutex<usize>, usize);
    impl Observer for After {
        fn done(&self, _: usize, _: bool) {
            *self.0.lock().unwrap() += 1;
        }
        fn stopped(&self) -> bool {
            *self.0.lock().unwrap() >= self.1
        }
    }
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let results =
        fetcher(&server, folder.path()).fetch_watched(&works(30), Need::Current, &After(Mutex::new(0), 10));
    let had = results.iter().filter(|result| result.is_ok()).count();
    assert!((10..30).contains(&had), "{had}");
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(FetchError::is_outage));
    let results = fetcher(&server, folder.path()).fetch_all(&works(30));
    assert_eq!(results.iter().filter(|result| result.as_ref().unwrap().from_cache).count(), had);
}

#[test]
fn two_runs_at_once_share_the_cache() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for run in 0..2 {
            let (server, folder) = (&server, folder.path());
            scope.spawn(move || {
                let fetcher = fetcher(server, folder);
                let mut calls = works(40);
                if run == 1 {
                    calls.reverse();
                }
                for part in calls.chunks(5) {
                    assert!(fetcher.fetch_all(part).iter().all(Result::is_ok));
                }
                assert!(fetcher.cache().take_notices().is_empty());
            });
        }
    });
    assert!(server.count() < 80, "what one has the other need not ask for");
    let cache = Cache::open(folder.path(), Lifetimes::default()).unwrap();
    assert_eq!(cache.verify().unwrap().good, 40);
}

#[test]
fn an_outage_half_way_costs_only_what_came_after() {
    let server =
        Server::start(|request| if request.number < 12 { good(request) } else { Reply::status(503).fast() });
    let folder = tempfile::tempdir().unwrap();
    let run = fetcher(&server, folder.path());
    let results = run.fetch_all(&works(40));
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 12);
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(FetchError::is_outage));
    assert!(run.given_up(Service::Crossref).is_some());
    let better = Server::start(good);
    let mut settings = settings(&better);
    settings.bases = Bases::all_at(&better.base());
    // The same question at another place is another question; so the place has to stay.
    let offline = Fetcher::offline(
        Bases::all_at(&server.base()),
        Cache::open(folder.path(), Lifetimes::default()).unwrap(),
    );
    assert_eq!(offline.fetch_all(&works(40)).iter().filter(|result| result.is_ok()).count(), 12);
}

#[test]
fn a_damaged_answer_is_asked_for_again() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let first = fetcher(&server, folder.path()).fetch_all(&works(3));
    let file = rusqlite::Connection::open(folder.path().join(crate::sources::cache::FILE_NAME)).unwrap();
    file.execute("UPDATE responses SET body = x'28B52FFD' WHERE request LIKE '%2F1'", []).unwrap();
    drop(file);
    let again = fetcher(&server, folder.path());
    let second = again.fetch_all(&works(3));
    assert_eq!(second[1].as_ref().unwrap().body, first[1].as_ref().unwrap().body);
    assert!(!second[1].as_ref().unwrap().from_cache);
    assert!(again.cache().take_notices()[0].contains("damaged"));
    assert_eq!(server.count(), 4);
}

#[test]
fn an_answer_that_cannot_be_kept_is_given_and_not_asked_for_again() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let run = fetcher(&server, folder.path());
    let file = rusqlite::Connection::open(folder.path().join(crate::sources::cache::FILE_NAME)).unwrap();
    file.execute_batch("DROP TABLE responses").unwrap();
    for _ in 0..2 {
        assert!(run.fetch_all(&works(3)).iter().all(Result::is_ok));
    }
    assert_eq!(server.count(), 3);
    assert!(!run.cache().take_notices().is_empty());
}

#[test]
fn an_answer_that_a_reader_cannot_use_can_be_forgotten() {
    let server = Server::start(good);
    let folder = tempfile::tempdir().unwrap();
    let run = fetcher(&server, folder.path());
    run.fetch_all(&works(1));
    run.forget(&work(0));
    assert!(!fetcher(&server, folder.path()).fetch_all(&works(1))[0].as_ref().unwrap().from_cache);
}

#[test]
fn nothing_on_the_disk_tells_who_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request| match request.number % 4 {
        0 => Reply::new(400, "text/plain", "bad key canarykey0123456789 of canary@mail.example").fast(),
        1 => Reply::json(r#"{"status":"ok","message":{"key":"canarykey0123456789"}}"#).fast(),
        2 => Reply::json(r#"{"error":"canarykey0123456789"}"#).fast(),
        _ => good(request),
    });
    let run = fetcher(&server, folder.path());
    let mut calls = works(12);
    calls.push(Call::new(CallKind::Convert, "/x", Expect::Json).query("email", "canary@mail.example"));
    calls.push(work(77).query("api_key", "canarykey0123456789"));
    let results = run.fetch_all(&calls);
    assert!(results.iter().any(Result::is_ok) && results.iter().any(Result::is_err));
    let said = format!("{run:?} {:?} {:?}", run.tally(), run.cache().take_notices());
    let errors: Vec<String> = results
        .iter()
        .filter_map(|result| result.as_ref().err())
        .map(|error| format!("{error} {error:?}"))
        .collect();
    assert!(!said.contains("canary") && !errors.concat().contains("canary"), "{said} {errors:?}");
    let bodies = results.iter().flatten().map(|fetched| String::from_utf8_lossy(&fetched.body).into_owned());
    assert!(bodies.into_iter().all(|body| !body.contains("canary")));
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert_eq!(memchr::memmem::find(&bytes, b"canary"), None);
    }
}
