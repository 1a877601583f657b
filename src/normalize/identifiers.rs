//! Identifiers in their canonical form, each with what its check digit or its shape says.

use super::check_digits;
use crate::model::Scheme;

/// An identifier read from print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Canonical form, as [`Identifier::value`](crate::model::Identifier::value) holds it; what was printed where that has no canonical form.
    pub value: String,
    /// What its check digit or shape says.
    pub validity: Validity,
}

/// Whether an identifier can be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Validity {
    /// The shape is right, and so is the check digit where there is one.
    Valid,
    /// The check digit is wrong; it should be this one.
    CheckDigit(char),
    /// It does not have the shape of its scheme.
    Malformed,
    /// The scheme has no shape that could be checked.
    NotChecked,
}

/// Reads an identifier of a known scheme, with or without its prefix or label.
pub fn read(scheme: Scheme, raw: &str) -> Reading {
    let plain = |value: Option<String>| match value {
        Some(value) => Reading { value, validity: Validity::Valid },
        None => Reading { value: raw.trim().to_owned(), validity: Validity::Malformed },
    };
    match scheme {
        Scheme::Doi => plain(doi(raw)),
        Scheme::Pmid => plain(pmid(raw)),
        Scheme::Pmcid => plain(pmcid(raw)),
        Scheme::Arxiv => plain(arxiv(raw)),
        Scheme::Nct => plain(nct(raw)),
        Scheme::Issn => issn(raw),
        Scheme::Isbn => isbn(raw),
        Scheme::Orcid => orcid(raw),
        _ => Reading { value: raw.trim().to_owned(), validity: Validity::NotChecked },
    }
}

/// Canonical DOI: lower case, no prefix, ASCII hyphens, no punctuation of the sentence around it.
pub fn doi(raw: &str) -> Option<String> {
    let in_url = raw.contains("doi.org/");
    let start = raw.find("10.")?;
    let mut value: String = raw[start..]
        .trim()
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
        .map(ascii_hyphen)
        .collect();
    if in_url {
        value = percent_decoded(&value);
    }
    value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let value = trim_tail(&value).to_ascii_lowercase();
    let (prefix, suffix) = value.split_once('/')?;
    let registrant = prefix.strip_prefix("10.")?;
    // Registrants have four digits or more; their own subdivisions may follow after dots.
    let first = registrant.split('.').next().unwrap_or_default();
    let well_formed = (4..=9).contains(&first.len())
        && registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && !suffix.is_empty()
        && !suffix.contains(char::is_whitespace);
    well_formed.then_some(value)
}

/// The text without the punctuation that ends the sentence it stands in: full stops, quotes, and brackets that were
/// not opened inside. Brackets of the identifier's own (`(SICI)1097-0258…<1661::AID-SIM968>3.0.CO;2-2`) stay.
pub fn trim_tail(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(last) = text.chars().next_back() {
        let cut = match last {
            '.' | ',' | ';' | ':' | '?' | '!' | '"' | '\'' | '”' | '’' | '»' | '…' | '·' | '(' | '['
            | '{' | '<' => true,
            ')' => text.matches(')').count() > text.matches('(').count(),
            ']' => text.matches(']').count() > text.matches('[').count(),
            '}' => text.matches('}').count() > text.matches('{').count(),
            '>' => text.matches('>').count() > text.matches('<').count(),
            _ => false,
        };
        if !cut {
            break;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}

/// Any of Unicode's hyphens and dashes as `-`.
pub fn ascii_hyphen(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        _ => c,
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = (byte == b'%').then(|| tail.get(..2)).flatten().and_then(|h| str::from_utf8(h).ok());
        if let Some(decoded) = hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            bytes.push(decoded);
            rest = &tail[2..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Canonical PMID: its digits, without leading zeros.
pub fn pmid(raw: &str) -> Option<String> {
    let digits = after_label(raw, &["pubmed", "pmid"]).trim_start_matches('0');
    let right = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| digits.to_owned())
}

/// Canonical PMCID: `PMC` and its digits.
pub fn pmcid(raw: &str) -> Option<String> {
    let digits = after_label(raw, &["pmcid", "pmc"]);
    let right = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| format!("PMC{digits}"))
}

/// Canonical registration at ClinicalTrials.gov.
pub fn nct(raw: &str) -> Option<String> {
    let digits = after_label(raw, &["nct"]);
    (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| format!("NCT{digits}"))
}

/// The text behind labels such as `PMID:`, one after the other, whatever their case.
fn after_label<'a>(raw: &'a str, labels: &[&str]) -> &'a str {
    let mut text = trim_tail(raw.trim());
    for label in labels {
        if text.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label)) {
            text = text[label.len()..].trim_start_matches([':', ' ', '#', '.', '\u{a0}']);
        }
    }
    text
}

