//! EPUB: W3C EPUB 3.3 and its forerunners. The chapters, which are XHTML, are read in the order of the spine.

use std::collections::HashMap;

use super::archive::Archive;
use super::core_properties;
use super::xml::{Tree, decoded};
use super::{DocumentError, DocumentLimits, Extracted, html};
use crate::model::Format;

const NAME: &str = "EPUB publication";

/// Reads a publication.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    let mut archive = Archive::open(bytes, NAME, limits)?;
    let container = Tree::read(&archive.needed("META-INF/container.xml")?, NAME, limits)?;
    let package = container
        .root()
        .first("rootfile")
        .and_then(|r| r.attribute("full-path"))
        .ok_or_else(|| DocumentError::MissingPart { part: "its package file".to_owned() })?
        .to_owned();
    let tree = Tree::read(&archive.needed(&package)?, NAME, limits)?;
    let root = tree.root();
    let mut extracted = Extracted::new(Format::Epub);
    if let Some(metadata) = root.first("metadata") {
        extracted.front = core_properties::read(metadata);
    }
    let items: HashMap<&str, (&str, bool)> = root
        .all("item")
        .into_iter()
        .filter_map(|i| {
            let navigation = i.attribute("properties").is_some_and(|p| p.split(' ').any(|w| w == "nav"));
            Some((i.attribute("id")?, (i.attribute("href")?, navigation)))
        })
        .collect();
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    for chapter in root.all("itemref") {
        let Some((href, false)) = chapter.attribute("idref").and_then(|id| items.get(id)).copied() else {
            continue;
        };
        let name = resolve(folder, href);
        match archive.part(&name)? {
            Some(bytes) => html::read(&decoded(&bytes), limits, &mut extracted)?,
            None => extracted.notes.push(format!("its chapter {name} is not in the package")),
        }
    }
    if extracted.blocks.is_empty() {
        return Err(DocumentError::MissingPart { part: "its chapters".to_owned() });
    }
    Ok(extracted)
}

/// The name of an entry from a link in the package file. It is only ever looked up in the package.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    percent_decoded(&parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let digits =
            text.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|d| u8::from_str_radix(d, 16).ok());
        out.push(digits.unwrap_or(byte));
        at += if digits.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(resolve("OEBPS", "text/a%20b.xhtml#x"), "OEBPS/text/a b.xhtml");
        assert_eq!(resolve("OEBPS/text", "../c.xhtml"), "OEBPS/c.xhtml");
        assert_eq!(resolve("", "../../../etc/passwd"), "etc/passwd");
    }
}
