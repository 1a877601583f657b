//! Names whose parts stand apart in the file.

use super::draft::Draft;
use crate::model::{Name, Person, PersonDetails, Role};
use crate::normalize::names as forms;

/// Adds somebody by family and given names. One without given names is a body where the name has more than one word.
pub(super) fn add(draft: &mut Draft, role: Role, family: &str, given: &str) {
    add_with_suffix(draft, role, family, given, "");
}

/// Adds somebody by family and given names and a suffix.
pub(super) fn add_with_suffix(draft: &mut Draft, role: Role, family: &str, given: &str, suffix: &str) {
    let (family, given) = (family.trim().trim_end_matches(','), given.trim());
    let shown: Vec<&str> =
        [family, given, suffix.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let raw = shown.join(", ");
    if family.is_empty() {
        if !given.is_empty() {
            draft.named(role, given);
        }
        return;
    }
    // BibTeX's word for people left out.
    if given.is_empty() && ["others", "et al", "et al."].contains(&family.to_ascii_lowercase().as_str()) {
        draft.record.work.authors_truncated |= role == Role::Author;
        return;
    }
    if given.is_empty() && family.contains(char::is_whitespace) && !is_bare_family(family) {
        // `Doe, Jane` in the place of the family name.
        if family.contains(", ") {
            return draft.named(role, family);
        }
        return draft.person(role, Name::Group(family.to_owned()), &raw, PersonDetails::default());
    }
    draft.person(role, Name::Person(person(family, given, suffix)), &raw, PersonDetails::default());
}

/// Adds a body.
pub(super) fn add_group(draft: &mut Draft, role: Role, name: &str) {
    let name = name.trim();
    if !name.is_empty() {
        draft.person(role, Name::Group(name.to_owned()), name, PersonDetails::default());
    }
}

/// `van Gogh` is a family name alone.
fn is_bare_family(name: &str) -> bool {
    name.split_whitespace().next().is_some_and(forms::is_particle)
}

/// A person; a suffix may stand behind the given names (`John, Jr.`, `John Jr.`) or behind the family name.
fn person(family: &str, given: &str, suffix: &str) -> Person {
    let mut person = Person { family: family.to_owned(), ..Person::default() };
    person.suffix = (!suffix.trim().is_empty()).then(|| suffix.trim().to_owned());
    let mut given = given;
    if person.suffix.is_none() {
        let (before, last) = given.rsplit_once([',', ' ']).unwrap_or((given, ""));
        if let Some(found) = forms::suffix(last).filter(|_| !before.trim().is_empty()) {
            person.suffix = Some(found.to_owned());
            given = before.trim_end_matches([',', ' ']);
        } else if let Some((name, found)) =
            family.rsplit_once(' ').and_then(|(name, last)| Some((name, forms::suffix(last)?)))
        {
            person.suffix = Some(found.to_owned());
            name.trim_end_matches(',').clone_into(&mut person.family);
        }
    }
    person.given = (!given.is_empty()).then(|| given.to_owned());
    person
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let shown = |family: &str, given: &str| {
            let mut draft = Draft::new();
            add(&mut draft, Role::Author, family, given);
            draft.record.work.contributors.first().map(|c| match &c.name.value {
                Name::Group(name) => format!("={name}"),
                name @ Name::Person(_) => name.display(),
            })
        };
        for (family, given, expected) in [
            ("Doe", "Jane A.", Some("Doe, Jane A.")),
            ("Doe", "John, Jr.", Some("Doe, John, Jr")),
            ("Doe", "John III", Some("Doe, John, III")),
            ("Doe Jr", "John", Some("Doe, John, Jr")),
            ("Doe", "J R", Some("Doe, J R")),
            ("Plato", "", Some("Plato")),
            ("van Gogh", "", Some("van Gogh")),
            ("Mayo Clinic", "", Some("=Mayo Clinic")),
            ("Doe, Jane", "", Some("Doe, Jane")),
            ("others", "", None),
            ("", "", None),
        ] {
            assert_eq!(shown(family, given).as_deref(), expected, "{family}/{given}");
        }
    }
}
