use super::*;
use crate::import::tests::{items_of, parted};
use crate::model::{KeywordScheme, Provider, Scheme, WorkKind};

const WORK: &str = r#"{"lens_id":"012-345-678-901-23X","title":"A title","publication_type":"journal article","year_published":2015,
"date_published":"2015-04-01T00:00:00+00:00","date_published_parts":[2015,4],"external_ids":[{"type":"doi","value":"10.1000/a"},{"type":"pmid","value":"123"},{"type":"magid","value":"77"}],
"authors":[{"first_name":"Jan","last_name":"van der Berg","initials":"J","ids":[{"type":"orcid","value":"0000-0002-1825-0097"}],"affiliations":[{"name":"Uni X","ids":[{"type":"ror","value":"https://ror.org/05dxps055"}]}]},{"collective_name":"The Team"}],
"source":{"title":"J Things","publisher":"P","country":"NL","issn":[{"type":"print","value":"00223751"},{"type":"electronic","value":"14697793"}],"type":"Journal"},
"volume":"3","issue":"2","start_page":"10","end_page":"19","abstract":"We looked.","keywords":["k"],"fields_of_study":["Biology"],
"mesh_terms":[{"mesh_heading":"Humans","mesh_id":"D006801"}],"chemicals":[{"substance_name":"Water","mesh_id":"D014867"}],
"funding":[{"org":"NSF","funding_id":"42","country":"USA"}],"references":[{"lens_id":"000-000-000-000-00X","text":"Smith 2010"}],"scholarly_citations_count":9,"languages":["en"],"is_retracted":true}"#;

#[test]
fn a_work_with_everything() {
    let flat = WORK.replace('\n', "");
    for text in [
        WORK.to_owned(),
        format!("{{\"total\":1,\"data\":[{WORK}]}}"),
        format!("{flat}\n"),
        format!("[{WORK}]"),
    ] {
        assert!(detect(&text), "{text}");
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert_eq!((records.len(), broken.len()), (1, 0));
        let record = &records[0].record;
        let work = &record.work;
        assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2015-04");
        assert_eq!(work.contributors[0].name.value.display(), "van der Berg, Jan");
        assert_eq!(record.people[0].affiliations[0].ror.as_deref(), Some("05dxps055"));
        assert_eq!(
            (record.serial.issn_print.as_deref(), record.serial.issn_electronic.as_deref()),
            (Some("0022-3751"), Some("1469-7793"))
        );
        assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Lens));
        assert!(record.keywords.iter().any(|k| k.scheme == KeywordScheme::Chemical));
        assert_eq!(record.counts[0].provider, Provider::Lens);
        assert_eq!(record.cited[0].text, "Smith 2010");
        assert_eq!(record.updates.len(), 1);
        assert_eq!(work.kind, WorkKind::Article);
    }
    assert!(!detect(r#"{"lens_id":"1","jurisdiction":"US","doc_number":"1"}"#));
}
