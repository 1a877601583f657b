use std::collections::{HashMap, HashSet};

/// What a page prints around its text, as far as one line tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Text.
    #[default]
    None,
    /// A page number: `12`, `- 12 -`, `Page 12 of 30`.
    PageNumber,
    /// A notice of the publisher, the library or the site: `Downloaded from …`, `© 2018 …`.
    Notice,
    /// A line without a letter or digit.
    Rule,
}

const NOTICES: &[&str] = &[
    "Downloaded from",
    "Downloaded by",
    "Downloaded on",
    "©",
    "(c) 19",
    "(c) 20",
    "Copyright ©",
    "Copyright (c)",
    "© ",
    "All rights reserved",
    "This article is protected by copyright",
    "Author manuscript",
    "Author Manuscript",
    "NIH-PA Author Manuscript",
    "HHS Public Access",
    "For personal use only",
    "Authorized licensed use limited to",
    "Continued on next page",
    "(continued)",
    "(Continued)",
    "Official reprint from UpToDate",
    "www.uptodate.com",
    "Reproduced with permission of",
    "Accepted Article",
    "Published by Elsevier",
    "Please cite this article",
    "Article in press",
    "ARTICLE IN PRESS",
    "This page intentionally left blank",
];

impl Furniture {
    /// Reads a line that is not blank.
    pub(super) fn of(line: &str) -> Self {
        let line = line.trim();
        if line.len() <= 24 && is_page_number(line) {
            return Self::PageNumber;
        }
        // Letters decide at once for nearly every line; only what starts oddly is read on.
        let first = line.bytes().next().unwrap_or(b' ');
        if !first.is_ascii_alphanumeric() && !line.chars().any(char::is_alphanumeric) {
            return Self::Rule;
        }
        let may_be_notice = matches!(
            first,
            b'D' | b'C' | b'(' | b'A' | b'T' | b'H' | b'N' | b'F' | b'O' | b'w' | b'R' | b'P' | 0xC2
        );
        let second = line.as_bytes().get(1);
        if may_be_notice && NOTICES.iter().any(|n| n.as_bytes().get(1) == second && line.starts_with(n)) {
            Self::Notice
        } else {
            Self::None
        }
    }
}

fn is_page_number(line: &str) -> bool {
    let bare =
        line.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '[' | ']' | '|' | '(' | ')' | '*' | ' '));
    let bare = ["Page ", "page ", "PAGE ", "p. ", "Seite ", "Página ", "Pagina ", "S. "]
        .iter()
        .find_map(|p| bare.strip_prefix(p))
        .unwrap_or(bare);
    let number = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    let total = [" of ", "/", " / ", " von ", " de ", " sur "].iter().find_map(|s| bare.split_once(s));
    number(bare) || total.is_some_and(|(page, of)| number(page) && number(of))
}

/// A key under which a running head is the same on every page: digits do not count.
pub(super) fn head_key(line: &str) -> u64 {
    // FNV-1a: short lines, no attackers worth a keyed hash, and equal on every run.
    line.trim()
        .bytes()
        .filter(|b| !b.is_ascii_digit() && *b != b' ')
        .fold(0xCBF2_9CE4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

/// Counts lines that stand where pages print their heads and feet.
#[derive(Default)]
pub(super) struct HeadCounter(HashMap<u64, (u32, bool)>);

/// Distinct lines counted; running heads come early and often, so later ones may be left out.
const MOST_HEADS: usize = 8192;

impl HeadCounter {
    /// Notes one line; `at_page` when it stands next to a page break or page number.
    pub(super) fn add(&mut self, key: u64, at_page: bool) {
        if self.0.len() < MOST_HEADS || self.0.contains_key(&key) {
            let (count, near) = self.0.entry(key).or_default();
            *count = count.saturating_add(1);
            *near |= at_page;
        }
    }

    /// Lines that repeat too often to be text.
    pub(super) fn repeated(&self) -> HashSet<u64> {
        let often = |&(count, near): &(u32, bool)| count >= 3 || (near && count >= 2);
        self.0.iter().filter(|(_, seen)| often(seen)).map(|(key, _)| *key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for line in ["12", "- 12 -", "Page 12", "Page 12 of 30", "12 of 30", "| 12 |", "[12]"] {
            assert_eq!(Furniture::of(line), Furniture::PageNumber, "{line}");
        }
        for line in ["Downloaded from https://example.org on 3 May 2010", "© 2018 Publisher", "(continued)"]
        {
            assert_eq!(Furniture::of(line), Furniture::Notice, "{line}");
        }
        assert_eq!(Furniture::of("=========="), Furniture::Rule);
        for line in ["12. Smith J", "12:34", "Smith J", "12345", "Depression in"] {
            assert_eq!(Furniture::of(line), Furniture::None, "{line}");
        }
    }

    #[test]
    fn heads_repeat_but_for_their_page() {
        let mut heads = HeadCounter::default();
        for line in ["12 Smith et al.", "13 Smith et al."] {
            heads.add(head_key(line), true);
        }
        heads.add(head_key("once"), true);
        assert_eq!(heads.repeated(), [head_key("Smith et al.")].into());
    }
}
