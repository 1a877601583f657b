//! MEDLINE's text format, as PubMed exports it (`.nbib`, "PubMed" and "MEDLINE" display), and ERIC's after its pattern.
//!
//! Fields are those of NLM's "MEDLINE/PubMed Data Element (Field) Descriptions": a tag of up to four letters, filled up
//! to four columns, a hyphen, a space and the value; what goes on is indented by six columns. Records are separated by
//! empty lines. The record is the one that [`pubmed_xml`](super::pubmed_xml) reads of the same article, as far as the
//! text carries it: the text has neither identifiers of headings nor registry identifiers of institutions.

mod assemble;
mod line;
mod people;
#[cfg(test)]
mod tests;
mod updates;

use super::tagged::{Dialect, Fields, Kinds, LineKind, Open, Reader};
use super::{About, Imported, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a text is MEDLINE's: a field that no other format has, and no type or end of a RIS record.
pub fn detect(head: &str) -> bool {
    let mut known = 0_u32;
    let mut own = false;
    for line in head.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(400) {
        match line::read(line.as_bytes()) {
            Some((tag, _)) if &tag == b"TY  " || &tag == b"ER  " => return false,
            Some((tag, _)) if line::is_known(tag) => {
                known += 1;
                own |= matches!(
                    &tag,
                    b"PMID" | b"OWN " | b"STAT" | b"PMC " | b"PMCR" | b"FAU " | b"MHDA" | b"EDAT"
                );
                if own && known > 1 {
                    return true;
                }
            }
            _ if known == 0 && !line.starts_with(char::is_whitespace) => return false,
            _ => {}
        }
    }
    false
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader::new(text, limits, Nbib::default()))
}

/// What is remembered from line to line and from record to record.
#[derive(Default)]
struct Nbib {
    /// Fields since the last empty line.
    in_block: usize,
    /// An empty line came behind several fields without one between them: it ends the record.
    separated: bool,
    has_title: bool,
    kinds: Kinds,
}

impl Dialect for Nbib {
    // Lines are wrapped between words, and say nothing.
    const JOINT: u8 = b' ';

    fn line(&mut self, line: &[u8], open: Open) -> LineKind {
        line::classify(line, open, self)
    }

    fn assemble(&mut self, fields: Fields<'_>) -> Imported {
        assemble::assemble(fields, &mut self.kinds)
    }

    fn about(&self) -> About {
        About::default()
    }
}
