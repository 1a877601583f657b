use super::*;
use crate::import::checks;
use crate::model::{Role, Scheme, WorkKind};

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<mods:modsCollection xmlns:mods="http://www.loc.gov/mods/v3"><mods:mods ID="a1">
<mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>tests of tests</mods:title><mods:subTitle>a study</mods:subTitle></mods:titleInfo>
<mods:name type="personal"><mods:namePart type="family">Roe</mods:namePart><mods:namePart type="given">Ann</mods:namePart><mods:namePart type="given">B.</mods:namePart><mods:role><mods:roleTerm type="code">aut</mods:roleTerm></mods:role><mods:affiliation>Uni X</mods:affiliation><mods:nameIdentifier type="orcid">0000-0002-1825-0097</mods:nameIdentifier></mods:name>
<mods:name type="personal"><mods:namePart>Doe, Kim,</mods:namePart><mods:namePart type="date">1953-</mods:namePart></mods:name>
<mods:name type="corporate"><mods:namePart>Test Society</mods:namePart><mods:role><mods:roleTerm type="text">publisher</mods:roleTerm></mods:role></mods:name>
<mods:typeOfResource>text</mods:typeOfResource><mods:genre>journal article</mods:genre>
<mods:originInfo><mods:dateIssued encoding="w3cdtf">2003-05</mods:dateIssued></mods:originInfo>
<mods:language><mods:languageTerm type="code">eng</mods:languageTerm></mods:language>
<mods:abstract>Text.</mods:abstract>
<mods:subject authority="mesh"><mods:topic>Ice</mods:topic><mods:geographic>Norway</mods:geographic></mods:subject><mods:subject><mods:topic>Water</mods:topic></mods:subject>
<mods:relatedItem type="host"><mods:titleInfo><mods:title>Journal of Tests</mods:title></mods:titleInfo><mods:titleInfo type="abbreviated"><mods:title>J Tests</mods:title></mods:titleInfo>
<mods:name><mods:namePart>Poe, Eve</mods:namePart></mods:name>
<mods:part><mods:detail type="volume"><mods:number>30</mods:number></mods:detail><mods:detail type="issue"><mods:number>2</mods:number></mods:detail><mods:extent unit="page"><mods:start>197</mods:start><mods:end>205</mods:end></mods:extent></mods:part><mods:identifier type="issn">0018-9219</mods:identifier></mods:relatedItem>
<mods:identifier type="doi">10.1000/M.1</mods:identifier><mods:identifier type="citekey">Roe2003</mods:identifier><mods:identifier type="isbn" invalid="yes">123</mods:identifier>
<mods:location><mods:url>https://x.org/1</mods:url></mods:location></mods:mods>
<mods:mods><mods:titleInfo><mods:title>A chapter</mods:title></mods:titleInfo><mods:relatedItem type="host"><mods:titleInfo><mods:title>A book</mods:title></mods:titleInfo><mods:originInfo><mods:publisher>Pub</mods:publisher><mods:place><mods:placeTerm type="text">Oslo</mods:placeTerm></mods:place><mods:dateIssued>c2011</mods:dateIssued><mods:issuance>monographic</mods:issuance></mods:originInfo></mods:relatedItem></mods:mods>
</mods:modsCollection>
"#;

