use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, Scheme, WorkKind};

const ZOTERO: &str = r#"<listBibl xmlns="http://www.tei-c.org/ns/1.0">
<biblStruct type="journalArticle" corresp="http://example.org/items/A">
  <analytic xml:lang="fr">
    <author><forename>Jane A.</forename><surname>Doe</surname></author>
    <respStmt><resp>contributor</resp><persName><forename>C.</forename><surname>Roe</surname></persName></respStmt>
    <title level="a">Small <hi rend="italic">things</hi></title><title type="short">Small</title>
    <idno type="DOI">10.9999/a</idno><idno type="callNumber">x1</idno>
  </analytic>
  <monogr>
    <editor><name>Mayo Clinic</name></editor>
    <title level="j">Journal of Tests</title>
    <ptr target="http://example.org/a"/>
    <idno type="ISSN">0028-0836</idno>
    <imprint><date when="1929-02">février 1929</date><biblScope unit="volume">22</biblScope><biblScope unit="issue">85</biblScope><biblScope unit="page">117-118</biblScope><date type="accessed">2020-01-02</date></imprint>
  </monogr>
  <note type="abstract"><p>An abstract.</p></note>
  <note type="tags"><term type="tag">one</term><term type="tag">two</term></note>
</biblStruct>
<biblStruct type="book"><monogr><author><name>Plato</name></author><title level="m">Works</title><imprint><publisher>Press</publisher><pubPlace>Ville</pubPlace><date>1999</date></imprint></monogr><series><title level="s">The series</title><biblScope unit="volume">4</biblScope></series></biblStruct>
</listBibl>
"#;

const GROBID: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="en"><fileDesc><titleStmt><title level="a" type="main">The paper</title></titleStmt><sourceDesc><biblStruct><analytic><author><persName><forename type="first">Own</forename><surname>Author</surname></persName></author><title level="a" type="main">The paper</title></analytic><monogr><imprint/></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text><back><div type="references"><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a" type="main">First</title><author><persName><forename type="first">J</forename><forename type="middle">A</forename><surname>Doe</surname></persName></author><idno type="PMID">12345</idno></analytic><monogr><title level="j">J Tests</title><imprint><biblScope unit="volume">3</biblScope><biblScope unit="page" from="12" to="18" /><date type="published" when="2003-05-01">2003-05</date></imprint></monogr><note type="raw_reference">Doe JA. First.</note></biblStruct>
<biblStruct xml:id="b1"><monogr><title level="m">A book</title><imprint><date when="1999"/></imprint></monogr></biblStruct>
</listBibl></div></back></text></TEI>
"#;

#[test]
fn lists_of_zotero() {
    assert!(detect(ZOTERO));
    let found = records(open(decoded(ZOTERO), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(work.title.as_ref().unwrap().value, "Small things");
    let names: Vec<_> = work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(names[0], (Role::Author, "Doe, Jane A.".to_owned()));
    assert_eq!(names[1].0, Role::Collaborator);
    assert_eq!(names[2], (Role::Editor, "Mayo Clinic".to_owned()));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "1929-02");
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2020-01-02");
    assert_eq!(work.language.as_deref(), Some("fr"));
    assert_eq!(work.pages.as_ref().unwrap().value.first, "117");
    assert_eq!(record.keywords.len(), 2);
    assert_eq!(record.abstract_text.as_deref(), Some("An abstract."));
    assert_eq!(record.serial.issn_other, ["0028-0836"]);
    let book = &found[1].record.work;
    assert_eq!((book.title.as_ref().unwrap().value.as_str(), book.kind), ("Works", WorkKind::Book));
    assert_eq!(book.collection_title.as_ref().unwrap().value, "The series");
}

#[test]
fn lists_of_grobid_without_the_document_itself() {
    assert!(detect(GROBID));
    let mut reader = open(decoded(GROBID), &Limits::default());
    let mut found = Vec::new();
    while let Some(item) = reader.next().unwrap() {
        let crate::import::Item::Record(record) = item else { panic!("{item:?}") };
        found.push(record);
    }
    assert_eq!(reader.about().notes.len(), 1);
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(found[0].label.as_deref(), Some("b0"));
    assert_eq!(work.contributors[0].name.value.display(), "Doe, J. A.");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("18"));
    assert!(work.identifiers.iter().any(|i| i.value.scheme == Scheme::Pmid));
    assert_eq!(found[1].record.work.title.as_ref().unwrap().value, "A book");
}

#[test]
fn what_is_broken_and_what_is_not_tei() {
    let (found, broken) = read_all(open(decoded(&ZOTERO.replacen("</monogr>", "", 1)), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 1));
    let (found, broken) = read_all(open(decoded("<TEI><teiHeader><x>"), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (0, 1));
    assert!(!detect("<TEI><text><p>No references</p></text></TEI>"));
    assert!(!detect("<mods><biblStruct/></mods>"));
}

#[test]
fn cut_anywhere() {
    for text in [ZOTERO, GROBID] {
        let skipped = usize::from(text == GROBID);
        let ends: Vec<usize> =
            text.match_indices("</biblStruct>").skip(skipped).map(|(at, tag)| at + tag.len()).collect();
        every_cut(text, |text| open(text, &Limits::default()), &ends);
    }
}
