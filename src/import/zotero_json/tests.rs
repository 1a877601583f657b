use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, Scheme, WorkKind};

const API: &str = r#"[
{"key":"AAAA1111","version":1,"library":{"type":"user","id":1,"name":"x"},"links":{},"meta":{"creatorSummary":"Doe"},"data":{"key":"AAAA1111","version":1,"itemType":"journalArticle","title":"Small <i>things</i>","creators":[{"creatorType":"author","firstName":"Jane","lastName":"Doe"},{"creatorType":"author","name":"Mayo Clinic"},{"creatorType":"editor","firstName":"Ann","lastName":"Poe"}],"abstractNote":"An abstract.","publicationTitle":"Journal of Tests","journalAbbreviation":"J Tests","volume":"12","issue":"3","pages":"337-341","date":"2003-02-01","DOI":"10.9999/a","ISSN":"0028-0836","url":"http://example.org/a","accessDate":"2020-03-04T10:11:12Z","extra":"PMID: 12345\nCitation Key: doe03\na remark","tags":[{"tag":"one","type":1},{"tag":"two"}],"language":"en","collections":["X"],"dateAdded":"2020-01-01T00:00:00Z"}},
{"key":"BBBB2222","data":{"key":"BBBB2222","itemType":"attachment","title":"PDF"}},
{"key":"CCCC3333","data":{"key":"CCCC3333","itemType":"thesis","title":"On trials","creators":[{"creatorType":"author","firstName":"R.","lastName":"van der Roe"}],"university":"University of Trials","thesisType":"PhD thesis","place":"Ville","date":"May 1999"}}
]"#;

#[test]
fn items_of_the_api() {
    assert!(detect(API));
    let found = records(open(decoded(API), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.title.as_ref().unwrap().value, "Small things");
    let names: Vec<_> = work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(names[1], (Role::Author, "Mayo Clinic".to_owned()));
    assert_eq!(names[2].0, Role::Editor);
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J Tests"));
    assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Pmid));
    assert_eq!(work.notes.len(), 1);
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2020-03-04");
    assert_eq!(record.keywords.len(), 2);
    let thesis = &found[1].record.work;
    assert_eq!(
        (thesis.kind, thesis.publisher.as_ref().unwrap().value.as_str()),
        (WorkKind::Thesis, "University of Trials")
    );
}

#[test]
fn better_bibtex_and_broken_items() {
    let wrapped = r#"{"config":{"id":"x","label":"BetterBibTeX JSON"},"collections":{},"items":[{"itemType":"book","title":"A","citationKey":"a","creators":[]},{"itemType":"book"},{"title":"no type"}]}"#;
    assert!(detect(wrapped));
    let (found, broken) = read_all(open(decoded(wrapped), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 2));
    assert_eq!(found[0].label.as_deref(), Some("a"));
    assert!(!detect(r#"[{"type":"book","title":"A"}]"#));
}

#[test]
fn cut_anywhere() {
    every_cut(API, |text| open(text, &Limits::default()), &[API.find("\n{\"key\":\"BBBB").unwrap()]);
}
