//! Authors, editors, translators.

use serde_json::Value;

use super::fields::{Log, list, string, text};
use crate::model::{Affiliation, Contributor, Field, IssueCode, Name, Person, PersonDetails, Role, Scheme};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::names;

const ROLES: [(&str, Role); 3] =
    [("author", Role::Author), ("editor", Role::Editor), ("translator", Role::Translator)];

/// What stands where a publisher had no author to deposit.
const NOBODY: [&str; 6] = ["&na;", "na", "n/a", "anonymous", "[unknown]", "no authors listed"];

/// Words that only groups have in their names. A family name without a given one is a group's if it has one.
const GROUP_WORDS: [&str; 30] = [
    "academy",
    "agency",
    "alliance",
    "association",
    "board",
    "center",
    "centre",
    "collaboration",
    "collaborative",
    "collaborators",
    "college",
    "commission",
    "committee",
    "consortium",
    "council",
    "department",
    "editors",
    "federation",
    "foundation",
    "group",
    "institute",
    "investigators",
    "ministry",
    "network",
    "organisation",
    "organization",
    "society",
    "staff",
    "team",
    "university",
];

/// Everybody named, role after role, and beside each what else is said of them.
pub(super) fn read(work: &Value, log: &mut Log) -> (Vec<Contributor>, Vec<PersonDetails>) {
    let (mut people, mut details) = (Vec::new(), Vec::new());
    for (key, role) in ROLES {
        let mut of_role = Vec::new();
        for value in list(work, key, log) {
            if !value.is_object() {
                log.wrong_type(key, "a person", value);
                continue;
            }
            let Some(name) = name(value, log) else { continue };
            let is_first = value.get("sequence").and_then(Value::as_str) == Some("first");
            of_role.push((is_first, name, particulars(value, log)));
        }
        // Lists come in any order now and then; the first author is marked.
        let firsts = of_role.iter().filter(|(first, ..)| *first).count();
        if firsts == 1 {
            of_role.sort_by_key(|(first, ..)| !first);
        }
        for (_, name, detail) in of_role {
            let raw = name.display();
            people.push(Contributor { role, role_printed: None, name: Field::given(name), raw });
            details.push(detail);
        }
    }
    let said = details.iter().rposition(|d| *d != PersonDetails::default()).map_or(0, |last| last + 1);
    details.truncate(said);
    (people, details)
}

fn name(value: &Value, log: &mut Log) -> Option<Name> {
    let group = text(value, "name", log).or_else(|| text(value, "literal", log));
    let (mut given, mut family) = (text(value, "given", log), text(value, "family", log));
    if family.is_none() {
        if let Some(group) = group {
            return Some(Name::Group(group)).filter(is_somebody);
        }
        // People with one name have it in either field.
        family = given.take();
    }
    let family = family?;
    if given.is_none() && is_group(&family) {
        return Some(Name::Group(family));
    }
    let mut person = Person { family, given, suffix: text(value, "suffix", log), ..Person::default() };
    if person.suffix.is_none()
        && let Some((rest, last)) = person.family.rsplit_once([' ', ','])
        && let Some(suffix) = names::suffix(last)
        && !rest.trim_matches([' ', ',']).is_empty()
    {
        person.suffix = Some(suffix.to_owned());
        person.family.truncate(rest.trim_end_matches([' ', ',']).len());
    }
    Some(Name::Person(person)).filter(is_somebody)
}

fn is_somebody(name: &Name) -> bool {
    let alone = match name {
        Name::Group(group) => group,
        Name::Person(Person { family, given: None, .. }) => family,
        Name::Person(_) => return true,
    };
    !NOBODY.contains(&alone.to_lowercase().as_str())
}

pub(in crate::import) fn is_group(family: &str) -> bool {
    let mut words = family.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    family.contains(' ')
        && (family.starts_with("The ") || words.any(|word| GROUP_WORDS.contains(&word.as_str())))
}

pub(in crate::import) fn particulars(value: &Value, log: &mut Log) -> PersonDetails {
    let orcid = text(value, "ORCID", log).and_then(|raw| {
        let reading = identifiers::read(Scheme::Orcid, &raw);
        if reading.validity == Validity::Valid {
            return Some(reading.value);
        }
        log.add(IssueCode::IdentifierInvalid, "ORCID", "an ORCID of it is wrong and was left out", &raw);
        None
    });
    let affiliations = list(value, "affiliation", log).iter().filter_map(|a| affiliation(a, log)).collect();
    PersonDetails { orcid, affiliations, is_corresponding: None }
}

fn affiliation(value: &Value, log: &mut Log) -> Option<Affiliation> {
    if !value.is_object() {
        return string(value, "affiliation", log).map(|raw| Affiliation { raw, ror: None });
    }
    let mut ror = None;
    for id in list(value, "id", log) {
        let kind = id.get("id-type").and_then(Value::as_str).unwrap_or_default();
        let raw = match id {
            Value::String(raw) => raw.as_str(),
            _ => id.get("id").and_then(Value::as_str).unwrap_or_default(),
        };
        if kind.eq_ignore_ascii_case("ror") || raw.contains("ror.org/") {
            ror = ror.or_else(|| ror_id(raw));
            if ror.is_none() {
                log.add(IssueCode::IdentifierInvalid, "ROR", "a ROR of it is wrong and was left out", raw);
            }
        }
    }
    let mut parts: Vec<String> = ["department", "name", "place"]
        .into_iter()
        .flat_map(|key| super::fields::texts(value, key, log))
        .collect();
    // The place is often part of the name already.
    if parts.len() > 1
        && parts.last().is_some_and(|place| parts[..parts.len() - 1].iter().any(|p| p.contains(place)))
    {
        parts.pop();
    }
    let raw = parts.join(", ");
    let raw = if raw.is_empty() { ror.as_deref().map(|id| format!("https://ror.org/{id}"))? } else { raw };
    Some(Affiliation { raw, ror })
}

/// The nine characters of a ROR identifier.
pub(in crate::import) fn ror_id(raw: &str) -> Option<String> {
    let id = raw.trim().trim_end_matches('/').rsplit('/').next()?.to_lowercase();
    let well_formed = id.len() == 9 && id.starts_with('0') && id.bytes().all(|b| b.is_ascii_alphanumeric());
    well_formed.then_some(id)
}
