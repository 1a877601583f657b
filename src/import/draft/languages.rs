//! Languages by name or code, as BCP 47 tags.

/// Tag, ISO 639-2 codes, and names in English and in the language itself, parted by spaces.
const LANGUAGES: &[(&str, &str)] = &[
    ("af", "afr afrikaans"),
    ("ar", "ara arabic"),
    ("bg", "bul bulgarian"),
    ("bs", "bos bosnian"),
    ("ca", "cat catalan català"),
    ("cs", "cze ces czech čeština"),
    ("cy", "wel cym welsh"),
    ("da", "dan danish dansk"),
    ("de", "ger deu german deutsch allemand alemán"),
    ("el", "gre ell greek"),
    ("en", "eng english englisch anglais inglés inglese inglês"),
    ("eo", "epo esperanto"),
    ("es", "spa spanish español spanisch castellano espagnol"),
    ("et", "est estonian"),
    ("eu", "baq eus basque"),
    ("fa", "per fas persian farsi"),
    ("fi", "fin finnish suomi"),
    ("fr", "fre fra french français französisch francés"),
    ("gl", "glg galician"),
    ("he", "heb hebrew"),
    ("hi", "hin hindi"),
    ("hr", "hrv scr croatian hrvatski"),
    ("hu", "hun hungarian magyar"),
    ("hy", "arm hye armenian"),
    ("id", "ind indonesian"),
    ("is", "ice isl icelandic"),
    ("it", "ita italian italiano italienisch"),
    ("ja", "jpn japanese 日本語"),
    ("ka", "geo kat georgian"),
    ("kk", "kaz kazakh"),
    ("ko", "kor korean 한국어"),
    ("la", "lat latin"),
    ("lt", "lit lithuanian"),
    ("lv", "lav latvian"),
    ("mk", "mac mkd macedonian"),
    ("ms", "may msa malay"),
    ("nb", "nob"),
    ("nl", "dut nld dutch nederlands"),
    ("nn", "nno"),
    ("no", "nor norwegian norsk"),
    ("pl", "pol polish polski"),
    ("pt", "por portuguese português"),
    ("ro", "rum ron romanian moldavian"),
    ("ru", "rus russian русский"),
    ("sk", "slo slk slovak"),
    ("sl", "slv slovenian slovene"),
    ("sq", "alb sqi albanian"),
    ("sr", "srp scc serbian"),
    ("sv", "swe swedish svenska"),
    ("th", "tha thai"),
    ("tr", "tur turkish türkçe"),
    ("uk", "ukr ukrainian"),
    ("ur", "urd urdu"),
    ("uz", "uzb uzbek"),
    ("vi", "vie vietnamese"),
    ("zh", "chi zho chinese mandarin 中文"),
];

/// The tag of a language given by tag (`en`, `en-GB`, `en_US`), catalogue code (`eng`) or name (`English`).
pub(in crate::import) fn tag(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let lower = text.to_lowercase();
    let named = |(tag, words): &&(&str, &str)| *tag == lower || words.split(' ').any(|word| word == lower);
    if let Some((tag, _)) = LANGUAGES.iter().find(named) {
        return Some((*tag).to_owned());
    }
    // With a region, which stays: `pt-BR`.
    let (language, region) = text.split_once(['-', '_'])?;
    let (tag, _) = LANGUAGES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language))?;
    let shaped = region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic());
    Some(if shaped { format!("{tag}-{}", region.to_ascii_uppercase()) } else { (*tag).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (text, expected) in [
            ("English", Some("en")),
            ("eng", Some("en")),
            ("en", Some("en")),
            ("EN-gb", Some("en-GB")),
            ("en_US.", Some("en-US")),
            ("zh-Hans", Some("zh")),
            ("Deutsch", Some("de")),
            ("Klingon", None),
            ("", None),
        ] {
            assert_eq!(tag(text).as_deref(), expected, "{text}");
        }
    }
}
