//! Bibliographies in RDF/XML: what Zotero writes as "Zotero RDF", "Bibliontology RDF" and "Unqualified Dublin Core RDF",
//! and what others write in the same vocabularies.
//!
//! The specifications are RDF 1.1 XML Syntax, Dublin Core's elements and terms, the Bibliographic Ontology
//! (bibliontology.com), PRISM 1.2 and FOAF; what Zotero makes of them is in its translators of those names. RDF is a graph:
//! a journal or a person may stand inside the work or anywhere else in the file, under a name that the work refers to. So
//! more than one node is held at a time, but no more than four times the longest record; in a longer file a
//! node is looked for among the nearest ones.

mod fields;
mod node;
mod nodes;
mod people;
mod reader;

#[cfg(test)]
mod tests;

use super::Records;
use super::xml;
use crate::ingest::{Decoded, Limits};

/// How many of the longest records are held.
const HELD_RECORDS: usize = 4;

/// Whether a file that begins so is a bibliography in RDF/XML.
pub fn detect(head: &str) -> bool {
    const VOCABULARIES: [&str; 4] = [
        "http://www.zotero.org/namespaces/export#",
        "http://purl.org/net/biblio#",
        "http://purl.org/ontology/bibo/",
        "http://purl.org/dc/elements/1.1/",
    ];
    xml::root(head) == Some("RDF")
        && VOCABULARIES.iter().any(|vocabulary| head.contains(vocabulary))
        // Feeds and pictures' metadata use Dublin Core too.
        && !["<rss:", "http://purl.org/rss/1.0/\"", "http://ns.adobe.com/"].iter().any(|other| head.contains(other))
}

/// Reads a bibliography in RDF/XML.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(reader::RdfRecords::new(text, limits))
}
