use crate::model::Format;

/// Documents that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// ODT.
    Odt,
    /// EPUB.
    Epub,
    /// HTML or XHTML.
    Html,
    /// JATS, NLM or BITS XML.
    Jats,
    /// Markdown.
    Markdown,
    /// LaTeX with its references in it, or a `.bbl` file.
    Latex,
}

impl Kind {
    /// The format it is read as.
    pub const fn format(self) -> Format {
        match self {
            Self::Pdf => Format::Pdf,
            Self::Docx => Format::Docx,
            Self::Odt => Format::Odt,
            Self::Epub => Format::Epub,
            Self::Html => Format::Html,
            Self::Jats => Format::Jats,
            Self::Markdown => Format::Markdown,
            Self::Latex => Format::Latex,
        }
    }
}

/// Says what a file is by how it begins: `head` are its first bytes, `decoded_head` the same as text. `None` for plain
/// text, for formats of records and for all that is not read here.
pub fn detect(head: &[u8], decoded_head: &str) -> Option<Kind> {
    // Some servers put a line before the header; readers look for it in the first kilobyte.
    let first = head.get(..head.len().min(1024)).unwrap_or_default();
    if memchr::memmem::find(first, b"%PDF-").is_some() {
        return Some(Kind::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        return package(head);
    }
    let text = decoded_head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.starts_with('<') {
        return markup(text);
    }
    if is_latex(text) {
        return Some(Kind::Latex);
    }
    is_markdown(text).then_some(Kind::Markdown)
}

/// A ZIP package by the names of its first parts.
fn package(head: &[u8]) -> Option<Kind> {
    let has = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    if has(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return Some(Kind::Odt);
    }
    if has(b"mimetypeapplication/epub+zip") || has(b"META-INF/container.xml") {
        return Some(Kind::Epub);
    }
    let office = has(b"[Content_Types].xml") || has(b"_rels/.rels");
    (has(b"word/document") || (office && has(b"word/"))).then_some(Kind::Docx)
}

fn markup(text: &str) -> Option<Kind> {
    let lower = text.get(..floor(text, 8192)).unwrap_or_default().to_ascii_lowercase();
    let root = first_tag(&lower);
    let jats_type = lower.contains("<!doctype article") || lower.contains("<!doctype pmc-articleset");
    let jats_root =
        matches!(root, "article" | "pmc-articleset" | "sub-article" | "ref-list" | "book-part-wrapper");
    let jats_parts =
        ["<article-meta", "<front>", "<front ", "<journal-meta", "article-type=", "dtd-version="]
            .iter()
            .any(|sign| lower.contains(sign));
    let is_html = lower.contains("<!doctype html") || matches!(root, "html" | "head" | "body");
    if jats_type || (jats_root && (jats_parts || root == "ref-list")) {
        return Some(Kind::Jats);
    }
    // The service for whole articles wraps them up.
    if root == "oai-pmh" && lower.contains("<article-meta") {
        return Some(Kind::Jats);
    }
    if is_html {
        return Some(Kind::Html);
    }
    // A piece of a page: its first element is one that text stands in.
    let piece = matches!(
        root,
        "div" | "p" | "ol" | "ul" | "h1" | "h2" | "h3" | "section" | "main" | "table" | "title" | "meta"
    );
    (piece || (root == "article" && lower.contains("<p"))).then_some(Kind::Html)
}

/// The name of the first element, behind declaration, comments and document type.
fn first_tag(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..64 {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!") {
            if rest.split('>').next().is_some_and(|d| d.contains('[')) { "]>" } else { ">" }
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return "" };
        rest = after;
    }
    let Some(body) = rest.strip_prefix('<') else { return "" };
    let name = body.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

fn is_latex(text: &str) -> bool {
    let signs = ["\\begin{thebibliography}", "\\bibitem", "\\documentclass", "\\begin{document}"];
    let biblatex =
        text.contains("\\entry{") && (text.contains("\\refsection{") || text.contains("\\datalist["));
    // The BibTeX styles for natbib and APA begin with definitions.
    biblatex || signs.iter().any(|sign| text.lines().any(|l| l.trim_start().starts_with(sign)))
}

/// Markdown says so by its headings together with a second sign; a list of references under a `#` stays text.
fn is_markdown(text: &str) -> bool {
    let (mut headings, mut signs) = (0, 0);
    if text.lines().next().is_some_and(|l| l.trim_end() == "---") {
        // Front matter with a title, and text behind it; YAML alone is data.
        let end = text.lines().skip(1).take(100).position(|l| matches!(l.trim_end(), "---" | "..."));
        let titled = end.is_some_and(|end| text.lines().skip(1).take(end).any(|l| l.starts_with("title:")));
        let follows = end.is_some_and(|end| text.lines().skip(end + 2).any(|l| !l.trim().is_empty()));
        if titled && follows {
            return true;
        }
        // What is a comment in YAML would be a heading here.
        if !follows {
            return false;
        }
    }
    // Comments of other formats begin with the same sign, but they stand together or above `key: value`.
    let mut before = "";
    for line in text.lines().take(4000) {
        let line = line.trim_end();
        let apart = before.is_empty();
        before = line;
        if line.starts_with("cff-version:") {
            return false;
        }
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && line.as_bytes().get(hashes) == Some(&b' ') && apart {
            headings += 1;
        }
        let footnote = line.starts_with("[^") && line.contains("]:");
        let points = line.contains("](http") || line.contains("](#");
        signs += usize::from(
            footnote || points || line.starts_with("```") || line.contains("**") || line.contains("[@"),
        );
        if footnote && signs >= 2 {
            return true;
        }
        if headings >= 2 || (headings == 1 && signs > 0) {
            return true;
        }
    }
    false
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Kind> {
        detect(text.as_bytes(), text)
    }

    #[test]
    fn documents() {
        assert_eq!(of("%PDF-1.7\n%"), Some(Kind::Pdf));
        assert_eq!(of("\r\n\r\n%PDF-1.4\n"), Some(Kind::Pdf));
        assert_eq!(of("<!DOCTYPE html><html><p>x"), Some(Kind::Html));
        assert_eq!(
            of("<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'>"),
            Some(Kind::Html)
        );
        assert_eq!(of("<ol><li>Doe J. A title. 2001.</li></ol>"), Some(Kind::Html));
        let jats = "<?xml version='1.0'?><!DOCTYPE article PUBLIC \"-//NLM//DTD JATS\" \"x.dtd\"><article>";
        assert_eq!(of(jats), Some(Kind::Jats));
        assert_eq!(of("<article xmlns:xlink='x' article-type='research-article'><front>"), Some(Kind::Jats));
        assert_eq!(of("<ref-list><ref id='a'>"), Some(Kind::Jats));
        assert_eq!(of("\\begin{thebibliography}{9}\n\\bibitem{a} Doe"), Some(Kind::Latex));
        assert_eq!(of("# Title\n\nText **bold**\n\n## References\n\n1. Doe"), Some(Kind::Markdown));
    }

    #[test]
    fn others() {
        for text in [
            "",
            "References\n\n1. Doe J. A title. 2001.",
            "# References\n\n1. Doe J. A title. 2001.",
            "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>",
            "<?xml version='1.0'?><xml><records><record>",
            "<?xml version='1.0'?><modsCollection>",
            "@article{doe,\n title={\\bibitem}}",
            "TY  - JOUR\nTI  - <b>x</b>",
            "PK\x03\x04xl/workbook.xml",
            "<10 mm was measured",
            "---\ncff-version: 1.2.0\ntitle: A program\n# a comment\n# another\n...\n",
            "# a comment\n# another\n\nkey: value\n",
            "---\ntitle: A program\n# a comment\n# another\n",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
