//! The `.bbl` of biber: `\entry`s of `\name`s, `\list`s, `\field`s and `\verb`s.

use std::collections::HashMap;

use super::commands::{bracketed, render};
use crate::documents::compose::Fields;
use crate::documents::{Block, BlockKind};

/// Every entry as a line. Lists in several orders hold the same entries; each is read once.
pub(super) fn entries(text: &str) -> Vec<Block> {
    let mut seen = std::collections::HashSet::new();
    let mut blocks = Vec::new();
    for part in text.split("\\entry{").skip(1) {
        let (key, rest) = part.split_once('}').unwrap_or((part, ""));
        let body = rest.split("\\endentry").next().unwrap_or_default();
        let kind = bracketed(rest, '{', '}').0;
        if !seen.insert(key.to_owned()) {
            continue;
        }
        let text = line(kind, body);
        if !text.is_empty() {
            let kind = BlockKind::Reference { label: None, id: Some(key.to_owned()) };
            blocks.push(Block { kind, text, ..Block::default() });
        }
    }
    blocks
}

fn line(kind: &str, body: &str) -> String {
    let mut fields: HashMap<&str, String> = HashMap::new();
    for part in body.split("\\field{").skip(1) {
        let Some((name, rest)) = part.split_once('}') else { continue };
        fields.entry(name).or_insert_with(|| render(bracketed(rest, '{', '}').0).text);
    }
    for part in body.split("\\verb{").skip(1) {
        let Some((name, rest)) = part.split_once('}') else { continue };
        let value = rest.trim_start().strip_prefix("\\verb ").and_then(|v| v.lines().next());
        if let Some(value) = value {
            fields.entry(name).or_insert_with(|| value.trim().to_owned());
        }
    }
    for part in body.split("\\list{").skip(1) {
        let Some((name, rest)) = part.split_once('}') else { continue };
        let (_, rest) = bracketed(rest, '{', '}');
        let items = bracketed(rest, '{', '}').0.trim_start_matches(['%', '\n', ' ']);
        fields.entry(name).or_insert_with(|| render(items).text);
    }
    let mut get = |name: &str| fields.remove(name).unwrap_or_default();
    let title = get("title");
    let subtitle = get("subtitle");
    let title = if subtitle.is_empty() { title } else { format!("{title}: {subtitle}") };
    let journal = get("journaltitle");
    let book = get("booktitle");
    let in_book = journal.is_empty()
        && (!book.is_empty() || matches!(kind, "book" | "collection" | "thesis" | "report"));
    let first_of = |a: String, b: String| if a.is_empty() { b } else { a };
    let note =
        [get("eprint"), get("isbn")].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(". ");
    Fields {
        authors: names(body, "author"),
        editors: names(body, "editor"),
        title,
        container: first_of(journal, book),
        edition: get("edition"),
        place: get("location"),
        publisher: first_of(get("publisher"), get("institution")),
        year: get("year"),
        volume: get("volume"),
        issue: get("number"),
        pages: get("pages").replace('–', "-"),
        doi: get("doi"),
        url: get("url"),
        note,
        in_book,
        ..Fields::default()
    }
    .line()
}

/// `Doe, Jane; Roe, Richard` of a `\name` list.
fn names(body: &str, role: &str) -> String {
    let Some(rest) = body.split_once(&format!("\\name{{{role}}}")).map(|(_, rest)| rest) else {
        return String::new();
    };
    // Number and options come first.
    let rest = bracketed(rest.trim_start(), '{', '}').1;
    let rest = bracketed(rest.trim_start(), '{', '}').1;
    let list = bracketed(rest.trim_start(), '{', '}').0;
    let mut people: Vec<String> = Vec::new();
    for person in list.split("family={").skip(1) {
        let (family, rest) = person.split_at_checked(end_of_value(person)).unwrap_or((person, ""));
        // The given name of this person stands before the next family name, which the split took care of.
        let part = |key: &str| {
            let found = rest.split_once(key).map(|(_, value)| value);
            found.map(|v| render(v.get(..end_of_value(v)).unwrap_or_default()).text).unwrap_or_default()
        };
        let family = render(family).text;
        let particle = part("prefix={");
        let family = if particle.is_empty() { family } else { format!("{particle} {family}") };
        let given = part("given={");
        people.push(if given.is_empty() { family } else { format!("{family}, {given}") });
    }
    people.join("; ")
}

/// Where a value whose brace is open ends.
fn end_of_value(text: &str) -> usize {
    let mut depth = 1usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}
