use std::collections::VecDeque;
use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::super::read::table::Rows;
use super::held::{Cells, Held, HeldRow};
use super::plan::Plan;

/// The rows of a table that take part in the comparison, one after the other.
pub struct Stream {
    rows: Rows,
    columns: usize,
    /// Where of several rows the newest is wanted: the rows of one entity that are left, the first being the current one.
    group: VecDeque<Held>,
    /// The first row of the next entity.
    ahead: Option<Held>,
    grouped: bool,
    started: bool,
}

impl Cells for Rows {
    fn text(&self, at: usize) -> Option<&str> {
        Self::text(self, at)
    }
}

impl Cells for Stream {
    fn text(&self, at: usize) -> Option<&str> {
        if !self.grouped {
            return self.rows.text(at);
        }
        // The row lives as long as the stream: taken apart here, since a view of it would not.
        self.group.front().and_then(|held| held.cell(at, self.columns))
    }
}

impl Stream {
    /// Opens a table of the dataset in `dir`.
    pub fn open(dir: &Path, package: &Package, plan: &Plan) -> Result<Self, DatasetError> {
        Ok(Self {
            rows: Rows::open_table(dir, package, plan.table, &plan.columns)?,
            columns: plan.columns.len(),
            group: VecDeque::new(),
            ahead: None,
            grouped: plan.newest.is_some(),
            started: false,
        })
    }

    /// Goes to the next row; false at the end.
    pub fn next(&mut self, plan: &Plan) -> Result<bool, DatasetError> {
        let Some(newest) = plan.newest else {
            while self.rows.next()? {
                if plan.passed_over.is_none_or(|(at, word)| self.rows.text(at) != Some(word)) {
                    return Ok(true);
                }
            }
            return Ok(false);
        };
        self.group.pop_front();
        if self.group.is_empty() {
            self.fill(plan, newest)?;
        }
        Ok(!self.group.is_empty())
    }

    /// Reads the rows of the next entity, and keeps of those paired alike the newest.
    fn fill(&mut self, plan: &Plan, newest: usize) -> Result<(), DatasetError> {
        if !self.started {
            self.started = true;
            self.ahead = self.read()?;
        }
        let Some(first) = self.ahead.take() else { return Ok(()) };
        let entity = plan.first_paired();
        let mut alike: Vec<(Vec<u8>, Held)> = Vec::new();
        let mut row = Some(first);
        while let Some(held) = row {
            let view = self.view(&held);
            let other = alike.first().is_some_and(|(_, of)| self.view(of).text(entity) != view.text(entity));
            if other {
                self.ahead = Some(held);
                break;
            }
            let mut key = Vec::new();
            plan.new_key(&view, &mut key);
            let found = alike.iter().position(|(k, _)| *k == key);
            let is_newer = |than: &Held| view.text(newest) > self.view(than).text(newest);
            match found.and_then(|at| alike.get(at)) {
                None => alike.push((key, held)),
                Some((_, before)) => {
                    if is_newer(before)
                        && let Some(slot) = found.and_then(|at| alike.get_mut(at))
                    {
                        slot.1 = held;
                    }
                }
            }
            row = self.read()?;
        }
        self.group.extend(alike.into_iter().map(|(_, held)| held));
        Ok(())
    }

    fn read(&mut self) -> Result<Option<Held>, DatasetError> {
        Ok(self.rows.next()?.then(|| Held::copy(&self.rows, self.columns)))
    }

    const fn view<'a>(&self, held: &'a Held) -> HeldRow<'a> {
        HeldRow { held, columns: self.columns }
    }
}
