//! One record.

use crate::import::draft::{Draft, Medium, Slot, folded, items, kind, names, read_date};
use crate::import::fields::Fields;
use crate::model::{DateKind, KeywordScheme, PartialDate, Role, Scheme, WorkKind};
use crate::normalize::identifiers;

/// Reads a record.
pub(super) fn read(fields: &Fields) -> Draft {
    let mut draft = Draft::new();
    let label = fields.first("ID");
    draft.label = (!label.is_empty()).then(|| label.to_owned());
    let words = fields.first("RT");
    let work_kind = own_kind(words).or_else(|| kind(words)).unwrap_or(WorkKind::Unknown);
    draft.record.work.kind = work_kind;
    for (tag, lines) in fields.iter() {
        let flat = folded(lines.to_owned());
        let value = flat.as_str();
        match tag {
            "A1" => people(&mut draft, Role::Author, lines),
            "A2" | "A3" | "A6" => people(&mut draft, Role::Editor, lines),
            "A4" => people(&mut draft, Role::Translator, lines),
            "A5" => people(&mut draft, Role::Collaborator, lines),
            "T1" => draft.set(Slot::Title, value),
            "JF" | "WT" => draft.set(Slot::Container, value),
            "T2" => match work_kind {
                WorkKind::Book | WorkKind::Report | WorkKind::Thesis | WorkKind::Software => {
                    draft.set(Slot::Collection, value);
                }
                WorkKind::ConferencePaper
                    if fields.first("JF").is_empty() && fields.first("U3").is_empty() =>
                {
                    draft.set(Slot::Container, value);
                }
                WorkKind::ConferencePaper => draft.set(Slot::Event, value),
                _ => draft.set(Slot::Container, value),
            },
            "T3" => draft.set(Slot::Collection, value),
            "VO" => draft.volume(value),
            "IS" => draft.issue(value),
            "K1" => {
                items(lines, &["\n", ";"]).iter().for_each(|term| draft.keyword(KeywordScheme::Author, term));
            }
            "AB" => draft.abstract_text(value),
            "PB" => draft.set(Slot::Publisher, value),
            "PP" => draft.set(Slot::Place, value),
            "ED" => draft.set(Slot::Edition, value),
            "SN" => serial_number(&mut draft, work_kind, value),
            "LA" => draft.language(value),
            "DO" => draft.identifier(Scheme::Doi, value),
            "PMID" => draft.identifier(Scheme::Pmid, value),
            "PMCID" => draft.identifier(Scheme::Pmcid, value),
            "UL" | "LK" => links(&mut draft, value),
            "OT" => draft.record.title_original = Some(value.to_owned()),
            "AD" => address(&mut draft, value),
            "RD" => draft.record.work.accessed = read_date(value).map(crate::model::Field::given),
            "NO" => note(&mut draft, value),
            "AN" => draft.other_identifier("accession", value),
            "CL" => draft.named_note("classification", value),
            "CR" => draft.record.cited.extend(lines.lines().map(crate::import::draft::cited)),
            "SF" => draft.named_note("subfile", value),
            "CT" => draft.set(Slot::Event, value),
            tag if tag.starts_with('U') => user(&mut draft, work_kind, tag, value),
            _ => {}
        }
    }
    abbreviation(&mut draft, fields.first("JO"));
    // Of a book and a thesis it is how many pages there are.
    let (first, last) = (fields.first("SP"), fields.first("OP"));
    if last.is_empty() && matches!(work_kind, WorkKind::Book | WorkKind::Thesis) && !first.contains('-') {
        draft.named_note("number of pages", first);
    } else {
        draft.page_range(first, last);
    }
    issued(&mut draft, fields.first("YR"), fields.first("FD"));
    draft
}

/// Types of the specification that mean something else elsewhere, or nothing.
fn own_kind(words: &str) -> Option<WorkKind> {
    Some(match words.to_ascii_lowercase().as_str() {
        "book, whole" | "book, edited" | "monograph" => WorkKind::Book,
        "book, section" => WorkKind::Chapter,
        "conference proceedings" => WorkKind::ConferencePaper,
        "abstract" => WorkKind::ConferenceAbstract,
        "journal, electronic" | "newspaper article" | "magazine article" => WorkKind::Article,
        "dissertation/thesis"
        | "dissertation"
        | "dissertation/thesis, unpublished"
        | "thesis, unpublished" => WorkKind::Thesis,
        "web page" | "online discussion forum" | "blog" => WorkKind::Webpage,
        "computer program" => WorkKind::Software,
        "generic" => WorkKind::Unknown,
        _ => return None,
    })
}

