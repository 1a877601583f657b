//! Rates and numbers as a server sees them, and results in their order. Only least times are looked at: the machine may be
//! busy, and what happens in any one second is seen to where the limits are computed.

use std::sync::Mutex;
use std::time::Instant;

use super::*;

#[test]
fn a_server_that_states_no_limits_sees_the_published_ones() {
    let server = Server::always(Reply::xml(SET));
    let settings = Settings { ncbi_key: None, ..settings(&server) };
    let calls: Vec<Call> = (0..6).map(records).collect();
    let begun = Instant::now();
    assert!(Client::new(settings).unwrap().send_all(&calls, &nobody).iter().all(Result::is_ok));
    assert!(begun.elapsed() >= Duration::from_millis(1650), "{:?}", begun.elapsed());
}

#[test]
fn the_servers_own_headers_decide() {
    let slow = Server::start(|request| {
        let limit = if request.number < 10 { "1000" } else { "10" };
        Reply::json(WORK).header("x-rate-limit-limit", limit).header("x-rate-limit-interval", "1s")
    });
    assert!(client(&slow).send_all(&works(24), &nobody).iter().all(Result::is_ok));
    let requests = slow.requests();
    // Two more may have left before the tenth answer was back.
    let late = requests[23].at - requests[13].at;
    assert!(late > Duration::from_millis(700), "{late:?}");
}

#[test]
fn no_more_are_under_way_than_the_server_allows() {
    for (said, most) in [("1", 1), ("2", 2), ("3", 3)] {
        let server = Server::always(
            Reply::json(WORK)
                .header("x-rate-limit-limit", "100000")
                .header("x-concurrency-limit", said)
                .after(Duration::from_millis(30)),
        );
        let client = client(&server);
        // Only from the first answer on does it know.
        client.send(&work(100)).unwrap();
        assert!(client.send_all(&works(12), &nobody).iter().all(Result::is_ok));
        let seen = server.most_at_once();
        assert!(seen <= most && (seen > 1 || most == 1), "{seen} of {most}");
    }
}

#[test]
fn without_a_mail_address_crossref_is_asked_one_at_a_time() {
    let server = Server::always(
        Reply::json(WORK).header("x-rate-limit-limit", "100000").after(Duration::from_millis(20)),
    );
    let settings = Settings { mail: None, ..settings(&server) };
    assert!(Client::new(settings).unwrap().send_all(&works(8), &nobody).iter().all(Result::is_ok));
    assert_eq!(server.most_at_once(), 1);
}

#[test]
fn results_come_in_the_order_asked() {
    let server = Server::start(|request| {
        let number: u64 = request.path.rsplit("%2F").next().unwrap().parse().unwrap();
        let body = format!(r#"{{"status":"ok","message":{{"DOI":"{number}"}}}}"#);
        Reply::json(body).fast().after(Duration::from_millis(number * 7 % 23))
    });
    let told = Mutex::new(Vec::new());
    let results =
        client(&server).send_all(&works(30), &|done: &Done<'_>| told.lock().unwrap().push(done.index));
    for (at, result) in results.iter().enumerate() {
        let text = String::from_utf8(result.as_ref().unwrap().body.clone()).unwrap();
        assert!(text.contains(&format!("\"{at}\"")), "{at}: {text}");
    }
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    assert_eq!(told, (0..30).collect::<Vec<_>>());
}

#[test]
fn threads_share_the_limits_of_their_client() {
    let server = Server::always(Reply::xml(SET));
    let client = Client::new(Settings { ncbi_key: None, ..settings(&server) }).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let client = &client;
            scope.spawn(move || client.send(&records(thread)).unwrap());
        }
    });
    let requests = server.requests();
    assert!(requests[2].at - requests[0].at > Duration::from_millis(500));
}
