//! A reference while services are asked about it.

use std::collections::BTreeSet;

use crate::model::{
    Found, FoundRecord, MatchStatus, Mention, Method, Record, Reference, Resolution, Scheme, Source, Standing,
};
use crate::normalize::journals::Authority;
use crate::resolve::{Offered, decide, unanswered};
use crate::sources::fetch::Fetched;

/// A record a service holds, and how it came.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub record: Record,
    /// SHA-256 of the answer it came in; `None` from a local index.
    pub sha256: Option<String>,
    /// Milliseconds since 1970.
    pub asked_at: i64,
    /// The identifier under which it can be asked for again; `None` of what a search or a local index gives.
    pub asked_as: Option<String>,
    /// Whether it is as new as what the tables show has to be.
    pub is_current: bool,
}

/// An answer about a reference that was no record.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    source: Option<Source>,
    at: i64,
    is_current: bool,
    /// It said that there is no such record.
    is_absence: bool,
}

impl Told {
    /// What a search answered.
    pub fn by(source: Source, fetched: &Fetched) -> Self {
        let Fetched { fetched_at, is_current, .. } = *fetched;
        Self { source: Some(source), at: fetched_at, is_current, is_absence: false }
    }

    /// That there is no such record.
    pub fn absent(fetched: &Fetched) -> Self {
        let Fetched { fetched_at, is_current, .. } = *fetched;
        Self { source: None, at: fetched_at, is_current, is_absence: true }
    }
}

/// A reference, what was offered for it, and what was decided.
pub struct Case {
    pub mention: Mention,
    offers: Vec<(Arrived, Method)>,
    /// Services that gave no answer about it.
    pub silent: BTreeSet<Source>,
    /// Services that were asked about it.
    asked: BTreeSet<Source>,
    told: Vec<Told>,
    resolution: Resolution,
}

impl Case {
    pub fn new(mention: Mention) -> Self {
        Self {
            mention,
            offers: Vec::new(),
            silent: BTreeSet::new(),
            asked: BTreeSet::new(),
            told: Vec::new(),
            resolution: Resolution::default(),
        }
    }

    pub fn reference(&self) -> &Reference {
        &self.mention.reference
    }

    /// Whether there is enough to ask for: a title, a place in a container, or an identifier of a service. A citing
    /// document is no reference.
    pub fn can_be_asked(&self) -> bool {
        let r = self.reference();
        let place = r.container_title.is_some() && (r.volume.is_some() || r.pages.is_some());
        !self.mention.is_citing
            && (r.title.is_some()
                || place
                || self.identifier(Scheme::Doi).is_some()
                || self.identifier(Scheme::Pmid).is_some()
                || self.identifier(Scheme::Pmcid).is_some())
    }

    /// The first printed identifier of a scheme.
    pub fn identifier(&self, scheme: Scheme) -> Option<&str> {
        identifier(self.reference(), scheme)
    }

    pub fn asked(&mut self, source: Source) {
        self.asked.insert(source);
    }

    pub fn offer(&mut self, arrived: Arrived, method: Method) {
        self.asked.insert(arrived.record.source);
        self.offers.push((arrived, method));
    }

    /// The place among the offers of the record that was accepted from a service.
    fn accepted_at(&self, source: Source) -> Option<usize> {
        self.resolution.accepted(source).map(|candidate| candidate.offered)
    }

    /// The record that was accepted from a service.
    pub fn accepted(&self, source: Source) -> Option<&Record> {
        self.offers.get(self.accepted_at(source)?).map(|(arrived, _)| &arrived.record)
    }

    /// Whether the accepted record of a service was found by a search: searches do not give whole records.
    pub fn was_searched(&self, source: Source) -> bool {
        self.accepted_at(source)
            .and_then(|at| self.offers.get(at))
            .is_some_and(|(_, method)| *method == Method::BiblioSearch)
    }

    /// Takes note of an answer.
    pub fn told(&mut self, told: Told) {
        self.told.push(told);
    }

