//! A record from its parts.

use super::cursor::Cursor;
use super::draft::{Draft, identifier};
use super::error::Fault;
use super::{Found, book, citation, locator, pubmed_data, title};
use crate::model::{Direction, Field, KeywordScheme, Record, Scheme, Source, Update, UpdateKind, WorkKind};
use crate::normalize::{self, Finding, identifiers, types};

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
    let words = draft.record.keywords.iter().filter(|k| k.scheme == KeywordScheme::PublicationType);
    let kind = types::from_pubmed(words.map(|k| k.term.as_str()));
    Ok(complete(draft, kind).0)
}

/// Draws what follows from all parts together. `kind` is what the publication types make of the work.
pub(in crate::import) fn complete(mut draft: Draft, kind: Option<WorkKind>) -> (Record, Vec<Finding>) {
    add_unlinked_updates(&mut draft);
    set_titles(&mut draft);
    set_date(&mut draft);
    set_kind(&mut draft, kind);
    set_article_number(&mut draft);
    let mut record = draft.record;
    record.abstract_text = record.abstract_text.or(draft.other_abstract);
    let findings = normalize::normalize(&mut record.work);
    keep_identifiers_once(&mut record);
    (record, findings)
}

/// Publication types that say the same as a link to another record.
const TELLING_TYPES: [(&str, &str, UpdateKind, Direction); 4] = [
    ("D016441", "Retracted Publication", UpdateKind::Retraction, Direction::To),
    ("D016440", "Retraction of Publication", UpdateKind::Retraction, Direction::By),
    ("D016425", "Published Erratum", UpdateKind::Correction, Direction::By),
    ("D000075742", "Expression of Concern", UpdateKind::ExpressionOfConcern, Direction::By),
];

/// A work may be called retracted, or a retraction, without a word on where the other one is.
fn add_unlinked_updates(draft: &mut Draft) {
    for (id, term, kind, direction) in TELLING_TYPES {
        let record = &mut draft.record;
        let told =
            record.keywords.iter().filter(|k| k.scheme == KeywordScheme::PublicationType).any(|keyword| {
                // Text formats give the term alone.
                match keyword.term_id.as_deref() {
                    Some(given) => given == id,
                    None => keyword.term == term,
                }
            });
        let linked = record.updates.iter().any(|u| u.kind == kind && u.direction == direction);
        if told && !linked {
            record.updates.push(Update {
                kind,
                direction,
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

fn set_kind(draft: &mut Draft, told: Option<WorkKind>) {
    let kind = if draft.is_book {
        let chapter = draft.record.work.container_title.is_some();
        Some(if chapter { WorkKind::Chapter } else { WorkKind::Book })
    } else {
        told
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
        // Nobody has more than a few; a made-up record does not take the square of what it has.
        if !kept.iter().take(64).any(same) {
            kept.push(field);
        }
    }
    record.work.identifiers = kept;
}
