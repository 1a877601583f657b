//! Where the people of a row work. Every vendor has a way of its own to say whose address is whose.

use super::columns::Column;
use super::fill::Row;
use super::names::Who;
use super::vendor::Vendor;
use crate::import::draft::{Draft, items, plain};
use crate::model::Role;

/// Gives the people of a row their addresses, and marks who is to be written to.
pub(super) fn read(row: &Row<'_>, draft: &mut Draft) {
    let who = Who::new(draft);
    let with_names: Vec<String> = row.all(Column::AuthorAffiliations).map(plain).collect();
    // Of several such columns the raw one says most, and comes first.
    if let Some(text) = with_names.first() {
        // Scopus has brackets within addresses, and none around them.
        let around = row.vendor() != Vendor::Scopus && text.contains('(');
        if around && bracketed(text).iter().any(|(_, inside)| !inside.is_empty()) {
            dimensions(text, &who, draft);
        } else {
            scopus(text, &who, draft);
        }
    }
    let addresses = row.get(Column::Addresses);
    if !addresses.is_empty() {
        web_of_science(&plain(addresses), &who, draft);
    }
    let plain_list = row.get(Column::Affiliations);
    if !plain_list.is_empty() && !draft.record.people.iter().any(|p| !p.affiliations.is_empty()) {
        in_order(plain_list, draft);
    }
    let countries = row.get(Column::AffiliationCountries);
    draft.named_note("countries", countries);
    corresponding(row.get(Column::Corresponding), &who, draft);
}

/// `Doe, K (Dept of X, City; Dept of Y); Roe, L (…)`
fn dimensions(text: &str, who: &Who, draft: &mut Draft) {
    for (name, inside) in bracketed(text) {
        let Some(index) = who.is(&name) else {
            draft.named_note("affiliation", &format!("{name} ({inside})"));
            continue;
        };
        for affiliation in top_level(&inside) {
            draft.affiliation(index, affiliation);
        }
    }
}

/// Names with what stands in brackets behind them, whatever brackets are in that.
fn bracketed(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let (mut name, mut inside) = (String::new(), String::new());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                if depth > 1 {
                    inside.push(c);
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth > 0 {
                    inside.push(c);
                }
            }
            ';' if depth == 0 => {
                out.push((name.trim().to_owned(), std::mem::take(&mut inside)));
                name.clear();
            }
            _ if depth == 0 => name.push(c),
            _ => inside.push(c),
        }
    }
    out.push((name.trim().to_owned(), inside));
    out.retain(|(name, _)| !name.is_empty());
    out
}

/// Parts between semicolons that are in no brackets.
fn top_level(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut depth, mut from) = (0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                out.extend(text.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    out.extend(text.get(from..));
    out
}

/// `Murata, T., Department of X, University of Y, Chicago, United States; Doe, K., …`, or with `Murata T.` in front.
fn scopus(text: &str, who: &Who, draft: &mut Draft) {
    let segments: Vec<&str> = text.split("; ").map(str::trim).filter(|s| !s.is_empty()).collect();
    let authors: Vec<usize> = (0..draft.record.work.contributors.len())
        .filter(|&i| draft.record.work.contributors[i].role == Role::Author)
        .collect();
    let in_order = segments.len() == authors.len();
    for (at, segment) in segments.iter().enumerate() {
        let parts: Vec<&str> = segment.splitn(3, ", ").collect();
        let initials =
            |part: &str| part.ends_with('.') && part.chars().filter(|c| c.is_alphabetic()).count() <= 6;
        let (name, rest) = match parts.as_slice() {
            [family, given, rest] if initials(given) => (format!("{family}, {given}"), (*rest).to_owned()),
            // Somebody without any address.
            [family, given] if initials(given) => (format!("{family}, {given}"), String::new()),
            [name, rest @ ..] => ((*name).to_owned(), rest.join(", ")),
            [] => continue,
        };
        match who.is(&name) {
            Some(index) => draft.affiliation(index, &rest),
            None if in_order => draft.affiliation(authors[at], &rest),
            None => draft.named_note("affiliation", segment),
        }
    }
}

/// `[Smith, John; Doe, Kim] Univ X, City, Country; [Doe, Kim] Univ Y`, or addresses alone.
fn web_of_science(text: &str, who: &Who, draft: &mut Draft) {
    if !text.contains('[') {
        return in_order(text, draft);
    }
    for part in text.split('[').skip(1) {
        let Some((people, address)) = part.split_once(']') else { continue };
        let address = address.trim().trim_end_matches(';').trim();
        for person in people.split(';') {
            match who.is(person.trim()) {
                Some(index) => draft.affiliation(index, address),
                None => draft.named_note("affiliation", &format!("{}: {address}", person.trim())),
            }
        }
    }
}

/// Addresses without names: one for each author in order, or one for all of them. Otherwise nobody knows whose is
/// whose, and they are kept as they stand.
fn in_order(text: &str, draft: &mut Draft) {
    let list = items(text, &["||", "|", ";"]);
    let authors: Vec<usize> = (0..draft.record.work.contributors.len())
        .filter(|&i| draft.record.work.contributors[i].role == Role::Author)
        .collect();
    match list.as_slice() {
        [] => {}
        [one] => authors.iter().for_each(|&index| draft.affiliation(index, one)),
        many if many.len() == authors.len() => {
            for (affiliation, &index) in many.iter().zip(&authors) {
                draft.affiliation(index, affiliation);
            }
        }
        many if authors.len() == 1 => {
            for affiliation in many {
                draft.affiliation(authors[0], affiliation);
            }
        }
        many => many.iter().for_each(|affiliation| draft.named_note("affiliation", affiliation)),
    }
}

/// `Murata, T.; Department of X; email: …`, `Colbourne, Frederick (University of Alberta)`,
/// `Smith, J (corresponding author), Univ X`.
fn corresponding(text: &str, who: &Who, draft: &mut Draft) {
    for part in text.split(['\n', '\r', ';', '.']).filter_map(|part| part.split(" (").next()) {
        let part = part.trim();
        // A name and no address.
        if part.split_whitespace().count() > 5 || !part.contains(',') {
            continue;
        }
        if let Some(index) = who.is(part) {
            draft.details(index).is_corresponding = Some(true);
        }
    }
}
