use crate::model::PartialDate;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date of front matter: `Dec 2017`, `Dec 27, 2017`, `27 December 2017`, `2017-12-27`, `2017`.
///
/// Stops at the first word that cannot be part of it; `None` when no date comes of it.
pub(super) fn read_date(text: &str) -> Option<PartialDate> {
    let text = text.trim_start();
    let end = text.find(['|', ';', '(']).unwrap_or(text.len());
    let words = text.get(..end)?.split([' ', ',', '-', '/', '\t']).filter(|w| !w.is_empty()).take(3);
    let (mut year, mut month, mut day) = (None, None, None);
    for word in words {
        let last = word.ends_with('.');
        let word = word.trim_end_matches('.');
        match word.parse::<u16>() {
            Ok(n) if word.len() == 4 && year.is_none() => year = i16::try_from(n).ok(),
            Ok(n) if word.len() <= 2 => {
                let n = u8::try_from(n).ok();
                // ISO order puts the month before the day; words name the month themselves.
                if year.is_some() && month.is_none() { month = n } else { day = n }
            }
            _ => match month_of(word) {
                Some(m) if month.is_none() => month = Some(m),
                _ => break,
            },
        }
        if last && year.is_some() {
            break;
        }
    }
    PartialDate::new(year?, month, day)
}

fn month_of(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    let at = MONTHS.iter().position(|m| lower.starts_with(m))?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::read_date;

    #[test]
    fn forms() {
        let read = |text| read_date(text).map(|d| d.to_string());
        assert_eq!(read("Dec 2017. | This topic"), Some("2017-12".into()));
        assert_eq!(read(" Dec 27, 2017."), Some("2017-12-27".into()));
        assert_eq!(read("27 December 2017"), Some("2017-12-27".into()));
        assert_eq!(read("2017-12-27"), Some("2017-12-27".into()));
        assert_eq!(read("2017. More"), Some("2017".into()));
        assert_eq!(read("soon"), None);
        assert_eq!(read("Dec 32, 2017"), None);
    }
}
