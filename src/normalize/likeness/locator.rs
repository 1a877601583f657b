//! Comparing volumes, issues, supplements and pages, however they are written.

use super::titles::within;
use crate::model::{Agreement, Field, Reference};
use crate::normalize::fold::fold;
use crate::normalize::pages::expand;

/// Digits from which on a page is rather an article's number.
const ARTICLE_NUMBER: usize = 6;
/// Digits from which on one that is wrong is a misprint rather than another page.
const MISPRINTED: usize = 3;

/// Where in a serial something stands, made ready to be compared.
#[derive(Debug, Default)]
pub struct Locator {
    /// Folded, without supplement and part.
    pub volume: Option<String>,
    /// Folded, without supplement.
    pub issue: Option<String>,
    /// What the supplement is called besides supplement; empty where it has no number.
    pub supplement: Option<String>,
    /// First page, article number: whatever may be printed as the first page.
    pub firsts: Vec<Page>,
    /// Last page.
    pub last: Option<Page>,
}

/// The parts of a locator. Volume, issue and supplement are folded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// Volume; empty without one.
    pub volume: &'a str,
    /// Issue; empty without one.
    pub issue: &'a str,
    /// Supplement.
    pub supplement: Option<&'a str>,
    /// First page.
    pub first: Option<&'a str>,
    /// Last page.
    pub last: Option<&'a str>,
    /// Article number.
    pub article_number: Option<&'a str>,
}

/// A page or article number: letters, digits, the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Letters in front of the digits.
    prefix: String,
    /// Digits without leading zeros; the whole page where it has none (`xii`).
    pub digits: String,
    /// What follows them.
    suffix: String,
}

impl Locator {
    pub fn of(reference: &Reference) -> Self {
        let text = |field: &Option<Field<String>>| field.as_ref().map(|f| fold(&f.value));
        let pages = reference.pages.as_ref().map(|pages| &pages.value);
        Self::from_parts(&Parts {
            volume: text(&reference.volume).unwrap_or_default().as_str(),
            issue: text(&reference.issue).unwrap_or_default().as_str(),
            supplement: text(&reference.supplement).as_deref(),
            first: pages.map(|pages| pages.first.as_str()),
            last: pages.and_then(|pages| pages.last.as_deref()),
            article_number: reference.article_number.as_ref().map(|number| number.value.as_str()),
        })
    }

    /// From its parts.
    pub fn from_parts(parts: &Parts<'_>) -> Self {
        let (volume, in_volume) = without_supplement(parts.volume.to_owned());
        let (issue, in_issue) = without_supplement(parts.issue.to_owned());
        let own =
            parts.supplement.map(|s| without_supplement(s.to_owned()).1.unwrap_or_else(|| s.to_owned()));
        let volume = numeral(without_part(&volume));
        let mut locator = Self {
            volume: Some(volume).filter(|volume| !volume.is_empty()),
            issue: Some(numeral(&issue)).filter(|issue| !issue.is_empty()),
            supplement: own.or(in_issue).or(in_volume),
            firsts: Vec::with_capacity(2),
            last: None,
        };
        if let Some(first) = parts.first {
            locator.firsts.extend(Page::of(first));
            let last = parts.last.map(|last| expand(first, last));
            locator.last = last.as_deref().and_then(Page::of);
        }
        locator.firsts.extend(parts.article_number.and_then(Page::of));
        locator
    }

    /// Whether there is anything to find a place by.
    pub fn says_place(&self) -> bool {
        self.volume.is_some() || !self.firsts.is_empty()
    }

    pub fn volumes(&self, other: &Self) -> Option<Agreement> {
        if let (Some(one), Some(two)) = (&self.volume, &other.volume) {
            return Some(numbers(one, two));
        }
        // Serials without volumes are numbered by issue, and what is printed of them may stand in either place.
        match (&self.volume, &self.issue, &other.volume, &other.issue) {
            (Some(volume), None, None, Some(issue)) | (None, Some(issue), Some(volume), None)
                if volume == issue =>
            {
                Some(Agreement::Same)
            }
            _ => None,
        }
    }

    pub fn issues(&self, other: &Self) -> Option<Agreement> {
        Some(numbers(self.issue.as_ref()?, other.issue.as_ref()?))
    }

