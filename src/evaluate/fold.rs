//! Forms in which two printings of one value are the same: case, accents, punctuation, dashes and the words that only
//! introduce a value do not count.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization as _, char::canonical_combining_class};

use super::{Field, Flat, Value};

/// Words in front of a family name that some print and some leave out.
const PARTICLES: [&str; 28] = [
    "van", "von", "de", "der", "den", "di", "da", "del", "della", "dos", "du", "la", "le", "ten", "ter",
    "af", "zu", "zur", "al", "el", "das", "do", "het", "t", "d", "v", "y", "e",
];

/// Words that only say that a number follows.
const NUMBER_WORDS: [&str; 22] = [
    "volume", "volumes", "vol", "vols", "v", "bd", "band", "tome", "t", "serial", "number", "numbers", "no",
    "nos", "nr", "n", "issue", "issues", "iss", "fasc", "heft", "h",
];

const PAGE_WORDS: [&str; 5] = ["page", "pages", "p", "pp", "pg"];

/// The fields of a reference in the form they are compared in.
pub fn folded(flat: &Flat) -> BTreeMap<Field, Value> {
    let mut folded: BTreeMap<Field, Value> =
        flat.values.iter().filter_map(|(&field, value)| Some((field, one(field, value)?))).collect();
    complete_last_page(&mut folded);
    folded
}

/// A value in the form it is compared in; `None` when nothing is left of it.
fn one(field: Field, value: &Value) -> Option<Value> {
    match value {
        Value::Names(names) => {
            let names: Vec<String> =
                names.iter().map(|name| family(name)).filter(|name| !name.is_empty()).collect();
            (!names.is_empty()).then_some(Value::Names(names))
        }
        Value::Text(text) => {
            let form = match field {
                Field::Title | Field::Publisher | Field::Authors | Field::Editors => words(text).concat(),
                Field::Journal => container(text),
                Field::Year => year(text),
                Field::Volume | Field::Issue => number(text),
                Field::PageFirst | Field::PageLast => page(text),
                Field::Doi => doi(text),
            };
            (!form.is_empty()).then_some(Value::Text(form))
        }
    }
}

/// Lower case without accents, ligatures taken apart.
pub fn plain(text: &str) -> String {
    let bare: String = text.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let mut out = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            c => out.push(c),
        }
    }
    out
}

/// The words of a text, folded; punctuation and tags such as `<i>` separate them or vanish.
fn words(text: &str) -> Vec<String> {
    untagged(&plain(text))
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text without `<i>`, `</sup>` and the like. A `<` that opens no tag stays.
fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let end = name.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(name.len());
        match name[end..].strip_prefix('>') {
            Some(behind) if end > 0 => rest = behind,
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out + rest
}

fn family(name: &str) -> String {
    let words = words(name);
    let particles = words.iter().take_while(|word| PARTICLES.contains(&word.as_str())).count();
    // A name of nothing but particles is a name: its last word stays.
    words[particles.min(words.len().saturating_sub(1))..].concat()
}

fn container(text: &str) -> String {
    let words = words(text);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let behind_in = words.iter().take_while(|word| matches!(**word, "in" | "of")).count();
    words.drain(..behind_in);
    match words.as_slice() {
        ["presented", "at", ..] => drop(words.drain(..2)),
        [_, "presented", "at", ..] => drop(words.drain(..3)),
        _ => {}
    }
    if words.first() == Some(&"the") {
        words.remove(0);
    }
    words.retain(|word| *word != "and");
    words.concat()
}

/// The first four digits that stand alone and can be a year; else all words.
fn year(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4 && (digits.starts_with('1') || digits.starts_with("20")))
        .map_or_else(|| words(text).concat(), str::to_owned)
}

/// A volume or issue: letters, digits, and one kind of dash for dashes, slashes and ampersands.
fn number(text: &str) -> String {
    let mut dashed = String::with_capacity(text.len());
    let mut in_dash = false;
    for c in plain(text).chars() {
        let dash = matches!(c, '‐'..='—' | '−' | '\u{ad}' | '/' | '&' | '⁄');
        match (dash, in_dash) {
            (false, _) => dashed.push(c),
            (true, false) => dashed.push('-'),
            (true, true) => {}
        }
        in_dash = dash;
    }
    let bare = without(&dashed, &NUMBER_WORDS);
    // `n°5`, `no5`, `nos5`, the sign printed as a letter or not
    let bare = match bare.strip_prefix('n').and_then(|rest| rest.strip_prefix(['o', '°', 'º'])) {
        Some(rest) => rest.strip_prefix('s').unwrap_or(rest),
        None => &bare,
    };
    let kept: String = runs(bare)
        .map(|run| if run == "supplement" { "suppl" } else { run })
        .flat_map(str::chars)
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    kept.trim_matches('-').to_owned()
}

fn page(text: &str) -> String {
    let bare = without(&plain(text), &PAGE_WORDS);
    bare.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect()
}

