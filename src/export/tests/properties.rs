//! What holds for every record, however strange its text.

use proptest::prelude::*;

use super::invented::{self, given, group, id, keyword, person, some};
use crate::export::{CSV_HEADER, Format, write};
use crate::model::{Field, KeywordScheme, Record, Role, Scheme, WorkKind};

fn written(format: Format, records: &[Record]) -> String {
    let mut out = Vec::new();
    write(format, &mut out, records).unwrap();
    String::from_utf8(out).unwrap()
}

/// Any text, and more of what means something to the formats than chance would give.
fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[{}\\\\&%$#_~^\"'<>;:,@= \r\n\t\0\u{b}\u{2028}a-c]{0,20}",
        Just("ER  - \r\nTY  - JOUR".to_owned()),
        Just("\n\nPMID- 1\nTI  - x".to_owned()),
        Just("</record><record>]]>".to_owned()),
        Just("},\n@article{x,".to_owned()),
        Just("a and b, c".to_owned()),
    ]
}

prop_compose! {
    fn records()(
        texts in prop::collection::vec(nasty(), 20),
        kind in 0..WorkKind::ALL.len(),
        truncated in any::<bool>(),
    ) -> Record {
        let mut record = invented::record(&texts[0]);
        let work = &mut record.work;
        work.kind = WorkKind::ALL[kind];
        work.authors_truncated = truncated;
        work.contributors = vec![
            person(Role::Author, &texts[1], &texts[2]),
            group(Role::Author, &texts[3]),
            person(Role::Editor, &texts[4], &texts[5]),
            group(Role::Collaborator, &texts[6]),
        ];
        work.container_title = given(&texts[7]);
        work.volume = given(&texts[8]);
        work.issue = given(&texts[9]);
        work.publisher = given(&texts[10]);
        work.genre = given(&texts[11]);
        work.identifiers = vec![id(Scheme::Doi, &texts[12]), id(Scheme::Url, &texts[13]), id(Scheme::Other, &texts[14])];
        work.notes = vec![Field::given(texts[15].clone())];
        work.language = some(&texts[16]);
        record.abstract_text = some(&texts[17]);
        record.serial.abbreviation = some(&texts[18]);
        record.keywords = vec![keyword(KeywordScheme::Author, &texts[19]), keyword(KeywordScheme::Mesh, &texts[0])];
        record
    }
}

proptest! {
    #[test]
    fn ris_has_one_tag_a_line(list in prop::collection::vec(records(), 0..4)) {
        let text = written(Format::Ris, &list);
        prop_assert_eq!(text.matches("TY  - ").count() >= list.len(), true);
        let mut ends = 0;
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            prop_assert!(line.len() >= 6 && line.is_char_boundary(6), "{:?}", line);
            prop_assert!(line.as_bytes()[0].is_ascii_uppercase() && &line[2..6] == "  - ", "{:?}", line);
            prop_assert!(!line.contains(['\r', '\n', '\0']));
            ends += usize::from(line == "ER  - ");
        }
        prop_assert_eq!(ends, list.len());
    }

    #[test]
    fn nbib_lines_have_a_tag_or_go_on(list in prop::collection::vec(records(), 0..4)) {
        let text = written(Format::Nbib, &list);
        let blank = text.lines().filter(|line| line.is_empty()).count();
        prop_assert_eq!(blank, list.len().saturating_sub(1));
        for line in text.lines().filter(|line| !line.is_empty()) {
            let tagged = line.as_bytes().get(4) == Some(&b'-') && line.as_bytes()[0].is_ascii_uppercase();
            prop_assert!(tagged || line.starts_with("      "), "{:?}", line);
        }
    }

    #[test]
    fn bibtex_braces_pair(list in prop::collection::vec(records(), 0..4)) {
        let text = written(Format::Bibtex, &list);
        let (mut depth, mut entries) = (0_i64, 0);
        for c in text.chars() {
            match c {
                '{' => {
                    entries += i64::from(depth == 0);
                    depth += 1;
                }
                '}' => depth -= 1,
                '@' if depth == 0 => {}
                _ => {}
            }
            prop_assert!(depth >= 0);
        }
        prop_assert_eq!(depth, 0);
        prop_assert_eq!(entries, i64::try_from(list.len()).unwrap());
    }

    #[test]
    fn csl_json_is_json(list in prop::collection::vec(records(), 0..4)) {
        let items: Vec<serde_json::Value> = serde_json::from_str(&written(Format::CslJson, &list)).unwrap();
        prop_assert_eq!(items.len(), list.len());
        for (item, record) in items.iter().zip(&list) {
            if let Some(title) = crate::export::fields::text(record.work.title.as_ref()) {
                prop_assert_eq!(item["title"].as_str(), Some(title));
            }
        }
    }

    #[test]
    fn endnote_xml_is_well_formed(list in prop::collection::vec(records(), 0..4)) {
        let text = written(Format::EndnoteXml, &list);
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut open, mut records) = (Vec::new(), 0);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    records += usize::from(name == "record");
                    open.push(name);
                }
                quick_xml::events::Event::End(tag) => {
                    let name = open.pop().unwrap();
                    prop_assert!(tag.name().as_ref() == name.as_str());
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        prop_assert_eq!(records, list.len());
        let legal = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        prop_assert!(text.chars().all(legal));
    }

    #[test]
    fn csv_has_a_row_a_record(list in prop::collection::vec(records(), 0..4)) {
        let text = written(Format::Csv, &list);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), list.len());
        for row in &rows {
            prop_assert_eq!(row.len(), CSV_HEADER.len());
            prop_assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
        }
    }
}
