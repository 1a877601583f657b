//! A service that does not work: how often it is asked, how long it takes, what is told.

use std::sync::Mutex;
use std::time::Instant;

use super::*;

#[test]
fn an_outage_that_ends_is_waited_for() {
    let server = Server::script(vec![Reply::status(500), Reply::status(503), Reply::status(429), good()]);
    let requests = Mutex::new(0);
    let results =
        client(&server).send_all(&works(1), &|done: &Done<'_>| *requests.lock().unwrap() = done.requests);
    assert!(results[0].is_ok());
    assert_eq!((server.count(), requests.into_inner().unwrap()), (4, 4));
}

#[test]
fn a_service_that_only_fails_is_given_up() {
    for reply in
        [Reply::status(500), Reply::status(429), Reply::status(503), Reply::json("").fault(Fault::Close)]
    {
        let server = Server::always(reply.fast());
        let client = client(&server);
        let results = client.send_all(&works(50), &nobody);
        assert!(results.iter().all(|result| matches!(result, Err(CallError::Outage { .. }))));
        // Three calls in a row, five requests each, and at most as many of each of the three that are under way with the last.
        assert!(server.count() <= 30, "{}", server.count());
        assert!(client.given_up(Service::Crossref).is_some());
        assert!(client.given_up(Service::Pubmed).is_none());
        let begun = Instant::now();
        assert!(client.send(&work(99)).unwrap_err().is_outage());
        assert!(begun.elapsed() < Duration::from_millis(50));
    }
}

#[test]
fn nobody_listening_is_an_outage() {
    let server = Server::always(good());
    let settings = settings(&server);
    let address = server.base();
    drop(server);
    std::thread::sleep(Duration::from_millis(50));
    let error = Client::new(settings).unwrap().send(&work(1)).unwrap_err();
    assert!(matches!(error, CallError::Outage { .. }), "{error}");
    assert!(!error.to_string().contains(&address), "no URL in a message: {error}");
}

#[test]
fn bad_answers_in_a_row_are_an_outage_too() {
    let server =
        Server::always(Reply::new(200, "text/html", "<html>Log in to the hotel's network</html>").fast());
    let results = client(&server).send_all(&works(50), &nobody);
    assert!(results.iter().all(Result::is_err));
    assert!(server.count() <= 14, "{}", server.count());
}

#[test]
fn a_key_that_is_not_valid_does_not_cost_a_request_for_every_question() {
    let body =
        r#"{"error":"API key invalid","api-key":"canarykey0123456789","type":"invalid","status":"unknown"}"#;
    let server = Server::always(Reply::new(400, "application/json", body).fast());
    let calls: Vec<Call> = (0..200).map(records).collect();
    let results = client(&server).send_all(&calls, &nobody);
    assert!(server.count() <= 20, "{}", server.count());
    for result in results {
        assert!(!result.unwrap_err().to_string().contains("canary"));
    }
}

#[test]
fn one_service_down_does_not_stop_the_other() {
    let server = Server::start(|request| {
        if request.path.starts_with("/works") { Reply::status(503) } else { Reply::xml(SET).fast() }
    });
    let calls: Vec<Call> = (0..20).flat_map(|n| [work(n), records(n)]).collect();
    let results = client(&server).send_all(&calls, &nobody);
    for (call, result) in calls.iter().zip(&results) {
        assert_eq!(result.is_ok(), call.service() == Service::Pubmed, "{result:?}");
    }
}

#[test]
fn an_outage_half_way_keeps_what_came_before() {
    let server = Server::start(|request| if request.number < 10 { good() } else { Reply::status(502) });
    let results = client(&server).send_all(&works(40), &nobody);
    let good = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(good, 10);
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(CallError::is_outage));
}

