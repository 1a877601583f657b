//! `refloom index build`: files in, one index out, or nothing.

use super::run::Desk;
use refloom::model::Scheme;
use refloom::sources::index::Index;

const XML: &str = "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article>\
    <ArticleTitle>Lichen roofing of exposed barns</ArticleTitle></Article></MedlineCitation></PubmedArticle>\
    </PubmedArticleSet>";
const JSON: &str = "{\"DOI\":\"10.1234/a\",\"title\":[\"Moss roofing of exposed barns\"]}\n";

#[test]
fn files_of_both_services_make_one_index() {
    let desk = Desk::new();
    desk.write("one.xml", XML);
    desk.write("two.jsonl", JSON);
    let done = desk.ok(&["index", "build", "one.xml", "two.jsonl", "--out", "records.index"]);
    assert!(done.err.contains("records.index: 2 records"), "{}", done.err);
    assert!(desk.ok(&["index", "show", "records.index"]).err.contains("2 records"));
    let index = Index::open(&desk.path("records.index")).unwrap();
    assert_eq!(index.with_identifier(Scheme::Pmid, "7").unwrap().len(), 1);
    assert_eq!(index.with_identifier(Scheme::Doi, "10.1234/A").unwrap().len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_there() {
    let desk = Desk::new();
    desk.write("two.jsonl", format!("{JSON}{{\"no\":\n{}", JSON.replace("/a", "/b")));
    let done = desk.run(&["index", "build", "two.jsonl", "--out", "records.index"]);
    assert_eq!(done.code, Some(3));
    assert!(done.err.contains("two.jsonl: line 2: "), "{}", done.err);
    assert!(done.err.contains("2 records"), "{}", done.err);
}

#[test]
fn a_failure_leaves_what_was_there() {
    let desk = Desk::new();
    desk.write("one.xml", XML);
    desk.ok(&["index", "build", "one.xml", "--out", "records.index"]);
    let before = std::fs::read(desk.path("records.index")).unwrap();
    desk.write("notes.txt", "no records");
    let done = desk.run(&["index", "build", "one.xml", "notes.txt", "--out", "records.index"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("notes.txt is neither PubMed XML nor Crossref JSON Lines"), "{}", done.err);
    assert!(std::fs::read(desk.path("records.index")).unwrap() == before);
    assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 3);
}
