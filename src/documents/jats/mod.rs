//! JATS, the Journal Article Tag Suite (ANSI/NISO Z39.96), its forerunner NLM DTD and its sister BITS.
//!
//! Every `ref` of every `ref-list` becomes an entry. A `mixed-citation` is read as it is printed; an
//! `element-citation`, whose punctuation the publisher's style sheet adds, is written as a line in the ICMJE
//! recommendations' order. `xref`s to references become marks that carry their ids.

mod body;
mod citation;
mod front;

use crate::model::Format;

use super::xml::{Element, Tree};
use super::{Block, BlockKind, DocumentError, DocumentLimits, Extracted};

const NAME: &str = "JATS XML file";

/// Reads an article, or several in one file.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    let tree = Tree::read(bytes, NAME, limits)?;
    let mut extracted = Extracted::new(Format::Jats);
    if let Some(why) = &tree.broken {
        extracted.notes.push(format!("the XML is damaged and was read to where that begins: {why}"));
    }
    let root = tree.root();
    let mut articles = root.all("article");
    if articles.is_empty() {
        articles = root.all("book");
    }
    if articles.is_empty() {
        // A list or a part on its own.
        articles.push(root);
    }
    if articles.len() > 1 {
        let n = articles.len();
        extracted
            .notes
            .push(format!("the file holds {n} articles; their references are read one after the other"));
    }
    for (at, article) in articles.into_iter().enumerate() {
        let front = front::read(article);
        if let Some(title) = &front.title {
            extracted.blocks.push(Block {
                kind: BlockKind::Heading(1),
                text: title.clone(),
                ..Block::default()
            });
        }
        if at == 0 {
            extracted.front = front;
        }
        read(article, &mut extracted.blocks);
    }
    Ok(extracted)
}

/// Reads an article's text and, after it, those of the articles inside it.
fn read(article: Element<'_>, blocks: &mut Vec<Block>) {
    for part in article.elements() {
        match part.name() {
            "front" | "front-stub" => {
                for name in ["abstract", "trans-abstract"] {
                    for summary in part.all(name) {
                        body::section(summary, 2, blocks);
                    }
                }
            }
            "sub-article" | "response" => {
                if let Some(title) = front::read(part).title {
                    blocks.push(Block { kind: BlockKind::Heading(1), text: title, ..Block::default() });
                }
                read(part, blocks);
            }
            "processing-meta" => {}
            _ => body::content(part, 2, blocks),
        }
    }
}
