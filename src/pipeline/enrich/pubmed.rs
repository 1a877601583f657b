//! What PubMed is asked, in the order of what it costs: records by the PMIDs that are printed, PMIDs by journal, year,
//! volume, page and author, and a search by title for what is still open.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Arrived, Case};
use super::desk::Desk;
use crate::import::pubmed_xml::{Found, Reader};
use crate::model::{JournalLink, Method, Scheme, Source};
use crate::normalize::journals::Authority;
use crate::sources::http::{Call, CallKind, Expect};
use crate::sources::pubmed::ecitmatch::{self, Citation, Outcome};
use crate::sources::pubmed::{efetch, esearch, requests, term};

/// Records fetched by one call.
pub const RECORDS: usize = requests::IDS_PER_CALL;
/// Records that a search may offer.
const ROWS: usize = 5;
/// Records that are looked at where the citation matcher cannot decide.
const AMBIGUOUS: usize = 10;

/// Asks about every reference that has no accepted record of PubMed yet.
pub fn ask(desk: &Desk<'_>, cases: &mut [Case]) {
    let mut wanted = printed(cases);
    matched(desk, cases, &mut wanted);
    offer(desk, cases, &wanted);
    desk.decide(cases);
    let wanted = searched(desk, cases);
    offer(desk, cases, &wanted);
    desk.decide(cases);
}

/// The calls for what is printed.
pub fn lookups<'a>(cases: impl Iterator<Item = &'a Case>, authority: &Authority) -> Vec<Call> {
    let (mut pmids, mut citations) = (Vec::new(), Vec::new());
    for case in cases {
        match case.identifier(Scheme::Pmid) {
            Some(pmid) => pmids.push(pmid.to_owned()),
            None => citations.extend(citation(case, authority)),
        }
    }
    let fetches =
        efetch::calls(&pmids).into_iter().map(|(_, request)| call(CallKind::PubmedRecords, request));
    let batches = ecitmatch::batches(&citations);
    let matches = batches.iter().map(|batch| call(CallKind::PubmedMatch, requests::ecitmatch(batch)));
    fetches.chain(matches).collect()
}

/// The searches that would be made if nothing else found anything.
pub fn searches<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<Call> {
    cases.filter_map(search).collect()
}

/// Records to fetch: for each case by its place, how each was found.
type Wanted = BTreeMap<usize, Vec<(String, Method)>>;

fn is_open(case: &Case) -> bool {
    case.can_be_asked() && case.accepted(Source::Pubmed).is_none()
}

fn printed(cases: &[Case]) -> Wanted {
    let pmid = |case: &Case| case.identifier(Scheme::Pmid).map(|pmid| vec![(pmid.to_owned(), Method::Pmid)]);
    let open = cases.iter().enumerate().filter(|(_, case)| is_open(case));
    open.filter_map(|(at, case)| Some((at, pmid(case)?))).collect()
}

/// What the citation matcher is to be asked, the journal under its MEDLINE abbreviation where it is known.
fn citation(case: &Case, authority: &Authority) -> Option<Citation> {
    let reference = case.reference();
    let journal = match reference.journal {
        JournalLink::Resolved { journal, .. } => {
            authority.journal(journal).map(|j| j.title_nlm.unwrap_or(j.title))
        }
        _ => None,
    };
    Citation::of(reference, journal.as_deref())
}

fn matched(desk: &Desk<'_>, cases: &mut [Case], wanted: &mut Wanted) {
    let open = cases.iter().enumerate().filter(|(at, case)| is_open(case) && !wanted.contains_key(at));
    let citations: Vec<(usize, Citation)> =
        open.filter_map(|(at, case)| Some((at, citation(case, desk.authority)?))).collect();
    let batches = ecitmatch::batches(citations.iter().map(|(_, citation)| citation));
    let calls: Vec<Call> =
        batches.iter().map(|batch| call(CallKind::PubmedMatch, requests::ecitmatch(batch))).collect();
    let fetched = desk.fetch(&calls);
    let answers: Vec<_> = batches
        .iter()
        .zip(&calls)
        .zip(fetched)
        .filter_map(|((batch, call), fetched)| {
            let answers = desk.read(call, batch.read(&String::from_utf8_lossy(&fetched?.body)))?;
            for fault in &answers.faults {
                desk.failed(call, fault);
            }
            Some(answers)
        })
        .collect();
    for (at, citation) in citations {
        let case = &mut cases[at];
        case.asked(Source::Pubmed);
        let pmids = match answers.iter().find_map(|answers| answers.of(&citation)) {
            Some(Outcome::Found { pmid }) => vec![pmid.clone()],
            Some(Outcome::Ambiguous { pmids, .. }) => pmids.iter().take(AMBIGUOUS).cloned().collect(),
            Some(Outcome::NotFound | Outcome::InvalidJournal) => continue,
            None => {
                case.silent.insert(Source::Pubmed);
                continue;
            }
        };
        wanted.insert(at, pmids.into_iter().map(|pmid| (pmid, Method::CitationMatch)).collect());
    }
}

