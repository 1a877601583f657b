use super::*;
use crate::import::tests::{items_of, parted, shared};
use crate::model::{KeywordScheme, Metric, Provider, Scheme, UpdateKind, WorkKind};

const WORK: &str = r#"{"id":"https://openalex.org/W12","doi":"https://doi.org/10.1000/a","title":"A <i>title</i>",
"publication_year":2020,"publication_date":"2020-03-04","ids":{"openalex":"https://openalex.org/W12","pmid":"https://pubmed.ncbi.nlm.nih.gov/123","mag":"77"},
"language":"en","type":"article","primary_location":{"landing_page_url":"https://doi.org/10.1000/a","license":"cc-by","source":{"display_name":"J Things","issn_l":"0022-3751","issn":["0022-3751","1469-7793"],"host_organization_name":"P","type":"journal"}},
"authorships":[{"author":{"display_name":"Jan van der Berg","orcid":"https://orcid.org/0000-0002-1825-0097"},"institutions":[{"id":"https://openalex.org/I1","display_name":"Uni X","ror":"https://ror.org/05dxps055"}],"is_corresponding":true,"raw_author_name":"Jan van der Berg","raw_affiliation_strings":["Dept, Uni X"],"affiliations":[{"raw_affiliation_string":"Dept, Uni X","institution_ids":["https://openalex.org/I1"]}]}],
"biblio":{"volume":"3","issue":"2","first_page":"10","last_page":"19"},"is_retracted":true,"cited_by_count":5,"fwci":1.5,
"topics":[{"id":"https://openalex.org/T1","display_name":"Topic"}],"keywords":[{"id":"https://openalex.org/keywords/k","display_name":"Key"}],
"mesh":[{"descriptor_ui":"D1","descriptor_name":"Humans","qualifier_ui":"","qualifier_name":null,"is_major_topic":false}],
"grants":[{"funder_display_name":"NSF","award_id":"42"}],"funders":[{"display_name":"NSF","ror":"https://ror.org/021nxhr62"}],
"referenced_works":["https://openalex.org/W1","https://openalex.org/W2"],
"abstract_inverted_index":{"We":[0],"looked.":[1,3],"and":[2],"far":[99999999999]}}"#;

#[test]
fn a_work_with_everything() {
    let flat = WORK.replace('\n', "");
    for text in [
        WORK.to_owned(),
        format!("{{\"meta\":{{\"count\":1}},\"results\":[{WORK}]}}"),
        format!("{flat}\n"),
        format!("[{WORK}]"),
    ] {
        assert!(detect(&text), "{text}");
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert_eq!((records.len(), broken.len()), (1, 0));
        let record = &records[0].record;
        let work = &record.work;
        assert_eq!(work.title.as_ref().unwrap().value, "A title");
        assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2020-03-04");
        assert_eq!(work.contributors[0].name.value.display(), "van der Berg, Jan");
        assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(record.people[0].affiliations[0].ror.as_deref(), Some("05dxps055"));
        assert_eq!(record.people[0].is_corresponding, Some(true));
        let ids: Vec<(Scheme, &str)> =
            work.identifiers.iter().map(|i| (i.value.scheme, i.value.value.as_str())).collect();
        assert_eq!(
            ids,
            [
                (Scheme::Doi, "10.1000/a"),
                (Scheme::Openalex, "W12"),
                (Scheme::Pmid, "123"),
                (Scheme::Mag, "77")
            ]
        );
        assert_eq!(record.abstract_text.as_deref(), Some("We looked. and looked."));
        assert_eq!(record.updates[0].kind, UpdateKind::Retraction);
        assert_eq!(record.cited[1].identifiers[0].value, "W2");
        assert_eq!(record.funding.len(), 1);
        assert_eq!(
            (record.counts[0].metric, record.counts[0].provider),
            (Metric::CitedByCount, Provider::Openalex)
        );
        assert_eq!(record.serial.issn_l.as_deref(), Some("0022-3751"));
        assert_eq!(record.serial.issn_other, ["1469-7793"]);
        assert!(record.keywords.iter().any(|k| k.scheme == KeywordScheme::Mesh && k.term == "Humans"));
        assert_eq!(work.kind, WorkKind::Article);
        assert_eq!(records[0].label.as_deref(), Some("W12"));
    }
}

#[test]
fn recorded_works() {
    let Some(folder) = shared() else { return };
    let mut works = 0;
    for file in std::fs::read_dir(folder.join("fixtures/other_apis")).unwrap() {
        let path = file.unwrap().path();
        if !path.to_string_lossy().contains("openalex") {
            continue;
        }
        let recorded: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(body) = recorded["response"]["body"].as_str() else { continue };
        assert!(detect(body), "{}", path.display());
        let (records, broken) = parted(items_of(body.as_bytes(), open, &Limits::default()));
        assert!(broken.is_empty(), "{broken:?}");
        for record in records {
            assert!(record.record.work.title.is_some() && !record.record.work.identifiers.is_empty());
            println!(
                "{} {:?} {} people {} cited {:?}",
                path.display(),
                record.label,
                record.record.work.contributors.len(),
                record.record.cited.len(),
                record.findings
            );
            works += 1;
        }
    }
    assert!(works >= 10, "{works}");
}
