//! Lists of names in the orders they are printed in: `Rosenberg SA, Mulé JJ`, `Smith, J. A., & Doe, P.`,
//! `J. A. Smith and P. Doe`, with groups, suffixes and "et al".

use super::cursor::Cursor;
use super::group;
use crate::model::{Name, Person, Span};
use crate::normalize::names::{is_particle, suffix};

/// A list of names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameList {
    /// The names and where each stands.
    pub names: Vec<(Name, Span)>,
    /// The list ends in "et al" or the like.
    pub truncated: bool,
    /// One past the last character that belongs to the list; its closing punctuation is not taken.
    pub end: usize,
}

/// How the names of a list are ordered. All names of a list but the first of some styles share one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// `Rosenberg SA`, `Henriques J. F.`
    FamilyInitials,
    /// `Smith, J. A.`, `Smith, John A.`
    FamilyCommaGiven,
    /// `J. A. Smith`
    InitialsFamily,
}

/// Most words a family name has.
const FAMILY_WORDS: usize = 5;

/// Reads as many names as stand at `start`, up to `end` at most.
pub fn read(text: &str, start: usize, end: usize) -> NameList {
    let mut cursor = Cursor::new(text, start, end);
    let mut list = NameList { end: start, ..NameList::default() };
    let mut order = None;
    loop {
        cursor.skip_space();
        let separated = list.names.is_empty() || separator(&mut cursor);
        if et_al(&mut cursor) {
            list.truncated = !list.names.is_empty();
            if list.truncated {
                list.end = cursor.at;
            }
            break;
        }
        if !separated {
            break;
        }
        // APA leaves names out before the last one.
        if cursor.eat('…') || cursor.eat_word(&["...", ". . ."]) {
            list.truncated = true;
            cursor.eat(',');
            cursor.skip_space();
            cursor.eat_word(&["&", "and"]);
            cursor.skip_space();
        }
        let at = cursor.at;
        if let Some((found, person)) = person(&mut cursor, order) {
            order = Some(found);
            list.names.push((Name::Person(person), Span::new(at, cursor.at)));
        } else if let Some(name) = group::in_list(&mut cursor, !list.names.is_empty()) {
            list.names.push((Name::Group(name.of(text).to_owned()), name));
        } else {
            break;
        }
        list.end = cursor.at;
    }
    list
}

/// Splits a block known to hold nothing but names; what cannot be read as a name stays together as a group.
pub fn split(text: &str, block: Span) -> NameList {
    let range = block.range();
    let mut list = read(text, range.start, range.end);
    let rest = Cursor::new(text, list.end, range.end);
    let left = rest.rest().trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':'));
    if left.chars().any(char::is_alphanumeric) {
        let at = list.end + rest.rest().find(left).unwrap_or(0);
        let span = Span::new(at, at + left.len());
        list.names.push((Name::Group(left.to_owned()), span));
    }
    list.end = range.end;
    list
}

fn separator(cursor: &mut Cursor<'_>) -> bool {
    let mut found = false;
    if cursor.eat_any(&[',', ';', '/']) {
        found = true;
        cursor.skip_space();
    }
    if cursor.eat_word(&["and", "&amp;", "&", "und", "y"]) {
        found = true;
        cursor.eat(',');
        cursor.skip_space();
    }
    found
}

fn et_al(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    look.eat('(');
    let found = look.eat_word(&[
        "et al",
        "et. al",
        "et alii",
        "and others",
        "and colleagues",
        "u. a",
        "et coll",
        "and al",
    ]);
    if found {
        look.eat(')');
        *cursor = look;
    }
    found
}

/// One person, in the order of the list where it has one.
fn person(cursor: &mut Cursor<'_>, order: Option<Order>) -> Option<(Order, Person)> {
    let all = [Order::FamilyInitials, Order::FamilyCommaGiven, Order::InitialsFamily];
    order.into_iter().chain(all).find_map(|order| {
        let mut look = *cursor;
        let person = match order {
            Order::FamilyInitials => family_initials(&mut look),
            Order::FamilyCommaGiven => family_comma_given(&mut look),
            Order::InitialsFamily => initials_family(&mut look),
        }?;
        *cursor = look;
        Some((order, person))
    })
}

