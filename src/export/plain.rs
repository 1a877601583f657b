use std::fmt::Write as _;

use crate::model::{Name, Reference, Role, Scheme};

/// Names shown before the rest is cut.
const MOST_NAMES: usize = 6;

/// A reference in words, much as a list would print it: `Smith J, Doe A. A title. J Tests. 2010;12(3):45-67.
/// doi:10.1000/x`. What `refs.raw` says of a record that has no printed form of its own.
pub fn plain(reference: &Reference) -> String {
    let mut out = String::new();
    sentence(&mut out, &people(reference, Role::Author, reference.authors_truncated));
    if out.is_empty() {
        let editors = people(reference, Role::Editor, false);
        if !editors.is_empty() {
            sentence(&mut out, &format!("{editors}, editors"));
        }
    }
    let text = |field: &Option<crate::model::Field<String>>| field.as_ref().map(|f| f.value.clone());
    sentence(&mut out, &text(&reference.title).unwrap_or_default());
    sentence(&mut out, &text(&reference.container_title).unwrap_or_default());
    sentence(&mut out, &text(&reference.event_title).unwrap_or_default());
    sentence(&mut out, &text(&reference.edition).map(|edition| format!("{edition} ed")).unwrap_or_default());
    let publisher = [text(&reference.publisher_place), text(&reference.publisher)];
    sentence(&mut out, &publisher.into_iter().flatten().collect::<Vec<_>>().join(": "));
    sentence(&mut out, &locator(reference));
    for field in &reference.identifiers {
        let id = &field.value;
        let shown = match id.scheme {
            Scheme::Doi => format!("doi:{}", id.value),
            Scheme::Pmid => format!("PMID: {}", id.value),
            Scheme::Url if !reference.identifiers.iter().any(|f| f.value.scheme == Scheme::Doi) => {
                id.value.clone()
            }
            _ => continue,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&shown);
    }
    out
}

fn people(reference: &Reference, role: Role, truncated: bool) -> String {
    let all: Vec<String> = reference.with_role(role).map(|c| short(&c.name.value)).collect();
    let shown = if all.len() > MOST_NAMES + 1 { MOST_NAMES } else { all.len() };
    let mut out = all.get(..shown).unwrap_or_default().join(", ");
    if !out.is_empty() && (truncated || shown < all.len()) {
        out.push_str(", et al");
    }
    out
}

fn short(name: &Name) -> String {
    match name {
        Name::Group(name) => name.clone(),
        Name::Person(person) => {
            let mut out = person.particle.as_ref().map(|p| format!("{p} ")).unwrap_or_default();
            out.push_str(&person.family);
            for part in [person.initials.as_ref().or(person.given.as_ref()), person.suffix.as_ref()]
                .into_iter()
                .flatten()
            {
                out.push(' ');
                out.push_str(part);
            }
            out
        }
    }
}

/// `2010;12(3 Suppl 1):45-67`.
fn locator(reference: &Reference) -> String {
    let mut out = reference.issued.as_ref().map(|date| date.value.year.to_string()).unwrap_or_default();
    let inside: Vec<&str> = [&reference.issue, &reference.supplement]
        .into_iter()
        .filter_map(|field| field.as_ref().map(|f| f.value.as_str()))
        .collect();
    if let Some(volume) = &reference.volume {
        out.push_str(if out.is_empty() { "" } else { ";" });
        out.push_str(&volume.value);
    }
    if !inside.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(out, "({})", inside.join(" "));
    }
    let pages = reference.pages.as_ref().map(|field| match &field.value.last {
        Some(last) => format!("{}-{last}", field.value.first),
        None => field.value.first.clone(),
    });
    if let Some(place) = pages.or_else(|| reference.article_number.as_ref().map(|f| f.value.clone())) {
        out.push_str(if out.is_empty() { "" } else { ":" });
        out.push_str(&place);
    }
    out
}

/// Adds a part and its full stop.
fn sentence(out: &mut String, part: &str) {
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    if part.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&part);
    if !part.ends_with(['.', '?', '!', '…']) {
        out.push('.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contributor, Field, Identifier, Pages, PartialDate, Person};

    #[test]
    fn a_record_reads_like_a_printed_reference() {
        let person = |family: &str, initials: &str| Contributor {
            role: Role::Author,
            role_printed: None,
            name: Field::given(Name::Person(Person {
                family: family.to_owned(),
                initials: Some(initials.to_owned()),
                ..Person::default()
            })),
            raw: String::new(),
        };
        let doi =
            Identifier { scheme: Scheme::Doi, value: "10.1000/x".to_owned(), raw: "10.1000/x".to_owned() };
        let reference = Reference {
            contributors: vec![person("Smith", "J"), person("Doe", "AB")],
            authors_truncated: true,
            title: Some(Field::given("Is it so?".to_owned())),
            container_title: Some(Field::given("J Tests".to_owned())),
            issued: Some(Field::given(PartialDate::year(2010))),
            volume: Some(Field::given("12".to_owned())),
            issue: Some(Field::given("3".to_owned())),
            pages: Some(Field::given(Pages { first: "45".to_owned(), last: Some("67".to_owned()) })),
            identifiers: vec![Field::given(doi)],
            ..Reference::default()
        };
        assert_eq!(
            plain(&reference),
            "Smith J, Doe AB, et al. Is it so? J Tests. 2010;12(3):45-67. doi:10.1000/x"
        );
        assert_eq!(plain(&Reference::default()), "");
    }
}
