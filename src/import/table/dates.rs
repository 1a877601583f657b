//! Dates as tables have them.

use crate::import::draft::read_date;
use crate::model::PartialDate;
use crate::normalize::dates;

/// The day a preamble says the table was exported: `About the data: Exported on Oct 14, 2025.`
pub(super) fn exported(line: &str) -> Option<PartialDate> {
    let lower = line.to_ascii_lowercase();
    let at = lower.find("export").or_else(|| lower.find("download"))?;
    let rest: String = line.get(at..)?.chars().take(60).collect();
    let from = rest.find(|c: char| c.is_whitespace())?;
    let sentence = rest.get(from..)?.trim();
    let sentence = sentence.split(". ").next().unwrap_or(sentence);
    sentence
        .split_whitespace()
        .enumerate()
        .find_map(|(skip, _)| {
            let words: Vec<&str> = sentence.split_whitespace().skip(skip).take(3).collect();
            read_date(words.join(" ").trim_end_matches('.')).filter(|date| date.day.is_some())
        })
        .or_else(|| dates::read(sentence))
}

/// A date of a cell. A spreadsheet may have made a number of days of it.
pub(super) fn cell(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let days: Option<i64> = Some(text)
        .filter(|t| t.len() == 5 && t.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|t| t.parse().ok())
        .filter(|days| (20_000..80_000).contains(days));
    match days {
        Some(days) => from_days(days),
        None => read_date(text),
    }
}

/// The day that so many days after 30 December 1899 is, as spreadsheets count them.
fn from_days(days: i64) -> Option<PartialDate> {
    // Days since 1 March 0000, after Howard Hinnant's chrono-compatible algorithms.
    let z = days - 25_569 + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    PartialDate::new(
        i16::try_from(year).ok()?,
        Some(u8::try_from(month).ok()?),
        Some(u8::try_from(day).ok()?),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_spreadsheets() {
        for (text, expected) in [
            ("44197", Some("2021-01-01")),
            ("43159", Some("2018-02-28")),
            ("36585", Some("2000-02-29")),
            ("2021", Some("2021")),
            ("7/31/2024 14:00", Some("2024-07-31")),
            ("2015-09-01", Some("2015-09-01")),
            ("2015-09-00", Some("2015-09")),
            ("20150901", Some("2015-09-01")),
            ("x", None),
        ] {
            assert_eq!(cell(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn days_of_export() {
        for (line, expected) in [
            ("About the data: Exported on Oct 14, 2025. Criteria: 'x' in full data.", Some("2025-10-14")),
            ("\"About the data: Export created 2024-01-01\"", Some("2024-01-01")),
            ("Downloaded: 3 May 2020", Some("2020-05-03")),
            ("Title", None),
        ] {
            let line = line.trim_matches('"');
            assert_eq!(exported(line).map(|d| d.to_string()).as_deref(), expected, "{line}");
        }
    }
}
