//! What a row says the work cites.

use super::columns::Column;
use super::fill::Row;
use super::vendor::Vendor;
use crate::import::draft::{Draft, Slot, cited, cited_list, items, names};
use crate::model::{Cited, DateKind, Identifier, Place, Role, Scheme};

/// Adds the references of a row.
pub(super) fn read(row: &Row<'_>, draft: &mut Draft) {
    let text = row.get(Column::References);
    if text.is_empty() {
        return;
    }
    let found: Vec<Cited> = match row.vendor() {
        _ if text.trim_start().starts_with('[') && text.contains('|') => {
            text.split(";[").map(|part| dimensions(part.trim_start_matches('['))).collect()
        }
        Vendor::Wos | Vendor::WosTags => {
            items(text, &["; "]).iter().map(|part| web_of_science(part)).collect()
        }
        _ => match identifiers(text) {
            Some(list) => list,
            None => cited_list(&text.replace(['\n', '\r'], " ")),
        },
    };
    draft.record.cited.extend(found.into_iter().filter(|c| !c.text.is_empty() || !c.identifiers.is_empty()));
}

/// A list of identifiers of works and nothing else: OpenAlex's, Lens's, DOIs.
fn identifiers(text: &str) -> Option<Vec<Cited>> {
    let list = items(text, &[";;", "|", ";", ","]);
    let one = |item: &String| {
        let bare = item.trim_end_matches('/').rsplit('/').next().unwrap_or(item);
        let digits = |text: &str| text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit());
        let scheme = match bare.strip_prefix('W') {
            Some(number) if digits(number) => Scheme::Openalex,
            _ if is_lens(bare) => Scheme::Lens,
            _ if bare.strip_prefix("pub.").is_some_and(digits) => Scheme::Dimensions,
            _ if crate::normalize::identifiers::doi(item).is_some() && !item.contains(' ') => Scheme::Doi,
            _ => return None,
        };
        let value = match scheme {
            Scheme::Doi => crate::normalize::identifiers::doi(item)?,
            _ => bare.to_owned(),
        };
        let identifier = Identifier { scheme, value, raw: item.clone() };
        Some(Cited { text: item.clone(), identifiers: vec![identifier], work: None })
    };
    list.iter().map(one).collect()
}

/// `001-234-567-890-12X`
fn is_lens(text: &str) -> bool {
    text.len() == 19
        && text.split('-').all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `Doe, K; Roe, L]|ids|Journal|1991|50|2|179-211|10.1016/…|pub.1002113146|26464`
fn dimensions(part: &str) -> Cited {
    let fields: Vec<&str> = part.split('|').map(|field| field.trim_matches(['[', ']', ' ', ';'])).collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let mut draft = Draft::new();
    for name in items(field(0), &[";"]) {
        draft.named(Role::Author, &name);
    }
    draft.set(Slot::Container, field(2));
    draft.date(DateKind::Issued, field(3));
    draft.volume(field(4));
    draft.issue(field(5));
    draft.pages(field(6));
    draft.identifier(Scheme::Doi, field(7));
    if field(8).starts_with("pub.") {
        draft.identifier(Scheme::Dimensions, field(8));
    }
    let text: Vec<&str> = [0, 2, 3, 4, 5, 6, 7].into_iter().map(field).filter(|f| !f.is_empty()).collect();
    finished(draft, text.join(", "))
}

/// `Smith J, 2010, J APPL PHYS, V12, P34, DOI 10.1063/1.1`
fn web_of_science(part: &str) -> Cited {
    let whole = cited(part);
    let mut draft = Draft::new();
    let mut unplaced = Vec::new();
    for field in part.split(", ") {
        let numbered = |letter: char| {
            field
                .strip_prefix(letter)
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == 'e' || c == 'S'))
        };
        if field.len() == 4 && field.bytes().all(|b| b.is_ascii_digit()) {
            draft.date(DateKind::Issued, field);
        } else if field.starts_with("DOI ") || field.starts_with("[10.") || field.starts_with("DOI [") {
        } else if let Some(volume) = numbered('V') {
            draft.volume(volume);
        } else if let Some(page) = numbered('P') {
            draft.pages(page);
        } else {
            unplaced.push(field);
        }
    }
    let mut unplaced = unplaced.into_iter();
    if let Some(author) = unplaced.next() {
        let anonymous = author.trim_start_matches(['*', '[']).to_ascii_lowercase().starts_with("anonymous");
        if !anonymous {
            for name in names(author.trim_start_matches('*')) {
                draft.named(Role::Author, &name);
            }
        }
    }
    if let Some(journal) = unplaced.next() {
        draft.set(Slot::Container, journal);
    }
    for id in &whole.identifiers {
        draft.identifier(id.scheme, &id.raw);
    }
    finished(draft, part.to_owned())
}

fn finished(draft: Draft, text: String) -> Cited {
    let imported = draft.finish(Place::default());
    let work = imported.record.work;
    let identifiers = work.identifiers.iter().map(|field| field.value.clone()).collect();
    Cited { text, identifiers, work: Some(Box::new(work)) }
}
