//! Links references to the records of services.
//!
//! References are taken a few thousand at a time, whatever document they stand in, so that services are asked in batches.
//! PubMed comes first: its records bring DOIs, and what is known by a DOI need not be searched for in Crossref. A local
//! index comes before both. What was asked is decided anew after every round, so that only what is still open costs
//! another question.

mod case;
mod crossref;
mod desk;
mod estimate;
mod pubmed;
mod questions;
mod renew;

use std::path::Path;

use self::case::{Arrived, Case};
use self::desk::Desk;
pub(super) use self::estimate::Before;
pub use self::estimate::Estimate;
use super::PipelineError;
use super::clock::Clock;
use super::plan::EnrichPlan;
use super::progress::{Progress, Silent, Stage};
use super::read::{Read, ReadDocument, spill_error};
use super::spill::Spill;
use crate::merge::{Clusters, WorkKeys};
use crate::model::{Entry, Found, Issue, Mention, Method, Record, Reference, Source, Standing};
use crate::normalize::journals::Authority;
use crate::sources::cache::Cache;
use crate::sources::fetch::{Fetcher, Tally};
use crate::sources::http::CallKind;
use crate::sources::index::Index;

/// References asked about together.
pub(super) const CHUNK: usize = 4000;
/// Records of the local index that are looked at for a reference.
const CANDIDATES: usize = 8;

/// Everything a run asks.
pub struct Enricher {
    fetcher: Fetcher,
    index: Option<LocalIndex>,
    services: Vec<Source>,
}

impl Enricher {
    /// Opens the cache and the index, and makes ready to ask.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub fn open(plan: &EnrichPlan, clock: Clock) -> Result<Self, PipelineError> {
        let cache = Cache::open(&plan.cache, plan.lifetimes)?;
        let fetcher = if plan.offline {
            Fetcher::offline(plan.settings.bases.clone(), cache)
        } else {
            Fetcher::new(plan.settings.clone(), cache)?
        };
        let fetcher = fetcher.with_clock(move || clock.of_answers());
        let index = plan.index.as_deref().map(LocalIndex::open).transpose()?;
        Ok(Self { fetcher, index, services: plan.services.clone() })
    }

    /// Asks about one reference, which is normalised and has its journal linked. What went wrong on the way comes with it.
    pub fn ask(&self, entry: &Entry, reference: &Reference, authority: &Authority) -> (Found, Vec<Issue>) {
        let desk = Desk::new(&self.fetcher, authority, &Silent);
        let (entry, reference) = (entry.clone(), reference.clone());
        let mention = Mention { entry, reference, ..Mention::default() };
        let asked = self.chunk(&desk, vec![mention], &mut Standing::default());
        let found = asked.into_iter().find_map(|mention| mention.found).unwrap_or_default();
        (*found, desk.issues())
    }

    /// What the cache has to say of itself: that it was damaged, that it cannot be written.
    pub fn notices(&self) -> Vec<String> {
        self.fetcher.cache().take_notices()
    }

    /// What was asked so far.
    pub fn tally(&self) -> Tally {
        self.fetcher.tally()
    }

    /// Asks about every reference that was read. The keys by which works are told apart are made anew, with the
    /// identifiers of the records.
    pub(super) fn run(
        &self,
        read: Read,
        authority: &Authority,
        dir: &Path,
        progress: &dyn Progress,
    ) -> Result<(Read, Standing), PipelineError> {
        let Read { documents, mentions, mut issues, in_text, clusters, mut summary } = read;
        progress.stage(Stage::Asking, u64::from(clusters.len()));
        drop(clusters);
        let mut asked = Spill::new(dir);
        let mut clusters = Clusters::default();
        let last = if self.services.contains(&Source::Crossref) {
            CallKind::CrossrefSearch
        } else {
            CallKind::PubmedSearch
        };
        let desk = Desk::new(&self.fetcher, authority, progress).paced_by(last);
        let mut queue = mentions.read().map_err(spill_error(dir))?;
        let mut standing = Standing::default();
        loop {
            let chunk: Vec<Mention> =
                queue.by_ref().take(CHUNK).collect::<Result<_, _>>().map_err(spill_error(dir))?;
            if chunk.is_empty() {
                break;
            }
            desk.begin(chunk.len() as u64);
            for mention in self.chunk(&desk, chunk, &mut standing) {
                let keys = keys(&mention, &documents);
                clusters.add(keys.as_ref());
                if let Some(found) = &mention.found {
                    *summary.statuses.entry(found.resolution.status).or_default() += 1;
                }
                for issue in super::findings::of_match(&mention, &documents) {
                    summary.note(&issue);
                    issues.push(&issue).map_err(spill_error(dir))?;
                }
                asked.push(&mention).map_err(spill_error(dir))?;
            }
            desk.end();
            if progress.stopped() {
                return Err(PipelineError::Interrupted);
            }
        }
        standing.unanswered |= desk.has_failures();
        for issue in desk.issues() {
            summary.note(&issue);
            issues.push(&issue).map_err(spill_error(dir))?;
        }
        Ok((Read { documents, mentions: asked, issues, in_text, clusters, summary }, standing))
    }

    fn chunk(&self, desk: &Desk<'_>, mentions: Vec<Mention>, standing: &mut Standing) -> Vec<Mention> {
        let mut cases: Vec<Case> = mentions.into_iter().map(Case::new).collect();
        if let Some(index) = &self.index {
            look_up(index, desk, &mut cases);
        }
        if self.services.contains(&Source::Pubmed) {
            pubmed::ask(desk, &mut cases);
        }
        if self.services.contains(&Source::Crossref) {
            crossref::ask(desk, &mut cases);
        }
        cases.iter().for_each(|case| case.add_to(standing));
        cases.into_iter().map(Case::finish).collect()
    }
}

