//! Volumes, issues and pages with all that is squeezed into them: supplements, parts, several ranges, remarks.

use crate::model::Pages;
use crate::normalize::pages::{self, DASHES};

/// `6 Suppl 1` as a number and a supplement: what stands in front of the word, and everything from it on.
pub(in crate::import) fn split_supplement(text: &str) -> (Option<String>, Option<String>) {
    let Some(at) = supplement_at(text) else { return (filled(text), None) };
    let around = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '(' | '[' | ')' | ']' | ',' | ';');
    (filled(text[..at].trim_matches(around)), filled(text[at..].trim_matches(around)))
}

/// `12 Pt 3` as a volume and a part.
pub(in crate::import) fn split_part(text: &str) -> (Option<String>, Option<String>) {
    let at = text.char_indices().find(|&(at, _)| {
        text[..at].ends_with(' ')
            && text
                .get(at..at + 3)
                .is_some_and(|w| w.eq_ignore_ascii_case("pt ") || w.eq_ignore_ascii_case("pt."))
    });
    match at {
        Some((at, _)) => (filled(&text[..at]), filled(&text[at..])),
        None => (filled(text), None),
    }
}

/// Where `Suppl` begins, as a word of its own; digits may touch it.
fn supplement_at(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("supp").map(|(at, _)| at).find(|&at| {
        let word = lower[at..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        !lower[..at].ends_with(char::is_alphabetic) && (word == "supp" || word.starts_with("suppl"))
    })
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a page field says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct PageField {
    /// The pages; of several ranges the first.
    pub(in crate::import) pages: Option<Pages>,
    /// An article number in their place.
    pub(in crate::import) article_number: Option<String>,
    /// A supplement in front of them.
    pub(in crate::import) supplement: Option<String>,
    /// All that is said besides.
    pub(in crate::import) rest: Option<String>,
}

/// Reads `764-9`, `e1001747`, `S11-9`, `303-10.e3`, `12-5, 20`, `764-9; discussion 770`, `suppl 1-12`.
pub(in crate::import) fn read_pages(text: &str) -> PageField {
    let mut field = PageField::default();
    let mut text = text.trim();
    if supplement_at(text) == Some(0) {
        (field.supplement, text) = leading_supplement(text);
    }
    let Some((first, last, rest)) = range(text) else {
        field.rest = filled(text);
        return field;
    };
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
    field.rest = filled(rest);
    if last.is_none() && pages::is_article_number(first) {
        field.article_number = Some(first.to_owned());
    } else {
        let last = last.map(|last| full(first, last));
        field.pages = Some(Pages { first: first.to_owned(), last });
    }
    field
}

/// `Suppl 3:1-12` has a number of its own; in `suppl 1-12` the numbers are pages.
fn leading_supplement(text: &str) -> (Option<String>, &str) {
    let word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (name, behind) = text.split_at(word);
    if let Some((number, pages)) = behind.split_once(':') {
        return (filled(&format!("{name} {}", number.trim_matches(['.', ' ']))), pages.trim());
    }
    (filled(name), behind.trim_start_matches(['.', ' ', ',']))
}

/// One page or one range, and what follows it.
fn range(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let (first, rest) = page(text)?;
    let dashed = rest.trim_start();
    let (last, rest) = match dashed.strip_prefix(DASHES) {
        Some(behind) => {
            let (last, rest) = page(behind.trim_start_matches(DASHES).trim_start())?;
            (Some(last), rest)
        }
        None => (None, rest),
    };
    // `1 p following 64` is no page 1.
    let ends = rest.trim_start();
    let word = ends.trim_end_matches('.').to_ascii_lowercase();
    let remark = ["cont", "contd", "passim", "concl"].contains(&word.as_str());
    (ends.is_empty() || ends.starts_with([',', ';', ':', '.']) || remark).then_some((first, last, rest))
}

/// A page: letters and digits, with points between them (`36.e1`, `F4.3.1`).
fn page(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(text.len());
    let word = text[..end].trim_end_matches('.');
    (!word.is_empty() && !word.starts_with('.')).then(|| text.split_at(word.len()))
}

/// The last page in full; pages that exist online alone keep their own number (`303-10.e3` → `310.e3`).
fn full(first: &str, last: &str) -> String {
    match last.split_once('.') {
        Some((printed, online)) if !first.contains('.') => {
            format!("{}.{online}", pages::expand(first, printed))
        }
        _ => pages::expand(first, last),
    }
}

/// Whether a publisher's item number looks like what is cited in place of a page: short, of letters and then digits.
pub(in crate::import) fn is_cited_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &text[letters..];
    text.len() <= 14 && letters <= 4 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supplements() {
        for (text, number, supplement) in [
            ("6 Suppl 1", Some("6"), Some("Suppl 1")),
            ("Suppl 3", None, Some("Suppl 3")),
            ("2 Pt 2 Suppl 47", Some("2 Pt 2"), Some("Suppl 47")),
            ("3_suppl", Some("3"), Some("suppl")),
            ("3_Suppl_1", Some("3"), Some("Suppl_1")),
            ("22Suppl 1", Some("22"), Some("Suppl 1")),
            ("15(Suppl A)", Some("15"), Some("Suppl A")),
            ("Suppl 1-2", None, Some("Suppl 1-2")),
            ("S1", Some("S1"), None),
            ("5 Pt 1", Some("5 Pt 1"), None),
            ("Special", Some("Special"), None),
            ("", None, None),
        ] {
            let got = split_supplement(text);
            assert_eq!((got.0.as_deref(), got.1.as_deref()), (number, supplement), "{text}");
        }
    }

    #[test]
    fn parts() {
        for (text, volume, part) in [
            ("12 Pt 3", Some("12"), Some("Pt 3")),
            ("12 PT. 3", Some("12"), Some("PT. 3")),
            ("Pt 3", Some("Pt 3"), None),
            ("12", Some("12"), None),
        ] {
            let got = split_part(text);
            assert_eq!((got.0.as_deref(), got.1.as_deref()), (volume, part), "{text}");
        }
    }

    #[test]
    fn page_fields() {
        fn show(text: &str) -> String {
            let field = read_pages(text);
            let mut out = Vec::new();
            if let Some(pages) = field.pages {
                out.push(format!("{}-{}", pages.first, pages.last.unwrap_or_default()));
            }
            for (name, part) in [("a", field.article_number), ("s", field.supplement), ("r", field.rest)] {
                out.extend(part.map(|part| format!("{name}={part}")));
            }
            out.join(" ")
        }
        for (text, expected) in [
            ("764-9", "764-769"),
            ("947-950", "947-950"),
            ("1169", "1169-"),
            ("e1001747", "a=e1001747"),
            ("CIRCINTERVENTIONS118006852", "a=CIRCINTERVENTIONS118006852"),
            ("S11-9", "S11-S19"),
            ("612s-4s", "612s-614s"),
            ("303-10.e3", "303-310.e3"),
            ("303-310.e3", "303-310.e3"),
            ("36.e1-36.e5", "36.e1-36.e5"),
            ("12-5, 20", "12-15 r=20"),
            ("12,14", "12- r=14"),
            ("764-9; discussion 770", "764-769 r=discussion 770"),
            ("51-5 contd", "51-55 r=contd"),
            ("1268-71 CONCL", "1268-1271 r=CONCL"),
            ("724-6. 728, 730-1", "724-726 r=728, 730-1"),
            ("suppl 1-12", "1-12 s=suppl"),
            ("Suppl 3:1-12", "1-12 s=Suppl 3"),
            ("xi-xii", "xi-xii"),
            ("viii, 1-20", "viii- r=1-20"),
            ("1 p following 64", "r=1 p following 64"),
            ("(12)1d-(12)4d", "r=(12)1d-(12)4d"),
            ("", ""),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn item_numbers() {
        for text in ["e1001747", "20200021", "dkab123", "bcr2013201234"] {
            assert!(is_cited_number(text), "{text}");
        }
        for text in
            ["S0140-6736(20)30183-5", "10.1007/s00134-021-06347-9", "JNEUROSCI.1234-20", "", "abc", "ABCDE12"]
        {
            assert!(!is_cited_number(text), "{text}");
        }
    }
}
