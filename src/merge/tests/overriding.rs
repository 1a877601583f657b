use std::collections::HashSet;

use super::super::{Overrides, Precedence, WorkNames, enrich};
use super::*;
use crate::model::{IssueCode, RetractionStatus, written_id};

fn read(text: &str) -> Overrides {
    let (overrides, issues) = Overrides::parse(text.as_bytes(), "data/overrides.csv");
    assert_eq!(issues, []);
    overrides
}

fn apply(text: &str, work: &mut Work) -> Vec<u32> {
    let names = WorkNames {
        references: vec!["r_abcdefghijklmnop".to_owned()],
        texts: vec!["Bohne AB, et al. Beans in  mice."],
    };
    let used = read(text).apply(work, &names);
    assert_sound(work);
    used
}

#[test]
fn a_correction_stands_above_everything() {
    let crossref =
        record(Source::Crossref, Reference { title: given("Beans in Mice"), ..Reference::default() });
    let mut work = enrich(work_of(printed()), &[accepted(&crossref)], &Precedence::default());
    let used =
        apply("key,field,value,note\nr_abcdefghijklmnop,title,Peas in mice,they were peas\n", &mut work);
    assert_eq!(used, [2]);
    assert_eq!(work.record.title.as_ref().unwrap().value, "Peas in mice");
    assert_eq!(
        lines(&work, "title"),
        [
            ("parser", "Beans in mice", false),
            ("crossref", "Beans in Mice", false),
            ("override", "Peas in mice", true),
        ]
    );
    let row = work.provenance.iter().find(|row| row.source == "override").unwrap();
    assert_eq!(row.evidence, "data/overrides.csv:2");
}

#[test]
fn a_work_is_named_by_any_of_its_keys() {
    let own = written_id('w', &[7; 10]);
    let keys = [
        own.as_str(),
        "r_abcdefghijklmnop",
        "doi:10.1000/BEANS",
        "https://doi.org/10.1000/beans",
        "10.1000/beans",
        "PMID: 1234567",
        "\"Bohne AB, et al.  Beans in mice.\"",
    ];
    for key in keys {
        let reference = Reference {
            identifiers: vec![id(Scheme::Doi, "10.1000/beans"), id(Scheme::Pmid, "1234567")],
            ..printed()
        };
        let mut work = work_of(reference);
        assert_eq!(apply(&format!("key,field,value\n{key},volume,29\n"), &mut work), [2], "{key}");
        assert_eq!(work.record.volume.unwrap().value, "29", "{key}");
    }
    let mut work = work_of(printed());
    let text = "key,field,value\n10.1000/other,volume,29\npmid:9,volume,29\nSome other text,volume,29\n";
    assert!(apply(text, &mut work).is_empty());
}

#[test]
fn every_field_can_be_corrected() {
    let mut work = work_of(printed());
    let lines_ = [
        "type,letter",
        "date,2011-03-02",
        "pages,11-9",
        "authors,\"van der Bohne, Anna B.; Erbse, Karl, Jr; Bean Study Group\"",
        "doi,https://doi.org/10.1000/NEW",
        "pmid,7654321",
        "pmcid,PMC12",
        "retraction_status,retracted",
        "title_original,Bohnen",
        "container_raw,J Peas",
        "event_title,Meeting",
        "issue,3",
        "supplement,Suppl 1",
        "article_number,e1",
        "edition,2",
        "publisher,P",
        "publisher_place,Q",
        "language,de",
        "volume,",
    ];
    let text: Vec<String> = lines_.iter().map(|l| format!("r_abcdefghijklmnop,{l}\n")).collect();
    let used = apply(&format!("key,field,value\n{}", text.concat()), &mut work);
    assert_eq!(used.len(), lines_.len());
    let r = &work.record;
    assert_eq!(r.kind, WorkKind::Letter);
    assert_eq!(r.issued.as_ref().unwrap().value.to_string(), "2011-03-02");
    assert_eq!(
        r.pages.as_ref().unwrap().value,
        Pages { first: "11".to_owned(), last: Some("19".to_owned()) }
    );
    let names: Vec<String> = r.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["van der Bohne, Anna B.", "Erbse, Karl, Jr", "Bean Study Group"]);
    assert!(!r.authors_truncated);
    assert_eq!(r.identifiers[0].value.value, "PMC12");
    assert!(work.identifiers.iter().all(|told| told.source == "override"));
    assert_eq!(work.retraction, RetractionStatus::Retracted);
    assert_eq!(work.title_original.as_deref(), Some("Bohnen"));
    assert_eq!(r.volume, None);
    assert_eq!(r.language.as_deref(), Some("de"));
    assert_eq!(
        lines(&work, "author/3"),
        [("parser", "Linse, L", false), ("override", "Bean Study Group", true)]
    );
    assert_eq!(lines(&work, "page_first"), [("parser", "2105", false), ("override", "11", true)]);
    assert_eq!(lines(&work, "volume"), [("parser", "28", false), ("override", "", true)]);
}

