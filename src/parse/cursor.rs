//! Reading forward over a stretch of a text, remembering where everything stands.

use crate::model::Span;

/// A place in a text and the end of the stretch being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Where the next character stands.
    pub(super) at: usize,
    /// One past the last character to be read.
    pub(super) end: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor over `start..end` of `text`; over nothing where that does not fit.
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        if text.get(start..end).is_some() {
            Self { text, at: start, end }
        } else {
            Self { text, at: 0, end: 0 }
        }
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Steps over `c`.
    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// Steps over any one of `chars`.
    pub(super) fn eat_any(&mut self, chars: &[char]) -> bool {
        chars.iter().any(|&c| self.eat(c))
    }

    /// Steps over the first of `words` that stands here, whatever its case, and is not the beginning of a longer word.
    pub(super) fn eat_word(&mut self, words: &[&str]) -> bool {
        let rest = self.rest();
        let found = words.iter().find(|word| {
            rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
                && !(word.ends_with(char::is_alphabetic)
                    && rest[word.len()..].starts_with(char::is_alphabetic))
        });
        if let Some(word) = found {
            self.at += word.len();
        }
        found.is_some()
    }

    /// Takes characters as long as they belong.
    pub(super) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        self.at += self.rest().find(|c| !belongs(c)).unwrap_or(self.rest().len());
        Span::new(start, self.at)
    }

    /// The text between two places.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }
}
