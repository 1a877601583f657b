//! Dates in the fields of tagged formats.

use super::words::{after, one_line};
use crate::model::{DateKind, PartialDate};
use crate::normalize::dates;

/// Reads `2015`, `2015/09/10`, `2015/09/10/Fall`, `2013/02/15/received`, `2015///`, `2015/october`, `20151028`, `04 2006`,
/// `Start date: 20170812`, and all that is printed as a date elsewhere. The kind is given where the text names one.
pub(in crate::import) fn read(text: &str) -> Option<(PartialDate, Option<DateKind>)> {
    let mut text = text.trim();
    for head in ["start date:", "full publication date:", "published:", "date:"] {
        if let Some(rest) = after(text, head) {
            text = rest;
        }
    }
    if let Some(date) = year(text) {
        return Some((PartialDate::year(date), None));
    }
    if let Some(date) = medline(text) {
        return Some((date, None));
    }
    if text.contains('/')
        && let Some(found) = slashed(text)
    {
        return Some(found);
    }
    if let Some(date) = compact(text) {
        return Some((date, None));
    }
    let line = one_line(text);
    if let Some((month, rest)) = line.split_once(' ')
        && let (Some(month), Some(year)) = (number(month), year(rest.trim()))
    {
        return PartialDate::new(year, Some(month), None).map(|date| (date, None));
    }
    dates::read(&line).map(|date| (date, None))
}

/// The date alone.
pub(in crate::import) fn date(text: &str) -> Option<PartialDate> {
    read(text).map(|(date, _)| date)
}

fn year(text: &str) -> Option<i16> {
    if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|year| (1000..3000).contains(year))
}

fn number(text: &str) -> Option<u8> {
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `2002 Sep`, `2002 Sep 3`
fn medline(text: &str) -> Option<PartialDate> {
    let (first, rest) = text.split_once(' ')?;
    let year = year(first)?;
    let (month, day) = rest.split_once(' ').unwrap_or((rest, ""));
    if !month.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let month = Some(dates::month(month)?);
    if day.is_empty() {
        PartialDate::new(year, month, None)
    } else {
        PartialDate::new(year, month, Some(number(day)?))
    }
}

fn slashed(text: &str) -> Option<(PartialDate, Option<DateKind>)> {
    let mut parts = text.split('/').map(str::trim);
    let year = year(parts.next()?)?;
    let month = parts.next().unwrap_or_default();
    let day = parts.next().unwrap_or_default();
    let day = day.split(' ').next().unwrap_or_default();
    let mut kind = None;
    for word in parts {
        kind = kind.or(match word.to_ascii_lowercase().as_str() {
            "received" => Some(DateKind::Received),
            "accepted" => Some(DateKind::Accepted),
            "epub" | "epublish" | "online" => Some(DateKind::Electronic),
            "print" | "ppublish" => Some(DateKind::Print),
            _ => None,
        });
    }
    let month = number(month).or_else(|| dates::month(month)).filter(|month| *month > 0);
    let day = number(day).filter(|day| *day > 0);
    let date = PartialDate::new(year, month, day)
        .or_else(|| PartialDate::new(year, month, None))
        .unwrap_or(PartialDate::year(year));
    Some((date, kind))
}

fn compact(text: &str) -> Option<PartialDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    PartialDate::new(year(&text[..4])?, number(&text[4..6]), number(&text[6..]))
}

/// The date that says most among those given, of the year that the first of them has.
pub(in crate::import) fn best(candidates: &[PartialDate]) -> Option<PartialDate> {
    let first = *candidates.first()?;
    let known = |date: &PartialDate| u8::from(date.month.is_some()) + u8::from(date.day.is_some());
    let mut best = first;
    for date in candidates.iter().filter(|date| date.year == first.year) {
        if known(date) > known(&best) {
            best = *date;
        }
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms() {
        for (text, expected) in [
            ("2015", Some("2015")),
            ("2015/09/10", Some("2015-09-10")),
            ("2016/01/", Some("2016-01")),
            ("2012///", Some("2012")),
            ("2001/00/00/", Some("2001")),
            ("2015/october", Some("2015-10")),
            ("2015/09/31/Fall", Some("2015-09")),
            ("20151028", Some("2015-10-28")),
            ("04 2006", Some("2006-04")),
            ("Start date: 20170812", Some("2017-08-12")),
            ("Full publication date: July-August 2016", Some("2016")),
            ("4-8 Aug. 2020", Some("2020-08")),
            ("Mar. 2017", Some("2017-03")),
            ("1 Jan.-Feb. 2019", Some("2019")),
            ("July  1, 2017", Some("2017-07-01")),
            ("2010   06", Some("2010-06")),
            ("2002 Sep", Some("2002-09")),
            ("2002 Sep 3", Some("2002-09-03")),
            ("2002 Feb 30", Some("2002-02")),
            ("2002 Sep-Oct", Some("2002")),
            ("1998 Dec-1999 Jan", Some("1998")),
            ("2002 Summer", Some("2002")),
            ("///", None),
            ("YEAR/MONTH/DAY/", None),
            ("99", None),
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
        assert_eq!(read("2013/02/15/received").unwrap().1, Some(DateKind::Received));
    }

    #[test]
    fn the_date_that_says_most() {
        let dates = ["2013", "2014/03/03", "2013/07", "2013/07/28"].map(|text| date(text).unwrap());
        assert_eq!(best(&dates).unwrap().to_string(), "2013-07-28");
        assert_eq!(best(&dates[..2]).unwrap().to_string(), "2013");
    }
}
