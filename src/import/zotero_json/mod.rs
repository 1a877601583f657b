//! Zotero's own JSON: items of its web API (`{"key", "version", "data": {"itemType", …}}`), and those of "Better BibTeX
//! JSON" (`{"config", "items": [{"itemType", …}]}`) and of its translators.
//!
//! The specification is Zotero's web API, version 3 (item types and fields: `schema.json`). Attachments and notes are no
//! works; they are stepped over, as what hangs on a work.

mod item;

#[cfg(test)]
mod tests;

use std::io;

use super::json_head::Head;
use super::json_values::{JsonValues, Piece, Shape};
use super::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so holds Zotero's JSON.
pub fn detect(head: &str) -> bool {
    let Some(known) = Head::of(head) else { return false };
    known.text("itemType").is_some_and(|word| {
        super::zotero_types::kind(word).is_some() || super::zotero_types::is_bookkeeping(word)
    })
}

/// Reads Zotero's JSON.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let shape = Shape { lists: &["items"], wrappers: &[] };
    Box::new(Reader { values: JsonValues::new(text, limits, shape) })
}

struct Reader {
    values: JsonValues,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        while let Some(piece) = self.values.next()? {
            match piece {
                Piece::Broken(broken) => return Ok(Some(Item::Broken(broken))),
                Piece::Value { value, place, .. } => match item::read(&value) {
                    Some(draft) if draft.is_empty() => {
                        let message =
                            "this record has neither title nor people nor identifiers; it was left out"
                                .to_owned();
                        return Ok(Some(Item::Broken(Broken { place, message, observed: draft.label })));
                    }
                    Some(draft) => return Ok(Some(Item::Record(Box::new(draft.finish(place))))),
                    None if item::is_bookkeeping(&value) => {}
                    None => {
                        let message = "this is no item: it has no type; it was left out".to_owned();
                        return Ok(Some(Item::Broken(Broken { place, message, observed: None })));
                    }
                },
            }
        }
        Ok(None)
    }

    fn about(&self) -> About {
        self.values.about()
    }
}
