use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::call::{Call, CallKind, Expect};

/// Whether these bytes are an answer to the call, seen by what they are and not by what their headers claim.
///
/// # Errors
/// What they are instead, as the end of the sentence "it sent …".
pub(super) fn check(call: &Call, body: &[u8]) -> Result<(), String> {
    let body = trim(body);
    if body.is_empty() {
        return Err("nothing".to_owned());
    }
    if looks_like_html(body) {
        return Err("a web page".to_owned());
    }
    match call.expect {
        Expect::Json => check_json(call.kind, body),
        Expect::Xml => check_xml(call.kind, body),
        Expect::Text => check_text(call.kind, body),
    }
}

/// Whether a body that came with status 404 is a service's word that it has no such record. A page by somebody in between
/// is not, and neither is what a list says of a wrong parameter.
pub(super) fn confirms_absence(call: &Call, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_lowercase();
    call.kind == CallKind::CrossrefRecord && !looks_like_html(body) && text.contains("resource not found")
}

/// Whether it begins as a web page does.
pub(super) fn looks_like_html(body: &[u8]) -> bool {
    let mut rest = trim(body);
    // Past an XML declaration and comments, as XHTML has them.
    while rest.starts_with(b"<?") || rest.starts_with(b"<!--") {
        let (end, length): (&[u8], usize) = if rest.starts_with(b"<?") { (b"?>", 2) } else { (b"-->", 3) };
        let Some(at) = memchr::memmem::find(rest, end) else { return false };
        rest = trim(&rest[at + length..]);
    }
    let head: Vec<u8> = rest.iter().take(14).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<script"].iter().any(|tag| head.starts_with(tag))
}

/// The beginning of a body in one line, for a message.
pub(super) fn excerpt(body: &[u8]) -> String {
    const LONGEST: usize = 120;
    let body = trim(body);
    let text = String::from_utf8_lossy(&body[..body.len().min(LONGEST * 4)]);
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.retain(|c| !c.is_control());
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).chain("…".chars()).collect();
    }
    line
}

fn trim(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii()
}

fn check_json(kind: CallKind, body: &[u8]) -> Result<(), String> {
    if body.first() != Some(&b'{') {
        return Err("something other than a JSON object".to_owned());
    }
    let outline: Outline = serde_json::from_slice(body).map_err(|error| format!("broken JSON ({error})"))?;
    if outline.error || outline.search_error {
        return Err("an error in place of an answer".to_owned());
    }
    if outline.status.as_deref().is_some_and(|status| status != "ok") {
        return Err("an error in place of an answer".to_owned());
    }
    let whole = match kind {
        CallKind::CrossrefRecord | CallKind::CrossrefRecords | CallKind::CrossrefSearch => {
            outline.status.is_some() && outline.message
        }
        CallKind::PubmedSearch => outline.search,
        CallKind::PubmedMatch | CallKind::PubmedRecords | CallKind::Convert => true,
    };
    if whole { Ok(()) } else { Err("JSON of another kind".to_owned()) }
}

/// What the top of a JSON object says of it; the rest is only checked to be JSON.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each tells whether a key is there")]
struct Outline {
    error: bool,
    status: Option<String>,
    message: bool,
    search: bool,
    search_error: bool,
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Top;
        impl<'de> Visitor<'de> for Top {
            type Value = Outline;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outline, A::Error> {
                let mut outline = Outline::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "error" | "ERROR" => {
                            outline.error = true;
                            map.next_value::<IgnoredAny>()?;
                        }
                        "status" => outline.status = map.next_value::<Word>()?.0,
                        "message" => {
                            outline.message = true;
                            map.next_value::<IgnoredAny>()?;
                        }
                        "esearchresult" => {
                            outline.search = true;
                            outline.search_error = map.next_value::<Inner>()?.error.is_some();
                        }
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(outline)
            }
        }
        deserializer.deserialize_map(Top)
    }
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "ERROR")]
    error: Option<IgnoredAny>,
}

