//! What was done to a work, and what it does to others: the comments and corrections of MEDLINE.

use std::fmt::Write as _;
use std::io;

use super::lines::Lines;
use crate::export::fields;
use crate::model::{Direction, Record, Scheme, Update, UpdateKind};

/// Writes updates that MEDLINE has a tag for.
pub fn write(record: &Record, to: &mut Lines<'_>) -> io::Result<()> {
    record.updates.iter().try_for_each(|update| match tag(update.kind, update.direction) {
        Some(tag) => to.line(tag, &citation(update)),
        None => Ok(()),
    })
}

fn tag(kind: UpdateKind, direction: Direction) -> Option<&'static str> {
    use Direction::{By, To};
    Some(match (kind, direction) {
        (UpdateKind::Retraction | UpdateKind::Withdrawal, To) => "RIN",
        (UpdateKind::Retraction | UpdateKind::Withdrawal, By) => "ROF",
        (UpdateKind::PartialRetraction, To) => "PRIN",
        (UpdateKind::PartialRetraction, By) => "PROF",
        (UpdateKind::ExpressionOfConcern, To) => "ECI",
        (UpdateKind::ExpressionOfConcern, By) => "ECF",
        (UpdateKind::Correction, To) => "EIN",
        (UpdateKind::Correction, By) => "EFR",
        (UpdateKind::RetractedAndRepublished, To) => "RRI",
        (UpdateKind::RetractedAndRepublished, By) => "RRF",
        (UpdateKind::NewVersion, To) => "UIN",
        (UpdateKind::NewVersion, By) => "UOF",
        (UpdateKind::Comment, To) => "CIN",
        (UpdateKind::Comment, By) => "CON",
        (UpdateKind::Reinstatement | UpdateKind::Other, _) => return None,
    })
}

/// The other side as PubMed cites it: `Lancet. 2010;375(9713):445. doi: 10.1016/… PMID: 20137807`.
fn citation(update: &Update) -> String {
    let mut out = update.citation.clone().unwrap_or_default().trim().to_owned();
    let known = out.to_ascii_lowercase();
    for (scheme, name) in [(Scheme::Doi, "doi"), (Scheme::Pmid, "PMID")] {
        let Some(id) = update.other.iter().find(|id| id.scheme == scheme) else { continue };
        if !known.contains(&id.value) {
            let blank = if out.is_empty() { "" } else { " " };
            let _ = write!(out, "{blank}{name}: {}", id.value);
        }
    }
    if out.is_empty() {
        out = update.other.first().map_or_else(|| "unknown".to_owned(), fields::tagged);
    }
    out
}
