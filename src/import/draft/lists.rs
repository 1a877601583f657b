//! Lists within one value.

use super::text::plain;

/// The parts of a list, by whichever of the separators comes first in their order and stands in the text. A list in
/// the notation of a programming language (`['a', "b"]`) is read as one.
pub(in crate::import) fn items(text: &str, separators: &[&str]) -> Vec<String> {
    let text = text.trim();
    if let Some(literal) = literal(text) {
        return literal;
    }
    split(text, separators).map(plain).filter(|item| !item.is_empty()).collect()
}

/// The parts as they stand, by the first of the separators that is in the text.
fn split<'a>(text: &'a str, separators: &[&'a str]) -> impl Iterator<Item = &'a str> {
    // Without any it is one part: nothing but the whole can be split off by what never comes.
    let separator = separators.iter().find(|s| text.contains(**s)).copied().unwrap_or("\u{0}");
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

/// `['0953-8984', '1361-648X']`: what dumps of data frames hold.
fn literal(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let mut out = Vec::new();
    let mut chars = inner.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
        let Some(quote) = chars.next() else { return Some(out) };
        if quote != '\'' && quote != '"' {
            return None;
        }
        let mut item = String::new();
        loop {
            match chars.next()? {
                '\\' => item.extend(chars.next()),
                c if c == quote => break,
                c => item.push(c),
            }
        }
        out.push(plain(&item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert_eq!(items("a; b ;c;", &[";", ","]), ["a", "b", "c"]);
        assert_eq!(items("a, b", &[";", ","]), ["a", "b"]);
        assert_eq!(items("a, b; c, d", &[";", ","]), ["a, b", "c, d"]);
        assert_eq!(items("['0953-8984', \"it's\", 'o\\'k']", &[";"]), ["0953-8984", "it's", "o'k"]);
        assert_eq!(items("[]", &[";"]), Vec::<String>::new());
        assert_eq!(items("[in press]", &[";"]), ["[in press]"]);
        assert_eq!(items("['cut", &[";"]), ["['cut"]);
    }
}
