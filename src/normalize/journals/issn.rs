//! ISSNs as numbers: seven digits and a check digit that is left out.

use std::sync::OnceLock;

/// The seven digits of a valid ISSN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issn(pub u32);

/// Reads `1234-567X` with or without its hyphen; `None` if it is no ISSN or its check digit is wrong.
pub fn parse(text: &str) -> Option<Issn> {
    let mut digits =
        text.chars().filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2015}') && !c.is_whitespace());
    let mut number = 0;
    for _ in 0..7 {
        number = number * 10 + digits.next()?.to_digit(10)?;
    }
    let check = digits.next()?.to_ascii_uppercase();
    (digits.next().is_none() && check == check_digit(number)).then_some(Issn(number))
}

/// Writes `1234-567X`.
pub fn format(issn: Issn) -> String {
    format!("{:04}-{:03}{}", issn.0 / 1000, issn.0 % 1000, check_digit(issn.0))
}

/// Lays out ISSNs byte by byte in planes; none is zero.
pub fn encode(issns: &[Option<Issn>]) -> Vec<u8> {
    let mut bytes = vec![0; issns.len() * 3];
    for (at, issn) in issns.iter().enumerate() {
        let number = issn.map_or(0, |issn| issn.0 + 1).to_le_bytes();
        for (plane, byte) in number.into_iter().take(3).enumerate() {
            bytes[plane * issns.len() + at] = byte;
        }
    }
    bytes
}

/// ISSNs of all journals, and the way back from an ISSN.
#[derive(Debug, Default)]
pub struct IssnTable {
    print: Vec<Option<Issn>>,
    electronic: Vec<Option<Issn>>,
    /// In the order of the ISSNs; made when an ISSN is first looked up.
    journals: OnceLock<Vec<(Issn, u32)>>,
}

impl IssnTable {
    /// Reads what [`encode`] wrote for the print ISSNs followed by the electronic ones.
    pub fn decode(bytes: &[u8]) -> Self {
        let count = bytes.len() / 3;
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let number = |at: usize| u32::from_le_bytes([byte(at), byte(count + at), byte(2 * count + at), 0]);
        let issns: Vec<Option<Issn>> =
            (0..count).map(|at| number(at).checked_sub(1).filter(|&n| n <= 9_999_999).map(Issn)).collect();
        let (print, electronic) = issns.split_at(count / 2);
        Self { print: print.to_vec(), electronic: electronic.to_vec(), journals: OnceLock::new() }
    }

    /// Number of journals.
    pub fn len(&self) -> usize {
        self.print.len()
    }

    /// The journals that bear an ISSN.
    pub fn journals(&self, issn: Issn) -> impl Iterator<Item = u32> {
        let journals = self.journals.get_or_init(|| self.by_issn());
        let start = journals.partition_point(|entry| entry.0 < issn);
        journals.iter().skip(start).take_while(move |entry| entry.0 == issn).map(|entry| entry.1)
    }

    fn by_issn(&self) -> Vec<(Issn, u32)> {
        let both = (0..).zip(&self.print).chain((0..).zip(&self.electronic));
        let mut journals: Vec<(Issn, u32)> = both.filter_map(|(at, issn)| Some(((*issn)?, at))).collect();
        journals.sort_unstable();
        journals.dedup();
        journals
    }

    /// A journal's print and electronic ISSN.
    pub fn of(&self, journal: u32) -> (Option<Issn>, Option<Issn>) {
        let get = |column: &[Option<Issn>]| column.get(journal as usize).copied().flatten();
        (get(&self.print), get(&self.electronic))
    }
}

fn check_digit(number: u32) -> char {
    let mut rest = number;
    let mut sum = 0;
    for weight in 2..9 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_valid_ones_only() {
        assert_eq!(parse("0098-7484").map(format).as_deref(), Some("0098-7484"));
        assert_eq!(parse("1474547x").map(format).as_deref(), Some("1474-547X"));
        assert_eq!(parse("0098\u{2013}7484").map(format).as_deref(), Some("0098-7484"));
        assert_eq!(parse("0098-7485"), None);
        assert_eq!(parse("0098-748"), None);
        assert_eq!(parse("0098-74844"), None);
        assert_eq!(parse(""), None);
    }
}
