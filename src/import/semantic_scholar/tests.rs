use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::{Scheme, WorkKind};

const FILE: &str = r#"{"total":2,"offset":0,"data":[
{"paperId":"0123456789abcdef0123456789abcdef01234567","externalIds":{"DOI":"10.9999/a","PubMed":"12345","CorpusId":99,"ArXiv":"2001.00001"},"url":"https://www.semanticscholar.org/paper/0123","title":"Small things","abstract":"An abstract.","venue":"J Tests","publicationVenue":{"id":"x","name":"Journal of Tests","type":"journal","issn":"0028-0836"},"year":2003,"citationCount":7,"journal":{"name":"Journal of Tests","pages":"337-341","volume":"12"},"publicationTypes":["JournalArticle","Review"],"publicationDate":"2003-02-01","authors":[{"authorId":"1","name":"Jane A. Doe"},{"authorId":"2","name":"R. van der Roe"}],"references":[{"paperId":"aa","title":"Older things","year":1999,"authors":[{"name":"A. Poe"}]}],"fieldsOfStudy":["Medicine"]},
{"paperId":"bb","title":"More","year":null,"authors":[{"name":"K. Lee"}]}
]}"#;

#[test]
fn papers() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.kind, WorkKind::Review);
    let names: Vec<_> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["Doe, Jane A.", "van der Roe, R."]);
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02-01");
    let schemes: Vec<_> = work.identifiers.iter().map(|i| i.value.scheme).collect();
    for scheme in [Scheme::S2, Scheme::Doi, Scheme::Pmid, Scheme::Arxiv, Scheme::Url] {
        assert!(schemes.contains(&scheme), "{scheme:?}");
    }
    assert_eq!(record.cited[0].text, "A. Poe. Older things. 1999");
    assert_eq!(record.keywords.len(), 3);
}

#[test]
fn others_are_not_taken() {
    for text in [r#"[{"DOI":"10.1/a","title":"A"}]"#, r#"{"id":"x","title":"A","authors":[]}"#, "paperId", ""]
    {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("\n{\"paperId\":\"bb").unwrap()]);
}
