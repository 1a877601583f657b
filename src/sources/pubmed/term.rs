//! The question put to PubMed's search for a reference.

use crate::model::{Name, Reference, Role};
use crate::normalize::fold::fold;

/// Most words of a title that are asked for: more only miss the record whose title differs in one of them.
const WORDS: usize = 8;

/// Words that PubMed does not search for, or that every other title has.
const COMMON: [&str; 40] = [
    "about", "after", "also", "and", "are", "based", "been", "between", "can", "did", "does", "for", "from",
    "had", "has", "have", "how", "into", "its", "may", "nor", "not", "one", "our", "than", "that", "the",
    "their", "then", "these", "this", "two", "use", "using", "was", "were", "what", "which", "with",
    "within",
];

/// A question by title words, first author and year; `None` where the reference gives too little to ask for.
///
/// Only letters, digits and spaces of the reference get into it, in lower case, and PubMed's operators are upper case
/// or signs: nothing printed can act as one.
pub fn term(reference: &Reference) -> Option<String> {
    let words = reference.title.as_ref().map(|title| title_words(&title.value)).unwrap_or_default();
    let author = reference.with_role(Role::Author).next().and_then(|author| author_part(&author.name.value));
    let enough = words.len() >= 3 || !words.is_empty() && author.is_some();
    if !enough {
        return None;
    }
    let mut parts: Vec<String> = words.iter().map(|word| format!("{word}[ti]")).collect();
    parts.extend(author);
    if let Some(date) = &reference.issued {
        let year = date.value.year;
        // Ahead of print, or the issue of the year after.
        parts.push(format!("{}:{}[dp]", year.saturating_sub(1), year.saturating_add(1)));
    }
    Some(parts.join(" AND "))
}

/// The words that tell a title from others, in its order: the longest, for long words are rare.
fn title_words(title: &str) -> Vec<String> {
    let folded = fold(title);
    let mut words: Vec<(usize, &str)> = Vec::new();
    for (at, word) in folded.split(' ').enumerate() {
        let tells = word.len() >= 3 && word.len() <= 40 && word.is_ascii() && !COMMON.contains(&word);
        if tells && !words.iter().any(|(_, known)| *known == word) {
            words.push((at, word));
        }
    }
    words.sort_by_key(|(at, word)| (std::cmp::Reverse(word.len()), *at));
    words.truncate(WORDS);
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word.to_owned()).collect()
}

/// The first author: a person with the first initial, for records give more or fewer; or a group.
fn author_part(name: &Name) -> Option<String> {
    match name {
        Name::Group(group) => {
            let name = fold(group);
            (!name.is_empty() && name.len() <= 120 && name.is_ascii()).then(|| format!("{name}[cn]"))
        }
        Name::Person(person) => {
            let particle = person.particle.as_deref().map(fold).unwrap_or_default();
            let family = fold(&person.family);
            if family.is_empty() || family.len() > 60 || !family.is_ascii() {
                return None;
            }
            let initial = person.initials.as_deref().map(fold).unwrap_or_default();
            let words = [particle, family, initial.chars().take(1).collect()];
            let name: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            Some(format!("{}[1au]", name.join(" ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contributor, Field, PartialDate, Person};
    use proptest::prelude::*;

    fn reference(title: &str, name: Option<Name>) -> Reference {
        Reference {
            title: Some(Field::given(title.into())),
            issued: Some(Field::given(PartialDate::year(2010))),
            contributors: name
                .map(|name| Contributor {
                    role: Role::Author,
                    role_printed: None,
                    name: Field::given(name),
                    raw: String::new(),
                })
                .into_iter()
                .collect(),
            ..Reference::default()
        }
    }

    fn person(family: &str, initials: &str) -> Name {
        Name::Person(Person { family: family.into(), initials: Some(initials.into()), ..Person::default() })
    }

    #[test]
    fn questions() {
        let asked =
            term(&reference("Growth of NKT-214 in the “Yeast” (OR not)", Some(person("O'Day", "SJ"))));
        assert_eq!(
            asked.as_deref(),
            Some("growth[ti] AND nkt[ti] AND 214[ti] AND yeast[ti] AND oday s[1au] AND 2009:2011[dp]")
        );
        let asked = term(&reference("Global report", Some(Name::Group("World Health Organization".into()))));
        assert_eq!(
            asked.as_deref(),
            Some("global[ti] AND report[ti] AND world health organization[cn] AND 2009:2011[dp]")
        );
        assert_eq!(term(&reference("Editorial", None)), None);
        assert_eq!(term(&reference("", Some(person("Or", "A")))), None);
        let long = term(&reference(&"incomparable words abound everywhere ".repeat(50), None)).unwrap();
        assert_eq!(long.matches("[ti]").count(), 4);
    }

    proptest! {
        /// Whatever is printed, the question has the shape we gave it and no operator but ours.
        #[test]
        fn nothing_printed_is_an_operator(
            title in "(\\PC|AND |OR |NOT |\"|\\[ti\\]|[(]|[)]|[*]|:){0,30}",
            family in "(\\PC|AND|OR|\"|\\[au\\]){1,10}",
        ) {
            if let Some(asked) = term(&reference(&title, Some(person(&family, "A")))) {
                for part in asked.split(" AND ") {
                    let (words, field) = part.split_once('[').unwrap();
                    prop_assert!(["ti]", "1au]", "dp]"].contains(&field), "{}", asked);
                    prop_assert!(words.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ' || c == ':'));
                    prop_assert!(!words.contains(':') || field == "dp]");
                }
            }
        }
    }
}
