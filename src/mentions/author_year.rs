//! Markers made of names and years: `(Smith et al., 2010a, b; Jones & Roe, 2011)`, `Smith and Jones (2010)`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::list::{List, NameAndYear};
use super::numbered::enclosed;
use super::{ByBlock, Found};

/// Text before a year in parentheses that may hold the names, in bytes.
const BEFORE: usize = 200;

struct Patterns {
    /// A year, and the letters behind it.
    year: Regex,
    /// Names at the end of a text.
    names: Regex,
    /// What stands between names.
    between: Regex,
}

/// A family name: particles and a capitalised word.
const NAME: &str = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]u|[Ll]a|[Ll]e|[Tt]en|[Tt]er|[Zz]u|[Ee]l|[Aa]l|[Bb]in|[Ss]t\.?|d['’])[\s-]*)*\p{Lu}[\p{L}\p{M}'’‐‑-]+";

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let names = format!(
        r"(?P<names>{NAME}(?:,\s+{NAME})*(?:,?\s+(?:and|&|und|et|y|e)\s+{NAME}(?:\s+\p{{Lu}}\p{{L}}+)?)?)(?:,\s+(?:\p{{Lu}}\.[\s-]?)+)?(?P<etal>,?\s+(?:et\.?\s+al\.?|and\s+(?:colleagues|co-?workers|others|associates)))?(?:['’]s?)?,?\s*$"
    );
    Some(Patterns {
        year: Regex::new(
            r"\b(1[5-9]\d\d|20\d\d)([a-z])?((?:\s*[,&/]\s*[a-z]\b|\s+and\s+[a-z]\b|\s*[–-]\s*[b-z]\b)*)",
        )
        .ok()?,
        names: Regex::new(&names).ok()?,
        between: Regex::new(r",?\s+(?:and|&|und|et|y|e)\s+|,\s+").ok()?,
    })
});

/// Capitalised words before years that are no names.
const NO_NAMES: [&str; 54] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "table",
    "tables",
    "figure",
    "figures",
    "fig",
    "figs",
    "section",
    "chapter",
    "equation",
    "eq",
    "version",
    "appendix",
    "since",
    "in",
    "between",
    "from",
    "until",
    "after",
    "before",
    "accessed",
    "copyright",
    "see",
    "during",
    "by",
    "released",
    "updated",
    "box",
    "part",
    "volume",
    "no",
    "the",
    "year",
    "years",
    "season",
    "edition",
    "jan",
    "dec",
];

/// The markers of a text, also those that lead nowhere.
pub(super) fn find(text: &str, list: &List<'_>) -> Vec<Found> {
    let Some(patterns) = &*PATTERNS else { return Vec::new() };
    let mut out: Vec<Found> = Vec::new();
    let mut spans = enclosed(text, '(', ')');
    spans.extend(enclosed(text, '[', ']'));
    spans.sort_by_key(|span| span.start);
    let mut last_end = 0;
    for span in spans {
        let inside = text.get(span.start + 1..span.end - 1).unwrap_or_default();
        if span.start < last_end || !inside.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let before = text.get(..span.start).unwrap_or_default();
        let found = if begins_with_year(inside, patterns) {
            narrative(before, inside, span.clone(), patterns, list)
        } else {
            let (mut found, said) = parenthetical(inside, patterns, list);
            found.span = span.clone();
            said.then_some(found)
        };
        if let Some(found) = found {
            last_end = span.end;
            out.push(found);
        }
    }
    out
}

/// Leaves out markers that lead nowhere where names and years are not how the document cites, and all of them where
/// numbers are.
pub(super) fn settle(found: &mut ByBlock, others: usize) {
    let all = found.iter().flatten().count();
    let resolved = found.iter().flatten().filter(|found| found.is_resolved()).count();
    if resolved < others {
        for block in found.iter_mut() {
            block.clear();
        }
    } else if 2 * resolved < all {
        for block in found.iter_mut() {
            block.retain(Found::is_resolved);
        }
    }
}

fn begins_with_year(inside: &str, patterns: &Patterns) -> bool {
    let start = inside.trim_start();
    patterns.year.find(start).is_some_and(|found| found.start() == 0)
}

/// The names of a run of names, and where they begin in it.
fn names<'a>(text: &'a str, patterns: &Patterns) -> Vec<(usize, &'a str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for gap in patterns.between.find_iter(text) {
        out.push((start, without_genitive(text.get(start..gap.start()).unwrap_or_default())));
        start = gap.end();
    }
    out.push((start, without_genitive(text.get(start..).unwrap_or_default())));
    out
}

/// What was read of a marker's years: each with its letters.
fn years(text: &str, patterns: &Patterns) -> Vec<(Range<usize>, i16, Vec<String>)> {
    let read = patterns.year.captures_iter(text).filter_map(|captures| {
        let all = captures.get(0)?;
        let year = captures.get(1)?.as_str().parse().ok()?;
        let mut letters: Vec<String> = captures.get(2).map(|m| m.as_str().to_owned()).into_iter().collect();
        let rest = captures.get(3).map_or("", |m| m.as_str());
        // `2010a, b`; a letter behind a bare year is none of it.
        if !letters.is_empty() {
            let is_range = rest.contains(['–', '-']);
            for letter in rest.replace("and", " ").chars().filter(char::is_ascii_lowercase) {
                if is_range && let Some(first) = letters.first().and_then(|l| l.chars().next()) {
                    letters.extend((first..letter).skip(1).map(String::from));
                }
                letters.push(letter.to_string());
            }
        }
        Some((all.range(), year, letters))
    });
    read.collect()
}

