//! Identifiers, web addresses and dates of access, wherever they stand in a reference.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Match};
use regex::Regex;

use crate::model::{Field, Identifier, PartialDate, Scheme, Span};
use crate::normalize::{dates, identifiers as canonical};

/// What was found, and every stretch of text it took together with the labels around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Identifiers in the order printed.
    pub identifiers: Vec<Field<Identifier>>,
    /// When a web page was read.
    pub accessed: Option<Field<PartialDate>>,
    /// Stretches taken, labels and all, in the order of the text.
    pub taken: Vec<Span>,
}

/// A pattern has its value in group `v`; what stands around it is the label.
struct Pattern {
    scheme: Scheme,
    /// One of these stands in every text the pattern finds something in, in small letters. Looking for them first is
    /// cheaper than the pattern by far.
    needs: &'static [&'static str],
    regex: LazyLock<Option<Regex>>,
    confidence: f32,
}

macro_rules! pattern {
    ($scheme:ident, $needs:expr, $confidence:literal, $regex:literal) => {
        Pattern {
            scheme: Scheme::$scheme,
            needs: &$needs,
            regex: LazyLock::new(|| Regex::new($regex).ok()),
            confidence: $confidence,
        }
    };
}

/// In order of precedence: a later pattern takes nothing an earlier one has.
static PATTERNS: [Pattern; 10] = [
    pattern!(
        Doi,
        ["10."],
        0.99,
        r"(?i)(?:(?-u:\b)digital object identifier:?\s*)?(?:https?://(?:dx\.)?doi\.org/|(?-u:\b)doi\.org/|(?-u:\b)doi(?-u:\b):?\s*)*(?:https?://(?:dx\.)?doi\.org/)?\s*(?:(?-u:\b)|doi)(?P<v>10\.[0-9]{4,9}(?:\.[0-9]+)*/\s?[^\s]{1,300})"
    ),
    pattern!(
        Arxiv,
        ["arxiv"],
        0.98,
        r"(?i)(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|(?-u:\b)arxiv\s*(?:preprint)?\s*(?:arxiv)?\s*[:.]?\s*)(?P<v>[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7}(?:v[0-9]+)?)(?:\.pdf(?-u:\b))?"
    ),
    pattern!(
        Orcid,
        // All that have been given out begin with four zeros, or with three and a nine.
        ["000"],
        0.99,
        r"(?i)(?:https?://orcid\.org/|(?-u:\b)orcid(?:\s+id)?:?\s*)?(?-u:\b)(?P<v>[0-9]{4}[-‐–][0-9]{4}[-‐–][0-9]{4}[-‐–][0-9]{3}[0-9X])(?-u:\b)"
    ),
    pattern!(
        Url,
        ["://", "www."],
        0.95,
        r"(?i)(?:(?-u:\b)(?:available|retrieved|accessed|accessible|downloaded|disponible|verfügbar)(?:\s+(?:online|from|at|on|via|en|sur|unter))*\s*:?\s*|(?-u:\b)url:?\s*)?<?(?P<v>(?:https?|ftp)://[^\s<>]{1,2000}|www\.[^\s<>]{1,2000})>?"
    ),
    pattern!(
        Pmcid,
        ["pmc"],
        0.99,
        r"(?i)(?:(?-u:\b)pubmed\s+central\s+)?(?:(?-u:\b)pmcid\s*:?\s*)?(?-u:\b)(?P<v>PMC\s?[0-9]{4,9})(?-u:\b)"
    ),
    pattern!(Pmid, ["pmid"], 0.99, r"(?i)(?:(?-u:\b)pubmed\s+)?pmid\s*[:#]?\s*(?P<v>[0-9]{1,8})(?-u:\b)"),
    pattern!(
        Nct,
        ["nct"],
        0.99,
        r"(?i)(?-u:\b)(?:clinicaltrials\.gov(?:\s+identifier)?\s*:?\s*)?(?P<v>NCT[0-9]{8})(?-u:\b)"
    ),
    pattern!(
        Isbn,
        ["isbn"],
        0.97,
        r"(?i)(?-u:\b)isbn(?:-1[03])?\s*:?\s*(?P<v>[0-9][0-9\s‐–-]{8,16}[0-9X])(?-u:\b)"
    ),
    pattern!(
        Issn,
        ["issn"],
        0.97,
        r"(?i)(?-u:\b)[ep]?-?issn\s*:?\s*(?P<v>[0-9]{4}[‐–-]?[0-9]{3}[0-9X])(?-u:\b)"
    ),
    // PLOS and others print the PMID without a word behind the DOI.
    pattern!(Pmid, ["10."], 0.8, r"(?:[.;,]\s*|\s)(?P<v>[0-9]{7,8})[.;]?\s*$"),
];

