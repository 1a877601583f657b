//! The language a reference says its work is in: `[in French]`, `(Article in German)`.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Span;

static REMARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[\[(]\s*(?:article |text |abstract )?in (?P<v>[A-Za-zÀ-ÿ]+)\s*[\])]").ok()
});

/// English names of languages and their BCP 47 tags.
const TAGS: [(&str, &str); 20] = [
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("chinese", "zh"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("polish", "pl"),
    ("dutch", "nl"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("finnish", "fi"),
    ("czech", "cs"),
    ("hungarian", "hu"),
    ("turkish", "tr"),
    ("greek", "el"),
];

/// The tag of the language, and the remark that names it.
pub(super) fn find(text: &str) -> Option<(&'static str, Span)> {
    // Brackets are looked for first: it is cheaper than the pattern by far.
    memchr::memchr2(b'(', b'[', text.as_bytes())?;
    REMARK.as_ref()?.captures_iter(text).find_map(|captures| {
        let (whole, name) = (captures.get(0)?, captures.name("v")?);
        let (_, tag) = TAGS.iter().find(|(language, _)| name.as_str().eq_ignore_ascii_case(language))?;
        Some((*tag, Span::new(whole.start(), whole.end())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks() {
        let tag = |text: &str| find(text).map(|(tag, _)| tag);
        assert_eq!(tag("Titre [in French]. Rev Foo 1999;1:2."), Some("fr"));
        assert_eq!(tag("Titel. Z Foo 1999;1:2. (Article in German)"), Some("de"));
        assert_eq!(tag("Growth of yeast [in vitro]. J Foo"), None);
    }
}