fn search(case: &Case) -> Option<Call> {
    Some(call(CallKind::PubmedSearch, requests::esearch(&term::term(case.reference())?, ROWS)))
}

fn searched(desk: &Desk<'_>, cases: &mut [Case]) -> Wanted {
    let open = cases.iter().enumerate().filter(|(_, case)| is_open(case));
    let (places, calls): (Vec<usize>, Vec<Call>) =
        open.filter_map(|(at, case)| Some((at, search(case)?))).unzip();
    let fetched = desk.fetch(&calls);
    let mut wanted = Wanted::new();
    for ((at, call), fetched) in places.into_iter().zip(&calls).zip(fetched) {
        let case = &mut cases[at];
        case.asked(Source::Pubmed);
        let found = fetched.and_then(|f| desk.read(call, esearch::read(&String::from_utf8_lossy(&f.body))));
        match found {
            Some(found) => {
                let pmids = found.pmids.into_iter().take(ROWS);
                wanted.insert(at, pmids.map(|pmid| (pmid, Method::BiblioSearch)).collect());
            }
            None => {
                case.silent.insert(Source::Pubmed);
            }
        }
    }
    wanted
}

/// Fetches records, each once, and offers each to the references it was found for.
fn offer(desk: &Desk<'_>, cases: &mut [Case], wanted: &Wanted) {
    let pmids: BTreeSet<&str> = wanted.values().flatten().map(|(pmid, _)| pmid.as_str()).collect();
    let pmids: Vec<String> = pmids.into_iter().map(str::to_owned).collect();
    let requests = efetch::calls(&pmids);
    let calls: Vec<Call> =
        requests.iter().map(|(_, request)| call(CallKind::PubmedRecords, request.clone())).collect();
    // `None`: PubMed has no such record, or not any more.
    let mut records: BTreeMap<String, Option<Arrived>> = BTreeMap::new();
    for (((asked, _), call), fetched) in requests.iter().zip(&calls).zip(desk.fetch(&calls)) {
        let Some(fetched) = fetched else { continue };
        let mut found: Vec<Found> = Vec::new();
        let mut broken = false;
        for read in Reader::new(fetched.body.as_slice()) {
            match read {
                Ok(one) => found.push(one),
                Err(error) => {
                    desk.failed(call, &error);
                    broken = true;
                }
            }
        }
        let reconciled = efetch::reconcile(asked, found);
        for (pmid, record) in reconciled.records {
            records.insert(pmid, Some(Arrived::of(*record, &fetched)));
        }
        let merged = reconciled.merged.into_iter().map(|(asked, answered)| {
            let record = records.get(&answered).cloned().flatten();
            (asked, record)
        });
        records.extend(merged.collect::<Vec<_>>());
        records.extend(reconciled.deleted.into_iter().map(|pmid| (pmid, None)));
        // Of a broken answer nobody knows whether the record was in it.
        if !broken {
            for pmid in reconciled.missing {
                records.entry(pmid).or_insert(None);
            }
        }
    }
    for (at, found) in wanted {
        let case = &mut cases[*at];
        case.asked(Source::Pubmed);
        for (pmid, method) in found {
            match records.get(pmid) {
                Some(Some(arrived)) => case.offer(arrived.clone(), *method),
                Some(None) => {}
                None => {
                    case.silent.insert(Source::Pubmed);
                }
            }
        }
    }
}

fn call(kind: CallKind, request: requests::Call) -> Call {
    let expect = match kind {
        CallKind::PubmedRecords => Expect::Xml,
        CallKind::PubmedSearch => Expect::Json,
        _ => Expect::Text,
    };
    let mut call = Call::new(kind, &format!("/entrez/eutils/{}", request.path), expect);
    for (name, value) in request.query {
        call = call.query(name, value);
    }
    for (name, value) in request.form {
        call = call.form(name, value);
    }
    call
}
