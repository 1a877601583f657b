use super::*;
use crate::import::tests::{items_of, parted, shared};
use crate::model::{Name, Provider, UpdateKind, WorkKind};

const ATTRIBUTES: &str = r#"{"doi":"10.5072/X","creators":[{"name":"Berg, Jan","nameType":"Personal","givenName":"Jan","familyName":"Berg",
"affiliation":[{"name":"Uni X","affiliationIdentifier":"https://ror.org/05dxps055","affiliationIdentifierScheme":"ROR"}],
"nameIdentifiers":[{"nameIdentifier":"https://orcid.org/0000-0002-1825-0097","nameIdentifierScheme":"ORCID"}]},{"name":"The Team","nameType":"Organizational"}],
"titles":[{"title":"Wings"},{"title":"Images","titleType":"Subtitle"}],"publisher":{"name":"Data House"},"publicationYear":2020,
"subjects":[{"subject":"Biology"}],"contributors":[{"name":"Roe, R","contributorType":"DataCurator"},{"name":"Ed, E","contributorType":"Editor"}],
"dates":[{"date":"2020-06-02","dateType":"Issued"},{"date":"2021-01-01","dateType":"Updated"}],"language":"en",
"types":{"resourceTypeGeneral":"Dataset","resourceType":"Images"},
"relatedIdentifiers":[{"relatedIdentifier":"10.5072/OLD","relatedIdentifierType":"DOI","relationType":"IsNewVersionOf"},{"relatedIdentifier":"10.5072/Z","relatedIdentifierType":"DOI","relationType":"References"}],
"rightsList":[{"rightsUri":"https://creativecommons.org/licenses/by/4.0/"}],"descriptions":[{"description":"Raw <i>images</i>.","descriptionType":"Abstract"}],
"fundingReferences":[{"funderName":"NSF","funderIdentifier":"https://doi.org/10.13039/100000001","awardNumber":"42"}],
"container":{"type":"Series","title":"Series S","identifier":"0022-3751","identifierType":"ISSN"},"citationCount":3}"#;

#[test]
fn every_wrapping() {
    for text in [
        ATTRIBUTES.to_owned(),
        format!("{{\"data\":{{\"id\":\"10.5072/x\",\"type\":\"dois\",\"attributes\":{ATTRIBUTES}}}}}"),
        format!(
            "{{\"data\":[{{\"id\":\"10.5072/x\",\"type\":\"dois\",\"attributes\":{ATTRIBUTES}}}],\"meta\":{{}}}}"
        ),
        format!("[{ATTRIBUTES}]"),
    ] {
        assert!(detect(&text), "{text}");
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert_eq!((records.len(), broken.len()), (1, 0), "{text}");
        let record = &records[0].record;
        let work = &record.work;
        assert_eq!(work.title.as_ref().unwrap().value, "Wings: Images");
        assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2020-06-02");
        assert_eq!(work.publisher.as_ref().unwrap().value, "Data House");
        assert_eq!(work.kind, WorkKind::Dataset);
        assert_eq!(work.contributors.len(), 3);
        assert_eq!(work.contributors[1].name.value, Name::Group("The Team".to_owned()));
        assert_eq!(record.people[0].affiliations[0].ror.as_deref(), Some("05dxps055"));
        assert!(work.notes.iter().any(|n| n.value == "DataCurator: Roe, R"));
        assert_eq!(record.updates[0].kind, UpdateKind::NewVersion);
        assert_eq!(record.cited[0].identifiers[0].value, "10.5072/z");
        assert_eq!(record.funding[0].funder_id.as_deref(), Some("10.13039/100000001"));
        assert_eq!(record.counts[0].provider, Provider::Datacite);
        assert_eq!(record.abstract_text.as_deref(), Some("Raw images."));
        assert_eq!(record.serial.issn_other, ["0022-3751"]);
        assert_eq!(work.identifiers[0].value.value, "10.5072/x");
    }
}

#[test]
fn recorded_records() {
    let Some(folder) = shared() else { return };
    let mut count = 0;
    for file in std::fs::read_dir(folder.join("fixtures/other_apis")).unwrap() {
        let path = file.unwrap().path();
        if !path.to_string_lossy().contains("datacite") {
            continue;
        }
        let recorded: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(body) = recorded["response"]["body"].as_str() else { continue };
        assert!(detect(body), "{}", path.display());
        let (records, broken) = parted(items_of(body.as_bytes(), open, &Limits::default()));
        assert!(broken.is_empty(), "{broken:?}");
        for record in records {
            assert!(record.record.work.title.is_some() && !record.record.work.contributors.is_empty());
            println!(
                "{} {:?} {:?} {:?}",
                path.display(),
                record.label,
                record.record.work.kind,
                record.findings
            );
            count += 1;
        }
    }
    assert!(count >= 10, "{count}");
}
