//! How cells look as text: in CSV files, and wherever a value is compared as text.

use std::fmt::Write as _;

use super::super::schema::Value;

/// Writes a cell's text form into `out`, which is cleared first. Null is the empty text.
///
/// Numbers are the shortest decimal that reads back to the same value; timestamps are ISO 8601 with milliseconds and
/// `Z`; dates are `YYYY-MM-DD`.
pub fn write_text(value: Value<'_>, out: &mut String) {
    out.clear();
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Null => Ok(()),
        Value::Text(text) => out.write_str(text),
        Value::Integer(n) => write!(out, "{n}"),
        Value::Number(x) => write!(out, "{x}"),
        Value::Bool(b) => out.write_str(if b { "true" } else { "false" }),
        Value::Date(days) => write_date(days, out),
        Value::Timestamp(ms) => write_timestamp(ms, out),
    };
}

fn write_date(days: i32, out: &mut String) -> std::fmt::Result {
    match jiff::Timestamp::from_second(i64::from(days) * 86_400) {
        Ok(at) => write!(out, "{}", at.to_zoned(jiff::tz::TimeZone::UTC).date()),
        Err(_) => Ok(()),
    }
}

fn write_timestamp(ms: i64, out: &mut String) -> std::fmt::Result {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(at) => write!(out, "{at:.3}"),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_one_text_form() {
        let mut out = String::new();
        let mut text = |value| {
            write_text(value, &mut out);
            out.clone()
        };
        assert_eq!(text(Value::Null), "");
        assert_eq!(text(Value::Integer(-3)), "-3");
        assert_eq!(text(Value::Number(0.5)), "0.5");
        assert_eq!(text(Value::Date(20_000)), "2024-10-04");
        assert_eq!(text(Value::Timestamp(0)), "1970-01-01T00:00:00.000Z");
        assert_eq!(text(Value::Bool(true)), "true");
    }
}