    /// Printed against the record's. A supplement that only the record has may have been left out in print.
    pub fn supplements(&self, record: &Self) -> Option<Agreement> {
        match (&self.supplement, &record.supplement) {
            (None, _) => None,
            (Some(_), None) => Some(Agreement::Close),
            (Some(one), Some(two)) if one == two => Some(Agreement::Same),
            (Some(one), Some(two)) if one.is_empty() || two.is_empty() => Some(Agreement::Close),
            (Some(one), Some(two)) => Some(numbers(&numeral(one), &numeral(two))),
        }
    }

    /// PubMed prints no last page where it is the first. (Article numbers have none anyway.)
    pub fn end_on_first_page(&mut self) {
        if let (None, [only]) = (&self.last, self.firsts.as_slice())
            && only.digits.len() < ARTICLE_NUMBER
            && only.digits.bytes().all(|b| b.is_ascii_digit())
            && !only.prefix.starts_with('e')
        {
            self.last = Some(only.clone());
        }
    }

    /// One page is printed, without a last, and the record has several.
    pub fn is_part_of(&self, record: &Self) -> bool {
        let several = |last: &Page| record.firsts.iter().all(|first| first != last);
        self.last.is_none() && record.last.as_ref().is_some_and(several)
    }

    pub fn first_pages(&self, other: &Self) -> Option<Agreement> {
        let pairs = self.firsts.iter().flat_map(|one| other.firsts.iter().map(move |two| one.compare(two)));
        pairs.min_by_key(|agreement| *agreement as u8)
    }

    pub fn last_pages(&self, other: &Self) -> Option<Agreement> {
        match self.last.as_ref()?.compare(other.last.as_ref()?) {
            Agreement::Misprint => Some(Agreement::Different),
            agreement => Some(agreement),
        }
    }
}

