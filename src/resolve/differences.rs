//! Where a reference and the record that was accepted for it differ, field by field.

use super::rules::THRESHOLDS;
use super::side::{Held, Printed, telling_identifiers};
use crate::model::{Agreement, Difference, Evidence, Field, MatchField, Name, Reference, Role};

/// Titles less alike than this are told as different; above it spelling, symbols and subtitles differ.
const TOLD_TITLE: f32 = 0.9;
/// Names likewise; above it initials differ.
const TOLD_AUTHOR: f32 = 0.9;

pub(super) fn of(printed: &Printed<'_>, held: &Held<'_>, evidence: &Evidence) -> Vec<Difference> {
    let (one, two) = (printed.reference, &held.record.work);
    let mut found = Vec::new();
    let mut tell = |field, printed: Option<String>, record: Option<String>| {
        if let (Some(printed), Some(record)) = (printed, record) {
            found.push(Difference { source: held.record.source, field, printed, record });
        }
    };
    let text = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    let differs =
        |found: Option<Agreement>| matches!(found, Some(Agreement::Different | Agreement::Misprint));
    if evidence.identifier == Some(false)
        && let Some((printed, record)) = other_identifier(one, two)
    {
        tell(MatchField::Identifier, Some(printed), Some(record));
    }
    if evidence.title.is_some_and(|title| title < TOLD_TITLE) || evidence.title_numbers_differ {
        tell(MatchField::Title, text(&one.title), text(&two.title));
    }
    if evidence.first_author.is_some_and(|author| author < TOLD_AUTHOR) {
        tell(MatchField::FirstAuthor, first_author(one), first_author(two));
    }
    if evidence.journal.is_some_and(|journal| journal < THRESHOLDS.same_journal) {
        tell(MatchField::Journal, text(&one.container_title), text(&two.container_title));
    }
    if let (Some(diff), Some(issued)) = (evidence.year_diff.filter(|diff| *diff != 0), &one.issued) {
        let year = issued.value.year;
        tell(MatchField::Year, Some(year.to_string()), Some(year.saturating_add(diff).to_string()));
    }
    if differs(evidence.volume) {
        tell(MatchField::Volume, text(&one.volume), text(&two.volume));
    }
    if differs(evidence.issue) {
        tell(MatchField::Issue, text(&one.issue), text(&two.issue));
    }
    if differs(evidence.supplement) {
        let supplement = |reference: &Reference| {
            text(&reference.supplement).or_else(|| text(&reference.issue)).or_else(|| text(&reference.volume))
        };
        tell(MatchField::Supplement, supplement(one), supplement(two));
    }
    if differs(evidence.first_page) {
        tell(MatchField::FirstPage, first_page(one), first_page(two));
    }
    if differs(evidence.last_page) {
        let last =
            |reference: &Reference| reference.pages.as_ref().and_then(|pages| pages.value.last.clone());
        tell(MatchField::LastPage, last(one), last(two));
    }
    if evidence.kind == Some(false) {
        tell(MatchField::Kind, Some(one.kind.as_str().to_owned()), Some(two.kind.as_str().to_owned()));
    }
    found
}

fn other_identifier(printed: &Reference, record: &Reference) -> Option<(String, String)> {
    telling_identifiers(printed).find_map(|(scheme, value)| {
        let other = telling_identifiers(record).find(|(other, _)| *other == scheme)?;
        let shown = |value: &str| format!("{}:{value}", scheme.as_str());
        Some((shown(value), shown(other.1)))
    })
}

fn first_author(reference: &Reference) -> Option<String> {
    reference.with_role(Role::Author).next().map(|author| match &author.name.value {
        Name::Person(person) => match person.initials.as_ref().or(person.given.as_ref()) {
            Some(initials) => format!("{} {initials}", person.family),
            None => person.family.clone(),
        },
        Name::Group(name) => name.clone(),
    })
}

fn first_page(reference: &Reference) -> Option<String> {
    let page = reference.pages.as_ref().map(|pages| pages.value.first.clone());
    page.or_else(|| reference.article_number.as_ref().map(|number| number.value.clone()))
}
