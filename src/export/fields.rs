//! What the writers ask of a record, the same for all of them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use super::text::one_line;
use crate::model::{
    Direction, Field, Identifier, Keyword, KeywordScheme, Name, Pages, Person, Record, Reference, Role,
    Scheme, Update, UpdateKind, WorkKind,
};

/// The text of a field that has any.
pub fn text(field: Option<&Field<String>>) -> Option<&str> {
    field.map(|f| f.value.as_str()).filter(|value| !value.trim().is_empty())
}

/// Identifiers of one scheme, in order.
pub fn all(work: &Reference, scheme: Scheme) -> impl Iterator<Item = &str> {
    work.identifiers.iter().filter(move |f| f.value.scheme == scheme).map(|f| f.value.value.as_str())
}

/// The first identifier of a scheme.
pub fn first(work: &Reference, scheme: Scheme) -> Option<&str> {
    all(work, scheme).next()
}

/// Identifiers that none of a format's own fields takes: of other schemes than these, and of these all but the first.
pub fn further<'a>(work: &'a Reference, own: &[Scheme]) -> Vec<&'a Identifier> {
    let mut own = own.to_vec();
    let mut out = Vec::new();
    for Field { value, .. } in &work.identifiers {
        match own.iter().position(|scheme| *scheme == value.scheme) {
            Some(at) => drop(own.swap_remove(at)),
            None => out.push(value),
        }
    }
    out
}

/// `arxiv:1706.03762`, as identifiers stand in notes.
pub fn tagged(id: &Identifier) -> String {
    format!("{}:{}", id.scheme.as_str(), id.value)
}

/// Every ISSN once: of print, electronic, and those of which nothing more is known.
pub fn issns(record: &Record) -> Vec<&str> {
    let serial = &record.serial;
    let mut out: Vec<&str> = Vec::new();
    let told = [&serial.issn_print, &serial.issn_electronic, &serial.issn_l];
    let others = serial.issn_other.iter().map(String::as_str);
    for issn in
        told.into_iter().flatten().map(String::as_str).chain(others).chain(all(&record.work, Scheme::Issn))
    {
        if !out.contains(&issn) {
            out.push(issn);
        }
    }
    out
}

/// Keywords as reference managers have them: what the work is about. Publication types and chemicals are none.
pub fn subjects(record: &Record) -> impl Iterator<Item = Cow<'_, str>> {
    let about = |k: &&Keyword| !matches!(k.scheme, KeywordScheme::PublicationType | KeywordScheme::Chemical);
    record.keywords.iter().filter(about).map(subject).filter(|term| !term.is_empty())
}

/// A keyword; a MeSH heading as PubMed writes it, with its qualifier behind a slash and a star if it is a main point.
pub fn subject(keyword: &Keyword) -> Cow<'_, str> {
    let term = one_line(&keyword.term);
    if keyword.scheme != KeywordScheme::Mesh {
        return term;
    }
    match (&keyword.qualifier, keyword.is_major == Some(true)) {
        (None, false) => term,
        (None, true) => Cow::Owned(format!("*{term}")),
        (Some(qualifier), false) => Cow::Owned(format!("{term}/{}", one_line(qualifier))),
        // Whether the star belongs to the heading or to its qualifier is not known; PubMed mostly has it here.
        (Some(qualifier), true) => Cow::Owned(format!("{term}/*{}", one_line(qualifier))),
    }
}

/// Keywords in one field: parted by commas, or by semicolons if one of them holds a comma.
pub fn joined_subjects(record: &Record) -> Option<String> {
    let terms: Vec<Cow<'_, str>> = subjects(record).collect();
    if terms.is_empty() {
        return None;
    }
    let between = if terms.iter().any(|term| term.contains(',')) { "; " } else { ", " };
    Some(terms.join(between))
}

/// `6 Suppl 1`: issue and supplement in one field, as MEDLINE has them.
pub fn issue(work: &Reference) -> Option<Cow<'_, str>> {
    match (text(work.issue.as_ref()), text(work.supplement.as_ref())) {
        (Some(issue), Some(supplement)) => Some(Cow::Owned(format!("{issue} {supplement}"))),
        (issue, supplement) => issue.or(supplement).map(Cow::Borrowed),
    }
}

/// The pages, where a first one is known.
pub fn pages(work: &Reference) -> Option<&Pages> {
    work.pages.as_ref().map(|f| &f.value).filter(|p| !p.first.trim().is_empty())
}

/// `1169-1188`.
pub fn range(pages: &Pages) -> String {
    match &pages.last {
        Some(last) => format!("{}-{last}", pages.first),
        None => pages.first.clone(),
    }
}

