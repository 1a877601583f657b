//! Gold that tags whole blocks: all authors as one, `128(5),` as a volume, `pp. 1–12.` as pages. What a block says
//! plainly is taken; what would have to be read first is not scored, since a reader must not be measured by itself.

use super::segments::{Segments, year};
use super::{Field, Flat, Value};

/// Words that may stand before a volume, and before a page.
const VOLUME_WORDS: [&str; 7] = ["vol", "vols", "volume", "v", "bd", "band", "tome"];
const PAGE_WORDS: [&str; 5] = ["p", "pp", "pg", "page", "pages"];

/// Adds to the fields what only the blocks say.
pub fn complete(flat: &mut Flat, segments: &Segments) {
    for (block, field) in [("author", Field::Authors), ("editor", Field::Editors)] {
        if segments.has(&[block]) && !flat.values.contains_key(&field) {
            flat.unscored.insert(field);
        }
    }
    let mut coarse = segments.has(&["author", "editor"]);
    if !segments.has(&["source"])
        && let Some(container) = segments.first(&["journal", "container-title", "booktitle"])
    {
        flat.set(Field::Journal, Some(container));
        coarse = true;
    }
    if !segments.has(&["year"])
        && let Some(date) = segments.first(&["date"])
    {
        flat.set(Field::Year, year(date));
        coarse = true;
    }
    if !coarse {
        return;
    }
    if !segments.has(&["doi"]) {
        flat.set(Field::Doi, segments.first(&["url"]).filter(|url| url.contains("10.")));
    }
    if let Some(block) = segments.first(&["volume"]).filter(|_| !segments.has(&["issue"])) {
        volume(flat, segments, block);
    }
    if let Some(block) = segments.first(&["pages"]).filter(|_| !segments.has(&["fpage"])) {
        pages(flat, block);
    }
}

/// `128`, `vol. 128,` and `128(5)` are plain. `10, 39` is not, `2009;5:` holds the year, and `5:98–108` the pages.
fn volume(flat: &mut Flat, segments: &Segments, block: &str) {
    let block = block.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let (front, issue) = match block.split_once('(') {
        Some((front, behind)) => (front, behind.strip_suffix(')').map(Some)),
        None => (block, Some(None)),
    };
    if let (Some(volume), Some(issue)) = (behind(front, &VOLUME_WORDS), issue) {
        flat.set(Field::Volume, Some(volume));
        flat.set(Field::Issue, issue);
        return;
    }
    flat.unscored.extend([Field::Volume, Field::Issue]);
    if !segments.has(&["pages"]) {
        flat.unscored.extend([Field::PageFirst, Field::PageLast]);
    }
    if !segments.has(&["date", "year"]) {
        flat.unscored.insert(Field::Year);
    }
}

/// `pp. 1–12.` and `e17` are plain. `702 p.` is no page, and two ranges are not compared.
fn pages(flat: &mut Flat, block: &str) {
    let block = block.trim_matches(|c: char| !c.is_alphanumeric());
    let mut ends = block.split(['-', '‐', '‑', '–', '—']).map(str::trim).filter(|end| !end.is_empty());
    let first = ends.next().and_then(|first| behind(first, &PAGE_WORDS));
    let last = ends.next();
    match (first, last.map(|last| behind(last, &[])), ends.next()) {
        (Some(first), None | Some(Some(_)), None) => {
            flat.values.insert(Field::PageFirst, Value::Text(first.to_owned()));
            flat.values.remove(&Field::PageLast);
            flat.set(Field::PageLast, last);
        }
        _ => flat.unscored.extend([Field::PageFirst, Field::PageLast]),
    }
}

/// The only word behind one of these words or none, if it is a number: it has digits or is Roman.
fn behind<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let mut parts = text.split(|c: char| c.is_whitespace() || c == '.').filter(|part| !part.is_empty());
    let number = match (parts.next()?, parts.next(), parts.next()) {
        (number, None, _) => number,
        (word, Some(number), None) if words.contains(&word.to_lowercase().as_str()) => number,
        _ => return None,
    };
    let whole = number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '/'));
    let roman = number.chars().all(|c| "ivxlcdmIVXLCDM".contains(c));
    (whole && (roman || number.contains(|c: char| c.is_ascii_digit()))).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn flat(segments: &serde_json::Value) -> Flat {
        Segments::from_json(segments).unwrap().flat(None)
    }

    #[test]
    fn blocks() {
        let flat = flat(&json!([
            ["author", "Doe, J. and Roe, R."],
            ["date", "(1999)."],
            ["journal", "J Test,"],
            ["volume", "vol. 12(3),"],
            ["pages", "pp. 1–12."]
        ]));
        assert!(flat.unscored.contains(&Field::Authors));
        for (field, text) in [
            (Field::Year, "1999"),
            (Field::Journal, "J Test,"),
            (Field::Volume, "12"),
            (Field::Issue, "3"),
            (Field::PageFirst, "1"),
            (Field::PageLast, "12"),
        ] {
            assert_eq!(flat.values[&field], Value::Text(text.into()));
        }
    }

    #[test]
    fn what_a_block_does_not_tell_apart_is_not_scored() {
        for (block, text, fields) in [
            ("volume", "10, 39", &[Field::Volume, Field::Issue][..]),
            ("volume", "n°59.", &[Field::Volume, Field::Issue]),
            ("volume", "2009;5:", &[Field::Volume, Field::Year]),
            ("volume", "5:98–108", &[Field::Volume, Field::PageFirst]),
            ("pages", "702 p.", &[Field::PageFirst, Field::PageLast]),
            ("pages", "1-2 et 3-4", &[Field::PageFirst]),
            ("pages", "NP.", &[Field::PageFirst]),
        ] {
            let flat = flat(&json!([["author", "Doe"], [block, text]]));
            for field in fields {
                assert!(flat.unscored.contains(field), "{} of {text}", field.as_str());
            }
        }
    }
}