/// A string; anything else is as if it were some other word than the right one.
struct Word(Option<String>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Self(Some(value.as_str().unwrap_or_default().to_owned())))
    }
}

/// An XML document that ends with the element it begins with. Whether all in between is right is the reader's to see.
fn check_xml(kind: CallKind, body: &[u8]) -> Result<(), String> {
    let Some(root) = root(body) else {
        return Err("something other than an XML document".to_owned());
    };
    let empty = body.ends_with(b"/>");
    let closed = body
        .strip_suffix(b">")
        .map(<[u8]>::trim_ascii_end)
        .and_then(|rest| rest.strip_suffix(root))
        .is_some_and(|rest| rest.ends_with(b"</"));
    if !closed && !empty {
        return Err("half an XML document".to_owned());
    }
    let name = String::from_utf8_lossy(root);
    let wrong = kind == CallKind::PubmedRecords && root != b"PubmedArticleSet";
    if wrong || name.eq_ignore_ascii_case("error") || memchr::memmem::find(head(body), b"<ERROR>").is_some() {
        return Err("an error in place of records".to_owned());
    }
    Ok(())
}

/// Where an error would stand that takes the place of the answer.
fn head(body: &[u8]) -> &[u8] {
    &body[..body.len().min(2048)]
}

/// The name of the first element.
fn root(body: &[u8]) -> Option<&[u8]> {
    let mut rest = body;
    loop {
        rest = rest.trim_ascii_start();
        let (opening, end): (usize, &[u8]) = if rest.starts_with(b"<?") {
            (2, b"?>")
        } else if rest.starts_with(b"<!--") {
            (4, b"-->")
        } else if rest.starts_with(b"<!") {
            (2, b">")
        } else {
            break;
        };
        let at = memchr::memmem::find(&rest[opening..], end)?;
        rest = &rest[opening + at + end.len()..];
    }
    let name = rest.strip_prefix(b"<")?;
    let length = name.iter().position(|b| b.is_ascii_whitespace() || b"/>".contains(b))?;
    let starts = name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || !b.is_ascii());
    starts.then(|| &name[..length])
}

