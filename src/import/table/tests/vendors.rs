//! An invented file in the way of each vendor.

use super::*;
use crate::model::{KeywordScheme, Metric, Provider, Role, Scheme, UpdateKind, WorkKind};

fn ids(read: &Read, index: usize) -> Vec<String> {
    let work = &read.records[index].record.work;
    work.identifiers.iter().map(|i| format!("{}:{}", i.value.scheme.as_str(), i.value.value)).collect()
}

fn people(read: &Read, index: usize) -> Vec<String> {
    read.records[index].record.work.contributors.iter().map(|c| c.name.value.display()).collect()
}

fn issued(read: &Read, index: usize) -> String {
    read.records[index].record.work.issued.as_ref().map(|d| d.value.to_string()).unwrap_or_default()
}

fn pages(read: &Read, index: usize) -> (String, Option<String>) {
    let pages = read.records[index].record.work.pages.as_ref().unwrap();
    (pages.value.first.clone(), pages.value.last.clone())
}

fn affiliations(read: &Read, index: usize) -> Vec<Vec<String>> {
    let people = &read.records[index].record.people;
    people.iter().map(|p| p.affiliations.iter().map(|a| a.raw.clone()).collect()).collect()
}

#[test]
fn scopus() {
    let read = read(concat!(
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Cited by,DOI,Link,Affiliations,Authors with affiliations,Abstract,Author Keywords,Index Keywords,Funding Details,Funding Texts,Funding Text 1,References,Correspondence Address,Editors,ISSN,ISBN,PubMed ID,Language of Original Document,Abbreviated Source Title,Document Type,Source,EID\n",
        "\"Roe A.; Van der Doe K.L.\",\"Roe, Ann (111111111); Van der Doe, Kim L. (222222222)\",\"1; 2\",\"On tests\",2020,\"Journal of Tests\",12,3,,541,80,7,10.1000/t.1,https://www.scopus.com/x,\"Uni X; Uni Y\",\"Roe A., Uni X, Oslo, Norway; Van der Doe K.L., Uni Y, Rome, Italy\",\"An abstract.\",\"alpha; beta\",\"Gamma; Delta\",\"Test Fund, TF: A-1, A-2; Other Fund\",,First text,Second text,\"Poe, E., One (2001) J. A, 1; Moe, 10.1002/(SICI)1-2(1998)1:1<1::AID-X>3.0.CO;2-2\",\"A. Roe; Uni X, Oslo, Norway; email: a@x.no\",\"Boe B.\",0018-9219,,12345,English,J. Tests,Article,Scopus,2-s2.0-1\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(people(&read, 0), ["Roe, Ann", "Van der Doe, Kim L.", "Boe, B."]);
    assert_eq!(record.work.contributors[2].role, Role::Editor);
    assert_eq!(affiliations(&read, 0), [["Uni X, Oslo, Norway"], ["Uni Y, Rome, Italy"]]);
    assert_eq!(pages(&read, 0), ("541".into(), Some("580".into())));
    assert_eq!(ids(&read, 0), ["doi:10.1000/t.1", "pmid:12345", "scopus:2-s2.0-1"]);
    assert_eq!(record.counts[0].provider, Provider::Scopus);
    assert_eq!(record.serial.issn_other, ["0018-9219"]);
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J. Tests"));
    assert_eq!(record.work.language.as_deref(), Some("en"));
    // A cell more than the header has: a second funding text, and nothing behind it moves.
    assert_eq!(record.cited.len(), 2);
    assert_eq!(record.cited[1].identifiers[0].value, "10.1002/(sici)1-2(1998)1:1<1::aid-x>3.0.co;2-2");
    let funding: Vec<_> =
        record.funding.iter().map(|g| (g.funder.as_deref(), g.award_id.as_deref())).collect();
    assert_eq!(
        funding,
        [
            (Some("Test Fund, TF"), Some("A-1")),
            (Some("Test Fund, TF"), Some("A-2")),
            (Some("Other Fund"), None)
        ]
    );
    assert_eq!(read.records[0].label.as_deref(), Some("2-s2.0-1"));
    let schemes: Vec<KeywordScheme> = record.keywords.iter().map(|k| k.scheme).collect();
    assert_eq!(
        schemes,
        [
            KeywordScheme::Author,
            KeywordScheme::Author,
            KeywordScheme::Other,
            KeywordScheme::Other,
            KeywordScheme::PublicationType
        ]
    );
}

#[test]
fn older_scopus() {
    let read = read(concat!(
        "Authors,Title,Year,Source title,Authors with affiliations,EID\n",
        "\"Roe A., Doe K.\",\"On tests\",2010,\"J\",\"Roe, A., Uni X, Oslo; Doe, K., Uni Y, Rome, Lab Z\",2-s2.0-2\n",
    ));
    assert_eq!(people(&read, 0), ["Roe, A.", "Doe, K."]);
    assert_eq!(affiliations(&read, 0), [["Uni X, Oslo"], ["Uni Y, Rome, Lab Z"]]);
}

#[test]
fn dimensions() {
    let read = read(concat!(
        "\"About the data: Exported on Oct 14, 2025.\"\n",
        "Rank,Publication ID,DOI,PMID,PMCID,Title,Source title,PubYear,Publication date,Publication date (online),Publication date (print),Volume,Issue,Pagination,Publication Type,Authors,Authors (Raw Affiliation),Corresponding Authors,Times cited,Recent citations,RCR,FCR,Altmetric,MeSH terms,Cited references\n",
        "1,pub.1,10.1000/d,,PMC12,\"It&#x27;s tests\",J Tests,2018,2018-03-01,2018-02-01,2018-03,1,suppl_2,451-452,Article,\"Roe, Ann B; Doe, Kim\",\"Roe, Ann B (Dept (Old), Uni X; Lab Y); Doe, Kim (Uni Z)\",\"Doe, Kim (Uni Z)\",2,1,,0.5,3,\"Humans; Suicide, Attempted\",\"[Poe, E.; Moe, F.]|ids|J Old|1991|50|2|179-211|10.1000/old|pub.9|26;[Koe, G]||J New|2001||||||\"\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(read.about.exported.unwrap().to_string(), "2025-10-14");
    assert_eq!(read.titles(), ["It's tests"]);
    assert_eq!(affiliations(&read, 0), [vec!["Dept (Old), Uni X", "Lab Y"], vec!["Uni Z"]]);
    assert_eq!(record.people[1].is_corresponding, Some(true));
    assert_eq!(record.people[0].is_corresponding, None);
    assert_eq!(record.work.supplement.as_ref().unwrap().value, "Suppl 2");
    assert_eq!(record.work.issue, None);
    assert_eq!(issued(&read, 0), "2018-03-01");
    let metrics: Vec<(Metric, f64)> = record.counts.iter().map(|c| (c.metric, c.value)).collect();
    assert_eq!(
        metrics,
        [
            (Metric::CitedByCount, 2.0),
            (Metric::RecentCitations, 1.0),
            (Metric::Fcr, 0.5),
            (Metric::Altmetric, 3.0)
        ]
    );
    assert_eq!(record.keywords[1].term, "Humans");
    assert_eq!(record.keywords[2].term, "Suicide, Attempted");
    let old = record.cited[0].work.as_ref().unwrap();
    assert_eq!(old.contributors.len(), 2);
    assert_eq!(old.container_title.as_ref().unwrap().value, "J Old");
    assert_eq!(old.pages.as_ref().unwrap().value.first, "179");
    assert_eq!(record.cited[0].identifiers.len(), 2);
    assert_eq!(record.cited.len(), 2);
}

#[test]
fn web_of_science_tab_delimited() {
    let header = "PT\tAU\tAF\tTI\tSO\tDT\tDE\tID\tAB\tC1\tRP\tOI\tFU\tFX\tCR\tNR\tTC\tU2\tSN\tEI\tJ9\tPD\tPY\tVL\tIS\tBP\tEP\tAR\tDI\tWC\tPM\tUT";
    let row = "J\tRoe, AB; Doe, K\tRoe, Ann B.; Doe, Kim\t\"Quoted\" tests\tJOURNAL OF TESTS\tArticle; Proceedings Paper\ta; b\tPLUS\tText.\t[Roe, Ann B.; Doe, Kim] Uni X, Oslo, Norway; [Doe, Kim] Uni Y, Rome\tDoe, K (corresponding author), Uni Y, Rome.\tRoe, Ann/0000-0002-1825-0097\tTest Fund [A-1, A-2]; Other\tThanks.\tPoe E, 2010, J APPL PHYS, V12, P34, DOI 10.1063/1.1; *WHO, 1999, REP\t2\t5\t8\t0018-9219\t1558-2256\tJ TESTS\tDEC\t2019\t3\t4\t5\t9\t\t10.1000/w\tPhysics, Applied\t777\tWOS:0001";
    let read = read(&format!("{header}\n{row}\n"));
    let record = &read.records[0].record;
    assert_eq!(read.titles(), ["\"Quoted\" tests"]);
    assert_eq!(people(&read, 0), ["Roe, Ann B.", "Doe, Kim"]);
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(
        affiliations(&read, 0),
        [vec!["Uni X, Oslo, Norway"], vec!["Uni X, Oslo, Norway", "Uni Y, Rome"]]
    );
    assert_eq!(record.work.kind, WorkKind::ConferencePaper);
    assert_eq!(issued(&read, 0), "2019-12");
    assert_eq!(ids(&read, 0), ["doi:10.1000/w", "pmid:777", "wos:WOS:0001"]);
    let cited = record.cited[0].work.as_ref().unwrap();
    assert_eq!(cited.container_title.as_ref().unwrap().value, "J APPL PHYS");
    assert_eq!(cited.volume.as_ref().unwrap().value, "12");
    assert_eq!(cited.pages.as_ref().unwrap().value.first, "34");
    assert_eq!(record.cited[0].identifiers[0].value, "10.1063/1.1");
    assert_eq!(record.serial.issn_electronic.as_deref(), Some("1558-2256"));
    assert_eq!(record.funding.len(), 3);
}

#[test]
fn web_of_science_by_names() {
    let read = read(concat!(
        "Publication Type,Authors,Author Full Names,Article Title,Source Title,Document Type,\"Times Cited, WoS Core\",Publication Year,Start Page,End Page,DOI,UT (Unique WOS ID)\n",
        "J,\"Roe, A\",\"Roe, Ann\",Tests,J TESTS,Review,4,2020,1,9,10.1000/x,WOS:0002\n",
    ));
    assert_eq!(people(&read, 0), ["Roe, Ann"]);
    assert_eq!(read.records[0].record.work.kind, WorkKind::Review);
    assert_eq!(read.records[0].record.counts[0].provider, Provider::Wos);
    assert_eq!(ids(&read, 0), ["doi:10.1000/x", "wos:WOS:0002"]);
}

#[test]
fn lens() {
    let read = read(concat!(
        "Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Author/s,Abstract,Volume,Issue Number,Start Page,End Page,Fields of Study,Keywords,MeSH Terms,Funding,Source URLs,PMID,DOI,Citing Works Count,References,Is Open Access\n",
        "001-234-567-890-12X,On tests,2019-05-06,2019,journal article,J Tests,00189219; 15582256,Ann Roe;; Kim Doe,Text,1,2,3,9,Physics; Optics,a;; b,Humans,,https://x.org/1,77,10.1000/l,5,002-234-567-890-12X; 003-234-567-890-12X,true\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(people(&read, 0), ["Roe, Ann", "Doe, Kim"]);
    assert_eq!(record.counts[0].provider, Provider::Lens);
    assert_eq!(record.cited.len(), 2);
    assert_eq!(record.cited[0].identifiers[0].scheme, Scheme::Lens);
    assert_eq!(record.serial.issn_other.len(), 2);
    assert_eq!(issued(&read, 0), "2019-05-06");
}

#[test]
fn openalex() {
    let read = read(concat!(
        "id,doi,title,display_name,publication_year,publication_date,type,cited_by_count,primary_location.source.display_name,primary_location.source.issn_l,biblio.volume,biblio.issue,biblio.first_page,biblio.last_page,authorships.author.display_name,authorships.author.orcid,referenced_works,language\n",
        "https://openalex.org/W123456,https://doi.org/10.1000/o,On tests,On tests,2021,2021-02-03,article,9,J Tests,0018-9219,1,2,3,4,Ann Roe|Kim Doe,https://orcid.org/0000-0002-1825-0097|,https://openalex.org/W1111|https://openalex.org/W2222,en\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(ids(&read, 0), ["openalex:W123456", "doi:10.1000/o"]);
    assert_eq!(people(&read, 0), ["Roe, Ann", "Doe, Kim"]);
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.cited.len(), 2);
    assert_eq!(record.cited[0].identifiers[0].value, "W1111");
    assert_eq!(record.serial.issn_l.as_deref(), Some("0018-9219"));
    assert_eq!(record.counts[0].provider, Provider::Openalex);
}

#[test]
fn pubmed() {
    let read = read(concat!(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n",
        "11,On tests.,\"Roe A, Doe KL, Test Study Group.\",J Tests. 2021 Dec 21;1(2):10-1. doi: 10.1000/p. Epub 2021 Nov 3.,Roe A,J Tests,2021,2021/11/05,PMC12,,10.1000/p\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(people(&read, 0), ["Roe, A", "Doe, KL", "Test Study Group."]);
    assert_eq!(pages(&read, 0), ("10".into(), Some("11".into())));
    assert_eq!(record.work.volume.as_ref().unwrap().value, "1");
    assert_eq!(record.dates.len(), 3);
}

#[test]
fn others() {
    // Zotero
    let zotero = read(concat!(
        "\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"Publication Title\",\"ISBN\",\"ISSN\",\"DOI\",\"Url\",\"Abstract Note\",\"Date\",\"Date Added\",\"Pages\",\"Issue\",\"Volume\",\"Library Catalog\",\"Extra\",\"File Attachments\",\"Manual Tags\",\"Editor\"\n",
        "\"ABCD1234\",\"journalArticle\",\"2019\",\"Roe, Ann; Doe, Kim\",\"On tests\",\"J Tests\",\"\",\"0018-9219\",\"10.1000/z\",\"https://x.org\",\"Text\",\"2019-05\",\"2020-01-01 10:00:00\",\"1-9\",\"2\",\"1\",\"PubMed\",\"PMID: 77\nA remark\",\"C:\\x.pdf\",\"a; b\",\"Poe, Eve\"\n",
    ));
    assert_eq!(ids(&zotero, 0), ["doi:10.1000/z", "url:https://x.org", "pmid:77"]);
    assert_eq!(issued(&zotero, 0), "2019-05");
    let notes: Vec<&str> = zotero.records[0].record.work.notes.iter().map(|n| n.value.as_str()).collect();
    assert_eq!(notes, ["A remark"]);
    // Publish or Perish
    let perish = read(concat!(
        "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,QueryDate,Type,DOI\n",
        "12,\"A Roe, KL Doe, ...\",On tests,2019,J Tests,Pub,https://x.org,https://y,1,2024-01-02 10:00:00,CITATION,\n",
    ));
    assert_eq!(people(&perish, 0), ["Roe, A", "Doe, KL"]);
    assert!(perish.records[0].record.work.authors_truncated);
    assert_eq!(perish.about.exported.unwrap().to_string(), "2024-01-02");
    // EBSCO
    let ebsco = read(concat!(
        "Article Title,Author,Journal Title,ISSN,ISBN,Publication Date,Volume,Issue,First Page,Page Count,Accession Number,DOI,Publisher,Doctype,Subjects,Keywords,Abstract,PLink\n",
        "On tests,\"Roe, Ann; Doe, Kim\",J Tests,00189219,,20190506,1,2,3,7,98765,10.1000/e,Pub,Article,A; B,,Text,https://e\n",
    ));
    assert_eq!(issued(&ebsco, 0), "2019-05-06");
    assert!(ids(&ebsco, 0).contains(&"other:ebsco:98765".to_owned()));
    // ProQuest
    let proquest = read(concat!(
        "Title,Abstract,StoreId,ArticleType,AlternateTitle,Authors,documentType,language,pages,pubtitle,issn,volume,issue,year,pubdate,digitalObjectIdentifier,subjectTerms\n",
        "On tests,Text,123,Scholarly Journals,,\"Roe, Ann; Doe, Kim\",Journal Article,English,1-9,J Tests,00189219,1,2,2019,\"May 6, 2019\",10.1000/q,A; B\n",
    ));
    assert_eq!(people(&proquest, 0), ["Roe, Ann", "Doe, Kim"]);
    assert_eq!(issued(&proquest, 0), "2019-05-06");
    // Embase
    let embase = read(concat!(
        "Title,Author Names,Source,Publication Year,Volume,Issue,First Page,Last Page,DOI,Medline PMID,PUI,Abstract\n",
        "On tests,\"Roe A.; Doe K.\",J Tests,2019,1,2,3,9,10.1000/m,77,L1,Text\n",
    ));
    assert_eq!(embase.records[0].record.work.container_title.as_ref().unwrap().value, "J Tests");
    // ACM
    let acm = read(
        "item_type,id,author,title,booktitle,volume,number,year,doi,publisher,acmid\nproceeding,1,Ann Roe and Kim Doe,On tests,Proc of T,1,2,2019,10.1145/1,ACM,1\n",
    );
    assert_eq!(people(&acm, 0), ["Roe, Ann", "Doe, Kim"]);
    // Somebody's own, in German
    let own = read(
        "Titel;Verfasser;Jahr;Zeitschrift;Band;Heft;Seiten;Sprache\nÜber Tests;\"Roe, Anna; Doe, Kim\";1999;Z Test;1;2;3-9;Deutsch\n",
    );
    assert_eq!(own.records[0].record.work.language.as_deref(), Some("de"));
    assert_eq!(pages(&own, 0), ("3".into(), Some("9".into())));
}

#[test]
fn springer_and_ieee() {
    let springer = read(
        "Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,URL,Content Type\nOn tests,J Tests,,1,2,10.1007/1,Ann RoeKim De Doe,2019,http://x,Article\n",
    );
    assert_eq!(people(&springer, 0), ["Roe, Ann", "De Doe, Kim"]);
    let ieee = read(
        "\"Document Title\",Authors,\"Author Affiliations\",\"Publication Title\",\"Publication Year\",\"Start Page\",\"End Page\",\"DOI\",\"ISBNs\",\"Author Keywords\",\"IEEE Terms\",\"Document Identifier\"\n\"On tests\",\"A. Roe; K. Doe\",\"Uni X; Uni Y\",\"Proc T\",2019,1,9,10.1109/1,978-0-306-40615-7,a;b,C;D,IEEE Conferences\n",
    );
    assert_eq!(affiliations(&ieee, 0), [["Uni X"], ["Uni Y"]]);
    assert_eq!(ieee.records[0].record.work.kind, WorkKind::ConferencePaper);
}

#[test]
fn retraction_watch() {
    let read = read(concat!(
        "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\n",
        "5,On tests,(B/T) X;,Uni X;,J Tests,Pub,Norway,Ann Roe;Kim Doe,,Research Article;,7/31/2024 0:00,10.1000/r,0,1/2/2020 0:00,10.1000/orig,77,Expression of concern,+Error in Data;+Other;,No,\n",
    ));
    let record = &read.records[0].record;
    assert_eq!(ids(&read, 0), ["doi:10.1000/orig", "pmid:77"]);
    let update = &record.updates[0];
    assert_eq!(update.kind, UpdateKind::ExpressionOfConcern);
    assert_eq!(update.other[0].value, "10.1000/r");
    assert_eq!(update.other.len(), 1);
    assert_eq!(update.date.unwrap().to_string(), "2024-07-31");
    assert_eq!(update.asserted_by.as_deref(), Some("retraction-watch"));
    assert_eq!(record.work.kind, WorkKind::Article);
}
