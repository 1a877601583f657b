//! Creators and contributors.

use serde_json::Value;

use crate::import::bibtex;
use crate::import::crossref_json::fields::{Log, list, string, text};
use crate::import::crossref_json::people::{is_group, ror_id};
use crate::import::record_draft::Draft;
use crate::model::{Affiliation, IssueCode, Name, Person, PersonDetails, Role};
use crate::normalize::identifiers::{self, Validity};

/// Everybody named. Contributors who neither edited nor translated go to the notes, by what they did.
pub(super) fn read(resource: &Value, draft: &mut Draft) {
    for creator in list(resource, "creators", &mut draft.log) {
        add(creator, Role::Author, draft);
    }
    let mut others: Vec<(String, Vec<String>)> = Vec::new();
    for contributor in list(resource, "contributors", &mut draft.log) {
        let kind = text(contributor, "contributorType", &mut draft.log).unwrap_or_default();
        match kind.as_str() {
            "Editor" => add(contributor, Role::Editor, draft),
            "Translator" => add(contributor, Role::Translator, draft),
            _ => {
                let Some(name) = name(contributor, &mut draft.log) else { continue };
                let name = name.display();
                match others.iter().position(|(known, _)| *known == kind) {
                    Some(at) => others[at].1.push(name),
                    None if others.len() < 50 => others.push((kind, vec![name])),
                    None => {}
                }
            }
        }
    }
    for (kind, names) in others {
        draft.named_note(if kind.is_empty() { "contributor" } else { &kind }, &names.join("; "));
    }
}

fn add(value: &Value, role: Role, draft: &mut Draft) {
    let Some(name) = name(value, &mut draft.log) else { return };
    let raw = text(value, "name", &mut draft.log).unwrap_or_else(|| name.display());
    let details = details(value, &mut draft.log);
    draft.person(role, name, raw, details);
}

fn name(value: &Value, log: &mut Log) -> Option<Name> {
    let whole = match value {
        Value::String(_) => string(value, "creators", log),
        _ => text(value, "name", log).or_else(|| text(value, "creatorName", log)),
    };
    let (given, family) = (text(value, "givenName", log), text(value, "familyName", log));
    let organization = value.get("nameType").and_then(Value::as_str) == Some("Organizational");
    match (family, whole) {
        (_, Some(whole)) if organization => Some(Name::Group(whole)),
        (Some(family), _) => Some(Name::Person(Person { family, given, ..Person::default() })),
        (None, Some(whole)) if is_group(&whole) => Some(Name::Group(whole)),
        (None, Some(whole)) => Some(bibtex::plain_name(&whole)),
        (None, None) => given.map(|family| Name::Person(Person { family, ..Person::default() })),
    }
}

fn details(value: &Value, log: &mut Log) -> PersonDetails {
    let mut details = PersonDetails::default();
    for id in list(value, "nameIdentifiers", log) {
        let Some(raw) = text(id, "nameIdentifier", log) else { continue };
        let scheme = text(id, "nameIdentifierScheme", log).unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("orcid") && !raw.contains("orcid.org") {
            continue;
        }
        let reading = identifiers::orcid(&raw);
        if reading.validity == Validity::Valid {
            details.orcid = details.orcid.or(Some(reading.value));
        } else {
            log.add(IssueCode::IdentifierInvalid, "ORCID", "an ORCID of it is wrong and was left out", &raw);
        }
    }
    for affiliation in list(value, "affiliation", log) {
        let raw = match affiliation {
            Value::String(_) => string(affiliation, "affiliation", log),
            _ => text(affiliation, "name", log),
        };
        let ror = text(affiliation, "affiliationIdentifier", log)
            .filter(|id| id.contains("ror.org"))
            .and_then(|id| ror_id(&id));
        if let Some(raw) = raw {
            details.affiliations.push(Affiliation { raw, ror });
        }
    }
    details
}
