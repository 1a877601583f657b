//! Blocks of names as the tagger cuts them: with the words that say what the people did.

use std::sync::LazyLock;

use regex::Regex;

use super::assemble::inner;
use super::people;
use crate::model::{Name, Role, Span};

/// `In`, `edited by`, `ed.` in front of names.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^[\s,.;:(\[]*(?:(?P<by>(?:edited|translated|trans\.?|trad\.?|traduit|herausgegeben|compiled)\s+(?:and\s+(?:edited|translated)\s+)?(?:by|de|par|von)?)(?-u:\b)",
        r"|(?P<ed>eds?\.?|editors?:?|éds?\.|hrsg\.?(?:\s+v(?:on|\.))?|sous la (?:dir(?:\.|ection)) (?:de|d[’'])|dir\.|trans\.|transl\.|trad\.(?:\s+(?:de|par))?|a cura di)|in:?|dans:?)\s+",
    ))
    .ok()
});

/// `(Eds.)`, `, editors` behind names.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[\s,;]*(?:[(\[]\s*(?:eds?\.?|editors?|hrsgg?\.?|hgg?\.?|éds?\.?|dirs?\.?|coords?\.?|a cura di|translators?|trans\.?|transl\.?|trad\.?)\s*[)\]]?|[\s,;](?:eds?|editors?|hrsg|éds?|dir|translators?|trans)(?-u:\b)\.?)[\s.,:;)]*(?:in:?\s*)?$",
    )
    .ok()
});

/// A block of names.
pub(super) struct Block {
    /// What the people did.
    pub(super) role: Role,
    /// The names.
    pub(super) names: Vec<(Name, Span)>,
    /// Names were left out.
    pub(super) truncated: bool,
    /// Stretches that are no names.
    pub(super) unread: Vec<Span>,
}

/// Last words of the marks behind names.
const LAST: [&str; 22] = [
    "ed",
    "eds",
    "éd",
    "éds",
    "Éd",
    "Éds",
    "editor",
    "editors",
    "hrsg",
    "hrsgg",
    "hg",
    "hgg",
    "dir",
    "dirs",
    "coord",
    "coords",
    "di",
    "translator",
    "translators",
    "trans",
    "transl",
    "trad",
];

/// First words of the marks in front of names.
const FIRST: [&str; 22] = [
    "ed",
    "eds",
    "éd",
    "éds",
    "Éd",
    "Éds",
    "editor",
    "editors",
    "edited",
    "translated",
    "trans",
    "transl",
    "trad",
    "traduit",
    "herausgegeben",
    "compiled",
    "hrsg",
    "sous",
    "dir",
    "a",
    "in",
    "dans",
];

/// Whether looking for a mark behind the names is worth the while: the search is dear, and there is hardly ever one.
fn may_end_in_mark(printed: &str) -> bool {
    let last = printed
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .rsplit(|c: char| !c.is_alphanumeric())
        .next();
    // `(Eds.) In:`
    last.is_some_and(|last| LAST.iter().chain(&["in"]).any(|mark| mark.eq_ignore_ascii_case(last)))
}

/// The same of a mark in front of them.
fn may_begin_with_mark(printed: &str) -> bool {
    let first = printed
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .split(|c: char| !c.is_alphanumeric())
        .next();
    first.is_some_and(|first| FIRST.iter().any(|mark| mark.eq_ignore_ascii_case(first)))
}

/// Reads the names of a block.
/// `behind` says that a title stands in front of it: then a mark decides what the people did.
pub(super) fn read(text: &str, span: Span, tagged: Role, behind: bool) -> Block {
    let mut role = tagged;
    let mut unread = Vec::new();
    let mut span = inner(text, span);
    // `Book, edited by …`
    if role != Role::Author
        && let Some(at) = span.of(text).find("edited by ").or_else(|| span.of(text).find("Edited by "))
    {
        let cut = span.range().start + at;
        unread.push(Span::new(span.range().start, cut));
        span = Span::new(cut, span.range().end);
    }
    if may_end_in_mark(span.of(text))
        && let Some(found) = AFTER.as_ref().and_then(|r| r.find(span.of(text)))
        && found.start() > 0
    {
        let mark = found.as_str().to_lowercase();
        let translators = mark.contains("trad") || mark.contains("trans");
        if translators && (behind || role == Role::Editor) {
            role = Role::Translator;
        } else if role == Role::Author && !translators {
            role = Role::Editor;
        }
        span = Span::new(span.range().start, span.range().start + found.start());
    }
    // `In: edited by …`
    for _ in 0..3 {
        if !may_begin_with_mark(span.of(text)) {
            break;
        }
        let Some(found) = BEFORE.as_ref().and_then(|r| r.captures(span.of(text))) else { break };
        let Some(whole) = found.get(0).filter(|m| m.end() < span.len()) else { break };
        // A surname may be `In`; authors are announced by nothing.
        if role == Role::Author && !behind && found.name("by").is_none() && found.name("ed").is_none() {
            break;
        }
        if role == Role::Author && behind {
            let mark = whole.as_str().to_lowercase();
            let translators = mark.contains("trad") || mark.contains("trans");
            role = if translators { Role::Translator } else { Role::Editor };
        }
        span = Span::new(span.range().start + whole.end(), span.range().end);
    }
    let span = inner(text, span);
    // Nothing but the mark was left.
    let mark = matches!(
        span.of(text).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str(),
        "ed" | "eds" | "editor" | "editors" | "edited by" | "hrsg" | "dir" | "in" | "trans" | "ed. by"
    );
    if mark {
        return Block { role, names: Vec::new(), truncated: false, unread };
    }
    let people = people::read(text, span);
    unread.extend(people.unread);
    Block { role, names: people.names, truncated: people.truncated, unread }
}
