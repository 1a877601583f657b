//! The one place where words reach the terminal.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};

use anstyle::Style;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    /// Only failures.
    Quiet,
    /// Progress, warnings and a summary.
    Normal,
    /// Everything.
    Verbose,
}

/// Words for the person, on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// How much is said.
    pub volume: Volume,
}

impl Terminal {
    /// Says a line. What cannot be said (standard error is closed) is dropped.
    pub fn say(self, line: &str) {
        if self.volume > Volume::Quiet {
            let _ = writeln!(anstream::stderr().lock(), "{}", harmless(line));
        }
    }

    /// True when moving bars make sense: somebody watches, and wants to.
    pub fn shows_progress(self) -> bool {
        self.volume > Volume::Quiet && io::stderr().is_terminal()
    }
}

/// Text in a style, ended again.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A text without what could move the cursor, name the window or answer for the keyboard: names of files and what services say
/// come from others. Of control characters, line breaks and tabs stay; of escape sequences, those for colours.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = colour(rest).unwrap_or(0);
        if length > 0 {
            shown.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if is_harmful(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    Cow::Owned(shown)
}

/// The length of the sequence for a colour that a text begins with.
fn colour(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    parameters[end..].starts_with('m').then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_reach_the_terminal() {
        for (text, shown) in [
            ("a line\n\tand another", "a line\n\tand another"),
            ("\u{1b}[1;31merror\u{1b}[0m: x", "\u{1b}[1;31merror\u{1b}[0m: x"),
            ("\u{1b}[mx", "\u{1b}[mx"),
            ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("over\rwritten", "over\\u{d}written"),
            ("\u{9b}2J \u{1b}[31", "\\u{9b}2J \\u{1b}[31"),
            ("ev\u{202e}il", "ev\\u{202e}il"),
        ] {
            assert_eq!(harmless(text), shown, "{text:?}");
        }
    }
}
