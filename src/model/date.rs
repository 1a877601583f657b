use std::fmt;

use serde::{Deserialize, Serialize};

/// A date known to the year, the month or the day. Unknown parts are absent, never padded.
///
/// [`Display`](fmt::Display) writes EDTF level 0 (ISO 8601-2:2019): `2016`, `2016-03`, `2016-03-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year, 1000–2999 wherever it comes from print.
    pub year: i16,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31; only with a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// A year alone.
    pub fn year(year: i16) -> Self {
        Self { year, month: None, day: None }
    }

    /// A date from its parts; `None` when they do not make one (month 13, 30 February, a day without a month).
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = match (month, day) {
            (None, None) => true,
            (Some(m), None) => (1..=12).contains(&m),
            (Some(m), Some(d)) => (1..=12).contains(&m) && d >= 1 && d <= days_in(year, m),
            (None, Some(_)) => false,
        };
        fits.then_some(Self { year, month, day })
    }
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}
