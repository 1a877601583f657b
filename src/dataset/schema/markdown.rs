use std::fmt::Write as _;

use super::{Kind, SCHEMA_VERSION, TABLES, Table};
use crate::model::IssueCode;

/// The data dictionary for people: every table and column, in Markdown.
pub fn data_dictionary() -> String {
    let mut out = format!(
        "# Data dictionary (schema {SCHEMA_VERSION})\n\n\
         Made from the program's own definition of the tables; do not edit. Every table is always written, empty or \
         not.\n"
    );
    for table in TABLES {
        write_table(&mut out, table);
    }
    out.push_str("\n## Codes of issues\n\n| code | severity | meaning |\n|---|---|---|\n");
    for code in IssueCode::ALL {
        let _ = writeln!(out, "| {} | {} | {} |", code.as_str(), code.severity().as_str(), code.meaning());
    }
    out
}

// Writing to a String cannot fail; the results are dropped.
fn write_table(out: &mut String, table: &Table) {
    let _ = write!(out, "\n## {}\n\n{}\n\nKey: {}", table.name, table.meaning, code(table.key));
    for set in table.unique {
        let _ = write!(out, " · unique: {}", code(set));
    }
    for foreign in table.foreign {
        let _ = write!(out, " · {} → {}", code(foreign.columns), foreign.table);
    }
    out.push_str("\n\n");
    compared(out, table);
    out.push_str("| column | type | null | values | meaning |\n|---|---|---|---|---|\n");
    for column in table.columns {
        let null = if column.nullable { "yes" } else { "no" };
        let values = column.domain.describe().replace('|', "\\|");
        let _ = writeln!(
            out,
            "| {} | {} | {null} | {values} | {} |",
            column.name,
            name(column.kind),
            column.meaning
        );
    }
}

/// How rows are compared with those of another dataset, where that is not by key and column alone.
fn compared(out: &mut String, table: &Table) {
    let how = &table.comparison;
    let mut said = Vec::new();
    if how.skipped {
        said.push("not at all".to_owned());
    }
    if !how.paired_by.is_empty() {
        said.push(format!("rows are paired by {}", code(how.paired_by)));
    }
    if let Some(column) = how.newest {
        said.push(format!("of rows alike in these the one with the greatest `{column}`"));
    }
    if let Some([column, word]) = how.passed_over {
        said.push(format!("rows with `{word}` in `{column}` are passed over: they tell of the run"));
    }
    if !how.left_out.is_empty() {
        said.push(format!("not compared: {}", code(how.left_out)));
    }
    if !how.places.is_empty() {
        said.push(format!("compared unless both are numbers: {}", code(how.places)));
    }
    if !said.is_empty() {
        let _ = write!(out, "Between datasets: {}\n\n", said.join(" · "));
    }
}

fn code(columns: &[&str]) -> String {
    format!("`{}`", columns.join(", "))
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::I16 => "int16",
        Kind::I32 => "int32",
        Kind::I64 => "int64",
        Kind::F64 => "float64",
        Kind::Bool => "boolean",
        Kind::Date => "date",
        Kind::Timestamp => "timestamp, UTC, ms",
    }
}

#[cfg(test)]
mod tests {
    use super::data_dictionary;

    #[test]
    fn the_page_in_docs_is_the_definition() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SCHEMA.md");
        let made = data_dictionary();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(page == made, "docs/SCHEMA.md is out of date; run `make docs`");
    }
}
