//! DOIs.

/// The DOI in a text, lower case, without the punctuation that follows it.
pub fn doi(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if matches!(c, '‐'..='—' | '−') { '-' } else { c })
        .collect::<String>()
        .to_lowercase();
    let begins = |&(at, _): &(usize, &str)| {
        let rest = &text[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let suffix = rest.get(digits..).and_then(|rest| rest.strip_prefix('/'));
        (4..=9).contains(&digits)
            && suffix.is_some_and(|s| !s.is_empty() && !s.starts_with(char::is_whitespace))
    };
    let found = text.match_indices("10.").find(begins).map(|(at, _)| &text[at..]);
    let mut doi = found.map_or(text.as_str(), |rest| rest.split(char::is_whitespace).next().unwrap_or(rest));
    let closing: &[char] = &['.', ',', ';', '>', ']'];
    doi = doi.trim_end_matches(closing);
    while let Some(inside) = doi.strip_suffix(')')
        && doi.matches(')').count() > doi.matches('(').count()
    {
        doi = inside.trim_end_matches(closing);
    }
    doi.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois() {
        assert_eq!(doi("https://doi.org/10.1000/ABC(1)12)."), "10.1000/abc(1)12");
        assert_eq!(doi("10.1000/a‐b, see"), "10.1000/a-b");
        assert_eq!(doi("none;"), "none");
    }
}
