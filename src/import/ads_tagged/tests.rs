use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::{Scheme, WorkKind};

const FILE: &str = "Query Results from the ADS Database\n\n\nRetrieved 2 abstracts, starting with number 1.\n\n\n%R 1998TstJ..500..525D\n%T Maps of small\n  things\n%A Doe, Jane J.; Roe, Richard P.; Poe, M.\n%F AA(Institute of Tests; Second Institute), AB(University of Trials (East)), AC(AB)\n%J The Test Journal, Volume 500, Issue 2, pp. 525-553.\n%V 500\n%D 06/1998\n%P 525\n%L 553\n%K DUST, COSMOLOGY\n%Y 10.9999/305772; eprintid: arXiv:astro-ph/9710327\n%U http://example.org/abs/1998TstJ..500..525D\n%B An abstract.\n\n%R 2001PhDT.........3R\n%T On trials\n%A Roe, R.\n%J Ph.D. Thesis, University of Trials\n%D 00/2001\n";

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.title.as_ref().unwrap().value, "Maps of small things");
    assert_eq!(work.contributors.len(), 3);
    assert_eq!(record.people[0].affiliations.len(), 2);
    assert_eq!(record.people[1].affiliations[0].raw, "University of Trials (East)");
    assert_eq!(work.container_title.as_ref().unwrap().value, "The Test Journal");
    assert_eq!(
        (work.volume.as_ref().unwrap().value.as_str(), work.issue.as_ref().unwrap().value.as_str()),
        ("500", "2")
    );
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("553"));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "1998-06");
    let schemes: Vec<_> = work.identifiers.iter().map(|i| i.value.scheme).collect();
    assert_eq!(schemes, [Scheme::Other, Scheme::Doi, Scheme::Arxiv, Scheme::Url]);
    assert_eq!(record.keywords.len(), 2);
    assert_eq!(found[1].record.work.kind, WorkKind::Thesis);
    assert_eq!(found[1].record.work.issued.as_ref().unwrap().value.to_string(), "2001");
}

#[test]
fn journals_and_their_parts() {
    for (text, expected) in [
        ("Nature, Physical Science, vol. 12, p. 3-4", "Nature, Physical Science/12/-/3"),
        ("Test Letters, Volume 91, Issue 26, id. 260602", "Test Letters/91/26/-"),
        ("J. Tests 1, 2", "J. Tests 1, 2/-/-/-"),
    ] {
        let file = format!("%R 1998TstJ..500..525D\n%T A\n%J {text}\n");
        let found = records(open(decoded(&file), &Limits::default()));
        let work = &found[0].record.work;
        let part = |field: &Option<crate::model::Field<String>>| {
            field.as_ref().map_or("-".to_owned(), |f| f.value.clone())
        };
        let first = work.pages.as_ref().map_or("-".to_owned(), |p| p.value.first.clone());
        let shown = [part(&work.container_title), part(&work.volume), part(&work.issue), first].join("/");
        assert_eq!(shown, expected);
    }
}

#[test]
fn refer_is_not_taken() {
    for text in [
        "%A Doe\n%T A\n%R 10.1/x\n",
        "%0 Journal Article\n%R 1998TstJ..500..525D\n",
        "%R 10.1000/1234567890\n%T A\n",
        "",
    ] {
        assert!(!detect(text), "{text}");
    }
    assert!(detect(&FILE.replace('\n', "\r\n")));
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("%R 2001").unwrap()]);
}
