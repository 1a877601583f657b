//! Files that are a list of elements of a few kinds.

use std::io;

use super::draft::Draft;
use super::xml::{self, Cut, Cutter, Element};
use super::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};

/// What an element gives.
pub(super) enum Given {
    /// A record.
    Record(Box<Draft>),
    /// Nothing that is a record.
    Nothing,
}

/// Reads the elements with certain names, one record from each.
pub(super) struct ElementRecords {
    cutter: Cutter,
    read: fn(&Element) -> Given,
    /// Elements that are cut out only to be stepped over, with what is in them.
    header: Option<&'static str>,
    /// What is told if nothing follows inside the header.
    in_header: Option<Broken>,
    about: About,
}

impl ElementRecords {
    pub(super) fn new(
        text: Decoded,
        limits: &Limits,
        names: &'static [&'static str],
        read: fn(&Element) -> Given,
    ) -> Self {
        let cutter = Cutter::new(text, names, limits.record_bytes);
        Self { cutter, read, header: None, in_header: None, about: About::default() }
    }

    /// The first record without an identifier inside the element with this name describes the file and is none of its
    /// list. The name must be one of those that are cut out.
    pub(super) fn with_header(mut self, name: &'static str) -> Self {
        self.header = Some(name);
        self
    }
}

impl Records for ElementRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            let piece = match self.cutter.next()? {
                None => return Ok(self.in_header.take().map(Item::Broken)),
                Some(Cut::Lost(lost)) => {
                    let broken = xml::lost(&lost, &mut self.cutter);
                    // A header with a record in it is not broken.
                    if self.header.is_some_and(|name| is_start(broken.observed.as_deref(), name)) {
                        self.in_header = Some(broken);
                        continue;
                    }
                    return Ok(Some(Item::Broken(broken)));
                }
                Some(Cut::Record(piece)) => piece,
            };
            if Some(piece.name) == self.header {
                continue;
            }
            let place = self.cutter.locate(piece.from, piece.to);
            let text = self.cutter.xml(&piece);
            let broken =
                |message: String| Item::Broken(Broken { place, message, observed: xml::beginning(text) });
            let tree = match xml::read(text) {
                Err(fault) => {
                    return Ok(Some(broken(format!("this record cannot be read: {fault}; it was left out"))));
                }
                Ok(tree) => tree,
            };
            if self.in_header.take().is_some()
                && tree.attribute("id").is_empty()
                && tree.attribute("type").is_empty()
            {
                let note =
                    "what the file says of the document that its list belongs to is not one of its records";
                self.about.notes.push(note.to_owned());
                continue;
            }
            match (self.read)(&tree) {
                Given::Nothing => {}
                Given::Record(draft) if draft.is_empty() => {
                    let message = "this record has neither title nor people nor identifiers; it was left out";
                    return Ok(Some(broken(message.to_owned())));
                }
                Given::Record(draft) => return Ok(Some(Item::Record(Box::new(draft.finish(place))))),
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

/// Whether a text begins with a start tag of this name.
fn is_start(text: Option<&str>, name: &str) -> bool {
    text.and_then(|text| text.strip_prefix('<')).is_some_and(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
        let full = tag.get(..end).unwrap_or_default();
        full.rsplit(':').next() == Some(name)
    })
}
