//! `RefWorks`' tagged format: `RT Journal Article`, `A1 Doe, Jane`, `T1 …`, one field a line, records parted by blank
//! lines.
//!
//! The specification is the help page "`RefWorks` Tagged Format"; a file of `RefWorks`' own begins with a legend of its
//! tags, which is stepped over. `Zotero`, `ProQuest` and others write it too, mostly without the legend. There is no end
//! mark: a record ends where the next `RT` begins. A record without `RT` is known by a tag it must not repeat.

mod record;

#[cfg(test)]
mod tests;

use super::Records;
use super::fields::{Dialect, FieldRecords, Line, head_lines};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is in `RefWorks`' tagged format.
pub fn detect(head: &str) -> bool {
    let mut begun = false;
    let mut tags = 0;
    for text in head_lines(head).take(2000) {
        match line(text) {
            Line::Field { begins: true, .. } if !begun => begun = true,
            Line::Field {
                tag:
                    "A1" | "T1" | "JF" | "JO" | "YR" | "VO" | "SP" | "OP" | "SR" | "PB" | "K1" | "AB" | "DO"
                    | "UL" | "LK" | "ID",
                ..
            } if begun => {
                tags += 1;
            }
            // Text before the first record is the legend, and no more.
            Line::More(_) if !begun && !head.contains("BEGIN EXPORTED REFERENCES") => return false,
            _ => {}
        }
        if tags >= 2 {
            return true;
        }
    }
    false
}

/// Reads `RefWorks`' tagged format.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let dialect = Dialect { line, single: &["T1", "SR", "ID", "A1", "YR", "JF"], read: record::read };
    Box::new(FieldRecords::new(text, limits, dialect))
}

/// Tags are two letters or digits, `U10` to `U15`, `PMID` and `PMCID`, at the very start of a line with a space behind
/// them. Only tags of the specification count: a line of an abstract may begin with `AN` or `IS` as a word, but hardly
/// with two capitals and a space where the sentence before has not ended.
fn line(text: &str) -> Line<'_> {
    let text = text.trim_end().trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Line::Blank;
    }
    // The legend has `RT=Reference Type`.
    let (tag, value) = text.split_once(' ').unwrap_or((text, ""));
    if TAGS.contains(&tag) || tag.strip_prefix('U').is_some_and(is_user_number) {
        return Line::Field {
            tag,
            value: value.trim_start(),
            begins: tag == "RT" && !value.trim().is_empty(),
        };
    }
    Line::More(text)
}

fn is_user_number(digits: &str) -> bool {
    digits.parse::<u8>().is_ok_and(|n| (1..=15).contains(&n)) && !digits.starts_with('0')
}

/// The tags of the specification, and `ER`, with which some end a record.
const TAGS: [&str; 66] = [
    "RT", "SR", "ID", "A1", "A2", "A3", "A4", "A5", "A6", "T1", "T2", "T3", "JF", "JO", "YR", "FD", "VO",
    "IS", "SP", "OP", "K1", "AB", "NO", "ED", "PB", "PP", "SN", "AV", "AD", "AN", "LA", "CL", "SF", "OT",
    "LK", "DO", "CN", "DB", "DS", "IP", "RD", "ST", "UL", "SL", "LL", "CR", "WT", "WV", "WP", "OL", "PMID",
    "PMCID", "CA", "CT", "EL", "FL", "GR", "JN", "KW", "LO", "NT", "OA", "PN", "TA", "TI", "ER",
];
