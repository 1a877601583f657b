//! What was done to a work, and what it does to others.

use crate::import::pubmed_xml::draft::Draft;
use crate::import::pubmed_xml::updates::{add, canonical};
use crate::import::tagged::Tag;
use crate::import::tagged::words::one_line;
use crate::model::Scheme;

/// The word PubMed's XML has for a tag.
pub(super) fn word(tag: Tag) -> Option<&'static str> {
    Some(match &tag {
        b"CIN " => "CommentIn",
        b"CON " => "CommentOn",
        b"EIN " => "ErratumIn",
        b"EFR " => "ErratumFor",
        b"CRI " => "CorrectedandRepublishedIn",
        b"CRF " => "CorrectedandRepublishedFrom",
        b"PRIN" => "PartialRetractionIn",
        b"PROF" => "PartialRetractionOf",
        b"RIN " => "RetractionIn",
        b"ROF " => "RetractionOf",
        b"RRI " => "RetractedandRepublishedIn",
        b"RRF " => "RetractedandRepublishedFrom",
        b"RPI " => "RepublishedIn",
        b"RPF " => "RepublishedFrom",
        b"UIN " => "UpdateIn",
        b"UOF " => "UpdateOf",
        b"SPIN" => "SummaryForPatientsIn",
        b"ORI " => "OriginalReportIn",
        b"ECI " => "ExpressionOfConcernIn",
        b"ECF " => "ExpressionOfConcernFor",
        b"DDIN" | b"DRIN" => "AssociatedDataset",
        _ => return None,
    })
}

/// Reads `Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807`.
pub(super) fn read(word: &str, text: &str, draft: &mut Draft) {
    let line = one_line(text);
    // No citation is that long, and looking for identifiers in it takes its time.
    if line.len() > 16 << 10 {
        draft.note(line.into_owned());
        return;
    }
    let (citation, other) = match line.rfind("PMID:") {
        Some(at) => {
            let (citation, pmid) = line.split_at(at);
            let pmid = pmid.get(5..).unwrap_or_default().trim();
            match canonical(Scheme::Pmid, pmid.to_owned()) {
                Some(id) => (citation.trim_end(), vec![id]),
                None => (&*line, Vec::new()),
            }
        }
        None => (&*line, Vec::new()),
    };
    let citation = (!citation.is_empty()).then(|| citation.to_owned());
    add(word, citation, None, other, draft);
}