    /// Whether some of what a service answered about it is older than an answer that led nowhere may be.
    pub fn was_told_long_ago(&self, source: Source) -> bool {
        let by = |told: &&Told| told.source.is_none_or(|by| by == source);
        self.told.iter().filter(by).any(|told| !told.is_current)
    }

    /// Forgets what a service answered about it; to be decided anew.
    pub fn restart(&mut self, source: Source) {
        self.offers.retain(|(arrived, _)| {
            arrived.record.source != source || arrived.asked_as.is_none() && arrived.sha256.is_none()
        });
        self.told.retain(|told| told.source.is_some_and(|by| by != source));
        self.silent.remove(&source);
    }

    /// The identifier of the accepted record of a service, where that has had its time.
    pub fn due(&self, source: Source) -> Option<&str> {
        let (arrived, _) = self.offers.get(self.accepted_at(source)?)?;
        arrived.asked_as.as_deref().filter(|_| !arrived.is_current)
    }

    /// Takes the accepted record of a service out, which does not have it any more; to be decided anew.
    pub fn withdraw(&mut self, source: Source) {
        if let Some(at) = self.accepted_at(source) {
            self.offers.remove(at);
        }
    }

    /// Adds how old what was told about it is.
    pub fn add_to(&self, standing: &mut Standing) {
        let accepted = |source| self.accepted_at(source);
        for (at, (arrived, _)) in self.offers.iter().enumerate().filter(|(_, (a, _))| a.asked_as.is_some()) {
            let taken = accepted(arrived.record.source) == Some(at);
            let kept = match arrived.record.source {
                Source::Pubmed if taken => &mut standing.pubmed,
                Source::Crossref if taken => &mut standing.crossref,
                _ => &mut standing.looked_at,
            };
            Standing::older(kept, arrived.asked_at);
        }
        for told in &self.told {
            let led_somewhere = told.source.is_some_and(|source| accepted(source).is_some());
            let kept = if led_somewhere && !told.is_absence {
                &mut standing.matches
            } else {
                &mut standing.not_found
            };
            Standing::older(kept, told.at);
        }
        standing.unanswered |= !self.silent.is_empty();
    }

    /// Puts the whole record in place of the accepted one.
    pub fn complete(&mut self, whole: Arrived) {
        let source = whole.record.source;
        if let Some((arrived, _)) = self.accepted_at(source).and_then(|at| self.offers.get_mut(at)) {
            *arrived = whole;
        }
    }

    pub fn decide(&mut self, authority: &Authority) {
        let offered: Vec<Offered<'_>> = self
            .offers
            .iter()
            .map(|(arrived, method)| Offered {
                record: &arrived.record,
                method: *method,
                response_sha256: arrived.sha256.as_deref(),
            })
            .collect();
        let decided = decide(&self.mention.reference, &self.mention.entry.text, &offered, authority);
        self.resolution = decided;
    }

    /// The mention with what was found for it.
    pub fn finish(mut self) -> Mention {
        if self.mention.is_citing {
            return self.mention;
        }
        let mut resolution = self.resolution;
        if self.asked.is_empty() {
            resolution = Resolution {
                status: MatchStatus::NotChecked,
                sentence: "Not checked: too little is printed of it to look for it.".to_owned(),
                ..Resolution::default()
            };
        } else if !self.silent.is_empty() {
            resolution = unanswered(resolution);
        }
        let records = resolution
            .all_accepted()
            .filter_map(|candidate| {
                let (arrived, _) = self.offers.get(candidate.offered)?;
                Some(FoundRecord {
                    // No table has the lists of the records, and they are the larger part of them.
                    record: Record { cited: Vec::new(), ..arrived.record.clone() },
                    confidence: candidate.score,
                    rule: candidate.rule,
                    response_sha256: arrived.sha256.clone(),
                    asked_at: arrived.asked_at,
                })
            })
            .collect();
        self.mention.found = Some(Box::new(Found { resolution, records }));
        self.mention
    }
}

/// The first identifier of a scheme.
pub fn identifier(reference: &Reference, scheme: Scheme) -> Option<&str> {
    let mut all = reference.identifiers.iter();
    all.find(|id| id.value.scheme == scheme).map(|id| id.value.value.as_str())
}
