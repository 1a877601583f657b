//! Page ranges: the last page is written out in full, letters on both sides are kept.

use crate::model::Pages;

/// Dashes that stand between pages.
pub const DASHES: [char; 9] = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '－'];

/// Reads `1169-75`, `S11–9`, `612s`, `xii–xv`, `1169--1188`.
pub fn read(text: &str) -> Option<Pages> {
    let text = text.trim();
    let (first, last) = match text.split_once(DASHES) {
        Some((first, last)) => (first.trim(), last.trim_start_matches(DASHES).trim()),
        None => (text, ""),
    };
    if first.is_empty()
        || !first.chars().all(char::is_alphanumeric)
        || !last.chars().all(char::is_alphanumeric)
    {
        return None;
    }
    let mut pages = Pages { first: first.to_owned(), last: (!last.is_empty()).then(|| last.to_owned()) };
    normalize(&mut pages);
    Some(pages)
}

/// Writes the last page out in full.
pub fn normalize(pages: &mut Pages) {
    if let Some(last) = &pages.last {
        pages.last = Some(expand(&pages.first, last));
    }
}

/// The last page in full, from the first page and the last as printed (`1169`, `75` → `1175`).
///
/// Digits left out are filled from the first page, and so are its letters. A range that would then run backwards
/// was no abbreviation, and the last page stays as printed.
pub fn expand(first: &str, last: &str) -> String {
    let (Some(a), Some(b)) = (Parts::of(first), Parts::of(last)) else { return last.to_owned() };
    if !b.prefix.is_empty() && !b.prefix.eq_ignore_ascii_case(a.prefix) {
        return last.to_owned();
    }
    let missing = a.digits.len().saturating_sub(b.digits.len());
    let digits = format!("{}{}", &a.digits[..missing], b.digits);
    if missing > 0 && digits.as_str() < a.digits {
        return last.to_owned();
    }
    let prefix = if b.prefix.is_empty() { a.prefix } else { b.prefix };
    // 612s-4 stands for 614s, but in 123a-125 nothing is left out.
    let suffix = if b.suffix.is_empty() && missing > 0 { a.suffix } else { b.suffix };
    format!("{prefix}{digits}{suffix}")
}

/// Whether what stands in a page's place is an article number: `e1001747`, `CD001234`, `131101` are too long for a
/// page, or electronic locators.
pub fn is_article_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let electronic = text.starts_with(['e', 'E']) && text[1..].bytes().all(|b| b.is_ascii_digit());
    digits >= 6 || electronic && digits >= 4 || text.starts_with("CD") && digits > 4
}

/// Letters, digits, letters.
struct Parts<'a> {
    prefix: &'a str,
    digits: &'a str,
    suffix: &'a str,
}

impl<'a> Parts<'a> {
    fn of(page: &'a str) -> Option<Self> {
        let start = page.find(|c: char| c.is_ascii_digit())?;
        let (prefix, rest) = page.split_at(start);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, suffix) = rest.split_at(end);
        (!suffix.chars().any(|c| c.is_ascii_digit())).then_some(Self { prefix, digits, suffix })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_written_out() {
        for (printed, first, last) in [
            ("1169-75", "1169", "1175"),
            ("1169–1188", "1169", "1188"),
            ("1169--1188", "1169", "1188"),
            ("190–8", "190", "198"),
            ("S11-9", "S11", "S19"),
            ("S95-120", "S95", "S120"),
            ("612s-4s", "612s", "614s"),
            ("612s-4", "612s", "614s"),
            ("123a-125", "123a", "125"),
            ("e99-e105", "e99", "e105"),
            ("e100-5", "e100", "e105"),
            ("R4921-31", "R4921", "R4931"),
            ("W339−W346", "W339", "W346"),
            ("xii-xv", "xii", "xv"),
            ("998-1003", "998", "1003"),
            ("1198-02", "1198", "02"),
            ("12A-14B", "12A", "14B"),
        ] {
            let pages = read(printed).unwrap();
            assert_eq!((pages.first.as_str(), pages.last.as_deref()), (first, Some(last)), "{printed}");
        }
        assert_eq!(read("612s"), Some(Pages { first: "612s".into(), last: None }));
        assert_eq!(read("see there"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn article_numbers() {
        for text in ["e1001747", "E2051", "CD00123", "131101"] {
            assert!(is_article_number(text), "{text}");
        }
        for text in ["e99", "S11", "612s", "16500", "xii", ""] {
            assert!(!is_article_number(text), "{text}");
        }
    }

    proptest! {
        /// Abbreviating a range the way PubMed does and expanding it again gives it back.
        #[test]
        fn expansion_undoes_abbreviation(a in 1u32..90_000, more in 0u32..9_000, letters in "[A-Z]{0,2}") {
            let (first, last) = (a.to_string(), (a + more).to_string());
            let shared = if first.len() == last.len() {
                first.bytes().zip(last.bytes()).take_while(|(x, y)| x == y).count().min(last.len() - 1)
            } else { 0 };
            let full = format!("{letters}{last}");
            prop_assert_eq!(expand(&format!("{letters}{first}"), &last[shared..]), full);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            if let Some(mut pages) = read(&text) {
                let once = pages.clone();
                normalize(&mut pages);
                prop_assert_eq!(once, pages);
            }
        }
    }
}
