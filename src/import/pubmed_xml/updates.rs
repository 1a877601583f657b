//! `CommentsCorrections`: what was done to a work, what it does to others, and in old records what it cites.

use super::cursor::{Cursor, Tag};
use super::dates;
use super::draft::{Draft, identifier};
use super::error::Fault;
use crate::model::{Cited, Direction, Identifier, Scheme, Update, UpdateKind};
use crate::normalize::identifiers;

/// Reads a `<CommentsCorrectionsList>`.
pub(super) fn read_list(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        read_one(cursor, &tag, draft)?;
    }
    Ok(())
}

fn read_one(cursor: &mut Cursor<'_>, tag: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let word = tag.attribute("RefType")?.unwrap_or_default();
    let (mut citation, mut note) = (None, None);
    let mut other: Vec<Identifier> = Vec::new();
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "RefSource" => citation = cursor.filled()?,
            "PMID" => other.extend(canonical(Scheme::Pmid, cursor.text()?)),
            "Note" => note = cursor.filled()?,
            _ => cursor.skip()?,
        }
    }
    add(&word, citation, note, other, draft);
    Ok(())
}

/// Adds what the word of a link says of the other work, whose identifiers are `other` and may be more in the citation.
pub(in crate::import) fn add(
    word: &str,
    mut citation: Option<String>,
    note: Option<String>,
    mut other: Vec<Identifier>,
    draft: &mut Draft,
) {
    if let Some(citation) = &citation {
        other.extend(doi_in(citation));
    }
    if word == "Cites" {
        draft.record.cited.push(Cited { text: citation.unwrap_or_default(), identifiers: other, work: None });
        return;
    }
    if let Some(note) = note {
        citation = Some(citation.map_or_else(|| note.clone(), |citation| format!("{citation} ({note})")));
    }
    let (kind, direction) = meaning(word);
    // What this work does to another it does on the day it is published; that is known at the end.
    let date = match direction {
        Direction::To => citation.as_deref().and_then(dates::in_citation),
        Direction::By => None,
    };
    draft.record.updates.push(Update { kind, direction, other, citation, date, asserted_by: None });
}

/// What PubMed's words mean. `…In` says that it was done to this work, `…For`, `…Of`, `…On` and `…From` that this
/// work does it.
fn meaning(word: &str) -> (UpdateKind, Direction) {
    use Direction::{By, To};
    match word {
        "RetractionIn" => (UpdateKind::Retraction, To),
        "RetractionOf" => (UpdateKind::Retraction, By),
        "PartialRetractionIn" => (UpdateKind::PartialRetraction, To),
        "PartialRetractionOf" => (UpdateKind::PartialRetraction, By),
        "ExpressionOfConcernIn" => (UpdateKind::ExpressionOfConcern, To),
        "ExpressionOfConcernFor" => (UpdateKind::ExpressionOfConcern, By),
        // Corrected and republished in full is corrected; nothing was withdrawn.
        "ErratumIn" | "CorrectedandRepublishedIn" => (UpdateKind::Correction, To),
        "ErratumFor" | "CorrectedandRepublishedFrom" => (UpdateKind::Correction, By),
        "RetractedandRepublishedIn" => (UpdateKind::RetractedAndRepublished, To),
        "RetractedandRepublishedFrom" => (UpdateKind::RetractedAndRepublished, By),
        "UpdateIn" => (UpdateKind::NewVersion, To),
        "UpdateOf" => (UpdateKind::NewVersion, By),
        "CommentIn" => (UpdateKind::Comment, To),
        "CommentOn" => (UpdateKind::Comment, By),
        // The report whose summary for patients this is.
        "OriginalReportIn" | "AssociatedPublication" => (UpdateKind::Other, By),
        "AssociatedDataset" => (UpdateKind::Other, To),
        _ if word.ends_with("In") => (UpdateKind::Other, To),
        _ => (UpdateKind::Other, By),
    }
}

/// An identifier in canonical form, when it has the shape of one.
pub(in crate::import) fn canonical(scheme: Scheme, raw: String) -> Option<Identifier> {
    let reading = identifiers::read(scheme, &raw);
    match reading.validity {
        identifiers::Validity::Malformed => None,
        _ => Some(Identifier { value: reading.value, ..identifier(scheme, raw) }),
    }
}

/// The DOI behind `doi:` in a citation.
fn doi_in(citation: &str) -> Option<Identifier> {
    let at = citation.to_ascii_lowercase().find("doi:")?;
    let raw = citation.get(at + 4..)?.split_whitespace().next()?;
    canonical(Scheme::Doi, identifiers::trim_tail(raw).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        use Direction::{By, To};
        for (word, kind, direction) in [
            ("RetractionIn", UpdateKind::Retraction, To),
            ("RetractionOf", UpdateKind::Retraction, By),
            ("ErratumFor", UpdateKind::Correction, By),
            ("CorrectedandRepublishedFrom", UpdateKind::Correction, By),
            ("RetractedandRepublishedIn", UpdateKind::RetractedAndRepublished, To),
            ("UpdateOf", UpdateKind::NewVersion, By),
            ("CommentIn", UpdateKind::Comment, To),
            ("SummaryForPatientsIn", UpdateKind::Other, To),
            ("OriginalReportIn", UpdateKind::Other, By),
            ("RepublishedFrom", UpdateKind::Other, By),
            ("RepublishedIn", UpdateKind::Other, To),
        ] {
            assert_eq!(meaning(word), (kind, direction), "{word}");
        }
    }

    #[test]
    fn dois_of_citations() {
        let doi = |text: &str| doi_in(text).map(|id| id.value);
        assert_eq!(
            doi("Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4."),
            Some("10.1016/s0140-6736(10)60175-4".to_owned())
        );
        assert_eq!(doi("Lancet. 2010;375:445"), None);
    }
}
