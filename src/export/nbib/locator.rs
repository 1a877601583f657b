//! Where a work stands: its pages as MEDLINE abbreviates them, and the line that says all in one.

use std::fmt::Write as _;

use super::{date, printed};
use crate::export::fields;
use crate::model::{DateKind, Pages, Record, Scheme};
use crate::normalize::pages::expand;

/// Longer than any page.
const LONGEST: usize = 16;

/// `711-23`: of the last page only the digits that differ.
pub fn abbreviated(pages: &Pages) -> String {
    let Some(last) = &pages.last else { return pages.first.clone() };
    let short = (1..last.len().min(LONGEST))
        .filter_map(|keep| last.get(last.len() - keep..))
        .find(|tail| tail.starts_with(|c: char| c.is_ascii_digit()) && expand(&pages.first, tail) == *last);
    format!("{}-{}", pages.first, short.unwrap_or(last))
}

/// `N Engl J Med. 2010 Aug 19;363(8):711-23. doi: 10.1056/NEJMoa1003466. Epub 2010 Jun 5.`
pub fn source(record: &Record) -> Option<String> {
    let work = &record.work;
    let container = record.serial.abbreviation.as_deref().or(fields::text(work.container_title.as_ref()))?;
    let mut out = format!("{}.", container.trim_end_matches('.'));
    if let Some(issued) = &work.issued {
        let _ = write!(out, " {}", printed(issued.value));
    }
    let number = fields::text(work.article_number.as_ref()).map(str::to_owned);
    let place = fields::pages(work).map(abbreviated).or(number);
    let (volume, issue) = (fields::text(work.volume.as_ref()), fields::issue(work));
    if volume.is_some() || issue.is_some() {
        let _ = write!(out, ";{}", volume.unwrap_or_default());
        if let Some(issue) = issue {
            let _ = write!(out, "({issue})");
        }
    }
    if let Some(place) = place {
        let _ = write!(out, ":{place}");
    }
    out.push('.');
    if let Some(doi) = fields::first(work, Scheme::Doi) {
        let _ = write!(out, " doi: {doi}.");
    }
    if let Some(electronic) = date(record, DateKind::Electronic)
        && work.issued.as_ref().is_none_or(|f| f.value != electronic)
    {
        let _ = write!(out, " Epub {}.", printed(electronic));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs() {
        for (first, last, expected) in [
            ("711", "723", "711-23"),
            ("1198", "1202", "1198-202"),
            ("100", "110", "100-10"),
            ("S11", "S19", "S11-9"),
            ("998", "1003", "998-1003"),
            ("12A", "14B", "12A-4B"),
            ("xii", "xv", "xii-xv"),
            ("20", "20", "20-0"),
            ("5", "3", "5-3"),
        ] {
            let pages = Pages { first: first.to_owned(), last: Some(last.to_owned()) };
            assert_eq!(abbreviated(&pages), expected);
        }
    }

    proptest! {
        #[test]
        fn expanding_undoes_it(first in "[A-Z]?[0-9]{1,6}[a-z]?", last in "[A-Z]?[0-9]{1,6}[a-z]?") {
            let pages = Pages { first: first.clone(), last: Some(expand(&first, &last)) };
            let text = abbreviated(&pages);
            let (_, tail) = text.split_once('-').unwrap();
            prop_assert_eq!(Some(expand(&first, tail)), pages.last);
        }
    }
}