/// The words of [`ACCESSED`], one of which it needs.
const ACCESS_WORDS: [&str; 7] =
    ["cited", "accessed", "retrieved", "consult", "viewed", "visited", "abgerufen"];

/// All the words that patterns need, and for each word the pattern that needs it: its place among [`PATTERNS`], or the
/// place behind them for [`ACCESSED`].
static NEEDS: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
    let needs = PATTERNS.iter().map(|pattern| pattern.needs).chain([&ACCESS_WORDS[..]]);
    let (words, patterns): (Vec<&str>, Vec<usize>) =
        needs.enumerate().flat_map(|(i, words)| words.iter().map(move |&word| (word, i))).unzip();
    let finder =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words);
    finder.ok().map(|finder| (finder, patterns))
});

/// The patterns that may find something in a text, one bit for each; all of them should the words be unusable.
fn wanted(text: &str) -> u32 {
    let Some((finder, patterns)) = NEEDS.as_ref() else { return u32::MAX };
    let bit = |found: Match| patterns.get(found.pattern().as_usize()).map_or(0, |i| 1 << i);
    finder.find_overlapping_iter(text).fold(0, |bits, found| bits | bit(found))
}

static ACCESSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)[\[(]?(?-u:\b)(?:last\s+)?(?:cited|accessed|retrieved|consulted|viewed|visited|consulté le|abgerufen(?: am)?)(?:\s+on)?:?\s+(?P<v>",
        r"(?:[0-9]{1,2}(?:st|nd|rd|th)?[ .]+)?[A-Za-zÀ-ÿ]{3,10}\.?(?:\s+[0-9]{1,2}(?:st|nd|rd|th)?)?,?\s+[0-9]{4}",
        r"|[0-9]{4}[ ,]+[A-Za-zÀ-ÿ]{3,10}\.?(?:\s+[0-9]{1,2})?|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4})(?-u:\b)[\])]?",
    ))
    .ok()
});

/// Finds every identifier of a reference from `start` on.
pub fn find(text: &str, start: usize) -> Found {
    let mut found = Found::default();
    let mut taken = BTreeSet::new();
    let wanted = wanted(text);
    let accessed = wanted & 1 << PATTERNS.len() != 0;
    let accessed = ACCESSED.as_ref().filter(|_| accessed).and_then(|r| r.captures_at(text, start));
    if let Some(captures) = accessed
        && let (Some(whole), Some(value)) = (captures.get(0), captures.name("v"))
        && let Some(date) = dates::read(value.as_str())
    {
        found.accessed = Some(Field::printed(date, Span::new(value.start(), value.end()), 0.9));
        taken.insert(Span::new(whole.start(), whole.end()));
    }
    // The bare number at the very end is a PMID only behind a DOI.
    for (i, pattern) in PATTERNS.iter().enumerate() {
        let bare = i + 1 == PATTERNS.len();
        if wanted & 1 << i == 0 || bare && !found.identifiers.iter().any(|f| f.value.scheme == Scheme::Doi) {
            continue;
        }
        collect(text, start, pattern, &mut found, &mut taken);
    }
    found.identifiers.sort_by_key(|f| f.span);
    found.taken = taken.into_iter().collect();
    found
}

