//! Retractions, corrections and the like, of which Crossref says the same thing in up to four places, and some of it
//! the wrong way round.
//!
//! `update-to` stands in the record of a notice and names the work it is about; `updated-by` stands in the work's and
//! names the notice. Traps, all met in its data:
//! - A link to the record itself. Mostly the notice stands under the work's own DOI, or the work was published anew
//!   under it. A record that calls itself a notice in its title, though, has named the wrong work, and is not retracted.
//! - A pair of links that point both ways, because the publisher entered the notice's number in the retracted work's
//!   record. Only one of the two is true.
//! - The same notice told by the publisher and by Retraction Watch.

use serde_json::Value;

use super::dates;
use super::fields::{Log, list, text};
use super::titles::Says;
use crate::model::{Direction, Identifier, IssueCode, Scheme, Update, UpdateKind};
use crate::normalize::identifiers;

/// What the word of a link stands for.
fn kind(word: &str, log: &mut Log) -> UpdateKind {
    let word = word.trim().to_lowercase().replace(['-', ' '], "_");
    match word.as_str() {
        "retraction" | "retracted" => UpdateKind::Retraction,
        "withdrawal" | "withdrawn" | "removal" | "removed" | "temporary_removal" => UpdateKind::Withdrawal,
        "partial_retraction" => UpdateKind::PartialRetraction,
        "expression_of_concern" | "concern" => UpdateKind::ExpressionOfConcern,
        "correction" | "corrigendum" | "corrigenda" | "erratum" | "errata" | "addendum" | "clarification" => {
            UpdateKind::Correction
        }
        "reinstatement" | "reinstated" | "retraction_of_retraction" => UpdateKind::Reinstatement,
        "retracted_and_republished" | "retraction_and_replacement" | "retract_and_replace" => {
            UpdateKind::RetractedAndRepublished
        }
        "new_version" | "new_edition" | "update" | "version_of_record" => UpdateKind::NewVersion,
        "comment" | "reply" => UpdateKind::Comment,
        "other" | "interim_update" | "" => UpdateKind::Other,
        _ => {
            let message = "it was updated in a way that is not known, and counts as not said against it";
            log.add(IssueCode::ValueOutOfRange, "update-to", message, &word);
            UpdateKind::Other
        }
    }
}

/// Relations that say the same as updates do, the kind, and the way they point.
const RELATIONS: [(&str, UpdateKind, Direction); 8] = [
    ("is-preprint-of", UpdateKind::NewVersion, Direction::To),
    ("has-preprint", UpdateKind::NewVersion, Direction::By),
    ("is-replaced-by", UpdateKind::NewVersion, Direction::To),
    ("replaces", UpdateKind::NewVersion, Direction::By),
    ("is-comment-on", UpdateKind::Comment, Direction::By),
    ("has-comment", UpdateKind::Comment, Direction::To),
    ("is-reply-to", UpdateKind::Comment, Direction::By),
    ("has-reply", UpdateKind::Comment, Direction::To),
];

/// Relations under the names of updates; who asserts them says which way they point.
const MIRRORED: [&str; 13] = [
    "retraction",
    "withdrawal",
    "removal",
    "partial_retraction",
    "expression_of_concern",
    "correction",
    "corrigendum",
    "erratum",
    "addendum",
    "clarification",
    "reinstatement",
    "new_version",
    "new_edition",
];

/// One link as deposited.
struct Link {
    direction: Direction,
    kind: UpdateKind,
    is_self: bool,
    /// Of the other side; `None` for a link to the record itself.
    other: Option<Identifier>,
    update: Update,
}

/// The updates of a work whose DOI is `own`.
pub(super) fn read(work: &Value, own: Option<&str>, says: Says, log: &mut Log) -> Vec<Update> {
    let mut links = Vec::new();
    for (key, direction) in [("updated-by", Direction::To), ("update-to", Direction::By)] {
        for entry in list(work, key, log) {
            links.extend(link(entry, key, direction, own, log));
        }
    }
    related(work, own, &mut links, log);
    settle_self(&mut links, says, log);
    settle_pairs(&mut links, says, log);
    once(links)
}

fn link(
    entry: &Value,
    key: &'static str,
    direction: Direction,
    own: Option<&str>,
    log: &mut Log,
) -> Option<Link> {
    if !entry.is_object() {
        log.wrong_type(key, "an update", entry);
        return None;
    }
    let kind = kind(&text(entry, "type", log).unwrap_or_default(), log);
    let raw = text(entry, "DOI", log);
    let value = raw.as_deref().and_then(identifiers::doi);
    if let (Some(raw), None) = (&raw, &value) {
        log.add(
            IssueCode::IdentifierInvalid,
            key,
            "what it calls the DOI of an update does not have the form of one",
            raw,
        );
    }
    let is_self = value.is_some() && value.as_deref() == own;
    let other = value.zip(raw).map(|(value, raw)| Identifier { scheme: Scheme::Doi, value, raw });
    let asserted_by = text(entry, "source", log).filter(|source| source != "publisher");
    let other = other.filter(|_| !is_self);
    Some(Link {
        direction: if is_self { Direction::To } else { direction },
        kind,
        is_self,
        other: other.clone(),
        update: Update {
            kind,
            direction,
            other: other.into_iter().collect(),
            citation: None,
            date: dates::date(entry, "updated", log),
            asserted_by,
        },
    })
    .filter(|link| link.other.is_some() || is_self || direction == Direction::To)
}

