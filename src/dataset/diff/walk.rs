//! Two tables side by side.
//!
//! Both are in an order that follows from the same inputs, so that a row and its counterpart stand near each other. The
//! tables are read in step: rows that are a pair cost a comparison; a row whose counterpart is not there waits for it. So
//! memory is bounded by how far rows have moved. Where that is too far, everything that is left goes into files, in parts
//! small enough to be held, see [`Parts`].

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::held::{Cells, Held, HeldRow};
use super::plan::Plan;
use super::renames::Renames;
use super::spill::Parts;
use super::stream::Stream;

/// What is told of the rows of two tables.
pub trait Teller {
    /// A row of the new table, equal to another or not.
    fn seen(&mut self, _plan: &Plan, _new: &dyn Cells) {}

    /// A pair that differs in these columns.
    fn modified(
        &mut self,
        plan: &Plan,
        old: &dyn Cells,
        new: &dyn Cells,
        columns: &[usize],
    ) -> Result<(), DatasetError>;

    /// A row that only the old table has.
    fn removed(&mut self, plan: &Plan, old: &dyn Cells) -> Result<(), DatasetError>;

    /// A row that only the new table has.
    fn added(&mut self, plan: &Plan, new: &dyn Cells) -> Result<(), DatasetError>;
}

/// How much may be held, and where the rest goes.
#[derive(Clone, Debug)]
pub struct Room {
    /// Bytes of rows that wait for their counterpart.
    pub bytes: usize,
    /// Rows that may be held of each part of what was written to files.
    pub rows_of_part: u64,
    /// Folder for these files.
    pub temporary: std::path::PathBuf,
}

/// The two datasets.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// Folder and description of the old one.
    pub old: (&'a Path, &'a Package),
    /// Folder and description of the new one.
    pub new: (&'a Path, &'a Package),
}

/// Which table is read next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Both,
    Old,
    New,
}

struct Walk<'a> {
    plan: &'a Plan,
    renames: &'a Renames,
    teller: &'a mut dyn Teller,
    old: Waiting,
    new: Waiting,
    differing: Vec<usize>,
    key: Vec<u8>,
}

/// Compares one table of two datasets.
pub fn walk(
    sides: Sides<'_>,
    plan: &Plan,
    renames: &Renames,
    room: &Room,
    teller: &mut dyn Teller,
) -> Result<(), DatasetError> {
    let mut old = Stream::open(sides.old.0, sides.old.1, plan)?;
    let mut new = Stream::open(sides.new.0, sides.new.1, plan)?;
    let mut walk = Walk {
        plan,
        renames,
        teller,
        old: Waiting::default(),
        new: Waiting::default(),
        differing: Vec::new(),
        key: Vec::new(),
    };
    let mut turn = Turn::Both;
    let (mut is_old, mut is_new) = (true, true);
    while is_old || is_new {
        // The table that lags behind is read alone until it has caught up.
        let read_old = is_old && (turn != Turn::New || !is_new);
        let read_new = is_new && (turn != Turn::Old || !is_old);
        let has_old = read_old && old.next(plan)?;
        let has_new = read_new && new.next(plan)?;
        is_old &= has_old || !read_old;
        is_new &= has_new || !read_new;
        if has_new {
            walk.teller.seen(plan, &new);
        }
        turn = walk.step(has_old.then_some(&old), has_new.then_some(&new))?;
        if walk.old.bytes + walk.new.bytes > room.bytes {
            return walk.in_parts((old, is_old), (new, is_new), sides, room);
        }
    }
    walk.finish()
}

