//! Titles without what the catalogue puts around them.

/// What stands in the title's place where there is none.
const PLACEHOLDERS: [&str; 4] =
    ["not available", "no title available", "title not available", "in process citation"];

/// What was added to translated titles between 1975 and 1980 when the author had made the translation.
const REMARK: &str = "(author's transl)";

/// A title, cleaned.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The title; `None` where what stands there says that there is none.
    pub(super) text: Option<String>,
    /// A cataloguer's remark on it.
    pub(super) remark: Option<&'static str>,
}

/// Takes away the full stop at the end, and the brackets around a title that was translated.
pub(super) fn read(printed: &str) -> Title {
    let mut text = stopped(printed);
    let inner = wrapped(text);
    if let Some(inner) = inner {
        text = stopped(inner);
        if PLACEHOLDERS.iter().any(|words| text.eq_ignore_ascii_case(words)) {
            return Title::default();
        }
    }
    let mut remark = None;
    if inner.is_some()
        && let Some(before) = text.strip_suffix(REMARK)
    {
        text = stopped(before);
        remark = Some("author's transl");
    }
    Title { text: (!text.is_empty()).then(|| text.to_owned()), remark }
}

fn stopped(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'))
}

/// The inside of brackets that open at the beginning and close at the end, and not before: `[18F]FDG in [the brain]`
/// is not wrapped.
fn wrapped(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut open = 0_u32;
    for c in inner.chars() {
        match c {
            '[' => open += 1,
            ']' => open = open.checked_sub(1)?,
            _ => {}
        }
    }
    (open == 0).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (printed, expected) in [
            ("The Positivism Paradigm of Research.", Some("The Positivism Paradigm of Research")),
            ("[Dog breeds and behaviour].", Some("Dog breeds and behaviour")),
            ("[Dog breeds and behaviour.]", Some("Dog breeds and behaviour")),
            ("[Is it so?].", Some("Is it so?")),
            ("[18F]FDG uptake in [brain]", Some("[18F]FDG uptake in [brain]")),
            ("[Uptake of [18F]FDG].", Some("Uptake of [18F]FDG")),
            ("[A segment (author's transl)].", Some("A segment")),
            ("On remarks (author's transl)", Some("On remarks (author's transl)")),
            ("[Not Available].", None),
            ("When time is not available.", Some("When time is not available")),
            ("Not available", Some("Not available")),
            ("[Unbalanced.", Some("[Unbalanced")),
            ("", None),
            (".", None),
        ] {
            assert_eq!(read(printed).text.as_deref(), expected, "{printed}");
        }
        assert_eq!(read("[A segment (author's transl)].").remark, Some("author's transl"));
    }
}
