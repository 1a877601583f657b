//! One record.

use std::sync::LazyLock;

use regex::Regex;

use crate::import::draft::{Draft, Slot, folded, items, read_date};
use crate::import::fields::Fields;
use crate::model::{DateKind, Identifier, KeywordScheme, PartialDate, Role, Scheme, WorkKind};
use crate::normalize::identifiers;

/// Reads a record.
pub(super) fn read(fields: &Fields) -> Draft {
    let mut draft = Draft::new();
    let bibcode = fields.first("R");
    draft.label = (!bibcode.is_empty()).then(|| bibcode.to_owned());
    // One with dots in place of a letter or pages was made up by a converter.
    if !bibcode.ends_with('.') {
        draft.other_identifier("bibcode", bibcode);
    }
    for (tag, lines) in fields.iter() {
        let flat = folded(lines.to_owned());
        let value = flat.as_str();
        match tag {
            "T" => draft.set(Slot::Title, value),
            "A" => people(&mut draft, Role::Author, lines),
            "E" => people(&mut draft, Role::Editor, lines),
            "F" => affiliations(&mut draft, value),
            "J" => journal(&mut draft, value),
            "V" => draft.volume(value),
            "K" => items(lines, &["\n", ";", ","])
                .iter()
                .for_each(|term| draft.keyword(KeywordScheme::Author, term)),
            "B" => draft.abstract_text(value),
            "U" => draft.identifier(Scheme::Url, value),
            "Y" => object_identifiers(&mut draft, value),
            "D" => date(&mut draft, value),
            "S" => draft.set(Slot::Collection, value),
            // The copyright is the abstract's; links, databases and origin are those of the record.
            "X" => draft.note(value),
            _ => {}
        }
    }
    if draft.record.work.pages.is_none() {
        draft.page_range(fields.first("P"), fields.first("L"));
    }
    settle(&mut draft);
    draft
}

fn people(draft: &mut Draft, role: Role, value: &str) {
    for name in items(&value.replace('\n', " "), &[";"]) {
        draft.named(role, &name);
    }
}

/// `AA(Institute of Tests), AB(University of Trials)`: in the order of the authors.
fn affiliations(draft: &mut Draft, value: &str) {
    static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[,;]\s*)[A-Z]{2}\(").ok());
    let starts: Vec<(usize, usize)> = MARK
        .iter()
        .flat_map(|mark| mark.find_iter(value))
        .map(|found| (found.start(), found.end()))
        .collect();
    if starts.is_empty() {
        let authors = draft.record.work.contributors.len();
        match authors {
            1 => draft.affiliation(0, value),
            _ => draft.named_note("affiliations", value),
        }
        return;
    }
    for (index, (_, from)) in starts.iter().enumerate() {
        let to = starts.get(index + 1).map_or(value.len(), |(next, _)| *next);
        let text = value.get(*from..to).unwrap_or_default().trim().trim_end_matches(',');
        for one in text.strip_suffix(')').unwrap_or(text).split(';') {
            draft.affiliation(index, one);
        }
    }
}

/// `The Astrophysical Journal, Volume 500, Issue 2, pp. 525-553.`: the journal ends where its parts begin.
fn journal(draft: &mut Draft, value: &str) {
    static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)[,;]\s*(volume|vol\.?|issue|no\.?|number|pp\.?|pages?|p\.?|id\.?|article id|eid)\s*([^,;\s][^,;]*)").ok()
    });
    let mut end = value.len();
    for part in PART.iter().flat_map(|part| part.captures_iter(value)) {
        let (Some(whole), Some(name), Some(text)) = (part.get(0), part.get(1), part.get(2)) else { continue };
        // `Nature, Physical Science` has no number.
        if !text.as_str().chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        end = end.min(whole.start());
        let text = text.as_str().trim().trim_end_matches('.');
        let text = text.split(" (").next().unwrap_or(text).trim();
        match name.as_str().to_ascii_lowercase().trim_end_matches('.') {
            "volume" | "vol" => draft.volume(text),
            "issue" | "no" | "number" => draft.issue(text),
            "pp" | "pages" | "page" | "p" => draft.pages(text),
            _ => draft.set(Slot::ArticleNumber, text),
        }
    }
    let title = value.get(..end).unwrap_or(value).trim().trim_end_matches([',', '.', ';']);
    draft.set(Slot::Container, title);
}

/// `10.1086/305772`, `DOI: 10.1086/305772; eprintid: arXiv:astro-ph/9710327`.
fn object_identifiers(draft: &mut Draft, value: &str) {
    for part in items(value, &["; "]) {
        let lower = part.to_ascii_lowercase();
        match identifiers::doi(&part) {
            Some(_) => draft.identifier(Scheme::Doi, &part),
            None if lower.contains("arxiv") => {
                let raw = part.rsplit_once(": ").map_or(part.as_str(), |(_, id)| id);
                let known = identifiers::arxiv(raw);
                let raw = raw.to_owned();
                match known {
                    Some(value) => {
                        let identifier = Identifier { scheme: Scheme::Arxiv, value, raw };
                        draft.record.work.identifiers.push(crate::model::Field::given(identifier));
                    }
                    None => draft.note(&part),
                }
            }
            None => draft.named_note("identifier", &part),
        }
    }
}

/// `06/1998`; `00` is an unknown month.
fn date(draft: &mut Draft, value: &str) {
    let read = value
        .split_once('/')
        .and_then(|(month, year)| {
            PartialDate::new(year.trim().parse().ok()?, month.trim().parse().ok().filter(|m| *m > 0), None)
        })
        .or_else(|| read_date(value));
    match read {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("date", value),
    }
}

fn settle(draft: &mut Draft) {
    let container =
        draft.record.work.container_title.as_ref().map(|c| c.value.to_lowercase()).unwrap_or_default();
    if container.contains("thesis") || container.contains("dissertation") {
        draft.record.work.kind = WorkKind::Thesis;
    } else if container.starts_with("arxiv") {
        draft.record.work.kind = WorkKind::Preprint;
    }
}
