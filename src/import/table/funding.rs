//! Who paid.

use super::columns::Column;
use super::fill::Row;
use crate::import::draft::{Draft, items, plain};
use crate::model::Grant;

/// Adds the grants of a row.
pub(super) fn read(row: &Row<'_>, draft: &mut Draft) {
    let cells: Vec<String> = row.all(Column::Funding).map(str::to_owned).collect();
    for cell in cells {
        // Sentences are what the authors say, not a list.
        if cell.len() > 160 && !cell.contains(';') && !cell.contains('|') {
            draft.named_note("funding", &plain(&cell));
            continue;
        }
        for part in items(&cell, &["||", "|", ";"]) {
            add(&part, draft);
        }
    }
    let texts: Vec<String> = row.all(Column::FundingText).map(plain).collect();
    for text in texts {
        draft.named_note("funding", &text);
    }
}

/// `National Science Foundation, NSF: DMC-8510208`, `NSF [DMC-8510208, X]`, `NSF (DMC-8510208)`, `81601515`.
fn add(part: &str, draft: &mut Draft) {
    let (funder, awards) = match part.rsplit_once('[').and_then(|(f, a)| Some((f, a.strip_suffix(']')?))) {
        Some((funder, awards)) => (funder, awards),
        None => match part.rsplit_once(": ").filter(|(_, a)| a.chars().any(|c| c.is_ascii_digit())) {
            Some((funder, awards)) => (funder, awards),
            None if is_award(part) => ("", part),
            None => (part, ""),
        },
    };
    let funder = funder.trim().trim_end_matches([',', ';']).trim();
    let funder = (!funder.is_empty()).then(|| funder.to_owned());
    let mut any = false;
    for award in awards.split(',').map(str::trim).filter(|a| !a.is_empty()) {
        any = true;
        push(Grant { funder: funder.clone(), award_id: Some(award.to_owned()), ..Grant::default() }, draft);
    }
    if !any && funder.is_some() {
        push(Grant { funder, ..Grant::default() }, draft);
    }
}

fn push(grant: Grant, draft: &mut Draft) {
    // As few as real records have are looked through.
    if draft.record.funding.len() >= 500 || !draft.record.funding.contains(&grant) {
        draft.record.funding.push(grant);
    }
}

/// A number and no name: no word in it without a digit.
fn is_award(part: &str) -> bool {
    part.split_whitespace().all(|word| word.chars().any(|c| c.is_ascii_digit()))
}
