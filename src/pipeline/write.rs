use std::io;
use std::path::Path;

use super::PipelineError;
use super::findings;
use super::overrides::Corrections;
use super::plan::Plan;
use super::progress::{Progress, Stage};
use super::read::{Read, ReadDocument, spill_error};
use super::spill::Spill;
use super::summary::Summary;
use crate::dataset::schema::WorkRow;
use crate::dataset::{
    AuthorSeen, CitingWork, DocumentFacts, DuplicateFacts, Parent, RefFacts, Tabulator, author_id,
};
use crate::merge::{
    Accepted, Clusters, Decision, Link, Merged, Precedence, Rule, add_imported, combine, enrich,
};
use crate::model::{FoundRecord, Mention, Role, Work, written_id};
use crate::normalize::journals::Authority;

/// References whose works are held in memory at a time.
const PART: usize = 25_000;
/// The same where each brings records of services: they are some ten kilobytes each.
const PART_WITH_RECORDS: usize = 5_000;
/// Files open at a time for parts.
const MOST_PARTS: usize = 200;

/// Where the tables go.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// The run they belong to.
    pub run_id: &'a str,
    /// The dataset they refresh.
    pub parent: Option<&'a Parent>,
}

/// Writes every table but those that [`Tabulator::finish`] writes.
pub fn write<'a>(
    read: Read,
    plan: &Plan,
    authority: &'a Authority,
    corrections: &mut Corrections,
    Place { dir, run_id, parent }: Place<'_>,
    progress: &dyn Progress,
    summary: &mut Summary,
) -> Result<Tabulator<'a>, PipelineError> {
    let Read { documents, mentions, issues, in_text, clusters, .. } = read;
    let total = clusters.len() as usize;
    progress.stage(Stage::Writing, 2 * total as u64);
    let merged = Clusters::merge(clusters);
    let facts = documents.iter().map(|d| document_facts(d, &merged)).collect::<Vec<_>>();
    let ids: Vec<String> = documents.iter().map(|d| d.id.clone()).collect();
    let dated: Vec<(String, i64)> = documents.iter().map(|d| (d.id.clone(), d.as_of)).collect();
    let mut tables = Tabulator::create(dir, &plan.formats, run_id, authority, facts)?
        .after(parent.map(Parent::history).transpose()?);
    for (at, read) in (0..).zip(&documents) {
        tables.document(at, &read.document)?;
    }

    let part = if plan.enrich.is_some() { PART_WITH_RECORDS } else { PART };
    let count = total.div_ceil(part).clamp(1, MOST_PARTS);
    let size = total.div_ceil(count).max(1);
    let mut parts: Vec<Spill<(u32, Mention)>> = (0..count).map(|_| Spill::new(dir)).collect();
    for (number, mention) in (0..).zip(mentions.read().map_err(spill_error(dir))?) {
        let mention = mention.map_err(spill_error(dir))?;
        let work = merged.id(number);
        if !mention.is_citing {
            tables.reference(&RefFacts { mention: &mention, work })?;
        }
        if work.is_some() {
            let root = merged.root(number);
            if let Some(part) = parts.get_mut(root as usize / size) {
                part.push(&(root, mention)).map_err(spill_error(dir))?;
            }
        }
        tick(progress, number)?;
    }
    for issue in issues.read().map_err(spill_error(dir))? {
        tables.issue(&issue.map_err(spill_error(dir))?)?;
    }
    for row in in_text.read().map_err(spill_error(dir))? {
        tables.in_text(&row.map_err(spill_error(dir))?)?;
    }
    duplicates(&mut tables, &documents, &merged)?;

    let mut authors: Vec<Spill<AuthorSeen>> = (0..count).map(|_| Spill::new(dir)).collect();
    let mut work_number = 0;
    for part in parts {
        let mut held: Vec<(u32, Mention)> =
            part.read().map_err(spill_error(dir))?.collect::<io::Result<_>>().map_err(spill_error(dir))?;
        held.sort_by_key(|(root, _)| *root);
        for group in held.chunk_by(|a, b| a.0 == b.0) {
            let mentions: Vec<Mention> = group.iter().map(|(_, m)| m.clone()).collect();
            let Some(id) = group.first().and_then(|(root, _)| merged.id(*root)) else { continue };
            let work = add_imported(combine(id, &mentions, &ids), &mentions, &dated, &plan.precedence);
            let mut work = enriched(work, &mentions, &plan.precedence);
            let contested = group.first().map_or(&[][..], |(root, _)| merged.contested(*root));
            give_up(&mut work, contested);
            corrections.apply(&mut work, &mentions, &ids);
            for issue in findings::of_work(&work, &mentions, &documents) {
                summary.note(&issue);
                tables.issue(&issue)?;
            }
            summary.cited += u64::from(work.n_mentions > 0);
            for seen in tables.work(&work, work_number, &mentions)? {
                let at = usize::from(seen.id[0]) * count / 256;
                if let Some(part) = authors.get_mut(at) {
                    part.push(&seen).map_err(spill_error(dir))?;
                }
            }
            work_number += 1;
            tick(progress, work_number)?;
        }
    }
    for issue in corrections.unused() {
        summary.note(&issue);
        tables.issue(&issue)?;
    }
    for part in authors {
        let seen = part
            .read()
            .map_err(spill_error(dir))?
            .collect::<io::Result<Vec<_>>>()
            .map_err(spill_error(dir))?;
        tables.authors(seen)?;
    }
    summary.works = tables.rows::<WorkRow>();
    Ok(tables)
}

