//! Names for what the digest tells by keys: a second pass over the tables, for the works and documents it tells of only.

use std::collections::{BTreeMap, HashMap};

use super::super::error::DatasetError;
use super::super::schema::{DocumentRow, JournalRow, RefRow, WorkRow};
use super::digest::{Digest, List, Notice, ReferenceTold, WorkTold};
use super::notices::Now;
use super::pair::{Side, open};
use super::walk::Sides;

/// References to a retracted work that are told.
const MOST_CITED: u64 = 100;

/// What the table of works says of some works.
#[derive(Debug, Default)]
pub struct Told {
    works: HashMap<String, WorkTold>,
    /// What it says of their retraction.
    pub now: BTreeMap<String, Now>,
}

/// Reads some works of one dataset.
pub fn works(side: Side<'_>, wanted: &dyn Fn(&str) -> bool) -> Result<Told, DatasetError> {
    const COLUMNS: [&str; 9] = [
        "work_id",
        "title",
        "year",
        "container_raw",
        "journal_id",
        "doi",
        "pmid",
        "retraction_status",
        "is_retracted",
    ];
    let mut rows = open::<WorkRow>(side, &COLUMNS)?;
    let mut told = Told::default();
    let mut journals: HashMap<String, Vec<String>> = HashMap::new();
    while rows.next()? {
        let id = rows.required(0, "work_id")?;
        if !wanted(id) {
            continue;
        }
        let text = |column| rows.text(column).map(str::to_owned);
        if let Some(journal) = text(4) {
            journals.entry(journal).or_default().push(id.to_owned());
        }
        told.now.insert(id.to_owned(), Now { status: text(7), is_retracted: rows.text(8) == Some("true") });
        let work = WorkTold {
            work_id: id.to_owned(),
            title: text(1),
            year: text(2),
            journal: text(3),
            doi: text(5),
            pmid: text(6),
        };
        told.works.insert(id.to_owned(), work);
    }
    if !journals.is_empty() {
        let mut rows = open::<JournalRow>(side, &["journal_id", "title"])?;
        while rows.next()? {
            let title = rows.text(1).map(str::to_owned);
            for id in rows.text(0).and_then(|id| journals.remove(id)).unwrap_or_default() {
                if let Some(work) = told.works.get_mut(&id) {
                    work.journal.clone_from(&title);
                }
            }
        }
    }
    Ok(told)
}

impl Told {
    fn fill(&self, work: &mut WorkTold) {
        if let Some(found) = self.works.get(&work.work_id) {
            work.clone_from(found);
        }
    }
}

/// Hands over every work the digest tells of: those of the new dataset, or those of the old one.
pub fn told_works<'a>(digest: &'a mut Digest, of_new: bool, take: &mut dyn FnMut(&'a mut WorkTold)) {
    let Digest {
        retracted,
        corrected,
        taken_back,
        matched,
        unmatched,
        rematched,
        merged,
        fields,
        counts,
        ..
    } = digest;
    for told in [matched, unmatched, rematched].into_iter().flat_map(|list| &mut list.entries) {
        let work = if of_new { &mut told.work } else { &mut told.old_work };
        work.iter_mut().for_each(&mut *take);
    }
    if of_new {
        let notices = [retracted, corrected, taken_back];
        notices.into_iter().flat_map(|list| &mut list.entries).for_each(|told| take(&mut told.work));
        merged.entries.iter_mut().for_each(|told| take(&mut told.work));
        fields.entries.iter_mut().for_each(|told| take(&mut told.work));
        counts.entries.iter_mut().for_each(|told| take(&mut told.work));
    }
}

/// Puts names to the works.
pub fn name_works(digest: &mut Digest, of_new: bool, told: &Told) {
    told_works(digest, of_new, &mut |work| told.fill(work));
}

/// Finds the references to works that were retracted or corrected.
pub fn cited_by(sides: Sides<'_>, digest: &mut Digest) -> Result<(), DatasetError> {
    const COLUMNS: [&str; 6] = ["work_id", "reference_id", "document_id", "label", "raw", "match_status"];
    let mut notices: HashMap<String, Vec<&mut Notice>> = HashMap::new();
    let lists: [&mut List<Notice>; 3] =
        [&mut digest.retracted, &mut digest.corrected, &mut digest.taken_back];
    for notice in lists.into_iter().flat_map(|list| &mut list.entries) {
        notices.entry(notice.work.work_id.clone()).or_default().push(notice);
    }
    if notices.is_empty() {
        return Ok(());
    }
    let mut rows = open::<RefRow>(sides.new, &COLUMNS)?;
    while rows.next()? {
        for notice in rows.text(0).and_then(|id| notices.get_mut(id)).into_iter().flatten() {
            notice.n_cited_by += 1;
            if notice.n_cited_by <= MOST_CITED {
                notice.cited_by.push(ReferenceTold {
                    reference_id: rows.required(1, "reference_id")?.to_owned(),
                    document_id: rows.required(2, "document_id")?.to_owned(),
                    document: String::new(),
                    label: rows.text(3).map(str::to_owned),
                    raw: rows.text(4).unwrap_or_default().to_owned(),
                    old_raw: None,
                    match_status: rows.text(5).unwrap_or_default().to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// Puts paths to the documents of references.
pub fn name_documents(sides: Sides<'_>, digest: &mut Digest) -> Result<(), DatasetError> {
    let Digest {
        retracted,
        corrected,
        taken_back,
        matched,
        unmatched,
        rematched,
        references_added,
        references_removed,
        references_changed,
        ..
    } = digest;
    let cited = [retracted, corrected, taken_back].into_iter().flat_map(|list| &mut list.entries);
    let mut new: Vec<&mut ReferenceTold> = cited.flat_map(|notice| &mut notice.cited_by).collect();
    let changed = [matched, unmatched, rematched].into_iter().flat_map(|list| &mut list.entries);
    new.extend(changed.map(|told| &mut told.reference));
    new.extend(references_added.entries.iter_mut().chain(&mut references_changed.entries));
    paths(sides.new, new)?;
    paths(sides.old, references_removed.entries.iter_mut().collect())
}

fn paths(side: Side<'_>, references: Vec<&mut ReferenceTold>) -> Result<(), DatasetError> {
    if references.is_empty() {
        return Ok(());
    }
    let mut of: HashMap<String, Vec<&mut ReferenceTold>> = HashMap::new();
    references.into_iter().for_each(|told| of.entry(told.document_id.clone()).or_default().push(told));
    let mut rows = open::<DocumentRow>(side, &["document_id", "path"])?;
    while rows.next()? {
        let path = rows.text(1).unwrap_or_default();
        let all = rows.text(0).and_then(|id| of.remove(id)).unwrap_or_default();
        all.into_iter().for_each(|told| path.clone_into(&mut told.document));
    }
    Ok(())
}
