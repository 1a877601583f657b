//! Works made of invented mentions and records.

#![allow(clippy::unnecessary_wraps, reason = "the fields they fill are optional")]

mod enriching;
mod gold;
mod likeness;
mod overriding;

use super::{Accepted, combine};
use crate::model::{
    Contributor, Entry, Field, Identifier, Mention, Name, Pages, PartialDate, Person, Provenance, Record,
    Reference, Role, Scheme, Source, Work, WorkKind,
};

fn given(text: &str) -> Option<Field<String>> {
    Some(Field::given(text.to_owned()))
}

fn year(year: i16) -> Option<Field<PartialDate>> {
    Some(Field::given(PartialDate::year(year)))
}

fn pages(first: &str, last: Option<&str>) -> Option<Field<Pages>> {
    Some(Field::given(Pages { first: first.to_owned(), last: last.map(str::to_owned) }))
}

fn id(scheme: Scheme, value: &str) -> Field<Identifier> {
    Field::given(Identifier { scheme, value: value.to_owned(), raw: value.to_owned() })
}

/// `Bohne AB` as an author.
fn author(name: &str) -> Contributor {
    let (family, given) = name.rsplit_once(' ').unwrap();
    let mut person = Person { family: family.to_owned(), given: Some(given.to_owned()), ..Person::default() };
    person.initials = Some(given.chars().filter(|c| c.is_uppercase()).collect());
    let name_ = Name::Person(person);
    Contributor { role: Role::Author, role_printed: None, raw: name.to_owned(), name: Field::given(name_) }
}

fn authors(names: &[&str]) -> Vec<Contributor> {
    names.iter().map(|name| author(name)).collect()
}

/// What a reference prints of an invented article.
fn printed() -> Reference {
    Reference {
        kind: WorkKind::Article,
        contributors: authors(&["Bohne AB", "Erbse K", "Linse L"]),
        authors_truncated: true,
        title: given("Beans in mice"),
        container_title: given("J Invent Bot"),
        issued: year(2010),
        volume: given("28"),
        pages: pages("2105", None),
        publisher: given("Printed Press"),
        ..Reference::default()
    }
}

fn work_of(reference: Reference) -> Work {
    let entry = Entry { text: "Bohne AB, et al. Beans in mice.".to_owned(), seq: 1, ..Entry::default() };
    combine([7; 10], &[Mention { entry, reference, ..Mention::default() }], &["d_x".to_owned()])
}

fn record(source: Source, work: Reference) -> Record {
    Record { source, work, ..Record::default() }
}

fn accepted(record: &Record) -> Accepted<'_> {
    let evidence =
        if record.source == Source::Pubmed { "answer:aa rule:locator" } else { "answer:bb rule:title" };
    Accepted { record, confidence: Some(0.97), evidence, asked_at: 1_500_000_000_000 }
}

/// The lines of one field: who, what, and whether it was chosen.
fn lines<'a>(work: &'a Work, field: &str) -> Vec<(&'static str, &'a str, bool)> {
    let rows = work.provenance.iter().filter(|row| row.field == field);
    rows.map(|row: &Provenance| (row.source, row.value.as_str(), row.chosen)).collect()
}

/// No field has two chosen values, and no source two lines for one.
fn assert_sound(work: &Work) {
    for row in &work.provenance {
        let same: Vec<&Provenance> = work.provenance.iter().filter(|r| r.field == row.field).collect();
        assert!(same.iter().filter(|r| r.chosen).count() <= 1, "{}", row.field);
        assert_eq!(same.iter().filter(|r| r.source == row.source).count(), 1, "{} {}", row.field, row.source);
    }
}
