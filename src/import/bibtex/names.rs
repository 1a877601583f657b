//! Names: `First von Last`, `von Last, First`, `von Last, Jr, First`, and biblatex's `family=…, given=…`.

use super::latex::decode;
use crate::import::crossref_json::people::is_group;
use crate::model::{Name, Person};
use crate::normalize::names;

/// A list of names as a field holds it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Names {
    /// Each with its text as it stands.
    pub(super) names: Vec<(Name, String)>,
    /// It ends in `and others` or the like.
    pub(super) truncated: bool,
}

/// Reads a list.
pub(super) fn read(list: &str) -> Names {
    let mut out = Names::default();
    let mut parts = split_at_and(list);
    // Lists of other programs that were put into the field as they were.
    if parts.len() == 1 && list.matches(';').count() > 0 && !list.contains('&') && !list.contains('\\') {
        parts = list.split(';').collect();
    }
    for part in parts {
        let mut part = part.trim().trim_end_matches([',', ';']).trim_end();
        if part.eq_ignore_ascii_case("and") {
            continue;
        }
        if part.eq_ignore_ascii_case("others") || is_et_al(part) {
            out.truncated = true;
            continue;
        }
        if let Some(head) = without_et_al(part) {
            out.truncated = true;
            part = head;
        }
        if let Some(name) = one(part) {
            out.names.push((name, decode(part).into_owned()));
        }
    }
    out
}

fn is_et_al(text: &str) -> bool {
    ["et al", "et al.", "{et al.}", "{et al}", "et. al."].iter().any(|words| text.eq_ignore_ascii_case(words))
}

fn without_et_al(text: &str) -> Option<&str> {
    [" et al.", " et al"].iter().find_map(|tail| {
        let head = text.get(..text.len().checked_sub(tail.len())?)?;
        text.get(head.len()..)?.eq_ignore_ascii_case(tail).then(|| head.trim_end_matches([',', ' ']))
    })
}

