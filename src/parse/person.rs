//! One person's name, in any of the orders names are printed in.

use super::cursor::Cursor;
use super::locator;
use crate::model::{Person, Span};
use crate::normalize::names::{is_particle, suffix};

/// How the names of a list are ordered. All names of a list but the first of some styles share one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `Rosenberg SA`, `Henriques J. F.`
    FamilyInitials,
    /// `Smith, J. A.`, `Smith, John A.`
    FamilyCommaGiven,
    /// `J. A. Smith`
    InitialsFamily,
    /// `Jane A. Smith`
    GivenFamily,
}

impl Order {
    /// Every order, the commonest first.
    pub(super) const ALL: [Self; 4] =
        [Self::FamilyInitials, Self::FamilyCommaGiven, Self::InitialsFamily, Self::GivenFamily];
}

/// Most words a family name has.
const FAMILY_WORDS: usize = 5;

/// One person, in the order of the list where it has one. Given names spelled out in front of the family name look
/// like the beginning of a title, so the caller says whether they may stand here.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    order: Option<Order>,
    spelled_out: bool,
) -> Option<(Order, Person)> {
    // `Blish, James, and Norman L. Knight`: only the first name is turned around.
    let turned = (order == Some(Order::FamilyCommaGiven)).then_some(Order::GivenFamily);
    let mut orders = order.into_iter().chain(turned).chain(Order::ALL);
    orders.find_map(|order| {
        let mut look = *cursor;
        let person = match order {
            Order::FamilyInitials => family_initials(&mut look),
            Order::FamilyCommaGiven => family_comma_given(&mut look),
            Order::InitialsFamily => initials_family(&mut look),
            Order::GivenFamily if spelled_out => given_family(&mut look),
            Order::GivenFamily => None,
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
        if word.len() == 1 {
            look.eat('.');
        }
        end = Some(look.at);
        *cursor = look;
    }
    let end = end?;
    let mut after = *cursor;
    after.skip_space();
    // `Mintz, Toben H. 2002`: the full stop is the initial's.
    let dotted = cursor.slice(0, end).ends_with('.');
    let closed = after.done() || dotted || after.eat_any(&['.', ';', '(']);
    let closed = closed || {
        after.eat(',');
        after.skip_space();
        after.eat_word(&["and", "&", "et al", "eds"])
    };
    closed.then(|| Span::new(start, end))
}

/// `Jane A. Smith`, `Marcel den Dikken`: one to three given names or initials, and the family name behind them.
fn given_family(cursor: &mut Cursor<'_>) -> Option<Person> {
    let start = cursor.at;
    let mut words = Vec::new();
    while words.len() < 5 {
        let mut look = *cursor;
        look.skip_space();
        let at = look.at;
        let Some(mut end) = family_word(&mut look) else { break };
        // The dot of an initial, not of the end.
        if look.slice(at, end).chars().count() == 1 && look.eat('.') {
            end = look.at;
        }
        if words.len() > 1 && suffix(look.slice(at, end)).is_some() {
            break;
        }
        words.push((at, end));
        *cursor = look;
    }
    let generation = generation(cursor);
    let (&(_, end), before) = words.split_last()?;
    // Particles go with the family name.
    let given = before.iter().rposition(|&(at, end)| !is_particle(cursor.slice(at, end)))?;
    let family_start = words[given + 1].0;
    let family = cursor.slice(family_start, end);
    let spelled = family.chars().any(char::is_lowercase) && family.chars().any(char::is_uppercase);
    (spelled && ends_name(cursor)).then(|| build(family, cursor.slice(start, before[given].1), generation))
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
        || look.rest().len() >= 4 && look.rest().get(..4).is_some_and(locator::is_year)
}
