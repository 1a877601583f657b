//! `<PubmedData>`: a record's history, its identifiers and its reference list.

use super::cursor::Cursor;
use super::dates;
use super::draft::Draft;
use super::error::Fault;
use super::updates::canonical;
use crate::model::{Cited, DateKind, Scheme};

/// Reads a `<PubmedData>` or `<PubmedBookData>`.
pub(super) fn read(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "History" => read_history(cursor, draft)?,
            "ArticleIdList" => read_ids(cursor, draft)?,
            "ReferenceList" => read_references(cursor, draft)?,
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

/// Reads a `<History>`: what happened to the work, as far as we have words for it. When it was indexed, revised by its
/// authors or put into PubMed Central is no date of its publication.
fn read_history(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        let kind = match tag.attribute("PubStatus")?.as_deref() {
            Some("received") => DateKind::Received,
            Some("accepted") => DateKind::Accepted,
            Some("epublish" | "aheadofprint" | "ecollection") => DateKind::Electronic,
            Some("ppublish") => DateKind::Print,
            Some("entrez") => DateKind::Created,
            _ => {
                cursor.skip()?;
                continue;
            }
        };
        let date = dates::read(cursor)?.known();
        draft.record.dates.extend(date.map(|date| (kind, date)));
    }
    Ok(())
}

/// Reads an `<ArticleIdList>` of the record itself.
pub(super) fn read_ids(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        let kind = tag.attribute("IdType")?;
        let id = cursor.text()?;
        match kind.as_deref() {
            Some(kind) => match scheme(kind) {
                // PMC6134338.4 is the fourth version of one article.
                Some(Scheme::Pmcid) => draft.identifier(Scheme::Pmcid, without_version(&id).to_owned()),
                Some(scheme) => draft.identifier(scheme, id),
                None => draft.other_identifier(kind, &id),
            },
            None => draft.other_identifier("id", &id),
        }
    }
    Ok(())
}

fn without_version(id: &str) -> &str {
    match id.split_once('.') {
        Some((id, version)) if version.bytes().all(|b| b.is_ascii_digit()) => id,
        _ => id,
    }
}

/// Our scheme for PubMed's word.
fn scheme(kind: &str) -> Option<Scheme> {
    match kind {
        "pubmed" => Some(Scheme::Pmid),
        "doi" => Some(Scheme::Doi),
        "pmc" | "pmcid" => Some(Scheme::Pmcid),
        "arxiv" => Some(Scheme::Arxiv),
        "url" => Some(Scheme::Url),
        _ => None,
    }
}

/// Reads a `<ReferenceList>` with all lists nested in it, in the order they stand.
pub(super) fn read_references(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "ReferenceList" => read_references(cursor, draft)?,
            "Reference" => {
                let cited = read_reference(cursor)?;
                if cited != Cited::default() {
                    draft.record.cited.push(cited);
                }
            }
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

fn read_reference(cursor: &mut Cursor<'_>) -> Result<Cited, Fault> {
    let mut cited = Cited::default();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Citation" => cited.text = cursor.text()?,
            "ArticleIdList" => {
                while let Some(tag) = cursor.child()? {
                    let kind = tag.attribute("IdType")?;
                    let id = cursor.text()?;
                    // What has not the shape of its kind is no key to anything.
                    cited.identifiers.extend(kind.and_then(|kind| canonical(scheme(&kind)?, id)));
                }
            }
            _ => cursor.skip()?,
        }
    }
    Ok(cited)
}
