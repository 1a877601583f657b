use std::fmt::Write as _;

use super::{detect, open};
use crate::import::testing::{
    ids, issued, leaves_out_giants, notes, one, pages, people, read, same_with_every_line_end, samples,
    survives_cuts, survives_damage, takes_no_square, text,
};
use crate::model::{Scheme, WorkKind};

const ARTICLE: &str = "\
<1>
Accession Number
  00005131-200000000-00001.
Author
  Doe, Jane MD *;  van Test, Arie MD, PhD +;  Roe, Richard RN; PhD; FAAN *
Institution
  From the (*)Department of Tests, Example University;
  (+)Institute of Voids.
Title
  On the measurement of nothing.[Article]
Source
  Journal of Void Studies.   8(6):1048-64, September 2015.
Abstract
  We measured nothing.

  Twice.
Author Keywords
  void;  nothing.
References
  Poe P. 1999. A work. J Tests 1: 2-3.

  Loe L. 2000. Another. J Tests 4: 5.
Language
  English.
Document Type
  Original Article:  PDF Only.
ISSN
  0890-5339
NLM Journal Code
  jh4, 8807705
DOI Number
  10.5555/void.1
Link to the Ovid Full Text or citation
 http://example.org/ovid?AN=1
";

#[test]
fn an_article() {
    let got = one(open, ARTICLE);
    assert_eq!(got.label.as_deref(), Some("00005131-200000000-00001"));
    let record = &got.record;
    let work = &record.work;
    assert_eq!(people(work), ["author Doe, Jane", "author van Test, Arie", "author Roe, Richard"]);
    let places: Vec<&str> = record.people.iter().map(|p| p.affiliations[0].raw.as_str()).collect();
    let tests = "Department of Tests, Example University";
    assert_eq!(places, [tests, "Institute of Voids", tests]);
    assert_eq!((work.kind, text(&work.title)), (WorkKind::Article, "On the measurement of nothing"));
    assert_eq!(text(&work.container_title), "Journal of Void Studies");
    assert_eq!((text(&work.volume), text(&work.issue), pages(work)), ("8", "6", "1048-1064".to_owned()));
    assert_eq!(issued(work), "2015-09");
    assert_eq!(record.abstract_text.as_deref(), Some("We measured nothing. Twice."));
    assert_eq!(record.cited.len(), 2);
    assert_eq!(ids(work, Scheme::Doi), ["10.5555/void.1"]);
    assert_eq!(record.serial.nlm_id.as_deref(), Some("8807705"));
    assert!(notes(work).is_empty(), "{:?}", notes(work));
}

#[test]
fn sources_of_all_kinds() {
    for (source, expected) in [
        ("J Tests.   28:103-106, April 2015.", "J Tests|28||103-106|2015-04||"),
        ("J Tests. Vol 28(2) April 2015, 103-106.", "J Tests|28|2|103-106|2015-04||"),
        ("JAMA. 312(4):350-60, 2014 Jul 23.", "JAMA|312|4|350-360|2014-07-23||"),
        ("J Tests.", "J Tests|||||"),
        (
            "Ed, A.(2015). Tests at large. (pp. 103-106) X pp. Town: Press",
            "Tests at large|||103-106|2015|Press|Town",
        ),
    ] {
        let file = format!("<1>\nAuthor\n  Doe, J.\nTitle\n  A title\nSource\n  {source}\n");
        let work = one(open, &file).record.work;
        let field = |field: &Option<crate::model::Field<String>>| text(field).to_owned();
        let got = [
            field(&work.container_title),
            field(&work.volume),
            field(&work.issue),
            pages(&work),
            issued(&work),
            field(&work.publisher),
            field(&work.publisher_place),
        ];
        let expected = expected.trim_end_matches('|');
        assert_eq!(got.join("|").trim_end_matches('|'), expected, "{source}");
    }
}