impl Page {
    pub fn of(printed: &str) -> Option<Self> {
        let mut folded = fold(printed);
        folded.retain(|c| c != ' ');
        if folded.is_empty() || folded.len() > 40 {
            return None;
        }
        let Some(start) = folded.find(|c: char| c.is_ascii_digit()) else {
            return Some(Self { prefix: String::new(), digits: folded, suffix: String::new() });
        };
        let length = folded[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(folded.len() - start);
        let digits = folded[start..start + length].trim_start_matches('0');
        Some(Self {
            prefix: folded[..start].to_owned(),
            digits: if digits.is_empty() { "0" } else { digits }.to_owned(),
            suffix: folded[start + length..].to_owned(),
        })
    }

    fn compare(&self, other: &Self) -> Agreement {
        let lacks = |one: &str, two: &str| one.is_empty() || two.is_empty() || one == two;
        match () {
            () if self == other => Agreement::Same,
            () if self.digits == other.digits
                && lacks(&self.prefix, &other.prefix)
                && lacks(&self.suffix, &other.suffix) =>
            {
                Agreement::Close
            }
            () if self.prefix == other.prefix
                && self.digits.len() == other.digits.len()
                && self.digits.len() >= MISPRINTED
                && within(self.digits.as_bytes(), other.digits.as_bytes(), 1) =>
            {
                Agreement::Misprint
            }
            () => Agreement::Different,
        }
    }
}

/// Volumes or issues: equal, or one of a double number the other (`150-151`, `150`).
fn numbers(one: &str, two: &str) -> Agreement {
    if one == two {
        return Agreement::Same;
    }
    let holds = |double: &str, single: &str| {
        double.contains(' ') && double.split(' ').any(|part| numeral(part) == single)
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let letters = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    if holds(one, two) || holds(two, one) {
        return Agreement::Close;
    }
    let (a, b) = (digits(one), digits(two));
    let one_number = |text: &str| !text.contains(' ');
    let without_letters = !letters(one) || !letters(two);
    if !a.is_empty() && a == b && without_letters && one_number(one) && one_number(two) {
        Agreement::Close
    } else {
        Agreement::Different
    }
}

/// `19 suppl 1` → `19` and `1`; `4 suppl` → `4` and nothing; `15 suppl` of Crossref's `15_suppl` likewise.
fn without_supplement(folded: String) -> (String, Option<String>) {
    let Some(at) = folded.find("supp") else { return (folded, None) };
    let rest = folded[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let rest = rest.trim_start().trim_start_matches("no ").to_owned();
    (folded[..at].trim_end().to_owned(), Some(rest))
}

/// `53 pt 2` → `53`.
fn without_part(folded: &str) -> &str {
    [" pt ", " part ", " no "].iter().find_map(|word| folded.find(word)).map_or(folded, |at| &folded[..at])
}

/// Digits without leading zeros, Roman numerals as digits, anything else as it is.
fn numeral(folded: &str) -> String {
    let folded = folded.strip_prefix("vol ").unwrap_or(folded);
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return folded.trim_start_matches('0').to_owned();
    }
    roman(folded).map_or_else(|| folded.to_owned(), |number| number.to_string())
}

/// Canonical Roman numerals only: `c` may be a letter, `civil` is a word.
fn roman(text: &str) -> Option<u32> {
    const DIGITS: [(&str, u32); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    if text.is_empty() || text.len() > 12 || matches!(text, "c" | "d" | "l" | "m") {
        return None;
    }
    let (mut rest, mut number) = (text, 0);
    for (digit, value) in DIGITS {
        let mut times = 0;
        while let Some(shorter) = rest.strip_prefix(digit) {
            times += 1;
            if times > 3 {
                return None;
            }
            (rest, number) = (shorter, number + value);
        }
    }
    rest.is_empty().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Pages};

    fn at(volume: &str, issue: &str, pages: &str) -> Locator {
        let given = |text: &str| (!text.is_empty()).then(|| Field::given(text.to_owned()));
        let (first, last) = pages.split_once('-').map_or((pages, None), |(a, b)| (a, Some(b.to_owned())));
        let pages = (!first.is_empty()).then(|| Field::given(Pages { first: first.to_owned(), last }));
        Locator::of(&Reference { volume: given(volume), issue: given(issue), pages, ..Reference::default() })
    }

    #[test]
    fn supplements_stand_in_volume_issue_or_a_field_of_their_own() {
        for (volume, issue, supplement) in [
            ("6 Suppl 1", "", Some("1")),
            ("6", "Suppl 1", Some("1")),
            ("6", "4 Suppl", Some("")),
            ("6", "15_suppl", Some("")),
            ("6", "4", None),
        ] {
            let locator = at(volume, issue, "");
            assert_eq!((locator.volume.as_deref(), locator.supplement.as_deref()), (Some("6"), supplement));
        }
        let own = Reference { supplement: Some(Field::given("Suppl 3".to_owned())), ..Reference::default() };
        assert_eq!(Locator::of(&own).supplement.as_deref(), Some("3"));
    }

    #[test]
    fn volumes() {
        for (one, two, agreement) in [
            ("012", "12", Agreement::Same),
            ("XII", "12", Agreement::Same),
            ("41 Pt 1", "41", Agreement::Same),
            ("150-151", "150", Agreement::Close),
            ("A23", "23", Agreement::Close),
            ("A23", "B23", Agreement::Different),
            ("12", "21", Agreement::Different),
        ] {
            assert_eq!(at(one, "", "").volumes(&at(two, "", "")), Some(agreement), "{one} {two}");
        }
        assert_eq!(at("", "12", "").volumes(&at("12", "", "")), Some(Agreement::Same));
        assert_eq!(at("", "12", "").volumes(&at("12", "3", "")), None);
    }

    #[test]
    fn pages() {
        for (one, two, first, last) in [
            ("1169-75", "1169-1175", Some(Agreement::Same), Some(Agreement::Same)),
            ("S11-S19", "S11-9", Some(Agreement::Same), Some(Agreement::Same)),
            ("612", "612s", Some(Agreement::Close), None),
            ("e1001", "01001", Some(Agreement::Close), None),
            ("S11", "e11", Some(Agreement::Different), None),
            ("xii", "xii", Some(Agreement::Same), None),
            ("", "1", None, None),
            ("1-9", "1-8", Some(Agreement::Same), Some(Agreement::Different)),
            ("1169", "1196", Some(Agreement::Misprint), None),
            ("1169", "1189", Some(Agreement::Misprint), None),
            ("69", "59", Some(Agreement::Different), None),
        ] {
            let (one, two) = (at("", "", one), at("", "", two));
            assert_eq!((one.first_pages(&two), one.last_pages(&two)), (first, last));
        }
        let printed = at("", "", "59-61");
        let mut record = at("", "", "59");
        assert_eq!(printed.last_pages(&record), None);
        record.end_on_first_page();
        assert_eq!(printed.last_pages(&record), Some(Agreement::Different));
    }

    #[test]
    fn roman_numerals() {
        for (text, number) in [
            ("xii", Some(12)),
            ("iv", Some(4)),
            ("xcix", Some(99)),
            ("iiii", None),
            ("c", None),
            ("civil", None),
        ] {
            assert_eq!(roman(text), number, "{text}");
        }
    }
}