impl Walk<'_> {
    /// Takes the rows that were read.
    fn step(&mut self, old: Option<&Stream>, new: Option<&Stream>) -> Result<Turn, DatasetError> {
        let nothing_waits = self.old.rows.is_empty() && self.new.rows.is_empty();
        if let (Some(old), Some(new)) = (old, new)
            && (nothing_waits || self.plan.is_unique)
            && self.plan.is_pair(old, new, self.renames)
        {
            self.pair(old, new)?;
            return Ok(Turn::Both);
        }
        let (mut found_old, mut found_new) = (false, false);
        if let Some(row) = old {
            found_old = self.take_old(row)?;
        }
        if let Some(row) = new {
            found_new = self.take_new(row)?;
        }
        Ok(match (found_old, found_new) {
            (true, false) if !self.new.rows.is_empty() => Turn::Old,
            (false, true) if !self.old.rows.is_empty() => Turn::New,
            _ => Turn::Both,
        })
    }

    /// True when the counterpart of an old row waited for it.
    fn take_old(&mut self, row: &impl Cells) -> Result<bool, DatasetError> {
        let mut key = std::mem::take(&mut self.key);
        self.plan.old_key(row, self.renames, &mut key);
        let found = self.new.take(&key);
        match &found {
            Some(held) => {
                self.pair(row, &HeldRow { held, columns: self.plan.columns.len() })?;
            }
            None => self.old.wait(&key, Held::copy(row, self.plan.columns.len())),
        }
        self.key = key;
        Ok(found.is_some())
    }

    fn take_new(&mut self, row: &impl Cells) -> Result<bool, DatasetError> {
        let mut key = std::mem::take(&mut self.key);
        self.plan.new_key(row, &mut key);
        let found = self.old.take(&key);
        match &found {
            Some(held) => {
                self.pair(&HeldRow { held, columns: self.plan.columns.len() }, row)?;
            }
            None => self.new.wait(&key, Held::copy(row, self.plan.columns.len())),
        }
        self.key = key;
        Ok(found.is_some())
    }

    fn pair(&mut self, old: &impl Cells, new: &impl Cells) -> Result<(), DatasetError> {
        self.plan.differing(old, new, self.renames, &mut self.differing);
        if self.differing.is_empty() {
            return Ok(());
        }
        self.teller.modified(self.plan, old, new, &self.differing)
    }

    /// What has waited in vain is in one table only.
    fn finish(&mut self) -> Result<(), DatasetError> {
        let columns = self.plan.columns.len();
        for held in self.old.drain() {
            self.teller.removed(self.plan, &HeldRow { held: &held.1, columns })?;
        }
        for held in self.new.drain() {
            self.teller.added(self.plan, &HeldRow { held: &held.1, columns })?;
        }
        Ok(())
    }

    /// Puts what waits and all that is left into files by their keys, and goes on part by part.
    fn in_parts(
        mut self,
        (mut old, is_old): (Stream, bool),
        (mut new, is_new): (Stream, bool),
        sides: Sides<'_>,
        room: &Room,
    ) -> Result<(), DatasetError> {
        let plan = self.plan;
        let columns = plan.columns.len();
        let rows = |package: &Package| package.table(plan.table.name).and_then(|r| r.rows).unwrap_or(0);
        let rows = rows(sides.old.1).max(rows(sides.new.1));
        let n = usize::try_from(rows / room.rows_of_part.max(1)).unwrap_or(usize::MAX).clamp(8, 512);
        let mut old_parts = Parts::new(n, &room.temporary)?;
        let mut new_parts = Parts::new(n, &room.temporary)?;
        for (key, held) in self.old.drain_keyed() {
            old_parts.push(&key, held.bytes())?;
        }
        for (key, held) in self.new.drain_keyed() {
            new_parts.push(&key, held.bytes())?;
        }
        let mut key = Vec::new();
        while is_old && old.next(plan)? {
            plan.old_key(&old, self.renames, &mut key);
            old_parts.push(&key, Held::copy(&old, columns).bytes())?;
        }
        while is_new && new.next(plan)? {
            self.teller.seen(plan, &new);
            plan.new_key(&new, &mut key);
            new_parts.push(&key, Held::copy(&new, columns).bytes())?;
        }
        old_parts.flush()?;
        new_parts.flush()?;
        for part in 0..n {
            old_parts.read(part, &mut |key, row| {
                self.old.wait(key, Held::from_bytes(row));
                Ok(())
            })?;
            new_parts.read(part, &mut |key, row| {
                let new = Held::from_bytes(row);
                match self.old.take(key) {
                    Some(old) => {
                        self.pair(&HeldRow { held: &old, columns }, &HeldRow { held: &new, columns })
                    }
                    None => self.teller.added(plan, &HeldRow { held: &new, columns }),
                }
            })?;
            self.finish()?;
        }
        Ok(())
    }
}

/// Rows that wait for their counterpart, by what they are paired by.
#[derive(Default)]
struct Waiting {
    rows: HashMap<Box<[u8]>, VecDeque<(u64, Held)>>,
    bytes: usize,
    seen: u64,
}

/// What a waiting row takes beside its text: places in the map and the queue.
const OVERHEAD: usize = 160;

impl Waiting {
    fn wait(&mut self, key: &[u8], row: Held) {
        self.bytes += key.len() + row.bytes().len() + OVERHEAD;
        self.seen += 1;
        if let Some(queue) = self.rows.get_mut(key) {
            queue.push_back((self.seen, row));
        } else {
            self.rows.insert(key.into(), VecDeque::from([(self.seen, row)]));
        }
    }

    /// The first row of that key.
    fn take(&mut self, key: &[u8]) -> Option<Held> {
        if self.rows.is_empty() {
            return None;
        }
        let queue = self.rows.get_mut(key)?;
        let (_, row) = queue.pop_front()?;
        if queue.is_empty() {
            self.rows.remove(key);
        }
        self.bytes = self.bytes.saturating_sub(key.len() + row.bytes().len() + OVERHEAD);
        Some(row)
    }

    /// All rows, in the order in which they came.
    fn drain(&mut self) -> Vec<(u64, Held)> {
        self.bytes = 0;
        let mut rows: Vec<(u64, Held)> = self.rows.drain().flat_map(|(_, queue)| queue).collect();
        rows.sort_unstable_by_key(|(n, _)| *n);
        rows
    }

    fn drain_keyed(&mut self) -> Vec<(Box<[u8]>, Held)> {
        self.bytes = 0;
        let keyed = |(key, queue): (Box<[u8]>, VecDeque<(u64, Held)>)| {
            queue.into_iter().map(move |(n, row)| (n, key.clone(), row))
        };
        let mut rows: Vec<_> = self.rows.drain().flat_map(keyed).collect();
        rows.sort_unstable_by_key(|(n, ..)| *n);
        rows.into_iter().map(|(_, key, row)| (key, row)).collect()
    }
}
