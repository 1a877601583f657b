//! What Crossref is asked: records by the DOIs that are known, then a search for every reference that has none.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Arrived, Case, Told, identifier};
use super::desk::Desk;
use super::questions::{Dois, works};
use super::renew::{Known, renew};
use crate::model::{Method, Scheme, Source};
use crate::sources::cache::Need;
use crate::sources::crossref;
use crate::sources::http::{Call, CallKind};

/// Records a search may offer.
const ROWS: u8 = 5;

/// The DOI a reference is known by: the one it prints, or that of its PubMed record.
fn doi(case: &Case) -> Option<&str> {
    case.identifier(Scheme::Doi)
        .or_else(|| case.accepted(Source::Pubmed).and_then(|record| identifier(&record.work, Scheme::Doi)))
}

fn is_open(case: &Case) -> bool {
    case.can_be_asked() && case.accepted(Source::Crossref).is_none()
}

/// Asks for the records of all DOIs that are known, then searches for those that have no accepted record; newer copies
/// and old answers as with PubMed.
pub fn ask(desk: &Desk<'_>, cases: &mut [Case]) {
    let mut open: Vec<&mut Case> = cases.iter_mut().filter(|case| is_open(case)).collect();
    round(desk, &mut open, Need::Settled);
    renew(desk, &mut open, Source::Crossref, |due| records(desk, due, Need::Current));
    let mut again: Vec<&mut Case> =
        open.into_iter().filter(|case| is_open(case) && case.was_told_long_ago(Source::Crossref)).collect();
    again.iter_mut().for_each(|case| case.restart(Source::Crossref));
    desk.decide(&mut again);
    round(desk, &mut again, Need::Current);
    renew(desk, &mut again, Source::Crossref, |due| records(desk, due, Need::Current));
}

fn round(desk: &Desk<'_>, cases: &mut [&mut Case], need: Need) {
    let dois: BTreeSet<String> =
        cases.iter().filter(|c| is_open(c)).filter_map(|c| doi(c).map(str::to_owned)).collect();
    let records = records(desk, dois, Need::Settled);
    for case in cases.iter_mut().filter(|case| is_open(case)) {
        let Some(doi) = doi(case).map(str::to_owned) else { continue };
        case.asked(Source::Crossref);
        match records.get(&doi) {
            Some(Known::Held(arrived)) => case.offer((**arrived).clone(), Method::Doi),
            Some(Known::NotThere(told)) => case.told(*told),
            None => {
                case.silent.insert(Source::Crossref);
            }
        }
    }
    desk.decide(cases);
    search(desk, cases, need);
}

/// The searches that would be made.
pub fn searches<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<Call> {
    cases.filter(|case| case.can_be_asked() && doi(case).is_none()).filter_map(search_call).collect()
}

/// The records whose DOIs are known.
pub fn known_dois<'a>(cases: impl Iterator<Item = &'a Case>) -> Dois {
    let dois: BTreeSet<&str> = cases.filter_map(doi).collect();
    Dois(dois.into_iter().map(str::to_owned).collect())
}

fn search_call(case: &Case) -> Option<Call> {
    let request = crossref::for_search(&case.mention.entry.text, ROWS)?;
    Some(works(CallKind::CrossrefSearch, request))
}

fn search(desk: &Desk<'_>, cases: &mut [&mut Case], need: Need) {
    let wanted: Vec<(usize, Call)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| is_open(case) && !case.silent.contains(&Source::Crossref))
        .filter_map(|(at, case)| Some((at, search_call(case)?)))
        .collect();
    let calls: Vec<Call> = wanted.iter().map(|(_, call)| call.clone()).collect();
    for ((at, call), fetched) in wanted.iter().zip(desk.fetch(&calls, need)) {
        let case = &mut *cases[*at];
        case.asked(Source::Crossref);
        let read = fetched.and_then(|fetched| {
            let answer = desk.read(call, crossref::read_answer(&fetched.body))?;
            Some((fetched, answer))
        });
        let Some((fetched, answer)) = read else {
            case.silent.insert(Source::Crossref);
            continue;
        };
        case.told(Told::by(Source::Crossref, &fetched));
        for reading in answer.works {
            case.offer(Arrived::of(reading.record, &fetched, None), Method::BiblioSearch);
        }
    }
    desk.decide(cases);
    // A search gives only what a decision needs.
    let found: BTreeSet<String> = cases
        .iter()
        .filter(|case| case.was_searched(Source::Crossref))
        .filter_map(|case| identifier(&case.accepted(Source::Crossref)?.work, Scheme::Doi).map(str::to_owned))
        .collect();
    let whole = records(desk, found, Need::Settled);
    for case in cases.iter_mut().filter(|case| case.was_searched(Source::Crossref)) {
        let doi = case.accepted(Source::Crossref).and_then(|record| identifier(&record.work, Scheme::Doi));
        if let Some(Known::Held(arrived)) = doi.and_then(|doi| whole.get(doi)) {
            case.complete((**arrived).clone());
        }
    }
}

/// The records of these DOIs; those of which nothing was learned are left out.
fn records(desk: &Desk<'_>, dois: BTreeSet<String>, need: Need) -> BTreeMap<String, Known> {
    let questions = Dois(dois.into_iter().collect());
    let fetched = desk.fetch_together(&questions, CallKind::CrossrefRecords, need);
    let mut out = BTreeMap::new();
    for (at, (doi, fetched)) in questions.0.iter().zip(fetched).enumerate() {
        let Some(fetched) = fetched else { continue };
        if fetched.is_not_there() {
            out.insert(doi.clone(), Known::of(None, &fetched, doi));
            continue;
        }
        match crossref::read_answer(&fetched.body) {
            Ok(answer) => {
                let found = answer.works.into_iter().next().map(|work| crossref::reconcile_single(doi, work));
                out.insert(doi.clone(), Known::of(found.map(|found| found.reading.record), &fetched, doi));
            }
            Err(error) => desk.unreadable(&questions, at, &error),
        }
    }
    out
}
