//! Document types.

use crate::import::tagged::finish::keyword;
use crate::import::tagged::types::words;
use crate::import::tagged::words::semicolons;
use crate::model::{Direction, KeywordScheme, Record, Update, UpdateKind, WorkKind};

/// Reads `Article; Proceedings Paper`, with the type of the publication (`J`, `B`, `S`, `P`, `C`) that holds it.
pub(super) fn read(record: &mut Record, publication: &str, types: &str) {
    let mut best: Option<WorkKind> = None;
    let types = types.replace('\n', " ");
    for word in semicolons(&types) {
        if word == "-" {
            continue;
        }
        keyword(record, KeywordScheme::PublicationType, word, None);
        if let Some((kind, direction)) = update(word) {
            record.updates.push(Update {
                kind,
                direction,
                other: Vec::new(),
                citation: None,
                date: None,
                asserted_by: None,
            });
        }
        let kind = match word.to_ascii_lowercase().as_str() {
            "early access"
            | "retracted publication"
            | "withdrawn publication"
            | "publication with expression of concern" => None,
            "correction"
            | "correction, addition"
            | "retraction"
            | "expression of concern"
            | "news item"
            | "biographical-item"
            | "item about an individual"
            | "reprint"
            | "discussion"
            | "bibliography"
            | "software review"
            | "hardware review"
            | "database review"
            | "book review"
            | "note" => Some(WorkKind::Article),
            _ => words(word),
        };
        best = match (best, kind) {
            (None, kind) => kind,
            // `Article; Book Chapter`, `Review; Book Chapter`
            (Some(_), Some(WorkKind::Chapter)) => Some(WorkKind::Chapter),
            (Some(WorkKind::Article), Some(WorkKind::ConferencePaper)) if publication == "J" => best,
            (Some(WorkKind::Article), Some(told)) => Some(told),
            (best, _) => best,
        };
    }
    record.work.kind = match (publication, best) {
        ("P", _) => WorkKind::Patent,
        ("B", None) => WorkKind::Book,
        ("J" | "S", None) => WorkKind::Article,
        ("C", None | Some(WorkKind::Article)) => WorkKind::ConferencePaper,
        (_, best) => best.unwrap_or_default(),
    };
}

/// What a type says was done to the work, or is done by it.
fn update(word: &str) -> Option<(UpdateKind, Direction)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "retracted publication" => (UpdateKind::Retraction, Direction::To),
        "withdrawn publication" => (UpdateKind::Withdrawal, Direction::To),
        "publication with expression of concern" => (UpdateKind::ExpressionOfConcern, Direction::To),
        "retraction" => (UpdateKind::Retraction, Direction::By),
        "expression of concern" => (UpdateKind::ExpressionOfConcern, Direction::By),
        "correction" | "correction, addition" => (UpdateKind::Correction, Direction::By),
        _ => return None,
    })
}