fn look_up(
    found: &mut Found,
    list: &List<'_>,
    names: &[&str],
    et_al: bool,
    year: i16,
    letters: &[String],
) -> bool {
    let asked = |suffix| list.cited(&NameAndYear { names, et_al, year, suffix });
    let mut any = false;
    let mut add = |fitting: Vec<u32>| {
        any |= !fitting.is_empty();
        found.is_ambiguous |= fitting.len() > 1;
        found.add_all(fitting);
    };
    if letters.is_empty() {
        add(asked(None));
    }
    for letter in letters {
        add(asked(Some(letter.as_str())));
    }
    any
}

/// `Smith and Jones (2010, 2012b)`.
fn narrative(
    before: &str,
    inside: &str,
    parentheses: Range<usize>,
    patterns: &Patterns,
    list: &List<'_>,
) -> Option<Found> {
    let cut = before.len().saturating_sub(BEFORE);
    let cut = (cut..before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
    let near = before.get(cut..).unwrap_or_default();
    let years = years(inside, patterns);
    let mut found = Found { span: parentheses.clone(), ..Found::default() };
    if let Some((_, year, letters)) = years.first()
        && let Some((start, seqs)) = list.group_before(near, *year, letters.first().map(String::as_str))
    {
        found.span.start = cut + start;
        found.is_ambiguous = seqs.len() > 1;
        found.add_all(seqs);
        return Some(found);
    }
    let captures = patterns.names.captures(near)?;
    let text = captures.name("names")?;
    let et_al = captures.name("etal").is_some();
    let all = names(text.as_str(), patterns);
    // Words that only begin the sentence stand before the names: fewer and fewer, until they lead somewhere.
    for skip in 0..all.len() {
        let names: Vec<&str> = all.iter().skip(skip).map(|(_, name)| *name).collect();
        let mut any = false;
        for (_, year, letters) in &years {
            any |= look_up(&mut found, list, &names, et_al, *year, letters);
        }
        if any {
            let start = text.start() + all.get(skip).map_or(0, |(start, _)| *start);
            found.span.start =
                cut + with_first_half(near, start, names.first().copied().unwrap_or_default(), list);
            return Some(found);
        }
    }
    // The last name or the last two of it are the marker's.
    let joined = !et_al && [" and ", " & ", " und "].iter().any(|word| text.as_str().contains(word));
    let skip = all.len().saturating_sub(if joined { 2 } else { 1 });
    let (start, first) = all.get(skip)?;
    if NO_NAMES.contains(&first.to_lowercase().as_str()) {
        return None;
    }
    found.span.start = cut + text.start() + start;
    Some(found)
}

/// `see Smith et al., 2010a, b; Jones & Roe, 2011, 2012`; whether it is a marker at all.
fn parenthetical(inside: &str, patterns: &Patterns, list: &List<'_>) -> (Found, bool) {
    let mut found = Found::default();
    let mut said = false;
    let mut names: Vec<&str> = Vec::new();
    let mut et_al = false;
    for part in inside.split(';') {
        // Years alone are of the names before them (`Smith 2010; 2012`).
        if part.contains(|c: char| c.is_uppercase()) {
            names.clear();
        }
        let mut end = 0;
        for (span, year, letters) in years(part, patterns) {
            let before = part.get(end..span.start).unwrap_or_default();
            end = span.end;
            if let Some((_, seqs)) = list.group_before(before, year, letters.first().map(String::as_str)) {
                found.is_ambiguous |= seqs.len() > 1;
                found.add_all(seqs);
                said = true;
                continue;
            }
            let read = patterns.names.captures(before.trim_end_matches([',', ' ', ':', '\u{a0}']));
            if let Some(captures) = read
                && let Some(text) = captures.name("names")
            {
                names = self::names(text.as_str(), patterns).into_iter().map(|(_, name)| name).collect();
                et_al = captures.name("etal").is_some();
            } else if before.contains(char::is_alphabetic) {
                // Words that are no names part a year from the names before it.
                let only_remarks = before.trim_matches(|c: char| !c.is_alphabetic());
                if !matches!(only_remarks, "and" | "p" | "pp") {
                    names.clear();
                }
            }
            for skip in 0..names.len() {
                let asked: Vec<&str> = names.iter().skip(skip).copied().collect();
                if look_up(&mut found, list, &asked, et_al, year, &letters) {
                    said = true;
                    break;
                }
            }
            said |= names.iter().any(|name| {
                !NO_NAMES.contains(&name.to_lowercase().as_str())
                    && (et_al || list.has_author(name) || before.trim_end().len() < 60)
            });
        }
    }
    (found, said)
}

/// Where a family name of two words begins, of which the second was found.
fn with_first_half(text: &str, start: usize, second: &str, list: &List<'_>) -> usize {
    let before = text.get(..start).unwrap_or_default();
    let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let begins = before.trim_end().len() - word.len();
    let is_name =
        word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    if is_name && list.has_author(&format!("{word} {second}")) { begins } else { start }
}

fn without_genitive(name: &str) -> &str {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name).trim_end_matches(['\'', '’'])
}
