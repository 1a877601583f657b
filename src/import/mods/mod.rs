//! MODS, the Metadata Object Description Schema of the Library of Congress (version 3.8), as library catalogues,
//! repositories and Zotero write it: a `<modsCollection>` of `<mods>`, or one `<mods>` alone.

mod host;
mod part;
mod people;
mod record;

#[cfg(test)]
mod tests;

use std::io;

use super::xml::{self, Cut, Cutter};
use super::{Broken, Item, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is MODS.
pub fn detect(head: &str) -> bool {
    match xml::root(head) {
        Some("mods" | "modsCollection") => true,
        // What repositories and catalogues answer (OAI-PMH, SRU) has the records within.
        Some("OAI-PMH" | "searchRetrieveResponse") => head.contains("http://www.loc.gov/mods/v3"),
        _ => false,
    }
}

/// Reads MODS.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader { cutter: Cutter::new(text, &["mods"], limits.record_bytes) })
}

struct Reader {
    cutter: Cutter,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        let piece = match self.cutter.next()? {
            None => return Ok(None),
            Some(Cut::Lost(lost)) => return Ok(Some(Item::Broken(xml::lost(&lost, &mut self.cutter)))),
            Some(Cut::Record(piece)) => piece,
        };
        let place = self.cutter.locate(piece.from, piece.to);
        let text = self.cutter.xml(&piece);
        let broken =
            |message: String| Item::Broken(Broken { place, message, observed: xml::beginning(text) });
        Ok(Some(match xml::read(text) {
            Err(fault) => broken(format!("this record cannot be read: {fault}; it was left out")),
            Ok(tree) => {
                let draft = record::read(&tree);
                if draft.is_empty() && draft.label.is_none() {
                    broken(
                        "this record has neither title nor people nor identifiers; it was left out"
                            .to_owned(),
                    )
                } else {
                    Item::Record(Box::new(draft.finish(place)))
                }
            }
        }))
    }
}
