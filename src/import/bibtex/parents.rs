//! What an entry takes over from another: `crossref`, and biblatex's `xdata`.
//!
//! BibTeX wants the other entry behind the one that points to it, biblatex does not care. A file may be larger than
//! memory, so neither can be had by reading it all: entries that may be pointed to are kept while there is room for
//! them, and the one that points waits while the others are read, for as long as there is room for those.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::entry::Entry;

/// Entries looked through from one to the next: a book of several volumes in a series is three.
const LONGEST_CHAIN: usize = 6;

/// An entry larger than this is not kept for others.
const LARGEST_KEPT: usize = 64 << 10;

/// Types that hold others.
const HOLDERS: [&str; 13] = [
    "book",
    "collection",
    "conference",
    "inproceedings",
    "incollection",
    "mvbook",
    "mvcollection",
    "mvproceedings",
    "mvreference",
    "periodical",
    "proceedings",
    "reference",
    "xdata",
];

/// Entries that others may point to.
pub(super) struct Parents {
    holders: Shelf,
    others: Shelf,
    /// Keys of parents that were asked for and are kept because of that.
    awaited: HashSet<String>,
}

/// What became of looking for an entry's parents.
pub(super) enum Search {
    /// Everything that was pointed to, nearest first, and the keys that point nowhere.
    Done(Vec<Arc<Entry>>, Vec<String>),
    /// One of them was not read yet.
    Missing,
}

impl Parents {
    /// With room for `bytes` of entries.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            holders: Shelf { room: bytes / 4 * 3, ..Shelf::default() },
            others: Shelf { room: bytes / 4, ..Shelf::default() },
            awaited: HashSet::new(),
        }
    }

    /// Keeps an entry. Of several with one key the first counts.
    pub(super) fn add(&mut self, entry: &Arc<Entry>) {
        if entry.key().is_empty() || entry.size() > LARGEST_KEPT {
            return;
        }
        let awaited = !self.awaited.is_empty() && self.awaited.remove(entry.key());
        if awaited || HOLDERS.contains(&entry.kind()) {
            self.holders.add(entry);
        } else {
            self.others.add(entry);
        }
    }

    /// Looks for everything an entry points to. `is_last` says that nothing more will be read for it.
    pub(super) fn of(&mut self, entry: &Entry, is_last: bool) -> Search {
        let mut found: Vec<Arc<Entry>> = Vec::new();
        let mut lost = Vec::new();
        let mut keys = pointers(entry);
        for _ in 0..LONGEST_CHAIN {
            let mut further = Vec::new();
            for key in std::mem::take(&mut keys) {
                if key == entry.key() || found.iter().any(|known| known.key() == key) {
                    continue;
                }
                match self.holders.get(&key).or_else(|| self.others.get(&key)) {
                    Some(parent) => {
                        further.extend(pointers(&parent));
                        found.push(parent);
                    }
                    None if is_last => lost.push(key),
                    None => {
                        self.awaited.insert(key);
                        return Search::Missing;
                    }
                }
            }
            keys = further;
        }
        Search::Done(found, lost)
    }

    /// Nobody waits for these any more.
    pub(super) fn forget(&mut self, entry: &Entry) {
        for key in pointers(entry) {
            self.awaited.remove(&key);
        }
    }
}

/// Whether an entry points to others.
pub(super) fn points(entry: &Entry) -> bool {
    entry.fields().any(|(name, _)| matches!(name, "crossref" | "xdata"))
}

/// The keys an entry points to.
fn pointers(entry: &Entry) -> Vec<String> {
    let xdata = entry.get("xdata").into_iter().flat_map(|list| list.split(','));
    let keys = xdata.chain(entry.get("crossref")).take(20);
    keys.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect()
}

/// Entries by their keys, as many as there is room for: the oldest go first.
#[derive(Default)]
struct Shelf {
    by_key: HashMap<String, Arc<Entry>>,
    order: VecDeque<String>,
    size: usize,
    room: usize,
}

impl Shelf {
    fn add(&mut self, entry: &Arc<Entry>) {
        if self.by_key.contains_key(entry.key()) {
            return;
        }
        self.size += entry.size();
        self.by_key.insert(entry.key().to_owned(), Arc::clone(entry));
        self.order.push_back(entry.key().to_owned());
        while self.size > self.room {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(entry) = self.by_key.remove(&oldest) {
                self.size -= entry.size();
            }
        }
    }

    fn get(&self, key: &str) -> Option<Arc<Entry>> {
        self.by_key.get(key).cloned()
    }
}

/// Fields an entry never takes over: what tells it apart from others, and what is about the other entry alone.
const OWN: [&str; 38] = [
    "abstract",
    "addendum",
    "annotation",
    "annote",
    "archiveprefix",
    "author_keywords",
    "bibcode",
    "crossref",
    "doi",
    "entryset",
    "entrysubtype",
    "eprint",
    "eprintclass",
    "eprinttype",
    "execute",
    "file",
    "ids",
    "keywords",
    "label",
    "note",
    "options",
    "pages",
    "pagetotal",
    "pmcid",
    "pmid",
    "presort",
    "primaryclass",
    "related",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "sortkey",
    "sorttitle",
    "unique-id",
    "url",
    "urldate",
    "xdata",
    "xref",
];

/// Under which name a field of a parent counts in the child; `None` where it does not. After biblatex's rules, and
/// BibTeX's where the parent gives both.
pub(super) fn inherited<'f>(parent: &str, child: &str, field: &'f str) -> Option<&'f str> {
    if parent == "xdata" {
        return (!matches!(field, "crossref" | "xdata")).then_some(field);
    }
    if OWN.contains(&field) || field.starts_with("bdsk-") || field.starts_with("date-") {
        return None;
    }
    let titles = matches!(field, "title" | "subtitle" | "titleaddon");
    if !titles {
        return (field != "shorttitle").then_some(field);
    }
    let of = |names: [&'static str; 3]| match field {
        "title" => names[0],
        "subtitle" => names[1],
        _ => names[2],
    };
    let is_part = child.starts_with("in")
        || matches!(child, "conference" | "bookinbook" | "suppbook" | "suppcollection");
    Some(match (parent, child) {
        ("periodical", _) | (_, "article" | "suppperiodical") => {
            of(["journaltitle", "journalsubtitle", "journaladdon"])
        }
        (parent, _) if parent.starts_with("mv") => of(["maintitle", "mainsubtitle", "maintitleaddon"]),
        _ if is_part => of(["booktitle", "booksubtitle", "booktitleaddon"]),
        _ => field,
    })
}
