//! Markers made of keys: `\cite{a,b}`, `[@a; @b]`, `@a`, and labels of letters in brackets (`[Smi99]`).

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::list::List;
use super::numbered::{enclosed, without_remarks};

struct Patterns {
    latex: Regex,
    pandoc: Regex,
    bare: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        // natbib and biblatex: any command with `cite` in its name, with notes before its keys.
        latex: Regex::new(
            r"\\[A-Za-z]*[Cc]ite[A-Za-z]*\*?(?:\s*\[[^\[\]{}]{0,200}\]){0,2}\s*\{([^{}]{1,2000})\}",
        )
        .ok()?,
        pandoc: Regex::new(r"-?@\{?([\p{L}\d_][\p{L}\d_:.#$%&+?<>~/-]*)").ok()?,
        bare: Regex::new(r"(?:^|[\s(])-?@([\p{L}\d_][\p{L}\d_:.#$%&+?<>~/-]*)").ok()?,
    })
});

/// The markers of a text.
pub(super) fn find(text: &str, list: &List<'_>) -> Vec<Found> {
    let Some(patterns) = &*PATTERNS else { return Vec::new() };
    let mut out: Vec<Found> = Vec::new();
    let push = |found: Found, out: &mut Vec<Found>| {
        if !out.iter().rev().take(8).any(|other| other.overlaps(&found.span)) {
            out.push(found);
        }
    };
    if text.contains("ite") {
        for captures in patterns.latex.captures_iter(text) {
            let (Some(all), Some(keys)) = (captures.get(0), captures.get(1)) else { continue };
            let mut found = Found { span: all.range(), ..Found::default() };
            for key in keys.as_str().split(',') {
                found.add_all(list.key(key.trim()));
            }
            push(found, &mut out);
        }
    }
    for span in enclosed(text, '[', ']') {
        let inside = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        let mut found = Found { span, ..Found::default() };
        if inside.contains('@') {
            let mut any = false;
            for key in patterns.pandoc.captures_iter(inside).filter_map(|captures| captures.get(1)) {
                any = true;
                found.add_all(list.key(trimmed(key.as_str())));
            }
            // `[name@host]` is an address.
            if any && (found.is_resolved() || inside.trim_start_matches('-').starts_with('@')) {
                push(found, &mut out);
            }
            continue;
        }
        let labels: Vec<&str> = without_remarks(inside).split([',', ';']).map(str::trim).collect();
        found.add_all(labels.iter().filter_map(|label| list.label(label)));
        // Half of what the brackets hold must be labels; the rest are those the list lacks.
        if found.is_resolved() && 2 * found.references.len() >= labels.len() {
            push(found, &mut out);
        }
    }
    if text.contains('@') {
        for captures in patterns.bare.captures_iter(text) {
            let Some(key) = captures.get(1) else { continue };
            let name = trimmed(key.as_str());
            let Some(seq) = list.key(name) else { continue };
            let start = text.get(..key.start()).map_or(0, |before| before.len() - 1);
            let span = start..key.start() + name.len();
            push(Found { span, references: vec![seq], is_ambiguous: false }, &mut out);
        }
    }
    out.sort_by_key(|found| found.span.start);
    out
}

/// A key without the full stop of its sentence.
fn trimmed(key: &str) -> &str {
    key.trim_end_matches(['.', ':', '?', '/', '-'])
}
