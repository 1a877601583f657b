//! RIS, the tagged format of reference managers and of nearly every database's export.
//!
//! Tags and types follow Research Information Systems' specification of 2001 and the list of 2011 that
//! `Reference Manager` and EndNote use (`TY  - JOUR` … `ER  - `). Real files keep to neither: tags stand with one, two
//! or no spaces before the hyphen, in small letters, without `TY` or `ER`; values are wrapped with or without an
//! indent; databases put counts, addresses and whole reference lists into `N1`. A record begins at `TY`, whatever came
//! before, and ends at `ER` or at the next `TY`. Fields without a `TY` are a record too. Text between records is told,
//! unless it is one of the headings that databases write there.

pub(super) mod assemble;
mod line;
mod notes;
#[cfg(test)]
mod tests;
mod types;

use super::tagged::{Dialect, Fields, Kinds, LineKind, Open, Reader};
use super::{About, Imported, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::PartialDate;

/// Whether a text is RIS: a type's line followed by another field, or the end of a record behind fields.
pub fn detect(head: &str) -> bool {
    let mut fields = 0_u32;
    let mut typed = false;
    for line in head.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(400) {
        let tag = line::read(line.trim_start().as_bytes(), typed).map(|(tag, _)| tag);
        match tag {
            Some(tag) if tag == *b"TY  " => {
                typed = true;
                fields = 0;
            }
            Some(tag) if tag == *b"ER  " => return typed || fields > 1,
            Some(tag) if line::is_known(tag) => {
                fields += 1;
                if typed {
                    return true;
                }
            }
            _ => {
                // Fields of another format, or prose that happens to have such a line.
                if !typed && fields > 0 && line.starts_with(|c: char| !c.is_whitespace()) {
                    fields = 0;
                }
            }
        }
    }
    typed
}

/// Reads the records of a RIS file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader::new(text, limits, Ris::default()))
}

/// The dialect of one file.
#[derive(Default)]
pub(super) struct Ris {
    /// The file writes its tags in small letters.
    small: bool,
    /// Columns in front of the tags.
    indent: usize,
    kinds: Kinds,
    exported: Option<PartialDate>,
    notes: Vec<String>,
}

impl Dialect for Ris {
    fn line(&mut self, line: &[u8], open: Open) -> LineKind {
        line::classify(line, open, self)
    }

    fn assemble(&mut self, fields: Fields<'_>) -> Imported {
        assemble::assemble(fields, self)
    }

    fn about(&self) -> About {
        About { exported: self.exported, notes: self.notes.clone() }
    }
}
