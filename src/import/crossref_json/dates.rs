//! Crossref's dates: `{"date-parts": [[2019, 2, 3]]}`, and what is deposited in place of that.

use serde_json::Value;

use super::fields::Log;
use crate::model::{DateKind, IssueCode, PartialDate};

/// The fields that are dates of the work.
const KINDS: [(&str, DateKind); 6] = [
    ("issued", DateKind::Issued),
    ("published-print", DateKind::Print),
    ("published-online", DateKind::Electronic),
    ("posted", DateKind::Posted),
    ("accepted", DateKind::Accepted),
    ("created", DateKind::Created),
];

/// Every date of a work, the earliest of publication first.
pub(super) fn all(work: &Value, log: &mut Log) -> Vec<(DateKind, PartialDate)> {
    let mut dates: Vec<(DateKind, PartialDate)> =
        KINDS.iter().filter_map(|(key, kind)| Some((*kind, date(work, key, log)?))).collect();
    // The issue has dates of its own, which are the work's where it gives none.
    if let Some(issue) = work.get("journal-issue") {
        for (key, kind) in [("published-print", DateKind::Print), ("published-online", DateKind::Electronic)]
        {
            if !dates.iter().any(|(known, _)| *known == kind)
                && let Some(found) = date(issue, key, log)
            {
                dates.push((kind, found));
            }
        }
    }
    dates
}

/// When the work was published: `issued`, which is the earliest; where that is missing, the earliest of the others.
pub(super) fn published(dates: &[(DateKind, PartialDate)]) -> Option<PartialDate> {
    let of = |kind| dates.iter().find(|(k, _)| *k == kind).map(|(_, date)| *date);
    of(DateKind::Issued).or_else(|| {
        [DateKind::Print, DateKind::Electronic, DateKind::Posted].into_iter().filter_map(of).min()
    })
}

/// The date a field holds. An unknown date (`[[null]]`) is none; a part that makes no date is told, and what stands
/// before it counts.
pub(in crate::import) fn date(object: &Value, key: &'static str, log: &mut Log) -> Option<PartialDate> {
    let value = object.get(key).filter(|v| !v.is_null())?;
    let Some(parts) = value.get("date-parts") else {
        if let Value::String(text) = value.get("date-time").unwrap_or(value) {
            return day(text, key, log);
        }
        log.wrong_type(key, "a date", value);
        return None;
    };
    let Some(mut parts) = parts.as_array() else {
        if !parts.is_null() {
            log.wrong_type(key, "a date", parts);
        }
        return None;
    };
    // A list of dates, the first of which counts; some have the parts themselves.
    if let Some(Value::Array(first)) = parts.first() {
        parts = first;
    }
    let given: Vec<&Value> = parts.iter().take(3).take_while(|p| !p.is_null()).collect();
    if given.is_empty() {
        return None;
    }
    let numbers: Vec<Option<i64>> = given.iter().map(|part| number(part)).collect();
    let found = from_parts(&numbers);
    if found.is_none_or(|date| width(date) < given.len()) {
        let observed: Vec<String> = given.iter().map(ToString::to_string).collect();
        let lost = if found.is_none() { "and was left out" } else { "beyond what was kept" };
        let message = format!("its {key} date makes no date {lost}");
        log.add(IssueCode::ValueOutOfRange, key, message, &observed.join("-"));
    }
    found
}

/// `2012-03-23T01:00:52Z` or the beginning of it.
fn day(text: &str, key: &'static str, log: &mut Log) -> Option<PartialDate> {
    let head = text.split(['T', ' ']).next().unwrap_or_default();
    let numbers: Vec<Option<i64>> = head.split('-').take(3).map(|part| part.parse().ok()).collect();
    let found = from_parts(&numbers);
    if found.is_none() {
        log.add(
            IssueCode::ValueOutOfRange,
            key,
            format!("its {key} date makes no date and was left out"),
            text,
        );
    }
    found
}

/// The longest beginning of year, month, day that makes a date.
fn from_parts(numbers: &[Option<i64>]) -> Option<PartialDate> {
    let year = i16::try_from((*numbers.first()?)?).ok().filter(|year| (1000..3000).contains(year))?;
    let small = |at: usize| numbers.get(at).copied().flatten().and_then(|n| u8::try_from(n).ok());
    let (month, day) = (small(1), small(2));
    [(month, day), (month, None)]
        .into_iter()
        .filter(|(month, _)| month.is_some())
        .find_map(|(month, day)| PartialDate::new(year, month, day))
        .or(Some(PartialDate::year(year)))
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn width(date: PartialDate) -> usize {
    1 + usize::from(date.month.is_some()) + usize::from(date.day.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What a date reads as, and how many findings it makes.
    fn read(value: &Value) -> (Option<String>, usize) {
        let mut log = Log::default();
        let found = date(&json!({ "issued": value }), "issued", &mut log);
        (found.map(|d| d.to_string()), log.into_findings().len())
    }

    #[test]
    fn dates_in_every_shape() {
        let some = |text: &str| Some(text.to_owned());
        for (value, expected) in [
            (json!({"date-parts": [[2019, 2, 3]]}), (some("2019-02-03"), 0)),
            (json!({"date-parts": [[2019, 2]]}), (some("2019-02"), 0)),
            (json!({"date-parts": [[2019]]}), (some("2019"), 0)),
            (json!({"date-parts": [["2019", "02"]]}), (some("2019-02"), 0)),
            (json!({"date-parts": [2019, 2]}), (some("2019-02"), 0)),
            (json!({"date-parts": [[2019, 2], [2020, 1]]}), (some("2019-02"), 0)),
            (json!({"date-parts": [[2019, null, 4]]}), (some("2019"), 0)),
            (json!({"date-parts": [[null]]}), (None, 0)),
            (json!({"date-parts": [null]}), (None, 0)),
            (json!({"date-parts": []}), (None, 0)),
            (json!(null), (None, 0)),
            (json!({"date-time": "2012-03-23T01:00:52Z"}), (some("2012-03-23"), 0)),
            (json!("2012-03"), (some("2012-03"), 0)),
            (json!({"date-parts": [[2019, 13]]}), (some("2019"), 1)),
            (json!({"date-parts": [[2019, 2, 30]]}), (some("2019-02"), 1)),
            (json!({"date-parts": [[2019, 0, 0]]}), (some("2019"), 1)),
            (json!({"date-parts": [[20199]]}), (None, 1)),
            (json!({"date-parts": [[0]]}), (None, 1)),
            (json!({"date-parts": [["MMXIX"]]}), (None, 1)),
            (json!({"date-parts": "2019"}), (None, 1)),
            (json!(17), (None, 1)),
            (json!({"date-time": "yesterday"}), (None, 1)),
        ] {
            assert_eq!(read(&value), expected, "{value}");
        }
    }

    #[test]
    fn without_issued_the_earliest_counts() {
        let work = json!({
            "published-print": {"date-parts": [[2014, 11, 11]]},
            "published-online": {"date-parts": [[2014, 10, 27]]},
        });
        let dates = all(&work, &mut Log::default());
        assert_eq!(published(&dates).unwrap().to_string(), "2014-10-27");
    }

    #[test]
    fn the_issue_has_a_date_too() {
        let work = json!({
            "issued": {"date-parts": [[2014, 10, 27]]},
            "journal-issue": {"published-print": {"date-parts": [[2014, 11]]}},
        });
        let dates = all(&work, &mut Log::default());
        assert!(dates.contains(&(DateKind::Print, PartialDate::new(2014, Some(11), None).unwrap())));
        assert_eq!(published(&dates).unwrap().to_string(), "2014-10-27");
    }
}
