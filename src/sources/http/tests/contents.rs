//! What is taken for an answer, and what is not.

use super::*;
use crate::sources::service::gzip;

/// What came of a call to a server that always answers like this, and how often it was asked.
fn answered(call: &Call, reply: Reply) -> (Result<Answer, CallError>, usize) {
    let server = Server::always(reply);
    let result = client(&server).send(call);
    (result, server.count())
}

fn bad(reply: Reply) -> String {
    let (result, count) = answered(&work(1), reply);
    let error = result.unwrap_err();
    assert!(matches!(error, CallError::BadAnswer { .. }), "{error}");
    assert_eq!(count, 2, "a bad answer is asked for once more, no more: {error}");
    error.to_string()
}

#[test]
fn an_answer_is_handed_back_as_it_came() {
    let (answer, count) = answered(&work(1), good());
    assert_eq!(answer.unwrap(), Answer { status: 200, body: WORK.into() });
    assert_eq!(count, 1);
    let (answer, _) = answered(&records(1), Reply::xml(SET));
    assert_eq!(answer.unwrap().body, SET.as_bytes());
}

#[test]
fn a_packed_answer_is_unpacked() {
    let (answer, _) = answered(&work(1), good().packed());
    assert_eq!(answer.unwrap().body, WORK.as_bytes());
}

#[test]
fn a_web_page_with_status_200_is_no_answer() {
    let message = bad(Reply::new(200, "application/json", "<!DOCTYPE html><html>Please log in</html>"));
    assert!(message.contains("web page") && message.contains("10.5555"), "{message}");
    bad(Reply::new(200, "text/html", "<html></html>"));
}

#[test]
fn an_error_with_status_200_is_no_answer() {
    bad(Reply::json(r#"{"error":"API rate limit exceeded","api-key":"1.2.3.4","count":"4","limit":"3"}"#));
    bad(Reply::json(r#"{"status":"failed","message-type":"validation-failure","message":[]}"#));
}

#[test]
fn nothing_with_a_good_status_is_no_answer() {
    bad(Reply::json(""));
    bad(Reply::json("").packed());
    bad(Reply::status(204).header("content-length", "0"));
    bad(Reply::json(WORK).fault(Fault::None).header("content-encoding", "gzip"));
}

#[test]
fn half_an_answer_is_no_answer() {
    let whole = good().packed();
    for length in [5, 12, whole.body.len() / 2, whole.body.len() - 8, whole.body.len() - 1] {
        let mut cut = whole.clone();
        cut.body.truncate(length);
        bad(cut);
    }
    let mut wrong = whole;
    let sum = wrong.body.len() - 6;
    wrong.body[sum] ^= 1;
    bad(wrong);
    bad(Reply::json(&WORK[..WORK.len() - 1]));
}

#[test]
fn an_answer_that_breaks_off_is_an_outage() {
    let (result, count) = answered(&work(1), good().fault(Fault::Cut(20)));
    assert!(matches!(result.unwrap_err(), CallError::Outage { .. }));
    assert_eq!(count, 5);
}

#[test]
fn an_answer_without_end_is_not_taken_in() {
    let endless = Reply::json(vec![b' '; 4096]).fault(Fault::Endless);
    assert!(bad(endless).contains("more than 1048576 bytes"));
    let promised = Reply::json("{").header("content-length", "10000000000");
    let (result, _) = answered(&work(1), promised);
    assert!(result.unwrap_err().is_outage());
}

#[test]
fn a_bomb_is_not_unpacked_whole() {
    let mut reply = Reply::json("").header("content-encoding", "gzip");
    reply.body = gzip::bomb(b"{\"status\":\"ok\",\"message\":{", 400 << 20);
    assert!(reply.body.len() < 3 << 20, "{}", reply.body.len());
    let message = bad(reply);
    assert!(message.contains("more than 1048576 bytes"), "{message}");
}

#[test]
fn crossrefs_own_404_means_not_there_whatever_its_type() {
    for kind in ["application/json;charset=utf-8", "text/plain"] {
        let (answer, count) = answered(&work(1), Reply::new(404, kind, "Resource not found."));
        assert!(answer.unwrap().is_not_there());
        assert_eq!(count, 1);
    }
}

#[test]
fn a_404_by_somebody_else_does_not_mean_not_there() {
    bad(Reply::new(404, "text/html", "<html>404 Not Found</html>"));
    let cursor =
        r#"{"status":"failed","message-type":"resource-failure","message":[{"type":"cursor-invalid"}]}"#;
    let (result, count) = answered(&work(1), Reply::new(404, "application/json", cursor));
    assert!(matches!(result.unwrap_err(), CallError::Refused { status: 404, .. }));
    assert_eq!(count, 1);
    let list = Call::new(CallKind::CrossrefRecords, "/works", Expect::Json);
    let (result, _) = answered(&list, Reply::new(404, "text/plain", "Resource not found."));
    assert!(matches!(result.unwrap_err(), CallError::Refused { .. }));
}

#[test]
fn a_refused_question_is_not_asked_again() {
    let body =
        r#"{"status":"failed","message-type":"validation-failure","message":[{"message":"rows too large"}]}"#;
    let (result, count) = answered(&work(1), Reply::new(400, "application/json", body));
    let error = result.unwrap_err();
    assert!(matches!(error, CallError::Refused { status: 400, .. }) && !error.is_outage());
    assert!(error.to_string().contains("rows too large"), "{error}");
    assert_eq!(count, 1);
}

#[test]
fn a_form_goes_by_post_and_tells_who_asks() {
    let server = Server::always(Reply::xml(SET));
    client(&server).send(&records(7)).unwrap();
    let [request] = &server.requests()[..] else { panic!() };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/entrez/eutils/efetch.fcgi"));
    assert!(request.query.is_empty(), "nothing that tells who asks is in the URL");
    assert_eq!(request.get("id"), Some("7"));
    assert_eq!(request.get("tool"), Some("refloom"));
    assert_eq!(request.get("email"), Some("canary@mail.example"));
    assert_eq!(request.get("api_key"), Some("canarykey0123456789"));
}

#[test]
fn crossref_learns_the_mail_address_and_no_key() {
    let server = Server::always(good());
    client(&server).send(&work(7)).unwrap();
    let [request] = &server.requests()[..] else { panic!() };
    assert_eq!(request.path, "/works/10.5555%2F7");
    assert_eq!(request.query, [("mailto".to_owned(), "canary@mail.example".to_owned())]);
    assert!(!format!("{:?}", request.headers).contains("canary"));
}