fn people(draft: &mut Draft, role: Role, value: &str) {
    for line in value.lines() {
        for name in names(line) {
            draft.named(role, &name);
        }
    }
}

fn serial_number(draft: &mut Draft, kind: WorkKind, value: &str) {
    match kind {
        WorkKind::Patent | WorkKind::Report => {
            let known = identifiers::isbn(value).validity == identifiers::Validity::Valid
                || identifiers::issn(value).validity == identifiers::Validity::Valid;
            if known { draft.serial_numbers(value) } else { draft.named_note("number", value) }
        }
        _ => draft.issn_as(value, Medium::Unknown),
    }
}

fn links(draft: &mut Draft, value: &str) {
    for url in value.split_whitespace() {
        if url.contains("doi.org/10.") {
            draft.identifier(Scheme::Doi, url);
        } else if url.contains("://") || url.starts_with("www.") {
            draft.identifier(Scheme::Url, url);
        }
    }
}

fn address(draft: &mut Draft, value: &str) {
    // One for all: it is known whose it is only where there is one author.
    let authors = draft.record.work.contributors.iter().filter(|c| c.role == Role::Author).count();
    match authors {
        1 => draft.affiliation(0, value),
        _ => draft.named_note("address", value),
    }
}

/// Of other programs the notes hold what has a place of its own.
fn note(draft: &mut Draft, value: &str) {
    let lower = value.to_ascii_lowercase();
    match lower.strip_prefix("doi:").map(|_| identifiers::doi(value)) {
        Some(Some(_)) => draft.identifier(Scheme::Doi, value),
        _ => draft.note(value),
    }
}

fn user(draft: &mut Draft, kind: WorkKind, tag: &str, value: &str) {
    match (kind, tag) {
        (WorkKind::ConferencePaper, "U1") => draft.set(Slot::Place, value),
        (WorkKind::ConferencePaper, "U3") => draft.set(Slot::Container, value),
        (WorkKind::Chapter, "U2") => people(draft, Role::Collaborator, value),
        _ => draft.named_note(tag, value),
    }
}

fn abbreviation(draft: &mut Draft, value: &str) {
    if value.is_empty() {
        return;
    }
    if draft.record.work.container_title.is_none() {
        draft.set(Slot::Container, value);
    } else if draft.record.work.container_title.as_ref().is_some_and(|c| c.value != value) {
        draft.record.serial.abbreviation = Some(value.to_owned());
    }
}

/// `FD` is the date in free form, with or without the year: `Feb`, `01/15`, `2003/1/15`, `Feb 2, 2002`.
fn issued(draft: &mut Draft, year: &str, free: &str) {
    let known = read_date(year);
    let date = with_year(free, known).or(known);
    if let Some(date) = date {
        draft.record.dates.push((DateKind::Issued, date));
        draft.issued(date);
    } else {
        draft.named_note("date", year);
        draft.named_note("date", free);
    }
}

fn with_year(free: &str, year: Option<PartialDate>) -> Option<PartialDate> {
    if free.is_empty() {
        return None;
    }
    let Some(known) = year else { return read_date(free) };
    if let Some(read) = read_date(free).filter(|date| date.year == known.year) {
        return Some(read);
    }
    // `02/28`, `2/0`: zeros are unknown parts.
    let numbers: Vec<u8> = free.split('/').map_while(|part| part.trim().parse().ok()).collect();
    let by_numbers = match numbers.as_slice() {
        [month] | [month, 0] => PartialDate::new(known.year, Some(*month), None),
        [month, day] => PartialDate::new(known.year, Some(*month), Some(*day)),
        _ => None,
    };
    by_numbers.or_else(|| read_date(&format!("{} {free}", known.year)).filter(|date| date.year == known.year))
}
