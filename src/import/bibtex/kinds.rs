//! Types of entries, and the words in which databases say more about a work.

use crate::model::WorkKind;
use crate::normalize::types::{self, Vocabulary};

/// What an entry of a type is. `Unknown` where its fields have to tell.
pub(super) fn of_entry(kind: &str) -> WorkKind {
    match kind {
        // By far the most, looked up no further.
        "article" => WorkKind::Article,
        "inproceedings" | "conference" => WorkKind::ConferencePaper,
        "misc" | "unpublished" | "" => WorkKind::Unknown,
        "electronic" | "www" | "webpage" | "website" | "internet" => WorkKind::Webpage,
        "mastersthesis" | "mathesis" | "bachelorsthesis" | "bathesis" | "diplomathesis" => WorkKind::Thesis,
        "booklet" | "manual" | "mvcollection" | "mvproceedings" | "mvreference" | "reference" => {
            WorkKind::Book
        }
        "bookinbook" | "suppbook" | "suppcollection" => WorkKind::Chapter,
        "suppperiodical" | "newspaper" | "magazine" | "newspaperarticle" | "magazinearticle" => {
            WorkKind::Article
        }
        "reviewarticle" => WorkKind::Review,
        "presentation" | "abstract" => WorkKind::ConferenceAbstract,
        "preprint" => WorkKind::Preprint,
        "data" => WorkKind::Dataset,
        "softwareversion" | "softwaremodule" | "codefragment" | "program" => WorkKind::Software,
        "set" | "periodical" | "artwork" | "audio" | "video" | "movie" | "music" | "image"
        | "performance" | "commentary" | "legal" | "legadmin" | "bibnote" => WorkKind::Other,
        _ => types::lookup(Vocabulary::Bibtex, kind).unwrap_or(WorkKind::Unknown),
    }
}

/// What the words of Web of Science, Scopus and others for kinds of documents say: `Article; Proceedings Paper`,
/// `Review`, `Conference Paper`. `None` where they say no more than the type.
pub(super) fn of_words(words: &str) -> Option<WorkKind> {
    let words = words.to_lowercase();
    let mut best = None;
    for word in words.split(';').map(str::trim) {
        let kind = match word {
            "review" | "systematic review" | "review article" | "short survey" => WorkKind::Review,
            "letter" => WorkKind::Letter,
            "editorial" | "editorial material" => WorkKind::Editorial,
            "proceedings paper" | "conference paper" => WorkKind::ConferencePaper,
            "meeting abstract" | "conference abstract" => WorkKind::ConferenceAbstract,
            "book chapter" | "chapter" => WorkKind::Chapter,
            "data paper" | "article" | "journal article" | "article in press" => WorkKind::Article,
            "book" => WorkKind::Book,
            "preprint" => WorkKind::Preprint,
            "data set" | "dataset" => WorkKind::Dataset,
            "software" => WorkKind::Software,
            "report" => WorkKind::Report,
            _ => continue,
        };
        // `Article; Proceedings Paper` is an article of a journal to who cites it; `Article; Book Chapter` a chapter.
        if best.is_none() || best == Some(WorkKind::Article) && kind == WorkKind::Chapter {
            best = Some(kind);
        }
    }
    best
}

/// biblatex's words for genres.
pub(super) fn genre(kind: &str, given: Option<&str>) -> Option<String> {
    let given = given.map(str::trim).filter(|g| !g.is_empty());
    let word = match (given.map(str::to_lowercase).as_deref(), kind) {
        (Some("phdthesis"), _) | (None, "phdthesis") => "PhD thesis",
        (Some("mathesis" | "mastersthesis"), _) | (None, "mastersthesis" | "mathesis") => "Master's thesis",
        (Some("bathesis" | "bachelorsthesis"), _) | (None, "bathesis" | "bachelorsthesis") => {
            "Bachelor's thesis"
        }
        (Some("candthesis"), _) => "Candidate thesis",
        (Some("techreport"), _) => "Technical report",
        (Some("resreport"), _) => "Research report",
        (Some("patent" | "patentde" | "patenteu" | "patentfr" | "patentuk" | "patentus"), _) => "Patent",
        (Some(_), _) => return given.map(str::to_owned),
        (None, _) => return None,
    };
    Some(word.to_owned())
}
