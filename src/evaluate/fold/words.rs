//! Text as words: without case, accents, ligatures, punctuation and tags.

use unicode_normalization::{UnicodeNormalization as _, char::canonical_combining_class};

/// Lower case without accents, ligatures taken apart.
pub fn plain(text: &str) -> String {
    let bare: String = text.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let mut out = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            c => out.push(c),
        }
    }
    out
}

/// The words of a text, folded; punctuation and tags such as `<i>` separate them or vanish.
pub fn words(text: &str) -> Vec<String> {
    untagged(&plain(text))
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text without `<i>`, `</sup>` and the like. A `<` that opens no tag stays.
fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let end = name.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(name.len());
        match name[end..].strip_prefix('>') {
            Some(behind) if end > 0 => rest = behind,
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out + rest
}
