//! What Crossref is asked: records by the DOIs that are known, then a search for every reference that has none.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Arrived, Case, identifier};
use super::desk::Desk;
use crate::model::{Method, Scheme, Source};
use crate::sources::crossref::{self, Request};
use crate::sources::http::{Call, CallKind, Expect};

/// Records a search may offer.
const ROWS: u8 = 5;

/// The DOI a reference is known by: the one it prints, or that of its PubMed record.
fn doi(case: &Case) -> Option<&str> {
    case.identifier(Scheme::Doi)
        .or_else(|| case.accepted(Source::Pubmed).and_then(|record| identifier(&record.work, Scheme::Doi)))
}

/// Asks for the records of all DOIs that are known, then searches for those that have no accepted record.
pub fn ask(desk: &Desk<'_>, cases: &mut [Case]) {
    let open = |case: &Case| case.can_be_asked() && case.accepted(Source::Crossref).is_none();
    let dois: BTreeSet<String> =
        cases.iter().filter(|c| open(c)).filter_map(|c| doi(c).map(str::to_owned)).collect();
    let records = records(desk, &dois);
    for case in cases.iter_mut().filter(|case| open(case)) {
        let Some(doi) = doi(case).map(str::to_owned) else { continue };
        case.asked(Source::Crossref);
        match records.get(&doi) {
            Some(Some(arrived)) => case.offer(arrived.clone(), Method::Doi),
            Some(None) => {}
            None => {
                case.silent.insert(Source::Crossref);
            }
        }
    }
    desk.decide(cases);
    search(desk, cases);
}

/// The searches that would be made.
pub fn searches<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<Call> {
    cases.filter(|case| case.can_be_asked() && doi(case).is_none()).filter_map(search_call).collect()
}

/// The calls for the DOIs that are printed.
pub fn lookups<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<Call> {
    let dois: BTreeSet<&str> = cases.filter_map(doi).collect();
    let dois: Vec<&str> = dois.into_iter().collect();
    crossref::for_dois(&dois)
        .into_iter()
        .map(|request| doi_call(request.request, request.is_single))
        .collect()
}

fn search_call(case: &Case) -> Option<Call> {
    let request = crossref::for_search(&case.mention.entry.text, ROWS)?;
    Some(call(CallKind::CrossrefSearch, request))
}

fn search(desk: &Desk<'_>, cases: &mut [Case]) {
    let wanted: Vec<(usize, Call)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| {
            case.can_be_asked()
                && case.accepted(Source::Crossref).is_none()
                && !case.silent.contains(&Source::Crossref)
        })
        .filter_map(|(at, case)| Some((at, search_call(case)?)))
        .collect();
    let calls: Vec<Call> = wanted.iter().map(|(_, call)| call.clone()).collect();
    for ((at, call), fetched) in wanted.iter().zip(desk.fetch(&calls)) {
        let case = &mut cases[*at];
        case.asked(Source::Crossref);
        let read = fetched.and_then(|fetched| {
            let answer = desk.read(call, crossref::read_answer(&fetched.body))?;
            Some((fetched, answer))
        });
        let Some((fetched, answer)) = read else {
            case.silent.insert(Source::Crossref);
            continue;
        };
        for reading in answer.works {
            case.offer(Arrived::of(reading.record, &fetched), Method::BiblioSearch);
        }
    }
    desk.decide(cases);
    // A search gives only what a decision needs.
    let found: BTreeSet<String> = cases
        .iter()
        .filter(|case| case.was_searched(Source::Crossref))
        .filter_map(|case| identifier(&case.accepted(Source::Crossref)?.work, Scheme::Doi).map(str::to_owned))
        .collect();
    let whole = records(desk, &found);
    for case in cases.iter_mut().filter(|case| case.was_searched(Source::Crossref)) {
        let doi = case.accepted(Source::Crossref).and_then(|record| identifier(&record.work, Scheme::Doi));
        if let Some(Some(arrived)) = doi.and_then(|doi| whole.get(doi)) {
            case.complete(arrived.clone());
        }
    }
}

/// The records of these DOIs: `None` where Crossref has none; absent where it gave no answer.
fn records(desk: &Desk<'_>, dois: &BTreeSet<String>) -> BTreeMap<String, Option<Arrived>> {
    let dois: Vec<&str> = dois.iter().map(String::as_str).collect();
    let requests = crossref::for_dois(&dois);
    let calls: Vec<Call> =
        requests.iter().map(|request| doi_call(request.request.clone(), request.is_single)).collect();
    let mut out = BTreeMap::new();
    for ((request, call), fetched) in requests.iter().zip(&calls).zip(desk.fetch(&calls)) {
        let Some(fetched) = fetched else { continue };
        if fetched.is_not_there() {
            out.extend(request.asked.iter().map(|doi| (doi.clone(), None)));
            continue;
        }
        let Some(answer) = desk.read(call, crossref::read_answer(&fetched.body)) else { continue };
        if let (true, [asked]) = (request.is_single, request.asked.as_slice()) {
            let found = answer.works.into_iter().next().map(|work| crossref::reconcile_single(asked, work));
            let arrived = found.map(|found| Arrived::of(found.reading.record, &fetched));
            out.insert(asked.clone(), arrived);
            continue;
        }
        let reconciled = crossref::reconcile(&request.asked, answer.works);
        out.extend(reconciled.missing.into_iter().map(|doi| (doi, None)));
        for found in reconciled.found {
            out.insert(found.asked, Some(Arrived::of(found.reading.record, &fetched)));
        }
    }
    out
}

fn doi_call(request: Request, is_single: bool) -> Call {
    call(if is_single { CallKind::CrossrefRecord } else { CallKind::CrossrefRecords }, request)
}

fn call(kind: CallKind, request: Request) -> Call {
    let mut call = Call::new(kind, &request.path, Expect::Json);
    for (name, value) in request.query {
        call = call.query(name, value);
    }
    call
}