/// `Rosenberg SA`, `Cunningham FX Jr`, `van der Meer J. W.`
fn family_initials(cursor: &mut Cursor<'_>) -> Option<Person> {
    let start = cursor.at;
    let mut family_end = family_word(cursor)?;
    for _ in 0..FAMILY_WORDS {
        cursor.skip_space();
        let at = cursor.at;
        if let Some(given) = initials(cursor) {
            let generation = generation(cursor);
            if ends_name(cursor) && cursor.slice(start, family_end).chars().any(char::is_uppercase) {
                return Some(build(
                    cursor.slice(start, family_end),
                    given.of(cursor.slice(0, cursor.end)),
                    generation,
                ));
            }
            cursor.at = at;
        }
        family_end = family_word(cursor)?;
    }
    None
}

/// `Smith, J. A.`, `Smith JA` with a comma between, `Cortázar, Julio`, and a suffix behind either part.
fn family_comma_given(cursor: &mut Cursor<'_>) -> Option<Person> {
    let start = cursor.at;
    let mut family_end = family_word(cursor)?;
    for _ in 0..FAMILY_WORDS {
        if cursor.peek() == Some(',') {
            break;
        }
        cursor.skip_space();
        family_end = family_word(cursor)?;
    }
    let family = cursor.slice(start, family_end);
    if !cursor.eat(',') || !family.chars().any(char::is_uppercase) {
        return None;
    }
    cursor.skip_space();
    let mut generation_found = early_generation(cursor);
    let at = cursor.at;
    let given = if let Some(given) = initials(cursor).filter(|_| ends_name(cursor)) {
        given
    } else {
        cursor.at = at;
        given_names(cursor)?
    };
    let given = given.of(cursor.slice(0, cursor.end));
    if generation_found.is_none() {
        generation_found = generation(cursor);
    }
    Some(build(family, given, generation_found))
}

/// `J. A. Smith`, `J.A. van der Meer`.
fn initials_family(cursor: &mut Cursor<'_>) -> Option<Person> {
    let given = initials(cursor)?;
    // `J. Smith`: the dot of a single initial in front of a capital was left to its list.
    let given = if cursor.eat('.') { Span { start: given.start, end: given.end + 1 } } else { given };
    if !given.of(cursor.slice(0, cursor.end)).ends_with('.') {
        return None;
    }
    cursor.skip_space();
    let start = cursor.at;
    let mut end = family_word(cursor)?;
    for _ in 0..FAMILY_WORDS {
        let mut look = *cursor;
        look.skip_space();
        let word_start = look.at;
        let Some(word_end) = family_word(&mut look) else { break };
        if look.slice(word_start, word_end) == "and" {
            break;
        }
        end = word_end;
        *cursor = look;
    }
    cursor.at = end;
    let generation = generation(cursor);
    let family = cursor.slice(start, end);
    let family_like = family.chars().any(char::is_uppercase) && family.chars().any(char::is_lowercase);
    (family_like && ends_name(cursor))
        .then(|| build(family, given.of(cursor.slice(0, cursor.end)), generation))
}

fn build(family: &str, given: &str, generation: Option<&'static str>) -> Person {
    Person {
        family: family.to_owned(),
        given: Some(given.to_owned()),
        suffix: generation.map(str::to_owned),
        ..Person::default()
    }
}