/// A local index, and when it was made.
struct LocalIndex {
    file: Index,
    built_at: i64,
}

impl LocalIndex {
    fn open(path: &Path) -> Result<Self, PipelineError> {
        let file = Index::open(path)?;
        let since = std::fs::metadata(path)
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .unwrap_or_default();
        Ok(Self { file, built_at: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) })
    }
}

/// Offers what the local index holds.
fn look_up(index: &LocalIndex, desk: &Desk<'_>, cases: &mut [Case]) {
    use rayon::prelude::*;
    cases.par_iter_mut().filter(|case| case.can_be_asked()).for_each(|case| {
        case.asked(Source::Pubmed);
        match index.file.candidates(case.reference(), desk.authority, CANDIDATES) {
            Ok(records) => {
                for record in records {
                    let arrived = Arrived {
                        record,
                        sha256: None,
                        asked_at: index.built_at,
                        asked_as: None,
                        is_current: true,
                    };
                    case.offer(arrived, Method::LocalIndex);
                }
                case.decide(desk.authority);
            }
            Err(error) => {
                desk.index_failed(&error);
                case.silent.insert(Source::Pubmed);
            }
        }
    });
}

/// The keys of a mention, with the identifiers of its records.
fn keys(mention: &Mention, documents: &[ReadDocument]) -> Option<WorkKeys> {
    if mention.is_citing {
        let document = documents.get(mention.document as usize);
        return WorkKeys::of(&mention.reference, document.map_or("", |d| d.document.sha256.as_str()));
    }
    let found = mention.found.as_deref().map_or(&[][..], |found| &found.records);
    // Crossref registers DOIs: where PubMed has another, Crossref's is the key.
    let mut records: Vec<&Record> = found.iter().map(|found| &found.record).collect();
    records.sort_by_key(|record| record.source != Source::Crossref);
    if records.is_empty() {
        WorkKeys::of(&mention.reference, &mention.entry.text)
    } else {
        WorkKeys::matched(&mention.reference, &mention.entry.text, &records)
    }
}
