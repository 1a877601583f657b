//! HTML as tags and text, after the tokenizer of the HTML standard as far as text needs it. One pass, and the time it
//! takes grows with the length of the text and with nothing else.

use std::borrow::Cow;

/// A piece of an HTML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag's name.
    End(String),
    /// Text with its character references resolved.
    Text(Cow<'a, str>),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Name in lower case.
    pub(super) name: String,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(resolved(value))
    }
}

/// More attributes than any tag has are not kept.
const MOST_ATTRIBUTES: usize = 256;

/// Elements whose content is text up to their end tag, whatever it looks like.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Cuts a text into tags and text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Inside an element of raw text: its name.
    raw: Option<String>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, raw: None }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps behind the next `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        let rest = self.rest();
        self.at +=
            memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map_or(rest.len(), |n| n + end.len());
    }

    /// The text of a raw element.
    fn raw_text(&mut self, name: &str) -> &'a str {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let is_end = |at: usize| {
            let tail = bytes.get(at + 2..).unwrap_or_default();
            tail.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && tail
                    .get(name.len())
                    .is_none_or(|b| matches!(b, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 12))
        };
        let end = memchr::memmem::find_iter(bytes, "</").find(|at| is_end(*at)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let closing = rest.starts_with("</");
        let from = 1 + usize::from(closing);
        let body = rest.get(from..).unwrap_or_default();
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let is_name_end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
        let length = body.find(is_name_end).unwrap_or(body.len());
        let name = body.get(..length).unwrap_or_default().to_ascii_lowercase();
        // XHTML writes prefixes for what it takes from elsewhere.
        let name = name.rsplit_once(':').map_or(name.clone(), |(_, local)| local.to_owned());
        let mut attributes = Vec::new();
        self.at += from + length;
        let self_closing = self.attributes(&mut attributes);
        if closing {
            return Some(Token::End(name));
        }
        if RAW.contains(&name.as_str()) && !self_closing {
            self.raw = Some(name.clone());
        }
        Some(Token::Start(Tag { name, attributes }))
    }

    /// Reads attributes up to the end of the tag; true where it closes itself.
    fn attributes(&mut self, into: &mut Vec<(&'a str, &'a str)>) -> bool {
        let mut slash = false;
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            self.at += rest.len() - trimmed.len();
            match trimmed.bytes().next() {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    return slash;
                }
                Some(b'/') => {
                    self.at += 1;
                    slash = true;
                    continue;
                }
                Some(_) => slash = false,
            }
            let is_name_end = |(i, c): (usize, char)| {
                (c.is_ascii_whitespace() || matches!(c, '>' | '/') || (c == '=' && i > 0)).then_some(i)
            };
            let length = trimmed.char_indices().find_map(is_name_end).unwrap_or(trimmed.len());
            let name = trimmed.get(..length).unwrap_or_default();
            self.at += length;
            let value = self.value();
            if into.len() < MOST_ATTRIBUTES {
                into.push((name.rsplit_once(':').map_or(name, |(_, local)| local), value));
            }
        }
    }

    fn value(&mut self) -> &'a str {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(after) = trimmed.strip_prefix('=') else { return "" };
        let value = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
        self.at += rest.len() - value.len();
        if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let inner = value.get(1..).unwrap_or_default();
            let end = inner.find(quote).unwrap_or(inner.len());
            self.at += (end + 2).min(value.len());
            return inner.get(..end).unwrap_or_default();
        }
        let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
        self.at += end;
        value.get(..end).unwrap_or_default()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(name) = self.raw.take() {
                let text = self.raw_text(&name);
                if !text.is_empty() {
                    let known = matches!(name.as_str(), "title" | "textarea");
                    return Some(Token::Text(if known { resolved(text) } else { Cow::Borrowed(text) }));
                }
            }
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if !rest.starts_with('<') {
                let end = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                self.at += end;
                return Some(Token::Text(resolved(rest.get(..end).unwrap_or_default())));
            }
            if rest.starts_with("<!--") {
                // `<!-->` is a whole comment.
                self.at += 2;
                self.skip_past("-->");
            } else if let Some(inner) = rest.strip_prefix("<![CDATA[") {
                let end = memchr::memmem::find(inner.as_bytes(), b"]]>").unwrap_or(inner.len());
                self.at += (9 + end + 3).min(rest.len());
                return Some(Token::Text(Cow::Borrowed(inner.get(..end).unwrap_or_default())));
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                self.skip_past(">");
            } else if let Some(token) = self.tag(rest) {
                return Some(token);
            } else {
                self.at += 1;
                return Some(Token::Text(Cow::Borrowed("<")));
            }
        }
    }
}

fn resolved(text: &str) -> Cow<'_, str> {
    if text.contains('&') { htmlize::unescape(text) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let one = |token: Token<'_>| match token {
            Token::Start(tag) => {
                let attributes =
                    tag.attributes.iter().map(|(n, _)| format!(" {n}={}", tag.attribute(n).unwrap()));
                format!("<{}{}>", tag.name, attributes.collect::<String>())
            }
            Token::End(name) => format!("</{name}>"),
            Token::Text(text) => format!("{{{text}}}"),
        };
        Tokens::new(text).map(one).collect()
    }

    #[test]
    fn tokens() {
        assert_eq!(show("<!DOCTYPE html><P Class=a id='b c'>x &amp; y</p>"), "<p Class=a id=b c>{x & y}</p>");
        assert_eq!(show("a<!-- <b> -->c"), "{a}{c}");
        assert_eq!(show("<script>if (a<b) '</p>'</script>x"), "<script>{if (a<b) '</p>'}</script>{x}");
        assert_eq!(show("a < b <br/><hr>"), "{a }{<}{ b }<br><hr>");
        assert_eq!(show("<a href=\"?a=1&amp;b=2\" disabled>"), "<a href=?a=1&b=2 disabled=>");
        assert_eq!(show("<a b='unclosed"), "<a b=unclosed>");
        assert_eq!(show("</"), "{<}{/}");
    }

    #[test]
    fn time_grows_with_length_only() {
        for hostile in ["<", "<a ", "<!--", "</x", "&", "<a b=\"", "a=b ", "<script>", "</script"] {
            let text = hostile.repeat(200_000);
            let start = std::time::Instant::now();
            let _ = Tokens::new(&text).count();
            let text = format!("<a {text}");
            let _ = Tokens::new(&text).count();
            assert!(start.elapsed().as_secs() < 5, "{hostile}");
        }
    }
}
