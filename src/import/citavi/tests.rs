use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::*;
use crate::import::checks::{self, Read as Found};
use crate::model::{Role, WorkKind};

const PROJECT: &str = r#"<?xml version="1.0" encoding="utf-8"?><CitaviExchangeData Version="6.8">
<Keywords><Keyword id="k1"><Name>alpha</Name></Keyword></Keywords>
<Periodicals><Periodical id="j1"><Name>Journal of Tests</Name><StandardAbbreviation>J. Tests</StandardAbbreviation><ISSN>0018-9219</ISSN></Periodical></Periodicals>
<Persons><Person id="p1"><FirstName>Ann</FirstName><LastName>Roe</LastName><MiddleName>B.</MiddleName></Person><Person id="p2"><LastName>Test Group of X</LastName></Person><Person id="p3"><FirstName>Eve</FirstName><LastName>Poe</LastName></Person></Persons>
<Publishers><Publisher id="b1"><Name>Pub</Name></Publisher></Publishers>
<References>
<Reference id="r1"><PeriodicalID>j1</PeriodicalID><DOI>10.1000/C.1</DOI><LanguageCode>en</LanguageCode><Number>2</Number><PageRange>&lt;sp&gt;
  &lt;n&gt;12&lt;/n&gt;&lt;os&gt;12&lt;/os&gt;
&lt;/sp&gt;&lt;ep&gt;&lt;os&gt;19&lt;/os&gt;&lt;/ep&gt;&lt;os&gt;12-19&lt;/os&gt;</PageRange><ReferenceType>JournalArticle</ReferenceType><Title>On tests</Title><Subtitle>a study</Subtitle><Volume>1</Volume><Year>2017</Year></Reference>
<Reference id="r2"><ReferenceType>BookEdited</ReferenceType><Title>The Book</Title><Year>2018</Year></Reference>
<Reference id="r3"><ReferenceType>Contribution</ReferenceType><Title>A chapter</Title><CitationKey>Roe2018</CitationKey><Year>2018</Year></Reference>
</References>
<ReferenceAuthors><OnetoN>r1;p1;p2</OnetoN><OnetoN>r3;p1</OnetoN></ReferenceAuthors>
<ReferenceEditors><OnetoN>r2;p3</OnetoN></ReferenceEditors>
<ReferenceKeywords><OnetoN>r1;k1;k9</OnetoN></ReferenceKeywords>
<ReferencePublishers><OnetoN>r2;b1</OnetoN></ReferencePublishers>
<ReferenceReferences><OnetoN>r2;r3</OnetoN></ReferenceReferences>
</CitaviExchangeData>"#;

fn backup(project: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("My project.ctv6", deflated).unwrap();
    zip.write_all(project).unwrap();
    zip.finish().unwrap().into_inner()
}

fn read(bytes: Vec<u8>) -> Found {
    checks::drain(open(Box::new(Cursor::new(bytes)), &Limits::default()).unwrap())
}

#[test]
fn fields() {
    let bytes = backup(PROJECT.as_bytes());
    assert!(detect(&bytes));
    let read = read(bytes);
    assert_eq!(read.titles(), ["On tests: a study", "The Book", "A chapter"]);
    let work = &read.records[0].record.work;
    let people: Vec<String> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(people, ["Roe, Ann B.", "Test Group of X"]);
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("19"));
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(read.records[0].record.serial.abbreviation.as_deref(), Some("J. Tests"));
    assert_eq!(read.records[0].record.keywords.len(), 2);
    let chapter = &read.records[2];
    assert_eq!(chapter.label.as_deref(), Some("Roe2018"));
    assert_eq!(chapter.record.work.kind, WorkKind::Chapter);
    assert_eq!(chapter.record.work.container_title.as_ref().unwrap().value, "The Book");
    assert_eq!(chapter.record.work.contributors[1].role, Role::Editor);
    assert_eq!(read.records[1].record.work.publisher.as_ref().unwrap().value, "Pub");
}

#[test]
fn hostile_archives() {
    for bytes in [Vec::new(), b"PK\x03\x04".to_vec(), b"text".to_vec()] {
        assert!(!detect(&bytes));
        assert!(open(Box::new(Cursor::new(bytes)), &Limits::default()).is_err());
    }
    let bomb = backup(&vec![b' '; 200 << 20]);
    assert!(open(Box::new(Cursor::new(bomb)), &Limits::default()).is_err());
    let whole = backup(PROJECT.as_bytes());
    for cut in (0..whole.len()).step_by(23) {
        let _ = detect(&whole[..cut]);
        if let Ok(mut records) = open(Box::new(Cursor::new(whole[..cut].to_vec())), &Limits::default()) {
            while let Ok(Some(_)) = records.next() {}
        }
    }
    let broken = PROJECT.replace("<Title>The Book</Title>", "<Title>The Book");
    let read = read(backup(broken.as_bytes()));
    assert_eq!((read.records.len(), read.broken.len()), (2, 1));
}

/// The index gives no counts; these are the numbers of `<Reference id` in the files.
#[test]
fn real_backups() {
    let Some(folder) = checks::samples() else { return };
    for (number, records) in [(1, 60), (2, 58), (3, 99), (4, 1), (5, 4)] {
        let bytes =
            std::fs::read(folder.join(format!("citavi/jabref__citavixmlimportertest{number}.ctv6bak")))
                .unwrap();
        assert!(detect(&bytes));
        let read = read(bytes);
        assert_eq!((read.records.len(), read.broken.len()), (records, 0), "{number}: {:?}", read.broken);
        if number < 4 {
            let with_people = read.records.iter().filter(|r| !r.record.work.contributors.is_empty()).count();
            assert!(with_people * 10 > records * 7, "{number}: {with_people}");
        }
    }
}
