//! Looking into JSON that may hold anything.

use serde_json::Value;

use super::text;
use crate::model::IssueCode;
use crate::normalize::Finding;

/// Findings told of one record. A record that is wrong in more places than this is wrong altogether.
const MOST_FINDINGS: usize = 50;

/// How much of a wrong value is shown.
const SHOWN: usize = 120;

/// What was found wrong in a record.
#[derive(Debug, Default)]
pub(in crate::import) struct Log(Vec<Finding>);

impl Log {
    pub(in crate::import) fn add(
        &mut self,
        code: IssueCode,
        field: &'static str,
        message: impl Into<String>,
        observed: &str,
    ) {
        if self.0.len() < MOST_FINDINGS {
            let observed: String = observed.chars().take(SHOWN).collect();
            self.0.push(Finding { code, field, message: message.into(), observed, expected: None });
        }
    }

    /// A value of another type than the field has.
    pub(in crate::import) fn wrong_type(&mut self, field: &'static str, expected: &str, value: &Value) {
        let message = format!("its {field} is not {expected} and was left out");
        self.add(IssueCode::ValueOutOfRange, field, message, &shown(value));
    }

    pub(in crate::import) fn extend(&mut self, more: Vec<Finding>) {
        let room = MOST_FINDINGS.saturating_sub(self.0.len());
        self.0.extend(more.into_iter().take(room));
    }

    pub(in crate::import) fn into_findings(self) -> Vec<Finding> {
        self.0
    }
}

/// A value for a person to look at; large ones by their kind alone, for they would have to be written out to be cut.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(map) => format!("an object of {}", map.len()),
        Value::String(text) => text.chars().take(SHOWN).collect(),
        other => other.to_string(),
    }
}

/// The text of a field, without markup; numbers are taken as text. Empty text is none.
pub(in crate::import) fn text(object: &Value, key: &'static str, log: &mut Log) -> Option<String> {
    string(object.get(key)?, key, log)
}

/// The same for a value that is already at hand.
pub(in crate::import) fn string(value: &Value, key: &'static str, log: &mut Log) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(raw) => Some(text::plain(raw)).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        other => {
            log.wrong_type(key, "text", other);
            None
        }
    }
}

/// The values of a field that holds a list. One value in place of a list is a list of one.
pub(in crate::import) fn list<'a>(object: &'a Value, key: &'static str, log: &mut Log) -> &'a [Value] {
    match object.get(key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one @ (Value::String(_) | Value::Object(_))) => std::slice::from_ref(one),
        Some(other) => {
            log.wrong_type(key, "a list", other);
            &[]
        }
    }
}

/// The texts of a field that holds a list of them.
pub(in crate::import) fn texts(object: &Value, key: &'static str, log: &mut Log) -> Vec<String> {
    list(object, key, log).iter().filter_map(|value| string(value, key, log)).collect()
}

/// A count: a whole number, or its digits.
pub(in crate::import) fn count(object: &Value, key: &'static str, log: &mut Log) -> Option<u64> {
    let value = object.get(key).filter(|v| !v.is_null())?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    if number.is_none() {
        log.wrong_type(key, "a count", value);
    }
    number
}

/// The object a field holds.
pub(in crate::import) fn object<'a>(of: &'a Value, key: &'static str, log: &mut Log) -> Option<&'a Value> {
    let value = of.get(key).filter(|v| !v.is_null())?;
    if !value.is_object() {
        log.wrong_type(key, "an object", value);
        return None;
    }
    Some(value)
}
