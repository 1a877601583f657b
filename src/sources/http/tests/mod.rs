//! The client against a server of ours that does everything wrong that a network can do.

mod contents;
mod manners;
mod outages;
mod recorded;
mod redirects;
mod secrecy;

use std::time::Duration;

use super::*;
use crate::sources::service::server::{Fault, Reply, Server};

/// Settings for a server of ours, with deadlines that a test can wait for.
fn settings(server: &Server) -> Settings {
    Settings {
        bases: Bases::all_at(&server.base()),
        mail: Secret::new("canary@mail.example"),
        ncbi_key: Secret::new("canarykey0123456789"),
        deadlines: Deadlines {
            connect: Duration::from_secs(2),
            first_byte: Duration::from_secs(5),
            body: Duration::from_secs(5),
            call: Duration::from_secs(20),
            wait: Duration::from_millis(60),
            first_wait: Duration::from_millis(4),
        },
        max_body: 1 << 20,
        ..Settings::default()
    }
}

/// As [`settings`], for a server that is too slow.
fn impatient(server: &Server) -> Settings {
    let mut settings = settings(server);
    settings.deadlines.first_byte = Duration::from_millis(300);
    settings.deadlines.body = Duration::from_millis(300);
    settings
}

fn client(server: &Server) -> Client {
    Client::new(settings(server)).unwrap()
}

/// A record of Crossref.
const WORK: &str = r#"{"status":"ok","message-type":"work","message":{"DOI":"10.5555/a"}}"#;
/// An empty set of PubMed.
const SET: &str = "<?xml version=\"1.0\" ?>\n<PubmedArticleSet></PubmedArticleSet>";

/// One record of Crossref.
fn work(n: usize) -> Call {
    Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment(&format!("10.5555/{n}"))
}

/// Records of PubMed.
fn records(n: usize) -> Call {
    Call::new(CallKind::PubmedRecords, "/entrez/eutils/efetch.fcgi", Expect::Xml).form("id", n.to_string())
}

fn works(count: usize) -> Vec<Call> {
    (0..count).map(work).collect()
}

fn nobody(_: &Done<'_>) {}

/// A good answer to [`work`], and leave to go fast.
fn good() -> Reply {
    Reply::json(WORK).fast()
}
