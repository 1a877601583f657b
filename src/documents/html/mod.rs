//! HTML, by the WHATWG standard as far as text needs it, and XHTML as it stands in EPUB.
//!
//! Elements become blocks; what a page shows around its text (navigation, scripts, what is hidden) is left out.
//! Reference lists are known by the words publishers, Wikipedia, pandoc and the DPUB-ARIA roles have for them; those
//! that are not are found by their heading like in any other text. The head's `citation_*` terms, which Google Scholar
//! asks publishers for, and Dublin Core give the front matter.

mod elements;
mod lists;
mod meta;
mod tokens;

use crate::model::Format;

use super::{DocumentError, DocumentLimits, Extracted};
use elements::Reader;
use tokens::{Token, Tokens};

/// Reads a page.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    let text = decoded(bytes);
    let mut extracted = Extracted::new(Format::Html);
    read(&text, limits, &mut extracted)?;
    Ok(extracted)
}

/// Reads a page's text into a document that may hold blocks already.
pub(super) fn read(text: &str, limits: &DocumentLimits, into: &mut Extracted) -> Result<(), DocumentError> {
    let mut reader = Reader::default();
    let mut elements = 0usize;
    for token in Tokens::new(text) {
        match token {
            Token::Start(tag) => {
                elements += 1;
                if elements > limits.elements {
                    let limit = limits.elements as u64;
                    return Err(DocumentError::TooLarge { what: "too many elements", limit });
                }
                reader.start(&tag, limits.depth);
            }
            Token::End(name) => reader.end(&name),
            Token::Text(text) => reader.text(&text),
        }
    }
    reader.finish(into);
    Ok(())
}

/// The page's text: by byte-order mark, by the encoding it declares, else by what its bytes look like.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes.get(skip..).unwrap_or_default()).0.into_owned();
    }
    let head =
        String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_ascii_lowercase();
    let label = ["charset=", "encoding="].iter().find_map(|key| {
        let rest = head.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()
    });
    // A page that says UTF-8 and is not is read by its bytes; so is one that says UTF-16 in single bytes.
    let declared = label.and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes()));
    if let Some(encoding) = declared.filter(|e| *e != encoding_rs::UTF_16LE && *e != encoding_rs::UTF_16BE) {
        let (text, _, bad) = encoding.decode(bytes);
        if !bad {
            return text.into_owned();
        }
    }
    super::plain_text(bytes)
}