#[test]
fn medline_in_ovid() {
    let text = "\
<1>
Unique Identifier
  25000001
Title
  A trial. [Review]
Source
  JAMA. 312(4):350-60, 2014 Jul 23.
Authors
  Doe JA. Roe R.
Authors Full Name
  Doe, Jane A. Roe, Richard.
Author NameID
  Roe, Richard. ORCID: https://orcid.org/0000-0002-1825-0097
MeSH Subject Headings
  *Voids/dt [Drug Therapy]
  Humans
ISSN Print
  0098-7484
Publication Type
  Journal Article. Review.
Something New
  of the work
";
    let record = one(open, text).record;
    assert_eq!(people(&record.work), ["author Doe, Jane A", "author Roe, Richard"]);
    assert_eq!(ids(&record.work, Scheme::Pmid), ["25000001"]);
    assert_eq!(record.work.kind, WorkKind::Review);
    assert_eq!(record.people[1].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.serial.issn_print.as_deref(), Some("0098-7484"));
    let mesh = record.keywords.iter().find(|k| k.term == "Voids").unwrap();
    assert_eq!((mesh.qualifier.as_deref(), mesh.is_major), (Some("Drug Therapy"), Some(true)));
    assert_eq!(notes(&record.work), ["Something New: of the work"]);
}

#[test]
fn records_without_numbers() {
    let bare = ARTICLE.strip_prefix("<1>\n").unwrap();
    let text = format!("\n{bare}\n\n{bare}");
    let got = read(open, text.as_bytes());
    assert_eq!((got.records.len(), got.broken.len()), (2, 0));
    assert_eq!(got.records[0].record, one(open, ARTICLE).record);
}

#[test]
fn one_bad_record_costs_one() {
    let two = format!("{ARTICLE}\n{}", ARTICLE.replace("<1>", "<2>"));
    same_with_every_line_end(open, &two);
    survives_cuts(open, two.as_bytes());
    survives_damage(open, ARTICLE);
    let mut giant = String::from("<7>\nTitle\n  A\nReferences\n");
    for n in 0..10_000 {
        writeln!(giant, "  Doe, Jane {n}").unwrap();
    }
    leaves_out_giants(open, ARTICLE, &giant);
    let stray =
        read(open, format!("Search strategy: void and nothing, from 1999 to now.\n\n{ARTICLE}").as_bytes());
    assert_eq!((stray.records.len(), stray.broken.len()), (1, 1));
}

#[test]
fn what_is_ovid() {
    assert!(detect(ARTICLE));
    for text in
        ["", "<1>\n<2>\n", "Author\nTitle\nSource\n", "Title\n  A story\nby somebody\n", "<html>\n <p>\n"]
    {
        assert!(!detect(text), "{text}");
    }
}

/// The index has no counts for these; what stands in them was counted by eye.
#[test]
fn samples_of_others() {
    for (name, bytes) in samples("ovid_txt") {
        let wanted = match name.as_str() {
            "jabref__ovidimportertest1.txt" => 5,
            "jabref__ovidimportertest2invalid.txt" => 2,
            _ => 1,
        };
        let got = read(open, &bytes);
        assert_eq!((got.records.len(), got.broken.len()), (wanted, 0), "{name}");
        assert!(detect(&String::from_utf8_lossy(&bytes)), "{name}");
    }
    for folder in ["ris", "nbib", "pubmed_txt", "wos_txt", "enw", "bib", "csl_json", "cff"] {
        for (name, bytes) in samples(folder) {
            assert!(!detect(&String::from_utf8_lossy(&bytes)), "{folder}/{name}");
        }
    }
}

#[test]
fn hostile_values() {
    let values = [
        ("Author\n  ", "Doe, J *; ", "\nInstitution\n  (*)A (*)B\n"),
        ("Institution\n  ", "(", ")\n"),
        ("Author\n  Doe, J *\nInstitution\n  ", "(*)a ", "\n"),
        ("Title\n  a", "[x]", "\n"),
        ("Source\n  ", "a. ", "\n"),
        ("Source\n  ", "(", "\n"),
    ];
    takes_no_square(open, "<1>\nLanguage\n  English.\n", &values, "\n");
}
