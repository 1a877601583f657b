//! Who had a part in a work, where several sources tell it.

use std::collections::HashMap;

use super::precedence::Speaker;
use crate::model::{Contributor, Name, PersonDetails, Reference, Role};
use crate::normalize::fold::fold_run;

/// What one source says of the people.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The reference or record.
    pub reference: &'a Reference,
    /// What it says of its contributors besides their names, at the same places.
    pub people: &'a [PersonDetails],
}

/// The people chosen.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// Everybody, role after role.
    pub contributors: Vec<Contributor>,
    /// Beside each what else is said.
    pub people: Vec<PersonDetails>,
    /// Whether the list of authors is cut.
    pub truncated: bool,
    /// The source of each role's list.
    pub from: Vec<(Role, Option<Speaker>)>,
}

/// Takes the list of each role whole from one source, and what that source does not say of its people from the others.
///
/// A record's list of authors counts if it is complete and not much shorter than the printed one: some records were
/// deposited with the first author alone.
pub fn choose(said: &[(Speaker, Said<'_>)]) -> Chosen {
    let mut out = Chosen::default();
    for role in Role::ALL {
        let Some((speaker, list)) = list(said, role) else { continue };
        if role == Role::Author {
            out.truncated = list.reference.authors_truncated || is_cut_short(said, count(list, role));
        }
        out.from.push((role, Some(speaker)));
        let others: Vec<(Speaker, Known)> = said
            .iter()
            .filter(|(other, _)| *other != speaker)
            .map(|(other, theirs)| (*other, Known::of(people(*theirs, role))))
            .collect();
        for (place, (mut contributor, mut details)) in people(list, role).into_iter().enumerate() {
            for (other, theirs) in &others {
                let Some((same, known)) = theirs.find(&contributor, place) else { continue };
                if *other == Speaker::Printed {
                    contributor.raw.clone_from(&same.raw);
                    contributor.role_printed.clone_from(&same.role_printed);
                }
                complete(&mut details, known);
            }
            out.contributors.push(contributor);
            out.people.push(details);
        }
    }
    out
}

/// Adds what is not known of a person yet.
pub fn complete(details: &mut PersonDetails, theirs: &PersonDetails) {
    details.orcid = details.orcid.take().or_else(|| theirs.orcid.clone());
    details.is_corresponding = details.is_corresponding.or(theirs.is_corresponding);
    if details.affiliations.is_empty() {
        details.affiliations.clone_from(&theirs.affiliations);
    }
}

/// The same for everybody of a byline who stands under the same name in another one.
pub fn complete_by_name(
    contributors: &[Contributor],
    details: &mut [PersonDetails],
    reference: &Reference,
    theirs: &[PersonDetails],
) {
    let said = Said { reference, people: theirs };
    for role in Role::ALL {
        let known = Known::of(people(said, role));
        let mine = contributors.iter().zip(details.iter_mut()).filter(|(c, _)| c.role == role);
        for (place, (contributor, details)) in mine.enumerate() {
            if let Some((_, theirs)) = known.find(contributor, place) {
                complete(details, theirs);
            }
        }
    }
}

fn count(said: Said<'_>, role: Role) -> usize {
    said.reference.with_role(role).count()
}

/// True where the printed list was cut and the chosen one has no more names than it.
fn is_cut_short(said: &[(Speaker, Said<'_>)], chosen: usize) -> bool {
    let printed = said.iter().find(|(speaker, _)| *speaker == Speaker::Printed);
    printed.is_some_and(|(_, p)| p.reference.authors_truncated && chosen <= count(*p, Role::Author))
}

fn list<'a>(said: &[(Speaker, Said<'a>)], role: Role) -> Option<(Speaker, Said<'a>)> {
    let present: Vec<(Speaker, Said<'a>)> =
        said.iter().copied().filter(|(_, said)| count(*said, role) > 0).collect();
    let first = present.first().copied();
    if role != Role::Author || first.is_some_and(|(speaker, _)| speaker == Speaker::Printed) {
        return first;
    }
    let printed = present.iter().copied().find(|(speaker, _)| *speaker == Speaker::Printed);
    let (shown, is_cut) =
        printed.map_or((0, false), |(_, said)| (count(said, role), said.reference.authors_truncated));
    let record = |enough: &dyn Fn(usize) -> bool| {
        present.iter().copied().find(|(speaker, said)| {
            *speaker != Speaker::Printed && !said.reference.authors_truncated && enough(count(*said, role))
        })
    };
    // Where the printed list was cut, the whole one has more names. Where it was not, a name read in two may have made
    // it a little longer than the true one.
    let whole = if is_cut {
        record(&|n| n > shown)
    } else {
        record(&|n| n >= shown).or_else(|| record(&|n| 2 * n > shown)).or(printed)
    };
    whole.or_else(|| {
        let longest = present.iter().map(|(_, said)| count(*said, role)).max()?;
        present.iter().copied().find(|(_, said)| count(*said, role) == longest)
    })
}

fn people(said: Said<'_>, role: Role) -> Vec<(Contributor, PersonDetails)> {
    let details = said.people.iter().cloned().chain(std::iter::repeat(PersonDetails::default()));
    let all = said.reference.contributors.iter().cloned().zip(details);
    all.filter(|(contributor, _)| contributor.role == role).collect()
}

/// A list in which people are looked up by name.
struct Known {
    people: Vec<(Contributor, PersonDetails)>,
    by_family: HashMap<String, Vec<usize>>,
}

impl Known {
    fn of(people: Vec<(Contributor, PersonDetails)>) -> Self {
        let mut by_family: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (contributor, _)) in people.iter().enumerate() {
            by_family.entry(key(&contributor.name.value).0).or_default().push(at);
        }
        Self { people, by_family }
    }

    /// The same person: at the same place under the same name, or the only one of that name.
    fn find(&self, contributor: &Contributor, place: usize) -> Option<&(Contributor, PersonDetails)> {
        let (family, initial) = key(&contributor.name.value);
        let namesakes = self.by_family.get(&family).filter(|_| !family.is_empty())?;
        let mut fitting = namesakes.iter().copied().filter(|at| {
            let theirs = self.people.get(*at).and_then(|(other, _)| key(&other.name.value).1);
            initial.is_none() || theirs.is_none() || initial == theirs
        });
        let at = match (fitting.next()?, fitting.next()) {
            (only, None) => only,
            (first, Some(second)) => [first, second].into_iter().chain(fitting).find(|at| *at == place)?,
        };
        self.people.get(at)
    }
}

/// Family name and first initial, folded.
fn key(name: &Name) -> (String, Option<char>) {
    match name {
        Name::Group(name) => (fold_run(name), None),
        Name::Person(person) => {
            let particle = person.particle.as_deref().unwrap_or_default();
            let given = person.initials.as_deref().or(person.given.as_deref()).map(fold_run);
            (fold_run(&format!("{particle}{}", person.family)), given.and_then(|g| g.chars().next()))
        }
    }
}
