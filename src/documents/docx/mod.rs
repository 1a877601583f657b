//! DOCX, the word processor's package: ECMA-376 (Office Open XML), part 1, `WordprocessingML`.
//!
//! Read are the main text, foot- and endnotes and text boxes; automatic numbers are counted as the program that shows
//! them does. Deleted text and hidden text are left out, inserted text is kept. What a field shows is kept, what it
//! is computed from is not, but for telling citations and bibliographies of Zotero, Mendeley, EndNote and of the word
//! processor itself.

mod body;
mod fields;
mod numbering;
mod styles;

use crate::model::Format;

use super::archive::Archive;
use super::core_properties;
use super::xml::Tree;
use super::{Block, BlockKind, DocumentError, DocumentLimits, Extracted};
use body::{Body, Notes};
use numbering::Numbering;
use styles::Styles;

const NAME: &str = "Word document (DOCX)";

/// Reads a document.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    let mut archive = Archive::open(bytes, NAME, limits)?;
    let main = main_part(&mut archive, limits)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut extracted = Extracted::new(Format::Docx);

    let tree = Tree::read(&archive.needed(&main)?, NAME, limits)?;
    let mut optional = |name: &str| -> Result<Option<Tree>, DocumentError> {
        archive.part(name)?.map(|bytes| Tree::read(&bytes, NAME, limits)).transpose()
    };
    let styles = optional(&beside("styles.xml"))?.map(|t| Styles::read(t.root())).unwrap_or_default();
    let numbering =
        optional(&beside("numbering.xml"))?.map(|t| Numbering::read(t.root())).unwrap_or_default();
    let footnotes = optional(&beside("footnotes.xml"))?;
    let endnotes = optional(&beside("endnotes.xml"))?;
    let properties = optional("docProps/core.xml")?;

    if let Some(why) = &tree.broken {
        extracted.notes.push(format!("the main text is damaged and was read to where that begins: {why}"));
    }
    let mut body = Body::new(&styles, numbering);
    if let Some(element) = tree.root().first("body") {
        body.read(element);
    }
    let (blocks, cited) = body.finish();
    extracted.blocks = blocks;
    for (notes, kind) in [(&footnotes, Notes::Foot), (&endnotes, Notes::End)] {
        if let Some(tree) = notes {
            extracted.blocks.extend(body::notes(tree.root(), kind, &cited, &styles));
        }
    }
    if let Some(tree) = properties {
        extracted.front = core_properties::read(tree.root());
    }
    if extracted.front.title.is_none() {
        extracted.front.title = title(&extracted.blocks);
    }
    Ok(extracted)
}

/// The part that holds the text: `word/document.xml` but for a few programs.
fn main_part(archive: &mut Archive<'_>, limits: &DocumentLimits) -> Result<String, DocumentError> {
    let usual = "word/document.xml";
    let Some(bytes) = archive.part("_rels/.rels")? else { return Ok(usual.to_owned()) };
    let tree = Tree::read(&bytes, NAME, limits)?;
    let main = tree.root().all("Relationship").into_iter().find(|r| {
        r.attribute("Type").is_some_and(|t| t.ends_with("/officeDocument"))
            && r.attribute("TargetMode") != Some("External")
    });
    let target = main.and_then(|r| r.attribute("Target")).map_or(usual, |t| t.trim_start_matches('/'));
    Ok(target.to_owned())
}

/// The first heading of the highest level, where it opens the document.
fn title(blocks: &[Block]) -> Option<String> {
    let first = blocks.first()?;
    matches!(first.kind, BlockKind::Heading(1)).then(|| first.text.clone())
}
