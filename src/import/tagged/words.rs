//! Values as one line of text.

use std::borrow::Cow;

/// Runs of white space as one space each, none around.
pub(in crate::import) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim_ascii();
    // Asked of every value: a loop without a branch, for the compiler to do sixteen bytes at once.
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    let bad = |bad: u8, (a, b): (&u8, &u8)| {
        bad | u8::from(*a < b' ') | (u8::from(*a == b' ') & u8::from(*b == b' '))
    };
    let plain = bytes.iter().zip(next).fold(0, bad) == 0;
    if plain {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// One line without the full stop of a sentence at its end.
pub(in crate::import) fn stopped(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    let Some(body) = line.strip_suffix('.') else { return line };
    // `in the U.S.`, `et al.`, `and so on...`
    let word = body.rsplit(' ').next().unwrap_or_default();
    if word.contains('.') || word.chars().count() < 3 || word.ends_with("al") {
        return line;
    }
    Cow::Owned(body.trim_end().to_owned())
}

/// Whether a text can be a number, a name or an identifier at all: what is longer is looked at no further, for some of
/// the ways of looking take the square of its length.
pub(in crate::import) fn is_short(text: &str) -> bool {
    text.len() <= 2048
}

/// Whether a text begins with another, whatever the case of ASCII letters.
pub(in crate::import) fn starts_with(text: &str, head: &str) -> bool {
    text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

/// The text behind a head, whatever the case of ASCII letters.
pub(in crate::import) fn after<'a>(text: &'a str, head: &str) -> Option<&'a str> {
    starts_with(text, head).then(|| text.get(head.len()..)).flatten().map(str::trim)
}

/// Whether a text has another inside, whatever the case of ASCII letters.
pub(in crate::import) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len().max(1)).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The parts of a list between `; `, but not inside brackets: identifiers such as `…3.0.CO;2-2` stay whole, and so does
/// `[a; b]`. A bracket that is never closed holds nothing together.
pub(in crate::import) fn semicolons(text: &str) -> Vec<&str> {
    let closed = text.matches('[').count() == text.matches(']').count();
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' if closed => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b';' if depth == 0 && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                out.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text.get(start..).unwrap_or_default());
    out.retain_mut(|part| {
        *part = part.trim();
        !part.is_empty()
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        assert_eq!(one_line("  a  b\n\t c "), "a b c");
        assert!(matches!(one_line("a b"), Cow::Borrowed("a b")));
        assert_eq!(stopped("A title."), "A title");
        assert_eq!(stopped("Made in the U.S."), "Made in the U.S.");
        assert_eq!(stopped("Smith et al."), "Smith et al.");
        assert_eq!(stopped("And so on..."), "And so on...");
    }

    #[test]
    fn lists() {
        assert_eq!(semicolons("a; b;c; "), ["a", "b;c"]);
        assert_eq!(semicolons("[A, B; C, D] Univ; [E] Inst"), ["[A, B; C, D] Univ", "[E] Inst"]);
        assert_eq!(semicolons("[a; b"), ["[a", "b"]);
        assert_eq!(semicolons("x]; y"), ["x]", "y"]);
        assert_eq!(semicolons("10.1/a3.0.CO;2-2; 10.1/b"), ["10.1/a3.0.CO;2-2", "10.1/b"]);
    }

    #[test]
    fn heads() {
        assert_eq!(after("Cited By :12", "cited by"), Some(":12"));
        assert_eq!(after("é", "cited"), None);
        assert!(contains("Ovid MEDLINE(R)", "medline"));
        assert!(!contains("", "x"));
    }
}