/// Canonical arXiv identifier: `0706.1234v2`, or `hep-th/9901001` for those before April 2007.
pub fn arxiv(raw: &str) -> Option<String> {
    let mut text =
        after_label(raw, &["https://", "http://", "www.", "arxiv.org/abs/", "arxiv.org/pdf/", "arxiv"]);
    text = text.strip_suffix(".pdf").unwrap_or(text);
    let (id, version) = match text.rfind(['v', 'V']) {
        Some(at) if at + 1 < text.len() && text[at + 1..].bytes().all(|b| b.is_ascii_digit()) => {
            text.split_at(at)
        }
        _ => (text, ""),
    };
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let new_form = id.split_once('.').is_some_and(|(a, b)| digits(a, 4..=4) && digits(b, 4..=5));
    let old_form = id.split_once('/').is_some_and(|(archive, number)| {
        digits(number, 7..=7)
            && !archive.is_empty()
            && archive.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.'))
    });
    let version = version.to_ascii_lowercase();
    (new_form || old_form).then(|| format!("{id}{version}"))
}

/// Canonical ISSN, `1234-567X`.
pub fn issn(raw: &str) -> Reading {
    let digits = digits_and_x(raw, &["issn"]);
    if !shaped(&digits, 8) {
        return malformed(raw);
    }
    checked(format!("{}-{}", &digits[..4], &digits[4..]), &digits, check_digits::issn)
}

/// Canonical ISBN: thirteen digits. A wrong ISBN-10 stays as it is, for its check digit could not be trusted to be made anew.
pub fn isbn(raw: &str) -> Reading {
    let digits = digits_and_x(raw, &["isbn-13", "isbn-10", "isbn"]);
    if shaped(&digits, 10) {
        let reading = checked(digits.clone(), &digits, check_digits::isbn10);
        if reading.validity != Validity::Valid {
            return reading;
        }
        let body = format!("978{}", &digits[..9]);
        let check = check_digits::isbn13(body.as_bytes());
        return Reading { value: format!("{body}{check}"), validity: Validity::Valid };
    }
    if shaped(&digits, 13) && (digits.starts_with("978") || digits.starts_with("979")) {
        return checked(digits.clone(), &digits, check_digits::isbn13);
    }
    malformed(raw)
}

/// Canonical ORCID, `0000-0002-1825-0097`.
pub fn orcid(raw: &str) -> Reading {
    let bare = raw.trim().trim_end_matches('/');
    let digits = digits_and_x(bare.rsplit('/').next().unwrap_or(bare), &["orcid"]);
    if !shaped(&digits, 16) {
        return malformed(raw);
    }
    let groups = [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]];
    checked(groups.join("-"), &digits, check_digits::orcid)
}

/// The digits and `X` of a number, when nothing else but hyphens and spaces is printed between them.
fn digits_and_x(raw: &str, labels: &[&str]) -> String {
    let text = after_label(raw, labels);
    let mut out = String::with_capacity(16);
    for c in text.chars().map(ascii_hyphen) {
        match c {
            '0'..='9' => out.push(c),
            'x' | 'X' => out.push('X'),
            '-' | ' ' | '\u{a0}' => {}
            _ => return String::new(),
        }
    }
    out
}

/// `length` digits, the last of which may be an X.
fn shaped(digits: &str, length: usize) -> bool {
    digits.len() == length && !digits[..length - 1].contains('X')
}

fn checked(value: String, digits: &str, check: impl Fn(&[u8]) -> char) -> Reading {
    let (body, printed) = digits.split_at(digits.len() - 1);
    let expected = check(body.as_bytes());
    let validity =
        if printed.starts_with(expected) { Validity::Valid } else { Validity::CheckDigit(expected) };
    Reading { value, validity }
}

