//! One record.

use crate::import::draft::{Draft, Medium, Slot, folded, items, read_date};
use crate::import::fields::Fields;
use crate::model::{DateKind, KeywordScheme, Role, Scheme, WorkKind};

/// Reads a record.
pub(super) fn read(fields: &Fields) -> Draft {
    let mut draft = Draft::new();
    let id = fields.first("ID");
    draft.label = (!id.is_empty()).then(|| id.to_owned());
    for (tag, lines) in fields.iter() {
        let flat = folded(lines.to_owned());
        let value = flat.as_str();
        match tag {
            "ID" if value.starts_with("CN-") => draft.other_identifier("central", value),
            "AU" => items(lines, &["\n", ";"]).iter().for_each(|name| draft.named(Role::Author, name)),
            "ED" => items(lines, &["\n", ";"]).iter().for_each(|name| draft.named(Role::Editor, name)),
            "TI" => draft.set(Slot::Title, value),
            "SO" => draft.set(Slot::Container, value),
            "VL" => draft.volume(value),
            "NO" => draft.issue(value),
            "PG" => draft.pages(value),
            // `PUBMED 12345678`, `EMBASE 2001234567`
            "PM" | "XR" => number(&mut draft, value),
            "PT" => items(value, &[";", "|"]).iter().for_each(|word| draft.kind(word)),
            "KY" | "DE" => {
                items(lines, &["\n", ";"]).iter().for_each(|term| draft.keyword(KeywordScheme::Other, term));
            }
            "AB" => draft.abstract_text(value),
            "DOI" => draft.identifier(Scheme::Doi, value),
            "US" => draft.identifier(Scheme::Url, value),
            "CC" => draft.named_note("Cochrane group", value),
            "PB" => draft.set(Slot::Publisher, value),
            "SN" => draft.issn_as(value, Medium::Unknown),
            "LA" => draft.language(value),
            "C3" | "M3" | "AN" => draft.named_note(tag, value),
            _ => {}
        }
    }
    match read_date(fields.first("YR")) {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("year", fields.first("YR")),
    }
    let work = &mut draft.record.work;
    let container = work.container_title.as_ref().map(|c| c.value.as_str()).unwrap_or_default();
    if work.kind == WorkKind::Unknown && container == "Cochrane Database of Systematic Reviews" {
        work.kind = WorkKind::Review;
    }
    draft
}

fn number(draft: &mut Draft, value: &str) {
    let digits = value.rsplit(' ').next().unwrap_or(value);
    let holder = value.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    match holder.as_str() {
        "embase" => draft.other_identifier("embase", digits),
        "cinahl" => draft.other_identifier("cinahl", digits),
        _ => draft.identifier(Scheme::Pmid, digits),
    }
}
