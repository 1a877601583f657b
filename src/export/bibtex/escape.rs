//! What LaTeX would take for a command, written so that it is printed.

use std::borrow::Cow;

/// The text with every special character of LaTeX escaped.
///
/// BibTeX counts braces even behind a backslash: those of a text without a partner become commands.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '%', '$', '#', '_', '{', '}', '~', '^', '\\', '-', '`', '\'', '<', '>', ',']) {
        return Cow::Borrowed(text);
    }
    let paired = braces_pair(text);
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push(&mut out, c, paired);
    }
    Cow::Owned(out)
}

/// One character; `paired` says that every brace of the text has its partner.
pub fn push(out: &mut String, c: char, paired: bool) {
    // Two of these side by side are set as one dash, one quotation mark.
    let joins = match c {
        '-' | '\'' | '<' | '>' | ',' => out.ends_with(c),
        '`' => out.ends_with(['`', '?', '!']),
        _ => false,
    };
    if joins {
        out.push_str("{}");
    }
    match c {
        '{' if !paired => out.push_str("\\textbraceleft{}"),
        '}' if !paired => out.push_str("\\textbraceright{}"),
        '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
            out.push('\\');
            out.push(c);
        }
        '~' => out.push_str("\\textasciitilde{}"),
        '^' => out.push_str("\\textasciicircum{}"),
        '\\' => out.push_str("\\textbackslash{}"),
        c => out.push(c),
    }
}

/// Whether every brace of a text has its partner.
pub fn braces_pair(text: &str) -> bool {
    let mut depth = 0_u32;
    for b in text.bytes() {
        match b {
            b'{' => depth += 1,
            b'}' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0
}

/// A value that is read as it stands. Only braces and backslashes would hurt: where they do, they are written as in
/// addresses.
pub fn verbatim(value: &str) -> Cow<'_, str> {
    if braces_pair(value) && !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn special_characters() {
        for (text, expected) in [
            ("plain — ünicode", "plain — ünicode"),
            ("R&D 5% $3 #1 a_b", "R\\&D 5\\% \\$3 \\#1 a\\_b"),
            ("{a}", "\\{a\\}"),
            ("a}", "a\\textbraceright{}"),
            ("2010--12, the ``a'' <<b>>", "2010-{}-12, the `{}`a'{}' <{}<b>{}>"),
            ("}{", "\\textbraceright{}\\textbraceleft{}"),
            ("~x^2\\", "\\textasciitilde{}x\\textasciicircum{}2\\textbackslash{}"),
        ] {
            assert_eq!(escaped(text), expected);
        }
        assert_eq!(verbatim("https://a.b/c_d%20e#f~{x}"), "https://a.b/c_d%20e#f~{x}");
        assert_eq!(verbatim("https://a.b/{"), "https://a.b/%7B");
    }

    proptest! {
        /// Whatever the text, the braces of what is written pair off, and the entry ends where it should.
        #[test]
        fn entries_stay_closed(text in "[{}\\\\a%&~^ ]*") {
            prop_assert!(braces_pair(&escaped(&text)));
            prop_assert!(braces_pair(&verbatim(&text)));
        }
    }
}