/// A word of a family name; returns its end. Small letters only in particles.
fn family_word(cursor: &mut Cursor<'_>) -> Option<usize> {
    let span = cursor.take_while(|c| c.is_alphabetic() || is_joint(c) || is_mark(c));
    let word = cursor.slice(span.range().start, span.range().end);
    // St. John has a dot inside
    if matches!(word, "St" | "Ste") {
        cursor.eat('.');
    }
    let first = word.trim_start_matches(['\'', '’', '‘']).chars().next()?;
    let small_part = word.split(is_joint).next().is_some_and(is_particle);
    let fits = first.is_uppercase() || is_particle(word) || small_part || is_caseless(first);
    (fits && !matches!(word, "and" | "et")).then_some(cursor.at)
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Combining marks, as decomposed texts have them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// `SA`, `J-P`, `S. A.`, `S.A.`, `J.-P.`; up to five letters. The dot behind the last one is taken where it is the
/// initial's own and not the end of the list.
fn initials(cursor: &mut Cursor<'_>) -> Option<Span> {
    let start = cursor.at;
    let mut look = *cursor;
    let (mut letters, mut dots) = (0, 0);
    let mut end = start;
    while let Some(c) = look.peek().filter(|c| c.is_uppercase()) {
        look.eat(c);
        letters += 1;
        end = look.at;
        let dotted = look.eat('.');
        let mut next = look;
        if dotted {
            dots += 1;
            next.skip_space();
        }
        next.eat_any(&HYPHENS);
        if dotted && !is_dotted_letter(&next) || !dotted && !next.peek().is_some_and(char::is_uppercase) {
            break;
        }
        look = next;
    }
    let last_dot = look.slice(end, look.end).starts_with('.');
    let follows = look.slice(end, look.end).trim_start_matches('.').trim_start().chars().next();
    let goes_on = follows.is_some_and(|c| matches!(c, ',' | ';' | '&' | '(' | '…' | ':') || c.is_lowercase());
    if last_dot && dots == letters && (letters > 1 || goes_on) {
        end += 1;
    } else if dots > 0 && dots < letters && !(dots == 1 && last_dot) {
        // `S.A` is no run of initials in any style.
        return None;
    }
    cursor.at = end;
    let closed = cursor.slice(start, end).ends_with('.')
        || !cursor.peek().is_some_and(|c| c.is_alphanumeric() || is_mark(c));
    if (1..=5).contains(&letters) && closed {
        Some(Span::new(start, end))
    } else {
        cursor.at = start;
        None
    }
}

const HYPHENS: [char; 4] = ['-', '‐', '‑', '–'];

/// True before `A.`, but not before `A trial`.
fn is_dotted_letter(cursor: &Cursor<'_>) -> bool {
    let mut look = *cursor;
    look.peek().is_some_and(char::is_uppercase) && {
        look.take_while(char::is_uppercase);
        look.peek() == Some('.')
    }
}

/// `Julio`, `Keith T`, `Hans-Peter M.`: one to three capitalised words in front of a full stop, semicolon or bracket.
fn given_names(cursor: &mut Cursor<'_>) -> Option<Span> {
    let start = cursor.at;
    let mut end = None;
    for _ in 0..3 {
        let mut look = *cursor;
        look.skip_space();
        let word = look.take_while(|c| c.is_alphabetic() || is_joint(c));
        if !look.slice(word.range().start, word.range().end).starts_with(char::is_uppercase) {
            break;
        }
        if word.len() == 1 && end.is_some() {
            look.eat('.');
        }
        end = Some(look.at);
        *cursor = look;
    }
    let end = end?;
    let mut after = *cursor;
    after.skip_space();
    let closed = after.done() || after.eat_any(&['.', ';', '(']) || after.eat_word(&["and", "&"]);
    closed.then(|| Span::new(start, end))
}

/// A suffix behind the name: ` Jr`, `, Jr.`, ` III`.
fn generation(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let mut look = *cursor;
    look.eat(',');
    look.skip_space();
    let found = suffix_word(&mut look)?;
    if look.at == cursor.at {
        return None;
    }
    *cursor = look;
    // The dot of `Jr.` in front of another name.
    let mut dot = look;
    if dot.eat('.') && dot.peek() == Some(',') {
        *cursor = dot;
    }
    Some(found)
}

/// `Smith, Jr, J. A.`
fn early_generation(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let mut look = *cursor;
    let found = suffix_word(&mut look)?;
    look.eat('.');
    if !look.eat(',') {
        return None;
    }
    look.skip_space();
    *cursor = look;
    Some(found)
}

fn suffix_word(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let span = cursor.take_while(char::is_alphanumeric);
    let word = cursor.slice(span.range().start, span.range().end);
    // `Smith, IV.` may as well be initials; in front of a name they would have been taken already.
    suffix(word).filter(|_| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

/// True where a name may end.
fn ends_name(cursor: &Cursor<'_>) -> bool {
    let mut look = *cursor;
    if look.done() || look.peek().is_some_and(|c| matches!(c, ',' | ';' | '.' | ':' | '(' | '[' | '/')) {
        return true;
    }
    let dotted = look.slice(0, look.at).ends_with('.');
    if !look.peek().is_some_and(char::is_whitespace) {
        return dotted;
    }
    look.skip_space();
    look.done()
        || dotted
        || look.peek().is_some_and(|c| matches!(c, ',' | ';' | '.' | ':' | '(' | '[' | '&' | '…' | '"' | '“'))
        || look.eat_word(&["and", "et al", "et. al", "et coll", "und", "y", "eds", "editors", "editor"])
        || look.rest().len() >= 4 && look.rest().get(..4).is_some_and(super::locator::is_year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        let list = read(text, 0, text.len());
        let names: Vec<String> = list.names.iter().map(|(name, _)| name.display()).collect();
        format!("{}{}|{}", names.join("; "), if list.truncated { " +" } else { "" }, &text[list.end..])
    }

    #[test]
    fn lists() {
        for (text, expected) in [
            (
                "Rosenberg SA, Mulé JJ, Spiess PJ, et al. Regression of",
                "Rosenberg, SA; Mulé, JJ; Spiess, PJ +|. Regression of",
            ),
            ("Agarwala SS, Kirkwood JM. Interferons", "Agarwala, SS; Kirkwood, JM|. Interferons"),
            ("Rosenberg SA, Yannelli JR, Yang JC, et al.", "Rosenberg, SA; Yannelli, JR; Yang, JC +|."),
            ("O'Day SJ, Atkins MB: Phase II", "O'Day, SJ; Atkins, MB|: Phase II"),
            ("Cunningham FX Jr., Gantt E. One ring", "Cunningham, FX, Jr; Gantt, E|. One ring"),
            ("Hardy OJ, Vekemans X . SPAGeDi", "Hardy, OJ; Vekemans, X| . SPAGeDi"),
            ("Ploetz RC, Kema GHJ, Ma L-J. Impact", "Ploetz, RC; Kema, GHJ; Ma, L-J|. Impact"),
            ("de Jong PJ, Dijk C.Social effects", "de Jong, PJ; Dijk, C|.Social effects"),
            ("Boersma M, De Reus MA et al. Disrupted", "Boersma, M; De Reus, MA +|. Disrupted"),
            ("Dymecki, S. M., & Tomasiewicz, H. (1998)", "Dymecki, S. M.; Tomasiewicz, H.| (1998)"),
            ("Ueno, D., Haung, C.F., Ma, J.F. (2010)", "Ueno, D.; Haung, C.F.; Ma, J.F.| (2010)"),
            ("Smith, J. A., Jr., & Doe, P. (1998)", "Smith, J. A., Jr; Doe, P.| (1998)"),
            ("Henriques J. F., Oliveira M. (2010). COLOR", "Henriques, J. F.; Oliveira, M.| (2010). COLOR"),
            (
                "J. McCarthy and P. van der Meer. Circumscription",
                "McCarthy, J.; van der Meer, P.|. Circumscription",
            ),
            ("Cortázar, Julio. Rayuela", "Cortázar, Julio|. Rayuela"),
            ("Porter JR, Gawith M. 1999 Temp", "Porter, JR; Gawith, M|. 1999 Temp"),
            ("Smith J, Doe P; CONSORT Group. Statement", "Smith, J; Doe, P; CONSORT Group|. Statement"),
            (
                "Smith J, Doe P, on behalf of the ABC Investigators. Trial",
                "Smith, J; Doe, P; ABC Investigators|. Trial",
            ),
            ("World Health Organization. Global report", "World Health Organization|. Global report"),
            ("FAO (2013) Genebank", "FAO| (2013) Genebank"),
            ("World Health Organization (WHO). Global", "World Health Organization (WHO)|. Global"),
            ("The UniProt Consortium. (2017)", "The UniProt Consortium|. (2017)"),
            ("Regression of established metastases. J Exp", "|Regression of established metastases. J Exp"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn a_block_is_split_whole() {
        let text = "Smith J, Doe P, strange thing 7";
        let list = split(text, Span::new(0, text.len()));
        assert_eq!(list.names.len(), 3);
        assert_eq!(list.names[2].1.of(text), "strange thing 7");
    }

    proptest! {
        #[test]
        fn spans_are_text(text in "[A-Za-zéØ.,;&' -]{0,60}") {
            let list = read(&text, 0, text.len());
            prop_assert!(text.is_char_boundary(list.end));
            for (_, span) in &list.names {
                prop_assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()));
                prop_assert!(span.range().end <= list.end);
            }
        }
    }
}
