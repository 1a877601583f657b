use std::collections::HashMap;

use super::super::super::error::DatasetError;
use super::super::super::schema::{AuthorRow, AuthorshipRow, Row as _};
use super::super::held::Cells;
use super::super::plan::Plan;
use super::super::renames::Renames;
use super::super::walk::{Room, Sides, Teller, walk};
use super::{Rows, open};

/// Pairs authors whose key is another one now: an ORCID has become known, or a name was spelled out. They are those that
/// stand at the same place of the same byline, have one family name, and are in one dataset only.
pub fn pair(sides: Sides<'_>, room: &Room, renames: &mut Renames) -> Result<(), DatasetError> {
    let (old, new) = lone(sides)?;
    if old.is_empty() || new.is_empty() {
        return Ok(());
    }
    let Some(plan) = Plan::of(AuthorshipRow::TABLE, sides.old.1, sides.new.1) else { return Ok(()) };
    let Some(column) = plan.position("author_id") else { return Ok(()) };
    let plan = plan.only("author_id");
    let mut places = Places { old, new, column, found: Vec::new() };
    walk(sides, &plan, renames, room, &mut places)?;
    for (old, new) in places.found {
        renames.insert(&old, &new);
    }
    Ok(())
}

type Families = HashMap<Box<str>, Box<str>>;

/// The authors only one side has, with their family names.
fn lone(sides: Sides<'_>) -> Result<(Families, Families), DatasetError> {
    const COLUMNS: [&str; 3] = ["author_id", "family", "name"];
    let mut old = open::<AuthorRow>(sides.old, &COLUMNS)?;
    let mut new = open::<AuthorRow>(sides.new, &COLUMNS)?;
    let (mut removed, mut added) = (Families::new(), Families::new());
    let (mut is_old, mut is_new) = (true, true);
    while is_old || is_new {
        is_old = is_old && old.next()?;
        is_new = is_new && new.next()?;
        if is_old && is_new && old.text(0) == new.text(0) {
            continue;
        }
        if is_old {
            meet(&old, &mut removed, &mut added)?;
        }
        if is_new {
            meet(&new, &mut added, &mut removed)?;
        }
    }
    Ok((removed, added))
}

/// Takes an author of one side: known from the other one, or waiting to be.
fn meet(rows: &Rows, ours: &mut Families, theirs: &mut Families) -> Result<(), DatasetError> {
    let id = rows.required(0, "author_id")?;
    if theirs.remove(id).is_none() {
        let family = rows.text(1).or(rows.text(2)).unwrap_or_default();
        ours.insert(id.into(), family.to_lowercase().into());
    }
    Ok(())
}

struct Places {
    old: Families,
    new: Families,
    column: usize,
    found: Vec<(Box<str>, Box<str>)>,
}

impl Teller for Places {
    fn modified(
        &mut self,
        _: &Plan,
        old: &dyn Cells,
        new: &dyn Cells,
        _: &[usize],
    ) -> Result<(), DatasetError> {
        if let (Some(old), Some(new)) = (old.text(self.column), new.text(self.column))
            && let Some(family) = self.old.get(old)
            && self.new.get(new) == Some(family)
        {
            self.old.remove(old);
            self.new.remove(new);
            self.found.push((old.into(), new.into()));
        }
        Ok(())
    }

    fn removed(&mut self, _: &Plan, _: &dyn Cells) -> Result<(), DatasetError> {
        Ok(())
    }

    fn added(&mut self, _: &Plan, _: &dyn Cells) -> Result<(), DatasetError> {
        Ok(())
    }
}