fn malformed(raw: &str) -> Reading {
    Reading { value: raw.trim().to_owned(), validity: Validity::Malformed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dois() {
        for (raw, expected) in [
            ("10.1371/journal.pone.0139201", "10.1371/journal.pone.0139201"),
            ("https://doi.org/10.1002/CJP2.12", "10.1002/cjp2.12"),
            ("http://dx.doi.org/10.1016%2FS0140-6736(10)60893-X.", "10.1016/s0140-6736(10)60893-x"),
            ("doi: 10.1038/nature01521.", "10.1038/nature01521"),
            ("DOI 10.1007/s00705‐009‐0001‑2", "10.1007/s00705-009-0001-2"),
            ("(doi:10.1126/science.1234567).", "10.1126/science.1234567"),
            (
                "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2.",
                "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
            ),
            (
                "10.1002/1097-0142(197706)39:6&lt;2357::AID-CNCR1&gt;3.0.CO;2-W",
                "10.1002/1097-0142(197706)39:6<2357::aid-cncr1>3.0.co;2-w",
            ),
        ] {
            assert_eq!(doi(raw).as_deref(), Some(expected), "{raw}");
        }
        for raw in ["", "10.1", "10.1371", "10.1371/", "10.12/abc", "10.x371/abc"] {
            assert_eq!(doi(raw), None, "{raw}");
        }
    }

    #[test]
    fn numbers_with_a_label() {
        assert_eq!(pmid("PMID: 27058445.").as_deref(), Some("27058445"));
        assert_eq!(pmid("PubMed PMID: 00123").as_deref(), Some("123"));
        assert_eq!(pmid("123456789"), None);
        assert_eq!(pmcid("PMCID: PMC2945611;").as_deref(), Some("PMC2945611"));
        assert_eq!(pmcid("pmc2945611").as_deref(), Some("PMC2945611"));
        assert_eq!(nct("nct01234567").as_deref(), Some("NCT01234567"));
        assert_eq!(nct("NCT0123456"), None);
        for (raw, expected) in [
            ("arXiv:0706.1234v2", "0706.1234v2"),
            ("https://arxiv.org/abs/1501.00001", "1501.00001"),
            ("https://arxiv.org/pdf/1501.00001v3.pdf", "1501.00001v3"),
            ("hep-th/9901001", "hep-th/9901001"),
            ("arXiv:math.GT/0309136", "math.GT/0309136"),
        ] {
            assert_eq!(arxiv(raw).as_deref(), Some(expected), "{raw}");
        }
        assert_eq!(arxiv("2008.26"), None);
    }

    #[test]
    fn check_digits_decide() {
        let valid = |value: &str| Reading { value: value.into(), validity: Validity::Valid };
        assert_eq!(issn("ISSN: 0732-183X"), valid("0732-183X"));
        assert_eq!(issn("0732183x"), valid("0732-183X"));
        assert_eq!(issn("0732–1830").validity, Validity::CheckDigit('X'));
        assert_eq!(issn("732-183X").validity, Validity::Malformed);
        assert_eq!(isbn("ISBN-13: 978-0-306-40615-7"), valid("9780306406157"));
        assert_eq!(isbn("0-306-40615-2"), valid("9780306406157"));
        assert_eq!(isbn("0-306-40615-3").validity, Validity::CheckDigit('2'));
        assert_eq!(isbn("978-0-306-40615-8").validity, Validity::CheckDigit('7'));
        assert_eq!(isbn("12345").validity, Validity::Malformed);
        assert_eq!(orcid("https://orcid.org/0000-0002-1694-233x"), valid("0000-0002-1694-233X"));
        assert_eq!(orcid("0000-0002-1825-0098").validity, Validity::CheckDigit('7'));
    }

    proptest! {
        #[test]
        fn canonical_forms_are_fixed_points(raw in "\\PC{0,40}") {
            for scheme in [Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Arxiv, Scheme::Issn, Scheme::Isbn, Scheme::Orcid] {
                let once = read(scheme, &raw);
                if once.validity == Validity::Valid {
                    prop_assert_eq!(&read(scheme, &once.value), &once);
                }
            }
        }

        #[test]
        fn a_doi_survives_the_sentence_around_it(suffix in "[a-z0-9]([a-z0-9./()-]{0,12}[a-z0-9])?", tail in "[.,;]{0,3}") {
            let value = format!("10.1234/{suffix}");
            prop_assume!(trim_tail(&value) == value);
            prop_assert_eq!(doi(&format!("https://doi.org/{value}{tail}")), Some(value));
        }
    }
}
