//! Types of references in EndNote's words, which many programs write.

use crate::model::WorkKind;
use crate::normalize::types::{Vocabulary, lookup};

/// The kind of an EndNote reference type, or of a database's document type in plain words.
pub(in crate::import) fn words(text: &str) -> Option<WorkKind> {
    let lower = text.trim().trim_end_matches('.').to_ascii_lowercase();
    // Tables of types have empty cells.
    if lower.is_empty() {
        return None;
    }
    Some(match lower.as_str() {
        "journal article" | "journal" | "article" | "electronic article" | "magazine article"
        | "newspaper article" | "original article" | "research article" | "article in press"
        | "journal paper" | "short survey" | "note" | "data paper" | "report of study" | "case report"
        | "clinical study" => WorkKind::Article,
        "review" | "review article" | "systematic review" | "conference review" => WorkKind::Review,
        "letter" | "letter to the editor" => WorkKind::Letter,
        "editorial" | "editorial material" => WorkKind::Editorial,
        "book" | "edited book" | "electronic book" | "ancient text" | "classical work" | "serial"
        | "monograph" => WorkKind::Book,
        "book section" | "book chapter" | "chapter" | "electronic book section" => WorkKind::Chapter,
        "conference paper"
        | "conference"
        | "conference proceedings"
        | "conference proceeding"
        | "proceedings paper"
        | "conference article" => WorkKind::ConferencePaper,
        "conference abstract" | "meeting abstract" | "abstract" | "poster" => WorkKind::ConferenceAbstract,
        "thesis" | "dissertation" | "dissertation/thesis" | "doctoral thesis" | "doctoral dissertation" => {
            WorkKind::Thesis
        }
        "report" | "government document" | "technical report" | "working paper" => WorkKind::Report,
        "dataset" | "data set" | "online database" | "aggregated database" => WorkKind::Dataset,
        "computer program" | "software" => WorkKind::Software,
        "standard" => WorkKind::Standard,
        "patent" => WorkKind::Patent,
        "web page" | "website" | "web site" | "blog" | "electronic source" | "online multimedia"
        | "social media" => WorkKind::Webpage,
        "encyclopedia" | "dictionary" | "encyclopedia article" | "encyclopedia entry" => {
            WorkKind::ReferenceEntry
        }
        "preprint" => WorkKind::Preprint,
        "practice guideline" | "guideline" => WorkKind::Guideline,
        "unpublished work"
        | "manuscript"
        | "personal communication"
        | "case"
        | "statute"
        | "bill"
        | "hearing"
        | "legal rule or regulation"
        | "map"
        | "music"
        | "film or broadcast"
        | "audiovisual material"
        | "artwork"
        | "figure"
        | "chart or table"
        | "equation"
        | "grant"
        | "catalog"
        | "pamphlet"
        | "multimedia application"
        | "interview"
        | "podcast"
        | "press release"
        | "discussion forum" => WorkKind::Other,
        _ => {
            return lookup(Vocabulary::Ris, &lower)
                .or_else(|| lookup(Vocabulary::Pubmed, &lower))
                .or_else(|| lookup(Vocabulary::Csl, &lower))
                .or_else(|| lookup(Vocabulary::Crossref, &lower));
        }
    })
}

/// The kind of an article that its document type tells more of: a review, a letter, an editorial.
pub(in crate::import) fn refine(kind: WorkKind, document_type: &str) -> WorkKind {
    if kind != WorkKind::Article {
        return kind;
    }
    match words(document_type) {
        Some(
            told @ (WorkKind::Review
            | WorkKind::Letter
            | WorkKind::Editorial
            | WorkKind::ConferencePaper
            | WorkKind::ConferenceAbstract
            | WorkKind::Preprint
            | WorkKind::Guideline),
        ) => told,
        _ => kind,
    }
}
