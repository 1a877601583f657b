//! The printed number or key in front of a reference: `12.`, `12)`, `[12]`, `(12)`, `[Smi99]`, `12 Smith`.

use crate::model::Span;

/// A label and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The label without its punctuation (`12`, `Smi99`).
    pub text: &'a str,
    /// From the beginning of the text up to the first character of the reference itself.
    pub span: Span,
}

/// Longest key in brackets.
const KEY: usize = 12;

/// Finds the label at the beginning of a reference that stands on its own.
pub fn find(text: &str) -> Option<Label<'_>> {
    let lead = text.len() - text.trim_start().len();
    let body = &text[lead..];
    let (label, used) = bracketed(body).or_else(|| numbered(body))?;
    let rest = &body[used..];
    let after = used + (rest.len() - rest.trim_start().len());
    // A text that is nothing but a label is no label.
    (lead + after < text.len()).then_some(Label { text: label, span: Span::new(0, lead + after) })
}

/// `[12]`, `[Smi99]`, `(12)`. Keys have a digit, lest `[Anonymous]` be one.
fn bracketed(body: &str) -> Option<(&str, usize)> {
    let (close, key_allowed) = match body.chars().next()? {
        '[' => (']', true),
        '(' => (')', false),
        _ => return None,
    };
    let end = body.find(close)?;
    let inner = body[1..end].trim();
    let number = is_number(inner);
    let key = key_allowed
        && inner.len() <= KEY
        && inner.bytes().any(|b| b.is_ascii_digit())
        && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '*'));
    let used = end + 1;
    let used = used + usize::from(body[used..].starts_with(['.', ':']));
    (number || key).then_some((inner, used))
}

/// `12.`, `12)`, and a bare `12` in front of a capital.
fn numbered(body: &str) -> Option<(&str, usize)> {
    let end = body.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = body.split_at(end);
    if !is_number(digits) {
        return None;
    }
    let mut after = rest.chars();
    match after.next()? {
        '.' | ')' => {
            let behind = after.clone().next().is_some_and(|c| c.is_whitespace() || c.is_alphabetic());
            behind.then_some((digits, end + 1))
        }
        c if c.is_whitespace() => {
            let capital = rest.trim_start().starts_with(char::is_uppercase);
            (capital && digits.len() < 4).then_some((digits, end))
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (line, label, rest) in [
            ("12. Smith J. Title.", "12", "Smith J. Title."),
            ("  12.Smith J", "12", "Smith J"),
            ("12) Smith J", "12", "Smith J"),
            ("[12] Smith J", "12", "Smith J"),
            ("[12]. Smith J", "12", "Smith J"),
            ("(7) Smith J", "7", "Smith J"),
            ("[Smi99] Smith J", "Smi99", "Smith J"),
            ("8 Smith J", "8", "Smith J"),
        ] {
            let found = find(line).unwrap();
            assert_eq!((found.text, &line[found.span.range().end..]), (label, rest), "{line}");
        }
    }

    #[test]
    fn beginnings_that_are_no_label() {
        for line in [
            "",
            "Smith J",
            "2001: A space odyssey",
            "[Anonymous] Title",
            "3D printing of bones",
            "1.5 million",
            "12.",
            "(Smith)",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
