//! What services are asked many at once: records by their identifiers, PMIDs by PMCIDs, citations by their places.

use std::collections::HashMap;

use crate::sources::crossref;
use crate::sources::fetch::{Parts, Together};
use crate::sources::http::{Answer, Call, CallKind, Expect};
use crate::sources::pmc;
use crate::sources::pubmed::ecitmatch::{self, Citation};
use crate::sources::pubmed::{efetch, requests};

/// Records of PubMed, by their PMIDs.
pub struct Pmids(pub Vec<String>);

impl Together for Pmids {
    fn alone(&self) -> Vec<Call> {
        self.0
            .iter()
            .map(|pmid| pubmed(CallKind::PubmedRecords, requests::efetch(std::slice::from_ref(pmid))))
            .collect()
    }

    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)> {
        let call = |places: &[usize]| {
            let pmids: Vec<String> = places.iter().map(|at| self.0[*at].clone()).collect();
            (pubmed(CallKind::PubmedRecords, requests::efetch(&pmids)), places.to_vec())
        };
        open.chunks(requests::IDS_PER_CALL).map(call).collect()
    }

    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String> {
        let pmids: Vec<String> = asked.iter().map(|at| self.0[*at].clone()).collect();
        let parts = efetch::split(&pmids, &answer.body).map_err(|error| error.to_string())?;
        Ok(placed(&self.0, asked, parts))
    }
}

/// PMIDs, by PMCIDs.
pub struct Pmcids(pub Vec<String>);

impl Pmcids {
    fn call(&self, places: &[usize]) -> Call {
        let pmcids: Vec<String> = places.iter().map(|at| self.0[*at].clone()).collect();
        let call = Call::new(CallKind::Convert, pmc::PATH, Expect::Json);
        pmc::query(&pmcids).into_iter().fold(call, |call, (name, value)| call.query(name, value))
    }
}

impl Together for Pmcids {
    fn alone(&self) -> Vec<Call> {
        (0..self.0.len()).map(|at| self.call(&[at])).collect()
    }

    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)> {
        open.chunks(pmc::IDS_PER_CALL).map(|places| (self.call(places), places.to_vec())).collect()
    }

    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String> {
        let pmcids: Vec<String> = asked.iter().map(|at| self.0[*at].clone()).collect();
        let parts = pmc::split(&pmcids, &answer.body).map_err(|error| error.to_string())?;
        Ok(placed(&self.0, asked, parts))
    }
}

/// Records of Crossref, by their DOIs.
pub struct Dois(pub Vec<String>);

impl Dois {
    fn request(&self, open: &[usize]) -> Vec<crossref::DoiRequest> {
        let dois: Vec<&str> = open.iter().map(|at| self.0[*at].as_str()).collect();
        crossref::for_dois(&dois)
    }
}

impl Together for Dois {
    fn alone(&self) -> Vec<Call> {
        // What is no DOI at all has no request of its own; it is asked for under its own words and found nowhere.
        let call = |at: usize| {
            let request = self.request(&[at]).into_iter().next();
            let none = || Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment(&self.0[at]);
            request.map_or_else(none, |request| doi_call(request.request, true))
        };
        (0..self.0.len()).map(call).collect()
    }

    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)> {
        let places: HashMap<&str, usize> = open.iter().map(|at| (self.0[*at].trim(), *at)).collect();
        let call = |request: crossref::DoiRequest| {
            let asked = request.asked.iter().filter_map(|doi| places.get(doi.as_str()).copied()).collect();
            (doi_call(request.request, request.is_single), asked)
        };
        self.request(open).into_iter().map(call).collect()
    }

    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String> {
        if let ([at], true) = (asked, answer.is_not_there()) {
            return Ok(vec![(*at, Answer { status: answer.status, body: Vec::new() })]);
        }
        let dois: Vec<String> = asked.iter().map(|at| self.0[*at].clone()).collect();
        let parts = crossref::split(&dois, &answer.body).map_err(|error| error.to_string())?;
        Ok(placed(&self.0, asked, parts))
    }
}

/// PMIDs of citations, by journal, year, volume, page and author.
pub struct Citations(pub Vec<Citation>);

impl Citations {
    fn batches(&self, open: &[usize]) -> Vec<ecitmatch::Batch> {
        ecitmatch::batches(open.iter().map(|at| &self.0[*at]))
    }
}

impl Together for Citations {
    fn alone(&self) -> Vec<Call> {
        (0..self.0.len()).flat_map(|at| self.batches(&[at])).map(|batch| matching(&batch)).collect()
    }

    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)> {
        let mut rest = open;
        let mut out = Vec::new();
        for batch in self.batches(open) {
            let (these, others) = rest.split_at(batch.len().min(rest.len()));
            out.push((matching(&batch), these.to_vec()));
            rest = others;
        }
        out
    }

    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String> {
        let Some(batch) = self.batches(asked).into_iter().next() else { return Ok(Vec::new()) };
        let lines = ecitmatch::split(&batch, &String::from_utf8_lossy(&answer.body));
        let lines = lines.map_err(|error| error.to_string())?;
        let answered = |(at, line): (&usize, Option<String>)| {
            Some((*at, Answer { status: 200, body: line?.into_bytes() }))
        };
        Ok(asked.iter().zip(lines).filter_map(answered).collect())
    }
}

/// Answers under the places of what was asked.
fn placed(all: &[String], asked: &[usize], parts: Parts) -> Vec<(usize, Answer)> {
    let places: HashMap<&str, usize> = asked.iter().map(|at| (all[*at].as_str(), *at)).collect();
    let answer = |(id, body): (String, Option<Vec<u8>>)| {
        let answer =
            body.map_or(Answer { status: 404, body: Vec::new() }, |body| Answer { status: 200, body });
        Some((*places.get(id.as_str())?, answer))
    };
    parts.into_iter().filter_map(answer).collect()
}

fn matching(batch: &ecitmatch::Batch) -> Call {
    pubmed(CallKind::PubmedMatch, requests::ecitmatch(batch))
}

/// A request to PubMed as a call.
pub fn pubmed(kind: CallKind, request: requests::Call) -> Call {
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

fn doi_call(request: crossref::Request, is_single: bool) -> Call {
    works(if is_single { CallKind::CrossrefRecord } else { CallKind::CrossrefRecords }, request)
}

/// A request to Crossref as a call.
pub fn works(kind: CallKind, request: crossref::Request) -> Call {
    let mut call = Call::new(kind, &request.path, Expect::Json);
    for (name, value) in request.query {
        call = call.query(name, value);
    }
    call
}