#[test]
fn fields() {
    assert!(detect(FILE));
    let read = checks::read_text(FILE, open);
    assert_eq!(read.titles(), ["The tests of tests: a study", "A chapter"]);
    let first = &read.records[0];
    let work = &first.record.work;
    assert_eq!(first.label.as_deref(), Some("Roe2003"));
    let people: Vec<(Role, String)> =
        work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(
        people,
        [
            (Role::Author, "Roe, Ann B.".to_owned()),
            (Role::Author, "Doe, Kim".to_owned()),
            (Role::Editor, "Poe, Eve".to_owned()),
        ]
    );
    assert_eq!(first.record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(first.record.people[0].affiliations[0].raw, "Uni X");
    assert_eq!(work.publisher.as_ref().unwrap().value, "Test Society");
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-05");
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(first.record.serial.abbreviation.as_deref(), Some("J Tests"));
    assert_eq!(first.record.serial.issn_other, ["0018-9219"]);
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("205"));
    let schemes: Vec<Scheme> = work.identifiers.iter().map(|i| i.value.scheme).collect();
    assert_eq!(schemes, [Scheme::Doi, Scheme::Url]);
    assert_eq!(work.notes[0].value, "invalid isbn: 123");
    let terms: Vec<&str> = first.record.keywords.iter().map(|k| k.term.as_str()).collect();
    assert_eq!(terms, ["journal article", "Ice--Norway", "Water"]);
    let chapter = &read.records[1].record.work;
    assert_eq!(chapter.kind, WorkKind::Chapter);
    assert_eq!(chapter.issued.as_ref().unwrap().value.to_string(), "2011");
    assert_eq!(chapter.publisher_place.as_ref().unwrap().value, "Oslo");
    assert!(checks::source(FILE.as_bytes(), first).starts_with("<mods:mods ID"));
}

#[test]
fn one_alone_and_other_line_ends() {
    let alone = "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>T</title></titleInfo></mods>";
    assert!(detect(alone));
    assert_eq!(checks::read_text(alone, open).titles(), ["T"]);
    for text in [format!("\u{feff}{FILE}"), FILE.replace('\n', "\r\n"), FILE.replace('\n', "\r")] {
        assert!(detect(&text));
        assert_eq!(checks::read_text(&text, open).records.len(), 2);
    }
}

#[test]
fn answers_of_repositories() {
    let text = "<OAI-PMH><ListRecords><record><header/><metadata><mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>T</title></titleInfo></mods></metadata></record></ListRecords></OAI-PMH>";
    assert!(detect(text));
    assert_eq!(checks::read_text(text, open).titles(), ["T"]);
}

#[test]
fn cut_at_every_byte() {
    checks::cut_everywhere(FILE.as_bytes(), open);
}

#[test]
fn broken_records_cost_themselves() {
    let good = "<mods><titleInfo><title>T</title></titleInfo></mods>";
    for bad in ["<mods><titleInfo></mods>", "<mods>", "<mods/>", "<mods><genre>book</genre></mods>"] {
        let text = format!("<modsCollection>{good}{bad}{good}</modsCollection>");
        let read = checks::read_text(&text, open);
        assert_eq!((read.records.len(), read.broken.len()), (2, 1), "{bad}");
    }
    let bomb = "<!DOCTYPE mods [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><mods><titleInfo><title>T &b;</title></titleInfo></mods>";
    assert_eq!(checks::read_text(bomb, open).titles(), ["T &b;"]);
}

/// The index gives no counts. One record of these files is empty but for its version; it is told and left out.
#[test]
fn real_files() {
    let Some(folder) = checks::samples() else { return };
    for (name, records, broken) in [
        ("jabref__modsimportertestallfields.xml", 1, 0),
        ("jabref__modsimportertestgenremapping.xml", 1, 0),
        ("jabref__modsimportertestminimal.xml", 0, 1),
        ("jabref__modsimportertestmods.xml", 1, 0),
        ("jabref__modsimportertestmodscollection.xml", 3, 0),
        ("jabref__modsimportertestmonographicbookfallback.xml", 1, 0),
    ] {
        let bytes = std::fs::read(folder.join("mods").join(name)).unwrap();
        assert!(detect(&String::from_utf8_lossy(&bytes)), "{name}");
        let read = checks::read_bytes(&bytes, open);
        assert_eq!((read.records.len(), read.broken.len()), (records, broken), "{name}");
    }
    let bytes =
        std::fs::read(folder.join("mods/jabref__modsimportertestmonographicbookfallback.xml")).unwrap();
    let read = checks::read_bytes(&bytes, open);
    let work = &read.records[0].record.work;
    assert_eq!(work.kind, WorkKind::Book);
    assert_eq!(work.contributors[0].name.value.display(), "West, Matthew");
    assert_eq!(work.publisher_place.as_ref().unwrap().value, "Burlington, MA");
    assert_eq!(work.issued.as_ref().unwrap().value.year, 2011);
}
