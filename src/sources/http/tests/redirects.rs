//! Where a client lets itself be led.

use std::net::IpAddr;
use std::sync::Arc;

use super::*;

#[test]
fn a_redirect_within_the_server_is_followed() {
    let server = Server::start(|request| {
        if request.path == "/elsewhere" {
            good()
        } else {
            Reply::redirect(301, "/elsewhere?mailto=canary%40mail.example")
        }
    });
    assert!(client(&server).send(&work(1)).is_ok());
    assert_eq!(server.count(), 2);
}

#[test]
fn a_form_is_not_lost_on_the_way() {
    let moved = Server::start(|request| {
        if request.path == "/elsewhere" { Reply::xml(SET) } else { Reply::redirect(307, "/elsewhere") }
    });
    assert!(client(&moved).send(&records(7)).is_ok());
    assert_eq!(moved.requests()[1].get("id"), Some("7"));
    let changed = Server::always(Reply::redirect(302, "/elsewhere").fast());
    assert!(matches!(client(&changed).send(&records(7)), Err(CallError::BadAnswer { .. })));
    assert!(changed.requests().iter().all(|request| request.path != "/elsewhere"));
}

#[test]
fn a_loop_ends() {
    let server = Server::always(Reply::redirect(302, "/works/again").fast());
    let error = client(&server).send(&work(1)).unwrap_err();
    assert!(error.to_string().contains("more than 3 redirects"), "{error}");
    // Twice the question and three steps.
    assert_eq!(server.count(), 8);
}

#[test]
fn nobody_leads_it_away() {
    let other = Server::always(good());
    let port = other.base().rsplit(':').next().unwrap().to_owned();
    for to in [
        other.base(),
        format!("http://localhost:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f000001:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("//127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "https://evil.example/?api_key=canarykey0123456789".to_owned(),
        "file:///etc/passwd".to_owned(),
        "http://api.crossref.org/works".to_owned(),
    ] {
        let server = Server::always(Reply::redirect(302, &to).fast());
        let error = client(&server).send(&work(1)).unwrap_err();
        assert!(matches!(error, CallError::BadAnswer { .. }), "{to}: {error}");
        assert!(error.to_string().contains("a redirect") && !error.to_string().contains("canary"), "{error}");
        assert_eq!(other.count(), 0, "{to}");
    }
}

#[test]
fn the_name_of_a_real_host_does_not_lead_inside() {
    let inside: Vec<IpAddr> =
        ["127.0.0.1", "::ffff:10.0.0.1", "::1"].iter().map(|ip| ip.parse().unwrap()).collect();
    let lookup = move |_: &str| Ok(inside.clone());
    let mut settings = settings(&Server::always(good()));
    settings.bases = Bases::default();
    settings.max_retries = 0;
    let client = Client::with_lookup(settings, Some(Arc::new(lookup))).unwrap();
    let error = client.send(&work(1)).unwrap_err();
    assert!(error.is_outage() && error.to_string().contains("private network"), "{error}");
}

#[test]
fn a_name_that_the_user_chose_may_lead_inside() {
    let server = Server::always(good());
    let port = server.base().rsplit(':').next().unwrap().to_owned();
    let mut settings = settings(&server);
    settings.bases = Bases::all_at(&format!("http://mirror.example:{port}/"));
    let lookup = |_: &str| Ok(vec!["127.0.0.1".parse().unwrap()]);
    let client = Client::with_lookup(settings, Some(Arc::new(lookup))).unwrap();
    assert!(client.send(&work(1)).is_ok());
}

#[test]
fn a_question_cannot_choose_the_host() {
    let server = Server::always(good());
    for path in ["@evil.example/", ".evil.example/", ":80/"] {
        let call = Call::new(CallKind::CrossrefRecord, path, Expect::Json);
        let error = client(&server).send(&call).unwrap_err();
        assert!(matches!(error, CallError::Refused { status: 0, .. }), "{path}: {error}");
    }
    assert_eq!(server.count(), 0);
}
