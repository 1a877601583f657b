use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;

use super::super::describe::{Source, State};
use super::super::error::DatasetError;

/// What a check needs of `datapackage.json`.
#[derive(Debug, Deserialize)]
pub struct Package {
    pub id: Option<String>,
    pub created: Option<String>,
    pub version: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    #[serde(default)]
    pub refloom: State,
    pub resources: Vec<Resource>,
}

#[derive(Debug, Deserialize)]
pub struct Resource {
    pub name: String,
    pub rows: Option<u64>,
    pub content: Option<String>,
    pub schema: Schema,
    #[serde(flatten)]
    main: DataFile,
    #[serde(default)]
    alternates: Vec<DataFile>,
}

#[derive(Debug, Deserialize)]
pub struct DataFile {
    pub path: String,
    pub format: Option<String>,
    pub bytes: Option<u64>,
    pub hash: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    pub fields: Vec<FieldSpec>,
    #[serde(default)]
    pub primary_key: Vec<String>,
    #[serde(default)]
    pub unique_keys: Vec<Vec<String>>,
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
}

#[derive(Debug, Deserialize)]
pub struct FieldSpec {
    pub name: String,
    pub r#type: String,
    #[serde(default)]
    pub constraints: Constraints,
}

#[derive(Debug, Default, Deserialize)]
pub struct Constraints {
    #[serde(default)]
    pub required: bool,
    pub r#enum: Option<Vec<String>>,
    pub pattern: Option<String>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
}

#[derive(Debug, Deserialize)]
pub struct ForeignKey {
    pub fields: Vec<String>,
    pub reference: Target,
}

#[derive(Debug, Deserialize)]
pub struct Target {
    pub resource: String,
}

/// No description of ours comes near this size.
const LARGEST: u64 = 8 << 20;

impl Package {
    pub fn read(path: &Path) -> Result<Self, DatasetError> {
        let mut text = String::new();
        let file = File::open(path).map_err(DatasetError::read(path))?;
        file.take(LARGEST + 1).read_to_string(&mut text).map_err(DatasetError::read(path))?;
        if text.len() as u64 > LARGEST {
            return Err(not_understood(path, format!("it is larger than {LARGEST} bytes")));
        }
        let json: Json = serde_json::from_str(&text).map_err(|e| not_understood(path, e.to_string()))?;
        serde_json::from_value(json).map_err(|e| not_understood(path, e.to_string()))
    }

    /// What is said of a table, by its name in the schema.
    pub fn table(&self, name: &str) -> Option<&Resource> {
        let name = name.replace('_', "-");
        self.resources.iter().find(|r| r.name == name)
    }

    /// True when a foreign key points to the table.
    pub fn is_referenced(&self, table: &str) -> bool {
        self.resources.iter().flat_map(|r| &r.schema.foreign_keys).any(|f| f.reference.resource == table)
    }
}

fn not_understood(path: &Path, message: String) -> DatasetError {
    DatasetError::NotADataset { path: path.to_owned(), message }
}

impl Resource {
    /// True when one file of both has the same content, by its hash.
    pub fn is_same(&self, other: &Self) -> bool {
        self.files().any(|ours| {
            ours.hash.is_some() && other.files().any(|o| o.format == ours.format && o.hash == ours.hash)
        })
    }

    /// The table's files, the main one first.
    pub fn files(&self) -> impl Iterator<Item = &DataFile> {
        std::iter::once(&self.main).chain(&self.alternates)
    }

    /// The same, for good.
    pub fn into_files(self) -> impl Iterator<Item = DataFile> {
        std::iter::once(self.main).chain(self.alternates)
    }
}

impl Schema {
    /// Positions of columns; a name that is no column has none.
    pub fn positions(&self, names: &[String]) -> Vec<usize> {
        names.iter().filter_map(|name| self.fields.iter().position(|f| f.name == *name)).collect()
    }
}
