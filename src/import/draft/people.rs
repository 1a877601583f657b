//! Names as exports write them.

use super::lists::items;
use crate::model::{Name, Person};
use crate::normalize::names as forms;

/// The names of a list, whatever parts them.
///
/// Semicolons, bars and line ends part names and nothing else. `and` does where there are none of those. Commas part
/// names only where the parts are names of their own: `Wei Wu, Qiao Qiao`, `Smith A, Walter B`, `Murata T., Doe J.`;
/// otherwise they stand between family name and given names.
pub(in crate::import) fn names(text: &str) -> Vec<String> {
    let text = text.trim();
    let found = items(text, &["\n", "\r", "||", ";", "|", " // "]);
    let [whole] = found.as_slice() else { return found };
    let lower = whole.to_lowercase();
    let by_and: Vec<String> = if lower.len() == whole.len() && lower.contains(" and ") && !is_group(whole) {
        at_and(whole, &lower)
    } else {
        vec![whole.clone()]
    };
    match by_and.as_slice() {
        // `A, B, and C`: commas part the others.
        [rest @ .., last] if !rest.is_empty() && rest.len() == 1 && by_commas(&rest[0]).len() > 1 => {
            let mut all = by_commas(&rest[0]);
            all.push(last.clone());
            all
        }
        [only] => by_commas(only),
        _ => by_and,
    }
}

fn at_and(text: &str, lower: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in lower.match_indices(" and ") {
        out.extend(text.get(from..at));
        from = at + 5;
    }
    out.extend(text.get(from..));
    out.iter()
        .map(|part| part.trim().trim_end_matches([',', ';']).trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

/// The names between commas, or the whole where commas stand within names.
fn by_commas(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    let whole = || vec![text.trim().trim_end_matches(',').to_owned()];
    if parts.len() < 2 {
        return whole();
    }
    let is_name = |part: &&str| {
        let words = part.split_whitespace().count();
        words >= 2 && (2..=6).contains(&words) && !part.chars().any(|c| c.is_ascii_digit())
    };
    let plain = |part: &&str| is_name(part) || is_et_al(part);
    if parts.iter().all(plain) && !(parts.len() == 2 && could_be_inverted(parts[0], parts[1])) {
        return parts.iter().map(|p| (*p).to_owned()).collect();
    }
    // `Smith, J., Doe, K.`: every second part is initials.
    let initials = |part: &str| {
        let letters = part.chars().filter(|c| c.is_alphabetic()).count();
        (1..=5).contains(&letters) && part.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    };
    if parts.len() > 2
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| !initials(pair[0]) && initials(pair[1]))
    {
        return parts.chunks(2).map(|pair| pair.join(", ")).collect();
    }
    whole()
}

/// `de la Cruz, Juan Carlos`: two words each, and one person all the same.
fn could_be_inverted(family: &str, given: &str) -> bool {
    let particle = family.split_whitespace().next().is_some_and(forms::is_particle);
    let ends_in_initials = |part: &str| part.split_whitespace().last().is_some_and(looks_like_initials);
    particle && !ends_in_initials(family) && !ends_in_initials(given)
}

/// Whether a word stands for people left out.
pub(super) fn is_et_al(text: &str) -> bool {
    let word = text.trim().trim_matches(['.', ',', '…', '[', ']', '(', ')', ' ']).to_ascii_lowercase();
    ["et al", "etal", "et al.", "and others", "others", "u.a", "u. a"].contains(&word.as_str())
        || text.trim() == "..."
        || text.trim() == "…"
}

/// A name in any of its forms; `None` where nobody is named.
pub(in crate::import) fn name(text: &str) -> Option<Name> {
    let text = text.trim().trim_end_matches([',', ';']).trim();
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    // BibTeX's way of keeping a name whole.
    if let Some(group) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        return Some(Name::Group(group.trim().to_owned()));
    }
    if let Some((family, rest)) = text.split_once(',') {
        return Some(inverted(family.trim(), rest.trim(), text));
    }
    if is_group(text) {
        return Some(Name::Group(text.to_owned()));
    }
    if let Some(person) = forms::medline(text) {
        return Some(Name::Person(person));
    }
    Some(direct(&without_titles(text)))
}

