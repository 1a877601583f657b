/// What a line ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Closing {
    /// `.`, `!`, `?`, or a closing bracket or quote.
    Stop,
    /// A digit, or a page such as `S11` or `612s`.
    Digit,
    /// The stop of an initial (`Smith J.`) or of an abbreviation that cannot end a reference.
    Initial,
    /// A comma, colon, semicolon, hyphen, opening bracket, `&` or a word that wants another one (`and`, `the`, `in`).
    Open,
    /// A word broken at its hyphen.
    Hyphen,
    /// A link.
    Link,
    /// Any other word.
    #[default]
    Word,
}

const WANTS_MORE: &[&str] = &[
    "and", "the", "in", "of", "a", "an", "for", "with", "by", "from", "on", "to", "at", "or", "und", "et",
    "y", "e", "der", "die", "das", "des", "de", "la", "le", "les", "du", "In", "The", "using", "versus",
    "vs", "Vol", "pp", "p", "no", "doi",
];
const WANTS_MORE_AFTER_STOP: &[&str] =
    &["pp.", "p.", "vol.", "Vol.", "no.", "No.", "vs.", "al.,", "Proc.", "Int.", "St."];

impl Closing {
    /// Reads the end of `line`.
    pub(super) fn of(line: &str) -> Self {
        let line = line.trim_end();
        let start = memchr::memrchr2(b' ', b'\t', line.as_bytes()).map_or(0, |at| at + 1);
        let last = line.get(start..).unwrap_or_default();
        let Some(end) = last.chars().next_back() else { return Self::Word };
        if last.as_bytes().windows(3).any(|w| w == b"://")
            || last.starts_with("www.")
            || last.starts_with("10.")
        {
            return if matches!(end, '/' | '-' | '_') { Self::Open } else { Self::Link };
        }
        match end {
            '-' | '‐' if last.chars().count() > 1 => Self::Hyphen,
            ',' | ':' | ';' | '-' | '‐' | '–' | '—' | '(' | '[' | '&' | '/' | '=' => Self::Open,
            '.' if WANTS_MORE_AFTER_STOP.contains(&last) => Self::Open,
            '.' if is_initial(last) => Self::Initial,
            '.' | '!' | '?' | ')' | ']' | '"' | '”' | '»' | '。' | '．' => Self::Stop,
            '0'..='9' => Self::Digit,
            _ if last.as_bytes().iter().any(u8::is_ascii_digit) => Self::Digit,
            _ if WANTS_MORE.contains(&last) => Self::Open,
            _ => Self::Word,
        }
    }
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), Some('.')) if c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::Closing;

    #[test]
    fn line_ends() {
        for (line, closing) in [
            ("1996; 8:167.", Closing::Stop),
            ("12:34-9", Closing::Digit),
            ("28:612s", Closing::Digit),
            ("Smith J.", Closing::Initial),
            ("Smith J, Jones K,", Closing::Open),
            ("carcinoma and the", Closing::Open),
            ("inter-", Closing::Hyphen),
            ("https://example.org/a", Closing::Link),
            ("https://example.org/", Closing::Open),
            ("metastatic melanoma", Closing::Word),
            ("", Closing::Word),
        ] {
            assert_eq!(Closing::of(line), closing, "{line}");
        }
    }
}
