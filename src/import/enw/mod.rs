//! EndNote's tagged format (`.enw`), which goes back to `refer`, and which Bibix (`.ref`) and the AIS library write too.
//!
//! A line begins with a percent sign, one character and a space, as EndNote's "Import/Export Field Names" lists them.
//! Records are separated by empty lines; `%0`, the type, begins one, unless it stands behind other fields of a record
//! that has none yet. Fields mean what the RIS tags do into which EndNote turns them, so the same hands make the
//! record.

mod line;
#[cfg(test)]
mod tests;

use super::ris::Ris;
use super::tagged::{Dialect, Fields, LineKind, Open, Reader};
use super::{About, Imported, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a text is tagged in this way: it begins with such a field, and there is a type or a title.
pub fn detect(head: &str) -> bool {
    let mut lines = head.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.is_empty()).take(400);
    let Some(first) = lines.next() else { return false };
    if line::name(first.as_bytes()).is_none() {
        return false;
    }
    let (mut fields, mut telling) = (0_u32, false);
    for line in std::iter::once(first).chain(lines) {
        if let Some(name) = line::name(line.as_bytes()) {
            fields += 1;
            telling |= matches!(name, b'0' | b'T');
        }
        if telling && fields > 1 {
            return true;
        }
    }
    false
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader::new(text, limits, Enw::default()))
}

#[derive(Default)]
struct Enw {
    has_type: bool,
    ris: Ris,
}

impl Dialect for Enw {
    fn line(&mut self, line: &[u8], open: Open) -> LineKind {
        line::classify(line, open, &mut self.has_type)
    }

    fn assemble(&mut self, fields: Fields<'_>) -> Imported {
        super::ris::assemble::assemble(fields, &mut self.ris)
    }

    fn about(&self) -> About {
        About::default()
    }
}
