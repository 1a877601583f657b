//! Days as documents' own descriptions write them.

use crate::model::PartialDate;

/// `2019`, `2019-03`, `2019-03-01`, `2019/3/1`, each with whatever follows the day.
pub(super) fn iso_date(text: &str) -> Option<PartialDate> {
    let mut parts = text.trim().split(['-', '/', 'T', ' ', '.']);
    let year = parts.next().filter(|y| y.len() == 4)?.parse::<i16>().ok()?;
    let mut number = || parts.next()?.parse::<u8>().ok();
    let month = number();
    let day = month.and_then(|_| number());
    PartialDate::new(year, month, day)
        .or_else(|| PartialDate::new(year, month, None))
        .or_else(|| PartialDate::new(year, None, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let written = |t| iso_date(t).map(|d| d.to_string());
        assert_eq!(written("2019-03-01T10:00:00Z").as_deref(), Some("2019-03-01"));
        assert_eq!(written("2019/3").as_deref(), Some("2019-03"));
        assert_eq!(written("2019-02-31").as_deref(), Some("2019-02"));
        assert_eq!(written("soon"), None);
    }
}
