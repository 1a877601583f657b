//! Tags and values, wrapped as PubMed wraps them.

use std::io::{self, Write};

use crate::export::fields;
use crate::export::text::one_line;
use crate::model::Field;

/// Characters of a line, its tag included.
const WIDTH: usize = 88;

/// Writes lines that have anything to say.
pub struct Lines<'a> {
    pub out: &'a mut dyn Write,
}

impl Lines<'_> {
    pub fn line(&mut self, tag: &str, value: &str) -> io::Result<()> {
        let value = one_line(value);
        if value.is_empty() {
            return Ok(());
        }
        write!(self.out, "{tag:<4}- ")?;
        for (at, part) in wrapped(&value).enumerate() {
            if at > 0 {
                self.out.write_all(b"      ")?;
            }
            writeln!(self.out, "{part}")?;
        }
        Ok(())
    }

    pub fn some(&mut self, tag: &str, value: Option<&str>) -> io::Result<()> {
        value.map_or(Ok(()), |value| self.line(tag, value))
    }

    pub fn field(&mut self, tag: &str, field: Option<&Field<String>>) -> io::Result<()> {
        self.some(tag, fields::text(field))
    }

    pub fn each(&mut self, tag: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        values.into_iter().try_for_each(|value| self.line(tag, value.as_ref()))
    }
}

/// The value in pieces that fit behind six blanks. It is parted at blanks that stand alone, so that whoever joins the
/// pieces by one blank has the value again; a word that is longer than a line stays whole.
fn wrapped(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut cut, mut width) = (None, 0);
        let mut before = ' ';
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let alone =
                c == ' ' && before != ' ' && chars.peek().is_some_and(|(_, next)| !next.is_whitespace());
            if alone {
                cut = Some(at);
            }
            width += 1;
            if width > WIDTH - 6 && cut.is_some() {
                break;
            }
            before = c;
        }
        if width <= WIDTH - 6 {
            cut = None;
        }
        match cut {
            Some(at) => {
                rest = Some(&text[at + 1..]);
                Some(&text[..at])
            }
            None => rest.take(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(tag: &str, value: &str) -> String {
        let mut out = Vec::new();
        Lines { out: &mut out }.line(tag, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn long_values_go_on() {
        assert_eq!(written("TI", "Short."), "TI  - Short.\n");
        assert_eq!(written("PMID", "1"), "PMID- 1\n");
        let words = "word ".repeat(40);
        let text = written("AB", &words);
        assert!(text.lines().all(|line| line.len() <= 88), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("      word")), "{text}");
        let long = format!("https://example.org/{} end", "x".repeat(200));
        assert_eq!(written("GN", &long).lines().count(), 2);
    }

    proptest! {
        #[test]
        fn joining_undoes_wrapping(value in "[a-zé]( {0,2}[a-zé]{0,30}){0,30}[a-z]") {
            let text = written("AB", &value);
            let parts: Vec<&str> = text.lines().map(|line| &line[6..]).collect();
            prop_assert_eq!(parts.join(" "), value);
        }
    }
}
