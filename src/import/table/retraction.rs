//! Retraction Watch's table: each row is a work and what was done to it.

use super::columns::Column;
use super::dates;
use super::fill::Row;
use crate::import::draft::{Draft, items};
use crate::model::{DateKind, Direction, Field, Identifier, Scheme, Update, UpdateKind};
use crate::normalize::identifiers;

/// Adds the identifiers of the original paper, and the update.
pub(super) fn read(row: &Row<'_>, draft: &mut Draft) {
    draft.identifier(Scheme::Doi, known(row.get(Column::OriginalDoi)));
    draft.identifier(Scheme::Pmid, known(row.get(Column::OriginalPmid)));
    if let Some(date) = dates::cell(row.get(Column::OriginalDate)) {
        draft.record.dates.push((DateKind::Issued, date));
    }
    let nature = row.get(Column::RetractionNature).to_ascii_lowercase();
    let kind = match () {
        () if nature.contains("expression of concern") => UpdateKind::ExpressionOfConcern,
        () if nature.contains("reinstatement") => UpdateKind::Reinstatement,
        () if nature.contains("correction") => UpdateKind::Correction,
        () if nature.contains("partial") => UpdateKind::PartialRetraction,
        () if nature.contains("withdrawal") => UpdateKind::Withdrawal,
        () => UpdateKind::Retraction,
    };
    let doi = identifiers::doi(known(row.get(Column::RetractionDoi))).map(|value| Identifier {
        scheme: Scheme::Doi,
        value,
        raw: row.get(Column::RetractionDoi).to_owned(),
    });
    let pmid = identifiers::pmid(known(row.get(Column::RetractionPmid))).map(|value| Identifier {
        scheme: Scheme::Pmid,
        value,
        raw: row.get(Column::RetractionPmid).to_owned(),
    });
    draft.record.updates.push(Update {
        kind,
        direction: Direction::To,
        other: doi.into_iter().chain(pmid).collect(),
        citation: None,
        date: dates::cell(row.get(Column::RetractionDate)),
        asserted_by: Some("retraction-watch".to_owned()),
    });
    let reasons: Vec<String> = items(row.get(Column::RetractionReason), &[";"])
        .iter()
        .map(|reason| reason.trim_start_matches('+').trim().to_owned())
        .filter(|reason| !reason.is_empty())
        .collect();
    if !reasons.is_empty() {
        draft.record.work.notes.push(Field::given(format!("reasons for it: {}", reasons.join("; "))));
    }
}

/// `0` and `unavailable` stand for no identifier.
fn known(text: &str) -> &str {
    if text == "0" || text.eq_ignore_ascii_case("unavailable") { "" } else { text }
}
