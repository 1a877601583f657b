//! The people of a row.

use std::collections::HashMap;

use super::columns::Column;
use super::fill::Row;
use super::vendor::Vendor;
use crate::import::draft::{Draft, glued, items, name, names};
use crate::model::{Name, PersonDetails, Role};

/// Adds everybody a row names.
pub(super) fn read(row: &Row<'_>, draft: &mut Draft) {
    let listed = list(row, &row.joined(Column::Author));
    let full = list(row, &row.joined(Column::AuthorFull));
    // Full names say more, where they are those of the same people.
    let authors = if !full.is_empty() && (full.len() >= listed.len()) { full } else { listed };
    if authors.is_empty() {
        draft.named(Role::Author, row.get(Column::FirstAuthor));
    }
    for author in &authors {
        draft.named(Role::Author, without_id(author));
    }
    for group in list(row, &row.joined(Column::GroupAuthor)) {
        draft.person(Role::Author, Name::Group(group.clone()), &group, PersonDetails::default());
    }
    for (column, role) in [
        (Column::Editor, Role::Editor),
        (Column::Translator, Role::Translator),
        (Column::BookAuthor, Role::Collaborator),
    ] {
        for person in list(row, &row.joined(column)) {
            draft.named(role, without_id(&person));
        }
    }
    read_orcids(row, draft);
}

fn list(row: &Row<'_>, text: &str) -> Vec<String> {
    if let Some(separator) = row.separator() {
        return items(text, &[separator]);
    }
    match row.vendor() {
        Vendor::Springer => glued(text),
        Vendor::Dimensions | Vendor::Wos | Vendor::WosTags | Vendor::Lens => items(text, &[";;", ";", "|"]),
        _ => names(text),
    }
}

/// `Smith, John A. (57200000000)`, `Doe, Kim [0000-…]`: an identifier behind the name is no part of it.
fn without_id(text: &str) -> &str {
    let cut = text.rfind([' ', '\u{a0}']).filter(|at| {
        let tail = text.get(*at..).unwrap_or_default().trim();
        tail.starts_with(['(', '[']) && tail.chars().filter(char::is_ascii_digit).count() >= 5
    });
    cut.map_or(text, |at| text.get(..at).unwrap_or(text)).trim()
}

/// ORCIDs, in the order of the authors (`…|…|…`) or each behind a name (`Smith, John/0000-…`).
fn read_orcids(row: &Row<'_>, draft: &mut Draft) {
    let text = row.get(Column::Orcid);
    if text.is_empty() {
        return;
    }
    let separator = if text.contains('|') { '|' } else { ';' };
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let named = parts.iter().any(|part| part.rsplit_once('/').is_some_and(|(who, _)| who.contains(',')));
    if named {
        let who = Who::new(draft);
        for part in parts {
            let Some((name, orcid)) = part.rsplit_once('/') else { continue };
            if let Some(index) = who.is(name) {
                draft.orcid(index, orcid);
            }
        }
    } else if parts.len() == draft.record.work.contributors.len() || draft.record.work.contributors.len() == 1
    {
        for (index, orcid) in parts.iter().enumerate() {
            draft.orcid(index, orcid);
        }
    }
}

/// Who is who among the contributors, by family name and first initial.
pub(super) struct Who {
    exact: HashMap<Key, usize>,
    /// Those of whom the family name or the initial is all there is; `None` where several share it.
    family: HashMap<String, Option<usize>>,
}

type Key = (String, Option<char>);

impl Who {
    pub(super) fn new(draft: &Draft) -> Self {
        let mut who = Self { exact: HashMap::new(), family: HashMap::new() };
        for (index, contributor) in draft.record.work.contributors.iter().enumerate() {
            let key = key(&contributor.name.value);
            who.family.entry(key.0.clone()).and_modify(|known| *known = None).or_insert(Some(index));
            who.exact.entry(key).or_insert(index);
        }
        who
    }

    /// Which of the contributors a name is.
    pub(super) fn is(&self, text: &str) -> Option<usize> {
        let wanted = key(&name(without_id(text))?);
        if let Some(index) = self.exact.get(&wanted) {
            return Some(*index);
        }
        // One of the two is without given names.
        let only = self.family.get(&wanted.0).copied().flatten()?;
        let bare = self.exact.get(&(wanted.0, None)) == Some(&only);
        (wanted.1.is_none() || bare).then_some(only)
    }
}

fn key(name: &Name) -> Key {
    let lower = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    match name {
        Name::Group(group) => (lower(group), None),
        Name::Person(person) => {
            let initial = person.given.as_ref().and_then(|given| given.chars().find(|c| c.is_alphabetic()));
            (lower(&person.family), initial.and_then(|c| c.to_lowercase().next()))
        }
    }
}
