//! Zotero's item types, which several of its exports name.

use crate::model::WorkKind;

/// What an item of this type is.
pub(super) fn kind(word: &str) -> Option<WorkKind> {
    Some(match word {
        "journalArticle" | "magazineArticle" | "newspaperArticle" => WorkKind::Article,
        "preprint" => WorkKind::Preprint,
        "conferencePaper" => WorkKind::ConferencePaper,
        "book" => WorkKind::Book,
        "bookSection" => WorkKind::Chapter,
        "encyclopediaArticle" | "dictionaryEntry" => WorkKind::ReferenceEntry,
        "thesis" => WorkKind::Thesis,
        "report" => WorkKind::Report,
        "dataset" => WorkKind::Dataset,
        "computerProgram" => WorkKind::Software,
        "standard" => WorkKind::Standard,
        "webpage" | "blogPost" | "forumPost" => WorkKind::Webpage,
        "patent" => WorkKind::Patent,
        "artwork" | "audioRecording" | "bill" | "case" | "email" | "film" | "hearing" | "instantMessage"
        | "interview" | "letter" | "manuscript" | "map" | "podcast" | "presentation" | "radioBroadcast"
        | "statute" | "tvBroadcast" | "videoRecording" => WorkKind::Other,
        "document" => WorkKind::Unknown,
        _ => return None,
    })
}

/// Items that are no works: what hangs on one.
pub(super) fn is_bookkeeping(word: &str) -> bool {
    matches!(word, "attachment" | "note" | "annotation")
}