/// The names of a list: what stands between `and`s outside braces.
fn split_at_and(list: &str) -> Vec<&str> {
    let bytes = list.as_bytes();
    let mut out = Vec::new();
    let (mut start, mut depth, mut at) = (0, 0_usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b if depth == 0 && b.is_ascii_whitespace() => {
                let word = bytes.get(at + 1..at + 4).is_some_and(|w| w.eq_ignore_ascii_case(b"and"));
                if word && bytes.get(at + 4).is_none_or(u8::is_ascii_whitespace) {
                    out.push(list.get(start..at).unwrap_or_default());
                    // The space behind may be the one in front of another `and`.
                    at += 4;
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    out.push(list.get(start..).unwrap_or_default());
    out
}

/// One name of another format, which has no braces.
pub(super) fn plain(text: &str) -> Option<Name> {
    let bare: String = text.chars().filter(|c| !matches!(c, '{' | '}' | '\\' | '$')).collect();
    one(&bare)
}

/// One name.
fn one(raw: &str) -> Option<Name> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    if let Some(inside) = whole_group(raw) {
        let name = decode(inside).into_owned();
        return (!name.is_empty()).then_some(Name::Group(name));
    }
    let parts = split_outside(raw, |b| b == b',');
    if raw.contains('=') && parts.iter().all(|part| part.contains('=')) {
        return extended(&parts);
    }
    let person = match parts.as_slice() {
        [only] => return unparted(only),
        [last, first] => with_last(last, first, None),
        [last, junior, first] => {
            // `Last, First, Jr` stands in many files, though no BibTeX reads it.
            let suffix = |text: &str| names::suffix(&decode(text)).is_some();
            let (junior, first) =
                if suffix(first) && !suffix(junior) { (first, junior) } else { (junior, first) };
            with_last(last, first, Some(junior))
        }
        [last, rest @ ..] => with_last(last, &rest.join(","), None),
        [] => return None,
    };
    // `World Health Organization,` has no first name.
    if person.given.is_none() && person.suffix.is_none() && (is_group(&person.family) || parts.len() == 2) {
        return Some(Name::Group(person.family)).filter(|name| *name != Name::Group(String::new()));
    }
    (!person.family.is_empty()).then_some(Name::Person(person))
}

/// A name without a comma: `First von Last`.
fn unparted(raw: &str) -> Option<Name> {
    let words: Vec<&str> = words(raw);
    let texts: Vec<_> = words.iter().map(|word| decode(word)).collect();
    let text = texts.join(" ");
    if text.is_empty() {
        return None;
    }
    if is_group(&text) {
        return Some(Name::Group(text));
    }
    if let [_, .., last] = texts.as_slice()
        && names::is_initials(last)
        && !texts.first().is_some_and(|first| first.contains('.') || names::is_initials(first))
        && let Some(person) = names::medline(&text)
    {
        return Some(Name::Person(person));
    }
    let mut words = words;
    let mut texts = texts;
    let mut suffix = None;
    if texts.len() > 2
        && let Some(found) = texts.last().and_then(|last| names::suffix(last))
    {
        suffix = Some(found.to_owned());
        texts.pop();
        words.pop();
    }
    let last = texts.len().checked_sub(1)?;
    let lower: Vec<bool> = words.iter().zip(&texts).map(|(word, text)| is_lower(word, text)).collect();
    // From the first small word to the last one, the family name itself left out.
    let von = lower.get(..last).and_then(|l| l.iter().position(|small| *small)).unwrap_or(last);
    let end = lower.get(..last).and_then(|l| l.iter().rposition(|small| *small)).map_or(von, |at| at + 1);
    let join =
        |range: std::ops::Range<usize>| texts.get(range).map(|t| t.join(" ")).filter(|t| !t.is_empty());
    let person = Person {
        given: join(0..von),
        particle: join(von..end),
        family: join(end..texts.len())?,
        suffix,
        ..Person::default()
    };
    Some(Name::Person(person))
}

/// `von Last`, with the rest of the name.
fn with_last(last: &str, first: &str, junior: Option<&str>) -> Person {
    let words = words(last);
    let texts: Vec<_> = words.iter().map(|word| decode(word)).collect();
    let count = texts.len().saturating_sub(1);
    let von = words.iter().zip(&texts).take(count).take_while(|(word, text)| is_lower(word, text)).count();
    let join = |from: usize, to: usize| texts.get(from..to).map(|t| t.join(" ")).filter(|t| !t.is_empty());
    let text = |raw: &str| Some(decode(raw).into_owned()).filter(|t| !t.is_empty());
    Person {
        family: join(von, texts.len()).unwrap_or_default(),
        particle: join(0, von),
        given: text(first),
        suffix: junior.and_then(text),
        ..Person::default()
    }
}

/// `family=Berg, given=Jan, prefix=van der, useprefix=true`.
fn extended(parts: &[&str]) -> Option<Name> {
    let mut person = Person::default();
    for part in parts {
        let (key, value) = part.split_once('=')?;
        let value = decode(value.trim()).trim_matches('"').to_owned();
        let value = Some(value).filter(|v| !v.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => person.family = value.unwrap_or_default(),
            "given" => person.given = value,
            "prefix" => person.particle = value,
            "suffix" => person.suffix = value,
            _ => {}
        }
    }
    if person.given.is_none() && is_group(&person.family) {
        return Some(Name::Group(person.family));
    }
    (!person.family.is_empty()).then_some(Name::Person(person))
}

/// What one pair of braces around the whole of `text` holds.
fn whole_group(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    for byte in inside.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    // `{\"O}` is a letter and no group.
    (depth == 0 && !inside.starts_with('\\')).then_some(inside)
}

fn words(text: &str) -> Vec<&str> {
    split_outside(text, |b| b.is_ascii_whitespace() || b == b'~')
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect()
}

/// The parts of `text` between separators outside braces.
fn split_outside(text: &str, is_separator: impl Fn(u8) -> bool) -> Vec<&str> {
    let mut out = Vec::with_capacity(3);
    let (mut start, mut depth) = (0, 0_usize);
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            // `\~a` is an accent.
            _ if depth == 0 && before != b'\\' && is_separator(byte) => {
                out.push(text.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
        before = byte;
    }
    out.push(text.get(start..).unwrap_or_default().trim());
    out
}

/// Words with a small letter in front are particles; what stands in braces has no case.
fn is_lower(word: &str, text: &str) -> bool {
    let braced = word.starts_with('{') && !word.starts_with("{\\");
    !braced && text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(list: &str) -> Vec<String> {
        read(list)
            .names
            .iter()
            .map(|(name, _)| match name {
                Name::Group(name) => format!("[{name}]"),
                Name::Person(p) => {
                    let part = |text: &Option<String>| text.clone().unwrap_or_default();
                    format!("{}|{}|{}|{}", part(&p.particle), p.family, part(&p.given), part(&p.suffix))
                }
            })
            .collect()
    }

    #[test]
    fn names_in_every_form() {
        for (list, expected) in [
            ("Knuth, Donald E.", vec!["|Knuth|Donald E.|"]),
            ("Donald E. Knuth and Leslie Lamport", vec!["|Knuth|Donald E.|", "|Lamport|Leslie|"]),
            ("Ludwig van Beethoven", vec!["van|Beethoven|Ludwig|"]),
            ("van der Berg, Jan", vec!["van der|Berg|Jan|"]),
            (
                "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
                vec!["de la|Vallée Poussin|Charles Louis Xavier Joseph|"],
            ),
            ("King, Jr., Martin Luther", vec!["|King|Martin Luther|Jr."]),
            ("Articlewriter, Laura, III", vec!["|Articlewriter|Laura|III"]),
            ("Martin Luther King Jr.", vec!["|King|Martin Luther|Jr"]),
            ("{World Health Organization} and Smith, J", vec!["[World Health Organization]", "|Smith|J|"]),
            ("World Health Organization", vec!["[World Health Organization]"]),
            ("World Health Organization,", vec!["[World Health Organization]"]),
            ("{{Council on Cardiology and Care}}", vec!["[Council on Cardiology and Care]"]),
            ("{\\\"O}zge Aks{\\i}n", vec!["|Aksın|Özge|"]),
            ("family=Berg, given=Jan, prefix=van der, useprefix=true", vec!["van der|Berg|Jan|"]),
            ("Smith JA and Rosenberg SA", vec!["|Smith|JA|", "|Rosenberg|SA|"]),
            ("Smith, J.; Jones, K.", vec!["|Smith|J.|", "|Jones|K.|"]),
            ("May, Keith, and Ronzino, Paola", vec!["|May|Keith|", "|Ronzino|Paola|"]),
            ("Andreica, D and\n   Schmid, H", vec!["|Andreica|D|", "|Schmid|H|"]),
            ("A AND B", vec!["|A||", "|B||"]),
            ("Hemingway", vec!["|Hemingway||"]),
            ("and and", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(show(list), expected, "{list}");
        }
    }

    #[test]
    fn cut_lists() {
        for list in ["Smith, J and others", "Smith, J. et al.", "Smith, J and et al."] {
            let names = read(list);
            assert!(names.truncated && names.names.len() == 1, "{list}");
        }
        assert!(!read("Others, J and Smith, K").truncated);
    }
}
