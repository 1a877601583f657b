//! What other formats call our kinds of work: the other way round of the table that the readers use.
//!
//! Where a format has no word for a kind, its most general word is taken, and [`more`] says the rest in the place that
//! format keeps for it.

use crate::model::WorkKind;

/// RIS `TY`. It has none for preprints, which servers export as articles of theirs.
pub const fn ris(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article
        | WorkKind::Review
        | WorkKind::Letter
        | WorkKind::Editorial
        | WorkKind::Preprint
        | WorkKind::Guideline => "JOUR",
        WorkKind::ConferencePaper => "CPAPER",
        WorkKind::ConferenceAbstract => "ABST",
        WorkKind::Book => "BOOK",
        WorkKind::Chapter => "CHAP",
        WorkKind::ReferenceEntry => "ENCYC",
        WorkKind::Thesis => "THES",
        WorkKind::Report => "RPRT",
        WorkKind::Dataset => "DATA",
        WorkKind::Software => "COMP",
        WorkKind::Standard => "STAND",
        WorkKind::Webpage | WorkKind::ClinicalTrial => "ELEC",
        WorkKind::Patent => "PAT",
        WorkKind::Other | WorkKind::Unknown => "GEN",
    }
}

/// BibTeX's entry types; biblatex's where BibTeX has none, which BibTeX's own styles set as `misc`.
pub const fn bibtex(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article
        | WorkKind::Review
        | WorkKind::Letter
        | WorkKind::Editorial
        | WorkKind::Guideline => "article",
        WorkKind::ConferencePaper | WorkKind::ConferenceAbstract => "inproceedings",
        WorkKind::Book => "book",
        WorkKind::Chapter => "incollection",
        WorkKind::ReferenceEntry => "inreference",
        WorkKind::Thesis => "phdthesis",
        WorkKind::Report => "techreport",
        WorkKind::Dataset => "dataset",
        WorkKind::Software => "software",
        WorkKind::Standard => "standard",
        WorkKind::Webpage => "online",
        WorkKind::Patent => "patent",
        WorkKind::Preprint | WorkKind::ClinicalTrial | WorkKind::Other | WorkKind::Unknown => "misc",
    }
}

/// PubMed's publication types; what PubMed has no type for is named the same way.
pub const fn pubmed(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article | WorkKind::Unknown => "Journal Article",
        WorkKind::Review => "Review",
        WorkKind::Letter => "Letter",
        WorkKind::Editorial => "Editorial",
        WorkKind::Guideline => "Guideline",
        WorkKind::Preprint => "Preprint",
        WorkKind::ConferencePaper => "Congress",
        WorkKind::ConferenceAbstract => "Meeting Abstract",
        WorkKind::Book => "Book",
        WorkKind::Chapter => "Book Chapter",
        WorkKind::ReferenceEntry => "Encyclopedia",
        WorkKind::Thesis => "Academic Dissertation",
        WorkKind::Report => "Technical Report",
        WorkKind::Dataset => "Dataset",
        WorkKind::Software => "Software",
        WorkKind::Standard => "Standard",
        WorkKind::Webpage => "Web Archive",
        WorkKind::Patent => "Patent",
        WorkKind::ClinicalTrial => "Clinical Trial",
        WorkKind::Other => "Unpublished Work",
    }
}

/// EndNote's reference types: name and number.
pub const fn endnote(kind: WorkKind) -> (&'static str, u8) {
    match kind {
        WorkKind::Article
        | WorkKind::Review
        | WorkKind::Letter
        | WorkKind::Editorial
        | WorkKind::Preprint
        | WorkKind::Guideline => ("Journal Article", 17),
        WorkKind::ConferencePaper | WorkKind::ConferenceAbstract => ("Conference Paper", 47),
        WorkKind::Book => ("Book", 6),
        WorkKind::Chapter => ("Book Section", 5),
        WorkKind::ReferenceEntry => ("Encyclopedia", 53),
        WorkKind::Thesis => ("Thesis", 32),
        WorkKind::Report => ("Report", 27),
        WorkKind::Dataset => ("Dataset", 59),
        WorkKind::Software => ("Computer Program", 9),
        WorkKind::Standard => ("Standard", 58),
        WorkKind::Webpage | WorkKind::ClinicalTrial => ("Web Page", 12),
        WorkKind::Patent => ("Patent", 25),
        WorkKind::Other | WorkKind::Unknown => ("Generic", 13),
    }
}

/// What the words of RIS, CSL, BibTeX and EndNote leave open of a kind; `None` where they say all.
pub const fn more(kind: WorkKind) -> Option<&'static str> {
    match kind {
        WorkKind::Review => Some("Review"),
        WorkKind::Letter => Some("Letter"),
        WorkKind::Editorial => Some("Editorial"),
        WorkKind::Guideline => Some("Guideline"),
        WorkKind::Preprint => Some("Preprint"),
        WorkKind::ConferenceAbstract => Some("Conference abstract"),
        WorkKind::ClinicalTrial => Some("Clinical trial"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::types::{Vocabulary, lookup};

    /// The word leads back to the kind, or to the general one that [`more`] makes particular.
    #[test]
    fn every_word_leads_back() {
        for kind in WorkKind::ALL {
            for (vocabulary, word) in [
                (Vocabulary::Ris, ris(kind)),
                (Vocabulary::Bibtex, bibtex(kind)),
                (Vocabulary::Csl, kind.csl()),
            ] {
                let back = lookup(vocabulary, word);
                let general = more(kind).is_some() || kind == WorkKind::Unknown;
                assert!(
                    back == Some(kind) || (general && back.is_some()),
                    "{kind:?} is {word}, which is {back:?}"
                );
            }
        }
    }

    #[test]
    fn types_of_pubmed_lead_back() {
        for kind in WorkKind::ALL {
            if let Some(back) = lookup(Vocabulary::Pubmed, pubmed(kind)) {
                assert!(
                    back == kind
                        || matches!(kind, WorkKind::Unknown | WorkKind::ClinicalTrial)
                            && back == WorkKind::Article,
                    "{kind:?} is {back:?}"
                );
            }
        }
    }
}
