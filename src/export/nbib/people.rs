//! Authors and the like: the full name, the name in MEDLINE form, and behind an author where to find them.

use std::io;

use super::lines::Lines;
use crate::export::fields;
use crate::export::text::one_line;
use crate::model::{Name, Person, Record, Role};
use crate::normalize::names::initials;

/// Writes everybody. MEDLINE has no tag for translators.
pub fn write(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    let work = &record.work;
    let last_author = work.contributors.iter().rposition(|c| c.role == Role::Author);
    for (at, contributor) in work.contributors.iter().enumerate() {
        let (full, short) = match contributor.role {
            Role::Author => ("FAU", "AU"),
            Role::Editor => ("FED", "ED"),
            Role::Investigator | Role::Collaborator => ("FIR", "IR"),
            Role::Translator => continue,
        };
        match &contributor.name.value {
            Name::Group(name) if contributor.role == Role::Editor => to.line(short, name)?,
            Name::Group(name) => to.line("CN", name)?,
            Name::Person(person) => {
                to.line(full, &full_name(person))?;
                to.line(short, &medline(person))?;
            }
        }
        if let (Some(details), true) = (record.people.get(at), contributor.role == Role::Author) {
            to.some("AUID", details.orcid.as_ref().map(|orcid| format!("ORCID: {orcid}")).as_deref())?;
            to.each("AD", details.affiliations.iter().map(|a| &a.raw))?;
        }
        if work.authors_truncated && last_author == Some(at) {
            to.line("AU", "et al")?;
        }
    }
    Ok(())
}

/// `Cunningham, Francis X Jr`.
fn full_name(person: &Person) -> String {
    let mut out = fields::family(person).into_owned();
    let behind: Vec<&str> =
        [&person.given, &person.suffix].into_iter().flatten().map(String::as_str).collect();
    if !behind.is_empty() {
        out.push_str(", ");
        out.push_str(&behind.join(" "));
    }
    out
}

/// `Cunningham FX Jr`.
fn medline(person: &Person) -> String {
    let short = person.initials.clone().or_else(|| person.given.as_deref().map(initials));
    let short = short.map(|initials| initials.replace('-', "")).filter(|i| !i.is_empty());
    let family = fields::family(person);
    let parts = [Some(&*family), short.as_deref(), person.suffix.as_deref()];
    one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).into_owned()
}
