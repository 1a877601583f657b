//! Authors, editors, investigators, and those a work is about.

use super::cursor::{Cursor, Tag};
use super::draft::Draft;
use super::error::Fault;
use crate::model::{Affiliation, Contributor, Field, Name, Person, PersonDetails, Role, Scheme};
use crate::normalize::identifiers::{self, Validity};

/// Reads an `<AuthorList>` or `<InvestigatorList>`.
pub(super) fn read_list(
    cursor: &mut Cursor<'_>,
    list: &Tag<'_>,
    role: Role,
    draft: &mut Draft,
) -> Result<(), Fault> {
    if list.has("CompleteYN", "N")? {
        draft.record.work.authors_truncated = true;
    }
    while let Some(tag) = cursor.child()? {
        // A name the publisher misspelled stands beside its correction, for those who search for it.
        let misspelled = tag.has("ValidYN", "N")?;
        let Some(Somebody { name, raw, details }) = read_person(cursor)? else { continue };
        if misspelled {
            draft.note(format!("misspelled: {raw}"));
        } else {
            let contributor = Contributor { role, role_printed: None, name: Field::given(name), raw };
            draft.person(contributor, details);
        }
    }
    Ok(())
}

/// A person or group as an element describes it.
pub(super) struct Somebody {
    /// The name.
    pub(super) name: Name,
    /// The same in one line, as given.
    pub(super) raw: String,
    /// All else.
    pub(super) details: PersonDetails,
}

/// Reads an `<Author>` or the like; `None` where it names nobody.
pub(super) fn read_person(cursor: &mut Cursor<'_>) -> Result<Option<Somebody>, Fault> {
    let (mut family, mut given, mut initials, mut suffix) = (None, None, None, None);
    let mut group = None;
    let mut details = PersonDetails::default();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "LastName" => family = cursor.filled()?,
            "ForeName" | "FirstName" => given = cursor.filled()?,
            "Initials" => initials = cursor.filled()?,
            "Suffix" => suffix = cursor.filled()?,
            "CollectiveName" => group = cursor.filled()?,
            "Identifier" => {
                let orcid = tag.has("Source", "ORCID")?;
                let value = cursor.text()?;
                if orcid {
                    details.orcid = details.orcid.or_else(|| checked_orcid(&value));
                }
            }
            "AffiliationInfo" => read_affiliation(cursor, &mut details)?,
            // Before 2015.
            "Affiliation" => {
                if let Some(raw) = cursor.filled()? {
                    details.affiliations.push(Affiliation { raw, ror: None });
                }
            }
            _ => cursor.skip()?,
        }
    }
    if let Some(group) = group {
        let name = Name::Group(group.trim_end_matches(['.', ' ', ',', ';']).to_owned());
        return Ok(Some(Somebody { name, raw: group, details }));
    }
    let given = given.or(initials);
    // Somebody with one name alone.
    let (family, given) = match (family, given) {
        (Some(family), given) => (family, given),
        (None, Some(only)) => (only, None),
        (None, None) => return Ok(None),
    };
    let mut raw = family.clone();
    for part in [&given, &suffix].into_iter().flatten() {
        raw.push_str(", ");
        raw.push_str(part);
    }
    let name = Name::Person(Person { family, given, initials: None, particle: None, suffix });
    Ok(Some(Somebody { name, raw, details }))
}

fn read_affiliation(cursor: &mut Cursor<'_>, details: &mut PersonDetails) -> Result<(), Fault> {
    let mut affiliation = Affiliation::default();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Affiliation" => affiliation.raw = cursor.text()?,
            "Identifier" => {
                let is_ror = tag.has("Source", "ROR")?;
                let value = cursor.text()?;
                if is_ror && affiliation.ror.is_none() {
                    affiliation.ror = ror(&value);
                }
            }
            _ => cursor.skip()?,
        }
    }
    if !affiliation.raw.is_empty() {
        details.affiliations.push(affiliation);
    }
    Ok(())
}

/// An ORCID, when its check digit is right.
fn checked_orcid(raw: &str) -> Option<String> {
    let reading = identifiers::read(Scheme::Orcid, raw);
    (reading.validity == Validity::Valid).then_some(reading.value)
}

/// The nine characters of a ROR, with or without the address in front: `0`, six of its alphabet, two check digits.
fn ror(raw: &str) -> Option<String> {
    let id = raw.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    let shaped = id.len() == 9
        && id.starts_with('0')
        && id.bytes().all(|b| b.is_ascii_alphanumeric() && !matches!(b, b'i' | b'l' | b'o' | b'u'))
        && id[7..].bytes().all(|b| b.is_ascii_digit());
    shaped.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_people_and_places() {
        assert_eq!(
            checked_orcid("http://orcid.org/0000-0002-1825-0097").as_deref(),
            Some("0000-0002-1825-0097")
        );
        assert_eq!(checked_orcid("0000000218250097").as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(checked_orcid("0000-0002-1825-0098"), None);
        assert_eq!(ror("https://ror.org/05gq02987").as_deref(), Some("05gq02987"));
        assert_eq!(ror("05GQ02987").as_deref(), Some("05gq02987"));
        for wrong in ["5gq02987", "05gq0298x", "grid.40263.33", ""] {
            assert_eq!(ror(wrong), None, "{wrong}");
        }
    }
}
