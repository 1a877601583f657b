use super::*;
use crate::import::tests::{items_of, parted, records_of, samples};
use crate::model::{Name, Scheme, WorkKind};

#[test]
fn the_samples() {
    let Some(samples) = samples("csl_json") else { return };
    for sample in &samples {
        let (records, broken) = records_of(sample, open);
        assert_eq!((records.len().to_string(), broken.len()), (sample.records.clone(), 0), "{}", sample.file);
        assert!(detect(std::str::from_utf8(&sample.bytes).unwrap()), "{}", sample.file);
        for record in &records {
            assert!(record.record.work.title.is_some(), "{}", sample.file);
            println!(
                "{} {:?} {:?} {:?}",
                sample.file, record.label, record.record.work.kind, record.findings
            );
        }
    }
}

#[test]
fn our_own_output_comes_back() {
    let line = r#"{"type":"article-journal","author":[{"family":"Berg","given":"JP","suffix":"Jr","non-dropping-particle":"van den"},{"literal":"The Group"}],"title":"A title","container-title":"J Things","issued":{"date-parts":[[2010,5]]},"volume":"6","issue":"2","supplement-number":"Suppl 1","page":"S11-S19","page-first":"S11","number":"e1001","DOI":"10.1000/a","PMID":"123","note":"leftover\nopenalex: W123","custom":{"raw":"van den Berg JP…","et-al":true,"confidence":0.9,"field-confidence":{"title":0.9}}}"#;
    let (records, _) = parted(items_of(line.as_bytes(), open, &Limits::default()));
    let work = &records[0].record.work;
    assert!(work.authors_truncated);
    let Name::Person(person) = &work.contributors[0].name.value else { panic!() };
    assert_eq!(
        (person.particle.as_deref(), person.family.as_str(), person.suffix.as_deref()),
        (Some("van den"), "Berg", Some("Jr"))
    );
    assert_eq!(work.contributors[1].name.value, Name::Group("The Group".to_owned()));
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("S19"));
    assert_eq!(work.article_number.as_ref().unwrap().value, "e1001");
    assert_eq!(work.supplement.as_ref().unwrap().value, "Suppl 1");
    let schemes: Vec<Scheme> = work.identifiers.iter().map(|id| id.value.scheme).collect();
    assert_eq!(schemes, [Scheme::Doi, Scheme::Pmid, Scheme::Openalex]);
    let notes: Vec<&str> = work.notes.iter().map(|n| n.value.as_str()).collect();
    assert_eq!(notes, ["leftover"]);
    assert_eq!(work.kind, WorkKind::Article);
}

#[test]
fn other_shapes() {
    let items = r#"[{"id":7,"type":"book","title":["A","B"],"ISBN":["9780306406157"],"issued":{"raw":"1998"}},
        {"id":"x","type":"thesis","title":"T","PMID":12345,"note":"PMCID: PMC77\nread twice"}]"#;
    for text in
        [items.to_owned(), format!("{{\"items\":{items}}}"), format!("{{\"config\":{{}},\"items\":{items}}}")]
    {
        assert!(detect(&text), "{text}");
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert_eq!((records.len(), broken.len()), (2, 0), "{text}");
        assert_eq!(records[0].label.as_deref(), Some("7"));
        assert_eq!(records[0].record.work.kind, WorkKind::Book);
        let ids: Vec<&str> =
            records[1].record.work.identifiers.iter().map(|i| i.value.value.as_str()).collect();
        assert_eq!(ids, ["12345", "PMC77"]);
    }
    assert!(!detect(r#"{"id":"https://openalex.org/W1","type":"article","title":"T","authorships":[]}"#));
    assert!(!detect(
        r#"{"DOI":"10.1/x","type":"book","title":["T"],"publisher":"P","member":"1","prefix":"10.1"}"#
    ));
    assert!(detect(r#"{"type":"document","custom":{"raw":"illegible"}}"#));
    assert!(!detect(r#"{"name":"package","type":"module","version":"1.0"}"#));
}