#[test]
fn slow_bytes_do_not_keep_a_call_for_ever() {
    let pause = Duration::from_millis(40);
    for fault in [Fault::Hang, Fault::DripHead(pause), Fault::Drip(pause)] {
        let server = Server::always(good().fault(fault));
        let settings = Settings { max_retries: 1, ..impatient(&server) };
        let begun = Instant::now();
        let error = Client::new(settings).unwrap().send(&work(1)).unwrap_err();
        assert!(matches!(error, CallError::Outage { .. }), "{error}");
        assert!(error.to_string().contains("within 0.3 s"), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{fault:?}: {:?}", begun.elapsed());
        assert_eq!(server.count(), 2);
    }
}

#[test]
fn a_call_ends_when_its_time_is_up() {
    let server = Server::always(Reply::status(503));
    let mut settings = settings(&server);
    settings.deadlines.call = Duration::from_millis(100);
    settings.max_retries = 1000;
    let longest = settings.longest_hold_up();
    let begun = Instant::now();
    assert!(Client::new(settings).unwrap().send(&work(1)).unwrap_err().is_outage());
    assert!(begun.elapsed() < Duration::from_millis(500) && begun.elapsed() < longest);
}

#[test]
fn waiting_for_others_counts_too() {
    // Each answer makes everybody wait as long as a call may take at all.
    let server = Server::always(Reply::status(429).header("retry-after", "1").fast());
    let mut settings = settings(&server);
    settings.deadlines.call = Duration::from_millis(400);
    settings.deadlines.wait = Duration::from_millis(300);
    settings.max_retries = 1000;
    let longest = Duration::from_millis(400 * 3 + 300);
    let begun = Instant::now();
    let results = Client::new(settings).unwrap().send_all(&works(30), &nobody);
    assert!(results.iter().all(|result| result.as_ref().is_err_and(CallError::is_outage)));
    assert!(begun.elapsed() < longest, "{:?}", begun.elapsed());
}

#[test]
fn a_service_that_says_wait_is_waited_for_but_not_for_years() {
    for asked in ["315360000", "99999999999999999999999999", "Tue, 16 Jun 2099 13:04:51 GMT"] {
        let server = Server::script(vec![Reply::status(429).header("retry-after", asked), good()]);
        let begun = Instant::now();
        assert!(client(&server).send(&work(1)).is_ok(), "{asked}");
        let waited = begun.elapsed();
        assert!((Duration::from_millis(60)..Duration::from_secs(2)).contains(&waited), "{asked}: {waited:?}");
    }
}

#[test]
fn a_wait_that_makes_no_sense_is_our_own() {
    for asked in ["-5", "soon", "0", "Tue, 16 Jun 1970 13:04:51 GMT", ""] {
        let server = Server::script(vec![Reply::status(503).header("retry-after", asked), good()]);
        assert!(client(&server).send(&work(1)).is_ok(), "{asked}");
        assert_eq!(server.count(), 2);
    }
}

#[test]
fn whoever_is_told_to_wait_makes_all_others_wait() {
    let server = Server::start(|request| match request.number {
        1 => Reply::status(429).header("retry-after", "1").fast(),
        _ => good(),
    });
    let mut settings = settings(&server);
    settings.deadlines.wait = Duration::from_millis(250);
    let results = Client::new(settings).unwrap().send_all(&works(20), &nobody);
    assert!(results.iter().all(Result::is_ok));
    // Everybody is silent for a while, and then most of the work is still to do: it was not only the one who was told.
    let requests = server.requests();
    let gap = |at: &usize| requests[*at].at - requests[*at - 1].at;
    let silence = (1..requests.len()).max_by_key(gap).unwrap();
    assert!(gap(&silence) > Duration::from_millis(200), "{:?}", gap(&silence));
    assert!(requests.len() - silence > 8, "{} of {}", requests.len() - silence, requests.len());
}

#[test]
fn the_person_may_stop_it() {
    struct Impatient(Instant);
    impl Watcher for Impatient {
        fn done(&self, _: &Done<'_>) {}
        fn stopped(&self) -> bool {
            self.0.elapsed() > Duration::from_millis(150)
        }
    }
    let server = Server::always(good().fault(Fault::Hang));
    let mut settings = settings(&server);
    settings.deadlines.first_byte = Duration::from_mins(1);
    let begun = Instant::now();
    let results = Client::new(settings).unwrap().send_all(&works(5), &Impatient(begun));
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(results.iter().all(|result| matches!(result, Err(CallError::Stopped { .. }))));
}
