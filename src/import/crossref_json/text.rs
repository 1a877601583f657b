//! Text out of JATS and HTML: tags gone, entities resolved, white space of pretty-printed XML folded.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;

use super::entities;

/// Tags that depositors leave in their texts. Anything else in angle brackets is text (`a <b c> d`, `<Homo>`).
const INLINE: [&str; 46] = [
    "a",
    "alternatives",
    "annotation",
    "b",
    "bold",
    "emph",
    "em",
    "ext-link",
    "font",
    "i",
    "inf",
    "inline-formula",
    "inline-graphic",
    "italic",
    "math",
    "mfenced",
    "mfrac",
    "mi",
    "mml",
    "mn",
    "mo",
    "monospace",
    "mover",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "named-content",
    "sc",
    "scp",
    "semantics",
    "small",
    "span",
    "strong",
    "styled-content",
    "sub",
    "sup",
    "u",
    "xref",
];

/// Tags that part words.
const BLOCK: [&str; 13] = [
    "abstract",
    "br",
    "break",
    "disp-formula",
    "div",
    "label",
    "li",
    "list",
    "list-item",
    "p",
    "sec",
    "title",
    "tr",
];

/// Tags whose content says the same as what stands beside it.
const DOUBLED: [&str; 2] = ["annotation", "tex-math"];

/// Rounds of unescaping: depositors escape what is escaped.
const ROUNDS: usize = 3;

/// A tag longer than this is none.
const LONGEST_TAG: usize = 2_000;

/// The text without markup, on one line, in NFC.
pub(in crate::import) fn plain(raw: &str) -> String {
    let mut text = Cow::Borrowed(raw);
    for _ in 0..ROUNDS {
        if !text.contains(['<', '&']) {
            break;
        }
        let next = entities::resolved(&untagged(&text));
        if next == text {
            break;
        }
        text = Cow::Owned(next);
    }
    let folded = folded(&untagged(&text));
    if folded.is_ascii() { folded } else { folded.nfc().collect() }
}

static HEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)<(?:jats:)?title[^<>]*>(.*?)</(?:jats:)?title\s*>").ok());

/// An abstract as one text: headings of its sections become labels with a colon, the word `Abstract` above it goes.
pub(in crate::import) fn sectioned(raw: &str) -> String {
    let Some(heading) = HEADING.as_ref() else { return plain(raw) };
    let labelled = heading.replace_all(raw, |found: &Captures<'_>| {
        let label = plain(&found[1]);
        let label = label.trim_end_matches([':', '.', ' ']);
        if label.is_empty() || label.eq_ignore_ascii_case("abstract") {
            String::from(" ")
        } else {
            format!(" {}: ", label.replace('&', "&amp;").replace('<', "&lt;"))
        }
    });
    plain(&labelled)
}

/// Without tags.
fn untagged(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // A closing tag that was not found once is not looked for again: hostile text would make that quadratic.
    let mut unclosed = false;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tail) = rest.strip_prefix("<![CDATA[") {
            rest = tail;
            continue;
        }
        let Some(tag) = Tag::at_start(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let behind = &rest[tag.length..];
        rest = behind;
        if BLOCK.contains(&tag.name) {
            out.push('\n');
        }
        if DOUBLED.contains(&tag.name) && !tag.closing && !tag.empty && !unclosed {
            match behind.find(&format!("{}>", tag.name)) {
                Some(end) => {
                    let content = behind.get(..end).unwrap_or_default();
                    let kept = behind.get(end + tag.name.len() + 1..).unwrap_or_default();
                    // Alone, a formula in TeX is better than none.
                    if tag.name == "tex-math" && !text.contains("math>") {
                        out.push_str(content.trim_end_matches(['/', '<']));
                    }
                    rest = kept;
                }
                None => unclosed = true,
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out.replace("]]>", ""))
}

struct Tag<'a> {
    /// Without its namespace.
    name: &'a str,
    closing: bool,
    empty: bool,
    length: usize,
}

