use std::fmt::Write as _;

use super::clean::clean;
use super::sections::{Part, opening, sections};
use crate::dataset::diff::Digest;

/// The digest as plain text for a terminal. Data comes without control characters.
pub fn text(digest: &Digest) -> String {
    let mut out = format!("{}\n", line(&opening(digest)));
    for section in sections(digest) {
        let _ = writeln!(out, "\n{}", section.heading);
        for item in &section.items {
            let _ = writeln!(out, "  {}", line(&item.line));
            for detail in &item.details {
                let _ = writeln!(out, "      {}", line(detail));
            }
        }
        if section.unshown > 0 {
            let _ = writeln!(out, "  … and {} more", section.unshown);
        }
    }
    out
}

fn line(parts: &[Part]) -> String {
    let shown = |part: &Part| match part {
        Part::Words(words) => words.clone(),
        Part::Data(data) => clean(data),
    };
    parts.iter().map(shown).collect()
}
