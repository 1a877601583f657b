//! Dates: biblatex's `date` (EDTF), BibTeX's `year`, `month` and `day`, and what people write there.

use crate::model::PartialDate;
use crate::normalize::dates;

/// The date of biblatex's `date`, or any date as printed. Of a range what both of its ends have in common counts: what
/// a date leaves open stays open.
pub(super) fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let mut ends = text.split('/').map(str::trim).filter(|part| !part.is_empty() && *part != "..");
    let (Some(first), second, None) = (ends.next().and_then(edtf), ends.next(), ends.next()) else {
        return dates::read(text);
    };
    let Some(second) = second else { return Some(first) };
    let Some(second) = edtf(second) else { return dates::read(text).or(Some(first)) };
    let month = first.month.filter(|_| first.year == second.year && first.month == second.month);
    let day = first.day.filter(|_| month.is_some() && first.day == second.day);
    PartialDate::new(first.year, month, day)
}

/// `2010-05-03T12:00:00Z`, `2010-05`, `2010~`, `2010-23` (a season), `2010-XX`.
fn edtf(text: &str) -> Option<PartialDate> {
    let day = text.split(['T', ' ']).next()?.trim_end_matches(['~', '?', '%']);
    let mut parts = day.split('-');
    let year = parts.next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?;
    let year: i16 = year.parse().ok().filter(|y| (1000..3000).contains(y))?;
    let mut number = || parts.next().filter(|p| p.len() <= 2).and_then(|p| p.parse::<u8>().ok());
    let (month, day) = (number(), number());
    if parts.next().is_some() || text.contains(' ') {
        return None;
    }
    PartialDate::new(year, month, day)
        .or_else(|| PartialDate::new(year, month, None))
        .or_else(|| Some(PartialDate::year(year)))
}

/// A date from its fields. What the month's field holds besides a month may be the day: `MAR 1`, `1~jan`.
pub(super) fn from_fields(year: &str, month: Option<&str>, day: Option<&str>) -> Option<PartialDate> {
    let whole = read(year)?;
    if whole.month.is_some() {
        return Some(whole);
    }
    let (month, day_of_month) = month.map_or((None, None), month_and_day);
    let day = day.and_then(|d| d.trim().parse::<u8>().ok()).or(day_of_month);
    let year = whole.year;
    PartialDate::new(year, month, day).or_else(|| PartialDate::new(year, month, None)).or(Some(whole))
}

/// The letter behind the year: `1995b`.
pub(super) fn year_suffix(year: &str) -> Option<&str> {
    let year = year.trim();
    let (digits, suffix) = (year.get(..4)?, year.get(4..)?);
    let letter = suffix.len() == 1 && suffix.bytes().all(|b| b.is_ascii_lowercase());
    (digits.bytes().all(|b| b.is_ascii_digit()) && letter).then_some(suffix)
}

/// Of two months neither counts: they are a range.
fn month_and_day(text: &str) -> (Option<u8>, Option<u8>) {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(6);
    let (mut months, mut numbers) = (Vec::new(), Vec::new());
    for word in words {
        // `30th`
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match digits.parse::<u8>() {
            Ok(number) => numbers.push(number),
            Err(_) => months.extend(dates::month(word)),
        }
    }
    match (months.as_slice(), numbers.as_slice()) {
        ([month], [day]) => (Some(*month), Some(*day)),
        ([month], _) => (Some(*month), None),
        ([], [month]) if (1..=12).contains(month) => (Some(*month), None),
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_shape() {
        for (text, expected) in [
            ("2010-05/2010-07", Some("2010")),
            ("2018-12-03/2018-12-06", Some("2018-12")),
            ("2010-05/", Some("2010-05")),
            ("2010-05-03T12:00:00Z", Some("2010-05-03")),
            ("2010", Some("2010")),
            ("2010~", Some("2010")),
            ("2010-23", Some("2010")),
            ("2010-XX", Some("2010")),
            ("/2010", Some("2010")),
            ("2010/..", Some("2010")),
            ("29 November 2011", Some("2011-11-29")),
            ("c1998", Some("1998")),
            ("in press", None),
            ("", None),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn months_and_days() {
        for (year, month, day, expected) in [
            ("2022", Some("MAR 1"), None, Some("2022-03-01")),
            ("2022", Some("1~jan"), None, Some("2022-01-01")),
            ("2022", Some("mar"), Some("14"), Some("2022-03-14")),
            ("2022", Some("5"), None, Some("2022-05")),
            ("2022", Some("July 30th"), None, Some("2022-07-30")),
            ("2022", Some("2 sep"), None, Some("2022-09-02")),
            ("2022", Some("JAN-FEB"), None, Some("2022")),
            ("2022", Some("unknown"), None, Some("2022")),
            ("2022", Some("feb"), Some("30"), Some("2022-02")),
            ("2022-04-05", Some("mar"), None, Some("2022-04-05")),
            ("1995b", None, None, Some("1995")),
            ("forthcoming", Some("mar"), None, None),
        ] {
            let read = from_fields(year, month, day).map(|d| d.to_string());
            assert_eq!(read.as_deref(), expected, "{year} {month:?} {day:?}");
        }
        assert_eq!((year_suffix("1995b"), year_suffix("1995")), (Some("b"), None));
    }
}
