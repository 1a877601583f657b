//! Hayagriva's YAML, the bibliography of typst: every entry stands under its key, with `type`, `title`, `author` and the
//! works it is part of under `parent`.
//!
//! The specification is the file format description of the hayagriva crate (`docs/file-format.md`); JabRef writes it too.

mod entry;

#[cfg(test)]
mod tests;

use super::Records;
use super::fields::head_lines;
use super::yaml_records::{Layout, YamlRecords};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is Hayagriva's YAML.
pub fn detect(head: &str) -> bool {
    let mut lines = head_lines(head).map(|l| l.trim_start_matches('\u{feff}')).filter(|l| {
        let bare = l.trim();
        !bare.is_empty() && !bare.starts_with('#') && bare != "---"
    });
    let Some(first) = lines.next() else { return false };
    let key = first.trim_end().strip_suffix(':');
    if key.is_none_or(|key| key.is_empty() || key.contains(": ") || key.starts_with([' ', '-', '{', '['])) {
        return false;
    }
    // The fields of the first entry.
    let within: Vec<&str> = lines.take_while(|l| l.starts_with(' ')).take(200).collect();
    let indent = within.first().map_or(0, |l| l.len() - l.trim_start().len());
    // What stands further in is a part of a field.
    let within: Vec<&str> =
        within.into_iter().filter(|l| l.len() - l.trim_start().len() == indent).map(str::trim).collect();
    let word =
        within.iter().find_map(|l| l.strip_prefix("type:")).map(|v| v.trim().trim_matches(['"', '\'']));
    word.is_some_and(|word| entry::kind(word).is_some()) && within.iter().any(|l| l.starts_with("title:"))
}

/// Reads Hayagriva's YAML.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(YamlRecords::new(text, limits, Layout::Mapping, entry::read))
}