fn collect(text: &str, start: usize, pattern: &Pattern, found: &mut Found, taken: &mut BTreeSet<Span>) {
    let Some(regex) = pattern.regex.as_ref() else { return };
    for captures in regex.captures_iter(text.get(start..).unwrap_or_default()) {
        let (Some(whole), Some(value)) = (captures.get(0), captures.name("v")) else { continue };
        let raw = cut(pattern.scheme, value.as_str());
        let span = Span::new(start + value.start(), start + value.start() + raw.len());
        let cover = if raw.len() < value.len() {
            Span::new(start + whole.start(), span.range().end)
        } else {
            Span::new(start + whole.start(), start + whole.end())
        };
        // What is taken never overlaps, so the last stretch that begins before the end of this one decides.
        let before = taken.range(..Span { start: cover.end, end: 0 }).next_back();
        if raw.is_empty() || before.is_some_and(|t| cover.start < t.end) {
            continue;
        }
        let reading = canonical::read(pattern.scheme, raw);
        if pattern.scheme == Scheme::Doi && reading.validity != canonical::Validity::Valid {
            continue;
        }
        let identifier = Identifier { scheme: pattern.scheme, value: reading.value, raw: raw.to_owned() };
        found.identifiers.push(Field::printed(identifier, span, pattern.confidence));
        taken.insert(cover);
    }
}

/// The value without the sentence's punctuation, and without what was glued on behind it.
fn cut(scheme: Scheme, value: &str) -> &str {
    let glued = match scheme {
        Scheme::Doi => {
            let lower = value.to_ascii_lowercase();
            ["pmid", "pmcid", "http", "doi:", "available", "epub"]
                .iter()
                .filter_map(|word| lower.find(word))
                .min()
        }
        _ => None,
    };
    match scheme {
        Scheme::Doi | Scheme::Url => canonical::trim_tail(&value[..glued.unwrap_or(value.len())]),
        _ => value.trim_end(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        find(text, 0)
            .identifiers
            .iter()
            .map(|f| format!("{}={}", f.value.scheme.as_str(), f.value.value))
            .collect()
    }

    #[test]
    fn identifiers_in_references() {
        for (text, expected) in [
            ("2010;28:612s. doi: 10.1200/JCO.2010.1. PMID: 123.", vec!["doi=10.1200/jco.2010.1", "pmid=123"]),
            ("26:5748. https://doi.org/10.1200/JCO.2008.17.5448", vec!["doi=10.1200/jco.2008.17.5448"]),
            ("26:5748. 10.1086/343882 18707455.", vec!["doi=10.1086/343882", "pmid=18707455"]),
            (
                "doi:10.1371/journal.pone.1PMID:27058445; PMCID: PMC4833877",
                vec!["doi=10.1371/journal.pone.1", "pmid=27058445", "pmcid=PMC4833877"],
            ),
            ("arXiv:1501.00001 [math.GT]", vec!["arxiv=1501.00001"]),
            ("Available from: http://www.who.int/x (accessed 3 May 2010).", vec!["url=http://www.who.int/x"]),
            (
                "NCT01234567. ISBN 0-306-40615-2. ISSN 0732-183X",
                vec!["nct=NCT01234567", "isbn=9780306406157", "issn=0732-183X"],
            ),
            (
                "doi: 10.1002/(SICI)1097-0142(19970601)79:11<2094::AID-CNCR5>3.0.CO;2-Q.",
                vec!["doi=10.1002/(sici)1097-0142(19970601)79:11<2094::aid-cncr5>3.0.co;2-q"],
            ),
            ("J Foo 1999;12:1234567", vec![]),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_of_access() {
        for (text, expected) in [
            ("[cited 2010 May 3]", "2010-05-03"),
            ("(accessed 3 May 2010)", "2010-05-03"),
            ("Accessed May 3, 2010.", "2010-05-03"),
            ("Retrieved on 2010-05-03", "2010-05-03"),
            ("Accessed: May 2010", "2010-05"),
        ] {
            assert_eq!(
                find(text, 0).accessed.map(|f| f.value.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(find("The most cited papers of 2010", 0).accessed, None);
    }
}
