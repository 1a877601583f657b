use std::collections::HashMap;
use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::super::schema::JournalRow;
use super::table::Rows;
use crate::model::Serial;

/// The journals of a dataset, by their keys. There are no more of them than of serials in the world.
#[derive(Debug, Default)]
pub struct Journals {
    known: HashMap<Box<str>, (String, Serial)>,
}

const COLUMNS: [&str; 8] =
    ["journal_id", "title", "title_nlm", "title_iso4", "nlm_id", "issn_l", "issn_print", "issn_electronic"];

impl Journals {
    pub fn read(dir: &Path, package: &Package) -> Result<Self, DatasetError> {
        let mut rows = Rows::open::<JournalRow>(dir, package, &COLUMNS)?;
        let mut known = HashMap::new();
        while rows.next()? {
            let text = |column| rows.text(column).map(str::to_owned);
            let serial = Serial {
                abbreviation: text(2).or_else(|| text(3)),
                nlm_id: text(4),
                issn_l: text(5),
                issn_print: text(6),
                issn_electronic: text(7),
                ..Serial::default()
            };
            let title = rows.required(1, "title")?.to_owned();
            known.insert(rows.required(0, "journal_id")?.into(), (title, serial));
        }
        Ok(Self { known })
    }

    /// Full title and all else of a journal.
    pub fn get(&self, journal_id: &str) -> Option<&(String, Serial)> {
        self.known.get(journal_id)
    }
}
