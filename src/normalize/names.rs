//! Personal names: parts, canonical initials, and the key under which mentions of one person meet.

use super::fold::{fold, fold_run};
use crate::model::{Name, Person};

/// Words that stand in front of a family name and sort with it.
const PARTICLES: [&str; 44] = [
    "af", "al", "auf", "av", "bin", "d", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della",
    "delle", "den", "der", "des", "di", "dos", "do", "du", "e", "el", "ibn", "la", "las", "le", "les", "lo",
    "los", "op", "'t", "’t", "ten", "ter", "ter.", "van", "vom", "von", "y", "zu", "zur",
];

/// Generation suffixes, as they are printed and as they are written.
const SUFFIXES: [(&str, &str); 14] = [
    ("jr", "Jr"),
    ("junior", "Jr"),
    ("jnr", "Jr"),
    ("sr", "Sr"),
    ("senior", "Sr"),
    ("snr", "Sr"),
    ("ii", "II"),
    ("iii", "III"),
    ("iv", "IV"),
    ("2nd", "2nd"),
    ("3rd", "3rd"),
    ("4th", "4th"),
    ("2d", "2nd"),
    ("3d", "3rd"),
];

/// Brings a name into canonical form.
pub fn normalize(name: &mut Name) {
    match name {
        Name::Group(group) => *group = one_line(group),
        Name::Person(person) => normalize_person(person),
    }
}

fn normalize_person(person: &mut Person) {
    person.family = one_line(&person.family);
    person.given = person.given.as_deref().map(one_line).filter(|g| !g.is_empty());
    if person.particle.is_none()
        && let Some((particle, family)) = split_particle(&person.family)
    {
        (person.particle, person.family) = (Some(particle.to_owned()), family.to_owned());
    }
    if is_shouted(&person.family) {
        person.family = title_case(&person.family);
    }
    if let Some(canonical) = person.suffix.as_deref().and_then(suffix) {
        person.suffix = Some(canonical.to_owned());
    }
    person.initials = person.given.as_deref().map(initials).filter(|i| !i.is_empty());
}

/// Reads a name in MEDLINE form, `Rosenberg SA`, `van der Berg JP Jr`, `Gantt E 3rd`: the last word of one to six
/// capitals is the initials, a suffix may follow, all before is the family name.
pub fn medline(text: &str) -> Option<Person> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut generation = None;
    // `Park JR` has initials that happen to look like a suffix; they are one only behind initials.
    if words.len() > 2
        && let Some(canonical) = words.last().and_then(|w| suffix(w))
        && words.get(words.len() - 2).is_some_and(|w| is_initials(w))
    {
        generation = Some(canonical.to_owned());
        words.pop();
    }
    let given = words.pop().filter(|w| is_initials(w))?;
    if words.is_empty() {
        return None;
    }
    let mut person = Person {
        family: words.join(" "),
        given: Some(given.to_owned()),
        suffix: generation,
        ..Person::default()
    };
    normalize_person(&mut person);
    Some(person)
}

/// One to six capitals, hyphens between them allowed (`SA`, `J-P`).
pub fn is_initials(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (1..=6).contains(&capitals)
        && word.starts_with(char::is_uppercase)
        && word.ends_with(char::is_uppercase)
        && word.chars().all(|c| c.is_uppercase() || is_hyphen(c))
}

/// The canonical form of a generation suffix (`Jr.` → `Jr`).
pub fn suffix(word: &str) -> Option<&'static str> {
    let word = word.trim_matches(['.', ',', ' ', '(', ')']);
    // Asked of every word of every name; nearly always the first letter or the length says no.
    if word.len() > 6 || !word.starts_with(['j', 'J', 's', 'S', 'i', 'I', '2', '3', '4']) {
        return None;
    }
    SUFFIXES.iter().find(|(printed, _)| printed.eq_ignore_ascii_case(word)).map(|(_, canonical)| *canonical)
}

/// True for `van`, `de`, `la`, … in lower case.
pub fn is_particle(word: &str) -> bool {
    // Nearly all words of names begin with a capital.
    word.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '\'' | '’')) && PARTICLES.contains(&word)
}

/// Initials of given names: `Steven A.` → `SA`, `Jean-Pierre` → `J-P`, `S.A.` → `SA`, `SA` → `SA`.
pub fn initials(given: &str) -> String {
    let mut out = String::new();
    for word in given.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',')) {
        if word.is_empty() {
            continue;
        }
        // Two capitals or more without a small letter are initials already.
        if word.chars().all(|c| c.is_uppercase() || is_hyphen(c)) && word.chars().count() <= 6 {
            out.extend(word.chars().map(|c| if is_hyphen(c) { '-' } else { c }));
            continue;
        }
        for (i, part) in word.split(is_hyphen).enumerate() {
            let Some(first) = part.chars().find(|c| c.is_alphabetic()) else { continue };
            if i > 0 && !out.is_empty() {
                out.push('-');
            }
            out.extend(first.to_uppercase());
        }
    }
    // `J.-P.` has its hyphen between the dots.
    let trimmed = out.trim_matches('-');
    trimmed.replace("--", "-")
}

/// The key on which mentions of one person are first brought together: family name and initials, folded to ASCII
/// lower case (`rosenberg|sa`). Groups have their folded name.
pub fn name_key(name: &Name) -> String {
    match name {
        Name::Group(group) => fold(group),
        Name::Person(person) => {
            let particle = person.particle.as_deref().map(fold_run).unwrap_or_default();
            let initials = match &person.initials {
                Some(initials) => fold_run(initials),
                None => person.given.as_deref().map(initials_key).unwrap_or_default(),
            };
            format!("{particle}{}|{initials}", fold_run(&person.family))
        }
    }
}