/// People and groups of one role.
pub fn names(work: &Reference, role: Role) -> impl Iterator<Item = &Name> {
    work.with_role(role).map(|c| &c.name.value).filter(|name| match name {
        Name::Group(name) => !name.trim().is_empty(),
        Name::Person(person) => !person.family.trim().is_empty(),
    })
}

/// The family name with its particle (`van der Berg`, `d'Arcy`).
pub fn family(person: &Person) -> Cow<'_, str> {
    match &person.particle {
        Some(particle) if particle.ends_with(['\'', '’']) => {
            Cow::Owned(format!("{particle}{}", person.family))
        }
        Some(particle) => Cow::Owned(format!("{particle} {}", person.family)),
        None => Cow::Borrowed(&person.family),
    }
}

/// `Family, Given, Suffix`, on one line. Where there is a suffix and no given name, the place between stays empty.
pub fn inverted(name: &Name) -> String {
    match name {
        Name::Group(name) => one_line(name).into_owned(),
        Name::Person(person) => {
            let mut out = family(person).into_owned();
            if person.given.is_some() || person.suffix.is_some() {
                out.push_str(", ");
                out.push_str(person.given.as_deref().unwrap_or_default());
            }
            if let Some(suffix) = &person.suffix {
                out.push_str(", ");
                out.push_str(suffix);
            }
            one_line(&out).into_owned()
        }
    }
}

/// Whether the container is a book or proceedings, and not a serial or a site.
pub fn is_part_of_book(work: &Reference) -> bool {
    match work.kind {
        WorkKind::Chapter | WorkKind::ReferenceEntry | WorkKind::Book => true,
        // Published in a journal, as many abstracts of meetings are, it has a volume there.
        WorkKind::ConferencePaper | WorkKind::ConferenceAbstract => {
            work.volume.is_none() || work.publisher.is_some()
        }
        _ => false,
    }
}

/// What must be known before a work is cited: that it was retracted, or the like. Sentences for a note.
pub fn warnings(record: &Record) -> impl Iterator<Item = String> {
    record.updates.iter().filter(|u| u.direction == Direction::To).filter_map(warning)
}

/// The sentence of one update; none where nothing is said against the work.
pub fn warning(update: &Update) -> Option<String> {
    let mut out = match update.kind {
        UpdateKind::Retraction => "Retracted",
        UpdateKind::Withdrawal => "Withdrawn",
        UpdateKind::PartialRetraction => "Retracted in part",
        UpdateKind::RetractedAndRepublished => "Retracted and republished",
        UpdateKind::ExpressionOfConcern => "Expression of concern",
        UpdateKind::Reinstatement => "Reinstated",
        _ => return None,
    }
    .to_owned();
    if let Some(date) = update.date {
        let _ = write!(out, " ({date})");
    }
    let ids: Vec<String> = update.other.iter().map(tagged).collect();
    if !ids.is_empty() {
        out.push_str(": ");
        out.push_str(&ids.join(", "));
    } else if let Some(citation) = &update.citation {
        out.push_str(": ");
        out.push_str(&one_line(citation));
    }
    Some(out)
}

/// What a format has places for besides the fields that all of them have.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// Schemes of which it takes the first identifier.
    pub one: &'a [Scheme],
    /// Schemes of which it takes all.
    pub all: &'a [Scheme],
    /// Roles it knows.
    pub roles: &'a [Role],
}

/// Everything that stands in a note, each on its own: warnings, what the record has there, and what the format has no
/// place for.
pub fn notes<'a>(record: &'a Record, places: &Places<'_>) -> Vec<Cow<'a, str>> {
    let work = &record.work;
    let mut out: Vec<Cow<'a, str>> = warnings(record).map(Cow::Owned).collect();
    out.extend(work.notes.iter().map(|n| one_line(&n.value)).filter(|n| !n.is_empty()));
    for role in Role::ALL.into_iter().filter(|role| !places.roles.contains(role)) {
        let people: Vec<String> = names(work, role).map(inverted).collect();
        if !people.is_empty() {
            out.push(Cow::Owned(format!("{}: {}", role.as_str(), people.join("; "))));
        }
    }
    // ISSNs go where the serial is, ORCIDs belong to people.
    let elsewhere = |scheme| matches!(scheme, Scheme::Issn | Scheme::Orcid) || places.all.contains(&scheme);
    let further = further(work, places.one).into_iter().filter(|id| !elsewhere(id.scheme));
    out.extend(further.map(|id| one_line(&tagged(id)).into_owned().into()));
    out
}

/// Every place somebody of the record works at, once.
pub fn affiliations(record: &Record) -> Vec<&str> {
    let mut seen = HashSet::new();
    let places = record.people.iter().flat_map(|p| &p.affiliations).map(|a| a.raw.as_str());
    places.filter(|place| !place.trim().is_empty() && seen.insert(*place)).collect()
}