impl<'a> Tag<'a> {
    /// The known tag that `text` begins with.
    fn at_start(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let end = inside.find(['<', '>']).filter(|end| *end < LONGEST_TAG)?;
        if !inside[end..].starts_with('>') {
            return None;
        }
        let body = &inside[..end];
        let length = end + 2;
        if body.starts_with("!--") || body.starts_with("?xml") {
            return Some(Self { name: "", closing: false, empty: true, length });
        }
        let closing = body.starts_with('/');
        let empty = body.ends_with('/');
        let body = body.trim_matches('/');
        let name_end = body.find(|c: char| c.is_whitespace()).unwrap_or(body.len());
        let name = &body[..name_end];
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        let known = |list: &[&'static str]| list.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        let attributes = body[name_end..].trim();
        let is_tag = known(&INLINE) || known(&BLOCK) || known(&DOUBLED);
        // `p <b a nd c>` is no tag: attributes have values.
        (is_tag && (attributes.is_empty() || attributes.contains('='))).then(|| {
            let name = BLOCK.iter().chain(&DOUBLED).find(|tag| tag.eq_ignore_ascii_case(name)).unwrap_or(&"");
            Self { name, closing, empty, length }
        })
    }
}

/// White space folded to one space, invisible characters gone. A line break around a tag leaves no space inside
/// brackets or in front of a full stop: it comes from indented XML.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = Some(gap.unwrap_or(false) || c == '\n');
            continue;
        }
        if c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') {
            continue;
        }
        if let Some(broken) = gap.take()
            && !out.is_empty()
        {
            let glued = matches!(c, ')' | ']' | '.' | ',' | ';' | ':') || out.ends_with(['(', '[']);
            if !(broken && glued) {
                out.push(' ');
            }
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_stays() {
        for (raw, expected) in [
            ("H<sub>2</sub>O and <i>E. coli</i>", "H2O and E. coli"),
            ("A new &lt;scp&gt;DC‐DC&lt;/scp&gt; converter", "A new DC‐DC converter"),
            (
                "Cancer Epidemiology, Biomarkers &amp; Prevention",
                "Cancer Epidemiology, Biomarkers & Prevention",
            ),
            ("Research &amp;amp; Care", "Research & Care"),
            ("Risk at p &lt; 0.05 and n > 3", "Risk at p < 0.05 and n > 3"),
            ("in\n     <i>S. agalactiae</i>\n     that", "in S. agalactiae that"),
            ("Secretor (\n  <i>FUT2</i>\n  ) Genotype", "Secretor (FUT2) Genotype"),
            ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
            ("<mml:math><mml:mi>x</mml:mi><mml:annotation>\\x</mml:annotation></mml:math>-ray", "x-ray"),
            ("The genus <Homo> and a <b c> d", "The genus <Homo> and a <b c> d"),
            ("TNF&#945; &#x3b2;&eacute; &NA; &unknown;", "TNFα βé &NA; &unknown;"),
            ("line one<br/>line two", "line one line two"),
            ("e\u{301}tude\u{ad}s\u{200b}", "études"),
            ("<![CDATA[plain]]>", "plain"),
            ("", ""),
        ] {
            assert_eq!(plain(raw), expected, "{raw}");
        }
    }

    #[test]
    fn sections_keep_their_labels() {
        let raw = "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim:</jats:title><jats:p>To see.</jats:p></jats:sec>\
                   <jats:sec><jats:title>Methods</jats:title><jats:p>We looked.</jats:p></jats:sec>";
        assert_eq!(sectioned(raw), "Aim: To see. Methods: We looked.");
    }

    #[test]
    fn hostile_markup_ends() {
        for raw in
            ["<".repeat(200_000), "<annotation>".repeat(50_000), "&amp".repeat(100_000), "&".repeat(100_000)]
        {
            let _ = plain(&raw);
            let _ = sectioned(&raw);
        }
        assert_eq!(plain("<i"), "<i");
    }
}
