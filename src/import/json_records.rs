//! Records of a JSON file: each of its values, read by the reader of its format.

use std::io;

use serde_json::Value;

use super::json_values::{JsonValues, Piece, Shape};
use super::{About, Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{IssueCode, Place};
use crate::normalize::Finding;

/// Reads a value of the file; a sentence for a person where it is no record.
pub(in crate::import) type ReadValue = fn(&Value, Place) -> Result<Imported, String>;

/// The records of a file.
pub(in crate::import) struct JsonRecords {
    values: JsonValues,
    read: ReadValue,
}

impl JsonRecords {
    pub(in crate::import) fn new(text: Decoded, limits: &Limits, shape: Shape, read: ReadValue) -> Self {
        Self { values: JsonValues::new(text, limits, shape), read }
    }
}

impl Records for JsonRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        Ok(self.values.next()?.map(|piece| match piece {
            Piece::Broken(broken) => Item::Broken(broken),
            Piece::Value { value, place, mended } => match (self.read)(&value, place) {
                Ok(mut record) => {
                    if mended {
                        record.findings.push(Finding {
                            code: IssueCode::ValueOutOfRange,
                            field: "record",
                            message: "its JSON is faulty and was read nevertheless".to_owned(),
                            observed: String::new(),
                            expected: None,
                        });
                    }
                    Item::Record(Box::new(record))
                }
                Err(message) => Item::Broken(Broken { place, message, observed: Some(shown(&value)) }),
            },
        }))
    }

    fn about(&self) -> About {
        self.values.about()
    }
}

/// A value for a person: the names of its parts.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let keys: Vec<&str> = map.keys().take(6).map(|key| key.get(..30).unwrap_or(key)).collect();
            format!("an object with {}", if keys.is_empty() { "nothing".to_owned() } else { keys.join(", ") })
        }
        Value::Array(items) => format!("a list of {}", items.len()),
        other => other.to_string().chars().take(120).collect(),
    }
}
