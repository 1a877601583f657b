//! Records that have had their time.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Arrived, Case, Told};
use super::desk::Desk;
use crate::model::{Record, Source};
use crate::sources::fetch::Fetched;

/// What a service says of an identifier.
pub enum Known {
    /// Its record.
    Held(Box<Arrived>),
    /// It has no such record, or not any more.
    NotThere(Told),
}

impl Known {
    /// What an answer about one identifier comes to.
    pub fn of(record: Option<Record>, fetched: &Fetched, asked: &str) -> Self {
        match record {
            Some(record) => Self::Held(Box::new(Arrived::of(record, fetched, Some(asked)))),
            None => Self::NotThere(Told::absent(fetched)),
        }
    }
}

/// Fetches newer copies of accepted records that have had their time, and decides again with them. One that is gone is
/// withdrawn.
pub fn renew(
    desk: &Desk<'_>,
    cases: &mut [&mut Case],
    source: Source,
    records: impl Fn(BTreeSet<String>) -> BTreeMap<String, Known>,
) {
    let due = |case: &Case| case.due(source).map(str::to_owned);
    let wanted: BTreeSet<String> = cases.iter().filter_map(|case| due(case)).collect();
    if wanted.is_empty() {
        return;
    }
    let records = records(wanted);
    let mut renewed: Vec<&mut Case> = Vec::new();
    for case in cases.iter_mut() {
        let Some(id) = due(case) else { continue };
        match records.get(&id) {
            Some(Known::Held(arrived)) => case.complete((**arrived).clone()),
            Some(Known::NotThere(told)) => {
                case.told(*told);
                case.withdraw(source);
            }
            None => {}
        }
        renewed.push(case);
    }
    desk.decide(&mut renewed);
}
