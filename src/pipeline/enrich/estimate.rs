//! What a run would ask, without asking.

use std::collections::BTreeMap;

use super::case::Case;
use super::desk::Desk;
use super::questions::{Dois, Pmids};
use super::{Enricher, crossref, look_up, pubmed};
use crate::model::{Mention, Source};
use crate::normalize::journals::Authority;
use crate::pipeline::progress::Silent;
use crate::sources::cache::Need;
use crate::sources::fetch::{Plan, Together};
use crate::sources::http::{Call, CallKind};

/// What a run would cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// References that can be asked about.
    pub references: usize,
    /// Questions that are answered already.
    pub cached: usize,
    /// Requests that will be made.
    pub sure: BTreeMap<CallKind, usize>,
    /// Requests that may be made besides: searches for what the first round leaves open, and the records they find.
    pub perhaps: BTreeMap<CallKind, usize>,
    /// Seconds at the rate the services allow: for the sure ones, and for all.
    pub seconds: (f64, f64),
}

/// What the newest dataset knows of a reference from a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing: there is no dataset.
    Unknown,
    /// Which record it points to.
    Linked,
    /// No record. It is searched again once the last search has had its time.
    Open,
}

impl Enricher {
    /// Adds what the next references would cost. `before` says of each what the newest dataset knows of it from a service.
    pub(in crate::pipeline) fn estimate(
        &self,
        mentions: Vec<Mention>,
        authority: &Authority,
        before: impl Fn(&Mention, Source) -> Before,
        sum: &mut Estimate,
    ) {
        let mut cases: Vec<Case> = mentions.into_iter().map(Case::new).collect();
        if let Some(index) = &self.index {
            look_up(index, &Desk::new(&self.fetcher, authority, &Silent), &mut cases);
        }
        cases.retain(Case::can_be_asked);
        sum.references += cases.len();
        for known in [Before::Unknown, Before::Linked, Before::Open] {
            // What led to a record is good for a long time; what led nowhere is not.
            let need = if known == Before::Open { Need::Current } else { Need::Settled };
            let before = &before;
            let of = |source: Source| {
                let is_open = move |case: &&Case| case.accepted(source).is_none();
                let is_such = move |case: &&Case| before(&case.mention, source) == known;
                cases.iter().filter(is_open).filter(is_such)
            };
            // A reference that was linked will hardly be searched for.
            let looked_for = |source: Source| of(source).filter(|_| known != Before::Linked);
            let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
            if self.services.contains(&Source::Pubmed) {
                self.add_together(&pubmed::printed_pmids(of(Source::Pubmed)), need, sum);
                self.add_together(&pubmed::printed_pmcids(of(Source::Pubmed)), need, sum);
                self.add_together(&pubmed::citations(of(Source::Pubmed), authority), need, sum);
                perhaps.extend(pubmed::searches(looked_for(Source::Pubmed)));
                // The records that the citation matcher and the searches find.
                let found = looked_for(Source::Pubmed).count().div_ceil(pubmed::RECORDS);
                *sum.perhaps.entry(CallKind::PubmedRecords).or_default() += 2 * found;
            }
            if self.services.contains(&Source::Crossref) {
                self.add_together(&crossref::known_dois(of(Source::Crossref)), need, sum);
                let searches = crossref::searches(looked_for(Source::Crossref));
                *sum.perhaps.entry(CallKind::CrossrefRecords).or_default() += searches.len().div_ceil(50);
                // With PubMed asked first, its DOIs save most of them.
                if self.services.contains(&Source::Pubmed) {
                    perhaps.extend(searches);
                } else {
                    sure.extend(searches);
                }
            }
            self.add(&sure, &perhaps, need, sum);
        }
    }

    /// Adds what newer copies of records would cost, of which a dataset names the PMIDs and DOIs.
    pub(in crate::pipeline) fn estimate_renewal(
        &self,
        pmids: Vec<String>,
        dois: Vec<String>,
        sum: &mut Estimate,
    ) {
        for (source, questions) in [
            (Source::Pubmed, &Pmids(pmids) as &dyn Together),
            (Source::Crossref, &Dois(dois) as &dyn Together),
        ] {
            if self.services.contains(&source) {
                let plan = self.fetcher.plan_together(questions, Need::Current);
                sum.seconds.0 += plan.seconds;
                sum.seconds.1 += plan.seconds;
                for (kind, count) in plan.to_ask {
                    *sum.sure.entry(kind).or_default() += count;
                }
            }
        }
    }

    fn add_together(&self, questions: &dyn Together, need: Need, sum: &mut Estimate) {
        let plan = self.fetcher.plan_together(questions, need);
        sum.cached += plan.cached;
        sum.seconds.0 += plan.seconds;
        sum.seconds.1 += plan.seconds;
        for (kind, count) in plan.to_ask {
            *sum.sure.entry(kind).or_default() += count;
        }
    }

    fn add(&self, sure: &[Call], perhaps: &[Call], need: Need, sum: &mut Estimate) {
        let (first, more): (Plan, Plan) = (self.fetcher.plan(sure, need), self.fetcher.plan(perhaps, need));
        sum.cached += first.cached + more.cached;
        sum.seconds.0 += first.seconds;
        sum.seconds.1 += first.seconds + more.seconds;
        for (kind, count) in first.to_ask {
            *sum.sure.entry(kind).or_default() += count;
        }
        for (kind, count) in more.to_ask {
            *sum.perhaps.entry(kind).or_default() += count;
        }
    }
}
