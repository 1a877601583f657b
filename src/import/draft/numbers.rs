//! ISSNs and ISBNs, of which a value may hold several, with words about them.

use super::Medium;
use super::lists::items;
use crate::normalize::identifiers::{self, Validity};

/// A number found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// As it stands.
    Isbn(String),
    /// In its canonical form, and what the text calls it.
    Issn(String, Medium),
    /// Text that is neither.
    Neither(String),
}

/// The numbers of a text.
pub(super) fn read(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    for item in items(text, &["\r", "\n", ";", "|", ","]) {
        if let Some(number) = Some(&item).filter(|i| !i.contains('(')).and_then(|i| number(i, "")) {
            out.push(number);
            continue;
        }
        let before = out.len();
        let mut words = item.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let remark = words.peek().copied().unwrap_or_default();
            out.extend(number(word, remark));
        }
        if out.len() == before {
            out.push(Number::Neither(item));
        }
    }
    out
}

fn number(word: &str, remark: &str) -> Option<Number> {
    // Behind the number or glued to it: `0028-0836 (Print)`, `0028-0836(print)`.
    let (bare, glued) = word.split_once('(').unwrap_or((word, ""));
    let bare = bare.trim().trim_end_matches([',', ';', ')', '.']);
    let remark = format!("{glued}{remark}").to_ascii_lowercase();
    if !bare.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let isbn = identifiers::isbn(bare);
    if isbn.validity != Validity::Malformed {
        return Some(Number::Isbn(bare.to_owned()));
    }
    let medium = match () {
        () if remark.contains("electronic") || remark.contains("online") || remark.starts_with('e') => {
            Medium::Electronic
        }
        () if remark.contains("print") => Medium::Print,
        () if remark.contains("linking") => Medium::Linking,
        () => Medium::Unknown,
    };
    let reading = identifiers::issn(bare);
    if reading.validity != Validity::Malformed {
        return Some(Number::Issn(reading.value, medium));
    }
    // A spreadsheet takes the zeros in front away; the check digit tells that nothing else is wrong.
    let short = (5..8).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_alphanumeric());
    let filled = identifiers::issn(&format!("{bare:0>8}"));
    (short && filled.validity == Validity::Valid).then_some(Number::Issn(filled.value, medium))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_in_one_value() {
        let issn = |value: &str, medium| Number::Issn(value.to_owned(), medium);
        assert_eq!(read("00189219"), [issn("0018-9219", Medium::Unknown)]);
        assert_eq!(read("189219"), [issn("0018-9219", Medium::Unknown)]);
        assert_eq!(
            read("0028-0836 (Print)\r1476-4687 (Electronic)"),
            [issn("0028-0836", Medium::Print), issn("1476-4687", Medium::Electronic)]
        );
        assert_eq!(
            read("0028-0836 (Print) 1476-4687 (Linking)"),
            [issn("0028-0836", Medium::Print), issn("1476-4687", Medium::Linking)]
        );
        assert_eq!(
            read("['0953-8984', '1361-648X']"),
            [issn("0953-8984", Medium::Unknown), issn("1361-648X", Medium::Unknown)]
        );
        assert_eq!(
            read("978-0-306-40615-7; 0306406152"),
            [Number::Isbn("978-0-306-40615-7".into()), Number::Isbn("0306406152".into())]
        );
        assert_eq!(read("978 0 306 40615 7"), [Number::Isbn("978 0 306 40615 7".into())]);
        assert_eq!(read("unknown"), [Number::Neither("unknown".into())]);
        assert_eq!(read(""), []);
    }
}
