//! Whole records: which were asked for, and which came.

use std::collections::HashMap;

use super::requests::{self, Call, IDS_PER_CALL};
use crate::import::pubmed_xml::{ArticleError, Found, RawRecords, Reader};
use crate::model::{Record, Scheme};
use crate::sources::fetch::Parts;

/// The calls that fetch these records, each PMID once.
pub fn calls(pmids: &[String]) -> Vec<(Vec<String>, Call)> {
    let mut seen = std::collections::HashSet::new();
    let once: Vec<String> = pmids.iter().filter(|pmid| seen.insert(pmid.as_str())).cloned().collect();
    once.chunks(IDS_PER_CALL).map(|batch| (batch.to_vec(), requests::efetch(batch))).collect()
}

/// What was asked for, against what came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconciled {
    /// The records, in the order they were asked for, each with the PMID it was asked for under.
    pub records: Vec<(String, Box<Record>)>,
    /// PMIDs that were asked for and whose record calls itself by another one: asked, answered. The record is among
    /// the others.
    pub merged: Vec<(String, String)>,
    /// PMIDs that PubMed says it has taken back.
    pub deleted: Vec<String>,
    /// PMIDs of which nothing came.
    pub missing: Vec<String>,
    /// PMIDs that came more than once; the last record counts, which is the latest version.
    pub repeated: Vec<String>,
    /// PMIDs that nobody asked for; their records are left out.
    pub extra: Vec<String>,
}

/// Pairs what was asked for with what came, by PMID and never by place.
///
/// A record under another PMID counts as merged only where it names the one that was asked for too.
pub fn reconcile(asked: &[String], found: impl IntoIterator<Item = Found>) -> Reconciled {
    let mut out = Reconciled::default();
    let mut records: HashMap<String, Box<Record>> = HashMap::new();
    let mut order = Vec::new();
    for found in found {
        match found {
            Found::Deleted(pmids) => {
                out.deleted.extend(pmids.into_iter().filter(|pmid| asked.contains(pmid)));
            }
            Found::Record(record) => {
                let Some(pmid) = pmids(&record).next().map(str::to_owned) else { continue };
                if records.insert(pmid.clone(), record).is_some() {
                    out.repeated.push(pmid);
                } else {
                    order.push(pmid);
                }
            }
        }
    }
    let mut unanswered = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for pmid in asked.iter().filter(|pmid| seen.insert(pmid.as_str())) {
        match records.remove(pmid) {
            Some(record) => out.records.push((pmid.clone(), record)),
            None => unanswered.push(pmid.clone()),
        }
    }
    for pmid in unanswered {
        let other = order
            .iter()
            .find(|other| records.get(*other).is_some_and(|record| pmids(record).any(|named| named == pmid)));
        if let Some(other) = other
            && let Some(record) = records.remove(other)
        {
            out.merged.push((pmid.clone(), other.clone()));
            out.records.push((pmid, record));
        } else if !out.deleted.contains(&pmid) {
            out.missing.push(pmid);
        }
    }
    out.extra = order.into_iter().filter(|pmid| records.contains_key(pmid)).collect();
    out
}

/// An answer cut up: for each PMID asked for, an answer to it alone; none where PubMed has no such record, or not any more.
/// Those of which a broken answer may have lost the record are left out.
///
/// # Errors
/// When nothing in it can be read, what is wrong first.
pub fn split(asked: &[String], body: &[u8]) -> Result<Parts, ArticleError> {
    let mut found = Vec::new();
    let mut raw: HashMap<String, Vec<u8>> = HashMap::new();
    let mut broken = None;
    for piece in RawRecords::new(body) {
        match piece.and_then(|piece| Ok((piece.read()?, piece.bytes))) {
            Ok((one, bytes)) => {
                if let Found::Record(record) = &one
                    && let Some(pmid) = pmids(record).next()
                {
                    raw.entry(pmid.to_owned()).or_insert(bytes);
                }
                found.push(one);
            }
            Err(error) => broken = broken.or(Some(error)),
        }
    }
    let is_broken = broken.is_some();
    if found.is_empty()
        && let Some(error) = broken
    {
        return Err(error);
    }
    let reconciled = reconcile(asked, found);
    let mut out = Vec::new();
    for (pmid, record) in reconciled.records {
        let bytes = pmids(&record).next().and_then(|own| raw.get(own));
        out.extend(bytes.map(|bytes| {
            let whole = [b"<PubmedArticleSet>", bytes.as_slice(), b"</PubmedArticleSet>"].concat();
            (pmid, Some(whole))
        }));
    }
    out.extend(reconciled.deleted.into_iter().map(|pmid| (pmid, None)));
    if !is_broken {
        out.extend(reconciled.missing.into_iter().map(|pmid| (pmid, None)));
    }
    Ok(out)
}

/// The record in an answer to one PMID; none where it holds none.
///
/// # Errors
/// When it cannot be read.
pub fn read_one(body: &[u8]) -> Result<Option<Record>, ArticleError> {
    for one in Reader::new(body) {
        if let Found::Record(record) = one? {
            return Ok(Some(*record));
        }
    }
    Ok(None)
}

fn pmids(record: &Record) -> impl Iterator<Item = &str> {
    record
        .work
        .identifiers
        .iter()
        .filter(|id| id.value.scheme == Scheme::Pmid)
        .map(|id| id.value.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Identifier};

    fn record(pmids: &[&str]) -> Found {
        let mut record = Record::default();
        for pmid in pmids {
            let id = Identifier { scheme: Scheme::Pmid, value: (*pmid).into(), raw: (*pmid).into() };
            record.work.identifiers.push(Field::given(id));
        }
        Found::Record(Box::new(record))
    }

    fn strings(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_pmid_is_asked_for_once() {
        let pmids: Vec<String> = (0..450).map(|n| (n % 410).to_string()).collect();
        let calls = calls(&pmids);
        assert_eq!(calls.iter().map(|(batch, _)| batch.len()).collect::<Vec<_>>(), [200, 200, 10]);
    }

    #[test]
    fn what_came_is_told_from_what_was_asked() {
        let asked = strings(&["1", "2", "3", "4", "5", "1"]);
        let found = [
            record(&["5"]),
            record(&["9", "2"]),
            record(&["1"]),
            record(&["8"]),
            record(&["1"]),
            Found::Deleted(strings(&["3", "77"])),
        ];
        let got = reconcile(&asked, found);
        let answered: Vec<&str> = got.records.iter().map(|(pmid, _)| pmid.as_str()).collect();
        assert_eq!(answered, ["1", "5", "2"]);
        assert_eq!(got.merged, [("2".to_owned(), "9".to_owned())]);
        assert_eq!(got.deleted, ["3"]);
        assert_eq!(got.missing, ["4"]);
        assert_eq!(got.repeated, ["1"]);
        assert_eq!(got.extra, ["8"]);
    }
}