fn check_text(kind: CallKind, body: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(body) else {
        return Err("something other than text".to_owned());
    };
    if text.starts_with(['{', '<']) || text.contains('\0') {
        return Err("something other than plain text".to_owned());
    }
    // Journal, year, volume, first page, author and key, each followed by a bar, and the verdict.
    let matched = |line: &str| line.trim().is_empty() || line.matches('|').count() >= 6;
    let short = |line: &str| line.contains('|') && line.contains("AMBIGUOUS");
    if kind == CallKind::PubmedMatch && !text.lines().all(|line| matched(line) || short(line)) {
        return Err("lines that are no matches".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(kind: CallKind, expect: Expect) -> Call {
        Call::new(kind, "/x", expect)
    }

    #[test]
    fn json_is_an_answer_only_if_it_is_whole_and_of_the_right_kind() {
        let crossref = call(CallKind::CrossrefRecord, Expect::Json);
        let search = call(CallKind::PubmedSearch, Expect::Json);
        assert_eq!(
            check(&crossref, br#"{"status":"ok","message-type":"work","message":{"DOI":"10.1/a"}}"#),
            Ok(())
        );
        assert_eq!(
            check(&search, "\u{feff} {\"header\":{},\"esearchresult\":{\"idlist\":[]}}\n".as_bytes()),
            Ok(())
        );
        for bad in [
            "",
            " \n",
            "null",
            "[]",
            "OK",
            "Resource not found.",
            "<html></html>",
            "<?xml version=\"1.0\"?><a/>",
            r#"{"error":"API rate limit exceeded","count":"4"}"#,
            r#"{"status":"failed","message-type":"validation-failure","message":[]}"#,
            r#"{"status":"error","message":{}}"#,
            r#"{"status":["ok"],"message":{}}"#,
            r#"{"message":{}}"#,
            r#"{"status":"ok"}"#,
            r#"{"status":"ok","message":{"DOI":"10.1/a""#,
            r#"{"status":"ok","message":{}} trailing"#,
            r#"{"header":{},"esearchresult":{"ERROR":"Search Backend failed"}}"#,
        ] {
            assert!(check(&crossref, bad.as_bytes()).is_err(), "{bad}");
            assert!(check(&search, bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn json_nested_without_end_is_refused_and_not_followed() {
        let deep = format!(r#"{{"status":"ok","message":{}"#, "[".repeat(1_000_000));
        assert!(check(&call(CallKind::CrossrefSearch, Expect::Json), deep.as_bytes()).is_err());
    }

    #[test]
    fn xml_is_an_answer_only_if_it_is_whole_and_of_the_right_kind() {
        let records = call(CallKind::PubmedRecords, Expect::Xml);
        let head = "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" \"https://x/y.dtd\">\n";
        for good in [
            "<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>\n",
            "<PubmedArticleSet/>",
            "<PubmedArticleSet></PubmedArticleSet >",
        ] {
            assert_eq!(check(&records, format!("{head}{good}").as_bytes()), Ok(()), "{good}");
        }
        for bad in [
            "<PubmedArticleSet><PubmedArticle>",
            "<PubmedArticleSet><a></b>",
            "<eFetchResult><ERROR>no</ERROR></eFetchResult>",
            "<PubmedArticleSet><ERROR>Unable to obtain query</ERROR></PubmedArticleSet>",
            "<html><body></body></html>",
            "",
            "text",
            "<ERROR>x</ERROR>",
        ] {
            assert!(check(&records, bad.as_bytes()).is_err(), "{bad}");
            assert!(check(&records, format!("{head}{bad}").as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn matches_are_lines_with_bars() {
        let matching = call(CallKind::PubmedMatch, Expect::Text);
        for good in [
            "science|1987|235|182|palmenberg ac|Art2|3026048\n",
            "fake journal|2000|1|1||ref2|NOT_FOUND;INVALID_JOURNAL\nnature|2020|||zhang f|r|AMBIGUOUS 1,2\n\n",
        ] {
            assert_eq!(check(&matching, good.as_bytes()), Ok(()), "{good}");
        }
        for bad in ["", "Service unavailable", "<html>", "{\"error\":1}", "a|b|c", "\0|||||||"] {
            assert!(check(&matching, bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_web_page_is_seen_whatever_stands_before_it() {
        for page in [
            "<!DOCTYPE HTML>",
            "\n<HTML>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC",
            "<!-- x --><html>",
        ] {
            assert!(looks_like_html(page.as_bytes()), "{page}");
        }
        for other in ["", "{}", "<?xml version=\"1.0\"?><PubmedArticleSet>", "<!--", "<?"] {
            assert!(!looks_like_html(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn only_crossrefs_own_word_confirms_absence() {
        let single = call(CallKind::CrossrefRecord, Expect::Json);
        assert!(confirms_absence(&single, b"Resource not found."));
        assert!(confirms_absence(&single, b"Resource not found.\n"));
        assert!(confirms_absence(
            &single,
            br#"{"status":"failed","message":[{"message":"Resource not found."}]}"#
        ));
        assert!(!confirms_absence(&single, b"<html>404 Not Found</html>"));
        assert!(!confirms_absence(&single, b"<html>Resource not found.</html>"));
        assert!(!confirms_absence(&single, b"no Route matched with those values"));
        assert!(!confirms_absence(&single, b""));
        assert!(!confirms_absence(&call(CallKind::CrossrefRecords, Expect::Json), b"Resource not found."));
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        let line = excerpt("a\n\tb \x1b[31m ".repeat(200).as_bytes());
        assert!(line.chars().count() <= 121 && !line.contains(['\n', '\x1b']), "{line}");
    }
}
