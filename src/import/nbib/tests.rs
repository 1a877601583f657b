use std::fmt::Write as _;

use super::{detect, open};
use crate::import::pubmed_xml::{Found, Reader};
use crate::import::testing::{
    counts_of_samples, ids, issued, leaves_out_giants, notes, one, pages, people, read,
    same_with_every_line_end, samples, survives_cuts, survives_damage, takes_no_square, text,
};
use crate::model::{Direction, KeywordScheme, Record, Role, Scheme, Source, UpdateKind, WorkKind};

const ARTICLE: &str = "\
PMID- 12345678
OWN - NLM
STAT- MEDLINE
DCOM- 20100102
LR  - 20221207
IS  - 1467-5463 (Print)
IS  - 1477-4054 (Electronic)
IS  - 1467-5463 (Linking)
VI  - 12 Suppl 1
IP  - 3
DP  - 2009 Sep 3
TI  - On the measurement of nothing: a trial that goes on over the end of its
      line.
PG  - 454-81
LID - 10.5555/void.2009.1 [doi]
AB  - BACKGROUND: Nobody measured it. METHODS: We did, with
      care.
FAU - Doe, Jane A
AU  - Doe JA
AUID- ORCID: 0000-0002-1825-0097
AD  - Department of Tests, Example University, Testville, Testland.
AD  - Institute of Voids, Testville.
FAU - van der Test, Jan Jr
AU  - van der Test J Jr
CN  - Void Study Group
FIR - Roe, Richard
IR  - Roe R
IRAD- Clinic of Tests
LA  - ger
GR  - R01 CA12345/CA/NCI NIH HHS/United States
GR  - 076053/Z/04/Z/Test Trust/United Kingdom
PT  - Journal Article
PT  - Randomized Controlled Trial
TT  - Das Messen von nichts.
DEP - 20090820
PL  - England
TA  - J Void Stud
JT  - Journal of void studies
JID - 9015384
RN  - EC 3.4.21.4 (Trypsin)
RN  - 0 (Nothing)
SB  - IM
CIN - J Void Stud. 2010 Feb 6;13(1):1. PMID: 20000001
EIN - J Void Stud. 2010 Mar;13(2):99. doi: 10.5555/err
MH  - *Attitude to Nothing
MH  - Employment/*psychology/trends
MH  - Female
PMC - PMC4513071
MID - NIHMS54115
OTO - NOTNLM
OT  - *void
OT  - nothing
EDAT- 2009/09/03 09:00
MHDA- 2010/01/02 09:00
CRDT- 2009/09/02 09:00
PHST- 2008/06/17 00:00 [received]
PHST- 2009/01/10 00:00 [accepted]
AID - 10.5555/void.2009.1 [doi]
AID - VOID-5-67 [pii]
PST - ppublish
SO  - J Void Stud. 2009 Sep 3;12 Suppl 1(3):454-81. doi: 10.5555/void.2009.1.
";

/// The same article as PubMed's XML has it.
const XML: &str = r#"<PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">12345678</PMID>
<DateRevised><Year>2022</Year><Month>12</Month><Day>07</Day></DateRevised>
<Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Print">1467-5463</ISSN>
<ISSN IssnType="Electronic">1477-4054</ISSN>
<JournalIssue CitedMedium="Print"><Volume>12 Suppl 1</Volume><Issue>3</Issue>
<PubDate><Year>2009</Year><Month>Sep</Month><Day>3</Day></PubDate></JournalIssue>
<Title>Journal of void studies</Title></Journal>
<ArticleTitle>On the measurement of nothing: a trial that goes on over the end of its line.</ArticleTitle>
<Pagination><MedlinePgn>454-81</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.5555/void.2009.1</ELocationID>
<Abstract><AbstractText Label="BACKGROUND">Nobody measured it.</AbstractText>
<AbstractText Label="METHODS">We did, with care.</AbstractText></Abstract>
<AuthorList CompleteYN="Y"><Author><LastName>Doe</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials>
<Identifier Source="ORCID">0000-0002-1825-0097</Identifier>
<AffiliationInfo><Affiliation>Department of Tests, Example University, Testville, Testland.</Affiliation></AffiliationInfo>
<AffiliationInfo><Affiliation>Institute of Voids, Testville.</Affiliation></AffiliationInfo></Author>
<Author><LastName>van der Test</LastName><ForeName>Jan</ForeName><Initials>J</Initials><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>Void Study Group</CollectiveName></Author></AuthorList>
<Language>ger</Language>
<GrantList><Grant><GrantID>R01 CA12345</GrantID><Acronym>CA</Acronym><Agency>NCI NIH HHS</Agency><Country>United States</Country></Grant>
<Grant><GrantID>076053/Z/04/Z</GrantID><Agency>Test Trust</Agency><Country>United Kingdom</Country></Grant></GrantList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
<PublicationType UI="D016449">Randomized Controlled Trial</PublicationType></PublicationTypeList>
<VernacularTitle>Das Messen von nichts.</VernacularTitle>
<ArticleDate DateType="Electronic"><Year>2009</Year><Month>08</Month><Day>20</Day></ArticleDate></Article>
<MedlineJournalInfo><Country>England</Country><MedlineTA>J Void Stud</MedlineTA><NlmUniqueID>9015384</NlmUniqueID>
<ISSNLinking>1467-5463</ISSNLinking></MedlineJournalInfo>
<ChemicalList><Chemical><RegistryNumber>EC 3.4.21.4</RegistryNumber><NameOfSubstance UI="D014357">Trypsin</NameOfSubstance></Chemical>
<Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D000001">Nothing</NameOfSubstance></Chemical></ChemicalList>
<CommentsCorrectionsList>
<CommentsCorrections RefType="CommentIn"><RefSource>J Void Stud. 2010 Feb 6;13(1):1.</RefSource><PMID Version="1">20000001</PMID></CommentsCorrections>
<CommentsCorrections RefType="ErratumIn"><RefSource>J Void Stud. 2010 Mar;13(2):99. doi: 10.5555/err</RefSource></CommentsCorrections>
</CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="Y">Attitude to Nothing</DescriptorName></MeshHeading>
<MeshHeading><DescriptorName UI="D2" MajorTopicYN="N">Employment</DescriptorName>
<QualifierName UI="Q1" MajorTopicYN="Y">psychology</QualifierName><QualifierName UI="Q2" MajorTopicYN="N">trends</QualifierName></MeshHeading>
<MeshHeading><DescriptorName UI="D3" MajorTopicYN="N">Female</DescriptorName></MeshHeading></MeshHeadingList>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="Y">void</Keyword><Keyword MajorTopicYN="N">nothing</Keyword></KeywordList>
<InvestigatorList><Investigator><LastName>Roe</LastName><ForeName>Richard</ForeName><Initials>R</Initials>
<AffiliationInfo><Affiliation>Clinic of Tests</Affiliation></AffiliationInfo></Investigator></InvestigatorList>
</MedlineCitation><PubmedData><History>
<PubMedPubDate PubStatus="received"><Year>2008</Year><Month>6</Month><Day>17</Day></PubMedPubDate>
<PubMedPubDate PubStatus="accepted"><Year>2009</Year><Month>1</Month><Day>10</Day></PubMedPubDate>
<PubMedPubDate PubStatus="entrez"><Year>2009</Year><Month>9</Month><Day>2</Day></PubMedPubDate></History>
<ArticleIdList><ArticleId IdType="pubmed">12345678</ArticleId><ArticleId IdType="pmc">PMC4513071</ArticleId>
<ArticleId IdType="mid">NIHMS54115</ArticleId><ArticleId IdType="doi">10.5555/void.2009.1</ArticleId>
<ArticleId IdType="pii">VOID-5-67</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>"#;

/// What both forms can say, in one order.
fn comparable(mut record: Record) -> Record {
    record.source = Source::Import;
    for keyword in &mut record.keywords {
        (keyword.term_id, keyword.qualifier_id) = (None, None);
    }
    record.keywords.sort_by(|a, b| {
        (a.scheme.as_str(), &a.term, &a.qualifier).cmp(&(b.scheme.as_str(), &b.term, &b.qualifier))
    });
    record.dates.sort_by_key(|(kind, date)| (*kind as u8, *date));
    record.work.identifiers.sort_by(|a, b| a.value.cmp(&b.value));
    for contributor in &mut record.work.contributors {
        // One writes a comma before `Jr`, the other does not.
        contributor.raw = contributor.raw.replace(',', "");
    }
    for id in &mut record.work.identifiers {
        id.value.raw.clone_from(&id.value.value);
    }
    record
}

#[test]
fn the_record_of_the_xml() {
    let from_text = one(open, ARTICLE);
    assert_eq!(from_text.label.as_deref(), Some("12345678"));
    assert!(from_text.findings.is_empty());
    let Some(Ok(Found::Record(from_xml))) = Reader::new(XML.as_bytes()).next() else { panic!("no record") };
    assert_eq!(comparable(from_text.record), comparable(*from_xml));
}

#[test]
fn fields() {
    let record = one(open, ARTICLE).record;
    let work = &record.work;
    assert_eq!(
        people(work),
        [
            "author Doe, Jane A",
            "author van der Test, Jan, Jr",
            "author Void Study Group",
            "investigator Roe, Richard"
        ]
    );
    assert_eq!(
        (work.kind, issued(work), pages(work)),
        (WorkKind::Article, "2009-09-03".into(), "454-481".into())
    );
    assert_eq!((text(&work.volume), text(&work.supplement)), ("12", "Suppl 1"));
    assert_eq!(work.language.as_deref(), Some("de"));
    assert_eq!(record.title_original.as_deref(), Some("Das Messen von nichts"));
    assert_eq!(record.people[0].affiliations.len(), 2);
    assert_eq!(record.people[3].affiliations[0].raw, "Clinic of Tests");
    let comment = &record.updates[0];
    assert_eq!((comment.kind, comment.direction), (UpdateKind::Comment, Direction::To));
    assert_eq!(comment.other[0].value, "20000001");
    assert_eq!(record.updates[1].other[0].value, "10.5555/err");
    assert_eq!(record.funding[1].award_id.as_deref(), Some("076053/Z/04/Z"));
}

#[test]
fn old_records() {
    let text = "\
UI  - 00000123
TI  - A short note
AD  - The address of the first author
AU  - Doe JA
AU  - Selvamani
AU  - et al.
TA  - J Void Stud
DP  - 1975 Jan-Feb
PT  - Retracted Publication
RIN - J Void Stud. 1976;2(1):3. PMID: 77
DA  - 19750304
";
    let record = one(open, text).record;
    assert_eq!(people(&record.work), ["author Doe, JA", "author Selvamani"]);
    assert_eq!(record.people[0].affiliations[0].raw, "The address of the first author");
    assert!(record.work.authors_truncated);
    assert_eq!(issued(&record.work), "1975");
    assert_eq!(record.updates.len(), 1);
    assert_eq!(
        (record.updates[0].kind, record.updates[0].direction),
        (UpdateKind::Retraction, Direction::To)
    );
    // Without the link the type says it alone.
    let alone = one(open, &text.replace("RIN - J Void Stud. 1976;2(1):3. PMID: 77\n", "")).record;
    assert_eq!((alone.updates.len(), alone.updates[0].kind), (1, UpdateKind::Retraction));
}

#[test]
fn eric() {
    let text = "\nOWN - ERIC\nTI  - Paper one\nAU  - Test, Tom\nJT  - J Tests\nAID - http://dx.doi.org/10.5555/1\nOID - EJ1\nISSN - ISSN-1467-5463\nLA  - English\nPT  - Journal Articles\n\nOWN - ERIC\nTI  - Paper two\nOID - ED2\nPT  - Reports - Research\n\n";
    let got = read(open, text.as_bytes());
    assert_eq!(got.records.len(), 2);
    let first = &got.records[0];
    assert_eq!(first.label.as_deref(), Some("EJ1"));
    assert_eq!(ids(&first.record.work, Scheme::Doi), ["10.5555/1"]);
    assert_eq!(ids(&first.record.work, Scheme::Other), ["eric:EJ1"]);
    assert_eq!(first.record.serial.issn_other, ["1467-5463"]);
    assert_eq!(first.record.work.contributors[0].role, Role::Author);
}

#[test]
fn books() {
    let file = "PMID- 5\nTI  - A chapter\nBTI - A book of tests\nFED - Roe, Richard\nED  - Roe R\nPB  - Example Press\nPL  - Testville\nISBN- 978-3-16-148410-0\nEN  - 2\nDP  - 2011\n";
    let work = one(open, file).record.work;
    assert_eq!((work.kind, text(&work.container_title)), (WorkKind::Chapter, "A book of tests"));
    assert_eq!(people(&work), ["editor Roe, Richard"]);
    assert_eq!((text(&work.publisher_place), text(&work.edition)), ("Testville", "2"));
    assert_eq!(ids(&work, Scheme::Isbn), ["9783161484100"]);
}

#[test]
fn keywords_have_their_owners() {
    let text = "PMID- 5\nOTO - KIE\nOT  - one\nSI  - ClinicalTrials.gov/NCT00000001\nGS  - BRCA1\nFPS - Curie, Marie\nPS  - Curie M\nMH  - *A/*b\n";
    let record = one(open, text).record;
    let got: Vec<(KeywordScheme, &str, Option<&str>)> =
        record.keywords.iter().map(|k| (k.scheme, k.term.as_str(), k.term_id.as_deref())).collect();
    assert_eq!(
        got,
        [
            (KeywordScheme::Other, "one", None),
            (KeywordScheme::Other, "ClinicalTrials.gov/NCT00000001", Some("NCT00000001")),
            (KeywordScheme::Other, "BRCA1", None),
            (KeywordScheme::Other, "Curie, Marie", None),
            (KeywordScheme::Mesh, "A", None),
        ]
    );
}

#[test]
fn lines_that_are_no_fields() {
    let text = "PMID- 1\nTI  - One\nSO  no hyphen\nPT  - Letter\n\nAn editor's remark.\n\n1: \nPMID- 2\nTI- Two\nXYZ - what is it\n";
    let got = read(open, text.as_bytes());
    assert_eq!(got.records.len(), 2);
    let observed: Vec<&str> = got.broken.iter().map(|b| b.observed.as_deref().unwrap()).collect();
    assert_eq!(observed, ["SO  no hyphen", "An editor's remark."]);
    assert_eq!(notes(&got.records[1].record.work), ["XYZ: what is it"]);
}

#[test]
fn empty_lines_inside() {
    // After every line, as programs make of `\r\r\n`; and once in the middle.
    let wanted = one(open, ARTICLE).record;
    assert_eq!(one(open, &ARTICLE.replace('\n', "\r\r\n")).record, wanted);
    assert_eq!(one(open, &ARTICLE.replace("FAU - Doe", "\nFAU - Doe")).record, wanted);
}

#[test]
fn one_bad_record_costs_one() {
    let two = format!("{ARTICLE}\n{}", ARTICLE.replace("12345678", "87654321"));
    same_with_every_line_end(open, &two);
    survives_cuts(open, two.as_bytes());
    survives_damage(open, ARTICLE);
    let mut giant = String::from("PMID- 9\n");
    for n in 0..10_000 {
        writeln!(giant, "AU  - Doe J{n}").unwrap();
    }
    leaves_out_giants(open, ARTICLE, &giant);
}

#[test]
fn what_is_medline() {
    assert!(detect(ARTICLE));
    assert!(detect("\nOWN - ERIC\nTI  - Paper\nAU  - Test, Tom\n"));
    for text in [
        "",
        "TY  - JOUR\nPMID- 3\nTI  - A\nER  - \n",
        "1. Doe J. A title. PMID- 12345.\n",
        "PMID,Title\n1,A\n",
    ] {
        assert!(!detect(text), "{text}");
    }
}

/// The index counts lines that begin with `PMID-`: records without one are records all the same.
#[test]
fn samples_of_others() {
    counts_of_samples(open, "nbib", &[]);
    let wrong = [
        ("jabref__medlineplainimportertestmultiabstract.txt", 1),
        ("jabref__medlineplainimportertestmultititle.txt", 1),
        ("jabref__medlineplainimportertestmultipleentries.txt", 7),
    ];
    counts_of_samples(open, "pubmed_txt", &wrong);
    for folder in ["nbib", "pubmed_txt"] {
        for (name, bytes) in samples(folder) {
            assert!(detect(&String::from_utf8_lossy(&bytes)), "{name}");
        }
    }
    for folder in ["ris", "enw", "wos_txt", "ovid_txt", "bib", "pubmed_csv", "pubmed_xml"] {
        for (name, bytes) in samples(folder) {
            assert!(!detect(&String::from_utf8_lossy(&bytes)), "{folder}/{name}");
        }
    }
}

#[test]
fn fields_of_samples() {
    let all = samples("pubmed_txt");
    let Some((_, bytes)) = all.iter().find(|(name, _)| name == "biopython__pubmed_result2.txt") else {
        return;
    };
    let got = read(open, bytes);
    let work = &got.records[0].record.work;
    assert_eq!(ids(work, Scheme::Pmid), ["16403221"]);
    assert_eq!(ids(work, Scheme::Doi), ["10.1186/1471-2105-7-10"]);
    assert_eq!(people(work).len(), 3);
    assert_eq!(
        text(&got.records[1].record.work.title),
        "GenomeDiagram: a python package for the visualization of large-scale genomic data"
    );
    assert_eq!(pages(&got.records[1].record.work), "616-617");
}

#[test]
fn hostile_values() {
    let values = [
        ("", "PT  - Retracted Publication\nCIN - x\n", ""),
        ("", "AID - 10.1234/a [doi]\n", ""),
        ("AID - 10.1234/", ")", " [doi]\n"),
        ("VI  - ", "supp", "\n"),
        ("PG  - ", "supp", "\n"),
        ("CIN - doi:", ")", "\n"),
        ("GR  - ", "/", "\n"),
        ("MH  - ", "a/", "\n"),
        ("", "RN  - 0 (a)\nRN  - 0 (b)\n", ""),
    ];
    takes_no_square(open, "PMID- 1\n", &values, "SO  - x\n");
}
