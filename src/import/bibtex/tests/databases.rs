//! What databases and programs write.

use super::{notes, one};
use crate::model::{KeywordScheme, Metric, Provider, Role, Scheme, UpdateKind, WorkKind};

#[test]
fn web_of_science() {
    let read = one(
        "@article{ WOS:000123456700001,\nAuthor = {Berg, Jan and Roe, Ann},\nTitle = {{A title}},\nJournal = {{J THINGS}},\nYear = {{2020}},\nMonth = {{MAR 1}},\nType = {{Article; Retracted Publication}},\nAffiliation = {{Berg, J (Corresponding Author), Univ X, Town, Country.\n   Berg, J; Roe, A, Univ X, Dept Y, Town, Country.}},\nDOI = {{10.1000/a}},\nArticle-Number = {{123456}},\nISSN = {{0022-3751}},\nEISSN = {{1469-7793}},\nKeywords = {{one; two}},\nKeywords-Plus = {{BIG; SMALL}},\nResearch-Areas = {{Biology}},\nAuthor-Email = {{a@example.org}},\nORCID-Numbers = {{Berg, Jan/0000-0002-1825-0097\n   Roe, Ann/0000-0001-5109-3700}},\nFunding-Acknowledgement = {{NIH {[}R01 CA1, R02]; NSF}},\nFunding-Text = {{We thank.}},\nCited-References = {{Smith JA, 2010, NATURE, V12, P345, DOI 10.1000/x;y.\n   Doe K, 1999, SCIENCE, V1, P2.}},\nTimes-Cited = {{7}},\nUsage-Count-Since-2013 = {{3}},\nUnique-ID = {{WOS:000123456700001}},\nDA = {{2024-01-01}},\n}\n",
    );
    let (record, work) = (&read.record, &read.record.work);
    assert_eq!(read.label.as_deref(), Some("WOS:000123456700001"));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2020-03-01");
    assert_eq!(work.article_number.as_ref().unwrap().value, "123456");
    assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Wos));
    assert_eq!(record.serial.issn_electronic.as_deref(), Some("1469-7793"));
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.people[1].orcid.as_deref(), Some("0000-0001-5109-3700"));
    assert_eq!(record.people[0].is_corresponding, Some(true));
    let places: Vec<&str> = record.people[1].affiliations.iter().map(|a| a.raw.as_str()).collect();
    assert_eq!(places, ["Univ X, Dept Y, Town, Country"]);
    let of = |scheme| record.keywords.iter().filter(|k| k.scheme == scheme).count();
    assert_eq!(
        (of(KeywordScheme::Author), of(KeywordScheme::KeywordsPlus), of(KeywordScheme::Topic)),
        (2, 2, 1)
    );
    assert_eq!(record.funding.len(), 3);
    assert_eq!(record.funding[0].award_id.as_deref(), Some("R01 CA1"));
    assert_eq!(record.cited.len(), 2);
    assert_eq!(record.cited[0].identifiers[0].value, "10.1000/x;y");
    assert_eq!(record.cited[1].work.as_ref().unwrap().volume.as_ref().unwrap().value, "1");
    assert_eq!(record.counts.len(), 2);
    assert_eq!((record.counts[0].metric, record.counts[0].provider), (Metric::CitedByCount, Provider::Wos));
    assert_eq!(record.updates[0].kind, UpdateKind::Retraction);
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(notes(&read), ["author-email: a@example.org", "funding-text: We thank."]);
}

#[test]
fn scopus() {
    let read = one(
        "@ARTICLE{Berg2020,\nauthor={Berg, J. and Roe, A.},\ntitle={A title},\njournal={Journal of Things},\nyear={2020},\nvolume={12},\nart_number={104},\ndoi={10.1000/a},\nnote={cited By 12},\nurl={https://www.scopus.com/inward/record.uri?eid=2-s2.0-85012345678&doi=10.1000%2fa&partnerID=40},\naffiliation={Dept X, Univ Y, Town, Country},\nauthor_keywords={one;  two},\nkeywords={index one;  index two},\nfunding_details={National Things, NT, R01 5;  Other Fund},\nreferences={Smith, J., Title (1998) J Things, 1, pp. 1-9. , 10.1002/(SICI)1097(1998)12:3<1::AID-X>3.0.CO;2-2; Doe, K., (2001) Book},\ncorrespondence_address1={Roe, A.; Dept X; email: a@example.org},\nabbrev_source_title={J. Things},\ndocument_type={Review},\nsource={Scopus},\n}\n",
    );
    let (record, work) = (&read.record, &read.record.work);
    assert_eq!(work.kind, WorkKind::Review);
    assert_eq!(
        (record.counts[0].provider, record.counts[0].value.to_string()),
        (Provider::Scopus, "12".to_owned())
    );
    assert!(
        work.identifiers
            .iter()
            .any(|i| i.value.scheme == Scheme::Scopus && i.value.value == "2-s2.0-85012345678")
    );
    assert_eq!(record.people[1].is_corresponding, Some(true));
    assert_eq!(record.people[0].affiliations[0].raw, "Dept X, Univ Y, Town, Country");
    assert_eq!(record.keywords.iter().filter(|k| k.scheme == KeywordScheme::Author).count(), 2);
    assert_eq!(record.funding[0].award_id.as_deref(), Some("R01 5"));
    assert_eq!(record.cited.len(), 2);
    assert_eq!(record.cited[0].identifiers[0].value, "10.1002/(sici)1097(1998)12:3<1::aid-x>3.0.co;2-2");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J. Things"));
    assert_eq!(notes(&read), Vec::<&str>::new());
}

#[test]
fn reference_managers() {
    let read = one(
        "@article{a, title={T}, journal={J}, file={Full Text:/home/me/a.pdf:application/pdf}, mendeley-groups={X}, timestamp={2010.02.22}, owner={me}, bdsk-file-1={YnBsaXN0MDD=}, bdsk-url-1={https://dx.doi.org/10.1000/a}, date-added={2016-07-25}, note={{PMID:} 23439512}, mrnumber={MR1234567 (99k:1)}, adsurl={https://ui.adsabs.harvard.edu/abs/2010x}}",
    );
    let ids: Vec<(Scheme, &str)> =
        read.record.work.identifiers.iter().map(|i| (i.value.scheme, i.value.value.as_str())).collect();
    assert!(ids.contains(&(Scheme::Doi, "10.1000/a")), "{ids:?}");
    assert!(ids.contains(&(Scheme::Pmid, "23439512")), "{ids:?}");
    assert!(ids.contains(&(Scheme::Other, "MR:1234567")), "{ids:?}");
    assert_eq!(notes(&read), Vec::<&str>::new());
    let read = one(
        "@article{a, title={T}, origtitle={O}, editora={{The Group}}, editoratype={collaborator}, note={Seen; openalex: W12; in press}}",
    );
    assert_eq!(notes(&read), ["Seen; in press"]);
    assert_eq!(read.record.work.identifiers[0].value.value, "W12");
    assert_eq!(read.record.work.contributors[0].role, Role::Collaborator);
    assert_eq!(read.record.title_original.as_deref(), Some("O"));
}

#[test]
fn astronomers_journals() {
    let read = one("@ARTICLE{a, title = {T}, journal = {\\apj}, year = 2010}");
    assert_eq!(read.record.work.container_title.unwrap().value, "Astrophysical Journal");
}
