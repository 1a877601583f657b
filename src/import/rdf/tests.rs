use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, Scheme, WorkKind};

const HEAD: &str = "<rdf:RDF\n xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n xmlns:z=\"http://www.zotero.org/namespaces/export#\"\n xmlns:bib=\"http://purl.org/net/biblio#\"\n xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n";

const ZOTERO: &str = r##"    <bib:Article rdf:about="http://example.org/12">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:0028-0836"/>
        <bib:authors>
            <rdf:Seq>
                <rdf:li>
                    <foaf:Person>
                        <foaf:surname>Doe</foaf:surname>
                        <foaf:givenName>Jane A.</foaf:givenName>
                    </foaf:Person>
                </rdf:li>
                <rdf:li><foaf:Person><foaf:surname>Mayo Clinic</foaf:surname></foaf:Person></rdf:li>
            </rdf:Seq>
        </bib:authors>
        <link:link rdf:resource="#item_3"/>
        <dc:subject>one</dc:subject>
        <dc:subject><z:AutomaticTag><rdf:value>two</rdf:value></z:AutomaticTag></dc:subject>
        <dc:title>Small &lt;i&gt;things&lt;/i&gt;</dc:title>
        <dcterms:abstract>An abstract.</dcterms:abstract>
        <dc:date>2003-02-01</dc:date>
        <z:language>en</z:language>
        <dcterms:dateSubmitted>2020-03-04 10:11:12</dcterms:dateSubmitted>
        <bib:pages>337-341</bib:pages>
        <dc:description>PMID: 12345
something else</dc:description>
        <dc:identifier><dcterms:URI><rdf:value>http://example.org/12</rdf:value></dcterms:URI></dc:identifier>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:0028-0836">
        <dc:identifier>DOI 10.9999/a</dc:identifier>
        <prism:volume>12</prism:volume>
        <prism:number>3</prism:number>
        <dc:title>Journal of Tests</dc:title>
        <dcterms:alternative>J Tests</dcterms:alternative>
        <dc:identifier>ISSN 0028-0836</dc:identifier>
    </bib:Journal>
    <z:Attachment rdf:about="#item_3">
        <z:itemType>attachment</z:itemType>
        <dc:title>Full Text PDF</dc:title>
    </z:Attachment>
    <bib:BookSection rdf:about="#item_4">
        <z:itemType>bookSection</z:itemType>
        <dcterms:isPartOf>
            <bib:Book>
                <dcterms:isPartOf><bib:Series><dc:title>The series</dc:title></bib:Series></dcterms:isPartOf>
                <dc:identifier>ISBN 978-0-306-40615-7</dc:identifier>
                <dc:title>The book</dc:title>
            </bib:Book>
        </dcterms:isPartOf>
        <dc:publisher>
            <foaf:Organization>
                <vcard:adr><vcard:Address><vcard:locality>Ville</vcard:locality></vcard:Address></vcard:adr>
                <foaf:name>Press</foaf:name>
            </foaf:Organization>
        </dc:publisher>
        <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Poe</foaf:surname><foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:editors>
        <dc:title>A chapter</dc:title>
        <dc:date>1999</dc:date>
    </bib:BookSection>
    <z:Collection rdf:about="#collection_1"><dc:title>Mine</dc:title><dcterms:hasPart rdf:resource="#item_4"/></z:Collection>
</rdf:RDF>
"##;

const BIBO: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bibo="http://purl.org/ontology/bibo/" xmlns:z="http://www.zotero.org/namespaces/export#">
    <z:UserItem rdf:about="http://zotero.org/users/1/items/A">
        <res:resource rdf:resource="http://example.org/a"/>
        <z:accessDate>2017-05-28 14:08:38</z:accessDate>
        <ctag:tagged rdf:nodeID="n9"/>
    </z:UserItem>
    <bibo:AcademicArticle rdf:about="http://example.org/a">
        <bibo:pages>3-9</bibo:pages>
        <dcterms:title>Things</dcterms:title>
        <bibo:doi>10.9999/b</bibo:doi>
        <dcterms:isPartOf rdf:nodeID="n1"/>
        <dcterms:creator rdf:nodeID="n3"/>
        <bibo:authorList><rdf:Seq><rdf:li rdf:nodeID="n3"/><rdf:li rdf:nodeID="n4"/></rdf:Seq></bibo:authorList>
    </bibo:AcademicArticle>
    <bibo:Issue rdf:nodeID="n1">
        <bibo:volume>4</bibo:volume>
        <bibo:issue>2</bibo:issue>
        <dcterms:date>2001-07</dcterms:date>
        <dcterms:isPartOf rdf:resource="urn:issn:0028-0836"/>
    </bibo:Issue>
    <bibo:Journal rdf:about="urn:issn:0028-0836">
        <dcterms:title>Journal of Tests</dcterms:title>
        <bibo:issn>0028-0836</bibo:issn>
    </bibo:Journal>
    <foaf:Person rdf:nodeID="n3"><foaf:givenName>Jane</foaf:givenName><foaf:surname>Doe</foaf:surname></foaf:Person>
    <foaf:Person rdf:nodeID="n4"><foaf:givenName>Kim</foaf:givenName><foaf:surname>Roe</foaf:surname></foaf:Person>
    <ctag:UserTag rdf:nodeID="n9"><ctag:label>one</ctag:label></ctag:UserTag>
</rdf:RDF>
"#;

