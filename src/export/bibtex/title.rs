//! Capitals of a title that styles must not make small: braces around the words that need them, and no others.

use super::escape::{braces_pair, push};
use crate::export::text::one_line;

/// The title, escaped, with braces around words whose capitals are meant.
///
/// A capital inside a word is (`DNA`, `mRNA`, `pH`). One at its beginning is a name's in a title set like a sentence; in
/// a title all of whose words begin with capitals it says nothing.
pub fn protected(title: &str) -> String {
    let title = one_line(title);
    let paired = braces_pair(&title);
    let sentence = is_sentence(&title);
    let mut out = String::with_capacity(title.len() + 16);
    let mut rest = &*title;
    // The first word, and that of a subtitle, keep their capital in every style.
    let mut opens = true;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.is_empty() {
            push(&mut out, c, paired);
            rest = &rest[c.len_utf8()..];
            opens |= c == ':' && rest.starts_with(' ');
            continue;
        }
        let meant = word.chars().skip(1).any(char::is_uppercase)
            || sentence && !opens && word.starts_with(char::is_uppercase);
        if meant {
            out.push('{');
            out.push_str(word);
            out.push('}');
        } else {
            out.push_str(word);
        }
        opens = false;
        rest = behind;
    }
    out
}

/// Whether no more than half of the longer words behind the first begin with a capital.
fn is_sentence(title: &str) -> bool {
    let longer = title.split_whitespace().skip(1).filter(|word| word.chars().count() > 3);
    let (mut all, mut capital) = (0, 0);
    for word in longer {
        all += 1;
        capital += u32::from(
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase),
        );
    }
    2 * capital <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_needed() {
        for (title, expected) in [
            ("Improved survival in melanoma", "Improved survival in melanoma"),
            ("DNA repair in Alzheimer disease: a study", "{DNA} repair in {Alzheimer} disease: a study"),
            ("Use of NKTR-214: The first trial", "Use of {NKTR}-214: The first trial"),
            ("Improved Survival With mRNA in Patients", "Improved Survival With {mRNA} in Patients"),
            ("The 5% rule & {its} limits", "The 5\\% rule \\& \\{its\\} limits"),
            ("pH measured in the Ärmel", "{pH} measured in the {Ärmel}"),
            ("Survival in Utopia: A trial", "Survival in {Utopia}: A trial"),
            ("", ""),
        ] {
            assert_eq!(protected(title), expected);
        }
    }
}
