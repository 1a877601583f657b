//! One YAML value (YAML 1.2.2) as a JSON value.
//!
//! Scalars stay text, so that `012`, `1e5` and `1.10` are what was written. Aliases are not followed: a few lines of
//! them can stand for gigabytes.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Values within values.
const DEPTH_LIMIT: usize = 32;

/// Values of one text.
const VALUE_LIMIT: usize = 100_000;

/// What is open while a text is read.
enum Open {
    List(Vec<Value>),
    Object(Map<String, Value>, Option<String>),
}

/// Reads a text that holds one value; a part of a sentence for a person where it does not.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|e| format!("it is not well-formed: {e}"))?;
        count += 1;
        if count > VALUE_LIMIT {
            return Err(format!("it has more than {VALUE_LIMIT} values"));
        }
        let done = match event {
            Event::Scalar(text, style, ..) => Some(scalar(&text, style)),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Object(Map::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| match closed {
                Open::List(items) => Value::Array(items),
                Open::Object(map, _) => Value::Object(map),
            }),
            Event::Alias(_) => return Err("it refers to another value by an alias".to_owned()),
            _ => None,
        };
        if open.len() > DEPTH_LIMIT {
            return Err(format!("its values are nested more than {DEPTH_LIMIT} deep"));
        }
        let Some(done) = done else { continue };
        match open.last_mut() {
            None => return Ok(done),
            Some(Open::List(items)) => items.push(done),
            Some(Open::Object(map, key)) => match key.take() {
                None => *key = Some(plain(&done)),
                Some(key) => {
                    map.insert(key, done);
                }
            },
        }
    }
    Err("it holds nothing".to_owned())
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if matches!(style, ScalarStyle::Plain) && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::String(text.to_owned())
}

/// A key. One that is no text is shown as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "null".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values() {
        let text = "- id: a\n  page: 012\n  n: 1e5\n  none:\n  quoted: \"null\"\n  folded: >-\n    one\n    two\n  names:\n  - {family: Doe, given: 'J: A'}\n";
        let expected = json!([{"id": "a", "page": "012", "n": "1e5", "none": null, "quoted": "null", "folded": "one two", "names": [{"family": "Doe", "given": "J: A"}]}]);
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn hostile_values() {
        for (text, why) in [
            ("a: &x [1]\nb: [*x, *x]\n", "alias"),
            (&*"[".repeat(1000), "e"),
            (&*format!("[{}]", "1,".repeat(200_000)), "more than"),
            ("a: [1\nb: 2", "well-formed"),
            ("", "nothing"),
        ] {
            let found = read(text).unwrap_err();
            assert!(found.contains(why), "{found}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[-a:{}\\[\\]&*!|>'\"#% \n]{0,80}") {
            let _ = read(&text);
        }
    }
}
