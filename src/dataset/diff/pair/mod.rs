//! Which rows of the old dataset are which of the new one, where their keys have moved.
//!
//! The key of a document is a hash of its content, that of a reference of its document and its place, that of a work of the
//! best identifier that is known: an edited file, an inserted reference and a newly found DOI give new keys to what is
//! still the same. So documents are paired first, then references within paired documents, then works through their
//! references, and authors through their places in bylines.

mod authors;
mod documents;
mod lists;
mod near;
mod references;
mod works;

pub use self::references::is_matched;
use super::super::error::DatasetError;
pub use super::super::read::table::Rows;
use super::super::schema::{RefRow, Row, WorkRow};
use super::digest::{BeforeAfter, Totals};
use super::renames::Renames;
use super::walk::{Room, Sides};

/// What pairing gives.
#[derive(Debug, Default)]
pub struct Paired {
    /// Keys that have become others.
    pub renames: Renames,
    /// Totals, counted on the way.
    pub totals: Totals,
}

/// One value of each of two datasets.
#[derive(Debug, Default)]
struct Two<T> {
    old: T,
    new: T,
}

impl<T> Two<T> {
    /// The same for both.
    fn try_of<'a>(
        sides: Sides<'a>,
        mut make: impl FnMut(Side<'a>) -> Result<T, DatasetError>,
    ) -> Result<Self, DatasetError> {
        Ok(Self { old: make(sides.old)?, new: make(sides.new)? })
    }
}

pub type Side<'a> = (&'a std::path::Path, &'a super::super::check::package::Package);

/// Opens some columns of a table on one side.
pub fn open<R: Row>((dir, package): Side<'_>, columns: &[&str]) -> Result<Rows, DatasetError> {
    Rows::open::<R>(dir, package, columns)
}

/// Pairs the rows of two datasets.
pub fn pair(sides: Sides<'_>, room: &Room) -> Result<Paired, DatasetError> {
    let mut paired = Paired::default();
    let docs = Two::try_of(sides, documents::read)?;
    paired.totals.documents = BeforeAfter { old: docs.old.len() as u64, new: docs.new.len() as u64 };
    let refs = references::read(sides, &docs)?;
    paired.totals.references = BeforeAfter { old: refs.old.len() as u64, new: refs.new.len() as u64 };
    paired.totals.matched = BeforeAfter { old: refs.old.matched, new: refs.new.matched };
    let pairs = documents::pair(&docs, &refs);
    for (old, new) in &pairs {
        if let (Some(old), Some(new)) = (docs.old.get(*old), docs.new.get(*new)) {
            paired.renames.insert(&old.id, &new.id);
        }
    }
    let same = references::pair(sides, &pairs, &refs, &mut paired.renames)?;
    let works = works::read(sides, &mut paired.totals)?;
    works::pair(works, &pairs, &docs, &same, &refs, &mut paired.renames);
    drop((refs, same, docs));
    authors::pair(sides, room, &mut paired.renames)?;
    Ok(paired)
}

/// Totals of a dataset that has not changed.
pub fn totals(side: Side<'_>) -> Result<Totals, DatasetError> {
    let same = |n: u64| BeforeAfter { old: n, new: n };
    let mut totals = Totals::default();
    let rows = |name: &str| side.1.table(name).and_then(|table| table.rows).unwrap_or_default();
    totals.documents = same(rows("documents"));
    totals.references = same(rows("refs"));
    totals.works = same(rows("works"));
    let (mut matched, mut retracted) = (0, 0);
    let mut refs = open::<RefRow>(side, &["match_status"])?;
    while refs.next()? {
        matched += u64::from(refs.text(0).is_some_and(is_matched));
    }
    let mut works = open::<WorkRow>(side, &["is_retracted"])?;
    while works.next()? {
        retracted += u64::from(works.text(0) == Some("true"));
    }
    (totals.matched, totals.retracted) = (same(matched), same(retracted));
    Ok(totals)
}
