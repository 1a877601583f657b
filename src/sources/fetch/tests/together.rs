//! Questions that are asked many at once and kept one by one.

use super::*;
use crate::sources::http::Answer;

/// Works by number, three to a request.
struct Works(Vec<usize>);

impl Together for Works {
    fn alone(&self) -> Vec<Call> {
        self.0.iter().map(|n| work(*n)).collect()
    }

    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)> {
        let call = |places: &[usize]| {
            let numbers: Vec<String> = places.iter().map(|at| self.0[*at].to_string()).collect();
            let list = Call::new(CallKind::CrossrefRecords, "/works", Expect::Json);
            (list.query("numbers", numbers.join(",")), places.to_vec())
        };
        open.chunks(3).map(call).collect()
    }

    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String> {
        let text = String::from_utf8_lossy(&answer.body);
        let told = |at: &usize| text.contains(&format!("<{}>", self.0[*at]));
        let alone = |at: &usize| (*at, Answer { status: 200, body: format!("{}", self.0[*at]).into() });
        if text.contains("nonsense") {
            return Err("it is nonsense".to_owned());
        }
        Ok(asked.iter().filter(|at| told(at)).map(alone).collect())
    }
}

/// Tells every number it is asked for, but for 7.
fn tell(request: &Request) -> Reply {
    let numbers = request.get("numbers").unwrap_or_default().split(',').filter(|n| *n != "7");
    let told: Vec<String> = numbers.map(|n| format!("<{n}>")).collect();
    Reply::json(format!("{{\"status\":\"ok\",\"message\":{{\"told\":\"{}\"}}}}", told.concat())).fast()
}

fn bodies(results: &[Result<Fetched, FetchError>]) -> Vec<String> {
    let body = |result: &Result<Fetched, FetchError>| match result {
        Ok(fetched) => String::from_utf8_lossy(&fetched.body).into_owned(),
        Err(error) => format!("{error:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    };
    results.iter().map(body).collect()
}

#[test]
fn another_list_asks_only_for_what_is_new_in_it() {
    let server = Server::start(tell);
    let folder = tempfile::tempdir().unwrap();
    let first = fetcher(&server, folder.path());
    let got = first.fetch_together(&Works(vec![1, 2, 3, 4, 2]), Need::Current, &Unwatched);
    assert_eq!(bodies(&got), ["1", "2", "3", "4", "2"]);
    assert_eq!(server.count(), 2);
    let second = fetcher(&server, folder.path());
    let more = Works(vec![9, 4, 1]);
    assert_eq!(
        second.plan_together(&more, Need::Current).to_ask,
        BTreeMap::from([(CallKind::CrossrefRecords, 1)])
    );
    assert_eq!(bodies(&second.fetch_together(&more, Need::Current, &Unwatched)), ["9", "4", "1"]);
    let asked = server.requests().last().unwrap().get("numbers").unwrap().to_owned();
    assert_eq!((server.count(), asked.as_str()), (3, "9"));
    // What was kept from a list is the answer to the question alone.
    assert!(second.fetch_all(&[work(2)])[0].as_ref().unwrap().from_cache);
}

#[test]
fn each_gets_old_by_itself_and_a_settled_need_is_content_with_more() {
    let server = Server::start(tell);
    let folder = tempfile::tempdir().unwrap();
    let at = |days: i64| {
        let now = wall_clock() + days * 86_400_000;
        fetcher(&server, folder.path()).with_clock(move || now)
    };
    at(0).fetch_together(&Works(vec![1, 2]), Need::Current, &Unwatched);
    at(5).fetch_together(&Works(vec![3]), Need::Current, &Unwatched);
    let settled = at(8).fetch_together(&Works(vec![1, 2, 3]), Need::Settled, &Unwatched);
    assert_eq!(server.count(), 2);
    let current: Vec<bool> = settled.iter().map(|f| f.as_ref().unwrap().is_current).collect();
    assert_eq!(current, [false, false, true]);
    at(8).fetch_together(&Works(vec![1, 2, 3]), Need::Current, &Unwatched);
    assert_eq!(server.requests().last().unwrap().get("numbers"), Some("1,2"));
}

#[test]
fn what_an_answer_leaves_out_stays_open_and_what_cannot_be_read_too() {
    let server = Server::start(|request| {
        if request.get("numbers") == Some("5") {
            Reply::json("{\"status\":\"ok\",\"message\":{\"a\":\"nonsense\"}}").fast()
        } else {
            tell(request)
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let fetcher = fetcher(&server, folder.path());
    let got = fetcher.fetch_together(&Works(vec![6, 7, 8, 5]), Need::Current, &Unwatched);
    assert_eq!(bodies(&got), ["6", "LeftOut", "8", "Unreadable"]);
    assert!(got[1].as_ref().is_err_and(FetchError::is_outage));
    assert_eq!(fetcher.fetch_together(&Works(vec![7]), Need::Current, &Unwatched).len(), 1);
    assert_eq!(server.count(), 2, "not asked again in one run");
}

#[test]
fn in_an_outage_the_older_answer_stands_in_and_says_so() {
    let down = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let is_down = down.clone();
    let server =
        Server::start(
            move |request| {
                if is_down.load(Ordering::SeqCst) { Reply::status(400).fast() } else { tell(request) }
            },
        );
    let folder = tempfile::tempdir().unwrap();
    let before = wall_clock();
    fetcher(&server, folder.path()).fetch_together(&Works(vec![1]), Need::Current, &Unwatched);
    fetcher(&server, folder.path()).fetch_all(&[work(1)]);
    down.store(true, Ordering::SeqCst);
    let later = wall_clock() + 20 * 86_400_000;
    let fetcher = fetcher(&server, folder.path()).with_clock(move || later);
    for _ in 0..2 {
        let got = fetcher.fetch_together(&Works(vec![1, 2]), Need::Current, &Unwatched);
        let old = got[0].as_ref().unwrap();
        assert!(old.stands_in.is_some() && !old.is_current && old.fetched_at < before + 60_000, "{old:?}");
        assert!(got[1].is_err(), "of the other nothing is known");
        assert_eq!(fetcher.fetch_all(&[work(1)])[0].as_ref().unwrap().body, b"1");
    }
    let counts = fetcher.tally().of(Service::Crossref);
    assert_eq!((counts.failed, counts.stood_in), (2, 1));
}
