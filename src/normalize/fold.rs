//! Text as it is compared, wherever two printed forms may be one: keys of names and works.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization as _;

/// Letters and digits only, lower case, without accents, in Latin script where it has one; everything between words
/// one space. Apostrophes do not part a word (`O'Day` is `oday`).
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        // Most text; looking up its decompositions would take longer than all the rest.
        text.chars().for_each(|c| push(&mut out, c));
    } else {
        text.nfkc().for_each(|c| push(&mut out, c));
    }
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if !c.is_ascii() && c.is_alphanumeric() {
        match deunicode_char(c) {
            Some(latin) => {
                out.extend(latin.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
            }
            None => out.extend(c.to_lowercase()),
        }
    } else if !matches!(c, '\'' | '’') && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The same without spaces.
pub fn fold_run(text: &str) -> String {
    let mut out = fold(text);
    out.retain(|c| c != ' ');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        assert_eq!(fold("Mulé, J.-J."), "mule j j");
        assert_eq!(fold("  TNF-α  "), "tnf a");
        assert_eq!(fold("O’Day"), "oday");
        assert_eq!(fold("…"), "");
        assert_eq!(fold_run("van der Berg"), "vanderberg");
    }
}