/// What `relation` adds: versions and comments, and updates of which no link tells.
fn related(work: &Value, own: Option<&str>, links: &mut Vec<Link>, log: &mut Log) {
    let Some(relation) = super::fields::object(work, "relation", log) else { return };
    let named = RELATIONS.iter().map(|(key, kind, direction)| (*key, *kind, Some(*direction)));
    let mirrored = MIRRORED.iter().map(|key| (*key, UpdateKind::Other, None));
    for (key, known, direction) in named.chain(mirrored) {
        for entry in list(relation, key, log) {
            let is_doi =
                entry.get("id-type").and_then(Value::as_str).is_none_or(|t| t.eq_ignore_ascii_case("doi"));
            let Some(raw) = text(entry, "id", log).filter(|_| is_doi) else { continue };
            let Some(value) = identifiers::doi(&raw) else { continue };
            let told = links.iter().any(|l| l.other.as_ref().is_some_and(|o| o.value == value));
            if Some(value.as_str()) == own || (direction.is_none() && told) {
                continue;
            }
            let by_object = entry.get("asserted-by").and_then(Value::as_str) == Some("object");
            let direction = direction.unwrap_or(if by_object { Direction::To } else { Direction::By });
            let kind = if known == UpdateKind::Other { kind(key, log) } else { known };
            let other = Identifier { scheme: Scheme::Doi, value, raw };
            let update = Update {
                kind,
                direction,
                other: vec![other.clone()],
                citation: None,
                date: None,
                asserted_by: None,
            };
            links.push(Link { direction, kind, is_self: false, other: Some(other), update });
        }
    }
}

/// Links of a record to itself.
fn settle_self(links: &mut [Link], says: Says, log: &mut Log) {
    if says != Says::Notice {
        return;
    }
    for link in links.iter_mut().filter(|l| l.is_self && l.kind != UpdateKind::NewVersion) {
        // It is the one that does something: to which work, nobody said.
        link.direction = Direction::By;
        let message = "a notice names itself as the work it is about; which one that is, it does not say";
        log.add(IssueCode::ValueOutOfRange, "update-to", message, "");
    }
}

/// Pairs of works that are both said to have updated the other. Retraction Watch knows which; else a title that says
/// so does. Where nothing tells, what may be said against the work stays.
fn settle_pairs(links: &mut Vec<Link>, says: Says, log: &mut Log) {
    let serious = |kind| !matches!(kind, UpdateKind::NewVersion | UpdateKind::Comment | UpdateKind::Other);
    let mut true_way: Vec<(String, Direction)> = Vec::new();
    for link in links.iter().filter(|l| serious(l.kind)) {
        let Some(other) = &link.other else { continue };
        let between = |l: &&Link| serious(l.kind) && l.other.as_ref().is_some_and(|o| o.value == other.value);
        let both = links.iter().filter(between).any(|l| l.direction != link.direction);
        if !both || true_way.iter().any(|(value, _)| *value == other.value) {
            continue;
        }
        let mut watched = links
            .iter()
            .filter(between)
            .filter(|l| l.update.asserted_by.as_deref() == Some("retraction-watch"))
            .map(|l| l.direction);
        let told = match (watched.next(), watched.next()) {
            (Some(direction), next) if next.is_none_or(|d| d == direction) => direction,
            _ if says == Says::Notice => Direction::By,
            _ => Direction::To,
        };
        let message = "two works are each said to have updated the other; one of the two was left out";
        log.add(IssueCode::ValueOutOfRange, "update-to", message, &other.value);
        true_way.push((other.value.clone(), told));
    }
    links.retain(|link| {
        let Some(other) = &link.other else { return true };
        !serious(link.kind)
            || true_way.iter().all(|(value, told)| *value != other.value || link.direction == *told)
    });
}

/// Each update once, whoever tells it: the publisher before others, the earliest date.
fn once(links: Vec<Link>) -> Vec<Update> {
    let mut out: Vec<Update> = Vec::new();
    for Link { direction, mut update, .. } in links {
        update.direction = direction;
        let same = out.iter_mut().find(|u| {
            u.kind == update.kind
                && u.direction == direction
                && u.other.first().map(|o| &o.value) == update.other.first().map(|o| &o.value)
        });
        match same {
            Some(known) => {
                if update.asserted_by.is_none() {
                    known.asserted_by = None;
                }
                known.date = match (known.date, update.date) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            None => out.push(update),
        }
    }
    out
}
