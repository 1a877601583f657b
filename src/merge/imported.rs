//! What structured files say of a work that no printed reference says: affiliations, keywords, grants, counts.

use std::cmp::Reverse;

use super::byline;
use super::combine::reference_id;
use super::enrich::marked;
use super::precedence::Precedence;
use super::retraction;
use crate::model::{
    Count, DatedCount, Mention, Metric, Name, PersonDetails, Provenance, Provider, Record, RetractionStatus,
    Sourced, ToldUpdate, Work,
};

const IMPORT: &str = "import";

/// A mention's record, the key of its file, and the day that was exported, in milliseconds since 1970.
struct Given<'a> {
    mention: &'a Mention,
    record: &'a Record,
    document: &'a str,
    as_of: i64,
}

impl Given<'_> {
    fn provenance(&self, field: &str, value: Option<&String>) -> Option<Provenance> {
        Some(Provenance {
            field: field.to_owned(),
            source: IMPORT,
            value: value?.clone(),
            chosen: true,
            confidence: None,
            span: None,
            evidence: reference_id(self.document, self.mention.entry.seq),
        })
    }
}

/// Adds to a work what the files say from which its mentions come. `documents` gives for each document, by its place
/// among the inputs, its key and the day its counts were true, in milliseconds since 1970.
///
/// What several files say alike is kept once. A retraction that a file tells is believed; that it tells of none says
/// nothing, for nobody knows when its database was asked.
pub fn add_imported(
    mut work: Work,
    mentions: &[Mention],
    documents: &[(String, i64)],
    precedence: &Precedence,
) -> Work {
    let given: Vec<Given<'_>> = mentions
        .iter()
        .filter_map(|mention| {
            let record = mention.imported.as_deref()?;
            let (document, as_of) = documents.get(mention.document as usize)?;
            Some(Given { mention, record, document, as_of: *as_of })
        })
        .collect();
    if given.is_empty() {
        return work;
    }
    people(&mut work, &given);
    let original = given.iter().find(|g| g.record.title_original.is_some());
    work.title_original = original.and_then(|g| g.record.title_original.clone());
    work.provenance
        .extend(original.and_then(|g| g.provenance("title_original", work.title_original.as_ref())));
    if precedence.abstracts {
        // The longest: some exports cut them.
        let longest = given.iter().filter(|g| g.record.abstract_text.is_some());
        let longest = longest.min_by_key(|g| Reverse(g.record.abstract_text.as_ref().map(String::len)));
        work.abstract_text = longest.and_then(|g| g.record.abstract_text.clone());
        work.provenance.extend(longest.and_then(|g| g.provenance("abstract", work.abstract_text.as_ref())));
    }
    for Given { record, as_of, .. } in &given {
        for keyword in &record.keywords {
            if !work.keywords.iter().any(|known| known.source == IMPORT && known.value == *keyword) {
                work.keywords.push(Sourced { source: IMPORT, value: keyword.clone() });
            }
        }
        for grant in &record.funding {
            if !work.funding.iter().any(|known| known.source == IMPORT && known.value == *grant) {
                work.funding.push(Sourced { source: IMPORT, value: grant.clone() });
            }
        }
        for update in record.updates.iter().cloned().chain(marked(record)) {
            let source = if update.asserted_by.as_deref() == Some("retraction-watch") {
                "retraction_watch"
            } else {
                IMPORT
            };
            let told = ToldUpdate { source, checked_at: *as_of, update };
            if !work.updates.iter().any(|known| known.update == told.update) {
                work.updates.push(told);
            }
        }
        let own = record.cited_by_count.map(|count| Count {
            metric: Metric::CitedByCount,
            provider: Provider::Import,
            value: count as f64,
        });
        for count in own.iter().chain(&record.counts) {
            work.metrics.push(DatedCount {
                metric: count.metric.as_str(),
                source: count.provider.as_str(),
                asked_at: *as_of,
                value: count.value,
            });
        }
    }
    let against = retraction::status(work.updates.iter().map(|told| &told.update));
    if against != RetractionStatus::None {
        work.retraction = against;
    }
    work
}

/// Affiliations and identifiers of the people of the byline: from the file that gave it, and by name from the others.
fn people(work: &mut Work, given: &[Given<'_>]) {
    let contributors = &work.record.contributors;
    let names = |mention: &Mention| -> Vec<Name> {
        mention.reference.contributors.iter().map(|c| c.name.value.clone()).collect()
    };
    let shown: Vec<Name> = contributors.iter().map(|c| c.name.value.clone()).collect();
    let mut details = vec![PersonDetails::default(); shown.len()];
    for Given { mention, record, .. } in given.iter().filter(|g| !g.record.people.is_empty()) {
        if names(mention) == shown {
            for (known, theirs) in details.iter_mut().zip(&record.people) {
                byline::complete(known, theirs);
            }
        } else {
            byline::complete_by_name(contributors, &mut details, &mention.reference, &record.people);
        }
    }
    if details.iter().any(|d| *d != PersonDetails::default()) {
        work.people = details;
    }
}
