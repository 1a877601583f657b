//! `COinS`: references hidden in web pages, `<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.atitle=…">`.
//!
//! The specification is ANSI/NISO Z39.88-2004 (`OpenURL`, key/encoded-value form) and the "`OpenURL` `COinS`" convention. Zotero
//! writes lists of such spans; library catalogues and Wikipedia have them in their pages.

mod reader;

#[cfg(test)]
mod tests;

use super::Records;
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is a list of `COinS` and little else. A web page that has them besides its text is a
/// document.
pub fn detect(head: &str) -> bool {
    let bare = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    bare.get(..200.min(bare.len())).or(Some(bare)).is_some_and(|start| start.starts_with("<span"))
        && head.contains("Z3988")
        && head.contains("ctx_ver=")
}

/// Reads `COinS`.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(reader::CoinsRecords::new(text, limits))
}
