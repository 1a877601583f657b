//! `<name>`.

use crate::import::draft::{Draft, name};
use crate::import::xml::Element;
use crate::model::{Affiliation, Name, Person, PersonDetails, Role};
use crate::normalize::identifiers::{self, Validity};

/// What a relator says, as MARC's list of relators has it, by code or by word.
enum Part {
    Person(Role),
    /// Who holds the meeting, or the meeting itself.
    Meeting,
    Publisher,
    /// A part that the tables have no word for.
    Other(String),
}

/// Adds who a `<name>` names. `of_host` says that it is a name of the book or journal that holds the work.
pub(super) fn read(element: &Element, of_host: bool, draft: &mut Draft) {
    let part = |wanted: &str| {
        let parts: Vec<String> = element
            .all("namePart")
            .filter(|p| p.attribute("type") == wanted)
            .map(Element::text)
            .filter(|text| !text.is_empty())
            .collect();
        parts.join(" ")
    };
    let (family, given, untyped) = (part("family"), part("given"), part(""));
    let generation = part("termsOfAddress");
    let corporate = element.attribute("type") == "corporate";
    let conference = element.attribute("type") == "conference";
    let raw = match (family.is_empty(), given.is_empty()) {
        (false, false) => format!("{family}, {given}"),
        (false, true) => family.clone(),
        (true, false) if untyped.is_empty() => given.clone(),
        _ => untyped.trim_end_matches([',', ' ']).to_owned(),
    };
    if raw.is_empty() {
        let display = element.text_of("displayForm");
        if !display.is_empty() {
            draft.named(Role::Author, &display);
        }
        return;
    }
    let whole = if corporate || conference {
        Some(Name::Group(raw.clone()))
    } else if family.is_empty() {
        name(&raw)
    } else {
        let suffix = crate::normalize::names::suffix(&generation).map(str::to_owned);
        let given = (!given.is_empty()).then_some(given);
        Some(Name::Person(Person { family, given, suffix, ..Person::default() }))
    };
    let Some(whole) = whole else { return };
    match relator(element, conference, of_host) {
        Part::Person(role) => draft.person(role, whole, &raw, details(element)),
        Part::Meeting => draft.set(crate::import::draft::Slot::Event, &raw),
        Part::Publisher => draft.set(crate::import::draft::Slot::Publisher, &raw),
        Part::Other(word) => draft.named_note(&word, &raw),
    }
}

fn details(element: &Element) -> PersonDetails {
    let mut details = PersonDetails::default();
    for affiliation in element.all("affiliation") {
        let raw = affiliation.text();
        if !raw.is_empty() {
            details.affiliations.push(Affiliation { raw, ror: None });
        }
    }
    for id in element.all("nameIdentifier").chain(element.all("description")) {
        let orcid = identifiers::orcid(&id.text());
        if orcid.validity == Validity::Valid {
            details.orcid.get_or_insert(orcid.value);
        }
    }
    let address = element.attribute("valueURI");
    if details.orcid.is_none() && address.contains("orcid.org") {
        let orcid = identifiers::orcid(address);
        details.orcid = (orcid.validity == Validity::Valid).then_some(orcid.value);
    }
    details
}

/// The first role that the tables know; without any it is the author, or of a host its editor.
fn relator(element: &Element, conference: bool, of_host: bool) -> Part {
    let mut other = None;
    for term in element.all("role").flat_map(|role| role.all("roleTerm")) {
        let text = term.text().trim_end_matches('.').to_ascii_lowercase();
        let last = text.rsplit('/').next().unwrap_or(&text);
        let known = match last {
            "aut" | "author" | "creator" | "cre" | "dis" | "dissertant" | "joint author" | "aui"
            | "writer" => Part::Person(Role::Author),
            "edt" | "editor" | "edc" | "editor of compilation" | "ed" | "pbd" | "publishing director" => {
                Part::Person(Role::Editor)
            }
            "trl" | "translator" => Part::Person(Role::Translator),
            "ctb" | "contributor" | "com" | "compiler" | "ill" | "illustrator" => {
                Part::Person(Role::Collaborator)
            }
            "pbl" | "publisher" | "dst" | "distributor" => Part::Publisher,
            "orm" | "organizer" | "host" | "conference" => Part::Meeting,
            _ => {
                // A word tells more than the code beside it.
                if other.is_none() || term.attribute("type") == "text" {
                    other = Some(text);
                }
                continue;
            }
        };
        return known;
    }
    match other {
        Some(word) => Part::Other(word),
        None if conference => Part::Meeting,
        None if of_host => Part::Person(Role::Editor),
        None => Part::Person(Role::Author),
    }
}
