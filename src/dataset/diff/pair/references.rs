use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::ops::Range;

use super::super::super::error::DatasetError;
use super::super::super::schema::RefRow;
use super::super::renames::Renames;
use super::super::walk::Sides;
use super::documents::Doc;
use super::lists::{Match, pair_lists};
use super::near::Words;
use super::{Side, Two, open};

/// What pairing needs of the references of a dataset, in their order.
#[derive(Debug, Default)]
pub struct References {
    ids: Vec<Box<str>>,
    /// Hash of each one's text.
    texts: Vec<u64>,
    works: Vec<Option<Box<str>>>,
    /// Where those of each document stand.
    of_doc: Vec<Range<usize>>,
    /// How many are matched.
    pub matched: u64,
}

impl References {
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// The work a reference points to.
    pub fn work(&self, at: usize) -> Option<&str> {
        self.works.get(at)?.as_deref()
    }

    fn range(&self, doc: usize) -> Range<usize> {
        self.of_doc.get(doc).cloned().unwrap_or_default()
    }

    /// The texts of a document's references.
    pub fn of(&self, doc: usize) -> &[u64] {
        self.texts.get(self.range(doc)).unwrap_or_default()
    }

    fn read(side: Side<'_>, docs: &[Doc]) -> Result<Self, DatasetError> {
        let places: HashMap<&str, usize> = docs.iter().enumerate().map(|(n, d)| (&*d.id, n)).collect();
        let mut rows =
            open::<RefRow>(side, &["reference_id", "document_id", "raw", "work_id", "match_status"])?;
        let mut read = Self { of_doc: vec![0..0; docs.len()], ..Self::default() };
        let mut document: Option<(Box<str>, usize)> = None;
        while rows.next()? {
            let at = read.ids.len();
            let of = rows.required(1, "document_id")?;
            let place = match &document {
                Some((id, place)) if **id == *of => *place,
                _ => {
                    let place = places.get(of).copied();
                    let place = place.ok_or_else(|| rows.damaged(&format!("there is no document {of}")))?;
                    document = Some((of.into(), place));
                    if let Some(range) = read.of_doc.get_mut(place) {
                        if range.end > range.start {
                            return Err(rows.damaged("the references of its document do not stand together"));
                        }
                        *range = at..at;
                    }
                    place
                }
            };
            read.ids.push(rows.required(0, "reference_id")?.into());
            read.texts.push(hash(rows.text(2).unwrap_or_default()));
            read.works.push(rows.text(3).map(Into::into));
            read.matched += u64::from(is_matched(rows.text(4).unwrap_or_default()));
            if let Some(range) = read.of_doc.get_mut(place) {
                range.end = at + 1;
            }
        }
        Ok(read)
    }
}

/// True for the statuses that say a record was found.
pub fn is_matched(status: &str) -> bool {
    matches!(status, "matched" | "matched_with_differences")
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

pub fn read(sides: Sides<'_>, docs: &Two<Vec<Doc>>) -> Result<Two<References>, DatasetError> {
    Ok(Two { old: References::read(sides.old, &docs.old)?, new: References::read(sides.new, &docs.new)? })
}

/// Pairs the references of paired documents: those with the same text first, in their order; the others where a printed key
/// or the place between neighbours and most of the words agree. Gives the pairs, by their places in the tables.
pub fn pair(
    sides: Sides<'_>,
    docs: &[(usize, usize)],
    refs: &Two<References>,
    renames: &mut Renames,
) -> Result<Vec<(usize, usize)>, DatasetError> {
    let mut lists: Vec<(Range<usize>, Range<usize>, Match)> = Vec::new();
    for (old, new) in docs {
        let matching = Match::of(refs.old.of(*old), refs.new.of(*new));
        lists.push((refs.old.range(*old), refs.new.range(*new), matching));
    }
    let lone = Two {
        old: lists.iter().flat_map(|(old, _, m)| m.lone_old().map(|n| old.start + n)).collect::<Vec<_>>(),
        new: lists.iter().flat_map(|(_, new, m)| m.lone_new().map(|n| new.start + n)).collect::<Vec<_>>(),
    };
    // Only where both sides have some is there anything left to pair.
    let words = if lone.old.is_empty() || lone.new.is_empty() {
        Two::default()
    } else {
        Two { old: texts(sides.old, lone.old)?, new: texts(sides.new, lone.new)? }
    };
    let mut same = Vec::new();
    for (old, new, matching) in &mut lists {
        let of = |words: &HashMap<usize, Printed>, at: usize| words.get(&at).cloned();
        pair_lists(matching, &|n| of(&words.old, old.start + n), &|n| of(&words.new, new.start + n));
        same.extend(matching.pairs().map(|(a, b)| (old.start + a, new.start + b)));
    }
    drop(words);
    settle(refs, &same, renames);
    Ok(same)
}

/// What is compared of a reference that has no twin: its printed key, and its words.
pub type Printed = (Option<Box<str>>, Words);

/// More text than this is not held: references beyond it are told as removed and added.
const MOST_BYTES: usize = 256 << 20;

fn texts(side: Side<'_>, mut wanted: Vec<usize>) -> Result<HashMap<usize, Printed>, DatasetError> {
    wanted.sort_unstable();
    let mut rows = open::<RefRow>(side, &["raw", "label"])?;
    let mut wanted = wanted.into_iter().peekable();
    let mut found = HashMap::new();
    let (mut at, mut bytes) = (0, 0);
    while wanted.peek().is_some() && bytes < MOST_BYTES && rows.next()? {
        if wanted.next_if_eq(&at).is_some() {
            let words = Words::of(rows.text(0).unwrap_or_default());
            bytes += words.bytes() + 100;
            let label = rows.text(1).filter(|label| label.contains(char::is_alphabetic));
            found.insert(at, (label.map(Into::into), words));
        }
        at += 1;
    }
    Ok(found)
}

/// Says which keys have become others, and which stand for another reference now.
fn settle(refs: &Two<References>, same: &[(usize, usize)], renames: &mut Renames) {
    let mut is_paired = vec![false; refs.old.len()];
    for (old, new) in same {
        if let (Some(before), Some(after)) = (refs.old.ids.get(*old), refs.new.ids.get(*new)) {
            renames.insert(before, after);
        }
        is_paired.get_mut(*old).into_iter().for_each(|p| *p = true);
    }
    let lone: Vec<&str> =
        refs.old.ids.iter().zip(&is_paired).filter(|(_, paired)| !**paired).map(|(id, _)| &**id).collect();
    if lone.is_empty() {
        return;
    }
    let taken: std::collections::HashSet<&str> = refs.new.ids.iter().map(|id| &**id).collect();
    lone.into_iter().filter(|id| taken.contains(id)).for_each(|id| renames.gone(id));
}
