/// Tell-tale marks of a reference, found without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    /// A year, 1500–2099.
    pub(super) const YEAR: Self = Self(1);
    /// A year in parentheses: `(1999)`, `(1999a)`.
    pub(super) const YEAR_PARENS: Self = Self(1 << 1);
    /// A year before a semicolon: `1999;12`, `1999 Mar 3;12`.
    pub(super) const YEAR_SEMICOLON: Self = Self(1 << 2);
    /// `12:345`, `12(3):345`.
    pub(super) const LOCATOR: Self = Self(1 << 3);
    /// A range of numbers: `345-9`.
    pub(super) const RANGE: Self = Self(1 << 4);
    /// `pp.`, `p.`, `vol.`
    pub(super) const PAGES: Self = Self(1 << 5);
    /// A DOI, a URL, a PMID.
    pub(super) const LINK: Self = Self(1 << 6);
    /// `et al`
    pub(super) const ET_AL: Self = Self(1 << 7);
    /// It opens with a name.
    pub(super) const NAME: Self = Self(1 << 8);
    /// A title in double quotes.
    pub(super) const QUOTES: Self = Self(1 << 9);

    pub(super) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(super) fn add(&mut self, marks: Self) {
        self.0 |= marks.0;
    }

    pub(super) fn without(self, mark: Self) -> Self {
        Self(self.0 & !mark.0)
    }

    /// Points for being a reference; prose rarely has more than three.
    fn score(self) -> u32 {
        let points = |mark, n| if self.has(mark) { n } else { 0 };
        points(Self::YEAR, 2)
            + points(Self::YEAR_SEMICOLON, 2)
            + points(Self::YEAR_PARENS, 1)
            + points(Self::LOCATOR, 2)
            + points(Self::RANGE, 1)
            + points(Self::PAGES, 2)
            + points(Self::LINK, 2)
            + points(Self::ET_AL, 1)
            + points(Self::NAME, 2)
            + points(Self::QUOTES, 1)
    }

    /// True when text with these marks, `chars` long, is likely to be a reference.
    pub(super) fn is_reference(self, chars: usize) -> bool {
        let bar = match chars {
            0..15 => return false,
            15..600 => 4,
            600..1500 => 6,
            _ => 8,
        };
        let telling =
            Self(Self::NAME.0 | Self::LINK.0 | Self::LOCATOR.0 | Self::YEAR_SEMICOLON.0 | Self::PAGES.0);
        self.score() >= bar && self.has(telling)
    }

    /// Reads the marks of one line.
    pub(super) fn of(line: &str) -> Self {
        let bytes = line.as_bytes();
        let mut marks = Self::default();
        let mut i = 0;
        while let Some(&b) = bytes.get(i) {
            let rest = bytes.get(i..).unwrap_or_default();
            if b.is_ascii_digit() {
                let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                let after = rest.get(length..).unwrap_or_default();
                let before = i.checked_sub(1).and_then(|j| bytes.get(j)).copied().unwrap_or(b' ');
                marks.add(number(rest.get(..length).unwrap_or_default(), before, after));
                i += length;
                continue;
            }
            marks.add(word(b, rest));
            i += 1;
        }
        marks
    }
}

/// What a number says together with what stands around it.
fn number(digits: &[u8], before: u8, after: &[u8]) -> Marks {
    let mut marks = Marks::default();
    let joined = before.is_ascii_alphanumeric() || matches!(before, b'.' | b'/' | b'-');
    if is_year(digits) && (!joined || before == b'-') {
        marks.add(Marks::YEAR);
        let plain = match after {
            [b'a'..=b'h', rest @ ..] => rest,
            _ => after,
        };
        match plain {
            [b')' | b',', ..] if before == b'(' => marks.add(Marks::YEAR_PARENS),
            _ => {}
        }
        // PubMed and Vancouver may put month and day in between.
        if after
            .iter()
            .take(12)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b' ' || **b == b';')
            .any(|b| *b == b';')
        {
            marks.add(Marks::YEAR_SEMICOLON);
        }
    }
    let after_issue = match after {
        [b'(', rest @ ..] => {
            let inside = rest.iter().take(20).position(|b| *b == b')');
            inside.and_then(|at| rest.get(at + 1..)).unwrap_or(after)
        }
        _ => after,
    };
    match after_issue {
        [b':', b' ', c, ..] | [b':', c, ..]
            if !joined && (c.is_ascii_digit() || matches!(c, b'S' | b'e' | b'E' | b'R' | b'L' | b'A')) =>
        {
            marks.add(Marks::LOCATOR);
        }
        _ => {}
    }
    match after {
        [b'-', c, ..] | [0xE2, 0x80, 0x90..=0x95, c, ..] | [b'-', b'-', c, ..] if c.is_ascii_digit() => {
            marks.add(Marks::RANGE);
        }
        _ => {}
    }
    marks
}

fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'5'..=b'9', _, _] | [b'2', b'0', _, _])
}

const LINKS: &[&[u8]] = &[b"doi", b"http", b"www.", b"DOI", b"PMID", b"PMCID"];

/// What a word that starts here says.
fn word(first: u8, rest: &[u8]) -> Marks {
    match first {
        b'e' if rest.starts_with(b"et al") => Marks::ET_AL,
        b'd' | b'h' | b'w' | b'D' | b'P' if LINKS.iter().any(|link| rest.starts_with(link)) => Marks::LINK,
        b' ' | b'(' => match rest.get(1..).unwrap_or_default() {
            [b'p', b'p', b'.' | b' ', ..]
            | [b'p', b'.', b' ' | b'0'..=b'9', ..]
            | [b'v' | b'V', b'o', b'l', b'.' | b' ', ..] => Marks::PAGES,
            [b'"', ..] | [0xE2, 0x80, 0x9C, ..] => Marks::QUOTES,
            _ => Marks::default(),
        },
        _ => Marks::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_reference(line: &str, name: bool) -> bool {
        let mut marks = Marks::of(line);
        if name {
            marks.add(Marks::NAME);
        }
        marks.is_reference(line.chars().count())
    }

    #[test]
    fn references_score() {
        assert!(is_reference(
            "Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.",
            true
        ));
        assert!(is_reference(
            "Dymecki, S. M. (1998). Using recombinase. Developmental Biology, 201, 57–65.",
            true
        ));
        assert!(is_reference(
            "World Health Organization. World health statistics. Geneva: WHO; 2010. p. 5",
            false
        ));
        assert!(is_reference("Ministry of Health. Annual report 2010. https://example.org/report", false));
    }

    #[test]
    fn prose_does_not() {
        assert!(!is_reference("Introduction", false));
        assert!(!is_reference(
            "In 1985 a first series of patients was treated, with a response in 12 of 25.",
            false
        ));
        assert!(!is_reference("The dose was 1:200 in the first group and 3-5 mg in the second.", false));
    }
}
