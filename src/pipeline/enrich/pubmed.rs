//! What PubMed is asked, in the order of what it costs: records by the PMIDs that are printed, PMIDs by the PMCIDs that
//! are, PMIDs by journal, year, volume, page and author, and a search by title for what is still open.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Told};
use super::desk::Desk;
use super::questions::{Citations, Pmcids, Pmids, pubmed};
use super::renew::{Known, renew};
use crate::model::{JournalLink, Method, Scheme, Source};
use crate::normalize::journals::Authority;
use crate::sources::cache::Need;
use crate::sources::http::{Call, CallKind};
use crate::sources::pmc;
use crate::sources::pubmed::ecitmatch::{self, Citation, Outcome};
use crate::sources::pubmed::{efetch, esearch, requests, term};

/// Records fetched by one call.
pub const RECORDS: usize = requests::IDS_PER_CALL;
/// Records that a search may offer.
const ROWS: usize = 5;
/// Records that are looked at where the citation matcher cannot decide.
const AMBIGUOUS: usize = 10;

/// Asks about every reference that has no accepted record of PubMed yet, and for newer copies of the accepted ones. What
/// was answered long ago is enough to find a record by; where it finds none, it is asked again.
pub fn ask(desk: &Desk<'_>, cases: &mut [Case]) {
    let mut open: Vec<&mut Case> = cases.iter_mut().filter(|case| is_open(case)).collect();
    round(desk, &mut open, Need::Settled);
    renew(desk, &mut open, Source::Pubmed, |due| records(desk, due, Need::Current));
    let mut again: Vec<&mut Case> =
        open.into_iter().filter(|case| is_open(case) && case.was_told_long_ago(Source::Pubmed)).collect();
    again.iter_mut().for_each(|case| case.restart(Source::Pubmed));
    desk.decide(&mut again);
    round(desk, &mut again, Need::Current);
    renew(desk, &mut again, Source::Pubmed, |due| records(desk, due, Need::Current));
}

fn round(desk: &Desk<'_>, cases: &mut [&mut Case], need: Need) {
    let mut wanted = printed(cases);
    converted(desk, cases, &mut wanted, need);
    matched(desk, cases, &mut wanted, need);
    offer(desk, cases, &wanted);
    desk.decide(cases);
    let wanted = searched(desk, cases, need);
    offer(desk, cases, &wanted);
    desk.decide(cases);
}

/// The records that are printed by number.
pub fn printed_pmids<'a>(cases: impl Iterator<Item = &'a Case>) -> Pmids {
    let pmids: BTreeSet<String> =
        cases.filter_map(|case| case.identifier(Scheme::Pmid).map(str::to_owned)).collect();
    Pmids(pmids.into_iter().collect())
}

/// The PMCIDs of those that print no PMID.
pub fn printed_pmcids<'a>(cases: impl Iterator<Item = &'a Case>) -> Pmcids {
    let pmcids: BTreeSet<String> = cases.filter_map(|case| pmcid(case).map(str::to_owned)).collect();
    Pmcids(pmcids.into_iter().collect())
}

