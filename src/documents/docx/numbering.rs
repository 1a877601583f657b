use std::collections::{HashMap, HashSet};

use crate::documents::xml::Element;

/// A paragraph's place in an automatic list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    number: Option<u32>,
    level: Option<u8>,
}

impl Place {
    /// Reads paragraph properties.
    pub(super) fn read(properties: Element<'_>) -> Self {
        let value = |name| {
            let element = properties.child("numPr")?.child(name)?;
            element.attribute("val")?.parse::<u32>().ok()
        };
        Self { number: value("numId"), level: value("ilvl").and_then(|l| u8::try_from(l).ok()) }
    }

    /// What is not said here is taken from `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self { number: self.number.or(other.number), level: self.level.or(other.level) }
    }

    /// True in a list; number 0 takes a paragraph out of its style's.
    pub(super) fn is_listed(self) -> bool {
        self.number.is_some_and(|n| n != 0)
    }
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new() }
    }
}

const LEVELS: usize = 9;

/// Automatic lists, and how far each has counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    patterns: HashMap<u32, Vec<Level>>,
    /// The pattern of each list, and where its levels begin to count when it is first used.
    lists: HashMap<u32, (u32, HashMap<usize, u32>)>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    used: HashSet<u32>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read(root: Element<'_>) -> Self {
        let mut numbering = Self::default();
        let id = |e: Element<'_>, name| e.attribute(name).and_then(|v| v.parse::<u32>().ok());
        for pattern in root.all("abstractNum") {
            let Some(key) = id(pattern, "abstractNumId") else { continue };
            let mut levels = vec![Level::default(); LEVELS];
            for level in pattern.elements().filter(|e| e.is("lvl")) {
                let at = id(level, "ilvl").and_then(|l| usize::try_from(l).ok()).unwrap_or_default();
                let value = |name| level.child(name).and_then(|e| e.attribute("val"));
                if let Some(slot) = levels.get_mut(at) {
                    *slot = Level {
                        start: value("start").and_then(|v| v.parse().ok()).unwrap_or(1),
                        format: value("numFmt").unwrap_or("decimal").to_owned(),
                        text: value("lvlText").unwrap_or_default().to_owned(),
                    };
                }
            }
            numbering.patterns.insert(key, levels);
        }
        for list in root.all("num") {
            let Some(key) = id(list, "numId") else { continue };
            let pattern = list.child("abstractNumId").and_then(|e| id(e, "val")).unwrap_or_default();
            let starts = list.elements().filter(|e| e.is("lvlOverride")).filter_map(|o| {
                let level = usize::try_from(id(o, "ilvl")?).ok()?;
                Some((level, o.child("startOverride").and_then(|s| id(s, "val"))?))
            });
            numbering.lists.insert(key, (pattern, starts.collect()));
        }
        numbering
    }

    /// Counts one paragraph on and gives the label that is printed before it; `None` where nothing is.
    pub(super) fn label(&mut self, place: Place) -> Option<String> {
        let list = place.number.filter(|n| *n != 0)?;
        let level = usize::from(place.level.unwrap_or(0)).min(LEVELS - 1);
        let (pattern, starts) = self.lists.get(&list)?;
        let levels = self.patterns.get(pattern)?;
        let counts = self.counts.entry(*pattern).or_default();
        if self.used.insert(list) {
            // A list of the same pattern goes on counting, unless it says where it starts.
            for (at, start) in starts {
                if let Some(count) = counts.get_mut(*at) {
                    *count = start.checked_sub(1);
                    if *start == 0 {
                        *count = None;
                    }
                }
            }
        }
        let start = levels.get(level).map_or(1, |l| l.start);
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(start, |n| n.saturating_add(1)));
        for deeper in counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let counts = *counts;
        let own = levels.get(level)?;
        if own.format == "none" {
            return None;
        }
        if own.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut text = own.text.clone();
        if text.is_empty() {
            return None;
        }
        for (at, shown) in levels.iter().enumerate().take(level + 1) {
            let sign = format!("%{}", at + 1);
            if text.contains(&sign) {
                let number = counts.get(at).copied().flatten().unwrap_or(shown.start);
                text = text.replace(&sign, &written(number, &shown.format));
            }
        }
        Some(text.trim().to_owned())
    }
}

/// A number as its format prints it.
fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// A, B, … Z, AA, BB, …
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    std::iter::repeat_n(letter, (index / 26 + 1).min(8) as usize).collect()
}

fn roman(number: u32) -> String {
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(written(4, "lowerRoman"), "iv");
        assert_eq!(written(27, "upperLetter"), "AA");
        assert_eq!(written(7, "decimalZero"), "07");
        assert_eq!(written(12, "decimal"), "12");
    }
}
