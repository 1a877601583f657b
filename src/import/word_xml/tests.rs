use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, WorkKind};

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<b:Sources SelectedStyle="" xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" xmlns="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>Doe03</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Year>2003</b:Year><b:Month>Feb</b:Month><b:Day>3</b:Day>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Doe</b:Last><b:First>Jane</b:First><b:Middle>A.</b:Middle><b:Middle>B.</b:Middle></b:Person><b:Person><b:Last>van der Berg</b:Last><b:First>P</b:First></b:Person></b:NameList></b:Author>
<b:Editor><b:NameList><b:Person><b:Last>Poe</b:Last></b:Person></b:NameList></b:Editor></b:Author>
<b:Title>Small &amp; large things</b:Title><b:JournalName>J Tests</b:JournalName><b:Volume>12</b:Volume><b:Issue>3</b:Issue><b:Pages>337-41</b:Pages>
<b:StandardNumber>0028-0836</b:StandardNumber><b:Url>https://doi.org/10.9999/a</b:Url><b:BIBTEX_KeyWords>a, b</b:BIBTEX_KeyWords></b:Source>
<b:Source><b:Tag>WHO</b:Tag><b:SourceType>Report</b:SourceType><b:ThesisType>PhD thesis</b:ThesisType><b:Author><b:Author><b:Corporate>Mayo Clinic</b:Corporate></b:Author></b:Author><b:Title>On trials</b:Title><b:Institution>University of Trials</b:Institution><b:City>Ville</b:City><b:CountryRegion>Land</b:CountryRegion><b:Year>1999</b:Year><b:YearAccessed>2010</b:YearAccessed><b:MonthAccessed>5</b:MonthAccessed></b:Source>
</b:Sources>
"#;

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    let names: Vec<_> = work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(
        names,
        [
            (Role::Author, "Doe, Jane A. B.".to_owned()),
            (Role::Author, "van der Berg, P".to_owned()),
            (Role::Editor, "Poe".to_owned())
        ]
    );
    assert_eq!(work.title.as_ref().unwrap().value, "Small & large things");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02-03");
    assert_eq!(found[0].record.serial.issn_other, ["0028-0836"]);
    assert_eq!(work.identifiers[0].value.value, "10.9999/a");
    assert_eq!(found[0].record.keywords.len(), 2);
    let thesis = &found[1].record.work;
    assert_eq!(thesis.kind, WorkKind::Thesis);
    assert_eq!(thesis.publisher_place.as_ref().unwrap().value, "Ville, Land");
    assert_eq!(thesis.accessed.as_ref().unwrap().value.to_string(), "2010-05");
    assert_eq!(thesis.contributors[0].name.value.display(), "Mayo Clinic");
}

#[test]
fn broken_sources_cost_themselves() {
    let text = FILE.replace("</b:Title><b:Institution>", "<b:Institution>");
    let (found, broken) = read_all(open(decoded(&text), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 1));
    assert!(!detect("<sources><Source>x</Source></sources>"));
    assert!(!detect("text"));
}

#[test]
fn cut_anywhere() {
    let ends: Vec<usize> = FILE.match_indices("</b:Source>").map(|(at, tag)| at + tag.len()).collect();
    every_cut(FILE, |text| open(text, &Limits::default()), &ends);
}
