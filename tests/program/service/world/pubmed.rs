//! `esearch.fcgi` and `efetch.fcgi`.

use serde_json::json;

use super::super::server::{Reply, Request};
use super::World;
use super::paper::Paper;
use super::search::{finds, parse};

pub fn search(world: &World, request: &Request) -> Reply {
    let number = |name, default: usize| request.get(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    let (start, most) = (number("retstart", 0), number("retmax", 20));
    let term = request.get("term").unwrap_or_default();
    let json = request.get("retmode") == Some("json");
    let reply = |body: serde_json::Value| {
        let header = json!({"type": "esearch", "version": "0.3"});
        let body = json!({"header": header, "esearchresult": body});
        Reply::new(200, "application/json; charset=UTF-8", body.to_string())
    };
    let Some(query) = parse(term) else {
        return reply(json!({"ERROR": "Empty term and query_key - nothing todo"}));
    };
    let found: Vec<String> = world
        .papers
        .iter()
        .filter(|paper| finds(&query, paper))
        .filter_map(|paper| paper.pmid)
        .map(|pmid| pmid.to_string())
        .collect();
    let shown: Vec<&String> = found.iter().skip(start).take(most).collect();
    if !json {
        let ids: String = shown.iter().map(|id| format!("<Id>{id}</Id>\n")).collect();
        return Reply::xml(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<eSearchResult><Count>{}</Count><RetMax>{}</RetMax><RetStart>{start}</RetStart><IdList>\n{ids}</IdList></eSearchResult>\n",
            found.len(),
            shown.len()
        ));
    }
    let mut body = json!({
        "count": found.len().to_string(), "retmax": shown.len().to_string(), "retstart": start.to_string(),
        "idlist": shown, "translationset": [], "querytranslation": term,
    });
    if found.is_empty() {
        body["errorlist"] = json!({"phrasesnotfound": [term], "fieldsnotfound": []});
        body["warninglist"] =
            json!({"phrasesignored": [], "quotedphrasesnotfound": [], "outputmessages": ["No items found."]});
    }
    reply(body)
}

pub fn fetch(world: &World, request: &Request) -> Reply {
    let mut ids: Vec<&str> = request.get("id").unwrap_or_default().split(',').map(str::trim).collect();
    // The real host answers in an order of its own.
    ids.sort_unstable();
    ids.dedup();
    let mut papers: Vec<&Paper> = ids.iter().filter_map(|id| world.by_pmid(id)).collect();
    papers.dedup_by_key(|paper| paper.pmid);
    let records: String = papers.into_iter().map(record).collect();
    Reply::xml(format!("{HEAD}<PubmedArticleSet>\n{records}</PubmedArticleSet>"))
}

const HEAD: &str = "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle, 1st January 2024//EN\" \"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_240101.dtd\">\n";

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A record in the order of elements that the DTD asks for.
fn record(paper: &Paper) -> String {
    let tag = |name: &str, text: &str| {
        if text.is_empty() { String::new() } else { format!("<{name}>{}</{name}>", escape(text)) }
    };
    let pmid = paper.pmid.unwrap_or_default();
    let month = MONTHS.get(usize::from(paper.month).wrapping_sub(1)).copied().unwrap_or_default();
    let date = format!("<PubDate><Year>{}</Year>{}</PubDate>", paper.year, tag("Month", month));
    let issue = format!(
        "<JournalIssue CitedMedium=\"Print\">{}{}{date}</JournalIssue>",
        tag("Volume", &paper.volume),
        tag("Issue", &paper.issue)
    );
    let issn = if paper.issn.is_empty() {
        String::new()
    } else {
        format!("<ISSN IssnType=\"Print\">{}</ISSN>", paper.issn)
    };
    let journal = format!(
        "<Journal>{issn}{issue}{}{}</Journal>",
        tag("Title", &paper.journal),
        tag("ISOAbbreviation", &paper.journal_short)
    );
    let pages = if paper.pages.is_empty() {
        String::new()
    } else {
        let (first, last) = paper.pages.split_once('-').unwrap_or((&paper.pages, ""));
        format!(
            "<Pagination>{}{}<MedlinePgn>{}</MedlinePgn></Pagination>",
            tag("StartPage", first),
            tag("EndPage", last),
            escape(&shortened(first, last))
        )
    };
    let doi = |before: &str, after: &str| {
        if paper.doi.is_empty() { String::new() } else { format!("{before}{}{after}", escape(&paper.doi)) }
    };
    let authors: String = paper
        .authors
        .iter()
        .map(|(family, given)| {
            let initials = Paper::initials(given);
            format!(
                "<Author ValidYN=\"Y\">{}{}{}</Author>",
                tag("LastName", family),
                tag("ForeName", given),
                tag("Initials", &initials)
            )
        })
        .collect();
    let authors = if authors.is_empty() {
        String::new()
    } else {
        format!("<AuthorList CompleteYN=\"Y\">{authors}</AuthorList>")
    };
    let types: String = paper
        .publication_types
        .iter()
        .map(|kind| format!("<PublicationType UI=\"\">{}</PublicationType>", escape(kind)))
        .collect();
    let pmc = if paper.pmcid.is_empty() {
        String::new()
    } else {
        format!("<ArticleId IdType=\"pmc\">{}</ArticleId>", paper.pmcid)
    };
    let former = paper.former_pmid;
    let former = former.map_or_else(String::new, |n| format!("<ArticleId IdType=\"pubmed\">{n}</ArticleId>"));
    format!(
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\"><PMID Version=\"1\">{pmid}</PMID>\
         <DateRevised><Year>2024</Year><Month>01</Month><Day>02</Day></DateRevised>\
         <Article PubModel=\"Print\">{journal}{}{pages}{}{authors}<Language>eng</Language>\
         <PublicationTypeList>{types}</PublicationTypeList></Article>\
         <MedlineJournalInfo><Country>Nowhere</Country>{}{}{}</MedlineJournalInfo>{}</MedlineCitation>\
         <PubmedData><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>\
         <ArticleId IdType=\"pubmed\">{pmid}</ArticleId>{former}{}{pmc}</ArticleIdList></PubmedData></PubmedArticle>\n",
        tag("ArticleTitle", &format!("{}.", paper.title.trim_end_matches('.'))),
        doi("<ELocationID EIdType=\"doi\" ValidYN=\"Y\">", "</ELocationID>"),
        tag("MedlineTA", &paper.journal_short),
        tag("NlmUniqueID", &paper.nlm_id),
        tag("ISSNLinking", &paper.issn),
        paper.pubmed_extra,
        doi("<ArticleId IdType=\"doi\">", "</ArticleId>"),
    )
}

/// `1169-88` for 1169 and 1188.
fn shortened(first: &str, last: &str) -> String {
    if last.is_empty() {
        return first.to_owned();
    }
    let same = if first.len() == last.len() {
        first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count().min(last.len() - 1)
    } else {
        0
    };
    format!("{first}-{}", &last[same..])
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
