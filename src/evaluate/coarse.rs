//! Gold that tags whole blocks: all authors as one, `128(5),` as a volume, `pp. 1–12.` as pages. What a block says
//! plainly is taken; what would have to be read first is not scored, since a reader must not be measured by itself.

use super::segments::{Segments, range, year};
use super::{Field, Flat, Value};

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
    if coarse {
        volume(flat, segments);
        pages(flat, segments);
    }
}

/// A block of two numbers holds an issue: `128(5)` says which is which, `10, 39` does not.
fn volume(flat: &mut Flat, segments: &Segments) {
    let Some(block) = segments.first(&["volume"]).filter(|_| !segments.has(&["issue"])) else { return };
    let numbers = block
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    if numbers.count() < 2 {
        return;
    }
    let parts =
        block.split_once('(').and_then(|(volume, rest)| Some((volume.trim(), rest.split_once(')')?.0)));
    match parts.filter(|(volume, _)| !volume.is_empty()) {
        Some((volume, issue)) => {
            flat.set(Field::Volume, Some(volume));
            flat.set(Field::Issue, Some(issue));
        }
        None => flat.unscored.extend([Field::Volume, Field::Issue]),
    }
}

/// The range behind `pp.` and in front of the punctuation.
fn pages(flat: &mut Flat, segments: &Segments) {
    let Some(block) = segments.first(&["pages"]).filter(|_| !segments.has(&["fpage"])) else { return };
    let start = block
        .split_whitespace()
        .find(|word| word.contains(|c: char| c.is_ascii_digit()))
        .map(|word| word.as_ptr() as usize - block.as_ptr() as usize);
    let Some(printed) = start.and_then(|at| block.get(at..)) else { return };
    let (first, last) = range(printed.trim_end_matches(|c: char| !c.is_alphanumeric()));
    flat.values.insert(Field::PageFirst, Value::Text(first.to_owned()));
    flat.values.remove(&Field::PageLast);
    flat.set(Field::PageLast, last);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blocks() {
        let value = json!([
            ["author", "Doe, J. and Roe, R."],
            ["date", "(1999)."],
            ["journal", "J Test,"],
            ["volume", "vol. 12(3),"],
            ["pages", "pp. 1–12."]
        ]);
        let flat = Segments::from_json(&value).unwrap().flat(None);
        assert!(flat.unscored.contains(&Field::Authors));
        for (field, text) in [
            (Field::Year, "1999"),
            (Field::Journal, "J Test,"),
            (Field::Volume, "vol. 12"),
            (Field::Issue, "3"),
            (Field::PageFirst, "1"),
            (Field::PageLast, "12"),
        ] {
            assert_eq!(flat.values[&field], Value::Text(text.into()));
        }
    }

    #[test]
    fn what_a_block_does_not_tell_apart_is_not_scored() {
        let value = json!([["author", "Doe"], ["volume", "10, 39"]]);
        let flat = Segments::from_json(&value).unwrap().flat(None);
        assert!(flat.unscored.contains(&Field::Volume) && flat.unscored.contains(&Field::Issue));
    }
}
