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

impl Enricher {
    /// Adds what the next references would cost.
    pub(in crate::pipeline) fn estimate(
        &self,
        mentions: Vec<Mention>,
        authority: &Authority,
        sum: &mut Estimate,
    ) {
        let mut cases: Vec<Case> = mentions.into_iter().map(Case::new).collect();
        if let Some(index) = &self.index {
            look_up(index, &Desk::new(&self.fetcher, authority, &Silent), &mut cases);
        }
        cases.retain(Case::can_be_asked);
        sum.references += cases.len();
        let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
        if self.services.contains(&Source::Pubmed) {
            let open = || cases.iter().filter(|case| case.accepted(Source::Pubmed).is_none());
            self.add_together(&pubmed::printed_pmids(open()), sum);
            self.add_together(&pubmed::citations(open(), authority), sum);
            perhaps.extend(pubmed::searches(open()));
            // The records that the citation matcher and the searches find.
            let found = open().count().div_ceil(pubmed::RECORDS);
            *sum.perhaps.entry(CallKind::PubmedRecords).or_default() += 2 * found;
        }
        if self.services.contains(&Source::Crossref) {
            let open = || cases.iter().filter(|case| case.accepted(Source::Crossref).is_none());
            self.add_together(&crossref::known_dois(open()), sum);
            let searches = crossref::searches(open());
            *sum.perhaps.entry(CallKind::CrossrefRecords).or_default() += searches.len().div_ceil(50);
            // With PubMed asked first, its DOIs save most of them.
            if self.services.contains(&Source::Pubmed) {
                perhaps.extend(searches);
            } else {
                sure.extend(searches);
            }
        }
        self.add(&sure, &perhaps, sum);
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

    fn add_together(&self, questions: &dyn Together, sum: &mut Estimate) {
        let plan = self.fetcher.plan_together(questions, Need::Settled);
        sum.cached += plan.cached;
        sum.seconds.0 += plan.seconds;
        sum.seconds.1 += plan.seconds;
        for (kind, count) in plan.to_ask {
            *sum.sure.entry(kind).or_default() += count;
        }
    }

    fn add(&self, sure: &[Call], perhaps: &[Call], sum: &mut Estimate) {
        let (first, more): (Plan, Plan) =
            (self.fetcher.plan(sure, Need::Settled), self.fetcher.plan(perhaps, Need::Settled));
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
