//! `<BookDocument>`: the record of a book on the shelf of NCBI, or of one of its chapters.

use super::citation;
use super::cursor::{Cursor, Tag};
use super::dates;
use super::draft::Draft;
use super::error::Fault;
use super::{keywords, people, pubmed_data};
use crate::model::{DateKind, Field, Role, Scheme};

/// Reads a `<BookDocument>`.
pub(super) fn read(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    draft.is_book = true;
    // People of the book as a whole stand in front of those of the chapter, and count behind them.
    let mut whole = Draft::default();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "PMID" => draft.pmid = cursor.filled()?,
            "ArticleIdList" => pubmed_data::read_ids(cursor, draft)?,
            "Book" => read_book(cursor, &mut whole, draft)?,
            "LocationLabel" => read_location(cursor, &tag, draft)?,
            "ArticleTitle" => draft.title = cursor.filled()?,
            "VernacularTitle" => draft.title_vernacular = cursor.filled()?,
            "Pagination" => citation::read_pagination(cursor, draft)?,
            "Language" => citation::read_language(cursor, draft)?,
            "AuthorList" => {
                let role = citation::list_role(&tag)?;
                people::read_list(cursor, &tag, role, draft)?;
            }
            "InvestigatorList" => people::read_list(cursor, &tag, Role::Investigator, draft)?,
            "PublicationType" => keywords::read_publication_type(cursor, &tag, draft)?,
            "Abstract" => draft.record.abstract_text = citation::read_abstract(cursor)?,
            "KeywordList" => keywords::read_keywords(cursor, &tag, draft)?,
            "ContributionDate" => {
                let date = dates::read(cursor)?.known();
                draft.record.dates.extend(date.map(|date| (DateKind::Posted, date)));
            }
            "DateRevised" => draft.record.revised = dates::read(cursor)?.known(),
            "GrantList" => citation::read_grants(cursor, draft)?,
            "ReferenceList" => pubmed_data::read_references(cursor, draft)?,
            _ => cursor.skip()?,
        }
    }
    add_people_of_the_book(whole, draft);
    Ok(())
}

/// The book's editors belong to a chapter's citation. Its authors do where the chapter has none of its own.
fn add_people_of_the_book(whole: Draft, draft: &mut Draft) {
    draft.record.work.authors_truncated |= whole.record.work.authors_truncated;
    let own = draft.record.work.with_role(Role::Author).next().is_some();
    let mut details = whole.record.people.into_iter();
    for contributor in whole.record.work.contributors {
        let details = details.next().unwrap_or_default();
        if own && contributor.role == Role::Author {
            draft.note(format!("book by {}", contributor.raw));
        } else {
            draft.person(contributor, details);
        }
    }
}

fn read_book(cursor: &mut Cursor<'_>, whole: &mut Draft, draft: &mut Draft) -> Result<(), Fault> {
    let mut volume = String::new();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Publisher" => {
                while let Some(tag) = cursor.child()? {
                    match tag.name() {
                        "PublisherName" => draft.record.work.publisher = cursor.filled()?.map(Field::given),
                        "PublisherLocation" => {
                            draft.record.work.publisher_place = cursor.filled()?.map(Field::given);
                        }
                        _ => cursor.skip()?,
                    }
                }
            }
            "BookTitle" => draft.book_title = cursor.filled()?,
            "PubDate" => citation::read_printed_date(cursor, draft)?,
            "AuthorList" => {
                let role = citation::list_role(&tag)?;
                people::read_list(cursor, &tag, role, whole)?;
            }
            "InvestigatorList" => people::read_list(cursor, &tag, Role::Investigator, whole)?,
            "Volume" => volume = cursor.text()?,
            "VolumeTitle" | "ReportNumber" => {
                let text = cursor.text()?;
                draft.note(text);
            }
            "Edition" => draft.record.work.edition = cursor.filled()?.map(Field::given),
            "CollectionTitle" => draft.record.work.collection_title = cursor.filled()?.map(Field::given),
            "Isbn" => {
                let isbn = cursor.text()?;
                draft.identifier(Scheme::Isbn, isbn);
            }
            "ELocationID" => citation::read_electronic_location(cursor, &tag, draft)?,
            _ => cursor.skip()?,
        }
    }
    citation::set_volume(&volume, "", draft);
    Ok(())
}

/// `<LocationLabel Type="chapter">5</LocationLabel>`
fn read_location(cursor: &mut Cursor<'_>, tag: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let kind = tag.attribute("Type")?.unwrap_or_default();
    let label = cursor.text()?;
    draft.note(format!("{kind} {label}").trim().to_owned());
    Ok(())
}
