//! Names as BibTeX takes them apart: `von Last, Jr, First`, joined by `and`.

use std::borrow::Cow;

use super::escape::escaped;
use crate::export::text::one_line;
use crate::model::{Name, Person};
use crate::normalize::names::is_initials;

/// A list of names; `truncated` ends it with `others`.
pub fn list<'a>(names: impl Iterator<Item = &'a Name>, truncated: bool) -> String {
    let mut list: Vec<String> = names.map(name).collect();
    if truncated {
        list.push("others".to_owned());
    }
    list.join(" and ")
}

fn name(name: &Name) -> String {
    match name {
        Name::Group(name) => braced(name),
        Name::Person(person) => one(person),
    }
}

fn one(person: &Person) -> String {
    let mut out = String::new();
    if let Some(particle) = &person.particle {
        out.push_str(&part(particle));
        if !particle.ends_with(['\'', '’']) {
            out.push(' ');
        }
    }
    let family = one_line(&person.family);
    // A word in small letters inside it would be taken for the end of a particle; without a given name to tell them
    // apart, all words but the last would be taken for one.
    let loose = family.contains(' ')
        && (person.given.is_none() || family.split(' ').any(|word| word.starts_with(char::is_lowercase)));
    out.push_str(&if loose { braced(&family) } else { part(&family) });
    if let Some(suffix) = &person.suffix {
        out.push_str(", ");
        out.push_str(&part(suffix));
    }
    if let Some(given) = &person.given {
        out.push_str(", ");
        out.push_str(&part(&spelled(given)));
    } else if person.suffix.is_some() {
        out.push_str(", {}");
    }
    out
}

/// `SA` as `S. A.`: styles that shorten given names take the first letter of each word, and would lose the others.
fn spelled(given: &str) -> Cow<'_, str> {
    let letters = given.chars().filter(|c| c.is_uppercase()).count();
    if letters < 2 || !is_initials(given) {
        return Cow::Borrowed(given);
    }
    let mut out = String::new();
    for c in given.chars() {
        if !c.is_uppercase() {
            out.push('-');
            continue;
        }
        if !out.is_empty() && !out.ends_with('-') {
            out.push(' ');
        }
        out.push(c);
        out.push('.');
    }
    Cow::Owned(out)
}

/// A part of a name; in braces where BibTeX would part it.
fn part(text: &str) -> String {
    let text = one_line(text);
    let parted = text.contains(',')
        || text
            .split(' ')
            .any(|word| word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("others"));
    if parted { braced(&text) } else { escaped(&text).into_owned() }
}

fn braced(text: &str) -> String {
    format!("{{{}}}", escaped(&one_line(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_their_order() {
        let person = |particle: &str, family: &str, given: &str, suffix: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
            Name::Person(Person {
                family: family.to_owned(),
                given: some(given),
                initials: None,
                particle: some(particle),
                suffix: some(suffix),
            })
        };
        for (name_, expected) in [
            (person("", "Rosenberg", "Steven A.", ""), "Rosenberg, Steven A."),
            (person("van der", "Meer", "J. W.", "Jr"), "van der Meer, Jr, J. W."),
            (person("d'", "Arcy", "P.", ""), "d'Arcy, P."),
            (person("", "Silva e Sousa", "J.", ""), "{Silva e Sousa}, J."),
            (person("", "García Márquez", "G.", ""), "García Márquez, G."),
            (person("", "Ma", "L-J", ""), "Ma, L.-J."),
            (person("", "Rosenberg", "SA", ""), "Rosenberg, S. A."),
            (person("", "Doe", "J", ""), "Doe, J"),
            (person("", "Plato", "", ""), "Plato"),
            (person("", "Leonardo da Vinci", "", ""), "{Leonardo da Vinci}"),
            (person("", "Smith", "", "Jr"), "Smith, Jr, {}"),
            (person("", "And", "A.", ""), "{And}, A."),
            (person("", "A, B", "C & D", ""), "{A, B}, C \\& D"),
            (Name::Group("Smith and Sons".to_owned()), "{Smith and Sons}"),
        ] {
            assert_eq!(name(&name_), expected);
        }
        let names = [person("", "A", "B", ""), person("", "C", "D", "")];
        assert_eq!(list(names.iter(), true), "A, B and C, D and others");
    }
}
