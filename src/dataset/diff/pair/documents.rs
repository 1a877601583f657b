use std::collections::HashMap;

use super::super::super::error::DatasetError;
use super::super::super::schema::DocumentRow;
use super::references::References;
use super::{Side, Two, open};

/// What pairing needs of a document.
#[derive(Debug)]
pub struct Doc {
    pub id: Box<str>,
    path: Box<str>,
    /// The document itself as a work.
    pub citing: Option<Box<str>>,
}

pub fn read(side: Side<'_>) -> Result<Vec<Doc>, DatasetError> {
    let mut rows = open::<DocumentRow>(side, &["document_id", "path", "citing_work_id"])?;
    let mut docs = Vec::new();
    while rows.next()? {
        docs.push(Doc {
            id: rows.required(0, "document_id")?.into(),
            path: rows.required(1, "path")?.into(),
            citing: rows.text(2).map(Into::into),
        });
    }
    Ok(docs)
}

/// Pairs documents by their key, which is their content; then by a path that only one of each side is left with; then by
/// the references they share, half of those of the smaller one at least; and parts of one file by their order.
pub fn pair(docs: &Two<Vec<Doc>>, refs: &Two<References>) -> Vec<(usize, usize)> {
    let mut pairs = Pairs {
        list: Vec::new(),
        is_paired: Two { old: vec![false; docs.old.len()], new: vec![false; docs.new.len()] },
    };
    let by_id: HashMap<&str, usize> = docs.new.iter().enumerate().map(|(n, d)| (&*d.id, n)).collect();
    for (old, doc) in docs.old.iter().enumerate() {
        if let Some(new) = by_id.get(&*doc.id) {
            pairs.add(old, *new);
        }
    }
    let by_path = |pairs: &Pairs| {
        let mut places: HashMap<&str, Two<Vec<usize>>> = HashMap::new();
        for (n, doc) in docs.old.iter().enumerate().filter(|(n, _)| !pairs.is_paired.old[*n]) {
            places.entry(&doc.path).or_default().old.push(n);
        }
        for (n, doc) in docs.new.iter().enumerate().filter(|(n, _)| !pairs.is_paired.new[*n]) {
            places.entry(&doc.path).or_default().new.push(n);
        }
        places
    };
    for two in by_path(&pairs).into_values() {
        if let ([old], [new]) = (&two.old[..], &two.new[..]) {
            pairs.add(*old, *new);
        }
    }
    by_content(&mut pairs, refs);
    for two in by_path(&pairs).into_values() {
        two.old.into_iter().zip(two.new).for_each(|(old, new)| pairs.add(old, new));
    }
    pairs.list.sort_unstable();
    pairs.list
}

struct Pairs {
    list: Vec<(usize, usize)>,
    is_paired: Two<Vec<bool>>,
}

impl Pairs {
    fn add(&mut self, old: usize, new: usize) {
        if let (Some(a), Some(b)) = (self.is_paired.old.get_mut(old), self.is_paired.new.get_mut(new))
            && !*a
            && !*b
        {
            (*a, *b) = (true, true);
            self.list.push((old, new));
        }
    }
}

/// The file was moved, or is of another format: its references tell.
fn by_content(pairs: &mut Pairs, refs: &Two<References>) {
    if pairs.is_paired.old.iter().all(|p| *p) || pairs.is_paired.new.iter().all(|p| *p) {
        return;
    }
    // Which unpaired document has a reference; the last, where several have it.
    let mut holder: HashMap<u64, usize> = HashMap::new();
    for (doc, _) in pairs.is_paired.old.iter().enumerate().filter(|(_, paired)| !**paired) {
        holder.extend(refs.old.of(doc).iter().map(|hash| (*hash, doc)));
    }
    let mut shared: Vec<(usize, usize, usize)> = Vec::new();
    for (new, _) in pairs.is_paired.new.iter().enumerate().filter(|(_, paired)| !**paired) {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for old in refs.new.of(new).iter().filter_map(|hash| holder.get(hash)) {
            *votes.entry(*old).or_default() += 1;
        }
        for (old, n) in votes {
            let smaller = refs.old.of(old).len().min(refs.new.of(new).len());
            if n * 2 >= smaller {
                shared.push((n, old, new));
            }
        }
    }
    shared.sort_unstable_by_key(|(n, old, new)| (std::cmp::Reverse(*n), *old, *new));
    shared.into_iter().for_each(|(_, old, new)| pairs.add(old, new));
}
