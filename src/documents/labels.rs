//! Numbers and keys before entries.

use crate::ingest::label;

/// A label as documents print it, without its punctuation: `[12]` and `12.` are 12.
pub(super) fn bare(label: &str) -> String {
    label.trim().trim_matches(|c: char| "[](){}.,:;".contains(c) || c.is_whitespace()).to_owned()
}

/// Splits the label off a text that begins with one: its kind, the bare label, and where the text goes on.
pub(super) fn split(text: &str) -> Option<(crate::ingest::LabelKind, String, usize)> {
    let found = label(text, 0)?;
    let label = text.get(usize::from(found.start)..usize::from(found.end))?.to_owned();
    Some((found.kind, label, usize::from(found.text)))
}
