//! The tokens of a reference: runs of letters and digits, single marks of punctuation, and one token for each stretch
//! that rules have read already (identifiers, web addresses).

use crate::model::Span;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    /// White space stands in front of it.
    pub spaced: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with apostrophes between them.
    Word,
    /// Letters and digits with at least one digit.
    Number,
    /// One character of punctuation.
    Mark,
    /// A stretch read by rules.
    Read,
}

/// Most tokens of one reference that are looked at; what is longer is no reference.
pub const MOST: usize = 1500;

/// The tokens of `text` from `start` on. `read` holds the stretches read by rules, in order and without overlap.
pub fn split(text: &str, start: usize, read: &[Span]) -> Vec<Token> {
    let mut out = Vec::with_capacity((text.len() / 4).min(MOST));
    let mut read = read.iter().copied().filter(|s| !s.is_empty()).peekable();
    let mut at = start;
    let mut spaced = true;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if out.len() >= MOST {
            break;
        }
        while read.next_if(|s| s.range().end <= at).is_some() {}
        let next_read = read.peek().map_or(text.len(), |s| s.range().start.max(at));
        if let Some(span) = read.next_if(|s| s.range().start <= at) {
            out.push(Token { span: Span::new(at, span.range().end), kind: Kind::Read, spaced });
            at = span.range().end;
            spaced = false;
            continue;
        }
        if is_blank(c) {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        let end = if belongs(c) { run(text, at, next_read) } else { at + c.len_utf8() };
        let kind = if !belongs(c) {
            Kind::Mark
        } else if text[at..end].bytes().any(|b| b.is_ascii_digit()) {
            Kind::Number
        } else {
            Kind::Word
        };
        out.push(Token { span: Span::new(at, end), kind, spaced });
        at = end;
        spaced = false;
    }
    out
}

fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return c <= ' ' || c == '\u{7f}';
    }
    c.is_whitespace() || c.is_control() || c == '\u{ad}' || c == '\u{feff}'
}

fn belongs(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '´' | '`')
}

/// Where the word that begins at `at` ends.
fn run(text: &str, at: usize, limit: usize) -> usize {
    let mut chars = text.get(at..limit).unwrap_or_default().char_indices().peekable();
    let mut end = at;
    while let Some((offset, c)) = chars.next() {
        let inside = belongs(c) || is_apostrophe(c) && chars.peek().is_some_and(|&(_, n)| n.is_alphabetic());
        if !inside {
            break;
        }
        end = at + offset + c.len_utf8();
    }
    // At least one character, wherever the limit lies.
    end.max(at + text[at..].chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let text = "O’Hare ED. Title: 28(15 Suppl):612s. doi:10.1/x.";
        let read = [Span::new(text.find("doi").unwrap(), text.len() - 1)];
        let shown: Vec<&str> = split(text, 0, &read).iter().map(|t| t.span.of(text)).collect();
        let expected = [
            "O’Hare",
            "ED",
            ".",
            "Title",
            ":",
            "28",
            "(",
            "15",
            "Suppl",
            ")",
            ":",
            "612s",
            ".",
            "doi:10.1/x",
            ".",
        ];
        assert_eq!(shown, expected);
    }
}
