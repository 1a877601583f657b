//! CSL's dates: parts, text, or what processors take in their place.

use serde_json::Value;

use crate::import::crossref_json::fields::Log;
use crate::model::{IssueCode, PartialDate};
use crate::normalize::dates;

/// The date of a variable; what makes none is told.
pub(super) fn read(item: &Value, key: &'static str, log: &mut Log) -> Option<PartialDate> {
    let value = item.get(key).filter(|v| !v.is_null())?;
    let found = match value {
        Value::Object(map) => {
            let parts = map.get("date-parts").and_then(Value::as_array).and_then(|dates| from_parts(dates));
            let text = ["raw", "literal", "date-time", "edtf"]
                .iter()
                .find_map(|k| map.get(*k))
                .and_then(Value::as_str);
            parts.or_else(|| text.and_then(from_text))
        }
        Value::String(text) => from_text(text),
        Value::Number(number) => from_text(&number.to_string()),
        Value::Array(dates) => from_parts(dates),
        _ => None,
    };
    // `[[null]]` and `{}` are how programs write that they do not know.
    let says_nothing = value.to_string().bytes().all(|b| !b.is_ascii_digit());
    if found.is_none() && !says_nothing {
        let message = format!("its {key} date makes no date and was left out");
        log.add(IssueCode::ValueOutOfRange, key, message, &value.to_string());
    }
    found
}

fn from_text(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let day = text.split('T').next().filter(|d| d.len() == 10 && d.as_bytes()[4] == b'-').unwrap_or(text);
    dates::read(day)
}

/// One date, or the two ends of a range, of which counts what both have in common.
fn from_parts(given: &[Value]) -> Option<PartialDate> {
    let one = |parts: &[Value]| {
        let mut numbers = parts.iter().map(number);
        let year = i16::try_from(numbers.next()??).ok().filter(|y| (1000..3000).contains(y))?;
        let mut small = || numbers.next().flatten().and_then(|n| u8::try_from(n).ok()).filter(|n| *n > 0);
        let (month, day) = (small(), small());
        PartialDate::new(year, month, day)
            .or_else(|| PartialDate::new(year, month, None))
            .or(Some(PartialDate::year(year)))
    };
    let mut dates = given.iter().filter_map(Value::as_array).map(|parts| one(parts));
    let Some(first) = dates.next() else { return one(given) };
    let first = first?;
    let Some(second) = dates.next().flatten() else { return Some(first) };
    let month = first.month.filter(|_| first.year == second.year && first.month == second.month);
    let day = first.day.filter(|_| month.is_some() && first.day == second.day);
    PartialDate::new(first.year, month, day)
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let text = value.as_str()?.trim();
        text.parse().ok().or_else(|| dates::month(text).map(i64::from))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn dates_in_every_shape() {
        for (value, expected, findings) in [
            (json!({"date-parts": [[2019, 2, 3]]}), Some("2019-02-03"), 0),
            (json!({"date-parts": [["2019", "02"]]}), Some("2019-02"), 0),
            (json!({"date-parts": [["2019", "Feb"]]}), Some("2019-02"), 0),
            (json!({"date-parts": [[2019, 2], [2019, 5]]}), Some("2019"), 0),
            (json!({"date-parts": [[2019]], "season": 2}), Some("2019"), 0),
            (json!({"raw": "2010-05-03"}), Some("2010-05-03"), 0),
            (json!({"literal": "May 2010"}), Some("2010-05"), 0),
            (json!({"date-parts": [[]], "literal": "2010"}), Some("2010"), 0),
            (json!("2010-05-03T00:00:00Z"), Some("2010-05-03"), 0),
            (json!(2010), Some("2010"), 0),
            (json!({"date-parts": [[null]]}), None, 0),
            (json!({}), None, 0),
            (json!({"literal": "n.d."}), None, 0),
            (json!({"date-parts": [[20100]]}), None, 1),
        ] {
            let mut log = Log::default();
            let found = read(&json!({ "issued": value }), "issued", &mut log).map(|d| d.to_string());
            assert_eq!((found.as_deref(), log.into_findings().len()), (expected, findings), "{value}");
        }
    }
}