fn initials_key(given: &str) -> String {
    fold_run(&initials(given))
}

/// `van der Berg` → (`van der`, `Berg`); `None` where nothing but particles or nothing but a family name is printed.
/// `El`, `De` with a capital belong to the family name.
fn split_particle(family: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for word in family.split_inclusive(' ') {
        if !is_particle(word.trim_end()) {
            break;
        }
        at += word.len();
    }
    if at == 0 {
        // d'Arcy: the particle is glued to the name.
        let glued = ["d'", "d’", "dell'", "dell’"].into_iter().find(|p| family.starts_with(p))?;
        at = glued.len();
    }
    let (particle, rest) = (family[..at].trim_end(), &family[at..]);
    rest.starts_with(char::is_uppercase).then_some((particle, rest))
}

/// All capitals, and long enough not to be an acronym or a short name such as `NG`.
fn is_shouted(family: &str) -> bool {
    family.chars().filter(|c| c.is_alphabetic()).count() > 3 && !family.chars().any(char::is_lowercase)
}

/// `O'BRIEN-SMITH` → `O'Brien-Smith`, `MCDERMOTT` → `McDermott`. `MAC` is left alone: `MACHADO` would suffer.
fn title_case(family: &str) -> String {
    let mut out = String::with_capacity(family.len());
    let mut upper = true;
    for c in family.chars() {
        if upper {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        upper = !c.is_alphabetic();
    }
    if let Some(rest) = out.strip_prefix("Mc")
        && let Some(third) = rest.chars().next()
    {
        out = format!("Mc{}{}", third.to_uppercase(), &rest[third.len_utf8()..]);
    }
    out
}

fn is_hyphen(c: char) -> bool {
    super::identifiers::ascii_hyphen(c) == '-'
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(person: &Person) -> String {
        let part = |p: &Option<String>| p.clone().unwrap_or_default();
        [&person.particle, &Some(person.family.clone()), &person.given, &person.initials, &person.suffix]
            .map(part)
            .join("/")
    }

    #[test]
    fn medline_names() {
        for (printed, expected) in [
            ("Rosenberg SA", "/Rosenberg/SA/SA/"),
            ("Mulé JJ", "/Mulé/JJ/JJ/"),
            ("O'Day SJ", "/O'Day/SJ/SJ/"),
            ("Yannelli JR", "/Yannelli/JR/JR/"),
            ("Cunningham FX Jr", "/Cunningham/FX/FX/Jr"),
            ("Cunningham FX Jr.", "/Cunningham/FX/FX/Jr"),
            ("Hruban RH 3rd", "/Hruban/RH/RH/3rd"),
            ("King DE II", "/King/DE/DE/II"),
            ("van der Meer JW", "van der/Meer/JW/JW/"),
            ("de la Fuente M", "de la/Fuente/M/M/"),
            ("De Reus MA", "/De Reus/MA/MA/"),
            ("Al-Hasani R", "/Al-Hasani/R/R/"),
            ("Ma L-J", "/Ma/L-J/L-J/"),
            ("García Márquez G", "/García Márquez/G/G/"),
            ("NG CK", "/NG/CK/CK/"),
            ("MCDERMOTT DF", "/McDermott/DF/DF/"),
            ("O'BRIEN-SMITH A", "/O'Brien-Smith/A/A/"),
            ("d'Arcy P", "d'/Arcy/P/P/"),
            ("Krishnamurthy VPRSTU", "/Krishnamurthy/VPRSTU/VPRSTU/"),
            ("Østergård Ł", "/Østergård/Ł/Ł/"),
        ] {
            assert_eq!(medline(printed).as_ref().map(show).as_deref(), Some(expected), "{printed}");
        }
        for text in ["", "SA", "World Health Organization", "Smith John"] {
            assert_eq!(medline(text), None, "{text}");
        }
    }

    #[test]
    fn initials_of_given_names() {
        for (given, expected) in [
            ("Steven A.", "SA"),
            ("S.A.", "SA"),
            ("S. A.", "SA"),
            ("SA", "SA"),
            ("Jean-Pierre", "J-P"),
            ("J.-P.", "J-P"),
            ("J‐P", "J-P"),
            ("Émile", "É"),
            ("John Ronald Reuel", "JRR"),
            ("", ""),
        ] {
            assert_eq!(initials(given), expected, "{given}");
        }
    }

    #[test]
    fn keys_fold() {
        let key = |text: &str| name_key(&Name::Person(medline(text).unwrap()));
        assert_eq!(key("Mulé JJ"), "mule|jj");
        assert_eq!(key("van der Meer J-W"), "vandermeer|jw");
        assert_eq!(key("Ærø Ø"), "aero|o");
        assert_eq!(key("Παπαδόπουλος Γ"), key("Papadopoulos G"));
        assert_eq!(name_key(&Name::Group("World Health Organization".into())), "world health organization");
    }

    #[test]
    fn normalizing_twice_changes_nothing() {
        for (family, given) in [("van der Meer", "Jan W."), ("MCDERMOTT", "d f"), ("de", "la"), ("", "")] {
            let mut name = Name::Person(Person {
                family: family.into(),
                given: Some(given.into()),
                ..Person::default()
            });
            normalize(&mut name);
            let once = name.clone();
            normalize(&mut name);
            assert_eq!(name, once);
        }
    }
}
