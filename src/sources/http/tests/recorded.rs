//! Answers that the real hosts gave. They lie beside the project, not in it; where they do not, the tests say so.

use std::io::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use super::*;

/// The recorded answers in a folder of the fixtures: name, URL, reply.
fn recorded(folder: &str) -> Vec<(String, String, Reply)> {
    let shared = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("fixtures").join(folder);
    let Ok(files) = std::fs::read_dir(&folder) else {
        // Not through `println!`, which the test runner keeps to itself.
        let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", folder.display());
        return Vec::new();
    };
    let mut all = Vec::new();
    for file in files {
        let path = file.unwrap().path();
        let record: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(status) = record["response"]["status"].as_u64() else { continue };
        if (300..400).contains(&status) {
            // They lead to the real hosts, which tests leave alone.
            continue;
        }
        let body = record["response"]["body"].as_str().unwrap_or_default();
        let mut reply = Reply { headers: Vec::new(), ..Reply::new(u16::try_from(status).unwrap(), "", body) };
        for (name, value) in record["response"]["headers"].as_object().unwrap() {
            // How it came over the wire then; it comes otherwise now.
            let wire = [
                "content-length",
                "content-encoding",
                "transfer-encoding",
                "connection",
                "status",
                "keep-alive",
            ];
            if !wire.contains(&name.as_str()) {
                reply = reply.header(name, value.as_str().unwrap());
            }
        }
        let url = record["request"]["uri"].as_str().unwrap().to_owned();
        all.push((path.file_name().unwrap().to_string_lossy().into_owned(), url, reply));
    }
    all
}

fn answered(call: &Call, reply: Reply) -> Result<Answer, CallError> {
    let server = Server::always(reply);
    let settings = Settings { max_retries: 0, max_bad_answers: 0, ..settings(&server) };
    Client::new(settings).unwrap().send(call)
}

#[test]
fn what_crossref_answered_is_judged_as_it_was_meant() {
    for (name, url, reply) in recorded("crossref/http") {
        let single = url.contains("/works/");
        let kind = if single { CallKind::CrossrefRecord } else { CallKind::CrossrefSearch };
        let status = reply.status;
        let json = reply.body.starts_with(br#"{"status":"ok""#);
        let absent = reply.body == b"Resource not found.";
        let result = answered(&Call::new(kind, "/works", Expect::Json), reply);
        match (status, &result) {
            (200, Ok(answer)) => assert!(json && !answer.is_not_there(), "{name}"),
            (404, Ok(answer)) => assert!(absent && single && answer.is_not_there(), "{name}"),
            (200, Err(error)) => {
                assert!(!json && matches!(error, CallError::BadAnswer { .. }), "{name}: {error}");
            }
            (500.., Err(error)) => assert!(error.is_outage(), "{name}: {error}"),
            (400 | 404, Err(error)) => assert!(!error.is_outage(), "{name}: {error}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn every_recorded_list_of_crossref_is_an_answer() {
    for (name, _, reply) in recorded("crossref/lists") {
        let (status, text) = (reply.status, String::from_utf8_lossy(&reply.body).into_owned());
        let result = answered(&Call::new(CallKind::CrossrefSearch, "/works", Expect::Json), reply);
        assert_eq!(result.is_ok(), status == 200 && text.contains("\"status\":\"ok\""), "{name}: {result:?}");
    }
}

#[test]
fn what_ncbi_answered_is_judged_as_it_was_meant() {
    for (name, _, reply) in recorded("eutils_http") {
        let result = answered(&Call::new(CallKind::PubmedRecords, "/efetch", Expect::Xml), reply);
        // Records of other databases are no records of PubMed.
        assert_eq!(result.is_ok(), name.starts_with("efetch.fcgi_pubmed"), "{name}: {result:?}");
    }
}
