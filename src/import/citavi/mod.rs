//! Citavi's backups (`.ctv6bak`, `.ctv5bak`): a ZIP archive with one XML file, `CitaviExchangeData`, in it. There is no
//! published specification; the elements are those of Citavi 5 and 6.
//!
//! Works refer to people, journals and publishers by number, and what belongs to which work stands behind the works, so
//! the file is read twice: once for all that is referred to, then work by work. A record's place is its number among
//! the works as line, and the whole file as span: a work stands nowhere in the bytes of a packed file.

mod record;
mod relations;

#[cfg(test)]
mod tests;

use std::io::{self, BufReader, Read};

use flate2::read::DeflateDecoder;

use self::relations::Relations;
use super::package::{Package, Part};
use super::xml::{self, Cut, Cutter};
use super::{About, Broken, Item, Records};
use crate::ingest::Limits;
use crate::model::{ByteSpan, Place};

pub use super::package::ReadSeek;

/// Why a backup cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CitaviError {
    /// Reading failed.
    #[error("the backup cannot be read: {0}")]
    Read(#[from] io::Error),
    /// Not a backup of Citavi.
    #[error(
        "this is no backup of Citavi that can be read: {0}; make a new one in Citavi (File, Back up), or export RIS"
    )]
    NotCitavi(String),
}

/// Whether a file that begins so is a backup of Citavi: a ZIP archive whose first part is its XML.
pub fn detect(head: &[u8]) -> bool {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*head.get(at)?, *head.get(at + 1)?])));
    if !head.starts_with(b"PK\x03\x04") {
        return false;
    }
    let (Some(method), Some(name), Some(extra)) = (number(8), number(26), number(28)) else { return false };
    let data = head.get(30 + name + extra..).unwrap_or_default();
    let mut beginning = Vec::new();
    // What is cut off at the end of the head does not matter.
    let _ = match method {
        0 => data.take(400).read_to_end(&mut beginning),
        8 => DeflateDecoder::new(data).take(400).read_to_end(&mut beginning),
        _ => return false,
    };
    memchr::memmem::find(&beginning, b"<CitaviExchangeData").is_some()
}

/// Reads a backup of Citavi.
///
/// # Errors
/// When it is none, or is damaged.
pub fn open(file: Box<dyn ReadSeek>, limits: &Limits) -> Result<Box<dyn Records>, CitaviError> {
    let refused = |reason: &dyn std::fmt::Display| CitaviError::NotCitavi(reason.to_string());
    let package = Package::open(file).map_err(|e| refused(&e))?;
    let part = project(&package).ok_or_else(|| refused(&"it holds no project"))?;
    let mut about = About::default();
    let stream = package.stream(&part).map_err(|e| refused(&e))?;
    let relations = relations::read(stream, limits, &mut about)?;
    let stream = package.stream(&part).map_err(|e| refused(&e))?;
    let cutter = Cutter::new(stream, &["Reference"], limits.record_bytes);
    Ok(Box::new(Reader { cutter, relations, about, size: package.size, number: 0 }))
}

/// The part that holds the project: the only one, or the one that says so by the end of its name.
fn project(package: &Package) -> Option<Part> {
    let parts = package.parts();
    let named = |ending: &str| parts.iter().find(|part| part.name.to_ascii_lowercase().ends_with(ending));
    match parts {
        [only] => Some(only.clone()),
        _ => named(".ctv6").or_else(|| named(".ctv5")).or_else(|| named(".xml")).cloned(),
    }
}

struct Reader {
    cutter: Cutter<BufReader<Box<dyn Read + Send>>>,
    relations: Relations,
    about: About,
    size: u64,
    number: u32,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        let Some(cut) = self.cutter.next()? else { return Ok(None) };
        self.number = self.number.saturating_add(1);
        let span = ByteSpan { start: 0, end: self.size };
        let place = Place { span, line_start: self.number, line_end: self.number };
        let broken = |message: String, observed| Ok(Some(Item::Broken(Broken { place, message, observed })));
        let piece = match cut {
            Cut::Lost(lost) => return broken(lost.message(), lost.observed),
            Cut::Record(piece) => piece,
        };
        let text = self.cutter.xml(&piece);
        match xml::read(text) {
            Err(fault) => {
                broken(format!("this record cannot be read: {fault}; it was left out"), xml::beginning(text))
            }
            Ok(tree) => {
                let draft = record::read(&tree, &self.relations);
                if draft.is_empty() {
                    let message = "this record has neither title nor people nor identifiers; it was left out";
                    return broken(message.to_owned(), xml::beginning(text));
                }
                Ok(Some(Item::Record(Box::new(draft.finish(place)))))
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}
