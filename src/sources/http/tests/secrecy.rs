//! A key and a mail address that must be nowhere but in the requests.

use super::*;

#[test]
fn no_failure_tells_the_key_or_the_mail_address() {
    let echo = "canary@mail.example canary%40mail.example canarykey0123456789";
    let replies = [
        Reply::new(400, "text/plain", echo),
        Reply::new(500, "text/plain", echo),
        Reply::new(429, "text/plain", echo),
        Reply::new(200, "text/html", format!("<html>{echo}</html>")),
        Reply::json(format!(r#"{{"error":"{echo}"}}"#)),
        Reply::json(echo),
        Reply::redirect(302, "https://canarykey0123456789.example/?mailto=canary@mail.example"),
        Reply::new(404, "text/plain", echo),
        // Where a message is cut in the middle of them.
        Reply::new(500, "text/plain", format!("{} {echo}", "x".repeat(108))),
        Reply::json(format!("{} {}", "x".repeat(108), &echo[40..])),
        Reply::json("").fault(Fault::Close),
        Reply::json("").fault(Fault::Hang),
        Reply::new(200, &format!("text/{echo}"), "nonsense"),
    ];
    for reply in replies {
        let server = Server::always(reply.fast());
        let settings = Settings { max_retries: 0, max_bad_answers: 0, ..impatient(&server) };
        let client = Client::new(settings).unwrap();
        let call = work(1).query("mailto", "canary@mail.example").query("q", "canarykey0123456789");
        let error = client.send(&call).unwrap_err();
        assert!(!format!("{error} {error:?} {client:?}").contains("canary"), "{error:?}");
    }
}

#[test]
fn an_answer_that_repeats_the_question_does_not_keep_who_asked() {
    let body = r#"{"status":"ok","request":"tool=refloom;email=canary%40mail.example;ids=1;format=json","records":[]}"#;
    let server = Server::always(Reply::json(body));
    let call = Call::new(CallKind::Convert, "/tools/idconv/api/v1/articles/", Expect::Json).query("ids", "1");
    let answer = client(&server).send(&call).unwrap();
    let text = String::from_utf8(answer.body).unwrap();
    assert_eq!(text, body.replace("canary%40mail.example", "***"));
}

#[test]
fn a_mail_address_in_a_record_is_the_records_own() {
    let body = r#"{"status":"ok","message":{"author":[{"affiliation":"Somewhere. canary@mail.example"}]}}"#;
    let server = Server::always(Reply::json(body));
    assert_eq!(client(&server).send(&work(1)).unwrap().body, body.as_bytes());
}

#[test]
fn a_call_cannot_bring_a_sender_of_its_own() {
    let server = Server::always(good());
    client(&server).send(&work(1).query("mailto", "x@y.org").query("api_key", "z")).unwrap();
    assert_eq!(server.requests()[0].query, [("mailto".to_owned(), "canary@mail.example".to_owned())]);
}
