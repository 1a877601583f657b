//! Text of pandoc's Markdown.

use std::sync::LazyLock;

use regex::Regex;

/// Marks around text: emphasis, and spans such as `[NASA]{.nocase}`.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*|\[([^\[\]]*)\]\{[.#][^{}]*\}|\b_([^\s_](?:[^_]*[^\s_])?)_\b|\^([^\s^]{1,20})\^|~([^\s~]{1,20})~",
    )
    .ok()
});

/// The text without marks, and with what was kept from being one.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['\\', '*', '[', '_', '^', '~']) {
        return text.to_owned();
    }
    // What a backslash stands in front of is no mark.
    let mut hidden = Vec::new();
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {
                hidden.push(*next);
                shown.push(HELD);
                chars.next();
            }
            _ if c == HELD => {}
            _ => shown.push(c),
        }
    }
    let bare = match &*MARKS {
        Some(marks) => marks.replace_all(&shown, "$1$2$3$4$5$6").into_owned(),
        None => shown,
    };
    let mut hidden = hidden.into_iter();
    bare.chars().filter_map(|c| if c == HELD { hidden.next() } else { Some(c) }).collect()
}

/// Stands for an escaped character meanwhile; a code point for private use.
const HELD: char = '\u{f8f0}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (text, expected) in [
            ("x \\< y and \\*z\\*", "x < y and *z*"),
            ("*E. coli* in **bold**", "E. coli in bold"),
            ("[NASA]{.nocase} and [Internet]", "NASA and [Internet]"),
            ("H~2~O and 10^6^", "H2O and 106"),
            ("a_b_c, 2 * 3 * 4, p*", "a_b_c, 2 * 3 * 4, p*"),
            ("_all_ of it", "all of it"),
            ("plain", "plain"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