/// `Family, Given`, with a suffix in either place.
fn inverted(family: &str, rest: &str, whole: &str) -> Name {
    if family.is_empty()
        || is_group(family) && !rest.chars().all(|c| c.is_uppercase() || matches!(c, '.' | ' ' | '-'))
    {
        return Name::Group(whole.trim_matches([',', ' ']).to_owned());
    }
    let (mut given, mut generation) = (rest, None);
    if let Some((first, second)) = rest.split_once(',') {
        let (first, second) = (first.trim(), second.trim());
        match (forms::suffix(first), forms::suffix(second)) {
            (_, Some(found)) => (given, generation) = (first, Some(found.to_owned())),
            (Some(found), None) => (given, generation) = (second, Some(found.to_owned())),
            // `University of X, Department, City`
            (None, None) if second.split_whitespace().count() > 1 => return Name::Group(whole.to_owned()),
            (None, None) => {}
        }
    } else if let Some(found) = forms::suffix(rest) {
        (given, generation) = ("", Some(found.to_owned()));
    }
    let mut family = family.to_owned();
    // `Smith Jr., John`
    if generation.is_none()
        && let Some((name, last)) = family.rsplit_once(' ')
        && let Some(found) = forms::suffix(last)
    {
        generation = Some(found.to_owned());
        family.truncate(name.len());
    }
    Name::Person(Person {
        family,
        given: (!given.is_empty()).then(|| given.to_owned()),
        suffix: generation,
        ..Person::default()
    })
}

/// `Murata T.`, `J. W. Smith`, `Ludwig van Beethoven`, `Plato`.
fn direct(text: &str) -> Name {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let generation = match words.as_slice() {
        [_, _, .., last] => forms::suffix(last).filter(|_| !looks_like_initials(last)).map(str::to_owned),
        _ => None,
    };
    if generation.is_some() {
        words.pop();
    }
    let person = |family: String, given: String| {
        let given = (!given.is_empty()).then_some(given);
        Name::Person(Person { family, given, suffix: generation.clone(), ..Person::default() })
    };
    let is_initials = |word: &&str| looks_like_initials(word);
    // Family name first: initials end the name and do not begin it.
    let trailing = words.iter().rev().take_while(|w| is_initials(w)).count();
    if trailing > 0 && trailing < words.len() && !words.first().is_some_and(is_initials) {
        let at = words.len() - trailing;
        return person(words[..at].join(" "), words[at..].join(" "));
    }
    let Some((last, before)) = words.split_last() else { return person(text.to_owned(), String::new()) };
    // A particle belongs to the family name.
    let capital = |w: &str| {
        [
            "De", "Del", "Della", "Di", "Du", "Da", "Dos", "La", "Le", "Van", "Von", "Der", "Den", "Ter",
            "El", "Al",
        ]
        .contains(&w)
    };
    let particle = before.iter().skip(1).rev().take_while(|w| forms::is_particle(w) || capital(w)).count();
    let particle = particle.max(before.iter().rev().take_while(|w| forms::is_particle(w)).count());
    let at = before.len() - particle;
    let mut family = before[at..].join(" ");
    if !family.is_empty() {
        family.push(' ');
    }
    family.push_str(last);
    person(family, before[..at].join(" "))
}

/// `T.`, `J.W.`, `J.-P.`, `JW`: capitals with dots, or a few alone.
fn looks_like_initials(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let only = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '‐' | '’' | '\''));
    let dotted = word.contains('.')
        && letters.len() <= 6
        && letters.iter().filter(|c| c.is_uppercase()).count() > 0
        && word.split(['.', '-']).all(|part| part.chars().count() <= 2);
    only && !letters.is_empty() && (dotted || letters.len() <= 3 && letters.iter().all(|c| c.is_uppercase()))
}

/// A name without academic titles in front of it.
fn without_titles(text: &str) -> String {
    let title = |word: &&str| {
        let bare = word.trim_end_matches('.').to_ascii_lowercase();
        word.ends_with('.')
            && ["prof", "dr", "ph", "ing", "dipl", "mr", "mrs", "ms", "dott", "habil", "assoc"]
                .contains(&bare.as_str())
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().take_while(|w| title(w)).count();
    if at >= words.len() { text.to_owned() } else { words[at..].join(" ") }
}

/// Words that are in the names of bodies and not of people.
const BODIES: [&str; 45] = [
    "group",
    "consortium",
    "collaboration",
    "committee",
    "commission",
    "association",
    "organization",
    "organisation",
    "society",
    "university",
    "institute",
    "institut",
    "ministry",
    "ministerium",
    "department",
    "agency",
    "council",
    "center",
    "centre",
    "foundation",
    "federation",
    "network",
    "team",
    "initiative",
    "investigators",
    "board",
    "bureau",
    "corporation",
    "company",
    "inc",
    "ltd",
    "gmbh",
    "bundesamt",
    "college",
    "academy",
    "study",
    "program",
    "programme",
    "project",
    "service",
    "union",
    "panel",
    "task",
    "force",
    "office",
];

/// Whether a name is that of a body: one of its words says so.
pub(super) fn is_group(text: &str) -> bool {
    let mut words = 0;
    let mut found = false;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        words += usize::from(!word.is_empty());
        // `Force A` and `Task M` may be people: such words count among others only.
        found |= BODIES.iter().any(|body| body.eq_ignore_ascii_case(word));
    }
    found && (words > 2 || words == 2 && !text.split_whitespace().any(looks_like_initials))
}

