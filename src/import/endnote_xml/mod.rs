//! EndNote's XML: `<xml><records><record>…`, as EndNote (8 and later), Zotero, Mendeley, Papers and many databases write
//! it. There is no specification but the document type that ships with EndNote (`RSXML.dtd`); the meaning of a field
//! depends on the type of the reference, as EndNote's table of reference types has it.
//!
//! Values stand in `<style>` elements, one for each run of text in one type face; their text is put together. Text
//! without them is read the same.

mod kinds;
mod record;

#[cfg(test)]
mod tests;

use std::io;

use super::xml::{self, Cut, Cutter};
use super::{Broken, Item, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is EndNote's XML.
pub fn detect(head: &str) -> bool {
    match xml::root(head) {
        Some("xml") => head.contains("<records") || head.contains("<record>") && head.contains("<ref-type"),
        // A `<records>` of others has no such elements.
        Some("records" | "record") => {
            ["<ref-type", "<source-app", "<rec-number", "<titles>"].iter().any(|tag| head.contains(tag))
        }
        _ => false,
    }
}

/// Reads EndNote's XML.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader { cutter: Cutter::new(text, &["record"], limits.record_bytes) })
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
                if draft.is_empty() {
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
