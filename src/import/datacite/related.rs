//! What a resource says of others: what it cites, of what it is a version.

use serde_json::Value;

use super::resource::scheme;
use crate::import::crossref_json::fields::{list, text};
use crate::import::record_draft::{Draft, Medium};
use crate::model::{Cited, Direction, Identifier, Scheme, Update, UpdateKind};
use crate::normalize::identifiers;

/// Related identifiers.
pub(super) fn read(resource: &Value, draft: &mut Draft) {
    for item in list(resource, "relatedIdentifiers", &mut draft.log) {
        let log = &mut draft.log;
        let Some(raw) = text(item, "relatedIdentifier", log) else { continue };
        let kind = text(item, "relatedIdentifierType", log).unwrap_or_default();
        let relation = text(item, "relationType", log).unwrap_or_default();
        let scheme = scheme(&kind).unwrap_or(Scheme::Other);
        let value = match scheme {
            Scheme::Doi => identifiers::doi(&raw).unwrap_or_else(|| raw.clone()),
            _ => identifiers::read(scheme, &raw).value,
        };
        let identifier = Identifier { scheme, value, raw: raw.clone() };
        let new_version = |direction| Update {
            kind: UpdateKind::NewVersion,
            direction,
            other: vec![identifier.clone()],
            citation: None,
            date: None,
            asserted_by: None,
        };
        match relation.as_str() {
            "References" | "Cites" => {
                draft.record.cited.push(Cited {
                    text: String::new(),
                    identifiers: vec![identifier],
                    work: None,
                });
            }
            "IsPreviousVersionOf" | "IsObsoletedBy" => draft.record.updates.push(new_version(Direction::To)),
            "IsNewVersionOf" | "Obsoletes" => draft.record.updates.push(new_version(Direction::By)),
            "IsPartOf" | "IsPublishedIn" if scheme == Scheme::Issn => draft.issn(&raw, Medium::Unsaid),
            "IsPartOf" | "IsPublishedIn" if scheme == Scheme::Isbn => draft.isbns(&raw),
            _ => draft.named_note(&relation, &raw),
        }
    }
}
