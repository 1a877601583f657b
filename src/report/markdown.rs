use std::fmt::Write as _;

use super::clean::clean;
use super::sections::{Part, opening, sections};
use crate::dataset::diff::Digest;

/// The digest as Markdown. Data stays text there: no mark-up, no link, no HTML comes of it.
pub fn markdown(digest: &Digest) -> String {
    let mut out = String::from("# What changed\n\n");
    let _ = writeln!(out, "{}", line(&opening(digest)));
    for section in sections(digest) {
        let _ = writeln!(out, "\n## {}\n", section.heading);
        for item in &section.items {
            let _ = writeln!(out, "- {}", line(&item.line));
            for detail in &item.details {
                let _ = writeln!(out, "  - {}", line(detail));
            }
        }
        if section.unshown > 0 {
            let _ = writeln!(out, "- and {} more", section.unshown);
        }
    }
    out
}

fn line(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Data(data) => escape(&clean(data), &mut out),
        }
    }
    out
}

/// Data as Markdown that shows it. What opens HTML becomes an entity; all other ASCII punctuation that could mean
/// something, at the start of a line or within it, gets a backslash, which Markdown allows before any of it.
fn escape(data: &str, out: &mut String) {
    for c in data.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // So that no viewer makes a link or a mention of a person from it.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '!' | '|'
            | '~' | '$' | '=' | '^' => {
                out.push('\\');
                out.push(c);
            }
            '.' | ':' if is_at_risk(out, c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
}

/// A number with a dot begins a list where the line begins with it; `https:` and `www.` begin a link.
fn is_at_risk(before: &str, c: char) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let scheme = ["http", "https", "ftp", "mailto", "xmpp", "www"];
    (c == '.' && !word.is_empty() && word.len() == before.len() && word.bytes().all(|b| b.is_ascii_digit()))
        || scheme.iter().any(|s| word.eq_ignore_ascii_case(s))
}
