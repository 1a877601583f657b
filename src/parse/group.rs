//! Groups that sign as authors: `World Health Organization`, `for the ABC Investigators`, `FAO`.

use super::cursor::Cursor;
use crate::model::Span;

/// Words that make a run of words the name of a group.
const WORDS: [&str; 47] = [
    "administration",
    "academy",
    "agency",
    "alliance",
    "association",
    "authority",
    "board",
    "bureau",
    "center",
    "centers",
    "centre",
    "centres",
    "collaboration",
    "collaborative",
    "collaborators",
    "college",
    "commission",
    "committee",
    "consortium",
    "council",
    "department",
    "federation",
    "foundation",
    "group",
    "groups",
    "initiative",
    "institute",
    "institutes",
    "institution",
    "investigators",
    "league",
    "ministry",
    "nations",
    "network",
    "office",
    "organisation",
    "organization",
    "panel",
    "party",
    "programme",
    "registry",
    "service",
    "society",
    "team",
    "trialists",
    "union",
    "university",
];

/// True when one of the words makes it the name of a group.
pub(super) fn is_known(name: &str) -> bool {
    name.split_whitespace().any(|w| {
        let word = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.len() > 3 && (WORDS.contains(&word.as_str()) || MORE.contains(&word.as_str()))
    })
}

/// Words that say the same only where nothing but names stands.
const MORE: [&str; 14] = [
    "corporation",
    "company",
    "survey",
    "project",
    "report",
    "press",
    "software",
    "laboratory",
    "staff",
    "forum",
    "bank",
    "health",
    "national",
    "international",
];

/// Longest name of a group in words.
const LONGEST: usize = 14;

/// Reads a group's name where a list of names goes on. `inside` is true behind other names, where acronyms alone
/// are more likely the beginning of a title.
pub(super) fn in_list(cursor: &mut Cursor<'_>, inside: bool) -> Option<Span> {
    let mut look = *cursor;
    let announced =
        look.eat_word(&["for the", "on behalf of the", "on behalf of", "from the", "for", "and the"]);
    look.skip_space();
    let start = look.at;
    let article = look.eat_word(&["the"]);
    look.skip_space();
    let named = look.at;
    let span = look.take_while(|c| !matches!(c, '.' | ';' | ':' | '(' | ',' | '?' | '['));
    let span = Span::new(named, span.range().end);
    let name = look.slice(span.range().start, span.range().end).trim_end();
    let words: Vec<&str> = name.split_whitespace().collect();
    let known = words
        .iter()
        .any(|w| WORDS.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()));
    // `The role of the society in …` is a title: in names of groups the small words are few and short.
    let capitalised = words
        .iter()
        .all(|w| w.len() <= 3 || w.starts_with(|c: char| c.is_uppercase() || c == '(') || *w == "from");
    let acronym = !inside
        && !announced
        && !article
        && words.len() == 1
        && (2..=10).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '&' | '/'));
    let fits =
        words.len() <= LONGEST && name.starts_with(char::is_uppercase) && (known && capitalised || acronym);
    if !fits {
        return None;
    }
    // `The ABC Group` keeps its article, `for the ABC Group` does not.
    let start = if announced { named } else { start };
    cursor.at = named + name.len();
    own_acronym(cursor);
    Some(Span::new(start, cursor.at))
}

/// `World Health Organization (WHO)`, `National Research Council [NRC]`: the acronym goes with the name.
fn own_acronym(cursor: &mut Cursor<'_>) {
    let mut look = *cursor;
    look.skip_space();
    let close = if look.eat('(') {
        ')'
    } else if look.eat('[') {
        ']'
    } else {
        return;
    };
    let span = look.take_while(|c| c.is_uppercase() || matches!(c, '-' | '&' | '/'));
    if (2..=10).contains(&span.len()) && look.eat(close) {
        *cursor = look;
    }
}
