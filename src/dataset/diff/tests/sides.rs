//! Datasets of different forms.

use std::fs;

use super::super::super::TableFormat;
use super::super::super::schema::SCHEMA_VERSION;
use super::made::{Desk, Writer, all_told};

fn few(w: &mut Writer, title: &str) {
    w.document("d_a", "list.txt");
    w.reference("r_a", "d_a", "=Smith, \"2001\"\n|", "w_a", "matched");
    w.work("w_a", |row| {
        row.title = Some(title.to_owned());
        row.confidence = Some(0.25);
        row.pmid = Some(7);
    });
    w.metric("w_a", 20_000, 5.0);
    w.update("w_a", "correction", "crossref", "unknown");
}

#[test]
fn formats_do_not_matter() {
    let desk = Desk::new();
    let csv = desk.make("csv", TableFormat::Csv, |w| few(w, "'+1"));
    let parquet = desk.make("parquet", TableFormat::Parquet, |w| few(w, "'+1"));
    let other = desk.make("other", TableFormat::Parquet, |w| few(w, "-1"));
    assert_eq!(desk.compare(&csv, &parquet, 1 << 20).0, []);
    assert_eq!(desk.compare(&parquet, &csv, 1 << 20).0, []);
    for old in [&csv, &parquet] {
        assert_eq!(all_told(&desk.compare(old, &other, 1 << 20).0), ["works w_a title modified '+1 -1"]);
    }
}

#[test]
fn a_table_whose_file_is_the_same_is_not_read() {
    let desk = Desk::new();
    let old = desk.make("old", TableFormat::Csv, |w| w.keyword("w_a", 1, "Humans"));
    let new = desk.make("new", TableFormat::Csv, |w| w.keyword("w_a", 1, "Humans"));
    fs::remove_file(old.join("keywords.csv")).unwrap();
    assert_eq!(desk.compare(&old, &new, 1 << 20).0, []);
}

#[test]
fn of_different_schemas_what_both_have_is_compared() {
    let desk = Desk::new();
    let old = desk.make("old", TableFormat::Csv, |w| few(w, "a"));
    let new = desk.make("new", TableFormat::Csv, |w| few(w, "b"));
    // An older schema without a column and without a table.
    let description = old.join("datapackage.json");
    let mut json: serde_json::Value = serde_json::from_slice(&fs::read(&description).unwrap()).unwrap();
    json["version"] = "0.3.0".into();
    let resources = json["resources"].as_array_mut().unwrap();
    resources.retain(|r| r["name"] != "mentions");
    let updates = resources.iter_mut().find(|r| r["name"] == "updates").unwrap();
    let fields = updates["schema"]["fields"].as_array_mut().unwrap();
    let at = fields.iter().position(|f| f["name"] == "reason").unwrap();
    fields.remove(at);
    fs::write(&description, json.to_string()).unwrap();
    let table = old.join("updates.csv");
    let text = fs::read_to_string(&table).unwrap().replace("date,reason,checked_at", "date,checked_at");
    fs::write(&table, text.replace(",,", ",")).unwrap();
    let (changes, digest) = desk.compare(&old, &new, 1 << 20);
    assert_eq!(all_told(&changes), ["works w_a title modified a b"]);
    assert_eq!(
        digest.notes,
        [
            format!("the datasets have schemas 0.3.0 and {SCHEMA_VERSION}: what both have was compared")
                .as_str(),
            "only the new dataset has the table mentions",
            "only the new dataset has reason in its table updates",
        ]
    );
}

#[test]
fn a_damaged_table_is_told_with_its_place() {
    let desk = Desk::new();
    let old = desk.make("old", TableFormat::Csv, |w| few(w, "a"));
    let new = desk.make("new", TableFormat::Csv, |w| few(w, "b"));
    let table = new.join("works.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replace("w_a,", ",")).unwrap();
    let options = super::super::Options::default();
    let error = super::super::diff(&old, &new, &options, &mut |_| Ok(())).unwrap_err().to_string();
    assert!(error.contains("works.csv") && error.contains("row 1"), "{error}");
}