/// The citations of those that print neither.
pub fn citations<'a>(cases: impl Iterator<Item = &'a Case>, authority: &Authority) -> Citations {
    let others = cases.filter(|case| case.identifier(Scheme::Pmid).is_none() && pmcid(case).is_none());
    Citations(others.filter_map(|case| citation(case, authority)).collect())
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

fn printed(cases: &[&mut Case]) -> Wanted {
    let pmid = |case: &Case| case.identifier(Scheme::Pmid).map(|pmid| vec![(pmid.to_owned(), Method::Pmid)]);
    let open = cases.iter().enumerate().filter(|(_, case)| is_open(case));
    open.filter_map(|(at, case)| Some((at, pmid(case)?))).collect()
}

fn pmcid(case: &Case) -> Option<&str> {
    case.identifier(Scheme::Pmcid).filter(|_| case.identifier(Scheme::Pmid).is_none())
}

/// What the PMCIDs stand for. An article that PMC does not have, or that is not in PubMed, is looked for by other ways.
fn converted(desk: &Desk<'_>, cases: &mut [&mut Case], wanted: &mut Wanted, need: Need) {
    let open = cases.iter().enumerate().filter(|(at, case)| is_open(case) && !wanted.contains_key(at));
    let (places, pmcids): (Vec<usize>, Vec<String>) =
        open.filter_map(|(at, case)| Some((at, pmcid(case)?.to_owned()))).unzip();
    let fetched = desk.fetch_together(&Pmcids(pmcids), CallKind::Convert, need);
    for (at, fetched) in places.into_iter().zip(fetched) {
        let case = &mut *cases[at];
        let Some(fetched) = fetched else {
            case.silent.insert(Source::Pubmed);
            continue;
        };
        case.told(Told::by(Source::Pubmed, &fetched));
        if let Some(pmid) = pmc::pmid(&fetched.body) {
            wanted.insert(at, vec![(pmid, Method::Pmid)]);
        }
    }
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

fn matched(desk: &Desk<'_>, cases: &mut [&mut Case], wanted: &mut Wanted, need: Need) {
    let open = cases.iter().enumerate().filter(|(at, case)| is_open(case) && !wanted.contains_key(at));
    let (places, citations): (Vec<usize>, Vec<Citation>) =
        open.filter_map(|(at, case)| Some((at, citation(case, desk.authority)?))).unzip();
    let questions = Citations(citations);
    let fetched = desk.fetch_together(&questions, CallKind::PubmedMatch, need);
    for ((at, citation), fetched) in places.into_iter().zip(&questions.0).zip(fetched) {
        let case = &mut *cases[at];
        case.asked(Source::Pubmed);
        let Some(fetched) = fetched else {
            case.silent.insert(Source::Pubmed);
            continue;
        };
        case.told(Told::by(Source::Pubmed, &fetched));
        let answer = String::from_utf8_lossy(&fetched.body);
        let answers = ecitmatch::batches([citation]).first().and_then(|batch| batch.read(&answer).ok());
        let pmids = match answers.as_ref().and_then(|answers| answers.of(citation)) {
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
    Some(pubmed(CallKind::PubmedSearch, requests::esearch(&term::term(case.reference())?, ROWS)))
}

fn searched(desk: &Desk<'_>, cases: &mut [&mut Case], need: Need) -> Wanted {
    let open = cases.iter().enumerate().filter(|(_, case)| is_open(case));
    let (places, calls): (Vec<usize>, Vec<Call>) =
        open.filter_map(|(at, case)| Some((at, search(case)?))).unzip();
    let fetched = desk.fetch(&calls, need);
    let mut wanted = Wanted::new();
    for ((at, call), fetched) in places.into_iter().zip(&calls).zip(fetched) {
        let case = &mut *cases[at];
        case.asked(Source::Pubmed);
        let found = fetched.and_then(|fetched| {
            case.told(Told::by(Source::Pubmed, &fetched));
            desk.read(call, esearch::read(&String::from_utf8_lossy(&fetched.body)))
        });
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
fn offer(desk: &Desk<'_>, cases: &mut [&mut Case], wanted: &Wanted) {
    let pmids = wanted.values().flatten().map(|(pmid, _)| pmid.clone()).collect();
    let records = records(desk, pmids, Need::Settled);
    for (at, found) in wanted {
        let case = &mut *cases[*at];
        case.asked(Source::Pubmed);
        for (pmid, method) in found {
            match records.get(pmid) {
                Some(Known::Held(arrived)) => case.offer((**arrived).clone(), *method),
                Some(Known::NotThere(told)) => case.told(*told),
                None => {
                    case.silent.insert(Source::Pubmed);
                }
            }
        }
    }
}

/// The records of these PMIDs; those of which nothing was learned are left out.
fn records(desk: &Desk<'_>, pmids: BTreeSet<String>, need: Need) -> BTreeMap<String, Known> {
    let questions = Pmids(pmids.into_iter().collect());
    let fetched = desk.fetch_together(&questions, CallKind::PubmedRecords, need);
    let mut out = BTreeMap::new();
    for (at, (pmid, fetched)) in questions.0.iter().zip(fetched).enumerate() {
        let Some(fetched) = fetched else { continue };
        let read = if fetched.is_not_there() { Ok(None) } else { efetch::read_one(&fetched.body) };
        match read {
            Ok(record) => {
                out.insert(pmid.clone(), Known::of(record, &fetched, pmid));
            }
            Err(error) => desk.unreadable(&questions, at, &error),
        }
    }
    out
}
