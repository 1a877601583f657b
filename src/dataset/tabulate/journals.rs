use std::collections::HashMap;

use super::super::schema::JournalRow;
use super::decimal;
use crate::model::{Journal, JournalHandle, stable_id};

/// The journals met so far, in the order they were met.
#[derive(Debug, Default)]
pub struct Journals {
    place: HashMap<JournalHandle, usize>,
    by_id: HashMap<String, usize>,
    met: Vec<(String, Journal, f32)>,
}

impl Journals {
    /// Notes a link to a journal and gives the journal's key.
    pub fn meet(
        &mut self,
        handle: JournalHandle,
        journal: impl FnOnce() -> Journal,
        confidence: f32,
    ) -> String {
        let at = *self.place.entry(handle).or_insert_with(|| {
            let journal = journal();
            let id = journal_id(&journal);
            self.by_id.insert(id.clone(), self.met.len());
            self.met.push((id, journal, confidence));
            self.met.len() - 1
        });
        match self.met.get_mut(at) {
            Some((id, _, lowest)) => {
                *lowest = lowest.min(confidence);
                id.clone()
            }
            None => String::new(),
        }
    }

    /// The short title of a journal met before.
    pub fn short_title(&self, journal_id: &str) -> Option<String> {
        let (_, journal, _) = self.met.get(*self.by_id.get(journal_id)?)?;
        Some(journal.title_nlm.clone().unwrap_or_else(|| journal.title.clone()))
    }

    /// One row per journal.
    pub fn rows(self) -> impl Iterator<Item = JournalRow> {
        self.met.into_iter().map(|(journal_id, journal, confidence)| JournalRow {
            journal_id,
            title: journal.title,
            title_iso4: journal.title_iso4,
            title_nlm: journal.title_nlm,
            nlm_id: journal.nlm_id,
            issn_l: None,
            issn_print: journal.issn_print,
            issn_electronic: journal.issn_electronic,
            publisher: None,
            country_code: None,
            confidence: Some(decimal(confidence)),
            source: "authority",
        })
    }
}

fn journal_id(journal: &Journal) -> String {
    match &journal.nlm_id {
        Some(nlm_id) => format!("j_{nlm_id}"),
        None => stable_id('j', &[&journal.title]),
    }
}
