//! The records of a file, in its order.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::sync::Arc;

use super::entry::Entry;
use super::parents::{Parents, Search, points};
use super::record;
use super::scanner::{Found, Scanner};
use crate::import::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::IssueCode;
use crate::normalize::Finding;

/// Keys remembered to tell repeated ones.
const MOST_KEYS: usize = 1 << 20;

/// Reads a file entry by entry. Entries wait in a queue while the first of them waits for the one it points to.
pub(super) struct Reader {
    scanner: Scanner,
    ended: bool,
    queue: VecDeque<Waiting>,
    waiting_bytes: usize,
    room: usize,
    parents: Parents,
    keys: HashSet<u64>,
    hasher: RandomState,
}

enum Waiting {
    Entry(Arc<Entry>, Repeated),
    Broken(Broken),
}

/// Whether the key was there before.
type Repeated = bool;

impl Reader {
    pub(super) fn new(text: Decoded, limits: &Limits) -> Self {
        Self {
            scanner: Scanner::new(text, limits),
            ended: false,
            queue: VecDeque::new(),
            waiting_bytes: 0,
            room: limits.record_bytes,
            parents: Parents::new(limits.record_bytes),
            keys: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    /// Reads one more entry into the queue; false at the end.
    fn read_on(&mut self) -> io::Result<bool> {
        match self.scanner.next()? {
            None => self.ended = true,
            Some(Found::Broken(broken)) => self.queue.push_back(Waiting::Broken(broken)),
            Some(Found::Entry(entry)) => {
                let entry: Arc<Entry> = Arc::from(entry);
                self.parents.add(&entry);
                // A container of values for others, and no record.
                if entry.kind() != "xdata" {
                    self.waiting_bytes += entry.size();
                    let repeated = self.is_repeated(entry.key());
                    self.queue.push_back(Waiting::Entry(entry, repeated));
                }
            }
        }
        Ok(!self.ended)
    }

    fn is_repeated(&mut self, key: &str) -> bool {
        if key.is_empty() {
            return false;
        }
        let hash = self.hasher.hash_one(key);
        if self.keys.len() >= MOST_KEYS {
            return self.keys.contains(&hash);
        }
        !self.keys.insert(hash)
    }
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            match self.queue.front() {
                Some(Waiting::Broken(_)) => {
                    let Some(Waiting::Broken(broken)) = self.queue.pop_front() else { continue };
                    return Ok(Some(Item::Broken(broken)));
                }
                Some(Waiting::Entry(entry, repeated)) => {
                    let (entry, repeated) = (Arc::clone(entry), *repeated);
                    let (parents, lost) = if points(&entry) {
                        let is_last = self.ended || self.waiting_bytes > self.room;
                        match self.parents.of(&entry, is_last) {
                            Search::Done(parents, lost) => (parents, lost),
                            Search::Missing => {
                                self.read_on()?;
                                continue;
                            }
                        }
                    } else {
                        (Vec::new(), Vec::new())
                    };
                    self.queue.pop_front();
                    self.waiting_bytes -= entry.size();
                    if !parents.is_empty() || !lost.is_empty() {
                        self.parents.forget(&entry);
                    }
                    let mut read = record::read(&entry, &parents, &lost);
                    if repeated {
                        read.findings.push(Finding {
                            code: IssueCode::LabelSequence,
                            field: "label",
                            message: "its key was used before in this file; both entries are kept".to_owned(),
                            observed: entry.key().to_owned(),
                            expected: None,
                        });
                    }
                    return Ok(Some(Item::Record(Box::new(read))));
                }
                None if self.ended => return Ok(None),
                None => {
                    self.read_on()?;
                }
            }
        }
    }

    fn about(&self) -> About {
        let mut notes = Vec::new();
        if self.scanner.commented_out > 0 {
            notes.push(format!("{} entries stand in comments and were not read", self.scanner.commented_out));
        }
        About { exported: None, notes }
    }
}
