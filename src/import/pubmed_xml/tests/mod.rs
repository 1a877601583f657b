//! Records made up for the purpose, broken ones, and every field of the real ones beside the project.

mod dom;
mod hostile;
mod invented;
mod shared;
mod slow;

use super::{ArticleError, Found, Reader};
use crate::model::Record;

/// The records of a text, which must all be readable.
fn records(xml: &str) -> Vec<Record> {
    let found = Reader::new(xml.as_bytes()).map(|found| match found.unwrap() {
        Found::Record(record) => *record,
        Found::Deleted(pmids) => panic!("deleted {pmids:?}"),
    });
    found.collect()
}

/// What came of a text: PMIDs of records, and errors.
fn outcome(xml: &[u8]) -> (Vec<String>, Vec<ArticleError>) {
    let (mut pmids, mut errors) = (Vec::new(), Vec::new());
    for found in Reader::new(xml) {
        match found {
            Ok(Found::Record(record)) => pmids.push(record.work.identifiers[0].value.value.clone()),
            Ok(Found::Deleted(deleted)) => pmids.extend(deleted.into_iter().map(|pmid| format!("-{pmid}"))),
            Err(error) => errors.push(error),
        }
    }
    (pmids, errors)
}
