//! Languages by their English names and by their codes.

use crate::import::pubmed_xml::language as codes;

const NAMES: [(&str, &str); 52] = [
    ("english", "en"),
    ("german", "de"),
    ("french", "fr"),
    ("spanish", "es"),
    ("chinese", "zh"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("polish", "pl"),
    ("dutch", "nl"),
    ("turkish", "tr"),
    ("czech", "cs"),
    ("hungarian", "hu"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("finnish", "fi"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("arabic", "ar"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("ukrainian", "uk"),
    ("romanian", "ro"),
    ("bulgarian", "bg"),
    ("serbian", "sr"),
    ("croatian", "hr"),
    ("slovenian", "sl"),
    ("slovene", "sl"),
    ("slovak", "sk"),
    ("bosnian", "bs"),
    ("lithuanian", "lt"),
    ("latvian", "lv"),
    ("estonian", "et"),
    ("icelandic", "is"),
    ("catalan", "ca"),
    ("galician", "gl"),
    ("basque", "eu"),
    ("afrikaans", "af"),
    ("malay", "ms"),
    ("indonesian", "id"),
    ("thai", "th"),
    ("vietnamese", "vi"),
    ("hindi", "hi"),
    ("latin", "la"),
    ("welsh", "cy"),
    ("irish", "ga"),
    ("macedonian", "mk"),
    ("albanian", "sq"),
    ("georgian", "ka"),
];

/// The BCP 47 tag of a language; of several the first. `None` where it is none that is known.
pub(in crate::import) fn read(text: &str) -> Option<String> {
    let text = text.trim();
    // Nearly all there is.
    if text.eq_ignore_ascii_case("english") || text.eq_ignore_ascii_case("eng") {
        return Some("en".to_owned());
    }
    let first = text.split([',', ';', '/', '|', '\n']).next().unwrap_or_default();
    let first = first.trim().trim_end_matches('.');
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(first)) {
        return Some((*tag).to_owned());
    }
    match first.split_once(['-', '_']) {
        // en-US
        Some((language, region)) if region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(format!("{}-{}", codes::tag(language)?, region.to_ascii_uppercase()))
        }
        _ => codes::tag(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        for (text, expected) in [
            ("English", Some("en")),
            ("eng", Some("en")),
            ("English.", Some("en")),
            ("German; English", Some("de")),
            ("en-us", Some("en-US")),
            ("de_DE", Some("de-DE")),
            ("fre", Some("fr")),
            ("Unspecified", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