/// The DOI in a text, lower case, without the punctuation that follows it.
fn doi(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if matches!(c, '‐'..='—' | '−') { '-' } else { c })
        .collect::<String>()
        .to_lowercase();
    let begins = |&(at, _): &(usize, &str)| {
        let rest = &text[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let suffix = rest.get(digits..).and_then(|rest| rest.strip_prefix('/'));
        (4..=9).contains(&digits)
            && suffix.is_some_and(|s| !s.is_empty() && !s.starts_with(char::is_whitespace))
    };
    let found = text.match_indices("10.").find(begins).map(|(at, _)| &text[at..]);
    let mut doi = found.map_or(text.as_str(), |rest| rest.split(char::is_whitespace).next().unwrap_or(rest));
    let closing: &[char] = &['.', ',', ';', '>', ']'];
    doi = doi.trim_end_matches(closing);
    while let Some(inside) = doi.strip_suffix(')')
        && doi.matches(')').count() > doi.matches('(').count()
    {
        doi = inside.trim_end_matches(closing);
    }
    doi.to_owned()
}

/// Runs of word characters and of others, in turn.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = is_word(rest.chars().next()?);
        let (run, behind) = rest.split_at(rest.find(|c| is_word(c) != word).unwrap_or(rest.len()));
        rest = behind;
        Some(run)
    })
}

/// The text with a blank in the place of these words.
fn without(text: &str, words: &[&str]) -> String {
    runs(text).map(|run| if words.contains(&run) { " " } else { run }).collect()
}

/// `580-6` means 586 and `S95-120` means S120; a last page that is the first says nothing.
fn complete_last_page(folded: &mut BTreeMap<Field, Value>) {
    let text = |field| match folded.get(&field) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let (Some(first), Some(last)) = (text(Field::PageFirst), text(Field::PageLast)) else { return };
    let split = |page: &str| {
        let (letters, digits) = page.split_at(page.bytes().take_while(u8::is_ascii_lowercase).count());
        let fine = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        fine.then(|| (letters.to_owned(), digits.to_owned()))
    };
    let mut full = last.clone();
    if let (Some((letters, digits)), Some((other, end))) = (split(&first), split(&last))
        && (other.is_empty() || other == letters)
    {
        let missing = digits.len().saturating_sub(end.len());
        full = format!("{letters}{}{end}", &digits[..missing]);
    }
    if full == first {
        folded.remove(&Field::PageLast);
    } else {
        folded.insert(Field::PageLast, Value::Text(full));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (printed, form) in [
            ("van der Berg", "berg"),
            ("De La", "la"),
            ("O’Brien", "obrien"),
            ("Müller-Łoś", "mullerlos"),
            ("Martin- Facklam", "martinfacklam"),
            ("…", ""),
        ] {
            assert_eq!(family(printed), form);
        }
    }

    #[test]
    fn containers() {
        for (printed, form) in [
            ("In: The Lancet,", "lancet"),
            ("Science & Society", "sciencesociety"),
            ("Paper presented at the Meeting", "meeting"),
            ("<i>J</i> a < b", "jab"),
        ] {
            assert_eq!(container(printed), form);
        }
    }

    #[test]
    fn numbers() {
        for (printed, form) in [
            ("vol.36,", "36"),
            ("n°59.", "59"),
            ("No. 5–6", "5-6"),
            ("5/6", "5-6"),
            ("Supplement 1", "suppl1"),
            ("Suppl. 1", "suppl1"),
            ("№ 4", "4"),
            ("—", ""),
            ("xii", "xii"),
        ] {
            assert_eq!(number(printed), form);
        }
        assert_eq!(page("pp. S11."), "s11");
    }

    #[test]
    fn years_and_dois() {
        assert_eq!(year("(12 May 1999a)"), "1999");
        assert_eq!(year("31999"), "31999");
        assert_eq!(year("in press"), "inpress");
        assert_eq!(doi("https://doi.org/10.1000/ABC(1)12)."), "10.1000/abc(1)12");
        assert_eq!(doi("10.1000/a‐b, see"), "10.1000/a-b");
        assert_eq!(doi("none;"), "none");
    }

    #[test]
    fn last_pages() {
        let of = |first: &str, last: &str| {
            let mut flat = Flat::default();
            flat.set(Field::PageFirst, Some(first));
            flat.set(Field::PageLast, Some(last));
            folded(&flat).remove(&Field::PageLast)
        };
        let text = |text: &str| Some(Value::Text(text.into()));
        assert_eq!(of("580", "6"), text("586"));
        assert_eq!(of("S95", "S120"), text("s120"));
        assert_eq!(of("S95", "9"), text("s99"));
        assert_eq!(of("e100", "f5"), text("f5"));
        assert_eq!(of("12a", "5"), text("5"));
        assert_eq!(of("907", "907"), None);
        assert_eq!(of("907", "7"), None);
    }
}