/// Springer's lists have nothing between the names: `Andy SmithTom Weber`. A small letter before a capital ends a name,
/// but not in `McDonald`, nor where the part before would be one word alone.
pub(in crate::import) fn glued(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    // Whether the name has had a space in it so far.
    let mut spaced = false;
    for (at, c) in text.char_indices() {
        let begins_here = c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || b == ')');
        if begins_here && spaced && !ends_in_prefix(text.get(from..at).unwrap_or_default()) {
            out.extend(text.get(from..at).map(|part| part.trim().to_owned()));
            from = at;
            spaced = false;
        }
        spaced |= c.is_whitespace() && at > from;
        before = Some(c);
    }
    out.extend(text.get(from..).map(|rest| rest.trim().to_owned()).filter(|rest| !rest.is_empty()));
    out
}

/// Whether a text ends in what capitals follow within a name: `Mc`, `De`.
fn ends_in_prefix(text: &str) -> bool {
    const PREFIXES: [&str; 17] = [
        "Mc", "Mac", "De", "Del", "Della", "Di", "Da", "Du", "La", "Le", "Van", "Von", "Fitz", "Ben", "Abd",
        "Al", "El",
    ];
    PREFIXES
        .iter()
        .any(|prefix| text.strip_suffix(prefix).is_some_and(|rest| !rest.ends_with(char::is_alphabetic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        match name(text) {
            Some(Name::Group(group)) => format!("={group}"),
            Some(mut person) => {
                forms::normalize(&mut person);
                person.display()
            }
            None => String::new(),
        }
    }

    #[test]
    fn one_name() {
        for (text, expected) in [
            ("Murata T.", "Murata, T."),
            ("Del Cerro L.F.", "Del Cerro, L.F."),
            ("Rosenberg SA", "Rosenberg, SA"),
            ("Smith, John A.", "Smith, John A."),
            ("Smith, John, Jr.", "Smith, John, Jr"),
            ("Smith Jr., John", "Smith, John, Jr"),
            ("Smith, Jr., John", "Smith, John, Jr"),
            ("F. Berberich", "Berberich, F."),
            ("J. -P. Nominé", "Nominé, J. -P."),
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Prof. Dr. Janusz Kacprzyk", "Kacprzyk, Janusz"),
            ("Wei Wu", "Wu, Wei"),
            ("Martine De Cock", "De Cock, Martine"),
            ("Plato", "Plato"),
            ("World Health Organization", "=World Health Organization"),
            ("NICE Study Group, The", "=NICE Study Group, The"),
            ("{Refloom Team}", "=Refloom Team"),
            ("12", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_of_names() {
        for (text, expected) in [
            ("Smith J.; Doe K.", &["Smith J.", "Doe K."][..]),
            ("Gogolińska A., Nowak W.", &["Gogolińska A.", "Nowak W."]),
            ("Smith A, Walter B", &["Smith A", "Walter B"]),
            ("Wei Wu, Qiao Qiao, Guodong Li", &["Wei Wu", "Qiao Qiao", "Guodong Li"]),
            ("Smith, John", &["Smith, John"]),
            ("Smith, John and Doe, Kim", &["Smith, John", "Doe, Kim"]),
            ("J Smith, K Doe and L Roe", &["J Smith", "K Doe", "L Roe"]),
            ("Smith, J., Doe, K., Roe, L.", &["Smith, J.", "Doe, K.", "Roe, L."]),
            ("Ann Lee|Bo Chu", &["Ann Lee", "Bo Chu"]),
            ("Department of Health and Human Services", &["Department of Health and Human Services"]),
            ("['Ann Lee', 'Bo Chu']", &["Ann Lee", "Bo Chu"]),
            ("de la Cruz, Juan Carlos", &["de la Cruz, Juan Carlos"]),
            ("", &[]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn names_without_anything_between_them() {
        for (text, expected) in [
            ("Andy SmithTom Weber", &["Andy Smith", "Tom Weber"][..]),
            ("Araz R. AlievNigar T. Ismayilova", &["Araz R. Aliev", "Nigar T. Ismayilova"]),
            (
                "Prof. Rafik A. AlievProf. Dr. Janusz Kacprzyk",
                &["Prof. Rafik A. Aliev", "Prof. Dr. Janusz Kacprzyk"],
            ),
            ("Ian McDonaldAmy Poe", &["Ian McDonald", "Amy Poe"]),
            ("Ann Lee", &["Ann Lee"]),
        ] {
            assert_eq!(glued(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,60}") {
            for part in names(&text) {
                let _ = name(&part);
            }
            let _ = glued(&text);
        }
    }
}
