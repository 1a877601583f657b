//! The Cochrane Library's plain text: `Record #1 of 100`, then `ID: CN-01234567`, `AU: Doe J`, `TI: …`, one field a line.
//!
//! The library publishes no specification but its list of fields ("Export citations": plain text). Tags: `ID` accession,
//! `AU` author, `TI` title, `SO` source, `YR` year, `VL` volume, `NO` issue, `PG` pages, `PM` PubMed's number, `XR` Embase's
//! number, `PT` publication type, `KY` keywords, `AB` abstract, `DOI`, `US` address, `CC` Cochrane group, `PB` publisher,
//! `SN` ISSN, `C3` and `M3` other numbers. The same library writes RIS and other formats below such a heading: those are
//! the other readers' business.

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::fields::{Dialect, FieldRecords, Line, head_lines};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is the Cochrane Library's plain text.
pub fn detect(head: &str) -> bool {
    let mut lines = head_lines(head).map(line).filter(|l| !matches!(l, Line::Blank)).take(60);
    let begins = lines.by_ref().take(10).any(|l| matches!(l, Line::Field { begins: true, .. }));
    begins && lines.take(15).filter(|l| matches!(l, Line::Field { begins: false, .. })).count() >= 2
}

/// Reads the Cochrane Library's plain text.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let dialect = Dialect { line, single: &["ID", "TI"], read: record::read };
    Box::new(FieldRecords::new(text, limits, dialect))
}

fn line(text: &str) -> Line<'_> {
    let text = text.trim_end().trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Line::Blank;
    }
    if let Some(rest) = text.strip_prefix("Record #")
        && let Some((number, all)) = rest.split_once(" of ")
        && [number, all.trim()].iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    {
        return Line::Field { tag: "Record", value: number, begins: true };
    }
    match text.split_once(':') {
        Some((tag, value)) if TAGS.contains(&tag) => {
            Line::Field { tag, value: value.trim_start(), begins: false }
        }
        _ => Line::More(text),
    }
}

const TAGS: [&str; 26] = [
    "ID", "AU", "TI", "SO", "YR", "VL", "NO", "PG", "PM", "XR", "PT", "KY", "AB", "DOI", "US", "CC", "PB",
    "SN", "C3", "M3", "DE", "LA", "CN", "ED", "AN", "OP",
];
