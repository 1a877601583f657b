use std::fmt::Write as _;

use super::{detect, open};
use crate::import::testing::{
    counts_of_samples, ids, issued, leaves_out_giants, notes, one, pages, people, read,
    same_with_every_line_end, samples, survives_cuts, survives_damage, text,
};
use crate::model::{Scheme, WorkKind};

const ARTICLE: &str = "\
%0 Journal Article
%A Doe, Jane A.
%A Roe, Richard
%T On the measurement of nothing
%J Journal of Void Studies
%D 1999
%8 March 4, 1999
%V 12
%N 3
%P 345-52
%R 10.5555/void.1999.1
%@ 0022-5193
%K voids
nothing
%X We measured nothing.
%U https://example.org/void
%F doe1999
%W PubMed
%M 12345678
%= 20200101
";

const OTHERS: &str = "\
%T A paper without a type
%A Poe, P.
%B Journal of Tests
%D 2001

%T A paper with a late type
%0 Journal Article
%B Journal of Tests

%0 Book
%A Loe, L.
%T A book
%S Series of tests
%I Example Press
%C Testville
%P XX, 327
%? Trans, L.
%0 Thesis
%T A thesis
%9 Ph.D.
";

#[test]
fn an_article() {
    let got = one(open, ARTICLE);
    assert_eq!(got.label.as_deref(), Some("doe1999"));
    let record = &got.record;
    let work = &record.work;
    assert_eq!(
        (work.kind, issued(work), pages(work)),
        (WorkKind::Article, "1999-03-04".into(), "345-352".into())
    );
    assert_eq!(people(work), ["author Doe, Jane A.", "author Roe, Richard"]);
    assert_eq!(text(&work.container_title), "Journal of Void Studies");
    assert_eq!((text(&work.volume), text(&work.issue)), ("12", "3"));
    assert_eq!(
        (ids(work, Scheme::Doi), ids(work, Scheme::Pmid)),
        (vec!["10.5555/void.1999.1"], vec!["12345678"])
    );
    assert_eq!(record.keywords.len(), 2);
    assert_eq!(record.serial.issn_other, ["0022-5193"]);
    assert!(notes(work).is_empty());
}

#[test]
fn where_records_begin() {
    let got = read(open, OTHERS.as_bytes());
    let titles: Vec<&str> = got.records.iter().map(|r| text(&r.record.work.title)).collect();
    assert_eq!(titles, ["A paper without a type", "A paper with a late type", "A book", "A thesis"]);
    let kinds: Vec<WorkKind> = got.records.iter().map(|r| r.record.work.kind).collect();
    assert_eq!(kinds, [WorkKind::Article, WorkKind::Article, WorkKind::Book, WorkKind::Thesis]);
    let book = &got.records[2].record.work;
    assert_eq!(text(&book.collection_title), "Series of tests");
    assert_eq!(people(book), ["author Loe, L.", "translator Trans, L."]);
    assert_eq!(notes(book), ["number of pages: XX, 327"]);
    assert_eq!(text(&got.records[3].record.work.genre), "Ph.D.");
    let lines: Vec<(u32, u32)> = got.records.iter().map(|r| (r.place.line_start, r.place.line_end)).collect();
    assert_eq!(lines, [(1, 4), (6, 8), (10, 17), (18, 20)]);
}

#[test]
fn text_that_goes_on() {
    let record = one(open, "%0 Journal Article\n%X First.\n\nSecond.\n%T A title\nthat goes on\n").record;
    assert_eq!(record.abstract_text.as_deref(), Some("First. Second."));
    assert_eq!(text(&record.work.title), "A title that goes on");
    let stray = read(open, b"Exported by somebody\n\n%0 Book\n%T A\n");
    assert_eq!((stray.records.len(), stray.broken.len()), (1, 1));
}

#[test]
fn one_bad_record_costs_one() {
    let all = format!("{ARTICLE}\n{OTHERS}");
    same_with_every_line_end(open, &all);
    survives_cuts(open, all.as_bytes());
    survives_damage(open, ARTICLE);
    let mut giant = String::from("%0 Journal Article\n");
    for n in 0..10_000 {
        writeln!(giant, "%A Doe, Jane {n}").unwrap();
    }
    leaves_out_giants(open, ARTICLE, &giant);
}

#[test]
fn what_is_tagged_so() {
    assert!(detect(ARTICLE) && detect(OTHERS));
    for text in
        ["", "%A nobody\n", "%PDF-1.4\n%T x\n", "% a comment\n% T\n", "References\n%0 Book\n%T A\n", "%!PS\n"]
    {
        assert!(!detect(text), "{text}");
    }
}

/// The index counts lines that begin with `%0 `: records without a type, or with an empty one, are records too.
#[test]
fn samples_of_others() {
    let wrong = [
        ("colrev__ais_enl.txt", 6),
        ("colrev__enl_data.enl", 3),
        ("jabref__endnote.entries.enw", 13),
        ("jabref__endnote.pattern.a.enw", 1),
        ("jabref__endnote.pattern.e.enw", 1),
    ];
    counts_of_samples(open, "enw", &wrong);
    for (name, bytes) in samples("enw") {
        assert_eq!(detect(&String::from_utf8_lossy(&bytes)), !name.contains("pattern"), "{name}");
    }
    for folder in ["ris", "nbib", "pubmed_txt", "wos_txt", "ovid_txt", "bib", "csl_json"] {
        for (name, bytes) in samples(folder) {
            assert!(!detect(&String::from_utf8_lossy(&bytes)), "{folder}/{name}");
        }
    }
}
