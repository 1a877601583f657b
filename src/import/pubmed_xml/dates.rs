//! Dates as PubMed writes them: in elements, or in the words of a MedlineDate.

use super::cursor::Cursor;
use super::error::Fault;
use crate::model::PartialDate;
use crate::normalize::dates;

/// A date element, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Dated {
    /// A date.
    On(PartialDate),
    /// Something is said, and it is no date.
    Unread(String),
    /// Nothing is said.
    Nothing,
}

impl Dated {
    /// The date, where it is one.
    pub(super) fn known(self) -> Option<PartialDate> {
        match self {
            Self::On(date) => Some(date),
            Self::Unread(_) | Self::Nothing => None,
        }
    }
}

/// Reads `<Year>`, `<Month>`, `<Day>`, `<Season>` and `<MedlineDate>`.
///
/// A season or a range of months leaves the year alone, as it does in a printed reference.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Dated, Fault> {
    let (mut year, mut month, mut day) = (String::new(), String::new(), String::new());
    let mut words = String::new();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Year" => year = cursor.text()?,
            "Month" => month = cursor.text()?,
            "Day" => day = cursor.text()?,
            "MedlineDate" | "Season" => words = cursor.text()?,
            _ => cursor.skip()?,
        }
    }
    if words.is_empty()
        && let Some(date) = plain(&year, &month, &day)
    {
        return Ok(Dated::On(date));
    }
    let said = [year.as_str(), &month, &day, &words].into_iter().filter(|part| !part.is_empty());
    let said = said.collect::<Vec<_>>().join(" ");
    Ok(match dates::read(&said) {
        Some(date) => Dated::On(date),
        None if said.is_empty() => Dated::Nothing,
        None => Dated::Unread(said),
    })
}

/// A date whose parts are what they ought to be: a year, the number or name of one month, a day.
fn plain(year: &str, month: &str, day: &str) -> Option<PartialDate> {
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|year| (1000..3000).contains(year))?;
    if month.is_empty() {
        return Some(PartialDate::year(year));
    }
    let month =
        if month.bytes().all(|b| b.is_ascii_digit()) { month.parse().ok()? } else { dates::month(month)? };
    let month = PartialDate::new(year, Some(month), None)?;
    if day.is_empty() {
        return Some(month);
    }
    let day = day.parse().ok();
    // A day the month does not have.
    Some(day.and_then(|day| PartialDate::new(year, month.month, Some(day))).unwrap_or(month))
}

/// The date inside a citation such as `Lancet. 2010 Feb 6;375(9713):445`: behind the last full stop before the volume.
pub(super) fn in_citation(citation: &str) -> Option<PartialDate> {
    let before = citation.split_once(';').map_or(citation, |(before, _)| before);
    let (_, dated) = before.rsplit_once(". ")?;
    dated.starts_with(|c: char| c.is_ascii_digit()).then(|| dates::read(dated)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_xml(xml: &str) -> Dated {
        let xml = format!("<d>{xml}</d>");
        let mut cursor = Cursor::new(xml.as_bytes(), 256);
        cursor.child().unwrap();
        read(&mut cursor).unwrap()
    }

    #[test]
    fn elements() {
        for (xml, expected) in [
            ("<Year>2021</Year>", "2021"),
            ("<Year>2021</Year><Month>Jul</Month>", "2021-07"),
            ("<Year>2021</Year><Month>7</Month><Day>9</Day>", "2021-07-09"),
            ("<Year>2021</Year><Month>02</Month><Day>30</Day><Hour>6</Hour>", "2021-02"),
            ("<Year>2021</Year><Month>Jul-Aug</Month>", "2021"),
            ("<Year>2021</Year><Month>13</Month>", "2021"),
            ("<Year>2000</Year><Season>Spring</Season>", "2000"),
            ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998"),
            ("<MedlineDate>2000 Spring</MedlineDate>", "2000"),
            ("<MedlineDate>Winter 1998</MedlineDate>", "1998"),
            ("<MedlineDate>1976-1977 Winter</MedlineDate>", "1976"),
            ("<MedlineDate>1978 Mar-Apr</MedlineDate>", "1978"),
            ("<MedlineDate>2021 Apr 12-18</MedlineDate>", "2021-04"),
            ("<MedlineDate>1979 Aug 28-Sep 3</MedlineDate>", "1979"),
        ] {
            assert_eq!(read_xml(xml).known().map(|d| d.to_string()).as_deref(), Some(expected), "{xml}");
        }
        assert_eq!(read_xml(""), Dated::Nothing);
        assert_eq!(read_xml("<Year>0</Year>"), Dated::Unread("0".into()));
        assert_eq!(read_xml("<Year>99999</Year><Month>1</Month>"), Dated::Unread("99999 1".into()));
        assert_eq!(read_xml("<MedlineDate>Spring</MedlineDate>"), Dated::Unread("Spring".into()));
    }

    #[test]
    fn dates_of_citations() {
        for (citation, expected) in [
            ("Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/x", Some("2010-02-06")),
            ("Gullis RJ, Rowe CE. J Neurochem. 1976 Jun;26(6):1217-30", Some("1976-06")),
            ("J Foo. 2009 Jan-Feb;1(2):3", Some("2009")),
            ("Oecologia. 2021 Jun 6;:", Some("2021-06-06")),
            ("JAMA 1999;1:2", None),
            ("", None),
        ] {
            assert_eq!(in_citation(citation).map(|d| d.to_string()).as_deref(), expected, "{citation}");
        }
    }
}