#[test]
fn lines_that_make_no_sense_are_told_with_their_place() {
    let text = "\u{feff}key,field,value,note\n\
        r_abcdefghijklmnop,titel,X,\n\
        r_abcdefghijklmnop,date,soon,\n\
        ,title,X,\n\
        1234567,title,X,\n\
        pmid:x,title,X,\n\
        10.1000,title,X,\n\
        r_abcdefghijklmnop,type,poem,\n\
        r_abcdefghijklmnop,doi,nope,\n\
        r_abcdefghijklmnop,year,2010,\n\
        ,,,\n\
        r_abcdefghijklmnop,title,\"first\nof two\",\n\
        r_abcdefghijklmnop,title,second,\n\
        r_abcdefghijklmnop,authors,;,\n\
        r_abcdefghijklmnop,date,2010-13,\n";
    let (overrides, issues) = Overrides::parse(text.as_bytes(), "o.csv");
    let places: Vec<Option<u32>> = issues.iter().map(|issue| issue.line).collect();
    assert_eq!(places, [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16].map(Some));
    assert!(
        issues.iter().all(|i| i.code == IssueCode::OverrideInvalid && i.path.as_deref() == Some("o.csv"))
    );
    assert!(issues[0].message.contains("these can: title"), "{}", issues[0].message);
    assert!(issues[3].message.contains("pmid:"), "{}", issues[3].message);
    assert!(issues[9].message.contains("line 14"), "{}", issues[9].message);
    let mut work = work_of(printed());
    let names = WorkNames { references: vec!["r_abcdefghijklmnop".to_owned()], texts: Vec::new() };
    assert_eq!(overrides.apply(&mut work, &names), [14]);
    assert_eq!(work.record.title.unwrap().value, "second");
}

#[test]
fn a_file_of_another_kind_is_refused_once() {
    for text in ["id,what\n1,2\n", "\u{0}\u{1}\n", "key;field;value\na;b;c\n"] {
        let (overrides, issues) = Overrides::parse(text.as_bytes(), "o.csv");
        assert_eq!((overrides.is_empty(), issues.len()), (true, 1), "{text}");
    }
    assert!(read("").is_empty());
    let (_, issues) = Overrides::parse(b"key,field,value\nr_abcdefghijklmnop,title,\xff\n", "o.csv");
    assert_eq!(issues[0].line, Some(2));
}

#[test]
fn a_correction_of_nothing_is_told() {
    let overrides = read("key,field,value\npmid:1,title,X\npmid:2,title,Y\n");
    let issues = overrides.unused(&HashSet::from([2]));
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].code, issues[0].line), (IssueCode::OverrideUnused, Some(3)));
    assert_eq!(issues[0].observed.as_deref(), Some("pmid:2"));
}
