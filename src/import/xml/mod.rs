//! Record files in XML (Extensible Markup Language 1.0, fifth edition): cut into records, each read as a small tree.
//!
//! [`Cutter`] finds where each record begins and ends, in one pass and with no more than one record in memory, so that
//! a broken record costs itself alone. [`Element`] is a record's tree. XML's own five entities and character references
//! are understood; any other entity stays as it is written, whatever a document type declares. Document types are
//! stepped over, and nothing is ever fetched.

mod cutter;
mod tree;

#[cfg(test)]
mod tests;

pub(super) use cutter::{Cut, Cutter, Lost, Piece};
pub(super) use tree::{Element, read};

use super::Broken;

/// How a piece of text begins, for a message: a line at most.
pub(super) fn beginning(text: &str) -> Option<String> {
    let line: String = text.trim_start().chars().take_while(|c| !matches!(c, '\r' | '\n')).take(80).collect();
    (!line.is_empty()).then_some(line)
}

/// What is told of a record that was lost.
pub(super) fn lost(lost: &Lost, cutter: &mut Cutter) -> Broken {
    let place = cutter.locate(lost.from, lost.to);
    Broken { place, message: lost.message(), observed: lost.observed.clone() }
}

/// Whether the outermost element of a text is one of these, whatever prefix its name has.
pub(super) fn root(head: &str) -> Option<&str> {
    let mut rest = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    loop {
        rest = rest.trim_start();
        let inner = rest.strip_prefix('<')?;
        if let Some(comment) = inner.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if inner.starts_with('?') {
            rest = inner.split_once("?>")?.1;
        } else if inner.starts_with('!') {
            let end = tree::doctype_end(rest.as_bytes())?;
            rest = rest.get(end..)?;
        } else {
            let end = inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))?;
            let name = inner.get(..end)?;
            return Some(name.rsplit(':').next().unwrap_or(name));
        }
    }
}
