//! A small world of invented papers, which answers as NCBI and Crossref do: the paths, the parameters, the shapes, the
//! headers and the status codes of the real hosts, in so far as they are documented or were seen.
//!
//! ```ignore
//! let world = World::of(vec![Paper { pmid: Some(1), doi: "10.5555/a".into(), title: "Growth of moss".into(), ..Paper::default() }]);
//! let server = world.serve();
//! // refloom … with all base URLs set to server.base()
//! assert_eq!(server.count(), 2);
//! ```

mod crossref;
mod ecitmatch;
mod idconv;
mod paper;
mod pubmed;
mod search;

pub use paper::Paper;

use std::time::Duration;

use super::server::{Reply, Request, Server};

/// The papers there are, and how the hosts treat those who ask.
#[derive(Clone, Debug)]
pub struct World {
    pub papers: Vec<Paper>,
    /// Requests a second that the answers' headers allow. The real hosts say 3 and 5; a test has no time.
    pub rate: u32,
    /// How long every answer takes.
    pub delay: Duration,
}

impl World {
    pub fn of(papers: Vec<Paper>) -> Self {
        Self { papers, rate: 10_000, delay: Duration::ZERO }
    }

    /// Starts a server that answers for all services.
    pub fn serve(self) -> Server {
        self.serve_with(|_| None)
    }

    /// With a say in what goes wrong: where the function has a reply, that is sent instead.
    pub fn serve_with(self, fault: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Server {
        Server::start(move |request| fault(request).unwrap_or_else(|| self.answer(request)).after(self.delay))
    }

    /// What the hosts answer.
    pub fn answer(&self, request: &Request) -> Reply {
        let reply = match request.path.as_str() {
            "/entrez/eutils/ecitmatch.cgi" => ecitmatch::answer(self, request),
            "/entrez/eutils/esearch.fcgi" => pubmed::search(self, request),
            "/entrez/eutils/efetch.fcgi" => pubmed::fetch(self, request),
            "/tools/idconv/api/v1/articles/" | "/pmc/utils/idconv/v1.0/" => {
                return idconv::answer(self, request);
            }
            path if path == "/works" || path.starts_with("/works/") => {
                return crossref::answer(self, request);
            }
            _ => return Reply::new(404, "text/html", "<html><body><h1>Not Found</h1></body></html>"),
        };
        reply
            .header("x-ratelimit-limit", &self.rate.to_string())
            .header("x-ratelimit-remaining", "1")
            .header("ncbi-sid", "0000000000000000_0000SID")
            .header("cache-control", "private")
    }

    pub fn by_pmid(&self, pmid: &str) -> Option<&Paper> {
        let is = |number: Option<u32>| number.is_some_and(|own| own.to_string() == pmid);
        self.papers.iter().find(|paper| is(paper.pmid) || is(paper.former_pmid))
    }

    /// What PMC holds under a PMID, a DOI or a PMCID.
    pub fn in_pmc(&self, id: &str) -> Option<&Paper> {
        let by_pmcid = || self.papers.iter().find(|paper| paper.pmcid.eq_ignore_ascii_case(id));
        let paper = self.by_pmid(id).or_else(|| self.by_doi(id)).or_else(by_pmcid);
        paper.filter(|paper| !paper.pmcid.is_empty())
    }

    pub fn by_doi(&self, doi: &str) -> Option<&Paper> {
        self.papers.iter().find(|paper| !paper.doi.is_empty() && paper.doi.eq_ignore_ascii_case(doi))
    }
}

/// NCBI's answer to one who asks too often.
pub fn ncbi_too_often() -> Reply {
    let body = r#"{"error":"API rate limit exceeded","api-key":"127.0.0.1","count":"4","limit":"3"}"#;
    Reply::new(429, "application/json", body)
        .header("retry-after", "2")
        .header("x-ratelimit-limit", "3")
        .header("x-ratelimit-remaining", "0")
}

/// Crossref's.
pub fn crossref_too_often() -> Reply {
    Reply::new(429, "text/plain", "Rate limit exceeded")
        .header("x-rate-limit-limit", "5")
        .header("x-rate-limit-interval", "1s")
        .header("x-concurrency-limit", "1")
}

/// What stands before Crossref says when Crossref does not answer.
pub fn gateway_timeout() -> Reply {
    Reply::new(504, "text/html", "<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n</html>\r\n")
}
