//! Text as exports write it.

/// The text without what exports leave in it: references to characters (`&#x27;`, `&amp;`), markup of titles
/// (`<inf>2</inf>`), and white space but for single spaces.
pub(in crate::import) fn plain(text: &str) -> String {
    let decoded = if text.contains('&') { without_references(text) } else { text.to_owned() };
    let bare = if decoded.contains('<') { without_markup(&decoded) } else { decoded };
    folded(bare)
}

/// Whether two texts say the same but for case and punctuation. Cheap: it is asked of nearly every value given twice.
pub(in crate::import) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<char>>()
    };
    a == b || letters(a) == letters(b)
}

/// Runs of white space as one space, none at the ends.
pub(in crate::import) fn folded(text: String) -> String {
    let odd = |c: char| c != ' ' && c.is_whitespace();
    if !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains(odd) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// XML's own five entities, a space, and references by number. Any other stays as it is written.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.bytes().take(12).position(|b| b == b';');
        if let Some((c, end)) = end.and_then(|end| Some((character(from.get(1..end)?)?, end))) {
            out.push(c);
            rest = from.get(end + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace())?
        }
    };
    Some(c)
}

/// Elements that stand in titles and abstracts of exports; what else is between angle brackets is text.
const MARKUP: [&str; 24] = [
    "i",
    "b",
    "em",
    "strong",
    "sub",
    "sup",
    "inf",
    "u",
    "scp",
    "tt",
    "p",
    "br",
    "span",
    "italic",
    "bold",
    "title",
    "sec",
    "jats:p",
    "jats:title",
    "jats:sec",
    "jats:italic",
    "jats:sub",
    "jats:sup",
    "jats:bold",
];

fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = from.get(1..).unwrap_or_default();
        let name: String = inner
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(|c| c.is_ascii_alphanumeric() || *c == ':')
            .collect();
        let end = inner.bytes().take(200).position(|b| b == b'>');
        match end {
            Some(end) if MARKUP.iter().any(|known| known.eq_ignore_ascii_case(&name)) => {
                // Blocks are words apart, marks within a word are not.
                if ["p", "br", "title", "sec", "jats:p", "jats:title", "jats:sec"]
                    .contains(&name.to_ascii_lowercase().as_str())
                {
                    out.push(' ');
                }
                rest = inner.get(end + 1..).unwrap_or_default();
            }
            _ => {
                out.push('<');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exports_leave_in_a_text() {
        for (raw, expected) in [
            ("Solvers&#x0027; role &amp; place", "Solvers' role & place"),
            ("AT&T and &unknown; &#0; &", "AT&T and &unknown; &#0; &"),
            ("CO<inf>2</inf> in <i>E. coli</i>", "CO2 in E. coli"),
            ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
            ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
            (" two\n  lines\u{a0}", "two lines"),
            ("&lt;i&gt;x&lt;/i&gt;", "x"),
        ] {
            assert_eq!(plain(raw), expected, "{raw}");
        }
    }

    #[test]
    fn sameness() {
        assert!(same("The Title.", "the title"));
        assert!(!same("The Title", "The Titles"));
    }
}
