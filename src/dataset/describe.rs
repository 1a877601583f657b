//! `datapackage.json`: the data dictionary that travels with the tables, after Frictionless Data Package.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::error::DatasetError;
use super::schema::{Column, Domain, Kind, SCHEMA_VERSION, Table};
use super::write::{TableFormat, WrittenFile, WrittenTable};
use crate::model::Standing;

/// Name of the file.
pub const DATAPACKAGE: &str = "datapackage.json";

/// What a person declares of a dataset, and what the run adds to it.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// Title.
    pub title: String,
    /// What it holds.
    pub description: Option<String>,
    /// When the run finished, ISO 8601.
    pub created: String,
    /// The run.
    pub run_id: String,
    /// Under which licences the data may be used.
    pub licenses: Vec<License>,
    /// What the data were made from.
    pub sources: Vec<Source>,
    /// What a refresh has to know.
    pub state: State,
}

/// What a refresh has to know of the dataset that it refreshes. Under `refloom` in the description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hash over the names and contents of everything that was read, corrections and local index too.
    #[serde(default)]
    pub read_sha256: String,
    /// How old what services have said is.
    #[serde(default)]
    pub answers: Standing,
}

/// A licence, as Frictionless has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    /// SPDX or Open Definition identifier.
    pub name: String,
    /// Where its text stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Title for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A source, as Frictionless has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Title for people.
    pub title: String,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// SHA-256 of the bytes that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// Writes `datapackage.json` for the tables into `dir`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_datapackage(
    dir: &Path,
    about: &Description,
    tables: &[WrittenTable],
) -> Result<(), DatasetError> {
    let path = dir.join(DATAPACKAGE);
    let text = format!("{:#}\n", datapackage(about, tables));
    let write = || {
        let mut file = File::create_new(&path)?;
        file.write_all(text.as_bytes())
    };
    write().map_err(DatasetError::write(&path))
}

fn datapackage(about: &Description, tables: &[WrittenTable]) -> Json {
    let mut package = Map::new();
    let mut put = |key: &str, value: Json| package.insert(key.to_owned(), value);
    put("$schema", json!("https://datapackage.org/profiles/2.0/datapackage.json"));
    put("name", json!(slug(&about.title)));
    put("id", json!(about.run_id));
    put("title", json!(about.title));
    if let Some(text) = &about.description {
        put("description", json!(text));
    }
    put("created", json!(about.created));
    put("version", json!(SCHEMA_VERSION));
    if !about.licenses.is_empty() {
        put("licenses", json!(about.licenses));
    }
    put("sources", json!(about.sources));
    put("refloom", json!(about.state));
    put("resources", tables.iter().map(resource).collect());
    Json::Object(package)
}

/// A table's resource: its CSV file, with the Parquet file of the same rows beside it; the Parquet file itself where
/// there is no CSV.
fn resource(written: &WrittenTable) -> Json {
    let table = written.table;
    let file = |format| written.files.iter().find(|f| f.format == format);
    let (csv, parquet) = (file(TableFormat::Csv), file(TableFormat::Parquet));
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| out.insert(key.to_owned(), value);
    put("name", json!(table.name.replace('_', "-")));
    put("type", json!("table"));
    put("description", json!(table.meaning));
    if let Some(main) = csv.or(parquet) {
        put("path", json!(main.name));
        put("format", json!(main.format.as_str()));
        put("mediatype", json!(media_type(main.format)));
        if main.format == TableFormat::Csv {
            put("encoding", json!("utf-8"));
        }
        put("bytes", json!(main.bytes));
        put("hash", json!(hash(main)));
    }
    put("rows", json!(written.rows));
    put("content", json!(format!("sha256:{}", written.content)));
    put("fields", json!(table.columns.len()));
    if let (Some(_), Some(same)) = (csv, parquet) {
        let beside = json!({
            "path": same.name, "format": same.format.as_str(), "mediatype": media_type(same.format),
            "bytes": same.bytes, "hash": hash(same),
        });
        put("alternates", json!([beside]));
    }
    put("schema", schema(table));
    Json::Object(out)
}

fn hash(file: &WrittenFile) -> String {
    format!("sha256:{}", file.sha256)
}

const fn media_type(format: TableFormat) -> &'static str {
    match format {
        TableFormat::Csv => "text/csv",
        TableFormat::Parquet => "application/vnd.apache.parquet",
    }
}

fn schema(table: &Table) -> Json {
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| out.insert(key.to_owned(), value);
    put("fields", table.columns.iter().map(|c| field(table, c)).collect());
    put("missingValues", json!([""]));
    put("primaryKey", json!(table.key));
    if !table.unique.is_empty() {
        put("uniqueKeys", json!(table.unique));
    }
    let foreign: Vec<_> = table
        .foreign
        .iter()
        .map(|f| {
            let target = f.table.replace('_', "-");
            json!({ "fields": f.columns, "reference": { "resource": target, "fields": f.target } })
        })
        .collect();
    if !foreign.is_empty() {
        put("foreignKeys", json!(foreign));
    }
    Json::Object(out)
}

fn field(table: &Table, column: &Column) -> Json {
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| out.insert(key.to_owned(), value);
    put("name", json!(column.name));
    put("type", json!(frictionless_type(column.kind)));
    let words = column.domain.describe();
    let listed = matches!(column.domain, Domain::OneOf(_));
    let description = if words.is_empty() || listed {
        column.meaning.to_owned()
    } else {
        format!("{} ({words})", column.meaning)
    };
    put("description", json!(description));
    let constraints = constraints(table, column);
    if !constraints.is_empty() {
        put("constraints", Json::Object(constraints));
    }
    Json::Object(out)
}

const fn frictionless_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::I16 | Kind::I32 | Kind::I64 => "integer",
        Kind::F64 => "number",
        Kind::Bool => "boolean",
        Kind::Date => "date",
        Kind::Timestamp => "datetime",
    }
}

fn constraints(table: &Table, column: &Column) -> Map<String, Json> {
    let mut out = Map::new();
    if !column.nullable {
        out.insert("required".to_owned(), json!(true));
    }
    if table.unique.iter().any(|set| *set == [column.name]) {
        out.insert("unique".to_owned(), json!(true));
    }
    match column.domain {
        Domain::OneOf(words) => {
            out.insert("enum".to_owned(), json!(words));
        }
        Domain::Pattern(pattern, _) => {
            out.insert("pattern".to_owned(), json!(format!("^{pattern}$")));
        }
        Domain::Within(low, high, _) => {
            out.insert("minimum".to_owned(), bound(column.kind, low));
            if high.is_finite() {
                out.insert("maximum".to_owned(), bound(column.kind, high));
            }
        }
        Domain::Any(_) => {}
    }
    out
}

/// A bound in the column's own type: an integer column must not be bounded by `1.0`.
fn bound(kind: Kind, at: f64) -> Json {
    // Bounds of integer columns are whole numbers below 2^53.
    #[allow(clippy::cast_possible_truncation)]
    if kind == Kind::F64 { json!(at) } else { json!(at as i64) }
}

/// A title as a Frictionless name: lower-case letters, digits and hyphens.
fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "dataset".to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_name() {
        assert_eq!(slug("Interleukin-2 (IL-2), advanced melanoma."), "interleukin-2-il-2-advanced-melanoma");
        assert_eq!(slug("文献"), "dataset");
    }

    #[test]
    fn integer_columns_have_integer_bounds() {
        assert_eq!(bound(Kind::I16, 1000.0).to_string(), "1000");
        assert_eq!(bound(Kind::F64, 1.0).to_string(), "1.0");
    }
}
