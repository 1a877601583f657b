//! Records with everything a record can have.

use super::records;
use crate::model::{
    DateKind, Direction, KeywordScheme, Name, PersonDetails, Record, Role, Scheme, UpdateKind, WorkKind,
};

const WHOLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.example/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">0012345</PMID>
    <DateCreated><Year>2009</Year><Month>01</Month><Day>02</Day></DateCreated>
    <DateRevised><Year>2020</Year><Month>02</Month><Day>03</Day></DateRevised>
    <Article PubModel="Print-Electronic">
      <Journal>
        <ISSN IssnType="Print">0732-183X</ISSN>
        <ISSN IssnType="Electronic">0028-0836</ISSN>
        <ISSN IssnType="Undetermined">1613-4516</ISSN>
        <JournalIssue CitedMedium="Print">
          <Volume>12 Pt 3</Volume><Issue>6 Suppl. 1</Issue>
          <PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>
        </JournalIssue>
        <Title>Journal of invented medicine : JIM.</Title>
        <ISOAbbreviation>J. Invent. Med.</ISOAbbreviation>
      </Journal>
      <ArticleTitle>[On <i>E. coli</i> and H<sub>2</sub>O &amp; more:
        a <b>s&#x74;udy</b> (author's transl)].</ArticleTitle>
      <Pagination><StartPage>S11</StartPage><EndPage>S19</EndPage><MedlinePgn>S11-9; discussion S20</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID>
      <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
      <ELocationID EIdType="pii" ValidYN="Y">S123-4(5)</ELocationID>
      <Abstract>
        <AbstractText Label="AIMS" NlmCategory="OBJECTIVE">To  see.</AbstractText>
        <AbstractText Label="UNLABELLED">And more.</AbstractText>
        <AbstractText Label="Results:">x &lt; 3</AbstractText>
        <AbstractText/>
        <CopyrightInformation>Copyright.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="N" Type="authors">
        <Author ValidYN="Y"><LastName>van der Meer</LastName><ForeName>Jan-Willem A</ForeName><Initials>JA</Initials><Suffix>Jr</Suffix>
          <Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
          <AffiliationInfo><Affiliation>First place.</Affiliation><Identifier Source="GRID">grid.1.2</Identifier>
            <Identifier Source="ROR">https://ror.org/05gq02987</Identifier></AffiliationInfo>
          <AffiliationInfo><Affiliation>Second place.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="N"><LastName>Ro</LastName><ForeName>Ann</ForeName><Initials>A</Initials></Author>
        <Author ValidYN="Y"><LastName>Roe</LastName><Initials>A</Initials><Identifier Source="ORCID">0000-0002-1825-0098</Identifier></Author>
        <Author ValidYN="Y"><CollectiveName>The Invented Group.</CollectiveName></Author>
        <Author ValidYN="Y"><LastName>Old</LastName><ForeName>B</ForeName><Affiliation>Old place.</Affiliation></Author>
      </AuthorList>
      <AuthorList Type="editors"><Author><LastName>Ed</LastName><ForeName>It</ForeName></Author></AuthorList>
      <Language>dut</Language><Language>eng</Language>
      <DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
        <AccessionNumberList><AccessionNumber>NCT01234567</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
      <GrantList CompleteYN="Y">
        <Grant><GrantID>R01 1</GrantID><Acronym>CA</Acronym><Agency>NCI NIH HHS</Agency><Country>United States</Country></Grant>
        <Grant><Acronym>WT_</Acronym></Grant>
      </GrantList>
      <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D016454">Review</PublicationType></PublicationTypeList>
      <VernacularTitle>Over E. coli.</VernacularTitle>
      <ArticleDate DateType="Electronic"><Year>1998</Year><Month>11</Month><Day>05</Day></ArticleDate>
    </Article>
    <MedlineJournalInfo><Country>Netherlands</Country><MedlineTA>J Invent Med</MedlineTA>
      <NlmUniqueID>101234567</NlmUniqueID><ISSNLinking>0732-183X</ISSNLinking></MedlineJournalInfo>
    <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D007457">Iodine</NameOfSubstance></Chemical></ChemicalList>
    <SupplMeshList><SupplMeshName Type="Disease" UI="C538248">Rare Disease</SupplMeshName></SupplMeshList>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="RetractionIn"><RefSource>J Invent Med. 2001 Mar 4;15(2):7. doi: 10.1000/RETR.</RefSource><PMID Version="1">777</PMID></CommentsCorrections>
      <CommentsCorrections RefType="ErratumFor"><RefSource>Other J. 1997;1:2</RefSource><Note>a note</Note></CommentsCorrections>
      <CommentsCorrections RefType="Cites"><RefSource>Lancet. 1990;1:1</RefSource><PMID Version="1">888</PMID></CommentsCorrections>
    </CommentsCorrectionsList>
    <GeneSymbolList><GeneSymbol>abcD</GeneSymbol></GeneSymbolList>
    <MeshHeadingList>
      <MeshHeading><DescriptorName UI="D000818" MajorTopicYN="N">Animals</DescriptorName></MeshHeading>
      <MeshHeading><DescriptorName UI="D006111" MajorTopicYN="N">Disease</DescriptorName>
        <QualifierName UI="Q000532" MajorTopicYN="Y">radiotherapy</QualifierName>
        <QualifierName UI="Q000009" MajorTopicYN="N">adverse effects</QualifierName></MeshHeading>
    </MeshHeadingList>
    <PersonalNameSubjectList><PersonalNameSubject><LastName>Koop</LastName><ForeName>C E</ForeName></PersonalNameSubject></PersonalNameSubjectList>
    <OtherID Source="NLM">PMC2663904 [Available on 06/01/09]</OtherID>
    <OtherID Source="NASA">99</OtherID>
    <OtherAbstract Type="Publisher" Language="dut"><AbstractText>Anders.</AbstractText></OtherAbstract>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="Y">own word</Keyword></KeywordList>
    <KeywordList Owner="NASA"><Keyword MajorTopicYN="N">space</Keyword></KeywordList>
    <InvestigatorList><Investigator ValidYN="Y"><LastName>Inv</LastName><ForeName>X</ForeName>
      <AffiliationInfo><Affiliation>Clinic</Affiliation></AffiliationInfo></Investigator></InvestigatorList>
  </MedlineCitation>
  <PubmedData>
    <History>
      <PubMedPubDate PubStatus="received"><Year>1998</Year><Month>1</Month><Day>2</Day></PubMedPubDate>
      <PubMedPubDate PubStatus="accepted"><Year>1998</Year><Month>6</Month></PubMedPubDate>
      <PubMedPubDate PubStatus="medline"><Year>2020</Year><Month>6</Month></PubMedPubDate>
      <PubMedPubDate PubStatus="entrez"><Year>1999</Year><Month>1</Month><Day>7</Day><Hour>0</Hour></PubMedPubDate>
    </History>
    <PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList>
      <ArticleId IdType="pubmed">12345</ArticleId><ArticleId IdType="doi">10.1000/abc</ArticleId>
      <ArticleId IdType="pmc">PMC2663904.2</ArticleId><ArticleId IdType="mid">NIHMS1</ArticleId>
    </ArticleIdList>
    <ReferenceList><Title>References</Title>
      <Reference><Citation>First <i>cited</i>.</Citation><ArticleIdList><ArticleId IdType="pubmed">1</ArticleId>
        <ArticleId IdType="doi">10.1000/C1</ArticleId><ArticleId IdType="doi">nonsense</ArticleId></ArticleIdList></Reference>
      <ReferenceList><Reference><Citation>Nested.</Citation></Reference></ReferenceList>
      <Reference/>
    </ReferenceList>
  </PubmedData>
</PubmedArticle>
</PubmedArticleSet>"#;

fn whole() -> Record {
    records(WHOLE).remove(0)
}

/// A small record with `article` inside its article and `pages` before its authors.
fn small(model: &str, article: &str) -> Record {
    let xml = format!(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article PubModel=\"{model}\">{article}\
         </Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    );
    records(&xml).remove(0)
}

fn ids(record: &Record) -> Vec<(Scheme, &str)> {
    record.work.identifiers.iter().map(|id| (id.value.scheme, id.value.value.as_str())).collect()
}

fn text(field: Option<&crate::model::Field<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}

#[test]
fn the_work() {
    let record = whole();
    let work = &record.work;
    assert_eq!(work.kind, WorkKind::Review);
    assert_eq!(text(work.title.as_ref()), Some("On E. coli and H2O & more: a study"));
    assert_eq!(record.title_original.as_deref(), Some("Over E. coli"));
    assert_eq!(text(work.container_title.as_ref()), Some("Journal of invented medicine : JIM"));
    assert_eq!(work.issued.as_ref().map(|d| d.value.to_string()).as_deref(), Some("1998"));
    assert_eq!(text(work.volume.as_ref()), Some("12"));
    assert_eq!(text(work.issue.as_ref()), Some("6"));
    assert_eq!(text(work.supplement.as_ref()), Some("Suppl 1"));
    let pages = &work.pages.as_ref().unwrap().value;
    assert_eq!((pages.first.as_str(), pages.last.as_deref()), ("S11", Some("S19")));
    assert_eq!(work.language.as_deref(), Some("nl"));
    let notes: Vec<&str> = work.notes.iter().map(|note| note.value.as_str()).collect();
    assert_eq!(
        notes,
        [
            "Pt 3",
            "pages discussion S20",
            "invalid doi: 10.1000/wrong",
            "misspelled: Ro, Ann",
            "author's transl"
        ]
    );
    assert_eq!(
        ids(&record),
        [
            (Scheme::Pmid, "12345"),
            (Scheme::Doi, "10.1000/abc"),
            (Scheme::Other, "pii:S123-4(5)"),
            (Scheme::Pmcid, "PMC2663904"),
            (Scheme::Other, "nasa:99"),
            (Scheme::Other, "mid:NIHMS1"),
        ]
    );
    assert_eq!(record.abstract_text.as_deref(), Some("AIMS: To see. And more. Results: x < 3"));
}

#[test]
fn the_people() {
    let record = whole();
    assert!(record.work.authors_truncated);
    let names: Vec<(Role, String, &str)> =
        record.work.contributors.iter().map(|c| (c.role, c.name.value.display(), c.raw.as_str())).collect();
    let expected = [
        (Role::Author, "van der Meer, Jan-Willem A, Jr", "van der Meer, Jan-Willem A, Jr"),
        (Role::Author, "Roe, A", "Roe, A"),
        (Role::Author, "The Invented Group", "The Invented Group."),
        (Role::Author, "Old, B", "Old, B"),
        (Role::Editor, "Ed, It", "Ed, It"),
        (Role::Investigator, "Inv, X", "Inv, X"),
    ];
    let expected: Vec<(Role, String, &str)> =
        expected.into_iter().map(|(role, name, raw)| (role, name.to_owned(), raw)).collect();
    assert_eq!(names, expected);
    let Name::Person(first) = &record.work.contributors[0].name.value else { panic!() };
    assert_eq!(first.particle.as_deref(), Some("van der"));
    assert_eq!(first.initials.as_deref(), Some("J-WA"));
    let places = |at: usize| -> Vec<(&str, Option<&str>)> {
        record.people[at].affiliations.iter().map(|a| (a.raw.as_str(), a.ror.as_deref())).collect()
    };
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(places(0), [("First place.", Some("05gq02987")), ("Second place.", None)]);
    // A wrong check digit is no ORCID.
    assert_eq!(record.people[1], PersonDetails::default());
    assert_eq!(record.people[2], PersonDetails::default());
    assert_eq!(places(3), [("Old place.", None)]);
    assert_eq!(record.people[4], PersonDetails::default());
    assert_eq!(places(5), [("Clinic", None)]);
    assert_eq!(record.people.len(), 6);
}

#[test]
fn the_serial_and_the_dates() {
    let record = whole();
    let serial = &record.serial;
    assert_eq!(serial.abbreviation.as_deref(), Some("J Invent Med"));
    assert_eq!(serial.nlm_id.as_deref(), Some("101234567"));
    assert_eq!(serial.issn_l.as_deref(), Some("0732-183X"));
    assert_eq!(serial.issn_print.as_deref(), Some("0732-183X"));
    assert_eq!(serial.issn_electronic.as_deref(), Some("0028-0836"));
    assert_eq!(serial.issn_other, ["1613-4516"]);
    assert_eq!(serial.country.as_deref(), Some("Netherlands"));
    let dates: Vec<(DateKind, String)> =
        record.dates.iter().map(|(kind, date)| (*kind, date.to_string())).collect();
    let expected = [
        (DateKind::Created, "2009-01-02"),
        (DateKind::Print, "1998"),
        (DateKind::Electronic, "1998-11-05"),
        (DateKind::Received, "1998-01-02"),
        (DateKind::Accepted, "1998-06"),
        (DateKind::Created, "1999-01-07"),
    ];
    assert_eq!(dates, expected.map(|(kind, date)| (kind, date.to_owned())));
    assert_eq!(record.revised.map(|date| date.to_string()).as_deref(), Some("2020-02-03"));
}

#[test]
fn the_rest() {
    let record = whole();
    let keywords: Vec<String> = record
        .keywords
        .iter()
        .map(|k| {
            let part = |p: &Option<String>| p.clone().unwrap_or_default();
            let major = k.is_major.map_or("-", |major| if major { "Y" } else { "N" });
            let (id, qualifier, qualifier_id) = (part(&k.term_id), part(&k.qualifier), part(&k.qualifier_id));
            format!("{} {}/{id} {qualifier}/{qualifier_id} {major}", k.scheme.as_str(), k.term)
        })
        .collect();
    assert_eq!(
        keywords,
        [
            "other ClinicalTrials.gov/NCT01234567/NCT01234567 / -",
            "publication_type Journal Article/D016428 / -",
            "publication_type Review/D016454 / -",
            "chemical Iodine/D007457 / -",
            "mesh Rare Disease/C538248 / -",
            "other abcD/ / -",
            "mesh Animals/D000818 / N",
            "mesh Disease/D006111 radiotherapy/Q000532 Y",
            "mesh Disease/D006111 adverse effects/Q000009 N",
            "other Koop, C E/ / -",
            "author own word/ / Y",
            "other space/ / N",
        ]
    );
    let grants: Vec<_> = record
        .funding
        .iter()
        .map(|g| (g.funder.as_deref(), g.award_id.as_deref(), g.country.as_deref()))
        .collect();
    assert_eq!(
        grants,
        [(Some("NCI NIH HHS"), Some("R01 1"), Some("United States")), (Some("WT_"), None, None)]
    );
    let [retraction, erratum] = record.updates.as_slice() else { panic!("{:?}", record.updates) };
    assert_eq!((retraction.kind, retraction.direction), (UpdateKind::Retraction, Direction::To));
    let other: Vec<&str> = retraction.other.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(other, ["777", "10.1000/retr"]);
    assert_eq!(retraction.date.map(|d| d.to_string()).as_deref(), Some("2001-03-04"));
    assert_eq!((erratum.kind, erratum.direction), (UpdateKind::Correction, Direction::By));
    assert_eq!(erratum.citation.as_deref(), Some("Other J. 1997;1:2 (a note)"));
    // What this record does to another it does on its own day.
    assert_eq!(erratum.date.map(|d| d.to_string()).as_deref(), Some("1998"));
    let cited: Vec<(&str, Vec<&str>)> = record
        .cited
        .iter()
        .map(|c| (c.text.as_str(), c.identifiers.iter().map(|id| id.value.as_str()).collect()))
        .collect();
    assert_eq!(
        cited,
        [("Lancet. 1990;1:1", vec!["888"]), ("First cited.", vec!["1", "10.1000/c1"]), ("Nested.", vec![])]
    );
    assert_eq!(record.work.confidence, None);
}

#[test]
fn normalizing_again_changes_nothing() {
    let record = whole();
    let mut again = record.work.clone();
    assert!(crate::normalize::normalize(&mut again).is_empty());
    assert_eq!(again, record.work);
}

#[test]
fn types_that_tell_of_updates() {
    let updates = |types: &str| -> Vec<(UpdateKind, Direction, usize)> {
        let list = format!("<PublicationTypeList>{types}</PublicationTypeList>");
        let record = small("Print", &list);
        record.updates.iter().map(|u| (u.kind, u.direction, u.other.len())).collect()
    };
    let retracted = r#"<PublicationType UI="D016441">Retracted Publication</PublicationType>"#;
    assert_eq!(updates(retracted), [(UpdateKind::Retraction, Direction::To, 0)]);
    let notice = r#"<PublicationType UI="D016440">Retraction Notice</PublicationType>"#;
    assert_eq!(updates(notice), [(UpdateKind::Retraction, Direction::By, 0)]);
    assert_eq!(updates(r#"<PublicationType UI="D016428">Journal Article</PublicationType>"#), []);
    // Said once where there is a link too.
    let xml = WHOLE.replace(
        "</PublicationTypeList>",
        "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType></PublicationTypeList>",
    );
    assert_eq!(records(&xml)[0].updates.len(), 2);
}

#[test]
fn titles_that_are_missing() {
    let record = small(
        "Print",
        "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>El modelo.</VernacularTitle>",
    );
    assert_eq!(text(record.work.title.as_ref()), Some("El modelo"));
    assert_eq!(record.title_original, None);
    let record = small("Print", "<ArticleTitle/>");
    assert_eq!(record.work.title, None);
}

#[test]
fn numbers_in_the_place_of_pages() {
    let number = |record: &Record| text(record.work.article_number.as_ref()).map(str::to_owned);
    let record = small("Electronic", "<Pagination><MedlinePgn>e1001747</MedlinePgn></Pagination>");
    assert_eq!((number(&record).as_deref(), &record.work.pages), (Some("e1001747"), &None));
    let pii = "<ELocationID EIdType=\"pii\" ValidYN=\"Y\">dkab123</ELocationID>";
    assert_eq!(number(&small("Electronic-eCollection", pii)).as_deref(), Some("dkab123"));
    // Ahead of print it is the printer's number, and will not be cited.
    assert_eq!(number(&small("Print-Electronic", pii)), None);
    let paged = format!("<Pagination><MedlinePgn>1-5</MedlinePgn></Pagination>{pii}");
    assert_eq!(number(&small("Electronic", &paged)), None);
    let record = small("Print", "<Pagination><StartPage>947</StartPage><EndPage>50</EndPage></Pagination>");
    assert_eq!(record.work.pages.unwrap().value.last.as_deref(), Some("950"));
}

#[test]
fn dates_that_are_missing_or_none() {
    let issued = |record: &Record| record.work.issued.as_ref().map(|d| d.value.to_string());
    let date = "<ArticleDate><Year>2021</Year><Month>2</Month></ArticleDate>";
    assert_eq!(issued(&small("Electronic", date)).as_deref(), Some("2021-02"));
    let journal = "<Journal><JournalIssue><PubDate><Year>99999</Year></PubDate></JournalIssue></Journal>";
    let record = small("Print", journal);
    assert_eq!(issued(&record), None);
    assert_eq!(record.work.notes[0].value, "99999");
}

#[test]
fn books_and_chapters() {
    let xml = r#"<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>20301577</PMID>
        <ArticleIdList><ArticleId IdType="bookaccession">NBK1403</ArticleId></ArticleIdList>
        <Book><Publisher><PublisherName>University Press</PublisherName><PublisherLocation>Seattle (WA)</PublisherLocation></Publisher>
          <BookTitle book="gene">InventedReviews<sup>&#xae;</sup></BookTitle><PubDate><Year>1993</Year></PubDate>
          <AuthorList Type="editors"><Author><LastName>Adam</LastName><ForeName>M P</ForeName>
            <AffiliationInfo><Affiliation>Place</Affiliation></AffiliationInfo></Author></AuthorList>
          <AuthorList Type="authors"><Author><LastName>Whole</LastName><ForeName>W</ForeName></Author></AuthorList>
          <CollectionTitle>Guidance</CollectionTitle><Edition>3rd</Edition><Isbn>0-306-40615-2</Isbn><Medium>Internet</Medium></Book>
        <LocationLabel Type="chapter">5</LocationLabel>
        <ArticleTitle><i>ABC1</i>-Related Disorders</ArticleTitle><Language>eng</Language>
        <AuthorList Type="authors"><Author><LastName>Nap</LastName><ForeName>C</ForeName></Author></AuthorList>
        <PublicationType UI="D016454">Review</PublicationType>
        <Sections><Section><SectionTitle>Skipped</SectionTitle><Section><SectionTitle>Too</SectionTitle></Section></Section></Sections>
        <ContributionDate><Year>2012</Year><Month>3</Month></ContributionDate>
        <DateRevised><Year>2020</Year></DateRevised>
      </BookDocument><PubmedBookData><ArticleIdList><ArticleId IdType="pubmed">20301577</ArticleId></ArticleIdList></PubmedBookData></PubmedBookArticle>
      <PubmedBookArticle><BookDocument><PMID>2</PMID><Book><BookTitle>Whole Book</BookTitle>
        <AuthorList Type="authors"><Author><LastName>Whole</LastName><ForeName>W</ForeName></Author></AuthorList></Book>
      </BookDocument></PubmedBookArticle></PubmedArticleSet>"#;
    let read = records(xml);
    let chapter = &read[0].work;
    assert_eq!(chapter.kind, WorkKind::Chapter);
    assert_eq!(text(chapter.title.as_ref()), Some("ABC1-Related Disorders"));
    assert_eq!(text(chapter.container_title.as_ref()), Some("InventedReviews®"));
    assert_eq!(text(chapter.collection_title.as_ref()), Some("Guidance"));
    assert_eq!(text(chapter.publisher.as_ref()), Some("University Press"));
    assert_eq!(text(chapter.publisher_place.as_ref()), Some("Seattle (WA)"));
    assert_eq!(text(chapter.edition.as_ref()), Some("3rd"));
    assert_eq!(chapter.issued.as_ref().unwrap().value.to_string(), "1993");
    let people: Vec<(Role, &str)> = chapter.contributors.iter().map(|c| (c.role, c.raw.as_str())).collect();
    assert_eq!(people, [(Role::Author, "Nap, C"), (Role::Editor, "Adam, M P")]);
    assert_eq!(read[0].people[1].affiliations[0].raw, "Place");
    let notes: Vec<&str> = chapter.notes.iter().map(|n| n.value.as_str()).collect();
    assert_eq!(notes, ["chapter 5", "book by Whole, W"]);
    assert_eq!(
        ids(&read[0]),
        [
            (Scheme::Pmid, "20301577"),
            (Scheme::Other, "bookaccession:NBK1403"),
            (Scheme::Isbn, "9780306406157")
        ]
    );
    assert_eq!(read[0].dates.last().unwrap().0, DateKind::Posted);
    assert_eq!(read[0].revised.unwrap().to_string(), "2020");
    assert_eq!(read[0].keywords[0].scheme, KeywordScheme::PublicationType);
    let book = &read[1].work;
    assert_eq!(book.kind, WorkKind::Book);
    assert_eq!(text(book.title.as_ref()), Some("Whole Book"));
    assert_eq!(book.container_title, None);
    assert_eq!(book.contributors[0].raw, "Whole, W");
}
