//! What became of works by retractions, corrections and the like.

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::DatasetError;
use super::super::schema::UpdateRow;
use super::collect::Status;
use super::digest::{Digest, Notice, Update, WorkTold};
use super::pair::{Rows, open};
use super::renames::Renames;
use super::walk::Sides;

/// How grave a word of `retraction_status` is.
pub fn gravity_of_status(status: &str) -> u8 {
    match status {
        "retracted" | "withdrawn" => 4,
        "expression_of_concern" => 2,
        "corrected" => 1,
        _ => 0,
    }
}

/// How grave a word of `updates.type` is.
fn gravity_of_type(word: &str) -> u8 {
    match word {
        "retraction" | "withdrawal" => 4,
        "partial_retraction" => 3,
        "expression_of_concern" => 2,
        "correction" => 1,
        _ => 0,
    }
}

/// From here on it is more than a correction.
const GRAVE: u8 = 2;

const COLUMNS: [&str; 6] = ["work_id", "type", "source", "notice", "date", "reason"];

/// The updates of the works in question.
type Updates = BTreeMap<String, BTreeSet<Update>>;

fn read(
    mut rows: Rows,
    wanted: &BTreeMap<String, Option<Status>>,
    renames: &Renames,
) -> Result<Updates, DatasetError> {
    let mut found = Updates::new();
    while rows.next()? {
        let id = renames.of(rows.required(0, "work_id")?);
        if wanted.contains_key(id) {
            found.entry(id.to_owned()).or_default().insert(Update {
                r#type: rows.required(1, "type")?.to_owned(),
                source: rows.required(2, "source")?.to_owned(),
                notice: rows.required(3, "notice")?.to_owned(),
                date: rows.text(4).map(str::to_owned),
                reason: rows.text(5).map(str::to_owned),
            });
        }
    }
    Ok(found)
}

/// The state of one work at one time.
struct State<'a> {
    status: Option<&'a str>,
    updates: Option<&'a BTreeSet<Update>>,
    is_retracted: bool,
}

impl State<'_> {
    fn has(&self, word: &str) -> bool {
        self.updates.is_some_and(|all| all.iter().any(|u| u.r#type == word))
    }

    fn types(&self) -> BTreeSet<&str> {
        self.updates.into_iter().flatten().map(|u| u.r#type.as_str()).collect()
    }

    fn gravity(&self) -> u8 {
        let said = self.types().into_iter().map(gravity_of_type).max().unwrap_or(0);
        // A work that was reinstated has its retraction still: the table of works knows what holds.
        let said = if self.has("reinstatement") { 0 } else { said };
        let status = self.status.map_or(0, gravity_of_status);
        said.max(status).max(if self.is_retracted { 4 } else { 0 })
    }

    /// One correction is told by several sources, each naming its notice in its way: the most that one of them knows.
    fn corrections(&self) -> usize {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        let all = self.updates.into_iter().flatten().filter(|u| u.r#type == "correction");
        all.for_each(|u| *of.entry(&u.source).or_default() += 1);
        of.into_values().max().unwrap_or(0)
    }
}

/// What the table of works says of a work now.
#[derive(Clone, Debug, Default)]
pub struct Now {
    pub status: Option<String>,
    pub is_retracted: bool,
}

/// Tells what became of the works that were noticed. `now` is what the new table of works says of them.
pub fn tell(
    sides: Sides<'_>,
    noticed: &BTreeMap<String, Option<Status>>,
    now: &BTreeMap<String, Now>,
    is_new: &dyn Fn(&str) -> bool,
    renames: &Renames,
    digest: &mut Digest,
) -> Result<(), DatasetError> {
    if noticed.is_empty() {
        return Ok(());
    }
    let before = read(open::<UpdateRow>(sides.old, &COLUMNS)?, noticed, renames)?;
    let after = read(open::<UpdateRow>(sides.new, &COLUMNS)?, noticed, &Renames::default())?;
    let mut told: Vec<(u8, Kind, Notice)> = Vec::new();
    for (id, was) in noticed {
        let Some(is) = now.get(id) else { continue };
        let is_new = is_new(id);
        // Where the row of the work says nothing of its status before, it is what it was.
        let (status, was_retracted) = match was {
            Some(was) => (was.before.as_deref(), was.was_retracted),
            None if is_new => (None, false),
            None => (is.status.as_deref(), is.is_retracted),
        };
        let old = State { status, updates: before.get(id), is_retracted: was_retracted };
        let new =
            State { status: is.status.as_deref(), updates: after.get(id), is_retracted: is.is_retracted };
        let Some(kind) = kind(&old, &new) else { continue };
        let mut updates: Vec<Update> = match kind {
            Kind::TakenBack => old.updates.into_iter().chain(new.updates).flatten().cloned().collect(),
            _ => new.updates.into_iter().flatten().cloned().collect(),
        };
        updates.retain(|u| kind == Kind::Corrected || u.r#type != "correction");
        updates.sort_by_key(|u| std::cmp::Reverse(gravity_of_type(&u.r#type)));
        updates.dedup();
        let notice = Notice {
            work: WorkTold { work_id: id.clone(), ..WorkTold::default() },
            is_new_work: is_new,
            old_status: old.status.map(str::to_owned),
            new_status: is.status.clone(),
            notices: updates,
            ..Notice::default()
        };
        told.push((new.gravity(), kind, notice));
    }
    told.sort_by_key(|(gravity, ..)| std::cmp::Reverse(*gravity));
    for (_, kind, notice) in told {
        match kind {
            Kind::Retracted => digest.retracted.push(notice),
            Kind::Corrected => digest.corrected.push(notice),
            Kind::TakenBack => digest.taken_back.push(notice),
        }
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Retracted,
    Corrected,
    TakenBack,
}

fn kind(old: &State<'_>, new: &State<'_>) -> Option<Kind> {
    let (was, is) = (old.gravity(), new.gravity());
    let grave = |types: BTreeSet<&str>| -> usize {
        types.into_iter().filter(|word| gravity_of_type(word) >= GRAVE).count()
    };
    let gained = new.types().into_iter().filter(|word| !old.has(word)).collect();
    let lost = old.types().into_iter().filter(|word| !new.has(word)).collect();
    if is >= GRAVE && (is > was || (is == was && grave(gained) > 0)) {
        return Some(Kind::Retracted);
    }
    let reinstated = new.has("reinstatement") && !old.has("reinstatement");
    if (was >= GRAVE && is < was) || grave(lost) > 0 || reinstated {
        return Some(Kind::TakenBack);
    }
    let (before, after) = (old.corrections(), new.corrections());
    let by_status = after == before && was == 0 && is == 1;
    (after > before || by_status).then_some(Kind::Corrected)
}