/// Takes identifiers that an earlier work has out of what the work shows; they stay among its identifiers, and the pair
/// among the duplicates.
fn give_up(work: &mut Work, contested: &[Rule]) {
    for scheme in contested.iter().filter_map(|rule| rule.scheme()) {
        work.record.identifiers.retain(|field| field.value.scheme != scheme);
        for row in work.provenance.iter_mut().filter(|row| row.field == scheme.as_str()) {
            row.chosen = false;
        }
    }
}

/// A work with what the records say that were accepted for its mentions.
fn enriched(work: Work, mentions: &[Mention], precedence: &Precedence) -> Work {
    let found: Vec<(&FoundRecord, String)> = mentions
        .iter()
        .filter_map(|mention| mention.found.as_deref())
        .flat_map(|found| &found.records)
        .map(|found| {
            let answer = found.response_sha256.as_ref().map(|hash| format!(" sha256:{hash}"));
            (found, format!("rule:{}{}", found.rule.as_str(), answer.unwrap_or_default()))
        })
        .collect();
    let accepted: Vec<Accepted<'_>> = found
        .iter()
        .map(|(found, evidence)| Accepted {
            record: &found.record,
            confidence: Some(found.confidence),
            evidence,
            asked_at: found.asked_at,
        })
        .collect();
    enrich(work, &accepted, precedence)
}

/// Counts a step; looks now and then whether to go on.
fn tick(progress: &dyn Progress, number: u32) -> Result<(), PipelineError> {
    const EVERY: u32 = 1024;
    if number % EVERY == EVERY - 1 {
        progress.advance(u64::from(EVERY));
        if progress.stopped() {
            return Err(PipelineError::Interrupted);
        }
    }
    Ok(())
}

fn document_facts(read: &ReadDocument, merged: &Merged) -> DocumentFacts {
    let front = &read.document.front;
    let citing = read.citing.and_then(|number| merged.id(number)).map(|id| CitingWork {
        id: written_id('w', &id),
        label: front.title.as_ref().map(|t| t.value.clone()).unwrap_or_default(),
        year: read.year,
        authors: front
            .contributors
            .iter()
            .filter(|c| c.role == Role::Author)
            .map(|c| author_id(&c.name.value))
            .collect(),
    });
    DocumentFacts { id: read.id.clone(), citing, source: read.source }
}

fn duplicates(
    tables: &mut Tabulator<'_>,
    documents: &[ReadDocument],
    merged: &Merged,
) -> Result<(), PipelineError> {
    let mut write = |link: &Link, decision: Decision, work| {
        let id = |number| Read::reference_id(documents, number);
        // A citing document is no reference.
        let Some((a, b)) = id(link.first).zip(id(link.second)) else { return Ok(()) };
        let (score, rule) = (link.rule.confidence(), link.rule.as_str());
        let decision = decision.as_str();
        tables.duplicate(DuplicateFacts { references: [a, b], score, rule, decision, work })
    };
    for link in &merged.pairs(|number| Read::reference_id(documents, number).is_some()) {
        write(link, Decision::Merged, merged.id(link.first))?;
    }
    for link in &merged.kept_apart {
        write(link, Decision::KeptApart, None)?;
    }
    for link in &merged.review {
        write(link, Decision::Review, None)?;
    }
    Ok(())
}
