//! Values in formats that give every value one line.

use std::borrow::Cow;

/// The value on one line: line breaks, tabs and other control characters, with the blanks around them, become one
/// blank. Blanks at both ends go.
pub fn one_line(value: &str) -> Cow<'_, str> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if !value.contains(is_break) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(is_break) {
        out.push_str(rest[..at].trim_end());
        out.push(' ');
        rest = rest[at..].trim_start_matches(|c: char| is_break(c) || c.is_whitespace());
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What ends a line for some reader, or is a control character besides.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_become_blanks() {
        for (value, expected) in [
            ("a b", "a b"),
            ("a  b", "a  b"),
            ("a \r\n\t b", "a b"),
            ("\u{feff}a\0b\u{2028}c\u{85}", "\u{feff}a b c"),
            ("\n\n", ""),
        ] {
            assert_eq!(one_line(value), expected);
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(value in any::<String>()) {
            let once = one_line(&value).into_owned();
            prop_assert!(!once.contains(['\n', '\r']));
            prop_assert_eq!(one_line(&once), once.as_str());
        }
    }
}
