//! Web of Science's tagged plain text, and the exports of other databases on its platform (Inspec, MEDLINE).
//!
//! Tags are those of Clarivate's "Web of Science Core Collection Field Tags": two letters, a space, the value; what goes
//! on is indented by three columns. `FN` and `VR` open the file, `PT` a record, `ER` ends it, `EF` the file. The
//! tab-delimited export has the same tags as the names of its columns, with `; ` between the values of one; its reader
//! hands them to [`assemble()`].

mod addresses;
mod assemble;
mod cited;
mod funding;
mod kind;
#[cfg(test)]
mod tests;

pub use assemble::assemble;

use super::tagged::{Dialect, Fields, LineKind, Open, Reader, Tag};
use super::{About, Imported, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::PartialDate;

/// Whether a text is tagged Web of Science: the head of a file, or the first lines of a record.
pub fn detect(head: &str) -> bool {
    let mut lines = head.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.trim().is_empty());
    let (Some(first), second) = (lines.next(), lines.next().unwrap_or_default()) else { return false };
    // Columns have tabs between their names.
    if first.contains('\t') {
        return false;
    }
    let is_head = first.starts_with("FN ") && (second.starts_with("VR ") || second.starts_with("PT "));
    let is_record = is_type(first) || (first.starts_with("VR ") && is_type(second));
    let next = if is_type(first) { second } else { lines.next().unwrap_or_default() };
    is_head || (is_record && tag_of(next.as_bytes()).is_some())
}

/// `PT J`, and `PT Journal` as converters write it.
fn is_type(line: &str) -> bool {
    line.strip_prefix("PT ").is_some_and(|kind| {
        let words = ["Journal", "Book", "Series", "Patent", "Conference"];
        (kind.len() == 1 && kind.bytes().all(|b| b.is_ascii_uppercase())) || words.contains(&kind.trim())
    })
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader::new(text, limits, Wos::default()))
}

#[derive(Default)]
struct Wos {
    exported: Option<PartialDate>,
}

impl Dialect for Wos {
    fn line(&mut self, line: &[u8], open: Open) -> LineKind {
        let body = line.trim_ascii_start();
        if body.is_empty() {
            return LineKind::Blank;
        }
        if body.len() < line.len() {
            let goes_on = open.record && open.last != *b"    ";
            return if goes_on { LineKind::More(line.len() - body.len()) } else { LineKind::Stray };
        }
        let Some(tag) = tag_of(line) else { return LineKind::Stray };
        match &tag {
            b"ER  " | b"EF  " => LineKind::End,
            b"FN  " | b"VR  " => LineKind::Skip,
            b"PT  " => LineKind::Field { tag, value: 2, starts: true },
            _ => LineKind::Field { tag, value: 2, starts: false },
        }
    }

    fn assemble(&mut self, fields: Fields<'_>) -> Imported {
        let (imported, exported) = assemble::read(fields.iter(), assemble::Form::Tagged);
        self.exported = self.exported.max(exported);
        imported
    }

    fn about(&self) -> About {
        About { exported: self.exported, notes: Vec::new() }
    }
}

/// The tag a line begins with.
fn tag_of(line: &[u8]) -> Option<Tag> {
    match line {
        [a @ b'A'..=b'Z', b @ (b'A'..=b'Z' | b'0'..=b'9')]
        | [a @ b'A'..=b'Z', b @ (b'A'..=b'Z' | b'0'..=b'9'), b' ' | b'\t', ..] => Some([*a, *b, b' ', b' ']),
        _ => None,
    }
}