const DUBLIN: &str = r#"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <rdf:Description rdf:about="urn:isbn:978-0-306-40615-7">
        <dc:title>A book</dc:title><dc:type>book</dc:type>
        <dc:creator>Doe, Jane</dc:creator><dc:contributor>Poe, Ann</dc:contributor>
        <dc:publisher>Press</dc:publisher><dc:date>1999</dc:date>
        <dc:identifier>ISBN 978-0-306-40615-7</dc:identifier>
    </rdf:Description>
    <rdf:Description rdf:nodeID="n2"><dc:title>Things</dc:title><dc:type>journalArticle</dc:type><dc:creator>Roe, R</dc:creator><dc:identifier>DOI 10.9999/c</dc:identifier></rdf:Description>
</rdf:RDF>
"#;

#[test]
fn zotero() {
    let file = format!("{HEAD}{ZOTERO}");
    assert!(detect(&file));
    let found = records(open(decoded(&file), &Limits::default()));
    assert_eq!(found.len(), 2);
    let (record, work) = (&found[0].record, &found[0].record.work);
    assert_eq!(work.kind, WorkKind::Article);
    let names: Vec<_> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["Doe, Jane A.", "Mayo Clinic"]);
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J Tests"));
    assert_eq!(record.serial.issn_other, ["0028-0836"]);
    assert_eq!(
        (work.volume.as_ref().unwrap().value.as_str(), work.issue.as_ref().unwrap().value.as_str()),
        ("12", "3")
    );
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02-01");
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2020-03-04");
    assert_eq!(record.keywords.len(), 2);
    let schemes: Vec<_> = work.identifiers.iter().map(|i| i.value.scheme).collect();
    assert_eq!(schemes, [Scheme::Pmid, Scheme::Url, Scheme::Doi]);
    assert_eq!(work.notes.len(), 1);
    let chapter = &found[1].record.work;
    assert_eq!(chapter.kind, WorkKind::Chapter);
    assert_eq!(chapter.contributors[0].role, Role::Editor);
    assert_eq!(chapter.container_title.as_ref().unwrap().value, "The book");
    assert_eq!(chapter.collection_title.as_ref().unwrap().value, "The series");
    assert_eq!(chapter.publisher.as_ref().unwrap().value, "Press");
    assert_eq!(chapter.publisher_place.as_ref().unwrap().value, "Ville");
    assert_eq!(chapter.identifiers[0].value.value, "9780306406157");
}

#[test]
fn the_bibliographic_ontology() {
    assert!(detect(BIBO));
    let found = records(open(decoded(BIBO), &Limits::default()));
    assert_eq!(found.len(), 1);
    let (record, work) = (&found[0].record, &found[0].record.work);
    let names: Vec<_> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["Doe, Jane", "Roe, Kim"]);
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(work.volume.as_ref().unwrap().value, "4");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2001-07");
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2017-05-28");
    assert_eq!(record.keywords[0].term, "one");
    assert!(work.identifiers.iter().any(|i| i.value.value == "10.9999/b"));
}

#[test]
fn dublin_core() {
    assert!(detect(DUBLIN));
    let found = records(open(decoded(DUBLIN), &Limits::default()));
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].record.work.kind, found[1].record.work.kind), (WorkKind::Book, WorkKind::Article));
    assert_eq!(found[0].record.work.contributors.len(), 2);
    assert_eq!(found[1].record.work.identifiers[0].value.value, "10.9999/c");
}

#[test]
fn a_broken_node_costs_itself() {
    let file =
        format!("{HEAD}{ZOTERO}").replace("</foaf:Person>\n                </rdf:li>", "</foaf:Person>");
    let (found, broken) = read_all(open(decoded(&file), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 1), "{broken:?}");
    assert_eq!(found[0].record.work.title.as_ref().unwrap().value, "A chapter");
    let long = format!("{HEAD}{ZOTERO}").replace("An abstract.", &"x".repeat(9000));
    let (found, broken) = read_all(open(decoded(&long), &Limits { record_bytes: 3000, ..Limits::default() }));
    assert_eq!((found.len(), broken.len()), (1, 1), "{broken:?}");
}

#[test]
fn what_is_held_is_bounded() {
    let node = "<bib:Book rdf:about=\"#i\"><z:itemType>book</z:itemType><dc:title>T</dc:title></bib:Book>\n";
    let many: String = (0..2000).map(|n| node.replace("#i", &format!("#i{n}"))).collect();
    let file = format!("{HEAD}{many}</rdf:RDF>");
    let mut reader = open(decoded(&file), &Limits { record_bytes: 400, ..Limits::default() });
    let mut count = 0;
    while let Some(item) = reader.next().unwrap() {
        assert!(matches!(item, crate::import::Item::Record(_)));
        count += 1;
    }
    assert_eq!(count, 2000);
    assert_eq!(reader.about().notes.len(), 1);
}

#[test]
fn others_are_not_taken() {
    for text in ["<rdf:RDF xmlns:x=\"http://example.org/\"/>", "<rss><rdf:RDF/></rss>", "RDF", ""] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    let file = format!("{HEAD}{ZOTERO}");
    let ends: Vec<usize> = ["</bib:Article>", "</bib:BookSection>"]
        .iter()
        .map(|tag| file.find(tag).unwrap() + tag.len())
        .collect();
    every_cut(&file, |text| open(text, &Limits::default()), &ends);
    every_cut(BIBO, |text| open(text, &Limits::default()), &[]);
}
