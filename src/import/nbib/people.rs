//! Authors, editors and investigators, and what is said of each of them on the lines below.

use crate::import::pubmed_xml::draft::Draft;
use crate::import::tagged::names as plain;
use crate::import::tagged::words::one_line;
use crate::model::{Affiliation, Contributor, Field, Name, Person, PersonDetails, Role, Scheme};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::names;

/// The people of a record, in the order of its lines.
#[derive(Default)]
pub(super) struct People {
    /// The short form of the name just read is to follow.
    short_form: Option<Role>,
    /// Addresses in front of all names; in old records they are the first author's.
    early: Vec<Affiliation>,
}

impl People {
    /// A name in full: `Casbon, James A`.
    pub(super) fn full(&mut self, role: Role, text: &str, draft: &mut Draft) {
        let raw = one_line(text);
        let (family, given) = raw.split_once(',').unwrap_or((&raw, ""));
        let mut given = given.trim();
        let mut suffix = None;
        if let Some((before, last)) = given.rsplit_once([' ', ','])
            // Asked of every name; few end like this.
            && last.starts_with(['J', 'j', 'S', 's', 'I', 'i', '2', '3', '4'])
            && let Some(found) = names::suffix(last)
        {
            suffix = Some(found.to_owned());
            given = before.trim_end_matches([' ', ',']);
        }
        let person = Person {
            family: family.trim().to_owned(),
            given: (!given.is_empty()).then(|| given.to_owned()),
            initials: None,
            particle: None,
            suffix,
        };
        self.push(role, Name::Person(person), raw.into_owned(), draft);
        self.short_form = Some(role);
    }

    /// A name in short: `Casbon JA`; nothing where it is that of the name in full before it.
    pub(super) fn short(&mut self, role: Role, text: &str, draft: &mut Draft) {
        if self.short_form.take() == Some(role) {
            return;
        }
        let raw = one_line(text);
        let name = match names::medline(&raw) {
            Some(person) => Some(Name::Person(person)),
            None => plain::read(&raw),
        };
        if let Some(name) = name {
            self.push(role, name, raw.into_owned(), draft);
        }
    }

    /// A group.
    pub(super) fn group(&mut self, text: &str, draft: &mut Draft) {
        let raw = one_line(text).into_owned();
        let name = Name::Group(raw.trim_end_matches(['.', ' ', ',', ';']).to_owned());
        self.push(Role::Author, name, raw, draft);
    }

    fn push(&mut self, role: Role, name: Name, raw: String, draft: &mut Draft) {
        self.short_form = None;
        let details =
            PersonDetails { affiliations: std::mem::take(&mut self.early), ..PersonDetails::default() };
        draft.person(Contributor { role, role_printed: None, name: Field::given(name), raw }, details);
    }

    /// Where the person above works.
    pub(super) fn address(&mut self, text: &str, draft: &mut Draft) {
        let affiliation = Affiliation { raw: one_line(text).into_owned(), ror: None };
        match draft.record.work.contributors.len().checked_sub(1) {
            Some(at) => {
                if let Some(details) = plain::details(&mut draft.record, at) {
                    details.affiliations.push(affiliation);
                }
            }
            None => self.early.push(affiliation),
        }
    }

    /// `ORCID: 0000-0002-1825-0097` of the person above.
    pub(super) fn identifier(text: &str, draft: &mut Draft) {
        let (kind, raw) = text.split_once(':').unwrap_or(("", text));
        if !kind.trim().eq_ignore_ascii_case("orcid") || raw.len() > 64 {
            return;
        }
        let reading = identifiers::read(Scheme::Orcid, raw);
        let Some(at) = draft.record.work.contributors.len().checked_sub(1) else { return };
        if reading.validity == Validity::Valid
            && let Some(details) = plain::details(&mut draft.record, at)
        {
            details.orcid.get_or_insert(reading.value);
        }
    }

    /// What nobody was there for.
    pub(super) fn finish(self, draft: &mut Draft) {
        for affiliation in self.early {
            draft.note(format!("affiliation: {}", affiliation.raw));
        }
    }
}
