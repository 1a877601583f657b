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

/// Longest name of a group in words.
const LONGEST: usize = 14;

/// Reads a group's name where a list of names goes on. `inside` is true behind other names, where acronyms alone
/// are more likely the beginning of a title.
pub(super) fn in_list(cursor: &mut Cursor<'_>, inside: bool) -> Option<Span> {
    let mut look = *cursor;
    let announced = look.eat_word(&["for the", "on behalf of the", "on behalf of", "from the", "for", "the"]);
    look.skip_space();
    let start = look.at;
    let span = look.take_while(|c| !matches!(c, '.' | ';' | ':' | '(' | ',' | '?' | '['));
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
        && words.len() == 1
        && (2..=10).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_uppercase() || c == '-' || c == '&');
    let fits =
        words.len() <= LONGEST && name.starts_with(char::is_uppercase) && (known && capitalised || acronym);
    if !fits {
        return None;
    }
    let end = start + name.len();
    cursor.at = end;
    Some(Span::new(start, end))
}
