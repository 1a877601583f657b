//! Years, volumes, issues and pages.

use super::words::{plain, words};

/// Words that only say that a number follows.
const NUMBER_WORDS: [&str; 22] = [
    "volume", "volumes", "vol", "vols", "v", "bd", "band", "tome", "t", "serial", "number", "numbers", "no",
    "nos", "nr", "n", "issue", "issues", "iss", "fasc", "heft", "h",
];

const PAGE_WORDS: [&str; 5] = ["page", "pages", "p", "pp", "pg"];

/// The first four digits that stand alone and can be a year; else all words.
pub fn year(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4 && (digits.starts_with('1') || digits.starts_with("20")))
        .map_or_else(|| words(text).concat(), str::to_owned)
}

/// A volume or issue: letters, digits, and one kind of dash for dashes, slashes and ampersands.
pub fn number(text: &str) -> String {
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

/// A page: letters and digits.
pub fn page(text: &str) -> String {
    let bare = without(&plain(text), &PAGE_WORDS);
    bare.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn years() {
        assert_eq!(year("(12 May 1999a)"), "1999");
        assert_eq!(year("31999"), "31999");
        assert_eq!(year("in press"), "inpress");
    }
}
