//! Who works where (`C1`), who answers letters (`RP`), and who is who (`OI`).

use crate::import::tagged::finish::named_note;
use crate::import::tagged::names::{self, Index};
use crate::import::tagged::words::{contains, one_line, semicolons};
use crate::model::{Record, Scheme};
use crate::normalize::identifiers::{self, Validity};

/// Addresses, each on its own lines or between semicolons: `[Doe, Jane; Roe, R] Univ Tests, Testville.`
pub(super) fn read(record: &mut Record, index: &Index, text: &str) {
    let addresses = split(text);
    let only = addresses.len() == 1;
    for address in addresses {
        let Some((people, place)) = address.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            unnamed(record, &address, only);
            continue;
        };
        let mut anybody = false;
        for person in people.split(';') {
            if let Some(at) = index.find(person) {
                names::affiliate(record, at, place.trim().trim_end_matches('.'));
                anybody = true;
            }
        }
        if !anybody {
            named_note(record, "affiliation", &address);
        }
    }
}

/// Before 2008 it is not said who works where; the only address there is, is everybody's.
fn unnamed(record: &mut Record, address: &str, only: bool) {
    let n = record.work.contributors.len();
    if n == 1 || (only && n > 0) {
        for at in 0..n.min(10_000) {
            names::affiliate(record, at, address.trim_end_matches('.'));
        }
    } else {
        named_note(record, "affiliation", address);
    }
}

/// The addresses of a field. A line goes on with the one before unless that one ended with a full stop or this one
/// names people.
fn split(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // Brackets of the last one that are still open.
    let mut depth = 0_usize;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let opened = line.matches('[').count();
        let closed = line.matches(']').count();
        match lines.last_mut() {
            Some(last) if depth > 0 || (!last.ends_with('.') && !line.starts_with('[')) => {
                last.push(' ');
                last.push_str(line);
                depth = (depth + opened).saturating_sub(closed);
            }
            _ => {
                lines.push(line.to_owned());
                depth = opened.saturating_sub(closed);
            }
        }
    }
    let mut out = Vec::new();
    for line in lines {
        if line.contains("; [") || (!line.contains('[') && line.contains(".; ")) {
            out.extend(semicolons(&line).into_iter().map(str::to_owned));
        } else {
            out.push(line);
        }
    }
    out
}

/// Readers write to them: `Doe, J (reprint author), Univ Tests, Testville.; Roe, R (corresponding author), …`
pub(super) fn corresponding(record: &mut Record, index: &Index, text: &str) {
    let line = one_line(text);
    for part in semicolons(&line) {
        let (name, place) = match part.split_once(" (") {
            Some((name, rest)) if contains(rest, "author)") => {
                (name, rest.split_once(')').map_or("", |(_, place)| place))
            }
            // `Doe, J, Univ Tests` in old files.
            _ => match part.match_indices(", ").nth(1) {
                Some((at, _)) => part.split_at(at),
                None => (part, ""),
            },
        };
        let place = place.trim_matches([',', ' ', '.']);
        let Some(at) = index.find(name) else {
            named_note(record, "correspondence", part);
            continue;
        };
        let Some(details) = names::details(record, at) else { continue };
        details.is_corresponding = Some(true);
        if details.affiliations.is_empty() {
            names::affiliate(record, at, place);
        }
    }
}

/// `Doe, Jane/0000-0002-1825-0097; …`
pub(super) fn orcids(record: &mut Record, index: &Index, text: &str) {
    let line = one_line(text);
    for part in line.split(';') {
        let Some((name, raw)) = part.rsplit_once('/') else { continue };
        if raw.len() > 64 {
            continue;
        }
        let reading = identifiers::read(Scheme::Orcid, raw.trim());
        if reading.validity != Validity::Valid {
            continue;
        }
        match index.find(name).and_then(|at| names::details(record, at)) {
            Some(details) => {
                details.orcid.get_or_insert(reading.value);
            }
            None => named_note(record, "orcid", part),
        }
    }
}
