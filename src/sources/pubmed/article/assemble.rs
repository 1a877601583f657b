//! A record from its parts.

use super::cursor::Cursor;
use super::draft::{Draft, identifier};
use super::error::Fault;
use super::{Found, book, citation, locator, pubmed_data, title};
use crate::model::{Direction, Field, KeywordScheme, Record, Scheme, Source, Update, UpdateKind, WorkKind};
use crate::normalize::{self, identifiers, types};

/// Reads the element that a piece consists of.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Found, Fault> {
    let Some(piece) = cursor.child()? else { return Err(Fault::NoPmid) };
    if matches!(piece.name(), "DeleteCitation" | "DeleteDocument") {
        return read_deleted(cursor);
    }
    let mut draft = Draft::default();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "MedlineCitation" => citation::read(cursor, &mut draft)?,
            "BookDocument" => book::read(cursor, &mut draft)?,
            "PubmedData" | "PubmedBookData" => pubmed_data::read(cursor, &mut draft)?,
            _ => cursor.skip()?,
        }
    }
    finish(draft).map(|record| Found::Record(Box::new(record)))
}

/// PMIDs that were taken back.
fn read_deleted(cursor: &mut Cursor<'_>) -> Result<Found, Fault> {
    let mut pmids = Vec::new();
    while cursor.child()?.is_some() {
        pmids.extend(identifiers::pmid(&cursor.text()?));
    }
    Ok(Found::Deleted(pmids))
}

/// What can only be told once everything has been read.
fn finish(mut draft: Draft) -> Result<Record, Fault> {
    let pmid = draft.pmid.take().and_then(|raw| identifiers::pmid(&raw)).ok_or(Fault::NoPmid)?;
    draft.record.source = Source::Pubmed;
    draft.record.work.identifiers.insert(0, Field::given(identifier(Scheme::Pmid, pmid)));
    add_unlinked_updates(&mut draft);
    set_titles(&mut draft);
    set_date(&mut draft);
    set_kind(&mut draft);
    set_article_number(&mut draft);
    let mut record = draft.record;
    record.abstract_text = record.abstract_text.or(draft.other_abstract);
    normalize::normalize(&mut record.work);
    keep_identifiers_once(&mut record);
    Ok(record)
}

/// Publication types that say the same as a link to another record.
const TELLING_TYPES: [(&str, UpdateKind, Direction); 4] = [
    ("D016441", UpdateKind::Retraction, Direction::To),
    ("D016440", UpdateKind::Retraction, Direction::By),
    ("D016425", UpdateKind::Correction, Direction::By),
    ("D000075742", UpdateKind::ExpressionOfConcern, Direction::By),
];

/// A work may be called retracted, or a retraction, without a word on where the other one is.
fn add_unlinked_updates(draft: &mut Draft) {
    for keyword in draft.record.keywords.iter().filter(|k| k.scheme == KeywordScheme::PublicationType) {
        let Some(id) = keyword.term_id.as_deref() else { continue };
        let Some((_, kind, direction)) = TELLING_TYPES.iter().find(|(known, _, _)| *known == id) else {
            continue;
        };
        let linked = draft.record.updates.iter().any(|u| u.kind == *kind && u.direction == *direction);
        if !linked {
            draft.record.updates.push(Update {
                kind: *kind,
                direction: *direction,
                other: Vec::new(),
                citation: None,
                date: None,
                asserted_by: None,
            });
        }
    }
}

/// The title, and the one it was translated from. Where there is no translation, the one in the language of
/// publication is the title; where a book has no chapter, the book's is.
fn set_titles(draft: &mut Draft) {
    let printed = draft.title.take().map(|printed| title::read(&printed)).unwrap_or_default();
    if let Some(remark) = printed.remark {
        draft.note(remark.to_owned());
    }
    let clean = |text: Option<String>| text.and_then(|text| title::read(&text).text);
    let vernacular = clean(draft.title_vernacular.take());
    let container = clean(draft.book_title.take());
    let work = &mut draft.record.work;
    let (mut title, mut original) = match (printed.text, vernacular) {
        (Some(title), vernacular) => (Some(title), vernacular),
        (None, vernacular) => (vernacular, None),
    };
    if title.is_none() {
        title = container;
        original = None;
    } else if draft.is_book {
        work.container_title = container.map(Field::given);
    }
    work.title = title.map(Field::given);
    draft.record.title_original = original;
}

/// The date of the issue is the one cited; without one it is the first on which the work could be read.
fn set_date(draft: &mut Draft) {
    use crate::model::DateKind::{Electronic, Print};
    let published = draft.record.dates.iter().filter(|(kind, _)| matches!(kind, Print | Electronic));
    let issued = draft.printed.or_else(|| published.map(|(_, date)| *date).min());
    draft.record.work.issued = issued.map(Field::given);
    for update in draft.record.updates.iter_mut().filter(|update| update.direction == Direction::By) {
        update.date = issued;
    }
}

fn set_kind(draft: &mut Draft) {
    let kind = if draft.is_book {
        let chapter = draft.record.work.container_title.is_some();
        Some(if chapter { WorkKind::Chapter } else { WorkKind::Book })
    } else {
        let words = draft.record.keywords.iter().filter(|k| k.scheme == KeywordScheme::PublicationType);
        types::from_pubmed(words.map(|k| k.term.as_str()))
    };
    // Whatever else stands in a journal is an article to who cites it.
    draft.record.work.kind = kind.unwrap_or(WorkKind::Article);
}

/// An article without pages is cited by the publisher's item number, where that is made for it.
fn set_article_number(draft: &mut Draft) {
    let work = &mut draft.record.work;
    if draft.electronic_only
        && work.pages.is_none()
        && work.article_number.is_none()
        && let Some(number) = draft.item_number.take().filter(|number| locator::is_cited_number(number))
    {
        work.article_number = Some(Field::given(number));
    }
}

/// PubMed gives the same DOI among the electronic locations and among the identifiers, and the PMID twice.
fn keep_identifiers_once(record: &mut Record) {
    let mut kept: Vec<Field<crate::model::Identifier>> = Vec::new();
    for field in std::mem::take(&mut record.work.identifiers) {
        let same = |other: &Field<crate::model::Identifier>| {
            other.value.scheme == field.value.scheme && other.value.value == field.value.value
        };
        if !kept.iter().any(same) {
            kept.push(field);
        }
    }
    record.work.identifiers = kept;
}
