//! Subject headings, publication types, chemicals and keywords.

use super::cursor::{Cursor, Tag};
use super::draft::Draft;
use super::error::Fault;
use crate::model::{Keyword, KeywordScheme, Name};

use super::people;

/// Reads a `<MeshHeadingList>`: one keyword for each heading, or for each of its qualifiers.
pub(super) fn read_mesh(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(heading) = cursor.child()? {
        if heading.name() != "MeshHeading" {
            cursor.skip()?;
            continue;
        }
        let mut descriptor = Term::default();
        let mut qualifiers = Vec::new();
        while let Some(tag) = cursor.child()? {
            match tag.name() {
                "DescriptorName" => descriptor = Term::read(cursor, &tag)?,
                "QualifierName" => qualifiers.push(Term::read(cursor, &tag)?),
                _ => cursor.skip()?,
            }
        }
        if qualifiers.is_empty() {
            draft.keyword(KeywordScheme::Mesh, descriptor.text, descriptor.id, descriptor.is_major);
            continue;
        }
        for qualifier in qualifiers {
            draft.record.keywords.push(Keyword {
                scheme: KeywordScheme::Mesh,
                term: descriptor.text.clone(),
                term_id: descriptor.id.clone(),
                qualifier: Some(qualifier.text),
                qualifier_id: qualifier.id,
                is_major: either(descriptor.is_major, qualifier.is_major),
            });
        }
    }
    Ok(())
}

/// True where one is, unknown where neither is known.
fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(false) || b.unwrap_or(false)),
    }
}

/// Reads a `<ChemicalList>`.
pub(super) fn read_chemicals(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while cursor.child()?.is_some() {
        while let Some(tag) = cursor.child()? {
            if tag.name() == "NameOfSubstance" {
                let term = Term::read(cursor, &tag)?;
                draft.keyword(KeywordScheme::Chemical, term.text, term.id, None);
            } else {
                cursor.skip()?;
            }
        }
    }
    Ok(())
}

/// Reads a list whose every element is a term: supplementary concepts, gene symbols.
pub(super) fn read_terms(
    cursor: &mut Cursor<'_>,
    scheme: KeywordScheme,
    draft: &mut Draft,
) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        let term = Term::read(cursor, &tag)?;
        draft.keyword(scheme, term.text, term.id, term.is_major);
    }
    Ok(())
}

/// Reads a `<KeywordList>`. Those that PubMed's own people or its partners gave are not the author's.
pub(super) fn read_keywords(cursor: &mut Cursor<'_>, list: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let owner = list.attribute("Owner")?;
    let foreign = owner.is_some_and(|owner| owner != "NOTNLM");
    read_terms(cursor, if foreign { KeywordScheme::Other } else { KeywordScheme::Author }, draft)
}

/// Reads a `<PublicationType>`.
pub(super) fn read_publication_type(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    draft: &mut Draft,
) -> Result<(), Fault> {
    let term = Term::read(cursor, tag)?;
    draft.keyword(KeywordScheme::PublicationType, term.text, term.id, None);
    Ok(())
}

/// Reads a `<PersonalNameSubjectList>`: people the work is about.
pub(super) fn read_people_as_subjects(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while cursor.child()?.is_some() {
        if let Some(somebody) = people::read_person(cursor)? {
            let term = match somebody.name {
                Name::Group(group) => group,
                Name::Person(_) => somebody.raw,
            };
            draft.keyword(KeywordScheme::Other, term, None, None);
        }
    }
    Ok(())
}

/// Reads a `<DataBankList>`: what the work deposited or registered elsewhere, as `ClinicalTrials.gov/NCT00000000`.
/// These are no identifiers of the work itself.
pub(super) fn read_data_banks(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while cursor.child()?.is_some() {
        let mut bank = String::new();
        while let Some(tag) = cursor.child()? {
            match tag.name() {
                "DataBankName" => bank = cursor.text()?,
                "AccessionNumberList" => {
                    while cursor.child()?.is_some() {
                        let number = cursor.text()?;
                        let term = format!("{bank}/{number}");
                        draft.keyword(KeywordScheme::Other, term, Some(number), None);
                    }
                }
                _ => cursor.skip()?,
            }
        }
    }
    Ok(())
}

/// A term with its attributes.
#[derive(Default)]
struct Term {
    text: String,
    id: Option<String>,
    is_major: Option<bool>,
}

impl Term {
    fn read(cursor: &mut Cursor<'_>, tag: &Tag<'_>) -> Result<Self, Fault> {
        let id = tag.attribute("UI")?;
        let is_major = tag.attribute("MajorTopicYN")?.map(|flag| flag == "Y");
        Ok(Self { text: cursor.text()?, id, is_major })
    }
}
