//! The world of the tests speaks as the real hosts do, and the client understands it.

use serde_json::Value;

use super::*;
use crate::sources::service::world::{Paper, World, crossref_too_often, gateway_timeout, ncbi_too_often};

/// Two papers that are hard to tell apart, one that only Crossref has, one that it does not have.
fn papers() -> Vec<Paper> {
    let moss = |pmid, doi: &str, locator| {
        let paper = Paper {
            pmid: Some(pmid),
            doi: doi.into(),
            title: "Growth of moss on stone".into(),
            ..Paper::default()
        };
        paper.by("Green AB, Stone C").at(locator)
    };
    vec![
        moss(101, "10.5555/moss.1", "2010;12(3):100-9"),
        moss(102, "10.5555/Moss.2", "2011;13:S200-S210"),
        Paper {
            doi: "10.5555/book".into(),
            title: "Lichens & ferns".into(),
            kind: "book".into(),
            ..Paper::default()
        }
        .by("Fern D"),
        Paper {
            pmid: Some(103),
            doi: "10.9999/x".into(),
            in_crossref: false,
            title: "Elsewhere <sic>".into(),
            ..Paper::default()
        },
    ]
}

fn ask(server: &Server, calls: &[Call]) -> Vec<Result<Fetched, FetchError>> {
    Fetcher::new(settings(server), Cache::in_memory(Lifetimes::default()).unwrap()).unwrap().fetch_all(calls)
}

fn text(fetched: &Result<Fetched, FetchError>) -> String {
    String::from_utf8(fetched.as_ref().unwrap().body.clone()).unwrap()
}

fn json(fetched: &Result<Fetched, FetchError>) -> Value {
    serde_json::from_slice(&fetched.as_ref().unwrap().body).unwrap()
}

fn matching(lines: &str) -> Call {
    Call::new(CallKind::PubmedMatch, "/entrez/eutils/ecitmatch.cgi", Expect::Text)
        .form("db", "pubmed")
        .form("bdata", lines)
}

fn search(term: &str) -> Call {
    Call::new(CallKind::PubmedSearch, "/entrez/eutils/esearch.fcgi", Expect::Json)
        .query("retmode", "json")
        .query("term", term)
}

#[test]
fn citations_are_matched_line_by_line() {
    let server = World::of(papers()).serve();
    let lines = "j invent stud|2010|12|100|green ab|k1|\rj invent stud||||green|k2|\rno journal|2010|1|1||k3|\rj invent stud|1999|12|100||k4|";
    let answers = ask(&server, &[matching(lines)]);
    assert_eq!(
        text(&answers[0]),
        "j invent stud|2010|12|100|green ab|k1|101\nj invent stud||||green|k2|AMBIGUOUS 101,102\n\
         no journal|2010|1|1||k3|NOT_FOUND;INVALID_JOURNAL\nj invent stud|1999|12|100||k4|NOT_FOUND\n"
    );
}

#[test]
fn searches_find_what_they_ask_for() {
    let server = World::of(papers()).serve();
    let ids = |term: &str| {
        let answer = json(&ask(&server, &[search(term)])[0]);
        let list = answer["esearchresult"]["idlist"].as_array().unwrap().clone();
        list.iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("growth of moss[ti] AND Green AB[au] AND 2010[dp]"), ["101"]);
    assert_eq!(ids("\"growth of moss\"[ti] AND (2010:2011[dp] OR 1999[dp])"), ["101", "102"]);
    assert_eq!(ids("10.5555/moss.2[doi]"), ["102"]);
    assert_eq!(ids("103[pmid] OR 101[uid]"), ["101", "103"]);
    assert_eq!(ids("moss[ti] NOT Stone C[1au]"), ["101", "102"]);
    assert!(ids("moss[ti] AND Fern D[au]").is_empty());
    assert!(matches!(ask(&server, &[search("")])[0], Err(FetchError::Call(CallError::BadAnswer { .. }))));
}

#[test]
fn records_come_as_one_set_without_those_that_are_not_there() {
    let server = World::of(papers()).serve();
    let fetch = |ids: &str| {
        let call = Call::new(CallKind::PubmedRecords, "/entrez/eutils/efetch.fcgi", Expect::Xml);
        text(&ask(&server, &[call.form("db", "pubmed").form("retmode", "xml").form("id", ids)])[0])
    };
    let xml = fetch("103,999,101");
    assert_eq!(xml.matches("<PubmedArticle>").count(), 2);
    assert!(
        xml.contains("Elsewhere &lt;sic&gt;.") && xml.contains("<MedlinePgn>100-9</MedlinePgn>"),
        "{xml}"
    );
    assert!(!fetch("999").contains("<PubmedArticle>"));
}

#[test]
fn crossref_answers_singly_in_lists_and_to_queries() {
    let server = World::of(papers()).serve();
    let single = |doi: &str| Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment(doi);
    let list = Call::new(CallKind::CrossrefRecords, "/works", Expect::Json)
        .query("filter", "doi:10.5555/MOSS.1,doi:10.5555/none,doi:10.5555/moss.2");
    let query = Call::new(CallKind::CrossrefSearch, "/works", Expect::Json)
        .query("query.bibliographic", "Green, Growth of moss on stone. 2011;13:S200")
        .query("rows", "1");
    let wrong = Call::new(CallKind::CrossrefSearch, "/works", Expect::Json).query("rows", "2000");
    let calls = [single("10.5555/Moss.1"), single("10.9999/x"), list, query, wrong];
    let answers = ask(&server, &calls);
    assert_eq!(json(&answers[0])["message"]["DOI"], "10.5555/moss.1");
    assert!(answers[1].as_ref().unwrap().is_not_there());
    assert_eq!(json(&answers[2])["message"]["total-results"], 2);
    assert_eq!(json(&answers[3])["message"]["items"][0]["DOI"], "10.5555/Moss.2");
    assert!(matches!(answers[4], Err(FetchError::Call(CallError::Refused { status: 400, .. }))));
}

#[test]
fn the_hosts_own_ways_to_fail_are_outages() {
    for reply in [ncbi_too_often(), crossref_too_often(), gateway_timeout()] {
        let server = World::of(papers()).serve_with(move |_| Some(reply.clone()));
        let results = ask(&server, &[work(1), search("moss[ti]")]);
        assert!(
            results.iter().all(|result| result.as_ref().is_err_and(FetchError::is_outage)),
            "{results:?}"
        );
    }
}

#[test]
fn the_converter_repeats_the_sender_and_the_cache_does_not() {
    let server = World::of(vec![Paper { pmid: Some(1), pmcid: "PMC7".into(), ..Paper::default() }]).serve();
    let call =
        Call::new(CallKind::Convert, "/tools/idconv/api/v1/articles/", Expect::Json).query("ids", "1,2");
    let answer = text(&ask(&server, &[call])[0]);
    assert!(
        answer.contains("PMC7") && answer.contains("email=***") && !answer.contains("canary"),
        "{answer}"
    );
}
