use std::collections::{BTreeMap, HashMap};

use super::super::super::error::DatasetError;
use super::super::super::schema::WorkRow;
use super::super::digest::{BeforeAfter, Totals};
use super::super::renames::Renames;
use super::super::walk::Sides;
use super::documents::Doc;
use super::references::References;
use super::{Two, open};

/// Works that only one side has, by their keys, in an order that is the same every time.
type Lone = BTreeMap<Box<str>, Identifiers>;

/// What else than its key tells which work it is.
#[derive(Debug, Default)]
pub struct Identifiers {
    doi: Option<Box<str>>,
    pmid: Option<Box<str>>,
}

/// The works only one side has.
pub fn read(sides: Sides<'_>, totals: &mut Totals) -> Result<Two<Lone>, DatasetError> {
    const COLUMNS: [&str; 4] = ["work_id", "doi", "pmid", "is_retracted"];
    let (mut old, mut new) = (open::<WorkRow>(sides.old, &COLUMNS)?, open::<WorkRow>(sides.new, &COLUMNS)?);
    let mut lone: Two<HashMap<Box<str>, Identifiers>> = Two::default();
    let (mut is_old, mut is_new) = (true, true);
    let (mut works, mut retracted) = (BeforeAfter::default(), BeforeAfter::default());
    let ids = |rows: &super::Rows| Identifiers {
        doi: rows.text(1).map(Into::into),
        pmid: rows.text(2).map(Into::into),
    };
    while is_old || is_new {
        is_old = is_old && old.next()?;
        is_new = is_new && new.next()?;
        if is_old {
            works.old += 1;
            retracted.old += u64::from(old.text(3) == Some("true"));
        }
        if is_new {
            works.new += 1;
            retracted.new += u64::from(new.text(3) == Some("true"));
        }
        // Mostly they stand at the same work.
        if is_old && is_new && old.text(0) == new.text(0) {
            continue;
        }
        if is_old {
            let id = old.required(0, "work_id")?;
            if lone.new.remove(id).is_none() {
                lone.old.insert(id.into(), ids(&old));
            }
        }
        if is_new {
            let id = new.required(0, "work_id")?;
            if lone.old.remove(id).is_none() {
                lone.new.insert(id.into(), ids(&new));
            }
        }
    }
    (totals.works, totals.retracted) = (works, retracted);
    Ok(Two { old: lone.old.into_iter().collect(), new: lone.new.into_iter().collect() })
}

/// Pairs them: by the references that point to them, the most votes first; by the document they are; by DOI; by PMID.
pub fn pair(
    mut lone: Two<Lone>,
    docs_paired: &[(usize, usize)],
    docs: &Two<Vec<Doc>>,
    same: &[(usize, usize)],
    refs: &Two<References>,
    renames: &mut Renames,
) {
    if lone.old.is_empty() || lone.new.is_empty() {
        return;
    }
    let mut votes: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    for (n, (old, new)) in same.iter().enumerate() {
        if let (Some(old), Some(new)) = (refs.old.work(*old), refs.new.work(*new))
            && lone.old.contains_key(old)
            && lone.new.contains_key(new)
        {
            votes.entry((old, new)).or_insert((0, n)).0 += 1;
        }
    }
    let mut ranked: Vec<_> = votes.into_iter().collect();
    ranked.sort_unstable_by_key(|(_, (votes, first))| (std::cmp::Reverse(*votes), *first));
    for ((old, new), _) in ranked {
        lone.join(old, new, renames);
    }
    for (old, new) in docs_paired {
        if let (Some(old), Some(new)) = (docs.old.get(*old), docs.new.get(*new))
            && let (Some(old), Some(new)) = (&old.citing, &new.citing)
        {
            lone.join(old, new, renames);
        }
    }
    for identifier in [|ids: &Identifiers| ids.doi.clone(), |ids: &Identifiers| ids.pmid.clone()] {
        let holders: HashMap<Box<str>, Box<str>> =
            lone.new.iter().filter_map(|(id, ids)| Some((identifier(ids)?, id.clone()))).collect();
        let old: Vec<_> =
            lone.old.iter().filter_map(|(id, ids)| Some((id.clone(), identifier(ids)?))).collect();
        for (id, value) in old {
            if let Some(new) = holders.get(&value) {
                lone.join(&id, new, renames);
            }
        }
    }
}

impl Two<Lone> {
    /// Makes them a pair unless one of both has another counterpart.
    fn join(&mut self, old: &str, new: &str, renames: &mut Renames) {
        if self.old.contains_key(old) && self.new.contains_key(new) {
            self.old.remove(old);
            self.new.remove(new);
            renames.insert(old, new);
        }
    }
}
