use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::{Scheme, WorkKind};

const JSON: &str = r#"{"version":"6.9","hitCount":2,"request":{"queryString":"x"},"resultList":{"result":[
{"id":"12345","source":"MED","pmid":"12345","pmcid":"PMC99","doi":"10.9999/a","title":"Small things.","authorString":"Doe J, Roe RP.","authorList":{"author":[{"fullName":"Doe J","firstName":"Jane","lastName":"Doe","initials":"J","authorId":{"type":"ORCID","value":"0000-0002-1825-0097"},"authorAffiliationDetailsList":{"authorAffiliation":[{"affiliation":"Institute of Tests."}]}},{"collectiveName":"The Things Group"}]},"journalInfo":{"issue":"3","volume":"12","dateOfPublication":"2003 Feb","printPublicationDate":"2003-02-01","journal":{"title":"Journal of tests","medlineAbbreviation":"J Tests","issn":"0028-0836","essn":"1476-4687","nlmid":"0410462"}},"pubYear":"2003","pageInfo":"337-41","abstractText":"<h4>Background</h4>None.","language":"eng","pubTypeList":{"pubType":["review","Journal Article"]},"keywordList":{"keyword":["things"]},"meshHeadingList":{"meshHeading":[{"majorTopic_YN":"N","descriptorName":"Adult","meshQualifierList":{"meshQualifier":[{"qualifierName":"therapy","majorTopic_YN":"Y"}]}}]},"grantsList":{"grant":[{"grantId":"G1","agency":"Agency"}]},"citedByCount":7,"firstPublicationDate":"2003-01-15","commentCorrectionList":{"commentCorrection":[{"id":"777","source":"MED","reference":"J Tests. 2004","type":"Erratum in"}]}},
{"id":"PPR1","source":"PPR","doi":"10.9999/b","title":"A preprint","authorString":"Poe M.","journalTitle":"","pubYear":"2020","citedByCount":0}
]}}"#;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<responseWrapper><version>6.9</version><hitCount>2</hitCount><resultList>
<result><id>12345</id><source>MED</source><pmid>12345</pmid><title>Small things.</title><authorString>Doe J, Roe RP.</authorString><journalTitle>J Tests</journalTitle><issue>3</issue><journalVolume>12</journalVolume><pubYear>2003</pubYear><journalIssn>0028-0836; 1476-4687; </journalIssn><pageInfo>337-41</pageInfo><pubType>review; journal article</pubType></result>
<result><id>2</id><title>More</title><authorList><author><lastName>Doe</lastName><firstName>Jane</firstName></author></authorList><pubYear>2004</pubYear></result>
</resultList></responseWrapper>
"#;

#[test]
fn json() {
    assert!(detect_json(JSON));
    assert!(!detect_xml(JSON));
    let found = records(open_json(decoded(JSON), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.title.as_ref().unwrap().value, "Small things");
    assert_eq!(work.kind, WorkKind::Review);
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of tests");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J Tests"));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(record.abstract_text.as_deref(), Some("Background: None."));
    assert_eq!(record.updates.len(), 1);
    assert!((record.counts[0].value - 7.0).abs() < f64::EPSILON);
    assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Pmcid));
    assert_eq!(found[1].record.work.kind, WorkKind::Preprint);
    assert_eq!(found[1].record.work.contributors.len(), 1);
}

#[test]
fn xml() {
    assert!(detect_xml(XML));
    assert!(!detect_json(XML));
    let found = records(open_xml(decoded(XML), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(work.volume.as_ref().unwrap().value, "12");
    assert_eq!(found[0].record.serial.issn_other.len(), 2);
    assert_eq!(found[1].record.work.contributors[0].name.value.display(), "Doe, Jane");
}

#[test]
fn cut_anywhere() {
    let ends: Vec<usize> = XML.match_indices("</result>").map(|(at, tag)| at + tag.len()).collect();
    every_cut(XML, |text| open_xml(text, &Limits::default()), &ends);
    every_cut(JSON, |text| open_json(text, &Limits::default()), &[JSON.find("\n{\"id\":\"PPR1").unwrap()]);
}
