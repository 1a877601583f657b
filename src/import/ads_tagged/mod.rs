//! The tagged format of the Astrophysics Data System: `%R 1998ApJ...500..525S`, `%T …`, `%A Doe, J.; Roe, R.`.
//!
//! Its specification is the system's help page on abstract formats ("ADS tagged format"); bibutils' `xml2ads` writes it
//! too. It looks like refer's and EndNote's tags and means other things by them: `%R` is the bibcode and begins every
//! record, `%A` holds all authors, `%B` is the abstract.

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::fields::{Dialect, FieldRecords, Line, head_lines};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is in the tagged format of the Astrophysics Data System.
pub fn detect(head: &str) -> bool {
    // Others have `%R` too, for a DOI, but begin with `%0` or `%A`.
    let first = head_lines(head).take(200).find(|l| l.trim_start_matches('\u{feff}').starts_with('%'));
    matches!(first.map(line), Some(Line::Field { tag: "R", value, .. }) if is_bibcode(value))
}

/// A year, and nineteen characters in all; bibutils pads what it does not know with dots.
fn is_bibcode(value: &str) -> bool {
    let value = value.trim();
    let year = value.chars().take(4).all(|c| c.is_ascii_digit() || c == '.');
    (17..=20).contains(&value.chars().count()) && year && !value.contains([' ', '/'])
}

/// Reads the tagged format of the Astrophysics Data System.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let dialect = Dialect { line, single: &["T", "J", "D"], read: record::read };
    Box::new(FieldRecords::new(text, limits, dialect))
}

fn line(text: &str) -> Line<'_> {
    let text = text.trim_end().trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Line::Blank;
    }
    let mut chars = text.chars();
    if chars.next() == Some('%')
        && let Some(tag) = chars.next()
        && tag.is_ascii_alphabetic()
        && chars.next().is_none_or(|c| c == ' ')
    {
        return Line::Field {
            tag: text.get(1..2).unwrap_or_default(),
            value: text.get(2..).unwrap_or_default().trim(),
            begins: tag == 'R',
        };
    }
    Line::More(text)
}
