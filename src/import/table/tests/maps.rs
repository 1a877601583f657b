//! Column maps.

use std::collections::BTreeMap;

use super::*;

fn map(columns: &[(Column, &str)], separator: Option<&str>) -> ColumnMap {
    let columns: BTreeMap<Column, String> = columns.iter().map(|(c, n)| (*c, (*n).to_owned())).collect();
    ColumnMap { separator: separator.map(str::to_owned), columns }
}

fn open_with(text: &str, map: &ColumnMap) -> Result<Box<dyn Records>, TableError> {
    open(decode_bytes(text.as_bytes()).unwrap(), &Limits::default(), map)
}

const TABLE: &str = "Bezeichnung,Leute,Wann,Title\nÜber Tests,Roe Ann # Doe Kim,1999,Nr. 5\n";

#[test]
fn columns_by_their_names() {
    let map =
        map(&[(Column::Title, "bezeichnung"), (Column::Author, "Leute"), (Column::Year, "Wann")], Some("#"));
    let read = checks::drain(open_with(TABLE, &map).unwrap());
    assert_eq!(read.titles(), ["Über Tests"]);
    let work = &read.records[0].record.work;
    assert_eq!(work.contributors.len(), 2);
    assert_eq!(work.issued.as_ref().unwrap().value.year, 1999);
    // What was called a title is one no more, and not lost.
    assert_eq!(work.notes[0].value, "Title: Nr. 5");
}

#[test]
fn a_column_that_is_not_there() {
    let map = map(&[(Column::Title, "Bezeichnung"), (Column::Doi, "DOI-Nummer")], None);
    let error = open_with(TABLE, &map).err().unwrap().to_string();
    assert!(
        error.contains("\"DOI-Nummer\"") && error.contains("doi") && error.contains("Bezeichnung, Leute"),
        "{error}"
    );
}

#[test]
fn one_column_is_a_table_too() {
    let map = map(&[(Column::Doi, "Nummer")], None);
    let read = checks::drain(open_with("Nummer\n10.1000/1\n10.1000/2\n", &map).unwrap());
    assert_eq!(read.records.len(), 2);
}

#[test]
fn as_it_stands_in_a_settings_file() {
    let json = r#"{"title": "Titel", "author": "Verfasser", "first_page": "von", "separator": ";"}"#;
    let read: ColumnMap = serde_json::from_str(json).unwrap();
    let expected = map(
        &[(Column::Title, "Titel"), (Column::Author, "Verfasser"), (Column::FirstPage, "von")],
        Some(";"),
    );
    assert_eq!(read, expected);
    assert_eq!(serde_json::from_str::<ColumnMap>(&serde_json::to_string(&read).unwrap()).unwrap(), read);
    let wrong = serde_json::from_str::<ColumnMap>(r#"{"titel": "Titel"}"#).unwrap_err().to_string();
    assert!(wrong.contains("titel") && wrong.contains("title"), "{wrong}");
}

#[test]
fn every_column_has_the_name_serde_gives_it() {
    for column in Column::ALL {
        assert_eq!(serde_json::to_string(column).unwrap(), format!("\"{}\"", column.as_str()));
    }
}
